"""The parts of step 1, one a file; each takes the context and the view."""
