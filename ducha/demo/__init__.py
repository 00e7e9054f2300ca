"""A made-up quarter, through the same verbs."""
