"""The bar with which a facilitator starts and steers what the group does; on every page of a workshop, seen by nobody else."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Role
from cjm.core.service import Context
from cjm.session.kinds import BY_STEP
from pages.frontend.served import served
from pages.frontend.source import source

_CSS = source("frontend/session/bar.css")
_bar = st.components.v2.component(
    "cjm_session_bar",
    js=served(
        "session",
        source(
            *(f"frontend/kit/{part}.js" for part in ("ids", "live", "morph", "reading")),
            *(f"frontend/session/{part}.js" for part in ("session_client", "bar", "folding", "drawers", "mount")),
        ),
    ),
    html="<span></span>",
)


def session_bar(context: Context, here: str) -> None:
    """It places itself in the top row of the window, whatever page it is drawn by. ``here`` is the page's step."""
    if context.actor.role is Role.FACILITATOR:
        step = here if here in BY_STEP else ""
        _bar(key="live_session_bar", data={"workshop": context.workshop_id, "step": step, "css": _CSS}, height=1)
