"""待核 and questions: what is odd about a month's figures and returns beside one another."""
