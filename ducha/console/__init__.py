"""How the program speaks on a terminal."""
