"""One thin script per screen: guard, read one view, draw, hand a command over."""
