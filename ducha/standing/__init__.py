"""Every figure, rank and table that a report or notice may quote."""
