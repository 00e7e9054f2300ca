"""The mailbox: mails out by SMTP, in by IMAP, the password from the system's keyring."""
