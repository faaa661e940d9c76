"""The row of stages: dragged, renamed, inserted and added to in place, without waiting for the server."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.frontend.source import source
from pages.screens.value_stream.state import press
from pages.shared.palette import department_css

_KEY = "vs_strip"


_strip = st.components.v2.component(
    "cjm_strip",
    js=source(
        *(f"frontend/kit/{part}.js" for part in ("ids", "live", "elements", "drag", "pasting")),
        *(f"frontend/value_stream/{part}.js" for part in ("fit", "typing", "moving", "strip")),
    ),
    css=source("frontend/kit/draw.css", "frontend/kit/pasting.css", "frontend/value_stream/strip.css"),
)


def _pressed() -> None:
    """Open what was pressed before the run begins, so that it is drawn at once."""
    press(st.session_state[_KEY].act)


def strip(context: Context, view: vs.StreamView, opened_stage: str) -> None:
    """All stages in order, with what is proposed between them and a place to type the next."""
    assert view.stream
    data = {
        "workshop": context.workshop_id,
        "stream": view.stream.id,
        "revision": view.revision,
        "opened": opened_stage,
        "leads": vs.move_stage.open_to(context.actor),
        "stages": [_stage(one) for one in view.stages],
        "proposals": [
            {"from": one.from_id, "to": one.to_id, "title": f"{one.from_department} hands over to {one.to_department}: what?"}
            for one in view.proposals
        ],
    }
    _strip(key=_KEY, data=data, on_act_change=_pressed)


def _stage(one: vs.StageCard) -> dict[str, object]:
    style = department_css(one.colour) if one.colour >= 0 else {"background": "", "color": ""}
    return {
        "id": one.id,
        "name": one.name,
        "letters": one.letters,
        "fill": style["background"],
        "text": style["color"],
        "key": one.is_key,
        "unknown": one.unknown_here,
        "version": one.version,
        "title": f"{one.name}: {one.department or 'nobody leads it yet'}" + (f", {one.lasts}" if one.lasts else ""),
    }
