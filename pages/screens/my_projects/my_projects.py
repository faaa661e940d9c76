"""“My projects”: one component that sends its own acts; typing never reruns anything."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import projects
from cjm.closing import Promise
from cjm.core.service import Context
from cjm.projects import Projects, ProjectView, counted
from pages.frontend.source import source
from pages.screens.check_in import details, sure_words
from pages.screens.closing.actions import SIGNS, day
from pages.shared.draw import Tree, draw, icon

PROMISED = """
.promised { max-width: 640px; margin-inline: auto; } .promised ul { list-style: none; margin: 0; padding: 0; } .promised li { border-top: 1px solid var(--line); padding: 8px 0; } .promised .t { font-size: 18px; line-height: 23px; overflow-wrap: anywhere; }
.promised li .small { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: 16px; line-height: 22px; } .promised .late, .promised .blocked { color: var(--rust); } .promised .done { color: var(--green); } .promised b { font-weight: 600; } .promised b .icon { font-size: 18px; vertical-align: -4px; }
"""
_mine = st.components.v2.component(
    "cjm_my_projects",
    js=source(
        "frontend/kit/ids.js",
        "frontend/kit/live.js",
        "frontend/kit/elements.js",
        "frontend/check_in/update.js",
        "frontend/my_projects/my_projects.js",
    ),
    css=source("frontend/kit/draw.css", "frontend/check_in/update.css", "frontend/my_projects/my_projects.css"),
)


def when(view: Projects) -> str:
    """When the next check-in is, in words."""
    if view.check_in:
        return "The check-in is on"
    if view.next_on is None:
        return "No check-in is planned yet"
    away = (view.next_on - view.today).days
    far = (
        "today"
        if away == 0
        else "tomorrow"
        if away == 1
        else f"in {counted(away, 'day')}"
        if away > 0
        else f"{counted(-away, 'day')} ago"
    )
    return f"Check-in on {view.next_on:%A, %-d %B}, {far}"


def mine(ctx: Context, view: Projects, own: tuple[ProjectView, ...]) -> None:
    data = {
        "workshop": ctx.workshop_id,
        "me": ctx.actor.id,
        "revision": view.revision,
        "when": when(view),
        "on": view.check_in is not None,
        "opened": st.query_params.get("project"),
        "sure": sure_words(),
        "projects": [details(one, view) for one in own],
    }
    _mine(key="my_projects", data=data)


def promises(promised: tuple[Promise, ...], today: date, *, alone: bool) -> None:
    """What somebody took at the closing, by when and how it stands; ``alone`` if there is no project to hand in beneath it."""
    rows: list[Tree] = []
    for one in promised:
        by: Tree = ["span", {}, f"by {day(one.due_on, today)}" if one.due_on else "no date yet"]
        told: Tree = ["b", {"class": one.state}, icon(SIGNS[one.state]), f" {one.told or 'open'}"]
        rows.append(["li", {}, ["div", {"class": "t", "dir": "auto"}, one.name], ["div", {"class": "small"}, by, told]])
    tree: Tree = ["section", {"class": "panel promised"}, ["h2", {}, "What I promised"], ["ul", {}, *rows]]
    if alone:
        tree.append(
            [
                "div",
                {"class": "small"},
                "The facilitator makes a project of it when there is more to tell; then you say here how it stands.",
            ]
        )
    draw(tree, key="my_promises", css=PROMISED)


def my_projects_words(ctx: Context) -> str:
    """What leads from “My stage” to one's projects; empty for who owns none that is open and promised nothing."""
    if not projects.owns_some(ctx):
        return ""
    view = projects.projects(ctx, today=date.today())
    asked = [one for one in view.owned_by(ctx.actor.participant_id) if one.open]
    missing = sum(1 for one in asked if one.current is None)
    if not asked and not view.promised_by(ctx.actor.participant_id):
        return ""
    return f"My projects: {missing} to hand in" if missing and view.next_on else "My projects"
