"""Notices, reports and orders as Word documents: a template of the bureau's, filled in."""
