"""Parts of “My projects”."""
