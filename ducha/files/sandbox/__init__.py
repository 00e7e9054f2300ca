"""Foreign bytes in processes of their own."""
