"""The post: sending, collecting, reminding, and what a mailbox needs for it."""
