"""What somebody sees of the session on their own device."""
