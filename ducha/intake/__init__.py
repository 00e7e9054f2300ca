"""One verdict a file, one finding a thing that is wrong."""
