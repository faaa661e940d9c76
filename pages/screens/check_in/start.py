"""Before and after a check-in: who has handed in, the reminder, the rhythm, the update for the sponsor, and earlier ones."""

from __future__ import annotations

import streamlit as st

from cjm import projects
from cjm.core.service import Context
from cjm.projects import Projects, ProjectView, counted, day, reminder_text, update_text
from pages.screens.projects import CSS as SHARED
from pages.screens.projects import marks, sureness
from pages.screens.projects.from_action import to_project
from pages.shared import fields
from pages.shared.act import run
from pages.shared.copy import copy_button
from pages.shared.draw import Node, Tree, draw, icon
from pages.shared.page import go

CSS = (
    SHARED
    + """
.who { display: flex; gap: 12px; align-items: flex-start; border-top: 1px solid var(--line); padding: 8px 0; } .who > div:first-child { flex: 1; min-width: 0; } .who .name { font-size: 19px; line-height: 24px; font-weight: 600; overflow-wrap: anywhere; }
.who .state { font-size: 16px; white-space: nowrap; display: grid; justify-items: end; gap: 2px; } .state.in { color: var(--green); font-weight: 600; } @media (min-width: 768px) { .list { max-height: max(300px, calc(100dvh - 330px)); overflow-y: auto; scrollbar-width: thin; } }
.past { display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; font-size: 16px; line-height: 21px; }
"""
)


def start(ctx: Context, view: Projects) -> None:
    if not view.projects:
        _to_project(ctx, draw(_promised(view), key="ci_promised", css=CSS) if view.promised else None)
        none: Tree = [
            "div",
            {"class": "panel empty"},
            ["h2", {}, "No project yet"],
            [
                "p",
                {},
                "A check-in goes from project to project and asks how each stands. Make the first project of an action; then it begins here.",
            ],
            ["button", {"class": "button", "act": "projects", "leaves": True}, icon("view_kanban"), " To the projects"],
        ]
        if draw(none, key="ci_empty", css=CSS):
            go(ctx, "projects")
        return
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        _who(ctx, view)
    with right:
        if st.button("Begin the check-in", icon=":material/play_arrow:", type="primary", key="ci_begin", width="stretch"):
            run(ctx, "ci_begin", lambda c: projects.open_check_in(c, held_on=view.today))
            fields.again()
        _rhythm(ctx, view)
        text = update_text(view)
        copy_button("Copy the update for the sponsor", text, key="ci_update")
        with st.expander(
            "Read the update", icon=":material/mail:", expanded=bool(view.past) and view.past[0].held_on == view.today
        ):
            st.text(text)
        reminder = reminder_text(view)
        if reminder:
            copy_button("Copy a reminder for those who have not handed in", reminder, key="ci_reminder")
        _past(view)


def _who(ctx: Context, view: Projects) -> None:
    heard = view.to_hear
    rows = [_row(one, view) for one in heard]
    given = sum(1 for one in heard if one.current)
    head: Tree = ["h2", {}, f"{given} of {counted(len(heard), 'project')} handed in"]
    if view.promised:
        rows.append(_promised(view))
    _to_project(ctx, draw(["div", {"class": "panel"}, head, ["div", {"class": "list"}, *rows]], key="ci_who", css=CSS))


def _promised(view: Projects) -> Tree:
    """What was taken at the closing and has no project of whoever took it: nobody would be asked about it."""
    rows: list[Tree] = []
    for one in view.promised:
        by = f", by {day(one.due_on, view.today)}" if one.due_on else ""
        who: Tree = [
            "div",
            {},
            ["div", {"class": "name", "dir": "auto"}, one.name],
            ["div", {"class": "small", "dir": "auto"}, f"{one.owner}{by}"],
        ]
        if one.told:
            who.append(["div", {"class": f"mark {one.state}"}, one.told])
        make: Node = (
            ""
            if one.project
            else ["button", {"class": "button", "act": f"project:{one.id}", "leaves": True}, icon("add"), " Make a project"]
        )
        rows.append(["div", {"class": "who"}, who, ["div", {"class": "state"}, make]])
    return ["div", {"class": "panel"}, ["h2", {}, f"Promised at the closing · {len(rows)}"], *rows]


def _to_project(ctx: Context, act: str | None) -> None:
    if act:
        to_project(ctx, act.partition(":")[2])


def _row(one: ProjectView, view: Projects) -> Tree:
    due = projects.due_words(one, view.today)
    state: Tree = (
        ["div", {"class": "state in"}, ["span", {}, icon("check_circle"), " handed in"], sureness(one.current.confidence)]
        if one.current
        else ["div", {"class": "state"}, "done" if not one.open else "not yet"]
    )
    who: Tree = [
        "div",
        {},
        ["div", {"class": "name", "dir": "auto"}, one.name],
        ["div", {"class": "small", "dir": "auto"}, one.owner or "nobody yet", "" if "late" in one.marks else f", {due}"],
        *marks(one),
    ]
    if one.current:
        words = " · ".join(text for text in (one.current.since_last, one.current.next_steps) if text)
        who.append(["div", {"class": "mark", "dir": "auto"}, words])
    return ["div", {"class": "who"}, who, state]


def _rhythm(ctx: Context, view: Projects) -> None:
    left, right = st.columns(2)
    with left:
        fields.day(
            ctx,
            "Next check-in",
            view.next_on,
            "ci_next",
            lambda c, value: projects.set_check_ins(c, next_on=value, no_date=value is None, expected_version=c.based_on),
            version=view.version,
            format="YYYY-MM-DD",
        )
    with right:
        fields.number(
            ctx,
            "Then every … days",
            view.every,
            "ci_every",
            lambda c, value: projects.set_check_ins(c, every=int(value), expected_version=c.based_on),
            version=view.version,
            min_value=1,
            max_value=366,
        )


def _past(view: Projects) -> None:
    if not view.past:
        return
    rows: list[Tree] = []
    for one in view.past[:12]:
        rows += [["span", {}, f"{one.number}. {day(one.held_on, view.today)}"], ["span", {}, counted(one.words, "update")]]
    draw(
        ["div", {"class": "panel told"}, ["h2", {}, "Earlier check-ins"], ["div", {"class": "past"}, *rows]],
        key="ci_past",
        css=CSS,
    )
