"""Workspaces made, filled from a circular, carried to another machine."""
