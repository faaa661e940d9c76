"""What is pasted: lists without their bullets, and tables that become stages, departments and cards."""
