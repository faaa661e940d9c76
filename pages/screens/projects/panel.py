"""One project beside the board; what is typed is saved when its field is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from cjm import projects
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.projects import STATUSES, ProjectFields, Projects, ProjectView
from pages.screens.projects import CSS, PARTS, marks, open_project
from pages.screens.projects.history import history
from pages.screens.projects.tasks import tasks
from pages.shared import address, fields
from pages.shared.act import run
from pages.shared.draw import draw
from pages.shared.trace import trace

OUTCOMES = {"result": "A result", "standard": "A standard"}
CHARTER = (
    ("problem", "Which problem does it solve?"),
    ("in_scope", "In scope"),
    ("out_of_scope", "Out of scope"),
    ("measure", "How do we notice that it worked?"),
)


def panel(ctx: Context, view: Projects, one: ProjectView) -> None:
    id = one.id
    with st.container(border=True, key="pr_panel"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("All projects", icon=":material/arrow_back:", key="pr_back", on_click=open_project, args=(None,))
            counts = {"tasks": f"Tasks {one.tasks_done}/{len(one.tasks)}", "history": f"History {len(one.updates)}"}
            address.switch("Part", {part: counts.get(part, words) for part, words in PARTS.items()}, "part", key="pr_part")
        fields.text(ctx, "Project", one.name, f"pr_name_{id}", save(id, "name"), version=one.version, max_chars=200)
        if one.told:
            draw(["div", {}, *marks(one)], key=f"pr_marks_{id}", css=CSS)
        fields.segments(
            ctx,
            "Status",
            STATUSES,
            one.status,
            f"pr_status_{id}",
            lambda c, value: projects.move_project(c, id=id, status=value),
            width="stretch",
        )
        part = address.at("part", PARTS, "about")
        if part == "tasks":
            tasks(ctx, view, one)
        elif part == "history":
            history(view, one)
        else:
            _about(ctx, view, one)


def save(id: str, name: str, stored: Callable[[Any], Any] = lambda value: value) -> fields.Save:
    """What a field does when it is left; ``stored`` makes of what stands in it what is kept."""
    return lambda c, value: projects.edit_project(
        c, id=id, fields=ProjectFields.model_validate({name: stored(value)}), expected_version=c.based_on
    )


def owner(ctx: Context, label: str, people: tuple[str, ...], stored: str, key: str, put: fields.Save, version: int) -> None:
    """Somebody of the roster, or any other name."""
    names = {name: name for name in dict.fromkeys((*people, *([stored] if stored else [])))}
    fields.choose(
        ctx,
        label,
        names,
        stored or None,
        key,
        lambda c, value: put(c, (value or "")[:200]),
        version=version,
        empty="Nobody yet",
        accept_new_options=True,
    )


def _about(ctx: Context, view: Projects, one: ProjectView) -> None:
    id, at = one.id, one.version
    owner(ctx, "Owner", view.people, one.owner, f"pr_owner_{id}", save(id, "owner"), at)
    if one.owner and not one.participant_id:
        known = next((name for name in view.people if name.strip().casefold() == one.owner.strip().casefold()), None)
        if known is None:
            st.caption("Not on the roster: no link of their own to hand in by.")
        else:
            st.button(
                "It is this person of the roster",
                icon=":material/how_to_reg:",
                key=f"pr_is_{id}",
                on_click=_is,
                args=(ctx, id, known),
            )
    left, right = st.columns(2)
    with left:
        fields.day(ctx, "Starts", one.starts_on, f"pr_starts_{id}", save(id, "starts_on"), version=at, format="YYYY-MM-DD")
    with right:
        fields.day(ctx, "Due", one.due_on, f"pr_due_{id}", save(id, "due_on"), version=at, format="YYYY-MM-DD")
    fields.segments(
        ctx,
        "What comes of it?",
        OUTCOMES,
        one.outcome_kind,
        f"pr_kind_{id}",
        save(id, "outcome_kind"),
        version=at,
        width="stretch",
        help="A standard is a process or policy that holds from then on.",
    )
    asked = "Which rule holds from then on?" if one.outcome_kind == "standard" else "What will have changed?"
    fields.text(
        ctx, asked, one.outcome, f"pr_outcome_{id}", save(id, "outcome"), version=at, area=True, height=80, max_chars=4000
    )
    if one.outcome_kind == "standard":
        fields.text(
            ctx,
            "Where is it written?",
            one.standard_where,
            f"pr_where_{id}",
            save(id, "standard_where"),
            version=at,
            max_chars=2000,
            placeholder="Handbook, page, address",
        )
        fields.text(
            ctx, "Whose is it?", one.standard_whose, f"pr_whose_{id}", save(id, "standard_whose"), version=at, max_chars=200
        )
    for name, words in CHARTER:
        fields.text(ctx, words, getattr(one, name), f"pr_{name}_{id}", save(id, name), version=at, max_chars=400)
    _depends(ctx, view, one)
    fields.text(
        ctx,
        "Help needed",
        one.help_needed,
        f"pr_help_{id}",
        save(id, "help_needed"),
        version=at,
        area=True,
        height=80,
        max_chars=4000,
        placeholder="From whom, and what?",
    )
    trace(ctx, "projects", id, key=f"pr_trace_{id}")
    with st.container(horizontal=True):
        if one.action_id and st.button("The action", icon=":material/scatter_plot:", key=f"pr_action_{id}"):
            st.switch_page("priorities.py", query_params={"w": ctx.workshop_id, "action": one.action_id})
        if may(ctx.actor, Right.FACILITATE):
            st.button("Remove project", icon=":material/delete:", key=f"pr_remove_{id}", on_click=_remove, args=(ctx, id))


def _is(ctx: Context, id: str, name: str) -> None:
    """The owner came onto the roster later: only the facilitator or the owner can say that it is the same person."""
    run(ctx, f"pr_is_{id}", lambda c: projects.edit_project(c, id=id, fields=ProjectFields(owner=name)))


def _depends(ctx: Context, view: Projects, one: ProjectView) -> None:
    key = f"pr_on_{one.id}"
    names = {other.id: other.name for other in view.projects if other.id != one.id}
    fields.many(
        ctx,
        "Depends on",
        names,
        [id for id, _ in one.depends_on if id in names],
        key,
        lambda c, on: projects.set_dependencies(c, id=one.id, on=list(on)),
        placeholder="Other projects that must be finished first",
    )


def _remove(ctx: Context, id: str) -> None:
    run(ctx, f"pr_remove_{id}", lambda c: projects.remove_project(c, id=id), done="Removed. Undo brings it back.")
    open_project(None)
