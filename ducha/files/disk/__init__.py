"""Whole or not at all, never over a person's work."""
