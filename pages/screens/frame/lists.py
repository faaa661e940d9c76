"""The lists of the frame: each grows by its input, and one line is open for editing."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from cjm import frame
from cjm.core.service import Context
from cjm.frame import FrameKind, FrameView, PartFields
from pages.screens.frame.look import CSS
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon
from pages.shared.palette import department_css
from pages.shared.parts import open_item, opened, toggle

LISTS: dict[FrameKind, tuple[str, str, str]] = {
    "departments": ("Departments", "Department", "Contact centre; Front desk"),
    "organisations": ("Organisations", "Organisation", "Riverside Hospital"),
    "stakeholders": ("Stakeholders", "Stakeholder", "A. Lind, CT"),
    "participants": ("Participants", "Participants", "Ana, CC; Ben; Chi"),
    "objectives": ("Strategic objectives", "Objective", "First visit within 21 days, 47 today"),
}
"""Heading, what one is, an example. Several can be typed at once with semicolons between them."""
EMPTY: dict[str, str] = {
    "departments": "Who works for this customer, and who hands over to whom? Each gets two letters and a colour.",
    "organisations": "Does one organisation carry the whole journey, or several?",
    "stakeholders": "Who has to stand behind the result, also in the months after the workshop?",
    "participants": "Who is in the room?",
    "objectives": "What does the organisation want to reach? Actions are checked against it later.",
}


def who(context: Context, view: FrameView) -> None:
    """Who takes part: organisations, departments, stakeholders, participants."""
    chosen = [(kind, row) for kind in LISTS if kind != "objectives" for row in getattr(view, kind) if row.id == opened()]
    first, second, third, *beside = st.columns([1.1, 1, 1, 1][: 4 if chosen else 3], gap="medium")
    with first:
        part_list(context, view, "departments")
    with second:
        part_list(context, view, "stakeholders")
        part_list(context, view, "organisations")
    with third:
        part_list(context, view, "participants")
    for kind, row in chosen:
        with beside[0], st.container(border=True):
            _edit(context, view, kind, row)


def part_list(context: Context, view: FrameView, kind: FrameKind) -> None:
    """A list with its input below."""
    heading, one, example = LISTS[kind]
    rows: tuple[Any, ...] = getattr(view, kind)
    chosen = next((row for row in rows if row.id == opened()), None)
    items = [_item(view, kind, row, row is chosen) for row in rows]
    head: Tree = ["h2", {}, heading, ["span", {"class": "small"}, str(len(rows)) if rows else ""]]
    act = draw(
        ["div", {"class": f"panel list {kind}"}, head, ["ul", {}, *items] if rows else ["p", {"class": "empty"}, EMPTY[kind]]],
        key=f"list:{kind}",
        css=CSS,
    )
    if chosen and kind == "objectives":
        with st.container(border=True):
            _edit(context, view, kind, chosen)
    with st.form(f"add:{kind}", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(f"Add: {one.lower()}", key=f"new:{kind}", placeholder=example, label_visibility="collapsed")
        added = st.form_submit_button("Add", icon=":material/add:", help=f"Add to {heading.lower()}", key=f"add_button:{kind}")
    people = kind in ("stakeholders", "participants")  # whose cells beside the name say the department
    names = [name.replace("\t", ", ") for name in re.split(r"[;\n]" if people else r"[;\n\t]", typed or "") if name.strip()]
    if added and names:
        run(context, f"add:{kind}", lambda c: frame.add_names(c, kind=kind, names=names))
        fields.again()
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            toggle(id)
        elif verb == "up":
            run(context, act, lambda c: frame.move_in_frame(c, kind=kind, id=id, by=-1))
        else:
            run(context, act, lambda c: frame.remove_from_frame(c, kind=kind, id=id), done="Removed. Undo brings it back.")
        fields.again()


def _notes(view: FrameView, kind: FrameKind, row: Any) -> list[str]:
    """What stands small below the name."""
    if kind == "departments":
        organisation = view.names("organisations").get(row.organisation_id or "", "")
        return [", ".join(part for part in (row.role, organisation) if part), f"needs: {row.needs}" if row.needs else ""]
    if kind == "stakeholders":
        return [row.signs_up_for or "has not signed up for anything yet"]
    return [str(getattr(row, "role", ""))]


def letters(view: FrameView, department_id: str | None) -> Tree | str:
    """The two letters of a department on its colour."""
    one = next((row for row in view.departments if row.id == department_id), None)
    return ["span", {"class": "dept", "style": department_css(one.colour), "title": one.name}, one.letters] if one else ""


def _item(view: FrameView, kind: FrameKind, row: Any, chosen: bool) -> Tree:
    name = row.text if kind == "objectives" else row.name
    before = letters(view, row.id if kind == "departments" else getattr(row, "department_id", None))
    role = f", {row.role}" if kind == "stakeholders" and row.role else ""
    faces = ["span", {"class": "face small"}, icon("storefront"), " faces the customer"]
    return [
        "li",
        {"class": f"item{' chosen' if chosen else ''}"},
        before,
        [
            "div",
            {"class": "what", "dir": "auto"},
            [
                "button",
                {"act": f"choose:{row.id}", "title": f"Edit {name}", "aria-expanded": "true" if chosen else "false"},
                name,
                ["span", {"class": "small"}, role],
                *[["div", {"class": "small"}, note] for note in _notes(view, kind, row) if note],
            ],
            faces if kind == "departments" and row.faces_customer else "",
        ],
        [
            "button",
            {"class": "mini", "act": f"up:{row.id}", "title": f"Move {name} up", "aria-label": f"Move {name} up"},
            icon("arrow_upward"),
        ]
        if kind != "participants"
        else "",
        [
            "button",
            {"class": "mini", "act": f"remove:{row.id}", "title": f"Remove {name}", "aria-label": f"Remove {name}"},
            icon("delete"),
        ],
    ]


def _edit(context: Context, view: FrameView, kind: FrameKind, row: Any) -> None:
    """The fields of one line, each saved when it is left."""

    def save(field: str) -> fields.Save:
        def saved(c: Context, value: Any) -> str:
            given = PartFields.model_validate({field: value})
            return frame.edit_in_frame(c, kind=kind, id=row.id, fields=given, expected_version=c.based_on)

        return saved

    def text(field: str, label: str, *, most: int = 200, **options: Any) -> None:
        stored = row.text if kind == "objectives" and field == "name" else getattr(row, field)
        fields.text(context, label, stored, f"{field}:{row.id}", save(field), version=row.version, max_chars=most, **options)

    def choose(field: str, label: str, choices: dict[str, str]) -> None:
        fields.choose(
            context, label, choices, getattr(row, field), f"{field}:{row.id}", save(field), version=row.version, empty="None"
        )

    if kind == "objectives":
        text("name", "Text", most=400)
    else:
        text("name", "Name")
    if kind in ("departments", "organisations", "stakeholders"):
        text("role", "Role along the journey" if kind == "departments" else "Role")
    if kind == "stakeholders":
        text("signs_up_for", "Signs up for, also in the months after", most=4000, area=True, height=90)
    if kind == "departments":
        choose("organisation_id", "Organisation", view.names("organisations"))
        fields.tick(
            context,
            "Faces the customer",
            row.faces_customer,
            f"faces_customer:{row.id}",
            save("faces_customer"),
            version=row.version,
        )
        text("needs", "What it needs itself", most=4000, area=True, height=80)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            text("letters", "Letters", most=3, width=90)
            fields.number(
                context,
                "Colour",
                row.colour,
                f"colour:{row.id}",
                save("colour"),
                version=row.version,
                min_value=0,
                max_value=frame.COLOURS - 1,
                width=130,
            )
    if kind in ("stakeholders", "participants"):
        choose("department_id", "Department", view.names("departments"))
    if st.button("Done", icon=":material/check:", key=f"done:{row.id}"):
        open_item(None)
        fields.again()
