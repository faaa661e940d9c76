"""Two documents of one workshop side by side: what was added, changed, removed and moved, in words and on the board."""

from cjm.versions.compare.on_board import BoardThen, Cell, Column, Marked, on_board
from cjm.versions.compare.parts import HOW, Area, Comparison, Edit, How, Told
from cjm.versions.compare.telling import compare
from cjm.versions.compare.two_versions import NOW, compared

__all__ = [
    "HOW",
    "NOW",
    "Area",
    "BoardThen",
    "Cell",
    "Column",
    "Comparison",
    "Edit",
    "How",
    "Marked",
    "Told",
    "compare",
    "compared",
    "on_board",
]
