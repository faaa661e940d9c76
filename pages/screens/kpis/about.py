"""What a KPI is: name, unit, which way is better, baseline, target, and the pain it measures."""

from __future__ import annotations

import streamlit as st

from cjm import kpis
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.kpis import KpiFields, Kpis, Watched
from cjm.kpis.dates import long
from cjm.kpis.numbers import with_unit
from cjm.pain_points import shared_lists
from pages.screens.kpis import CSS, choose
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import draw
from pages.shared.trace import trace

BETTER = {"down": "Lower is better", "up": "Higher is better"}


def about(ctx: Context, kpi: Watched) -> None:
    """Everything is saved when its field is left; who only reads gets it in words."""
    if not may(ctx.actor, Right.EDIT):
        _facts(kpi)
        return
    id, at = kpi.id, kpi.version
    one, two, three = st.columns(3, gap="small")
    with one:
        fields.text(ctx, "KPI", kpi.name, f"kpi_name_{id}", _save(id, "name"), version=at, max_chars=200)
        fields.text(ctx, "Unit", kpi.unit, f"kpi_unit_{id}", _save(id, "unit"), version=at, max_chars=40, placeholder="minutes")
        fields.segments(ctx, "Which way is better?", BETTER, kpi.direction, f"kpi_way_{id}", _save(id, "direction"), version=at)
    with two:
        _value(ctx, "Baseline", kpi.baseline, id, "baseline", at)
        fields.day(
            ctx,
            "Baseline of",
            kpi.baseline_on,
            f"kpi_baseline_on_{id}",
            _save(id, "baseline_on"),
            version=at,
            format="YYYY-MM-DD",
        )
        fields.text(
            ctx,
            "Source of the baseline",
            kpi.baseline_source,
            f"kpi_baseline_source_{id}",
            _save(id, "baseline_source"),
            version=at,
            max_chars=400,
        )
    with three:
        _value(ctx, "Target", kpi.target, id, "target", at)
        fields.day(
            ctx, "Target by", kpi.target_on, f"kpi_target_on_{id}", _save(id, "target_on"), version=at, format="YYYY-MM-DD"
        )
        st.button("Take it off the list", icon=":material/delete:", key=f"kpi_remove_{id}", on_click=_remove, args=(ctx, kpi))


def _value(ctx: Context, label: str, stored: float | None, id: str, name: str, at: int) -> None:
    fields.number(
        ctx, label, stored, f"kpi_{name}_{id}", _save(id, name), version=at, value=None, format="%g", placeholder="not said"
    )


def _save(id: str, name: str) -> fields.Save:
    return lambda c, value: kpis.edit_kpi(c, id=id, fields=KpiFields.model_validate({name: value}), expected_version=c.based_on)


def _remove(ctx: Context, kpi: Watched) -> None:
    run(
        ctx,
        f"kpi_remove_{kpi.id}",
        lambda c: shared_lists.remove_listed(c, kind="kpi", id=kpi.id),
        done="Taken off the list. Undo brings it back.",
    )
    choose(None)


def _facts(kpi: Watched) -> None:
    told = [BETTER[kpi.direction]]
    if kpi.baseline is not None:
        of = f", {long(kpi.baseline_on)}" if kpi.baseline_on else ""
        told.append(
            f"Baseline: {with_unit(kpi.baseline, kpi.unit)}{of}{f' ({kpi.baseline_source})' if kpi.baseline_source else ''}"
        )
    if kpi.target is not None:
        told.append(f"Target: {with_unit(kpi.target, kpi.unit)}{f' by {long(kpi.target_on)}' if kpi.target_on else ''}")
    draw(["div", {"class": "facts"}, *[["div", {"dir": "auto"}, one] for one in told]], key="kpi_facts", css=CSS)


def measures(ctx: Context, view: Kpis, kpi: Watched) -> None:
    """The pain points it measures itself, and the whole chain from pain to number."""
    if may(ctx.actor, Right.EDIT):
        key = f"kpi_measures_{kpi.id}"
        words = {one.id: f"{one.stage}: {one.text}" for one in view.pains}
        fields.many(
            ctx,
            "Pain points it measures: if it gets better, they got smaller",
            words,
            [one.id for one in kpi.measures],
            key,
            lambda c, pains: kpis.set_measures(c, id=kpi.id, pains=list(pains)),
            rest="a card",
            placeholder="Choose pain points",
        )
    if kpi.measures or kpi.through:
        with st.container(key="kpi_trace_place"):
            trace(ctx, "kpis", kpi.id, key="kpi_trace")
        return
    none = "Nothing hangs on this number yet. Choose the pain it measures, or name it on the card of an opportunity that should move it."
    draw(["div", {"class": "facts"}, none], key="kpi_alone", css=CSS)
