"""What changes in the course of the year: clerks decide, units hand over."""
