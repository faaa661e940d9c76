"""Readings pasted from a spreadsheet: what will be stored is shown, and what is wrong with which line; then one press stores it."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from cjm import kpis
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.kpis import Watched, paste
from cjm.kpis.dates import short
from cjm.kpis.numbers import with_unit
from cjm.kpis.paste import Line, Pasted
from pages.screens.kpis import CSS
from pages.shared.act import run, say
from pages.shared.draw import Tree, draw, icon
from pages.shared.text import plain

FIRST = {True: "Day first", False: "Month first"}
MARKS = {",": "Decimal comma", ".": "Decimal point"}
STATES = {
    "new": ("add_circle", ""),
    "replaces": ("published_with_changes", ""),
    "same": ("check", "left"),
    "heading": ("title", "left"),
    "wrong": ("error", "bad"),
    "asks": ("help", "bad"),
}
SHOWN = 200
"""Lines of the preview."""


def pasting(ctx: Context, kpi: Watched) -> None:
    key = f"kpi_paste_{kpi.id}"
    left, right = st.columns([1, 1.35], gap="small")
    with left:
        st.text_area(
            "Copy the cells in your spreadsheet and paste them here",
            key=key,
            height=120,
            max_chars=200_000,
            placeholder="2026-09-30\t11.2\tTelephony report\n31.10.2026\t10,8\tTelephony report",
            help="Two to four columns: date, value, source, note. Days like 2026-09-30, 30.09.2026 or 30 Sep 2026.",
        )
        text = str(st.session_state.get(key) or "")
        if not text.strip():
            st.button("Show what it says", key=f"{key}_look", icon=":material/visibility:")
            return
        day_first, decimal = _answers(key)
        try:
            known = {one.day: one.value for one in kpi.readings}
            found = paste.read(text, known=known, unit=kpi.unit, today=date.today(), day_first=day_first, decimal=decimal)
        except CjmError as error:
            st.info(plain(str(error)), icon=":material/info:")
            return
        _ask(key, found)
        count = len(found.good)
        st.button(
            _words(count), key=f"{key}_store", type="primary", disabled=not count, on_click=_store, args=(ctx, kpi, key, found)
        )
    with right:
        draw(_preview(kpi, found), key="kpi_preview", css=CSS)


def _words(count: int) -> str:
    return f"Store {count} {'reading' if count == 1 else 'readings'}" if count else "Nothing to store"


def _answers(key: str) -> tuple[bool | None, Any]:
    """What was said about what could be read in two ways."""
    return st.session_state.get(f"{key}_first"), st.session_state.get(f"{key}_mark")


def _ask(key: str, found: Pasted) -> None:
    """Stays as long as an answer counts, so that it can be changed."""
    if found.asks_day or st.session_state.get(f"{key}_first") is not None:
        about = f"In {found.asks_day}, which comes first?" if found.asks_day else "In dates with slashes"
        st.segmented_control(plain(about), list(FIRST), key=f"{key}_first", format_func=lambda value: FIRST[value])
    if found.asks_decimal or st.session_state.get(f"{key}_mark") is not None:
        about = f"In {found.asks_decimal}, what is the mark?" if found.asks_decimal else "In numbers with one mark"
        st.segmented_control(plain(about), list(MARKS), key=f"{key}_mark", format_func=lambda value: MARKS[value])


def _store(ctx: Context, kpi: Watched, key: str, found: Pasted) -> None:
    state = st.session_state
    text, (day_first, decimal) = state[key], _answers(key)
    stored = run(ctx, key, lambda c: kpis.paste_readings(c, kpi_id=kpi.id, text=text, day_first=day_first, decimal=decimal))
    if stored:
        left = found.left
        state[key] = left  # what was not stored stays to be mended
        told = f"Stored {stored} {'reading' if stored == 1 else 'readings'}."
        say(told + (" What is left needs mending." if left else " Undo takes them all back."))
        if not left:
            for name in ("first", "mark"):
                state.pop(f"{key}_{name}", None)


def _preview(kpi: Watched, found: Pasted) -> Tree:
    new, replaced, bad = len(found.of("new")), len(found.of("replaces")), len(found.of("wrong", "asks"))
    parts = [f"{new} new"] if new else []
    parts += [f"{replaced} {'replaces' if replaced == 1 else 'replace'} what is stored"] if replaced else []
    parts += [f"{bad} can’t be stored"] if bad else []
    told = ", ".join(parts) or "Nothing new in it: paste a date and a value on each line"
    rows = [_line(kpi, line) for line in found.lines[:SHOWN]]
    more = len(found.lines) - SHOWN
    return [
        "div",
        {"class": "lines", "role": "region", "aria-label": "What will be stored", "tabindex": "0"},
        ["p", {"class": "count"}, told],
        *rows,
        ["p", {"class": "small"}, f"and {more} more lines"] if more > 0 else "",
    ]


def _line(kpi: Watched, line: Line) -> Tree:
    sign, style = STATES[line.state]
    number: Tree = ["span", {"class": "nr"}, f"line {line.number}"]
    if line.day is None or line.value is None or line.state == "wrong":
        told = [f"{line.text.strip()[:80]}: " if line.state != "heading" else "", line.words]
        return [
            "div",
            {"class": f"pasted {style}"},
            icon(sign),
            number,
            ["span", {"class": "told", "dir": "auto", "style": {"grid-column": "3 / -1"}}, *told],
        ]
    words = " · ".join(part for part in (line.words, line.source, line.note) if part)
    return [
        "div",
        {"class": f"pasted {style}"},
        icon(sign),
        number,
        ["span", {}, short(line.day)],
        ["span", {"class": "bold", "dir": "auto"}, with_unit(line.value, kpi.unit)],
        ["span", {"class": "told", "dir": "auto"}, words],
    ]
