"""The frame: why the workshop is held, who takes part, and what happens when."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import streamlit as st

from cjm import agenda
from cjm import frame as method
from cjm.agenda import AgendaFields, AgendaView
from cjm.frame import FrameFields, FrameKind, FrameView, PartFields
from cjm.words import STEPS
from pages.components import fields
from pages.components.act import run
from pages.components.draw import Tree, draw, icon
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.palette import department_css

CSS = (Path(__file__).parent / "components" / "frame.css").read_text()
PARTS = {"why": "Purpose and scope", "who": "Who takes part", "agenda": "Agenda"}
QUESTION = "Why do we meet, who takes part, and how long do we have?"
PURPOSES = {"action": "Agree and act", "alignment": "Alignment alone"}
LISTS: dict[FrameKind, tuple[str, str, str]] = {
    "departments": ("Departments", "Department", "Contact centre"),
    "organisations": ("Organisations", "Organisation", "Riverside Hospital"),
    "stakeholders": ("Stakeholders", "Stakeholder", "A. Lind"),
    "participants": ("Participants", "Participants", "Ana; Ben; Chi"),
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

ctx = context()
PART = f"frame_part:{ctx.workshop_id}"
CHOSEN = "frame_chosen"
LINE = "frame_line"


# Purpose and scope ---------------------------------------------------------------------------------------------------


def why(view: FrameView) -> None:
    workshop = view.workshop

    def save(field: str) -> fields.Save:
        return lambda c, value: method.edit_frame(c, fields=FrameFields.model_validate({field: value}))

    def key(field: str) -> str:
        return f"frame:{field}:{workshop.id}"

    left, middle, right = st.columns([1.2, 1.2, 1], gap="medium")
    with left:
        fields.text(ctx, "Name of the workshop", workshop.name, key("name"), save("name"), max_chars=200)
        with st.container(horizontal=True):
            fields.segments(ctx, "Purpose", PURPOSES, workshop.purpose, key("purpose"), save("purpose"),
                            help="Alignment alone is a good purpose too: nobody is asked for actions then.")  # fmt: skip
            fields.day(ctx, "Date", workshop.starts_on, key("starts_on"), save("starts_on"), width=170)
        fields.text(ctx, "Goal: what is different when we leave the room?", workshop.goal, key("goal"), save("goal"), area=True,
                    height=130, max_chars=4000)  # fmt: skip
        fields.text(ctx, "Scope: how many customers and life cycles, and what is left out?", workshop.scope, key("scope"),
                    save("scope"), area=True, height=130, max_chars=4000)  # fmt: skip
    with middle:
        fields.text(ctx, "Sponsor", workshop.sponsor, key("sponsor"), save("sponsor"), max_chars=200, placeholder="Who opens doors?")
        fields.text(ctx, "Vision of the organisation", workshop.vision, key("vision"), save("vision"), area=True, height=130,
                    max_chars=4000)  # fmt: skip
        fields.text(ctx, "North star: the future in one line", workshop.north_star, key("north_star"), save("north_star"),
                    max_chars=400)  # fmt: skip
    with right:
        part_list(view, "objectives")


# Who takes part ------------------------------------------------------------------------------------------------------


def who(view: FrameView) -> None:
    chosen = [(kind, row) for kind in LISTS if kind != "objectives" for row in getattr(view, kind) if row.id == _chosen()]
    first, second, third, *beside = st.columns([1.1, 1, 1, 1][: 4 if chosen else 3], gap="medium")
    with first:
        part_list(view, "departments")
    with second:
        part_list(view, "stakeholders")
        part_list(view, "organisations")
    with third:
        part_list(view, "participants")
    for kind, row in chosen:
        with beside[0], st.container(border=True):
            edit_part(view, kind, row)


def _chosen() -> str:
    return str(st.session_state.get(CHOSEN))


def _note(view: FrameView, kind: FrameKind, row: Any) -> str:
    if kind == "departments":
        return ", ".join(part for part in (row.role, view.names("organisations").get(row.organisation_id or "", "")) if part)
    if kind == "stakeholders":
        return row.signs_up_for or "has not signed up for anything yet"
    if kind == "participants":
        return view.names("departments").get(row.department_id or "", "")
    return str(getattr(row, "role", ""))


def _item(view: FrameView, kind: FrameKind, row: Any, chosen: bool) -> Tree:
    name = row.text if kind == "objectives" else row.name
    before: Tree | str = ""
    if kind == "departments":
        before = ["span", {"class": "dept", "style": department_css(row.colour)}, row.letters]
    role = f", {row.role}" if kind == "stakeholders" and row.role else ""
    faces = ["span", {"class": "face small"}, icon("storefront"), " faces the customer"]
    return [
        "li", {"class": f"item{' chosen' if chosen else ''}"}, before,
        ["div", {"class": "what", "dir": "auto"},
         ["button", {"act": f"choose:{row.id}", "title": f"Edit {name}", "aria-expanded": "true" if chosen else "false"},
          name, ["span", {"class": "small"}, role], ["div", {"class": "small"}, _note(view, kind, row)]],
         faces if kind == "departments" and row.faces_customer else ""],
        ["button", {"class": "mini", "act": f"up:{row.id}", "title": f"Move {name} up", "aria-label": f"Move {name} up"},
         icon("arrow_upward")] if kind != "participants" else "",
        ["button", {"class": "mini", "act": f"remove:{row.id}", "title": f"Remove {name}", "aria-label": f"Remove {name}"},
         icon("delete")],
    ]  # fmt: skip


def part_list(view: FrameView, kind: FrameKind) -> None:
    """A list that grows below and is edited where it stands."""
    heading, one, example = LISTS[kind]
    rows: tuple[Any, ...] = getattr(view, kind)
    chosen = next((row for row in rows if row.id == _chosen()), None)
    items = [_item(view, kind, row, row is chosen) for row in rows]
    head: Tree = ["h2", {}, heading, ["span", {"class": "small"}, str(len(rows)) if rows else ""]]
    act = draw(["div", {"class": f"panel list {kind}"}, head, ["ul", {}, *items] if rows else ["p", {"class": "empty"}, EMPTY[kind]]],
               key=f"list:{kind}", css=CSS)  # fmt: skip
    if chosen and kind == "objectives":
        with st.container(border=True):
            edit_part(view, kind, chosen)
    with st.form(f"add:{kind}", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(f"Add: {one.lower()}", key=f"new:{kind}", placeholder=example, label_visibility="collapsed")
        added = st.form_submit_button("Add", icon=":material/add:", help=f"Add to {heading.lower()}", key=f"add_button:{kind}")
    names = [name for name in re.split(r"[;\n\t]", typed or "") if name.strip()]
    if added and names:
        run(ctx, f"add:{kind}", lambda c: method.add_names(c, kind=kind, names=names))
        fields.again()
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            st.session_state[CHOSEN] = None if chosen and chosen.id == id else id
        elif verb == "up":
            run(ctx, act, lambda c: method.move_in_frame(c, kind=kind, id=id, by=-1))
        else:
            run(ctx, act, lambda c: method.remove_from_frame(c, kind=kind, id=id), done="Removed. Undo brings it back.")
        fields.again()


def edit_part(view: FrameView, kind: FrameKind, row: Any) -> None:
    """The fields of one line, each saved when it is left."""

    def save(field: str) -> fields.Save:
        return lambda c, value: method.edit_in_frame(c, kind=kind, id=row.id, fields=PartFields.model_validate({field: value}))

    def key(field: str) -> str:
        return f"{field}:{row.id}"

    name = row.text if kind == "objectives" else row.name
    fields.text(ctx, "Text" if kind == "objectives" else "Name", name, key("name"), save("name"),
                max_chars=400 if kind == "objectives" else 200)  # fmt: skip
    if kind in ("departments", "organisations", "stakeholders"):
        fields.text(ctx, "Role along the journey" if kind == "departments" else "Role", row.role, key("role"), save("role"),
                    max_chars=200)  # fmt: skip
    if kind == "stakeholders":
        fields.text(ctx, "Signs up for, also in the months after", row.signs_up_for, key("signs_up_for"), save("signs_up_for"),
                    area=True, height=90, max_chars=4000)  # fmt: skip
    if kind == "departments":
        fields.choose(ctx, "Organisation", view.names("organisations"), row.organisation_id, key("organisation_id"),
                      save("organisation_id"), empty="None")  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom"):
            fields.text(ctx, "Letters", row.letters, key("letters"), save("letters"), max_chars=3, width=90)
            fields.number(ctx, "Colour", row.colour, key("colour"), save("colour"), min_value=0, max_value=method.COLOURS - 1, width=130)
            fields.tick(ctx, "Faces the customer", row.faces_customer, key("faces_customer"), save("faces_customer"))
        fields.text(ctx, "What it needs itself", row.needs, key("needs"), save("needs"), area=True, height=80, max_chars=4000)
    if kind in ("stakeholders", "participants"):
        fields.choose(ctx, "Department", view.names("departments"), row.department_id, key("department_id"),
                      save("department_id"), empty="None")  # fmt: skip
    if st.button("Done", icon=":material/check:", key=f"done:{row.id}"):
        st.session_state[CHOSEN] = None
        fields.again()


# Agenda --------------------------------------------------------------------------------------------------------------

STEP_NAMES = {"frame": "Frame", **{key: name for key, name, _ in STEPS}}


def agenda_part(view: FrameView) -> None:
    plan = agenda.agenda(ctx)
    chosen = next((line.item for day in plan.days for line in day.lines if line.item.id == st.session_state.get(LINE)), None)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Lay out the usual agenda for" if not plan.days else "Replace it by the usual one for", width="content")
        for length, words in agenda.LENGTHS.items():
            if st.button(words, key=f"lay_out:{length}", icon=":material/schedule:"):
                run(ctx, f"lay_out:{length}", lambda c, length=length: agenda.lay_out_agenda(c, length=length), done="Laid out")
                fields.again()
    if chosen:
        left, right = st.columns([2.6, 1], gap="medium")
        with left:
            act = draw(_plan(plan, chosen.id), key="agenda", css=CSS)
        with right, st.container(border=True):
            edit_line(chosen)
    else:
        act = draw(_plan(plan, ""), key="agenda", css=CSS)
    last = max((day.day for day in plan.days), default=1)
    with st.form("add_line", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        title = st.text_input("What happens?", key="line_title", max_chars=200, width=420)
        minutes = st.number_input("Minutes", min_value=0, max_value=1440, value=15, step=5, key="line_minutes", width=130)
        on = st.selectbox("Day", range(1, last + 2), index=last - 1, key="line_day", width=90)
        is_break = st.checkbox("Break", key="line_break")
        added = st.form_submit_button("Add to the agenda", icon=":material/add:", type="primary")
    if added and title.strip():
        run(ctx, "add_line", lambda c: agenda.add_agenda_item(c, title=title, minutes=minutes, is_break=is_break, day=on))
        fields.again()
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            st.session_state[LINE] = None if chosen and chosen.id == id else id
        elif verb == "remove":
            run(ctx, act, lambda c: agenda.remove_agenda_item(c, id=id), done="Removed. Undo brings it back.")
        else:
            run(ctx, act, lambda c: agenda.move_agenda_item(c, id=id, by=-1 if verb == "up" else 1))
        fields.again()


def _plan(plan: AgendaView, chosen: str) -> Tree:
    if not plan.days:
        return ["div", {"class": "panel"}, ["p", {"class": "empty"}, "No agenda yet. Choose a length above, or add the first line."]]
    bar = [["span", {"style": {"flex": str(minutes)}, "title": f"{STEP_NAMES[step]}: {agenda.hours(minutes)}"},
            f"{STEP_NAMES[step]} {agenda.hours(minutes)}"] for step, minutes in plan.by_step if minutes]  # fmt: skip
    days = []
    for day in plan.days:
        lines = [_line(line, line.item.id == chosen) for line in day.lines]
        days.append(
            ["section", {"class": "panel day"},
             ["div", {"class": "sum"}, ["h2", {}, f"Day {day.day}"],
              ["span", {"class": "small"}, f"{agenda.hours(day.minutes)}, breaks {agenda.hours(day.breaks)}"]], ["ul", {}, *lines]]
        )  # fmt: skip
    return [
        "div", {},
        ["div", {"class": "total"}, ["span", {}, ["b", {}, agenda.hours(plan.minutes)], " in all"],
         ["span", {}, f"{agenda.hours(plan.minutes - plan.breaks)} of work, {agenda.hours(plan.breaks)} of breaks"]],
        ["div", {"class": "bar"}, *bar] if bar else "", ["div", {"class": "days"}, *days],
    ]  # fmt: skip


def _line(line: agenda.AgendaLine, chosen: bool) -> Tree:
    item = line.item

    def tool(verb: str, words: str, symbol: str) -> Tree:
        label = f"{words} {item.title}"
        return ["button", {"class": "mini", "act": f"{verb}:{item.id}", "title": label, "aria-label": label}, icon(symbol)]

    step = STEP_NAMES.get(item.step or "", "")
    return [
        "li", {"class": f"line{' break' if item.is_break else ''}{' chosen' if chosen else ''}"},
        ["span", {"class": "start", "title": "after the start of the day"}, f"{line.start // 60}:{line.start % 60:02}"],
        ["button", {"class": "title", "act": f"choose:{item.id}", "title": f"Edit {item.title}", "dir": "auto"},
         icon("local_cafe") if item.is_break else "", f" {item.title} ", ["span", {"class": "small"}, step]],
        ["span", {"class": "min"}, f"{item.minutes} min"],
        ["span", {"class": "tools"}, tool("up", "Move earlier:", "arrow_upward"), tool("down", "Move later:", "arrow_downward"),
         tool("remove", "Remove", "delete")],
    ]  # fmt: skip


def edit_line(item: Any) -> None:
    def save(field: str) -> fields.Save:
        return lambda c, value: agenda.edit_agenda_item(c, id=item.id, fields=AgendaFields.model_validate({field: value}))

    def key(field: str) -> str:
        return f"agenda:{field}:{item.id}"

    fields.text(ctx, "What happens", item.title, key("title"), save("title"), max_chars=200)
    fields.number(ctx, "Minutes", item.minutes, key("minutes"), save("minutes"), min_value=0, max_value=1440, step=5)
    fields.choose(ctx, "Step", STEP_NAMES, item.step, key("step"), save("step"), empty="None")
    fields.number(ctx, "Day", item.day, key("day"), save("day"), min_value=1, max_value=10)
    fields.tick(ctx, "This is a break", item.is_break, key("is_break"), save("is_break"))
    if st.button("Done", icon=":material/check:", key=f"done:{item.id}"):
        st.session_state[LINE] = None
        fields.again()


DRAWN = {"why": why, "who": who, "agenda": agenda_part}


@st.fragment
def body() -> None:
    view = method.summary(ctx)
    live(ctx, view.revision, key="live_frame")
    DRAWN[st.session_state.get(PART) or "why"](view)


st.session_state.setdefault(PART, "why")
with frame(ctx, "frame", QUESTION) as bar:
    with bar:
        st.segmented_control("Part of the frame", list(PARTS), key=PART, format_func=PARTS.get, required=True,
                             label_visibility="collapsed", persist_state="session")  # fmt: skip
    body()
