"""The live line: acts come in, changes go out."""
