"""Who is there: seats, the roster, invitations, and who is here now."""
