"""Tables of figures: a module for each sheet."""
