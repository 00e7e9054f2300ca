"""Versions, the two lines, sums, month by month."""
