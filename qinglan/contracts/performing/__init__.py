"""What happens to a contract in force: milestones, amendments, termination, breach, disputes."""
