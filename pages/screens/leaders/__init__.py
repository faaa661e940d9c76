"""The parts of the page for leaders: each makes a tree, the page draws them as one picture that CSS lays out."""

from __future__ import annotations

from cjm.leaders import Leaders
from cjm.priorities import Ranked
from pages.frontend.source import source
from pages.shared.draw import Tree

CSS = source("screens/leaders/drawn.css", "screens/leaders/sizes.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/leaders/page.css')}</style>"
"""For the page around it, on screen and on paper."""


def dot(view: Leaders, action: Ranked) -> Tree:
    """The number that ties an action to its bubble; dark where it waits for an answer."""
    return ["span", {"class": f"dot{' waits' if view.waits(action.id) else ''}"}, str(action.number or "–")]


def named(view: Leaders, action: Ranked) -> Tree:
    """An action in a list of names: press to read everything about it."""
    return [
        "button",
        {"class": "named", "act": f"show:{action.id}"},
        dot(view, action),
        ["span", {"class": "name", "dir": "auto"}, action.name],
    ]
