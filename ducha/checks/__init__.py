"""Every rule, with its sentence and remedy."""
