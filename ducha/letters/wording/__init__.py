"""Sentences of the notice and of the report upward, as official documents write them."""
