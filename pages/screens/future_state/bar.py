"""The bar of step 4: north star, stream, what to look at, what nobody answers, and the stage to work on next."""

from __future__ import annotations

import streamlit as st

from cjm import future_state
from cjm.core.service import Context
from cjm.core.vocabulary import shortened
from cjm.future_state import Journey
from pages.screens.future_state import CSS, STAGES, VIEWS, choose, chosen, severity, stream
from pages.shared import address, fields
from pages.shared.act import fragment
from pages.shared.draw import Tree, draw
from pages.shared.live import live
from pages.shared.text import plain

LISTED = 60
"""Unanswered pains that are listed; the rest is counted."""


@fragment
def bar(ctx: Context) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="fs_controls"):
        _controls(ctx, future_state.journey(ctx, stream_id=stream()))


def _controls(ctx: Context, whole: Journey) -> None:
    live(ctx, whole.revision, key="live_controls")
    _north_star(ctx, whole)
    if len(whole.streams) > 1:
        address.pick(
            "Value stream", {"": "All streams", **dict(whole.streams)}, "stream", key="fs_stream", changed=_show, width=140
        )
    address.switch("What to look at", VIEWS, "view", key="fs_view", changed=_show)
    if st.session_state.pop("fs_shown", False):
        st.rerun()
    left = len(whole.unanswered)
    act = None
    with st.popover(
        f"{left} unanswered", icon=":material/checklist:", disabled=not left, help="Severe pains that no future removes"
    ):
        act = draw(_unanswered(whole), key="fs_unanswered", css=CSS)
    after = whole.work_next(chosen())
    if after is not None:
        label = f"Next: {after.name}" if whole.column(chosen()) else f"Work on {after.name}"
        if st.button(plain(shortened(label, 28)), type="primary", icon=":material/edit:", key="fs_next"):
            act = f"stage:{after.id}"
    if act:
        choose(act.removeprefix("stage:"))
        address.put("view", STAGES, STAGES)
        st.rerun()


def _show() -> None:
    """Another stream or another view: the picture is drawn anew as well."""
    st.session_state["fs_shown"] = True


def _north_star(ctx: Context, whole: Journey) -> None:
    told = whole.north_star.strip()
    unwritten = "Write the north star" if future_state.write_north_star.open_to(ctx.actor) else "No north star yet"
    with st.popover(plain(told) or unwritten, icon=":material/explore:", type="tertiary", key="fs_star", width="stretch"):
        if future_state.write_north_star.open_to(ctx.actor):
            fields.text(
                ctx,
                "North star: one line that every stage points to",
                whole.north_star,
                "fs_north_star",
                lambda c, value: future_state.write_north_star(c, text=value, expected_version=c.based_on),
                version=whole.version,
                max_chars=400,
                placeholder="One conversation, from first call to feeling well",
            )
        draw(_serves(whole), key="fs_serves", css=CSS)


def _serves(whole: Journey) -> Tree:
    """The vision and the objectives, so that it can be held against them."""
    if not whole.vision.strip() and not whole.objectives:
        return ["p", {"class": "small"}, "Vision and objectives are written in the frame; then they stand here beside it."]
    vision: list[Tree] = (
        [["h3", {"class": "small"}, "The vision it serves"], ["p", {"dir": "auto"}, whole.vision]] if whole.vision.strip() else []
    )
    objectives: list[Tree] = [["li", {"dir": "auto"}, text] for text in whole.objectives]
    listed: list[Tree] = [["h3", {"class": "small"}, "Objectives"], ["ul", {}, *objectives]] if objectives else []
    return ["div", {"class": "serves"}, *vision, *listed]


def _unanswered(whole: Journey) -> Tree:
    rows: list[Tree] = [
        [
            "button",
            {"class": "item", "act": f"stage:{one.stage_id}"},
            severity(one.severity),
            ["span", {"class": "what", "dir": "auto"}, one.text, ["span", {"class": "small"}, one.stage]],
        ]
        for one in whole.unanswered[:LISTED]
    ]
    told = (
        "Pains that no future state removes yet" if whole.all_pains_unrated else "Severe pains that no future state removes yet"
    )
    more = len(whole.unanswered[LISTED:])
    return [
        "div",
        {"class": "unanswered"},
        ["h2", {}, told],
        *rows,
        ["p", {"class": "small"}, f"and {more} more" if more else ""],
    ]
