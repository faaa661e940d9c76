"""The tasks of a project: ticked in the list, changed below it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import projects
from cjm.core.service import Context
from cjm.projects import Projects, ProjectView, TaskFields, TaskView, day
from pages.screens.projects import CSS
from pages.shared import address, fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon


def rows(view: Projects, one: ProjectView, *, ticks: bool) -> list[Tree]:
    """Each task with owner and date; ``ticks`` with a button to tick it and one to change it."""
    return [_row(view, task, ticks) for task in one.tasks]


def _row(view: Projects, task: TaskView, ticks: bool) -> Tree:
    due = f"done {day(task.done_on, view.today)}" if task.done_on else f"by {day(task.due_on, view.today)}" if task.due_on else ""
    late: list[Tree] = [["span", {"class": "late"}, " · late"]] if task.late else []
    told = " · ".join(part for part in (task.owner, due) if part)
    what: Tree = [
        "div",
        {"class": "what", "dir": "auto"},
        ["span", {"class": "name"}, task.name],
        ["div", {"class": "small"}, told, *late],
    ]
    sign = icon("check_box" if task.done_on else "check_box_outline_blank")
    if not ticks:
        return ["div", {"class": f"task{' done' if task.done_on else ''}"}, ["span", {"class": "tick"}, sign], what]
    verb = "untick" if task.done_on else "tick"
    return [
        "div",
        {"class": f"task{' done' if task.done_on else ''}"},
        [
            "button",
            {
                "class": "tick",
                "act": f"{verb}:{task.id}",
                "role": "checkbox",
                "aria-checked": "true" if task.done_on else "false",
                "aria-label": f"Done: {task.name}",
            },
            sign,
        ],
        what,
        ["button", {"class": "edit", "act": f"edit:{task.id}", "aria-label": f"Change: {task.name}"}, icon("edit")],
    ]


def tasks(ctx: Context, view: Projects, one: ProjectView) -> None:
    none: Tree = ["div", {"class": "small"}, "No task yet. Add the first: one thing, one name, one date."]
    act = draw(["div", {}, *(rows(view, one, ticks=True) or [none])], key=f"pr_tasks_{one.id}", css=CSS)
    chosen = next((task for task in one.tasks if task.id == st.query_params.get("task")), None)
    if chosen:
        _change(ctx, view, chosen)
    else:
        _add(ctx, view, one)
    if not act:
        return
    verb, _, id = act.partition(":")
    if verb == "edit":
        address.put("task", None if chosen and chosen.id == id else id)
    else:
        run(ctx, act, lambda c: projects.tick_task(c, id=id, done=verb == "tick"))
    fields.again()


def _add(ctx: Context, view: Projects, one: ProjectView) -> None:
    name, who, when = (f"pr_task_{part}_{one.id}" for part in ("name", "owner", "due"))

    def added() -> None:
        state = st.session_state
        made = run(
            ctx,
            name,
            lambda c: projects.add_task(c, project_id=one.id, name=state[name], owner=state[who] or "", due_on=state[when]),
        )
        if made:
            state[name], state[who], state[when] = "", None, None  # the next one is somebody else's

    with st.form(f"pr_task_form_{one.id}", border=False):
        st.text_input("Task", key=name, max_chars=400, placeholder="One thing to do")
        left, right = st.columns(2)
        with left:
            st.selectbox("Who", view.people, index=None, key=who, accept_new_options=True, placeholder="A name")
        with right:
            st.date_input("By", value=None, key=when, format="YYYY-MM-DD")
        st.form_submit_button("Add task", icon=":material/add:", key=f"pr_task_add_{one.id}", on_click=added)


def _change(ctx: Context, view: Projects, task: TaskView) -> None:
    def save(name: str) -> Any:
        return lambda c, value: projects.edit_task(
            c,
            id=task.id,
            fields=TaskFields.model_validate({name: value if name == "due_on" else (value or "")}),
            expected_version=c.based_on,
        )

    def removed() -> None:
        run(ctx, f"pr_task_gone_{task.id}", lambda c: projects.remove_task(c, id=task.id), done="Removed. Undo brings it back.")
        address.put("task", None)

    with st.container(border=True, key=f"pr_task_{task.id}"):
        fields.text(ctx, "Task", task.name, f"pr_t_name_{task.id}", save("name"), version=task.version, max_chars=400)
        left, right = st.columns(2)
        names = {name: name for name in dict.fromkeys((*view.people, *([task.owner] if task.owner else [])))}
        with left:
            fields.choose(
                ctx,
                "Who",
                names,
                task.owner or None,
                f"pr_t_owner_{task.id}",
                save("owner"),
                version=task.version,
                empty="Nobody yet",
                accept_new_options=True,
            )
        with right:
            fields.day(ctx, "By", task.due_on, f"pr_t_due_{task.id}", save("due_on"), version=task.version, format="YYYY-MM-DD")
        with st.container(horizontal=True):
            st.button("Remove task", icon=":material/delete:", key=f"pr_task_gone_{task.id}", on_click=removed)
            st.button("Done changing", key=f"pr_task_shut_{task.id}", on_click=address.put, args=("task", None))
