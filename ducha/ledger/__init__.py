"""What is supervised, who answers, by when."""
