"""Beside the board: how the projects stand, when the next check-in is, and which actions have no project yet."""

from __future__ import annotations

from cjm import projects
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.projects import Projects, counted, not_handed_in, update_text
from pages.screens.projects import CSS, open_project
from pages.shared.act import rerun, run
from pages.shared.copy import copy_button
from pages.shared.draw import Tree, draw, icon
from pages.shared.page import go

OFFERED = 60


def overview(ctx: Context, view: Projects) -> None:
    """One picture, and the update for the sponsor to copy."""
    leads = may(ctx.actor, Right.FACILITATE)
    tree: Tree = ["div", {"class": "panel told"}, _check_in(view, leads), ["div", {"class": "stands"}, *_stands(view)]]
    if view.loose and leads:
        tree += [["h2", {}, f"Actions without a project · {len(view.loose)}"], ["div", {"class": "scrolls"}, *loose(view)]]
    act = draw(tree, key="pr_overview", css=CSS)
    copy_button("Copy the update for the sponsor", update_text(view), key="pr_copy")
    take(ctx, act)


def take(ctx: Context, act: str | None) -> None:
    """Carry out what was pressed in what this file draws."""
    if act == "check_in":
        go(ctx, "check_in")
    elif act and act.startswith("make:"):
        made = run(ctx, act, lambda c: projects.make_project(c, action_id=act.removeprefix("make:")), done="Now a project")
        if made:
            open_project(made)
        rerun()


def _check_in(view: Projects, leads: bool) -> Tree:
    if view.check_in:
        when, words = "The check-in is on.", "Go on with the check-in"
    elif view.next_on:
        away = (view.next_on - view.today).days
        far = "today" if away == 0 else f"in {counted(away, 'day')}" if away > 0 else f"{counted(-away, 'day')} ago"
        when, words = f"Next check-in {view.next_on:%A %-d %B}, {far}", "To the check-in"
    else:
        when, words = "No check-in is planned yet.", "Plan the first check-in"
    missing, asked = len(not_handed_in(view)), sum(1 for one in view.projects if one.open)
    told = f"{asked - missing} of {asked} handed in" if asked else ""
    button: Tree = (
        ["button", {"class": "button go", "act": "check_in", "leaves": True}, icon("fact_check"), f" {words}"]
        if leads
        else ["span", {}]
    )
    return [
        "div",
        {"class": "told"},
        ["div", {"class": "when"}, icon("event"), f" {when}"],
        ["div", {"class": "small"}, told],
        button,
    ]


def _stands(view: Projects) -> list[Tree]:
    made = []
    for standing, words in (("on_track", "on track"), ("at_risk", "at risk"), ("late", "late"), ("done", "done")):
        number = len(view.of(standing))
        made.append(
            [
                "div",
                {"class": "bad" if number and standing in ("late", "at_risk") else ""},
                ["b", {}, str(number)],
                ["span", {}, words],
            ]
        )
    return made


def loose(view: Projects) -> list[Tree]:
    """Actions without a project, each one click from being one."""
    return [
        [
            "div",
            {"class": "loose"},
            ["div", {"class": "what", "dir": "auto"}, one.name, ["div", {"class": "small"}, one.owner or "nobody yet"]],
            [
                "button",
                {"class": "button", "act": f"make:{one.id}", "aria-label": f"Make a project of {one.name}"},
                icon("add"),
                " Make a project",
            ],
        ]
        for one in view.loose[:OFFERED]
    ]


def empty(ctx: Context, view: Projects) -> None:
    """What to do while there is no project."""
    leads = may(ctx.actor, Right.FACILITATE)
    rows = loose(view) if leads else []
    told = (
        "Make one of an action with one click: name, owner and date come along. Then say what shall have changed, and it finds its place on the board."
        if rows
        else "Actions of step 5 become projects here: who carries them out, by when, and how they stand. Add the first with the button above."
        if leads
        else "The facilitator makes projects of actions; then it stands here who carries them out, by when, and how they stand."
    )
    take(
        ctx,
        draw(["div", {"class": "panel empty"}, ["h2", {}, "No project yet"], ["p", {}, told], *rows], key="pr_empty", css=CSS),
    )
