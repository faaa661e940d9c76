"""What a reader sees wrong with the letters of a page, found in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LONGEST = 16
"""Letters of a word that has to stand on one line; longer ones, of any language, may be broken where there is no room."""
_HERE = Path(__file__).parent
FAULTS = (_HERE / "legible.js").read_text().split("\n", 1)[1]
BOARD = (_HERE / "overlaps.js").read_text().split("\n", 1)[1]


def faults(page: Any) -> list[str]:
    """Words that are broken inside, and texts that are cut without a way to read the rest: one line each."""
    found: list[str] = page.evaluate(FAULTS, LONGEST)
    return found


def on_the_board(page: Any) -> dict[str, Any]:
    """``faults`` (what lies on what, what is cut), ``smallest`` letters and how far it goes ``beyond`` its place, in pixels."""
    found: dict[str, Any] = page.evaluate(BOARD)
    return found
