"""The whole page as one picture."""

from __future__ import annotations

from datetime import date

from cjm.leaders import Leaders, Since
from cjm.projects import Projects
from pages.screens.leaders import CSS, lists
from pages.screens.leaders.matrix import matrix
from pages.screens.leaders.need import need
from pages.screens.leaders.projects import projects
from pages.shared.draw import Tree, draw

MANY = 18
"""More actions than this are in smaller letters on paper, so that one sheet holds them."""


def picture(
    view: Leaders, told: Since, carried: Projects, *, today: date, zone: str, me: str | None, may_answer: bool, may_edit: bool
) -> str | None:
    """Draw it for the actor with the id ``me``; returns what was pressed."""
    top: Tree = ["div", {"class": "top"}, ["h1", {"dir": "auto"}, view.headline], ["p", {"dir": "auto"}, view.subline]]
    if view.became:
        top.append(lists.became(view.became))
    changed = lists.since(told, zone)
    if view.priorities.actions:
        left = [matrix(view) if view.priorities.ranked else lists.steps(view, may_edit=may_edit), lists.roadmap(view, today)]
        right = [lists.quick_wins(view, today), *projects(carried), ["div", {"class": "pair"}, changed, lists.sure(view)]]
    else:
        left, right = [lists.steps(view, may_edit=may_edit)], [changed, *projects(carried), lists.sure(view)]
    asked = [] if view.alignment and not view.waiting and not view.answers else [need(view, me=me, may_answer=may_answer)]
    tree: Tree = [
        "div",
        {"class": f"leaders{' many' if len(view.priorities.actions) > MANY else ''}"},
        top,
        ["div", {"class": "left"}, *left],
        ["div", {"class": "right"}, *asked, *right],
    ]
    return draw(tree, key="leaders_picture", css=CSS)
