"""Colours that mean something, for pictures that Python draws."""

from __future__ import annotations

from cjm.figures.paint import FILLS as DEPARTMENTS

__all__ = ["DEPARTMENTS", "department_css", "department_fill"]


def department_css(colour: int) -> dict[str, str]:
    """Style of a department's badge that follows the theme without a rerun."""
    (light, light_text), (dark, dark_text) = DEPARTMENTS[colour % len(DEPARTMENTS)]
    return {"background": f"light-dark({light}, {dark})", "color": f"light-dark({light_text}, {dark_text})"}


def department_fill(colour: int, dark: bool = False) -> tuple[str, str]:
    """(fill, text) for libraries that know no themes."""
    return DEPARTMENTS[colour % len(DEPARTMENTS)][1 if dark else 0]
