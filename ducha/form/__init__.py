"""What is asked of a unit, and the claim that a form carries."""
