"""What the demo does on disk: a workspace of its own, forms filled in."""
