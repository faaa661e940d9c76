"""A stage's panel: about it, its steps, its results, and changing its place among the others."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.handoff import UNITS
from pages.screens.value_stream.head import head
from pages.screens.value_stream.inside import inside
from pages.screens.value_stream.reshape import reshape
from pages.screens.value_stream.state import Key
from pages.shared import fields
from pages.shared.text import plain

TABS = {"about": "Stage", "steps": "Steps", "results": "Results", "change": "Change"}


def stage_panel(ctx: Context, view: vs.StreamView, stage: vs.StageCard) -> None:
    """One tab of it at a time."""
    head(f"{stage.number} {stage.name}", "flag" if stage.is_key else "")
    tabs = TABS if vs.split_stage.open_to(ctx.actor) else {name: words for name, words in TABS.items() if name != "change"}
    if st.session_state.get(Key.TAB) not in tabs:
        st.session_state[Key.TAB] = "about"
    tab = st.segmented_control(
        "About this stage", list(tabs), key=Key.TAB, format_func=TABS.__getitem__, label_visibility="collapsed", required=True
    )
    if tab == "about":
        _about(ctx, view, stage)
    elif tab == "change":
        reshape(ctx, view, stage)
    elif tab == "steps":
        inside(ctx, view, stage, "steps")
    else:
        for kind in ("milestones", "deliverables"):
            st.markdown(f"**{kind.capitalize()}**")
            inside(ctx, view, stage, kind)


def _about(ctx: Context, view: vs.StreamView, stage: vs.StageCard) -> None:
    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_stage(c, id=stage.id, expected_version=c.based_on, **{name: value})

    def key(name: str) -> str:
        return f"vs_s_{name}:{stage.id}"

    def save_duration(c: Context, _: object) -> None:
        amount: float | None = st.session_state.get(key("duration"))
        unit: vs.Unit = st.session_state.get(key("unit")) or "days"
        vs.edit_stage(
            c, id=stage.id, duration=amount, duration_unit=unit, no_duration=amount is None, expected_version=c.based_on
        )

    fields.text(ctx, "Name", stage.name, key("name"), save("name"), version=stage.version, max_chars=200)
    _lead(ctx, view, stage, key("lead"))
    with st.container(horizontal=True):
        fields.number(
            ctx,
            "It lasts",
            stage.duration,
            key("duration"),
            save_duration,
            version=stage.version,
            value=None,
            min_value=0.0,
            format="%g",
        )
        fields.choose(ctx, "Unit", UNITS, stage.duration_unit, key("unit"), save_duration, version=stage.version)
    fields.tick(
        ctx, "Key stage: the journey stands or falls here", stage.is_key, key("key"), save("is_key"), version=stage.version
    )
    fields.tick(
        ctx,
        "Nobody here knows it: invite somebody",
        stage.unknown_here,
        key("unknown"),
        save("unknown_here"),
        version=stage.version,
    )
    fields.text(
        ctx,
        "What happens here",
        stage.description,
        key("description"),
        save("description"),
        version=stage.version,
        area=True,
        max_chars=4000,
    )
    if stage.shared:
        st.markdown("Also in: " + plain(", ".join(stage.shared)))


def _lead(ctx: Context, view: vs.StreamView, stage: vs.StageCard, key: str) -> None:
    """The leading department, chosen by typing; a new name makes a department."""

    def save(c: Context, name: str | None) -> None:
        if name:
            vs.name_leading_department(c, stage_id=stage.id, name=name, expected_version=c.based_on)
        else:
            vs.set_involvement(c, stage_id=stage.id, department_id=None, part="none", expected_version=c.based_on)

    names = [one.name for one in view.departments]
    fields.name(
        ctx,
        "Leading department",
        names,
        stage.department,
        key,
        save,
        version=stage.version,
        placeholder="Choose, or type a new one",
    )
