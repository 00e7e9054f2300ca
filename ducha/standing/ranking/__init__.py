"""What units score, on 100, and which places that gives them."""
