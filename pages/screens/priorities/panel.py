"""Everything about one action, in place of the list; what is typed is saved when its field is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from cjm import priorities
from cjm.core.service import Context
from cjm.core.vocabulary import shortened
from cjm.figures import paint
from cjm.priorities import HORIZONS, ActionFields, Axis, Priorities, Ranked
from pages.screens.priorities import select
from pages.screens.priorities.decision import decision
from pages.screens.priorities.leaders_said import leaders_said
from pages.screens.projects.from_action import to_project, words_for
from pages.shared import fields
from pages.shared.act import run
from pages.shared.trace import trace

ANSWERS = {"yes": "Yes", "no": "No", "unclear": "Unclear"}
ASKED = {"has_resources": "People and money?", "has_owner": "Somebody who owns it?", "has_support": "Support from above?"}
AHEAD = 10
"""Quarters that can be chosen, from the present one on."""


def panel(ctx: Context, view: Priorities, action: Ranked) -> None:
    id = action.id
    with st.container(border=True, key="prio_panel"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("All actions", icon=":material/arrow_back:", key="prio_back", on_click=select, args=(id,))
            later = next((one for one in view.unscored if one.id != id), None)
            if later:
                st.button("Next not scored", key="prio_next", on_click=select, args=(later.id,), kwargs={"opened": True})
        fields.text(ctx, "Action", action.name, f"prio_name_{id}", _save(id, "name"), version=action.version, max_chars=200)
        if priorities.score_action.open_to(ctx.actor):
            _score(ctx, action, "impact")
            _score(ctx, action, "effort")
        _who_and_when(ctx, view, action)
        for name, words in ASKED.items():
            fields.segments(
                ctx,
                words,
                ANSWERS,
                getattr(action, name),
                f"prio_{name}_{id}",
                _save(id, name),
                version=action.version,
                width="stretch",
            )
        _money(ctx, view, action)
        _carries(ctx, view, action)
        fields.text(
            ctx,
            "Note",
            action.note,
            f"prio_note_{id}",
            _save(id, "note"),
            version=action.version,
            area=True,
            height=80,
            max_chars=4000,
        )
        trace(ctx, "actions", id, key=f"prio_trace_{id}")
        leaders_said(ctx, action)
        with st.container(horizontal=True):
            words = words_for(ctx, id)
            if words and st.button(words, icon=":material/view_kanban:", key=f"prio_project_{id}"):
                to_project(ctx, id)
            if priorities.decide_action.open_to(ctx.actor):
                with st.popover("Record decision", icon=":material/gavel:"):
                    decision(ctx, action)
            if priorities.remove_action.open_to(ctx.actor):
                st.button("Remove action", icon=":material/delete:", key=f"prio_remove_{id}", on_click=_remove, args=(ctx, id))


def _save(id: str, name: str, stored: Callable[[Any], Any] = lambda value: value) -> fields.Save:
    """What a field does when it is left; ``stored`` makes of what stands in it what is kept."""
    return lambda c, value: priorities.edit_action(
        c, id=id, fields=ActionFields.model_validate({name: stored(value)}), expected_version=c.based_on
    )


def _score(ctx: Context, action: Ranked, axis: Axis) -> None:
    score = action.impact_score if axis == "impact" else action.effort_score
    key = f"score_{axis}_{action.id}"
    given = score.by_facilitator if score else None
    words = {"impact": "Impact: how much pain does it remove?", "effort": "Effort: how much work is it?"}[axis]
    if score and score.by_facilitator is None:
        words = f"{axis.capitalize()}: {score.count} people say {paint.number(score.mean)}. Score again?"

    fields.segments(
        ctx,
        words,
        {n: str(n) for n in range(1, 6)},
        given,
        key,
        lambda c, value: priorities.score_action(c, id=action.id, axis=axis, value=value),
        required=False,
        width="stretch",
    )


def _who_and_when(ctx: Context, view: Priorities, action: Ranked) -> None:
    id, at = action.id, action.version
    fields.text(
        ctx, "Owner", action.owner, f"prio_owner_{id}", _save(id, "owner"), version=at, max_chars=200, placeholder="nobody yet"
    )
    quarters = {quarter: paint.quarter(quarter) for quarter in view.quarters(date.today(), AHEAD)}
    left, right = st.columns(2)
    with left:
        fields.choose(
            ctx,
            "Department",
            _names(view.departments),
            action.department_id,
            f"prio_dep_{id}",
            _save(id, "department_id"),
            version=at,
            empty="None yet",
        )
        fields.choose(
            ctx, "Quarter", quarters, action.quarter, f"prio_quarter_{id}", _save(id, "quarter"), version=at, empty="Not yet"
        )
        fields.day(ctx, "Due", action.due_on, f"prio_due_{id}", _save(id, "due_on"), version=at, format="YYYY-MM-DD")
    with right:
        fields.choose(
            ctx,
            "Objective it serves",
            _names(view.objectives),
            action.objective_id,
            f"prio_objective_{id}",
            _save(id, "objective_id"),
            version=at,
            empty="None yet",
        )
        fields.choose(
            ctx, "Horizon", HORIZONS, action.horizon, f"prio_horizon_{id}", _save(id, "horizon"), version=at, empty="Not yet"
        )
        fields.choose(
            ctx,
            "Theme",
            _names(view.themes),
            action.theme_id,
            f"prio_theme_{id}",
            _save(id, "theme_id"),
            version=at,
            empty="None yet",
        )


def _names(choices: Any) -> dict[str, str]:
    return {one.id: one.name for one in choices}


def _money(ctx: Context, view: Priorities, action: Ranked) -> None:
    left, right = st.columns(2)
    for column, name, units in ((left, "value", action.value), (right, "cost", action.cost)):
        with column:
            fields.number(
                ctx,
                f"{name.capitalize()} ({view.currency})",
                units,
                f"prio_{name}_{action.id}",
                _save(action.id, f"{name}_minor", priorities.minor),
                version=action.version,
                value=None,
                min_value=0,
                step=1000,
                placeholder="not said",
            )


def _carries(ctx: Context, view: Priorities, action: Ranked) -> None:
    key = f"prio_carries_{action.id}"
    words = {one.id: f"{one.stage}: {shortened(one.text, 60)}" for one in view.carriable}
    fields.many(
        ctx,
        f"Carries out (removes {action.pain} pain)",
        words,
        [id for id in action.carries_out if id in words],
        key,
        lambda c, things: priorities.carry_out(c, id=action.id, things=things),
        placeholder="Choose opportunities or future states",
    )


def _remove(ctx: Context, id: str) -> None:
    run(ctx, f"prio_remove_{id}", lambda c: priorities.remove_action(c, id=id), done="Removed. Undo brings it back.")
    select(None)
