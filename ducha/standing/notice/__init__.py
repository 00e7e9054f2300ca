"""What the notice and the report upward name and quote, and where each of it comes from."""
