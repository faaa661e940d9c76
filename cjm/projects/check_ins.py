"""The writes of check-ins: opening, what is said of each project, closing, and how often."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from db.tables import CheckIn, Project, ProjectUpdate

Confidence = Literal["green", "amber", "red"]
Words = Annotated[str, Field(max_length=4000)]


def open_check_in_of(image: WorkshopState) -> CheckIn | None:
    """The check-in that is going on."""
    return next((one for one in image.all(CheckIn) if one.state == "open"), None)


def current_update(image: WorkshopState, project_id: str) -> ProjectUpdate | None:
    """What is said of a project for the check-in that is on, or for the next one."""
    here = open_check_in_of(image)
    wanted = {None, here.id if here else None}
    updates = image.by(ProjectUpdate, "project_id").get(project_id, [])
    return next((one for one in reversed(updates) if one.check_in_id in wanted), None)


def last_update(image: WorkshopState, project_id: str) -> ProjectUpdate | None:
    """What was said of a project at the latest check-in that is over."""
    days = {one.id: (one.held_on or one.created_at.date(), one.id) for one in image.all(CheckIn) if one.state == "closed"}
    earlier = [one for one in image.by(ProjectUpdate, "project_id").get(project_id, []) if one.check_in_id in days]
    return max(earlier, key=lambda one: days[one.check_in_id or ""], default=None)


@command("open_check_in", right=Right.FACILITATE)
def open_check_in(tx: Tx, *, held_on: date | None = None) -> str:
    """Begin one; what owners handed in beforehand belongs to it from now on."""
    already = open_check_in_of(tx.image)
    if already is not None:
        return already.id
    if not tx.image.all(Project):
        raise CjmError("There is no project to talk about yet. Make one of an action first.")
    on = held_on or tx.now.date()
    made = tx.add(CheckIn, held_on=on)
    for update in [one for one in tx.image.all(ProjectUpdate) if one.check_in_id is None]:
        if tx.image.find(Project, update.project_id):
            tx.change(ProjectUpdate, update.id, check_in_id=made)
    tx.summarise(f"Began the check-in of {on:%-d %B %Y}")
    return made


@command("save_update", live=True)
def save_update(
    tx: Tx,
    *,
    project_id: str,
    since_last: Words | None = None,
    next_steps: Words | None = None,
    blocked: Words | None = None,
    confidence: Confidence | None = None,
    expected_version: int | None = None,
) -> str:
    """What is said of a project: since last time, next, what blocks it, and how sure one is. What is not given stays.

    It belongs to the check-in that is on; between two it waits for the next one. What blocked it at the last one
    still does until somebody says otherwise.
    """
    project = tx.image.get(Project, project_id)
    texts = {"since_last": since_last, "next_steps": next_steps, "blocked": blocked}
    fields: dict[str, Any] = {name: text.strip() for name, text in texts.items() if text is not None}
    if confidence is not None:
        fields["confidence"] = confidence
    present = current_update(tx.image, project_id)
    if present is None and not any(fields.values()):
        raise CjmError("Write a few words or say how sure you are; then it can be handed in.")
    mine = tx.actor.participant_id is not None and tx.actor.participant_id == project.participant_id
    if mine or present is None:
        fields |= {"said_by": tx.actor.name, "participant_id": tx.actor.participant_id if mine else None, "said_at": tx.now}
    if present is None:
        here = open_check_in_of(tx.image)
        before = last_update(tx.image, project_id)
        fields.setdefault("blocked", before.blocked if before else "")
        made = tx.add(ProjectUpdate, project_id=project_id, check_in_id=here.id if here else None, **fields)
    else:
        made = present.id
        tx.change(ProjectUpdate, made, expected_version=expected_version, **fields)
    tx.summarise(f"Said how “{project.name[:60]}” stands")
    return made


@command("close_check_in", right=Right.FACILITATE, live=True)
def close_check_in(tx: Tx, *, id: str) -> None:
    """It is over, and the next one is planned."""
    check_in = tx.image.get(CheckIn, id)
    if check_in.state == "closed":
        raise CjmError("This check-in is closed already.")
    on = check_in.held_on or tx.now.date()
    tx.change(CheckIn, id, state="closed", closed_at=tx.now)
    workshop = tx.image.workshop
    tx.change_workshop(next_check_in_on=_next(on, workshop.next_check_in_on, workshop.check_in_every))
    tx.summarise(f"Closed the check-in of {on:%-d %B %Y}")


def _next(held: date, planned: date | None, every: int) -> date:
    """In the rhythm that was planned, so that a meeting held a day late or early does not shift all others."""
    after = planned if planned and abs((planned - held).days) <= every // 2 else held
    after += timedelta(days=every)
    return after


@command("set_check_ins", right=Right.FACILITATE)
def set_check_ins(
    tx: Tx,
    *,
    every: Annotated[int, Field(ge=1, le=366)] | None = None,
    next_on: date | None = None,
    no_date: bool = False,
    expected_version: int | None = None,
) -> None:
    """How many days lie between two check-ins, and when the next one is; what is not given stays."""
    fields: dict[str, Any] = {}
    if every is not None:
        fields["check_in_every"] = every
    if next_on is not None or no_date:
        fields["next_check_in_on"] = None if no_date else next_on
    tx.change_workshop(expected_version=expected_version, **fields)
    if "next_check_in_on" in fields:
        tx.summarise(f"Planned the next check-in for {next_on:%-d %B %Y}" if next_on else "Planned no next check-in")
    else:
        tx.summarise(f"Planned a check-in every {every} days")
