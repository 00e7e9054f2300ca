"""A whole workspace in one archive, and out of it again."""
