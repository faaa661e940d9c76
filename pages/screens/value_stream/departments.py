"""Departments down, stages across: who leads, helps, is consulted, and which stages nobody in the room knows."""

from __future__ import annotations

from typing import cast

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from cjm.value_stream.involvement import Involvement
from pages.screens.value_stream.look import CSS, badge
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw

NEXT_PART = {"": "helps", "helps": "consulted", "consulted": "leads", "leads": "none"}


def departments(ctx: Context, view: vs.StreamView) -> None:
    """The matrix, the next department, and stages of other streams to share."""
    act, _, rest = (draw(_matrix(view), key="vs_matrix", css=CSS) or "").partition(":")
    if act == "part":
        stage_id, department_id, told = rest.split(":")
        part = cast(Involvement, told)  # one of those that were drawn; the command looks again
        run(ctx, "part", lambda c: vs.set_involvement(c, stage_id=stage_id, department_id=department_id, part=part))
    elif act == "known":
        stage_id, unknown = rest.split(":")
        run(ctx, "known", lambda c: vs.edit_stage(c, id=stage_id, unknown_here=unknown == "no"))
    if act:
        fields.again()
    with (
        st.form("add_department", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom", wrap=False),
    ):
        name = st.text_input(
            "Department", key="vs_department", placeholder="Next department", label_visibility="collapsed", max_chars=200
        )
        if st.form_submit_button("Add department", icon=":material/add:") and name.strip():
            run(ctx, "add_department", lambda c: vs.add_department_here(c, name=name))
            fields.again()
    elsewhere(ctx, view)


def _matrix(view: vs.StreamView) -> Tree:
    head: Tree = ["tr", {}, ["th", {"scope": "col"}, "Department"]]
    head += [["th", {"scope": "col", "dir": "auto"}, f"{stage.number} {stage.name}"] for stage in view.stages]
    body: Tree = ["tbody", {}]
    for row in view.departments:
        line: Tree = ["tr", {}, ["th", {"scope": "row", "class": "dept-row"}, badge(row.letters, row.colour), f" {row.name}"]]
        for stage, part in zip(view.stages, row.parts, strict=True):
            line.append(
                [
                    "td",
                    {},
                    [
                        "button",
                        {
                            "class": part,
                            "act": f"part:{stage.id}:{row.id}:{NEXT_PART[part]}",
                            "aria-label": f"{row.name} at {stage.name}: {part or 'no part'}",
                        },
                        badge(f"{row.letters} leads", row.colour) if part == "leads" else part or "–",
                    ],
                ]
            )
        body.append(line)
    known: Tree = ["tr", {}, ["th", {"scope": "row", "class": "dept-row"}, "Known in this room?"]]
    for stage in view.stages:
        words, answer = ("invite!", "yes") if stage.unknown_here else ("yes", "no")
        label = f"{stage.name} is {'not known' if stage.unknown_here else 'known'} in this room"
        known.append(
            [
                "td",
                {},
                [
                    "button",
                    {"class": "unknown" if stage.unknown_here else "", "act": f"known:{stage.id}:{answer}", "aria-label": label},
                    words,
                ],
            ]
        )
    body.append(known)
    return ["div", {"class": "wide"}, ["table", {}, ["thead", {}, head], body]]


def elsewhere(ctx: Context, view: vs.StreamView) -> None:
    """Stages of other streams that this one could share: what they hold is entered once."""
    if view.stream and view.elsewhere and vs.use_stage.open_to(ctx.actor):
        names, stream_id = dict(view.elsewhere), view.stream.id
        with st.form("use_stage", border=False):
            shared = st.selectbox(
                "Or share a stage with another stream", list(names), format_func=names.__getitem__, key="vs_use"
            )
            if st.form_submit_button("Share this stage", icon=":material/link:"):
                run(ctx, "use_stage", lambda c: vs.use_stage(c, stream_id=stream_id, stage_id=shared))
                fields.again()
