"""Loose ends: what leads nowhere, and guesses that much rests on; each a click to where it is tied."""

from __future__ import annotations

from cjm.insights import Insights
from cjm.insights.loose_ends import LooseEnds, Orphan
from pages.screens.insights import CSS, EMPTY
from pages.shared.draw import Tree, draw, icon
from pages.shared.page import READABLE
from pages.shared.trace import act_of

LISTED = 12
UNFOLDED = 200
"""Of one kind; a list that is longer is no list to work through."""
SIGNS = {
    "unanswered": "sentiment_dissatisfied",
    "unused": "lightbulb",
    "unowned": "person_off",
    "unmeasured": "monitoring",
    "guessed": "search",
}
GOOD = {
    "unanswered": "Every severe pain point is answered.",
    "unused": "Every opportunity is carried out by an action.",
    "unowned": "Every action has somebody and a date.",
    "unmeasured": "Every KPI has a baseline.",
    "guessed": "Nothing that ranks high is a mere guess.",
}
NONE = {
    "unanswered": "No pain point is rated as severe yet.",
    "unused": "No opportunity yet.",
    "unowned": "No action yet.",
    "unmeasured": "No KPI yet: nobody could say whether it got better.",
    "guessed": "No pain point and no opportunity yet.",
}


def loose_ends(view: Insights, *, edits: bool) -> str | None:
    """A column a kind; returns what was clicked."""
    if not view.stages:
        title, why, words = EMPTY["value_stream"]
        button: Tree = [
            "button",
            {"class": "button", "act": act_of("value_stream", ()), "leaves": True},
            f"{words} ",
            icon("arrow_forward"),
        ]
        return draw(
            ["div", {"class": "panel empty"}, ["h2", {}, title], ["p", {}, why], button if edits else ""],
            key="loose_ends",
            css=CSS,
        )
    told = [["p", {"class": "small"}, "A workshop for alignment is not asked for actions."]] if view.alignment else []
    return draw(
        ["div", {"class": "ends-page"}, *told, ["div", {"class": "kinds"}, *[_kind(one, edits) for one in view.loose_ends]]],
        key="loose_ends",
        css=CSS,
    )


def _kind(kind: LooseEnds, edits: bool) -> Tree:
    rows = [_row(one, edits) for one in kind.orphans[:UNFOLDED]]
    body: list[Tree] = (
        [["ul", {}, *rows[:LISTED]]]
        if rows
        else [
            [
                "p",
                {"class": "good"},
                icon("check_circle" if kind.of else "radio_button_unchecked"),
                ["span", {}, GOOD[kind.key] if kind.of else NONE[kind.key]],
            ]
        ]
    )
    if rows[LISTED:]:
        past = [["p", {"class": "small"}, f"and {len(kind.orphans) - UNFOLDED} more"]] if len(kind.orphans) > UNFOLDED else []
        body.append(
            [
                "details",
                {"id": f"more_{kind.key}"},
                ["summary", {}, f"{len(kind.orphans) - LISTED} more"],
                ["ul", {}, *rows[LISTED:]],
                *past,
            ]
        )
    how: Tree = ["p", {"class": "small"}, f"{kind.counts} {len(kind.orphans)} of {kind.of}."]
    return [
        "section",
        {"class": "panel kind", "aria-label": kind.title},
        [
            "div",
            {"class": "headline"},
            icon(SIGNS[kind.key]),
            ["h2", {}, kind.title],
            ["span", {"class": "count"}, str(len(kind.orphans))],
        ],
        how,
        *body,
    ]


def _row(one: Orphan, edits: bool) -> Tree:
    words: list[Tree] = [
        ["span", {"class": "name", "dir": "auto"}, one.name],
        ["span", {"class": "small", "dir": "auto"}, one.why],
    ]
    if not edits and one.page not in READABLE:
        return ["li", {}, ["div", {"class": "loose"}, *words]]
    return ["li", {}, ["button", {"class": "loose", "act": act_of(one.page, one.query), "leaves": True}, *words]]
