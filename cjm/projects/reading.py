"""Projects and check-ins as one view."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cjm.closing.parts import Promise
from cjm.closing.promises import promises_in
from cjm.core.access import Right, require
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.projects.check_ins import current_update, open_check_in_of
from cjm.projects.parts import (
    OPEN,
    SILENT_AFTER,
    CheckInView,
    Loose,
    Projects,
    ProjectView,
    Said,
    TaskView,
    counted,
    day,
)
from cjm.session.sealed import running
from db.tables import Action, CheckIn, Department, Participant, Project, ProjectUpdate, Task

NEAR = 4
"""Days before a check-in from which owners are asked."""


@view
def projects(image: WorkshopState, *, today: date) -> Projects:
    """All projects as they stand on ``today``, actions without one, and the check-ins."""
    held = sorted(image.all(CheckIn), key=lambda one: (_day_of(one), one.id))
    words: dict[str | None, int] = {}
    for update in image.all(ProjectUpdate):
        words[update.check_in_id] = words.get(update.check_in_id, 0) + 1
    shown = [
        CheckInView(one.id, one.version, _day_of(one), one.state, number, one.created_at, words.get(one.id, 0))
        for number, one in enumerate(held, start=1)
    ]
    past = tuple(one for one in reversed(shown) if one.state == "closed")
    people = {one.id: one.name for one in image.all(Participant)}
    departments = {one.id: one for one in image.all(Department)}
    taken = image.by(Project, "action_id")
    return Projects(
        revision=image.revision,
        version=image.workshop.version,
        workshop=image.workshop.name,
        sponsor=image.workshop.sponsor,
        today=today,
        projects=tuple(_project(image, one, today, past, people, departments) for one in image.all(Project)),
        loose=tuple(Loose(one.id, one.name, one.owner, one.due_on) for one in image.all(Action) if one.id not in taken),
        promised=tuple(one for one in promises_in(image, today) if _promised(one, taken)),
        people=tuple(people.values()),
        every=image.workshop.check_in_every,
        next_on=image.workshop.next_check_in_on,
        check_in=next((one for one in shown if one.state == "open"), None),
        past=past,
    )


def _promised(one: Promise, projects: dict[Any, list[Project]]) -> bool:
    """Whether somebody took it, and has no project of their own for it."""
    own = [row for row in projects.get(one.id, []) if row.participant_id and row.participant_id == one.taken_by_id]
    return one.chosen and one.taken and not own


def _day_of(row: CheckIn) -> date:
    return row.held_on or row.created_at.date()


def _project(
    image: WorkshopState,
    row: Project,
    today: date,
    past: tuple[CheckInView, ...],
    people: dict[str, str],
    departments: dict[str, Department],
) -> ProjectView:
    action = image.find(Action, row.action_id)
    department = departments.get(action.department_id or "") if action else None
    current = current_update(image, row.id)
    days = {one.id: one.held_on for one in past}
    earlier = [one for one in image.by(ProjectUpdate, "project_id").get(row.id, []) if one.check_in_id in days]
    updates = [_said(one, row, days[one.check_in_id or ""]) for one in earlier]
    updates.sort(key=lambda one: one.held_on or today, reverse=True)
    began = row.starts_on or row.created_at.date()
    said = {one.check_in_id for one in earlier}
    missed = 0
    for one in past:
        if one.id in said or one.held_on < began:
            break
        missed += 1
    on = [other for id in image.linked_from("depends_on", row.id) if (other := image.find(Project, id))]
    late = (today - row.due_on).days if row.due_on and row.status in OPEN and row.due_on < today else 0
    tasks = tuple(_task(one, today) for one in image.by(Task, "project_id").get(row.id, []))
    now = _said(current, row, None) if current else None
    latest = now or (updates[0] if updates else None)
    waits = tuple(one.name for one in on if one.status not in ("done", "stopped"))
    sure = next((one.confidence for one in ([now] if now else []) + updates if one.confidence), None)
    told = _told(row, latest, late, 0 if now else missed, updates, waits, today)
    return ProjectView(
        id=row.id,
        version=row.version,
        name=row.name,
        action_id=action.id if action else None,
        action=action.name if action else "",
        department=department.name if department else "",
        letters=department.letters if department else "",
        colour=department.colour if department else -1,
        owner=people.get(row.participant_id or "", row.owner),
        participant_id=row.participant_id if row.participant_id in people else None,
        status=row.status,
        outcome_kind=row.outcome_kind,
        outcome=row.outcome,
        standard_where=row.standard_where,
        standard_whose=row.standard_whose,
        problem=row.problem,
        in_scope=row.in_scope,
        out_of_scope=row.out_of_scope,
        measure=row.measure,
        help_needed=row.help_needed,
        starts_on=row.starts_on,
        begins_on=began,
        due_on=row.due_on,
        done_on=row.done_on,
        days_late=late,
        depends_on=tuple((one.id, one.name) for one in on),
        waits_for=waits,
        tasks=tasks,
        updates=tuple(updates),
        current=now,
        missed=missed,
        marks=tuple(mark for mark, _ in told),
        told=told,
        standing=_standing(row, [mark for mark, _ in told], sure),
    )


def _task(row: Task, today: date) -> TaskView:
    late = row.done_on is None and row.due_on is not None and row.due_on < today
    return TaskView(row.id, row.version, row.name, row.owner, row.due_on, row.done_on, late)


def _said(row: ProjectUpdate, project: Project, held_on: date | None) -> Said:
    return Said(
        row.id,
        row.version,
        row.check_in_id,
        held_on,
        row.since_last,
        row.next_steps,
        row.blocked,
        row.confidence,
        row.said_by,
        row.said_at,
        row.participant_id is not None and row.participant_id == project.participant_id,
    )


def _told(
    row: Project, latest: Said | None, late: int, missed: int, updates: list[Said], waits: tuple[str, ...], today: date
) -> tuple[tuple[str, str], ...]:
    """What makes it stand out, each with its reason; nothing once it is done or stopped."""
    if row.status not in OPEN:
        return ()
    made: list[tuple[str, str]] = []
    if late:
        made.append(("late", f"{counted(late, 'day')} late"))
    if missed >= SILENT_AFTER:
        heard = updates[0].held_on if updates else None
        made.append(("silent", f"No word since {day(heard, today)}" if heard else f"No word at {counted(missed, 'check-in')}"))
    blocked = latest.blocked.strip() if latest else ""
    if row.status == "blocked" or blocked:
        made.append(("blocked", f"Blocked: {blocked}" if blocked else "Blocked"))
    if waits:
        made.append(("waits", f"Waits for {' and '.join(f'“{name}”' for name in waits)}"))
    if row.help_needed.strip():
        made.append(("help", f"Help needed: {row.help_needed.strip()}"))
    return tuple(made)


def _standing(row: Project, marks: list[str], confidence: str | None) -> str:
    if row.status in ("done", "stopped"):
        return row.status
    if "late" in marks:
        return "late"
    if {"silent", "blocked"} & set(marks) or confidence in ("amber", "red"):
        return "at_risk"
    return "planned" if row.status == "planned" else "on_track"


def asked_now(context: Context, today: date) -> bool:
    """Whether who asks owns a project that is to be told of in a check-in that is on or near: then that is where they land."""
    require(context.actor, Right.READ)
    image = context.image()
    mine = context.actor.participant_id
    owns = any(one.participant_id == mine and one.status in OPEN for one in image.all(Project)) if mine else False
    if not owns or running(image) is not None:
        return False
    upcoming = image.workshop.next_check_in_on
    return open_check_in_of(image) is not None or (upcoming is not None and upcoming - timedelta(days=NEAR) <= today)


def owns_some(context: Context) -> bool:
    """Whether who asks owns a project, or promised something at the closing."""
    require(context.actor, Right.READ)
    image, mine = context.image(), context.actor.participant_id
    if mine is None:
        return False
    return any(one.participant_id == mine for one in image.all(Project)) or any(
        one.chosen for one in image.by(Action, "taken_by_id").get(mine, [])
    )
