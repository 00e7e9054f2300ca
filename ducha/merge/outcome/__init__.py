"""What came of the files: the verdict on each, and what is told of them."""
