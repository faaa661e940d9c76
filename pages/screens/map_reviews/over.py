"""Between reviews: emotion and pain over time, and what past reviews said."""

from __future__ import annotations

import streamlit as st

from cjm.figures import over_time as figures
from cjm.kpis.dates import long
from cjm.map_reviews import Found, Past, Reviews
from pages.screens.map_reviews import CSS, STILL
from pages.shared.draw import Node, Tree, draw, icon
from pages.shared.trace import act_of


def nothing_yet(*, edits: bool) -> str | None:
    """Before there is a stage; returns where to go on."""
    onward: Tree = [
        "button",
        {"class": "button", "act": act_of("value_stream", ()), "leaves": True},
        "Lay out the stages ",
        icon("arrow_forward"),
    ]
    return draw(
        [
            "div",
            {"class": "panel empty"},
            ["h2", {}, "There is nothing to review yet"],
            [
                "p",
                {},
                "A review walks the map again some weeks later, stage by stage: is it still true, is there new pain, how does it feel now? "
                "Lay out the stages first; this page then shows how each of them feels and hurts.",
            ],
            onward if edits else "",
        ],
        key="review_none",
        css=CSS,
    )


def picture(view: Reviews) -> str | None:
    """Emotion above pain, a column a stage; returns another journey that was clicked, as “stream:ID”."""
    width = figures.least_width(len(view.over_time.stages))
    st.html(f"<style>.st-key-review_chart{{min-width:{width}px}}</style>")
    with st.container(border=True, key="review_time"):
        act = draw(_key(view), key="review_key", css=CSS)
        with st.container(key="review_scroll"), st.container(key="review_chart"):
            st.plotly_chart(
                figures.figure(view.over_time, dark=st.context.theme.type == "dark"),
                theme=None,
                key="review_figure",
                height="stretch",
                config={"displayModeBar": False},
                alt=figures.described(view.over_time)[:2000],
            )
    return act


def _key(view: Reviews) -> Tree:
    moments = figures.shown(view.over_time)
    styles = ["", *["between"] * (len(moments) - 2), "last"] if len(moments) > 1 else [""]
    marks = [
        ["span", {}, ["i", {"class": style, "aria-hidden": "true"}], moment.name]
        for style, moment in zip(styles, moments, strict=True)
    ]
    none = (
        ""
        if len(moments) > 1
        else "No review yet: this is how the workshop saw it. After the first review both stand side by side."
    )
    return ["div", {"class": "key"}, *marks, ["span", {}, none] if none else "", _journeys(view)]


def _journeys(view: Reviews) -> Node:
    """Whose emotion and pain: of every stage, or of one journey."""
    if len(view.streams) < 2:
        return ""
    choices = [("", "Every stage"), *view.streams]
    buttons = [
        [
            "button",
            {
                "class": "here" if id == (view.stream or "") else "",
                "act": f"stream:{id}",
                "dir": "auto",
                "aria-pressed": "true" if id == (view.stream or "") else "false",
            },
            name,
        ]
        for id, name in choices
    ]
    return ["div", {"class": "journeys", "role": "group", "aria-label": "Journey"}, *buttons]


def past(view: Reviews, chosen: Past | None) -> str | None:
    """What the chosen review said; returns another that was clicked."""
    if chosen is None:
        none: Tree = [
            "div",
            {"class": "panel past"},
            ["h2", {}, "No review yet"],
            [
                "p",
                {"class": "note"},
                "A review walks the map again, stage by stage: is it still true, is there new pain, how does it feel now? "
                "It takes about an hour. What was rated before is kept beside what is rated then.",
            ],
        ]
        return draw(none, key="review_past", css=CSS)
    buttons = [
        [
            "button",
            {
                "class": f"one{' here' if one.id == chosen.id else ''}",
                "act": f"review:{one.id}",
                "aria-pressed": "true" if one.id == chosen.id else "false",
            },
            long(one.held_on),
        ]
        for one in view.past
    ]
    tree: Tree = [
        "div",
        {"class": "panel past", "role": "region", "aria-label": "What the review said", "tabindex": "0"},
        ["h2", {}, f"Review of {long(chosen.held_on)}"],
        ["div", {"class": "list"}, *buttons] if len(buttons) > 1 else "",
        ["p", {"class": "note", "dir": "auto"}, chosen.note] if chosen.note else "",
        *map(_found, chosen.findings),
    ]
    if chosen.new_pains:
        tree.append(
            [
                "div",
                {"class": "found"},
                ["b", {"class": "bold"}, "New pain"],
                *[["span", {"dir": "auto"}, text] for text in chosen.new_pains],
            ]
        )
    return draw(tree, key="review_past", css=CSS)


def _found(one: Found) -> Tree:
    sign, words = STILL.get(one.still_true or "", ("radio_button_unchecked", "Not answered"))
    same = f"{one.confirmed} {'rating' if one.confirmed == 1 else 'ratings'} as before" if one.confirmed else ""
    return [
        "div",
        {"class": "found"},
        [
            "div",
            {"class": "top"},
            ["b", {"dir": "auto"}, one.stage],
            ["span", {"class": one.still_true or ""}, icon(sign), f" {words}"],
        ],
        ["span", {"dir": "auto"}, one.words] if one.words else "",
        *[["span", {"class": "small", "dir": "auto"}, told] for told in one.changed],
        ["span", {"class": "small"}, same] if same else "",
    ]
