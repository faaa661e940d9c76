"""Workshops as a whole: starting, listing, the trash, and how far each has come."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from pydantic import ValidationError

from cjm.core.access import Actor, Right, require
from cjm.core.command import Tx, as_json, command, repeated, write_activity
from cjm.core.errors import CjmError, sentence
from cjm.core.service import Service
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.core.vocabulary import STEPS
from cjm.pain_points import start_lanes
from cjm.people.seats import found_seat
from cjm.value_stream import start_stream
from cjm.versions import take
from db.tables import (
    ACTIVITY,
    PARTS,
    TABLES,
    Action,
    Customer,
    Entry,
    FutureState,
    Handoff,
    Stage,
    Workshop,
)


def create_workshop(
    service: Service, actor: Actor, *, name: str, request_id: str | None = None, browser_key: str | None = None
) -> str:
    """Start a workshop with the lanes and the stream every workshop begins with; returns its id.

    Whoever sits at the browser with ``browser_key`` becomes its facilitator.
    """
    require(actor, Right.FACILITATE)
    request_id = request_id or str(uuid.uuid4())
    now = datetime.now(UTC)
    try:
        workshop = Workshop.model_validate({"id": str(uuid.uuid4()), "name": name.strip(), "created_at": now, "updated_at": now})
    except ValidationError as error:
        raise CjmError(sentence(error)) from error
    with service.store.writing() as connection:
        earlier = repeated(connection, request_id, "create_workshop", actor)
        if earlier is not None:
            return str(earlier.result)
        connection.execute(TABLES["workshops"].insert().values(**workshop.model_dump(), revision=0))
        image = WorkshopState(0, {"workshops": {workshop.id: workshop}, **{kind: {} for kind in PARTS}})
        tx = Tx(connection, image, actor, "create_workshop")
        tx.changes.append(
            {"op": "add", "kind": "workshops", "id": workshop.id, "before": {}, "after": as_json(workshop, Workshop.model_fields)}
        )
        start_lanes(tx)
        start_stream(tx)
        found_seat(tx, browser_key)
        tx.summarise(f"Started “{workshop.name}”")
        write_activity(connection, tx, request_id, workshop.id)
    return workshop.id


@dataclass(frozen=True)
class StepState:
    """Where one of the five steps stands. ``state`` is done, begun or empty; ``note`` says so in words; the group called it
    ``finished`` for now."""

    key: str
    name: str
    state: str
    note: str
    finished: bool = False


@dataclass(frozen=True)
class Progress:
    """The stepper's content."""

    workshop_name: str
    revision: int
    steps: tuple[StepState, ...]
    customer: str
    trashed: bool = False


@view
def progress(image: WorkshopState) -> Progress:
    """How far the workshop has come."""
    notes = _notes(image)
    steps = tuple(
        StepState(key, name, "done" if notes[key][1] else "begun" if notes[key][0] else "empty", notes[key][0])
        for key, name, _ in STEPS
    )
    agreed = next((customer.name for customer in image.all(Customer) if customer.primary), "")
    finished = image.workshop.finished_steps
    shown = tuple(StepState(s.key, s.name, s.state, s.note or "Not started", s.key in finished) for s in steps)
    return Progress(image.workshop.name, image.revision, shown, agreed, image.workshop.deleted_at is not None)


def _count(number: int, singular: str, plural: str | None = None) -> str:
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def _notes(image: WorkshopState) -> dict[str, tuple[str, bool]]:
    """For each step: words on what is there (empty: nothing yet), and whether it looks complete."""
    candidates = image.all(Customer)
    agreed = next((customer for customer in candidates if customer.primary), None)
    stages, handoffs, entries = image.all(Stage), image.all(Handoff), image.all(Entry)
    filled = {entry.stage_id for entry in entries}
    answered = {f.stage_id for f in image.all(FutureState) if f.experience.strip() or f.unchanged}
    actions = image.all(Action)
    ownerless = sum(1 for action in actions if not action.owner.strip())
    return {
        "customer": (
            f"{agreed.name} agreed" if agreed else _count(len(candidates), "candidate") if candidates else "",
            agreed is not None,
        ),
        "value_stream": (
            f"{_count(len(stages), 'stage')}, {_count(len(handoffs), 'handoff')}" if stages else "",
            len(stages) > 1 and bool(handoffs),
        ),
        "pain_points": (_count(len(entries), "card") if entries else "", bool(stages) and filled >= {s.id for s in stages}),
        "future_state": (
            f"{len(answered)} of {_count(len(stages), 'stage')}" if answered else "",
            bool(stages) and answered >= {s.id for s in stages},
        ),
        "priorities": (
            (_count(len(actions), "action") + (f", {ownerless} unowned" if ownerless else "")) if actions else "",
            bool(actions) and not ownerless,
        ),
    }


@dataclass(frozen=True)
class Listed:
    """A workshop in the lobby. ``reached`` counts the steps that are begun, 0 to 5."""

    id: str
    name: str
    starts_on: date | None
    changed_at: datetime
    reached: int
    deleted_at: datetime | None
    people: int


def list_workshops(service: Service, actor: Actor, *, trashed: bool = False, only: Collection[str] | None = None) -> list[Listed]:
    """All workshops, or those with an id in ``only``; last changed first, in one query."""
    require(actor, Right.READ)
    w = TABLES["workshops"]
    kinds = ("customers", "stages", "entries", "future_states", "actions")

    def has(kind: str) -> sa.ColumnElement[bool]:
        table = TABLES[kind]
        return sa.exists().where(table.c.workshop_id == w.c.id, table.c.deleted_at.is_(None))

    people = TABLES["participants"]
    there = sa.select(sa.func.count()).where(people.c.workshop_id == w.c.id, people.c.deleted_at.is_(None)).scalar_subquery()
    changed = sa.select(sa.func.max(ACTIVITY.c.at)).where(ACTIVITY.c.workshop_id == w.c.id).scalar_subquery()
    query = sa.select(
        w.c.id,
        w.c.name,
        w.c.starts_on,
        w.c.deleted_at,
        sa.func.coalesce(changed, w.c.updated_at).label("changed_at"),
        there.label("people"),
        *[has(kind).label(kind) for kind in kinds],
    ).where(w.c.deleted_at.is_not(None) if trashed else w.c.deleted_at.is_(None))
    if only is not None:
        query = query.where(w.c.id.in_(only))
    with service.store.reading() as connection:
        rows = connection.execute(query).all()
    listed = [
        Listed(
            row.id,
            row.name,
            row.starts_on,
            row.changed_at,
            max((i + 1 for i, kind in enumerate(kinds) if getattr(row, kind)), default=0),
            row.deleted_at,
            row.people,
        )
        for row in rows
    ]
    return sorted(listed, key=lambda item: (item.changed_at, item.id), reverse=True)


def copy_of(service: Service, actor: Actor, origin_id: str, *, only: Collection[str] | None = None) -> str | None:
    """The newest living workshop, of those in ``only``, made from the document with the id ``origin_id``, such as an example."""
    require(actor, Right.READ)
    w = TABLES["workshops"]
    made = sa.or_(w.c.origin_id == origin_id, w.c.id == origin_id)
    query = sa.select(w.c.id).where(made, w.c.deleted_at.is_(None)).order_by(w.c.created_at.desc(), w.c.id).limit(1)
    if only is not None:
        query = query.where(w.c.id.in_(only))
    with service.store.reading() as connection:
        found: str | None = connection.execute(query).scalar()
    return found


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, in words; after a week the date."""
    seconds = max(0.0, (now - moment).total_seconds())
    if seconds < 60:
        return "just now"
    for unit, length, most in (("minute", 60, 3600), ("hour", 3600, 86400), ("day", 86400, 7 * 86400)):
        if seconds < most:
            return f"{_count(int(seconds // length), unit)} ago"
    return f"on {moment:%-d %B %Y}"


@command("trash_workshop", right=Right.FACILITATE)
def trash_workshop(tx: Tx) -> None:
    """Move the workshop to the trash; it can be restored from the lobby."""
    tx.remove(Workshop, tx.workshop_id)
    tx.summarise(f"Moved “{tx.image.workshop.name}” to the trash")


@command("restore_workshop", right=Right.FACILITATE)
def restore_workshop(tx: Tx) -> None:
    """Take the workshop out of the trash."""
    tx.restore(Workshop, tx.workshop_id)
    tx.summarise(f"Restored “{tx.image.workshop.name}”")


@command("finish_step", right=Right.FACILITATE)
def finish_step(tx: Tx, *, step: str, finished: bool = True) -> None:
    """Say that a step is done for now, which keeps a version; not ``finished`` opens it again."""
    name = next((name for key, name, _ in STEPS if key == step), None)
    if name is None:
        raise CjmError("There is no such step.")
    before = tx.image.workshop.finished_steps
    after = [key for key, _, _ in STEPS if (key in before and key != step) or (key == step and finished)]
    if after == before:
        return
    tx.change_workshop(finished_steps=after)
    tx.summarise(f"{name}: done for now" if finished else f"{name}: opened again")
    if finished:
        take(tx, "step_done", f"{name} done for now")
