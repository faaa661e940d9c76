"""Parts of the door: the code, the one form, and sitting down."""
