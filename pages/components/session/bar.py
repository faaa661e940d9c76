"""The bar with which a facilitator starts and steers what the group does; on every page of a workshop, seen by nobody else."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from cjm.access import Role
from cjm.service import Context
from cjm.session.kinds import BY_STEP
from pages.components.served import served

HERE = Path(__file__).parent
_INDENT = re.compile(r"^\s+(//.*$)?", re.MULTILINE)


def text(*names: str) -> str:
    """Files in a row, without indentation."""
    return _INDENT.sub("", "\n".join((HERE / name).read_text() for name in names))


_CSS = text("bar.css")
_bar = st.components.v2.component(
    "cjm_session_bar",
    js=served("session", text("../ids.js", "../live.js", "../morph.js", "reading.js", "pieces.js", "bar.js", "folding.js", "drawers.js", "mount.js")),
    html="<span></span>",
)


def session_bar(context: Context, here: str) -> None:
    """It places itself in the top row of the window, whatever page it is drawn by. ``here`` is the page's step."""
    if context.actor.role is Role.FACILITATOR:
        step = here if here in BY_STEP else ""
        _bar(key="live_session_bar", data={"workshop": context.workshop_id, "step": step, "css": _CSS}, height=1)
