"""What every topic stands on: the state of a workshop, commands, views, access, history."""
