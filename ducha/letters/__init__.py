"""What mails say, as facts."""
