"""Now, one component: it fetches the session, follows it live and sends its own acts, so that no rerun disturbs a phone."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Role
from cjm.core.service import Context
from cjm.core.settings import link
from cjm.projects import owns_some
from pages.frontend.source import source
from pages.screens.people.mine import own_link
from pages.shared.invitation import base_url

_PARTS = ("phone_store", "fields", "write", "vote", "judge", "closing", "between", "now")
_KEY = "now"


_now = st.components.v2.component(
    "cjm_now",
    js=source(
        "frontend/kit/ids.js",
        "frontend/kit/echoes.js",
        "frontend/kit/live.js",
        "frontend/kit/forget.js",
        "frontend/kit/elements.js",
        "frontend/kit/reading.js",
        *(f"frontend/now/{part}.js" for part in _PARTS),
    ),
    css=source("frontend/kit/draw.css", "frontend/now/now.css"),
)


def _places(context: Context) -> list[tuple[str, str, str]]:
    """Where the menu leads: key, icon, words."""
    found = [
        ("stage", "home_work", "My stage"),
        ("pain_points", "grid_view", "The map"),
        ("people", "group", "Who is here, and my own link"),
    ]
    if owns_some(context):
        found.insert(0, ("my_projects", "checklist", "My projects"))
    if context.actor.role is Role.CONTRIBUTOR:
        found.append(("next", "sync_alt", "Pass the phone on"))
    return found


def _pressed() -> None:
    """Remember where to before the run begins: a run that is cut short cannot lose it."""
    st.session_state["now:go"] = st.session_state[_KEY].go


def now(context: Context) -> str | None:
    """Show the session; returns where the person wants to go, once: a page's key, or ``link`` for their own link."""
    token = own_link(context)
    data = {
        "workshop": context.workshop_id,
        "me": context.actor.id,
        "places": _places(context),
        "link": link(token, base_url()) if token else "",
    }
    _now(key=_KEY, data=data, on_go_change=_pressed)
    where: str | None = st.session_state.pop("now:go", None)
    return where
