"""Every figure, rank and table that a report may quote."""
