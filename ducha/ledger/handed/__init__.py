"""What the bureau has handed to a unit, and what leaders have decided."""
