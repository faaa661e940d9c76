"""Running a session: what the group does now, what each does unseen, and what comes out of it."""
