"""What is inside a stage: steps, milestones or deliverables as a list, the chosen one's fields, and an input for the next."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from cjm.value_stream.inside import Detail
from pages.screens.value_stream.look import CSS, badge
from pages.screens.value_stream.state import Key
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon


def inside(ctx: Context, view: vs.StreamView, stage: vs.StageCard, kind: Detail) -> None:
    """``kind`` is steps, milestones or deliverables."""
    rows: tuple[Any, ...] = getattr(vs.detail(ctx, stage_id=stage.id), kind)
    word = kind.removesuffix("s")
    if rows:
        _list(ctx, view, rows, kind)
    deeper = kind == "steps" and len(rows) > 1 and st.session_state.get(Key.LEVEL) != stage.id
    if deeper and st.button("Show the steps as a picture", icon=":material/zoom_in_map:", key="vs_down"):
        st.session_state[Key.LEVEL] = stage.id
        st.session_state[Key.CLICKED] = None
        st.session_state.pop(Key.PART, None)
        fields.again()
    opened = next((row for row in rows if row.id == st.session_state.get(Key.DETAIL)), None)
    if opened is not None:
        _fields(ctx, view, kind, opened)
    with st.form(f"add_{kind}", clear_on_submit=True, border=False):
        text = st.text_input(f"Next {word}", key=f"vs_add_{kind}:{stage.id}", placeholder="Type and press Enter", max_chars=200)
        if (
            st.form_submit_button(f"Add {word}", icon=":material/add:")
            and text.strip()
            and run(ctx, f"add_{kind}", lambda c: vs.add_detail(c, kind=kind, stage_id=stage.id, text=text))
        ):
            fields.again()


def _list(ctx: Context, view: vs.StreamView, rows: tuple[Any, ...], kind: Detail) -> None:
    names = {one.id: one for one in view.departments}
    tree: Tree = ["div", {"class": "details"}]
    for number, row in enumerate(rows, start=1):
        text = row.text if kind == "steps" else row.name
        department = names.get(row.department_id) if kind == "steps" else None
        here = row.id == st.session_state.get(Key.DETAIL)
        tree.append(
            [
                "div",
                {},
                badge(department.letters, department.colour) if department else "",
                [
                    "button",
                    {
                        "class": "what",
                        "act": f"edit:{row.id}",
                        "title": "Change",
                        "aria-expanded": "true" if here else "false",
                        "dir": "auto",
                    },
                    f"{number} {text}",
                ],
                ["button", {"class": "mini", "act": f"up:{row.id}", "aria-label": f"Move {text} up"}, icon("arrow_upward")],
                ["button", {"class": "mini", "act": f"down:{row.id}", "aria-label": f"Move {text} down"}, icon("arrow_downward")],
                ["button", {"class": "mini", "act": f"remove:{row.id}", "aria-label": f"Remove {text}"}, icon("delete")],
            ]
        )
    act, _, id = (draw(tree, key=f"vs_list_{kind}", css=CSS) or "").partition(":")
    if act == "edit":
        st.session_state[Key.DETAIL] = None if id == st.session_state.get(Key.DETAIL) else id
    elif act == "remove":
        run(ctx, f"detail:{id}", lambda c: vs.remove_detail(c, kind=kind, id=id))
    elif act:
        run(ctx, f"detail:{id}", lambda c: vs.move_detail(c, kind=kind, id=id, by=-1 if act == "up" else 1))
    if act:
        fields.again()


def _fields(ctx: Context, view: vs.StreamView, kind: Detail, row: Any) -> None:
    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_detail(c, kind=kind, id=row.id, expected_version=c.based_on, **{name: value})

    def key(name: str) -> str:
        return f"vs_d_{name}:{row.id}"

    with st.container(border=True):
        fields.text(
            ctx,
            kind.removesuffix("s").capitalize(),
            row.text if kind == "steps" else row.name,
            key("text"),
            save("text"),
            version=row.version,
        )
        if kind == "steps":
            fields.choose(
                ctx,
                "Who does it",
                {one.id: one.name for one in view.departments},
                row.department_id,
                key("department"),
                lambda c, value: vs.edit_detail(
                    c, kind="steps", id=row.id, department_id=value, no_department=value is None, expected_version=c.based_on
                ),
                empty="Whoever leads the stage",
                version=row.version,
            )
        if kind == "deliverables":
            fields.text(ctx, "Inputs from others", row.inputs, key("inputs"), save("inputs"), version=row.version, area=True)
            fields.text(
                ctx,
                "Complete when",
                row.completion_criteria,
                key("criteria"),
                save("completion_criteria"),
                version=row.version,
                area=True,
            )
            fields.text(ctx, "Signed off by", row.signed_off_by, key("signed"), save("signed_off_by"), version=row.version)
