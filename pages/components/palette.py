"""Colours that mean something, for pictures that Python draws."""

from __future__ import annotations

DEPARTMENTS: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (("#CC79A7", "#172026"), ("#D88FB8", "#12171A")),
    (("#0072B2", "#FFFFFF"), ("#2F8FD3", "#12171A")),
    (("#56B4E9", "#172026"), ("#7CC8F2", "#12171A")),
    (("#009E73", "#12171A"), ("#1FB98C", "#12171A")),
    (("#E69F00", "#172026"), ("#EFB43A", "#12171A")),
    (("#4A545C", "#FFFFFF"), ("#C2CBCE", "#12171A")),
    (("#F0E442", "#172026"), ("#F0E442", "#12171A")),
    (("#7D5BA6", "#FFFFFF"), ("#B79BDB", "#12171A")),
)
"""(fill, text on it), light and dark; after eight they repeat and the letters tell them apart."""


def department_css(colour: int) -> dict[str, str]:
    """Style of a department's badge that follows the theme without a rerun."""
    (light, light_text), (dark, dark_text) = DEPARTMENTS[colour % len(DEPARTMENTS)]
    return {"background": f"light-dark({light}, {dark})", "color": f"light-dark({light_text}, {dark_text})"}


def department_fill(colour: int, dark: bool = False) -> tuple[str, str]:
    """(fill, text) for libraries that know no themes."""
    return DEPARTMENTS[colour % len(DEPARTMENTS)][1 if dark else 0]
