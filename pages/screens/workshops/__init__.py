"""The parts of the lobby, one a file."""
