"""The bar of step 5: what to look at, what colours mean, the fields of the matrix, and a new action."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import priorities
from cjm.core.access import Right, may
from cjm.core.limits import LINE
from cjm.core.service import Context
from cjm.figures import paint
from cjm.priorities import QUADRANTS, Axis, Priorities
from cjm.priorities.parts import Quadrant
from pages.screens.priorities import PLANNED, SHOWN, select, shown
from pages.screens.priorities.sources import make, sources
from pages.shared import address, fields
from pages.shared.act import fragment, rerun, run
from pages.shared.live import live
from pages.shared.pasting import asked, line_input, one_line


@fragment
def bar(ctx: Context) -> None:
    view = priorities.priorities(ctx)
    with st.container(horizontal=True, vertical_alignment="center", key="prio_controls"):
        live(ctx, view.revision, key="live_prio_bar")
        _switches()
        if shown() == "matrix" and may(ctx.actor, Right.FACILITATE):
            with st.popover("Quadrants", icon=":material/grid_view:", key="prio_quadrants"):
                _quadrants(ctx, view)
        act = None
        if may(ctx.actor, Right.EDIT):
            with st.popover("Add action", icon=":material/add:", type="primary"):
                act = _add(ctx, view)
    if act:
        make(ctx, act)
    if st.session_state.pop("prio_moved", False):
        rerun()


def _moved() -> None:
    """The picture is drawn anew as well."""
    st.session_state["prio_moved"] = True


def _switches() -> None:
    address.switch("Show", SHOWN, "show", key="prio_shown", changed=_moved)
    if shown() != "case":
        address.switch("Colour by", paint.COLOUR_BY, "colour", key="prio_colour", changed=_moved)
    if shown() == "roadmap":
        address.switch("Plan by", PLANNED, "plan", key="prio_planned", changed=_moved)


def _add(ctx: Context, view: Priorities) -> str | None:
    def add(c: Context, names: list[str], given: dict[str, Any]) -> object:
        return priorities.add_actions(c, names=names, **given)

    if asked(ctx, "actions", ("action", "actions"), LINE, add):
        return None
    with st.form("prio_add_form", border=False):
        line_input("What is to be done?", "prio_name", placeholder="One patient view for agents")
        st.segmented_control("Impact, 1 low to 5 high", range(1, 6), key="prio_new_impact")
        st.segmented_control("Effort, 1 low to 5 high", range(1, 6), key="prio_new_effort")
        st.form_submit_button("Add action", type="primary", key="prio_add_now", on_click=_added, args=(ctx,))
    st.markdown("**Or from an opportunity or a moment that matters**")
    return sources(view, "prio_sources")


def _added(ctx: Context) -> None:
    state = st.session_state
    given = {"impact": state["prio_new_impact"], "effort": state["prio_new_effort"]}
    name = one_line("actions", state["prio_name"], LINE, **given)
    if not name and state["prio_name"].strip():  # several: they are asked about
        state["prio_name"] = ""
        return
    made = run(
        ctx,
        "prio_add",
        lambda c: priorities.add_action(c, name=name, **given),
        done="Added",
    )
    if made:
        select(made)
        state["prio_name"], state["prio_new_impact"], state["prio_new_effort"] = "", None, None
        _moved()


def _quadrants(ctx: Context, view: Priorities) -> None:
    axes: tuple[tuple[Axis, float, str], ...] = (
        ("impact", view.impact_midline, "Impact counts as high from"),
        ("effort", view.effort_midline, "Effort counts as high from"),
    )
    for axis, stored, words in axes:
        _midline(ctx, axis, stored, words)
    _disagreement(ctx, view.disagreement)
    for field in view.quadrants:
        fields.text(
            ctx,
            f"Name for “{field.where}”",
            field.name,
            f"prio_field_{field.key}",
            _rename(field.key),
            version=view.version,
            max_chars=60,
            placeholder=QUADRANTS[field.key][0],
        )


def _rename(key: Quadrant) -> fields.Save:
    return lambda c, value: priorities.change_matrix(c, names={key: value}, expected_version=c.based_on)


def _midline(ctx: Context, axis: Axis, stored: float, words: str) -> None:
    def move(c: Context, value: float) -> None:
        if axis == "impact":
            priorities.change_matrix(c, impact_midline=value)
        else:
            priorities.change_matrix(c, effort_midline=value)

    fields.slide(ctx, words, 1.0, 5.0, stored, f"prio_mid_{axis}", move, step=0.1)


def _disagreement(ctx: Context, stored: float) -> None:
    fields.slide(
        ctx,
        "Scores disagree from a spread of",
        0.3,
        2.0,
        stored,
        "prio_disagreement",
        lambda c, value: priorities.change_matrix(c, disagreement=value),
        step=0.1,
        help="Their standard deviation on the scale of 1 to 5, where at least three were given and they lie two or more apart. "
        "2-2-4-4 has 1.0; half 1 and half 5 has 2.0. Holds for rounds in the session and for the matrix.",
    )
