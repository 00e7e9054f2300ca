"""What mails, the notice and letters say, as facts."""
