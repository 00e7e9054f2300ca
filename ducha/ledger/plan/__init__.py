"""What is planned: targets by place, milestones by month."""
