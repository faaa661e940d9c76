"""The check-in that is on: one component, so that going on to the next project waits for nothing."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from cjm.projects import STATUSES, Projects
from pages.frontend.source import source
from pages.screens.check_in import details, sure_words

_slides = st.components.v2.component(
    "cjm_check_in",
    js=source(
        "frontend/kit/ids.js",
        "frontend/kit/live.js",
        "frontend/kit/elements.js",
        "frontend/check_in/update.js",
        "frontend/check_in/check_in.js",
    ),
    css=source("frontend/kit/draw.css", "frontend/check_in/update.css", "frontend/check_in/check_in.css"),
)


def slides(ctx: Context, view: Projects) -> None:
    """Every project that a check-in goes through; what is said, and the end, go through the outbox."""
    assert view.check_in
    data = {
        "workshop": ctx.workshop_id,
        "me": ctx.actor.id,
        "revision": view.revision,
        "check_in": view.check_in.id,
        "began": view.check_in.began_at.isoformat(),
        "sure": sure_words(),
        "columns": list(STATUSES.items()),
        "projects": [details(one, view) for one in view.to_hear],
    }
    _slides(key="check_in", data=data)
