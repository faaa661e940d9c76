"""The agenda: what happens when, as a timeline whose lines are as tall as they are long."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from cjm.core.limits import LINE
from cjm.core.service import Context
from cjm.frame import FrameView
from cjm.frame import agenda as method
from cjm.frame.agenda import AgendaDay, AgendaFields, AgendaItem, AgendaLine, AgendaView
from pages.screens.frame.look import CSS, STEP_NAMES
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon
from pages.shared.parts import open_item, opened, toggle
from pages.shared.pasting import asked, line_input, one_line


def agenda(context: Context, view: FrameView) -> None:
    plan = method.agenda(context)
    chosen = next((line.item for day in plan.days for line in day.lines if line.item.id == opened()), None)
    _lengths(context, plan)
    if chosen:
        left, right = st.columns([2.6, 1], gap="medium")
        with left:
            act = draw(_plan(plan, chosen.id), key="agenda", css=CSS)
        with right, st.container(border=True):
            _edit(context, chosen)
    else:
        act = draw(_plan(plan, ""), key="agenda", css=CSS)
    _add(context, plan)
    if act:
        verb, _, id = act.partition(":")
        if verb == "choose":
            toggle(id)
        elif verb == "remove":
            run(context, act, lambda c: method.remove_agenda_item(c, id=id), done="Removed. Undo brings it back.")
        else:
            run(context, act, lambda c: method.move_agenda_item(c, id=id, by=-1 if verb == "up" else 1))
        fields.again()


def _lengths(context: Context, plan: AgendaView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Lay out the usual agenda for" if not plan.days else "Replace it by the usual one for", width="content")
        for length, words in method.LENGTHS.items():
            if st.button(words, key=f"lay_out:{length}", icon=":material/schedule:"):
                run(
                    context,
                    f"lay_out:{length}",
                    partial(method.lay_out_agenda, length=length),
                    done="Laid out. Undo brings the earlier one back.",
                )
                fields.again()


def _add(context: Context, plan: AgendaView) -> None:
    def add(c: Context, titles: list[str], given: dict[str, Any]) -> object:
        return method.add_agenda_items(c, titles=titles, **given)

    if asked(context, "agenda", ("line", "lines"), LINE, add):
        return
    last = max((day.day for day in plan.days), default=1)
    with st.form("add_line", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        title = line_input("What happens?", "line_title", width=420)
        minutes = st.number_input("Minutes", min_value=0, max_value=1440, value=15, step=5, key="line_minutes", width=130)
        on = st.selectbox("Day", range(1, last + 2), index=last - 1, key="line_day", width=90)
        is_break = st.checkbox("Break", key="line_break")
        added = st.form_submit_button("Add to the agenda", icon=":material/add:", type="primary")
    if added:
        if one := one_line("agenda", title, LINE, minutes=minutes, is_break=is_break, day=on):
            run(context, "add_line", lambda c: method.add_agenda_item(c, title=one, minutes=minutes, is_break=is_break, day=on))
        fields.again()


def _plan(plan: AgendaView, chosen: str) -> Tree:
    if not plan.days:
        return [
            "div",
            {"class": "panel"},
            ["p", {"class": "empty"}, "No agenda yet. Choose a length above, or add the first line."],
        ]
    steps = [f"{STEP_NAMES[step]} {method.hours(minutes)}" for step, minutes in plan.by_step if minutes]
    return [
        "div",
        {},
        [
            "div",
            {"class": "total"},
            ["span", {}, ["b", {}, method.hours(plan.minutes)], " in all"],
            ["span", {}, f"{method.hours(plan.minutes - plan.breaks)} of work, {method.hours(plan.breaks)} of breaks"],
            ["span", {"class": "small"}, ", ".join(steps)],
        ],
        ["div", {"class": "days"}, *[_day(day, chosen) for day in plan.days]],
    ]


def _day(day: AgendaDay, chosen: str) -> Tree:
    return [
        "section",
        {"class": "panel day"},
        [
            "div",
            {"class": "sum"},
            ["h2", {}, f"Day {day.day}"],
            ["span", {"class": "small"}, f"{method.hours(day.minutes)}, breaks {method.hours(day.breaks)}"],
        ],
        ["ul", {}, *[_line(line, day.minutes or 1, line.item.id == chosen) for line in day.lines]],
    ]


def start(line: AgendaLine) -> str:
    """Hours and minutes after the start of the day."""
    return f"{line.start // 60}:{line.start % 60:02}"


def _line(line: AgendaLine, whole: int, chosen: bool) -> Tree:
    item = line.item

    def tool(verb: str, words: str, symbol: str) -> Tree:
        label = f"{words} {item.title}"
        return ["button", {"class": "mini", "act": f"{verb}:{item.id}", "title": label, "aria-label": label}, icon(symbol)]

    height = f"calc({item.minutes / whole:.4f} * (100vh - 620px))"
    return [
        "li",
        {"class": f"line{' break' if item.is_break else ''}{' chosen' if chosen else ''}", "style": {"min-height": height}},
        ["span", {"class": "start", "title": "after the start of the day"}, start(line)],
        [
            "button",
            {"class": "title", "act": f"choose:{item.id}", "title": f"Edit {item.title}", "dir": "auto"},
            icon("local_cafe") if item.is_break else "",
            f" {item.title} ",
            ["span", {"class": "small"}, STEP_NAMES.get(item.step or "", "")],
        ],
        ["span", {"class": "min"}, f"{item.minutes} min"],
        [
            "span",
            {"class": "tools"},
            tool("up", "Move earlier:", "arrow_upward"),
            tool("down", "Move later:", "arrow_downward"),
            tool("remove", "Remove", "delete"),
        ],
    ]


def _edit(context: Context, item: AgendaItem) -> None:
    def save(field: str) -> fields.Save:
        def saved(c: Context, value: Any) -> str:
            given = AgendaFields.model_validate({field: value})
            return method.edit_agenda_item(c, id=item.id, fields=given, expected_version=c.based_on)

        return saved

    def key(field: str) -> str:
        return f"agenda:{field}:{item.id}"

    at = item.version
    fields.text(context, "What happens", item.title, key("title"), save("title"), version=at, max_chars=200)
    fields.number(
        context, "Minutes", item.minutes, key("minutes"), save("minutes"), version=at, min_value=0, max_value=1440, step=5
    )
    fields.choose(context, "Step", STEP_NAMES, item.step, key("step"), save("step"), version=at, empty="None")
    fields.number(context, "Day", item.day, key("day"), save("day"), version=at, min_value=1, max_value=10)
    fields.tick(context, "This is a break", item.is_break, key("is_break"), save("is_break"), version=at)
    if st.button("Done", icon=":material/check:", key=f"done:{item.id}"):
        open_item(None)
        fields.again()
