"""Whose form a file is, for which month, and what an officer must know of it."""
