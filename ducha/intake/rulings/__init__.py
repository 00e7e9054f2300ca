"""人工处置: what clerks have decided about files, rows and cells."""
