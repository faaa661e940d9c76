"""The board: one component that fetches its own data and sends its own acts, so that a rerun costs next to nothing."""

from __future__ import annotations

import streamlit as st

from cjm import pain_points
from cjm.core.service import Context
from pages.frontend.served import served
from pages.frontend.source import source
from pages.shared.page import go, mended

LEADS_TO = frozenset({"value_stream", "future_state", "priorities", "projects", "kpis"})
"""Pages to which the trace of a card leads, and a board without stages."""
_BOARD = (
    "model",
    "card",
    "view",
    "emotion",
    "fit",
    "typing",
    "card_actions",
    "writing",
    "fresh",
    "links",
    "menus",
    "drag",
    "acts",
    "panel",
    "trace",
    "board",
)
_PARTS = (
    "frontend/kit/ids.js",
    "frontend/kit/live.js",
    "frontend/kit/pasting.js",
    "frontend/kit/elements.js",
    *(f"frontend/board/{part}.js" for part in _BOARD),
)
_board = st.components.v2.component(
    "cjm_board",
    js=served("board", source(*_PARTS)),
    css=source("frontend/board/board.css", "frontend/kit/pasting.css"),
)


def board(
    context: Context, *, stage_id: str | None = None, stream_id: str | None = None, card_id: str | None = None, key: str = "board"
) -> None:
    """Show the board of a workshop; ``stage_id`` is where the next card goes at first, ``stream_id`` what is looked at, ``card_id``
    the card that is open."""
    leads = pain_points.rename_lane.open_to(context.actor)
    data = {
        "workshop": context.workshop_id,
        "stage": stage_id,
        "stream": stream_id,
        "card": card_id,
        "leads": leads,
        "asked": mended(),
    }
    asked = _board(key=key, data=data, on_go_change=lambda: None)
    if asked.go and asked.go.get("page") in LEADS_TO:
        go(context, asked.go["page"], [(str(name), str(value)) for name, value in asked.go.get("query", [])])
