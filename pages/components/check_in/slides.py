"""The check-in that is on: one component, so that going on to the next project waits for nothing."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cjm.projects import STATUSES, Projects
from cjm.service import Context
from pages.components.check_in import details, sure_words
from pages.components.projects import script

_HERE = Path(__file__).parent
_SHARED = _HERE.parent
_KEY = "check_in"
_slides = st.components.v2.component(
    "cjm_check_in",
    js=script(_SHARED / "live.js", _SHARED / "board" / "elements.js", _HERE / "update.js", _HERE / "check_in.js"),
    css=script(_SHARED / "draw.css", _HERE / "update.css", _HERE / "check_in.css"),
)


def _pressed() -> None:
    """Keep what was pressed before the run begins: a run that is cut short cannot lose it."""
    st.session_state["check_in:act"] = st.session_state[_KEY].act


def slides(ctx: Context, view: Projects) -> str | None:
    """Every project that a check-in goes through; returns the id of the check-in that is to be closed, once."""
    assert view.check_in
    data = {
        "workshop": ctx.workshop_id, "me": ctx.actor.id, "revision": view.revision, "check_in": view.check_in.id,
        "began": view.check_in.began_at.isoformat(), "sure": sure_words(), "columns": list(STATUSES.items()),
        "projects": [details(one, view) for one in view.to_hear],
    }  # fmt: skip
    _slides(key=_KEY, data=data, on_act_change=_pressed)
    act = st.session_state.pop("check_in:act", None)
    return str(act).removeprefix("close:") if act else None
