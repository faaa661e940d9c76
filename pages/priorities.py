"""Step 5: the matrix of impact and effort, the roadmap and the business case."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from cjm import priorities
from cjm.figures import paint, plans
from cjm.priorities import HORIZONS, QUADRANTS, ActionFields, Priorities, Ranked
from cjm.service import Context
from pages.components import fields, matrix
from pages.components.act import run
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame

SHOWN = {"matrix": "Matrix", "roadmap": "Roadmap", "case": "Business case"}
PLANNED = {"quarter": "Quarter", "horizon": "Horizon"}
ANSWERS = {"yes": "Yes", "no": "No", "unclear": "Unclear"}
STYLE = """<style>
.st-key-prio_panel { background: light-dark(#fff, #232b30); }
@media (min-width: 768px) { .st-key-prio_panel { max-height: max(480px, calc(100vh - 270px)); overflow-y: auto; flex-wrap: nowrap; } }
.st-key-prio_picture { gap: 4px; }
</style>"""


def _select(action_id: str | None, *, opened: bool = False) -> None:
    if action_id:
        st.query_params["action"] = action_id
    elif "action" in st.query_params:
        del st.query_params["action"]
    st.session_state["prio_open"] = opened


def _add(ctx: Context) -> None:
    state = st.session_state
    made = run(
        ctx, "prio_add",
        lambda c: priorities.add_action(c, name=state["prio_name"], impact=state["prio_new_impact"], effort=state["prio_new_effort"]),
        done="Added",
    )  # fmt: skip
    if made:
        _select(made)
        state["prio_name"], state["prio_new_impact"], state["prio_new_effort"] = "", None, None


def _make(ctx: Context, act: str) -> None:
    made = run(ctx, act, lambda c: priorities.add_action_from(c, source_id=act.removeprefix("from:")), done="Now an action")
    if made:
        _select(made, opened=True)
    st.rerun()


def _bar(ctx: Context, view: Priorities) -> tuple[str, str, str]:
    shown = st.segmented_control("Show", list(SHOWN), key="prio_shown", default="matrix", required=True, format_func=SHOWN.get,
                                 label_visibility="collapsed")  # fmt: skip
    colour_by = "department"
    if shown != "case":
        colour_by = st.segmented_control("Colour by", list(paint.COLOUR_BY), key="prio_colour", default="department", required=True,
                                         format_func=paint.COLOUR_BY.get, label_visibility="collapsed", persist_state="page")  # fmt: skip
    planned_by = "quarter"
    if shown == "roadmap":
        planned_by = st.segmented_control("Plan by", list(PLANNED), key="prio_planned", default="quarter", required=True,
                                          format_func=PLANNED.get, label_visibility="collapsed")  # fmt: skip
    if shown == "matrix":
        with st.popover("Quadrants", icon=":material/grid_view:"):
            _quadrants(ctx, view)
    with st.popover("Add action", icon=":material/add:", type="primary"):
        with st.form("prio_add_form", border=False):
            st.text_input("What is to be done?", key="prio_name", max_chars=200, placeholder="One patient view for agents")
            st.segmented_control("Impact, 1 low to 5 high", range(1, 6), key="prio_new_impact")
            st.segmented_control("Effort, 1 low to 5 high", range(1, 6), key="prio_new_effort")
            st.form_submit_button("Add action", type="primary", key="prio_add_now", on_click=_add, args=(ctx,))
        st.markdown("**Or from an opportunity or a moment that matters**")
        act = matrix.sources(view, "prio_sources")
    if act:
        _make(ctx, act)
    return shown or "matrix", colour_by or "department", planned_by or "quarter"


def _quadrants(ctx: Context, view: Priorities) -> None:
    for axis, stored, words in (
        ("impact", view.impact_midline, "Impact counts as high from"), ("effort", view.effort_midline, "Effort counts as high from"),
    ):  # fmt: skip
        key = f"prio_mid_{axis}"
        _follow(key, stored)
        st.slider(words, 1.0, 5.0, step=0.1, key=key, on_change=_move_midline, args=(ctx, axis, key))
    for field in view.quadrants:
        fields.text(
            ctx, f"Name for “{field.where}”", field.name, f"prio_field_{field.key}",
            lambda c, value, key=field.key: priorities.change_matrix(c, names={key: value}),
            max_chars=60, placeholder=QUADRANTS[field.key][0],
        )  # fmt: skip


def _move_midline(ctx: Context, axis: str, key: str) -> None:
    value = st.session_state[key]
    run(ctx, key, lambda c: priorities.change_matrix(c, **{f"{axis}_midline": value}))


def _follow(key: str, stored: Any) -> None:
    """Show what is stored, also when it was changed elsewhere."""
    seen = f"{key}:stored"
    if key not in st.session_state or st.session_state.get(seen) != stored:
        st.session_state[key] = stored
    st.session_state[seen] = stored


def _score(ctx: Context, action: Ranked, axis: priorities.Axis) -> None:
    score = action.impact_score if axis == "impact" else action.effort_score
    key = f"score_{axis}_{action.id}"
    _follow(key, score.by_facilitator if score else None)
    words = {"impact": "Impact: how much pain does it remove?", "effort": "Effort: how much work is it?"}[axis]
    if score and score.by_facilitator is None:
        words = f"{axis.capitalize()}: {score.count} people say {paint.number(score.mean)}. Score again?"
    st.segmented_control(words, range(1, 6), key=key, on_change=_give, args=(ctx, action.id, axis, key), width="stretch")


def _give(ctx: Context, action_id: str, axis: priorities.Axis, key: str) -> None:
    value = st.session_state[key]
    run(ctx, key, lambda c: priorities.score_action(c, id=action_id, axis=axis, value=value))


def _panel(ctx: Context, view: Priorities, action: Ranked) -> None:
    id = action.id

    def save(name: str, change: Any = None) -> fields.Save:
        return lambda c, value: priorities.edit_action(
            c, id=id, fields=ActionFields(**{name: change(value) if change else value})
        )

    with st.container(border=True, key="prio_panel"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("All actions", icon=":material/arrow_back:", key="prio_back", on_click=_select, args=(id,))
            later = next((one for one in view.unscored if one.id != id), None)
            if later:
                st.button("Next not scored", key="prio_next", on_click=_select, args=(later.id,), kwargs={"opened": True})
        fields.text(ctx, "Action", action.name, f"prio_name_{id}", save("name"), max_chars=200)
        _score(ctx, action, "impact")
        _score(ctx, action, "effort")
        fields.text(ctx, "Owner", action.owner, f"prio_owner_{id}", save("owner"), max_chars=200, placeholder="nobody yet")
        left, right = st.columns(2)
        with left:
            fields.choose(ctx, "Department", {one.id: one.name for one in view.departments}, action.department_id,
                          f"prio_dep_{id}", save("department_id"), empty="None yet")  # fmt: skip
            fields.choose(
                ctx, "Quarter", _quarters(view, action), action.quarter, f"prio_quarter_{id}", save("quarter"), empty="Not yet"
            )
            fields.day(ctx, "Due", action.due_on, f"prio_due_{id}", save("due_on"), format="YYYY-MM-DD")
        with right:
            fields.choose(ctx, "Objective it serves", {one.id: one.name for one in view.objectives}, action.objective_id,
                          f"prio_objective_{id}", save("objective_id"), empty="None yet")  # fmt: skip
            fields.choose(ctx, "Horizon", HORIZONS, action.horizon, f"prio_horizon_{id}", save("horizon"), empty="Not yet")
            fields.choose(ctx, "Theme", {one.id: one.name for one in view.themes}, action.theme_id,
                          f"prio_theme_{id}", save("theme_id"), empty="None yet")  # fmt: skip
        for name, words, stored in (
            ("has_resources", "People and money?", action.has_resources), ("has_owner", "Somebody who owns it?", action.has_owner),
            ("has_support", "Support from above?", action.has_support),
        ):  # fmt: skip
            fields.segments(ctx, words, ANSWERS, stored, f"prio_{name}_{id}", save(name), width="stretch")
        left, right = st.columns(2)
        for column, name, stored in ((left, "value", action.value_minor), (right, "cost", action.cost_minor)):
            with column:
                fields.number(
                    ctx, f"{name.capitalize()} ({view.currency})", None if stored is None else round(stored / 100),  # type: ignore[arg-type]
                    f"prio_{name}_{id}", save(f"{name}_minor", lambda value: None if value is None else value * 100),
                    value=None, min_value=0, step=1000, placeholder="not said",
                )  # fmt: skip
        _carries(ctx, view, action)
        fields.text(ctx, "Note", action.note, f"prio_note_{id}", save("note"), area=True, height=80, max_chars=4000)
        with st.container(horizontal=True):
            with st.popover("Record decision", icon=":material/gavel:"):
                _decision(ctx, action)
            st.button("Remove action", icon=":material/delete:", key=f"prio_remove_{id}", on_click=_remove, args=(ctx, id))


def _quarters(view: Priorities, action: Ranked) -> dict[str, str]:
    known = [one.quarter for one in view.actions if one.quarter]
    first = min([plans.quarter_of(date.today()), *known])
    start = date(int(first[:4]), int(first[6]) * 3, 1)
    return {quarter: f"{quarter[5:]} {quarter[:4]}" for quarter in sorted({*priorities.quarters(start, 10), *known})}


def _carries(ctx: Context, view: Priorities, action: Ranked) -> None:
    key = f"prio_carries_{action.id}"
    words = {one.id: f"{one.stage}: {paint.clipped(one.text, 60)}" for one in view.carriable}
    stored = [id for id in action.carries_out if id in words]
    _follow(key, stored)

    def changed() -> None:
        run(ctx, key, lambda c: priorities.carry_out(c, id=action.id, things=st.session_state[key]))

    st.multiselect(f"Carries out (removes {action.pain} pain)", list(words), key=key, format_func=words.get, on_change=changed,
                   placeholder="Choose opportunities or future states")  # fmt: skip


def _decision(ctx: Context, action: Ranked) -> None:
    id = action.id
    with st.form(f"prio_decide_{id}", border=False):
        st.slider("Impact", 1.0, 5.0, value=float(action.impact or 3), step=0.1, key=f"prio_di_{id}")
        st.slider("Effort", 1.0, 5.0, value=float(action.effort or 3), step=0.1, key=f"prio_de_{id}")
        st.text_area("Why?", value=action.reason, key=f"prio_dr_{id}", max_chars=4000)
        st.text_input("Who decides?", value=action.decided_by, key=f"prio_dw_{id}", max_chars=200)
        st.form_submit_button("Record decision", type="primary", key=f"prio_dn_{id}", on_click=_decide, args=(ctx, id))
    if action.decided:
        st.button("Withdraw the decision", key=f"prio_dx_{id}", on_click=_withdraw, args=(ctx, id))


def _decide(ctx: Context, id: str) -> None:
    state = st.session_state
    run(
        ctx, f"prio_decide_{id}",
        lambda c: priorities.decide_action(c, id=id, impact=state[f"prio_di_{id}"], effort=state[f"prio_de_{id}"],
                                           reason=state[f"prio_dr_{id}"], decided_by=state[f"prio_dw_{id}"]),
        done="Decision recorded",
    )  # fmt: skip


def _withdraw(ctx: Context, id: str) -> None:
    run(ctx, f"prio_withdraw_{id}", lambda c: priorities.withdraw_decision(c, id=id), done="The scores count again")


def _remove(ctx: Context, id: str) -> None:
    run(ctx, f"prio_remove_{id}", lambda c: priorities.remove_action(c, id=id), done="Removed. Undo brings it back.")
    _select(None)


@st.fragment
def _body(ctx: Context, shown: str, colour_by: str, planned_by: str) -> None:
    view = priorities.priorities(ctx)
    live(ctx, view.revision, key="live_priorities")
    if not view.actions:
        act = matrix.sources(view, "prio_empty", empty=True)
        if act:
            _make(ctx, act)
        return
    selected = view.action(st.query_params.get("action"))
    left, right = st.columns([2.35, 1], gap="small")
    with left, st.container(key="prio_picture"):
        size = matrix.room()
        if shown == "case":
            matrix.sums(view)
        matrix.picture(view, shown, colour_by, planned_by, selected.id if selected else None, size)
        matrix.legend(view, shown, colour_by)
    with right:
        if selected and st.session_state.get("prio_open"):
            _panel(ctx, view, selected)
            return
        act = matrix.ranked(view, colour_by, selected.id if selected else None, size[1])
    if act:
        verb, _, action_id = act.partition(":")
        again = selected is not None and selected.id == action_id
        _select(action_id, opened=verb == "open" or again)
        st.rerun(scope="fragment")


here = context()
st.session_state.setdefault("prio_open", "action" in st.query_params)
with frame(here, "priorities") as bar:
    st.html(STYLE)
    with bar:
        choice = _bar(here, priorities.priorities(here))
    _body(here, *choice)
