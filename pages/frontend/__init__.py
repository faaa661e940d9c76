"""Our scripts and styles, and how they reach a browser."""
