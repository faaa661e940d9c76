"""Readings of one KPI: listed, added one by one, removed."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import kpis
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.kpis import Watched
from cjm.kpis.dates import short
from cjm.kpis.numbers import with_unit
from pages.screens.kpis import CSS
from pages.shared import fields
from pages.shared.act import object_to, run
from pages.shared.draw import Tree, draw, icon
from pages.shared.text import plain


def readings(ctx: Context, kpi: Watched) -> None:
    """The newest first."""
    writes = may(ctx.actor, Right.EDIT)
    if writes:
        _add(ctx, kpi)
    rows = [_row(kpi, index, writes) for index in reversed(range(len(kpi.readings)))]
    none: Tree = [
        "p",
        {"class": "none"},
        "No reading yet. Add what it is today, or paste a column from a spreadsheet." if writes else "No reading yet.",
    ]
    attributes = {"class": "readings", "role": "region", "aria-label": "Readings", "tabindex": "0"}
    act = draw(["div", attributes, *(rows or [none])], key="kpi_readings", css=CSS)
    if act:
        run(ctx, act, lambda c: kpis.remove_reading(c, id=act.partition(":")[2]), done="Removed. Undo brings it back.")
        fields.again()


def _row(kpi: Watched, index: int, writes: bool) -> Tree:
    one = kpi.readings[index]
    of = " · ".join(part for part in (one.source, one.note) if part)
    bin: Tree = [
        "button",
        {"class": "bin", "act": f"remove:{one.id}", "aria-label": f"Remove the reading of {short(one.day)}", "title": "Remove"},
        icon("delete"),
    ]
    return [
        "div",
        {"class": "reading"},
        ["span", {}, short(one.day)],
        ["span", {"class": "value", "dir": "auto"}, with_unit(one.value, kpi.unit)],
        ["span", {"class": "of", "dir": "auto"}, of],
        bin if writes else "",
    ]


def _add(ctx: Context, kpi: Watched) -> None:
    with st.form(f"kpi_add_{kpi.id}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input("Day", value=date.today(), key=f"kpi_day_{kpi.id}", format="YYYY-MM-DD", width=140)
        st.number_input(
            plain(f"Value ({kpi.unit})" if kpi.unit else "Value"), value=None, key=f"kpi_value_{kpi.id}", format="%g", width=150
        )
        st.text_input("Source", key=f"kpi_source_{kpi.id}", max_chars=400, placeholder="Telephony report", width=185)
        st.text_input("Note", key=f"kpi_note_{kpi.id}", max_chars=400, placeholder="First week with call-back", width=185)
        st.form_submit_button("Add reading", icon=":material/add:", key=f"kpi_add_now_{kpi.id}", on_click=_added, args=(ctx, kpi))


def _added(ctx: Context, kpi: Watched) -> None:
    state = st.session_state
    day, value, source, note = (state[f"kpi_{name}_{kpi.id}"] for name in ("day", "value", "source", "note"))
    if day is None or value is None:
        object_to("Say the day and the value, then add the reading.")
        return
    old = next((one for one in kpi.readings if one.day == day), None)
    told = f"Replaced {with_unit(old.value, kpi.unit)} of {short(day)}" if old else "Added"
    if run(
        ctx,
        f"kpi_add_{kpi.id}",
        lambda c: kpis.take_reading(c, kpi_id=kpi.id, read_on=day, value=value, source=source, note=note),
        done=told,
    ):
        state[f"kpi_value_{kpi.id}"], state[f"kpi_note_{kpi.id}"] = None, ""
