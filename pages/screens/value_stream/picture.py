"""The graph of the stages, or of one stage's steps, with its key."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.handoff import handoff_lines
from pages.screens.value_stream.look import CSS, badge
from pages.screens.value_stream.state import Key, opened, press, show
from pages.shared import fields
from pages.shared.draw import Tree, draw
from pages.shared.graph import graph
from pages.shared.text import plain

LINES = (
    ("low", 1, "var(--edge)"),
    ("some", 2.5, "light-dark(#C96A34,#B55C24)"),
    ("high", 4, "var(--heat4)"),
    ("very high", 6, "var(--heat5)"),
)


def picture(ctx: Context, view: vs.StreamView) -> None:
    """One level down where steps are open; on a phone the handoffs as a list instead."""
    inside = view.stage(st.session_state.get(Key.LEVEL))
    if inside and inside.steps:
        _steps(ctx, inside)
        return
    _stages(ctx, view)
    phone: Tree = ["section", {"class": "panel phone"}, handoff_lines(view.handoffs)]
    pressed = draw(["div", {}, _legend(view), phone if view.handoffs else ""], key="vs_legend", css=CSS)
    if pressed:
        press(pressed)
        fields.again()


def _part(words: tuple[str, ...], first: int) -> int:
    """Which part of a long picture is shown."""
    if len(words) < 2:
        return 0
    if st.session_state.get(Key.PART) not in range(len(words)):
        st.session_state[Key.PART] = first
    chosen: int | None = st.segmented_control(
        "Part of the picture",
        list(range(len(words))),
        key=Key.PART,
        required=True,
        format_func=lambda one: words[one],
        label_visibility="collapsed",
    )
    return chosen or 0


def _stages(ctx: Context, view: vs.StreamView) -> None:
    assert view.stream
    stage = view.stage(opened().id)
    part = _part(view.parts, stage.part if stage else 0)
    nonce = f"{ctx.workshop_id}:{st.session_state.get(Key.NONCE, 0)}:{view.stream.id}"
    with st.container(key="vs_graph"):
        clicked = graph(vs.flow(ctx, stream_id=view.stream.id, part=part), nonce=nonce)
    _clicked(clicked)


def _steps(ctx: Context, stage: vs.StageCard) -> None:
    with st.container(horizontal=True):
        if st.button(f"All stages, out of “{plain(stage.name)}”", icon=":material/zoom_out_map:", key="vs_up"):
            st.session_state.pop(Key.LEVEL, None)
            fields.again()
        part = _part(tuple(f"Part {one + 1}" for one in range(stage.step_parts)), 0)
    nonce = f"{ctx.workshop_id}:{st.session_state.get(Key.NONCE, 0)}:{stage.id}"
    with st.container(key="vs_graph"):
        clicked = graph(vs.steps_flow(ctx, stage_id=stage.id, part=part), nonce=nonce, kind="step")
    _clicked(clicked)


def _clicked(clicked: tuple[str, str] | None) -> None:
    """Open what was clicked since the last run."""
    if clicked is None:
        st.session_state[Key.CLICKED] = None
    elif st.session_state.get(Key.CLICKED) != clicked:
        kind, id = clicked
        if kind == "step":
            st.session_state[Key.TAB], st.session_state[Key.DETAIL] = "steps", id
        else:
            show(kind, id)
        st.session_state[Key.CLICKED] = clicked
        fields.again()


def _legend(view: vs.StreamView) -> Tree:
    here = {stage.department_id for stage in view.stages}
    tree: Tree = ["div", {"class": "legend"}, ["span", {}, "Risk of the handoff:"]]
    tree += [["span", {}, _line(width, colour, ""), words] for words, width, colour in LINES]
    tree.append(["span", {}, _line(3, "var(--heat4)", "7 5"), "no mitigation yet"])
    tree += [
        ["span", {"class": "of"}, badge(one.letters, one.colour), ["span", {"class": "name"}, one.name]]
        for one in view.departments
        if one.id in here
    ]
    return tree


def _line(width: float, colour: str, dashes: str) -> Tree:
    return [
        "svg",
        {"width": 44, "height": 8, "viewBox": "0 0 44 8", "aria-hidden": "true"},
        [
            "line",
            {
                "x1": 0,
                "x2": 44,
                "y1": 4,
                "y2": 4,
                "stroke": "currentColor",
                "stroke-width": width,
                "stroke-dasharray": dashes or None,
                "style": {"color": colour},
            },
        ],
    ]
