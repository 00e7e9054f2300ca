"""What is proposed to be handed to a unit: which matters, and in which words."""
