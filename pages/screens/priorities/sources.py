"""Opportunities and moments that matter that nobody carries out yet: one click from being an action."""

from __future__ import annotations

import streamlit as st

from cjm import priorities
from cjm.core.service import Context
from cjm.core.vocabulary import shortened
from cjm.priorities import Priorities
from pages.screens.priorities import CSS, select
from pages.shared.act import rerun, run
from pages.shared.draw import Tree, draw, icon

OFFERED = 40


def make(ctx: Context, act: str) -> None:
    """Make the action that was clicked, and open it."""
    made = run(ctx, act, lambda c: priorities.add_action_from(c, source_id=act.removeprefix("from:")), done="Now an action")
    if made:
        select(made, opened=True)
    rerun()


def sources(view: Priorities, key: str) -> str | None:
    """The list, for a popover; returns what was clicked."""
    rows = _rows(view)
    none: Tree = ["p", {"class": "small"}, "Every opportunity and every moment that matters is carried out by an action."]
    # a popover hangs outside of what tells its content the theme
    scheme = f".drawn {{ color-scheme: {'dark' if st.context.theme.type == 'dark' else 'light'}; }}"
    return draw(["div", {"class": "sources"}, *(rows or [none])], key=key, css=CSS + scheme)


def empty(view: Priorities, key: str) -> str | None:
    """What to do while there is no action; returns what was clicked."""
    rows = _rows(view)
    told = (
        "Add one with the button above, or make one of these with one click. Then give it impact and effort, and it finds its place."
        if rows
        else "Add one with the button above. Opportunities of step 3 and moments that matter of step 4 will wait here to become actions."
    )
    return draw(["div", {"class": "panel empty"}, ["h2", {}, "No action yet"], ["p", {}, told], *rows], key=key, css=CSS)


def _rows(view: Priorities) -> list[Tree]:
    return [
        [
            "div",
            {"class": "from"},
            [
                "div",
                {"class": "what"},
                ["span", {"dir": "auto"}, shortened(one.text, 160)],
                ["div", {"class": "small"}, f"{one.kind}, {one.stage}" + (f"  ·  removes {one.pain} pain" if one.pain else "")],
            ],
            [
                "button",
                {"class": "button", "act": f"from:{one.id}", "aria-label": f"Make an action of {shortened(one.text, 80)}"},
                icon("add"),
                " Make an action",
            ],
        ]
        for one in view.suggestions[:OFFERED]
    ]
