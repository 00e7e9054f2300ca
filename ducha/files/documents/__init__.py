"""A circular's file -> text."""
