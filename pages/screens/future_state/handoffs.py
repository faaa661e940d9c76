"""What becomes of the handoffs, and how many there are today and then."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import future_state
from cjm.core.service import Context
from cjm.future_state import FutureHandoff, Handoffs
from pages.screens.future_state import CSS, STYLE, stream
from pages.shared import address, fields
from pages.shared.act import request_id, run
from pages.shared.draw import Tree, draw, icon
from pages.shared.live import live
from pages.shared.text import plain

FUTURES = {"kept": "Kept", "changed": "Changed", "removed": "Removed"}


def handoffs(ctx: Context) -> None:
    """The list, the count, a note on the one that is open, and a new one."""
    found = future_state.handoffs(ctx, stream_id=stream())
    live(ctx, found.revision, key="live_future_handoffs")
    st.html(STYLE)
    listed, panel = st.columns([2, 1], gap="small")
    opened = found.handoff(st.query_params.get("handoff"))
    with listed:
        act = draw(_list(found, opened), key="fs_handoffs", css=CSS)
    with panel:
        draw(_count(found), key="fs_handoff_count", css=CSS)
        if opened is not None:
            _note(ctx, opened)
        if len(found.stages) > 1:
            _new(ctx, found)
    if act:
        _act(ctx, act)
        fields.again()


def _act(ctx: Context, act: str) -> None:
    verb, handoff_id, *rest = act.split(":")
    if verb == "open":
        address.put("handoff", handoff_id)
    elif verb == "out":
        run(ctx, "fs_handoff_out", lambda c: future_state.take_out_future_handoff(c, handoff_id=handoff_id), done="Taken out")
    else:
        future: Any = rest[0]
        run(ctx, "fs_handoff_future", lambda c: future_state.change_handoff_future(c, handoff_id=handoff_id, future=future))


def _list(found: Handoffs, opened: FutureHandoff | None) -> Tree:
    if not found.handoffs:
        return [
            "div",
            {"class": "panel"},
            ["h2", {}, "There is no handoff yet"],
            ["p", {}, "Handoffs of today come from step 2, the value stream. New ones can be added here."],
        ]
    return ["div", {"class": "panel handoffs"}, *(_row(one, one is opened) for one in found.handoffs)]


def _row(one: FutureHandoff, here: bool) -> Tree:
    passage = one.from_department or one.to_department
    if one.changes_hands:
        passage = f"{one.from_department} to {one.to_department}"
    facts = [passage, f"risk {one.risk}" if one.risk else "", one.wait, one.note]
    words: Tree = [
        "button",
        {"class": "words", "act": f"open:{one.id}", "title": "Write what becomes of it", "aria-pressed": str(here).lower()},
        [
            "span",
            {},
            ["span", {"class": "bold", "dir": "auto"}, one.from_stage, " ", icon("arrow_forward"), " ", one.to_stage],
            f"  {one.what}",
        ],
        ["span", {"class": "small", "dir": "auto"}, ", ".join(fact for fact in facts if fact)],
    ]
    if one.future == "new":
        choice: Tree = [
            "div",
            {"class": "choice"},
            ["span", {"class": "new"}, icon("add"), " New"],
            ["button", {"class": "option", "act": f"out:{one.id}"}, "Take out"],
        ]
    else:
        choice = [
            "div",
            {"class": "choice", "role": "group", "aria-label": "What becomes of it"},
            *(
                [
                    "button",
                    {
                        "class": f"option {key} {'on' if one.future == key else ''}",
                        "act": f"future:{one.id}:{key}",
                        "aria-pressed": str(one.future == key).lower(),
                    },
                    name,
                ]
                for key, name in FUTURES.items()
            ),
        ]
    return ["div", {"class": f"handoff {one.future} {'here' if here else ''}"}, words, choice]


def _count(found: Handoffs) -> Tree:
    count = found.count

    def figure(when: str, all_: int, between: int) -> Tree:
        return [
            "div",
            {"class": "figure"},
            ["div", {"class": "small"}, when],
            ["div", {"class": "number"}, str(all_)],
            ["div", {"class": "small"}, f"{between} between departments"],
        ]

    return [
        "div",
        {"class": "panel counts"},
        figure("Handoffs today", count.today, count.between_today),
        icon("arrow_forward"),
        figure("Then", count.then, count.between_then),
    ]


def _note(ctx: Context, one: FutureHandoff) -> None:
    fields.text(
        ctx,
        f"What becomes of {plain(one.from_stage)} → {plain(one.to_stage)}",
        one.note,
        f"fs_handoff_note_{one.id}",
        lambda c, value: future_state.change_handoff_future(c, handoff_id=one.id, note=value, expected_version=c.based_on),
        version=one.version,
        area=True,
        height=90,
        max_chars=400,
        placeholder="Who hands over what then, and how",
    )


def _new(ctx: Context, found: Handoffs) -> None:
    names = dict(found.stages)
    ids = list(names)
    request_id("fs_new_handoff")
    with st.form("fs_new_handoff_form", clear_on_submit=True):
        left, right = st.columns(2, gap="small")
        start = left.selectbox("New handoff from", ids, format_func=lambda id: names.get(id, ""), key="fs_new_from")
        end = right.selectbox("To", ids, index=1, format_func=lambda id: names.get(id, ""), key="fs_new_to")
        what = st.text_input("What is handed over", max_chars=200, key="fs_new_what")
        sent = st.form_submit_button("Add handoff", icon=":material/add:")
    if sent:
        made = run(
            ctx,
            "fs_new_handoff",
            lambda c: future_state.add_future_handoff(
                c, value_stream_id=stream(), from_stage_id=start, to_stage_id=end, what=what
            ),
            done="Handoff added",
        )
        if made:
            address.put("handoff", made)
            fields.again()
