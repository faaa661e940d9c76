"""Pictures and lists as one element: cheap to rerun, and text is never taken for HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_draw = st.components.v2.component(
    "cjm_draw", js=(_HERE / "draw.js").read_text(), css=(_HERE / "draw.css").read_text(), html="<div></div>"
)

Tree = list[Any]
"""``["tag", {attributes}, child, ...]``; children are trees, lists of trees, or text."""


def _nothing() -> None:
    """Triggers are read from the result."""


def draw(tree: Tree, *, key: str, css: str = "") -> str | None:
    """Draw ``tree`` with our own ``css``; returns the ``act`` of what was clicked, once."""
    result = _draw(key=key, data={"tree": tree, "css": css}, on_act_change=_nothing)
    clicked: str | None = result.act
    return clicked


def icon(name: str, **attributes: Any) -> Tree:
    """A Material symbol, hidden from screen readers: put words beside it."""
    return ["icon", attributes, name]
