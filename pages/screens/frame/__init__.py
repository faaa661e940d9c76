"""The parts of the frame, one a file; each takes the context and the view."""
