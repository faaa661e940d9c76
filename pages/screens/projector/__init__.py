"""Running a session: the facilitator's bar, and what the wall shows."""
