"""What verbs lay in outbox: parcels of mail, letters, 退回件, reports; and what is withdrawn."""
