"""sent/: what lies there of what went out."""
