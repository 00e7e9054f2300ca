"""What is to be reached: numbers, measures, names and deadlines in a text."""
