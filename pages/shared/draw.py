"""Pictures and lists as one element: cheap to rerun, and text is never taken for HTML."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.frontend.served import served
from pages.frontend.source import source

JS = source("frontend/kit/morph.js", "frontend/kit/draw.js")
_draw = st.components.v2.component("cjm_draw", js=served("draw", JS), css=source("frontend/kit/draw.css"), html="<div></div>")

Tree = list[Any]
"""``["tag", {attributes}, child, ...]``; children are trees, lists of trees, or text."""
Node = Tree | str
"""A tree, or text; an empty text is nothing."""
PRESS_WAITS = 10.0
"""Seconds."""


def presses(key: str) -> Callable[[], None]:
    """A callback that keeps what was pressed in the component ``key``: a run that is cut short cannot lose it."""

    def pressed() -> None:
        number, _, act = (st.session_state[key].act or "").partition("|")
        if act and int(number) > answered(key):
            st.session_state[f"{key}:answered"] = int(number)
            st.session_state.setdefault(f"{key}:pressed", []).append((time.monotonic(), act))

    return pressed


def answered(key: str) -> int:
    """The number of the last press that was taken: the browser sends a press again until it reads this."""
    number: int = st.session_state.get(f"{key}:answered", 0)
    return number


def pressed(key: str) -> str | None:
    """The oldest press that waits, once; what nobody asked for in time is forgotten."""
    waiting: list[tuple[float, str]] = st.session_state.get(f"{key}:pressed", [])
    while waiting:
        at, act = waiting.pop(0)
        if time.monotonic() - at < PRESS_WAITS:
            return act
    return None


def draw(tree: Tree, *, key: str, css: str = "") -> str | None:
    """Draw ``tree`` with our own ``css``; returns the ``act`` of what was clicked, once."""
    _draw(key=key, data={"tree": tree, "css": css, "answered": answered(key)}, on_act_change=presses(key))
    return pressed(key)


def icon(name: str, **attributes: Any) -> Tree:
    """A Material symbol, hidden from screen readers: put words beside it."""
    return ["icon", attributes, name]
