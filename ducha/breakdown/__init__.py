"""County targets and milestones from the departments: the ledger in force."""
