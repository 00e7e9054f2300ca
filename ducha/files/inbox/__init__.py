"""What came in: kinds, archives, mails, their times."""
