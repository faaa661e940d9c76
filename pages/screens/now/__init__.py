"""The parts of Now, the page on a contributor's phone."""
