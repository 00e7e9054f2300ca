"""Hostile files in classes: each module one kind of trick."""
