"""What the program makes: workbooks, mails."""
