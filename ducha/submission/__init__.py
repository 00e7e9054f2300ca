"""A return as typed; what arrived, from where, when."""
