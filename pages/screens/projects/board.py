"""The board by status: cards are dragged from column to column without waiting for the server."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from cjm.projects import CONFIDENCE, STATUSES, Projects
from pages.frontend.source import source
from pages.screens.projects import as_card, may_change, open_project, opened

_KEY = "projects_board"
_board = st.components.v2.component(
    "cjm_projects",
    js=source(
        "frontend/kit/ids.js",
        "frontend/kit/live.js",
        "frontend/kit/elements.js",
        "frontend/kit/drag.js",
        "frontend/projects/board.js",
    ),
    css=source("frontend/kit/draw.css", "frontend/projects/board.css"),
)


def _pressed() -> None:
    """Open what was pressed before the run begins, so that it is drawn at once."""
    act = st.session_state[_KEY].act or ""
    if act.startswith("open:"):
        open_project(act.removeprefix("open:") or None)


def board(ctx: Context, view: Projects) -> None:
    """All projects in five columns, as one element."""
    data = {
        "workshop": ctx.workshop_id,
        "revision": view.revision,
        "opened": opened(),
        "columns": list(STATUSES.items()),
        "sure": {key: list(told) for key, told in CONFIDENCE.items()},
        "projects": [as_card(one, view, mine=may_change(ctx, one)) for one in view.by_urgency],
    }
    _board(key=_KEY, data=data, on_act_change=_pressed)
