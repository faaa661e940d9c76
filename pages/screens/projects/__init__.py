"""The parts of the pages of projects, and what they share: what is open, what is looked at, and style."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Role, own_projects
from cjm.core.service import Context
from cjm.projects import CONFIDENCE, MARKS, Projects, ProjectView, due_words
from pages.frontend.source import source
from pages.shared import address
from pages.shared.draw import Tree, icon
from pages.shared.palette import department_css

CSS = source("screens/projects/drawn.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/projects/page.css')}</style>"
"""For the page around it."""
SHOWN = {"board": "Board", "timeline": "Timeline"}
PARTS = {"about": "About", "tasks": "Tasks", "history": "History"}


def shown() -> str:
    """Which of ``SHOWN`` is looked at."""
    return address.at("show", SHOWN, "board")


def opened() -> str | None:
    """The project in the panel."""
    return st.query_params.get("project")


def open_project(id: str | None) -> None:
    """Open this one beside, or none."""
    address.put("project", id)
    address.put("task", None)
    if id is None:
        address.put("part", None)


def may_change(ctx: Context, one: ProjectView) -> bool:
    """Whether who asks may write in this project."""
    if ctx.actor.role not in (Role.FACILITATOR, Role.CONTRIBUTOR):
        return False
    mine = own_projects(ctx.actor, ctx.image())
    return mine is None or one.id in mine


def marks(one: ProjectView) -> list[Tree]:
    """What stands out, each with icon and words."""
    return [
        ["div", {"class": f"mark {key}", "title": words, "dir": "auto"}, icon(MARKS[key][1]), f" {words}"]
        for key, words in one.told
    ]


def sureness(key: str | None, *, words: bool = True) -> Tree:
    """How sure somebody is: a shape, its colour and, unless left out, its words."""
    if key is None:
        return ["span", {"class": "sure none"}, "not said"]
    name, sign = CONFIDENCE[key]
    said: Tree = ["span", {}, f" {name}"] if words else ["span", {"class": "unseen"}, name]
    return ["span", {"class": f"sure {key}", "title": name}, icon(sign), said]


def as_card(one: ProjectView, view: Projects, *, mine: bool) -> dict[str, object]:
    """A project as the scripts of board and check-in take it."""
    style = department_css(one.colour) if one.colour >= 0 else {"background": "", "color": ""}
    return {
        "id": one.id,
        "name": one.name,
        "status": one.status,
        "owner": one.owner,
        "due": due_words(one, view.today),
        "late": bool(one.days_late),
        "mine": mine,
        "open": one.open,
        "standard": one.outcome_kind == "standard",
        "marks": [[key, MARKS[key][1], words if key != "help" else "Help needed", words] for key, words in one.told],
        "sure": one.confidence,
        "tasks": [one.tasks_done, len(one.tasks)],
        "letters": one.letters,
        "department": one.department,
        "fill": style["background"],
        "ink": style["color"],
    }
