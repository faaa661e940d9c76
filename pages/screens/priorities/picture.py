"""The pictures of step 5, as large as there is room, and the key below."""

from __future__ import annotations

from functools import partial

import streamlit as st

from cjm.figures import matrix, paint, plans
from cjm.figures.arrange import Frame
from cjm.priorities import Priorities
from pages.frontend.source import source
from pages.screens.priorities import CSS, colour_by, opened, planned_by, select
from pages.shared.draw import Tree, draw
from pages.shared.palette import department_css

# How large the picture can be drawn: names are placed by pixels, and the server can't know them.
_measure = st.components.v2.component("cjm_room", js=source("frontend/priorities/measure_width.js"), html="<span></span>")
USUAL = (1240, 760)


def _room() -> Frame:
    """Room for the picture in this browser; a guess until it has told."""
    told = st.session_state.get("live_prio_room") or {}
    size = told.get("size") or st.session_state.get("prio_room")
    _measure(key="live_prio_room", data={"drawn": size}, default={"size": size}, on_size_change=lambda: None, height=1)
    st.session_state["prio_room"] = size
    if isinstance(size, list | tuple) and len(size) == 2:
        return Frame(int(size[0]), int(size[1]))
    return Frame(*USUAL, measured=False)


def picture(view: Priorities, shown: str, selected: str | None) -> None:
    """Matrix, roadmap or business case, and its key. A click on an action puts its id into the address."""
    with st.container(key="prio_picture"):
        room = _room()
        if room.measured:
            st.html(f"<style>.st-key-prio_chart{{--room:{room.height + 1}px}}</style>")
        dark = st.context.theme.type == "dark"
        if shown == "roadmap":
            figure = plans.roadmap(
                view, by=planned_by(), colour_by=colour_by(), dark=dark, width=room.width, height=room.height, selected=selected
            )
            alt = "Actions by the time they are planned for. The list beside it says the same."
        elif shown == "case":
            _sums(view)
            figure = plans.business_case(view, dark=dark, width=room.width, height=room.height, selected=selected)
            alt = "Value and cost of each action. The list beside it says the same."
        else:
            figure = matrix.figure(view, colour_by=colour_by(), dark=dark, frame=room, selected=selected)
            alt = matrix.described(view)
        key = f"prio_{shown}_chart"
        with st.container(key="prio_chart"):
            st.plotly_chart(
                figure,
                theme=None,
                key=key,
                on_select=partial(_clicked, key),
                selection_mode="points",
                config={"displayModeBar": False},
                alt=alt[:2000],
            )
        _legend(view, shown)


def _clicked(key: str) -> None:
    points = st.session_state[key].selection.points
    data = next((point.get("customdata") for point in points if point.get("customdata")), None)
    if data:
        select(str(data[0] if isinstance(data, list) else data), opened=opened())


def _legend(view: Priorities, shown: str) -> None:
    """What colours and signs mean."""
    used = {choice.id for one in view.actions if (choice := paint.choice_of(one, view, colour_by()))}
    tree: Tree = ["div", {"class": "legend"}]
    if shown != "case":
        tree += [
            [
                "span",
                {},
                ["span", {"class": "dept", "style": department_css(one.colour)}, one.letters],
                ["span", {"class": "cut", "title": one.name, "dir": "auto"}, one.name],
            ]
            for one in paint.choices(view, colour_by())
            if one.id in used
        ]
        if any(paint.choice_of(one, view, colour_by()) is None for one in view.actions):
            tree.append(["span", {}, ["span", {"class": "ring none"}], f"no {colour_by()} yet"])
    if shown == "matrix":
        if any(one.decided for one in view.ranked):
            tree.append(["span", {}, ["span", {"class": "ring"}], "decided, arrow from the score"])
        if any(one.disagreed for one in view.ranked):
            tree.append(["span", {}, ["span", {"class": "rule"}], "scores disagree: where most lie"])
        tree.append(["span", {}, "size: pain removed"])
    elif shown == "roadmap":
        tree.append(["span", {}, "◇ due date"])
    draw(tree, key="prio_legend", css=CSS)


def _sums(view: Priorities) -> None:
    """The business case in a few numbers."""
    case = view.case
    cells = [
        (plans.money(case.value_minor, view.currency), "value"),
        (plans.money(case.cost_minor, view.currency), "cost"),
        (plans.money(case.net_minor, view.currency), "what remains"),
    ]
    if case.missing:
        cells.append((str(case.missing), "without value or cost: not counted"))
    tree: Tree = ["div", {"class": "sums"}]
    tree += [["div", {}, ["div", {"class": "big"}, big], ["div", {"class": "small"}, name]] for big, name in cells]
    draw(tree, key="prio_sums", css=CSS)
