"""The board: one component that fetches its own data and sends its own acts, so that a rerun costs next to nothing."""

from __future__ import annotations

import streamlit as st

from cjm import pain_points
from cjm.service import Context
from pages.components.page import go, mended
from pages.components.served import served
from pages.components.source import source

LEADS_TO = frozenset({"value_stream", "future_state", "priorities", "projects", "kpis"})
"""Pages to which the trace of a card leads, and a board without stages."""
_BOARD = ("model", "elements", "card", "view", "emotion", "fit", "typing", "hands", "writing", "fresh", "links", "menus", "drag", "acts", "panel", "trace", "board")
_PARTS = ("ids.js", "live.js", "pasting.js", *(f"board/{part}.js" for part in _BOARD))
_board = st.components.v2.component(
    "cjm_board",
    js=served("board", source(*(f"components/{part}" for part in _PARTS))),
    css=source("components/board/board.css", "components/pasting.css"),
)


def board(
    context: Context, *, stage_id: str | None = None, stream_id: str | None = None, card_id: str | None = None, key: str = "board"
) -> None:
    """Show the board of a workshop; ``stage_id`` is where the next card goes at first, ``stream_id`` what is looked at, ``card_id``
    the card that is open."""
    leads = pain_points.rename_lane.open_to(context.actor)
    data = {"workshop": context.workshop_id, "stage": stage_id, "stream": stream_id, "card": card_id, "leads": leads, "asked": mended()}
    asked = _board(key=key, data=data, on_go_change=lambda: None)
    if asked.go and asked.go.get("page") in LEADS_TO:
        go(context, asked.go["page"], [(str(name), str(value)) for name, value in asked.go.get("query", [])])
