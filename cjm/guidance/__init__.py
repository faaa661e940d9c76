"""What a step is for, and what is still missing on a page."""
