"""The monthly form, and the one that goes back, as workbooks."""
