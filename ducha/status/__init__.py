"""Schedule -> rating and reason; runs."""
