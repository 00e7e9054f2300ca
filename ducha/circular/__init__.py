"""A circular's text -> a draft of the ledger, with everything doubtful listed."""
