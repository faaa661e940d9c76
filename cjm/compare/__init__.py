"""Two documents of one workshop side by side: what was added, changed, removed and moved, in words and on the board."""

from cjm.compare.on_board import BoardThen, Cell, Column, Marked, on_board
from cjm.compare.parts import HOW, Area, Comparison, Edit, How, Told
from cjm.compare.telling import compare
from cjm.compare.versions import NOW, compared

__all__ = [
    "HOW", "NOW", "Area", "BoardThen", "Cell", "Column", "Comparison", "Edit", "How", "Marked", "Told", "compare", "compared",
    "on_board",
]  # fmt: skip
