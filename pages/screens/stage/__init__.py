"""One's own stages, alone and on a phone."""
