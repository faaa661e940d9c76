"""“My projects”: one component that sends its own acts; typing never reruns anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from cjm import projects
from cjm.projects import Projects, ProjectView, counted
from cjm.service import Context
from pages.components.check_in import details, sure_words
from pages.components.projects import script

_HERE = Path(__file__).parent
_SHARED = _HERE.parent
_mine = st.components.v2.component(
    "cjm_my_projects",
    js=script(_SHARED / "ids.js", _SHARED / "live.js", _SHARED / "board" / "elements.js", _SHARED / "check_in" / "update.js", _HERE / "mine.js"),
    css=script(_SHARED / "draw.css", _SHARED / "check_in" / "update.css", _HERE / "mine.css"),
)


def when(view: Projects) -> str:
    """When the next check-in is, in words."""
    if view.check_in:
        return "The check-in is on"
    if view.next_on is None:
        return "No check-in is planned yet"
    away = (view.next_on - view.today).days
    far = "today" if away == 0 else "tomorrow" if away == 1 else f"in {counted(away, 'day')}" if away > 0 else f"{counted(-away, 'day')} ago"
    return f"Check-in on {view.next_on:%A, %-d %B}, {far}"


def mine(ctx: Context, view: Projects, own: tuple[ProjectView, ...]) -> None:
    data = {
        "workshop": ctx.workshop_id, "me": ctx.actor.id, "revision": view.revision, "when": when(view), "on": view.check_in is not None,
        "opened": st.query_params.get("project"), "sure": sure_words(), "projects": [details(one, view) for one in own],
    }  # fmt: skip
    _mine(key="my_projects", data=data)


def my_projects_words(ctx: Context) -> str:
    """What leads from “My stage” to one's projects; empty for who owns none that is open."""
    if not projects.owns_some(ctx):
        return ""
    view = projects.projects(ctx, today=date.today())
    asked = [one for one in view.owned_by(ctx.actor.participant_id) if one.open]
    missing = sum(1 for one in asked if one.current is None)
    if not asked:
        return ""
    return f"My projects: {missing} to hand in" if missing and view.next_on else "My projects"
