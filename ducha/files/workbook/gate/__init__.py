"""What is refused before any parser sees it, whatever the make: containers, parts, sizes."""
