"""Months that are published: frozen, registered as issued, made again to be compared."""
