"""What happened, undo, and the trash."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from cjm.core.access import Actor, Right, Role, require
from cjm.core.carrying import refuse_if_waiting
from cjm.core.command import COMMANDS, Tx, as_json, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context
from cjm.core.state import MODELS, WorkshopState
from cjm.core.uniqueness import is_free
from cjm.core.view import view
from cjm.core.vocabulary import KINDS, label_of
from db.tables import ACTIVITY, PARTS, TABLES, Customer, Part

_ORDER = {kind: number for number, kind in enumerate(MODELS)}
"""Each kind refers only to earlier ones, so that they come back first."""
_NO_PART = frozenset({"workshop_id", "author_id", "origin_id"})


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    revision: int
    summary: str
    actor_name: str
    at: datetime
    undone: bool
    undo_of: int | None
    actor_id: str | None = None
    undoable: bool = True

    def mine(self, actor: Actor) -> bool:
        return self.actor_id == actor.id

    def may_undo(self, actor: Actor) -> bool:
        """Whether ``actor`` may take it back: the facilitator everything, others what they did themselves."""
        return self.undoable and not self.undone and (actor.role is Role.FACILITATOR or self.mine(actor))


def recent(context: Context, limit: int = 30) -> list[Line]:
    """The latest activity that the asker may know of, newest first."""
    require(context.actor, Right.READ)
    image, actor = context.image(), context.actor

    def read() -> list[Line]:
        with context.service.store.reading() as connection:
            return _lines(connection, context.workshop_id, actor, limit, image.revision)

    return context.service.once(context.workshop_id, image.revision, ("recent", actor.id, limit), read)


def _lines(connection: sa.Connection, workshop_id: str, actor: Actor, limit: int, until: int) -> list[Line]:
    columns = (
        ACTIVITY.c.revision,
        ACTIVITY.c.summary,
        ACTIVITY.c.actor_name,
        ACTIVITY.c.at,
        ACTIVITY.c.undo_of,
        ACTIVITY.c.actor_id,
        ACTIVITY.c.command,
    )
    query = (
        sa.select(*columns)
        .where(
            ACTIVITY.c.workshop_id == workshop_id,
            ACTIVITY.c.revision <= until,
            sa.or_(ACTIVITY.c.only_for.is_(None), ACTIVITY.c.only_for == actor.id),
        )
        .order_by(ACTIVITY.c.revision.desc())
        .limit(limit)
    )
    rows = connection.execute(query).all()
    undone: set[int] = set()
    lines = []
    for row in rows:
        if row.undo_of is not None and row.revision not in undone:
            undone.add(row.undo_of)
        undoable = row.revision > 1 and _undoable(row.command)
        lines.append(
            Line(row.revision, row.summary, row.actor_name, row.at, row.revision in undone, row.undo_of, row.actor_id, undoable)
        )
    return lines


def _undoable(command: str) -> bool:
    known = COMMANDS.get(command)
    return known is None or known.undoable


def _there(moment: datetime, zone: str) -> datetime:
    """A moment in ``zone`` (an IANA name); an unknown zone is taken for UTC."""
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def local_day(moment: datetime, zone: str) -> str:
    """The day of a moment as people in ``zone`` read it."""
    return _there(moment, zone).strftime("%-d %B %Y")


def local_time(moment: datetime, zone: str) -> str:
    """The time of day of a moment as people in ``zone`` read it."""
    return _there(moment, zone).strftime("%H:%M")


def next_undo(context: Context) -> Line | None:
    """What the undo button would take back: one's own latest act that is not undone and is not an undo itself."""
    require(context.actor, Right.READ)
    image, actor = context.image(), context.actor

    def read() -> Line | None:
        with context.service.store.reading() as connection:
            return _next_undo(connection, context.workshop_id, actor, image.revision)

    key = ("next undo", actor.role, actor.id)
    return context.service.once(context.workshop_id, image.revision, key, read)


def _next_undo(connection: sa.Connection, workshop_id: str, actor: Actor, until: int) -> Line | None:
    for limit in (50, 5000):
        lines = _lines(connection, workshop_id, actor, limit, until)
        found = next((line for line in lines if line.undo_of is None and line.mine(actor) and line.may_undo(actor)), None)
        if found is not None or len(lines) < limit:
            return found
    return None


@command("undo", live=True)
def undo(tx: Tx, *, revision: int | None = None) -> str:
    """Take back one's own latest act, or the one of ``revision`` (an undo can be undone); returns what was taken back."""
    if revision is None:
        line = _next_undo(tx.connection, tx.workshop_id, tx.actor, tx.base_revision)
        if line is None:
            raise CjmError("There is nothing to undo.")
        revision = line.revision
    stored = tx.connection.execute(
        sa.select(
            ACTIVITY.c.summary,
            ACTIVITY.c.changes,
            ACTIVITY.c.actor_id,
            ACTIVITY.c.command,
            ACTIVITY.c.only_for,
            ACTIVITY.c.result,
        ).where(ACTIVITY.c.workshop_id == tx.workshop_id, ACTIVITY.c.revision == revision)
    ).first()
    if stored is None:
        raise CjmError("This can’t be found in the activity, so it can’t be undone.")
    others = stored.actor_id != tx.actor.id
    if others and (tx.actor.role is not Role.FACILITATOR or stored.only_for is not None):
        raise NotAllowed("Somebody else did this. Ask them or the facilitator to undo it.")
    if not _undoable(stored.command):
        raise CjmError("This can’t be undone from here. Change it where links and roster are.")
    if not stored.changes:
        _take_back(tx, stored.command, stored.result)
    _refuse_if_changed_since(tx, stored.changes)
    for change in sorted(reversed(stored.changes), key=lambda change: _ORDER[change["kind"]]):
        if change["op"] == "add":
            tx.remove(MODELS[change["kind"]], change["id"])
        else:
            before = {name: value for name, value in change["before"].items() if name not in {"version", "updated_at"}}
            tx.put_back(change["kind"], change["id"], before)
            missing = tx.missing(tx.whole.rows[change["kind"]][change["id"]]) if "deleted_at" in before else None
            if missing is not None and before["deleted_at"] is None:
                raise CjmError(f"Its {missing} isn’t there any more, so this can’t be undone. Restore that first.")
    _refuse_if_needed_since(tx, {change["id"] for change in stored.changes if change["op"] == "add"})
    tx.undo_of = revision
    tx.summarise(f"Undid: {stored.summary}")
    return str(stored.summary)


def _take_back(tx: Tx, name: str, result: Any) -> None:
    """What changed nothing in the workshop itself."""
    take_back = COMMANDS[name].take_back if name in COMMANDS else None
    if take_back is None:
        raise CjmError("This can’t be undone from here. Change it where it was done.")
    take_back(tx, result)
    tx.log_only("")


def _refuse_if_changed_since(tx: Tx, changes: list[dict[str, Any]]) -> None:
    """By what the fields hold, not by version: an undo of a later act leads back to what this one left."""
    left: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        left.setdefault((change["kind"], change["id"]), {"deleted_at": None}).update(change["after"])
    for (kind, row_id), fields in left.items():
        row = tx.whole.rows[kind].get(row_id)
        held = fields.keys() - {"version", "updated_at"}
        if row is None or as_json(row, held) != {name: fields[name] for name in held}:
            what = label_of(kind, row) if row and tx.image.may_see(row) else KINDS[kind]
            raise CjmError(f"“{what}” was changed again since, so this can’t be undone. Change it by hand.")


def _refuse_if_needed_since(tx: Tx, gone: set[str]) -> None:
    """What others have put onto something would vanish with it."""
    if not gone:
        return
    refuse_if_waiting(tx, gone, "Reveal them first, then undo this.")
    for kind, model in PARTS.items():
        references = _references(kind)
        for row in tx.whole.all(model) if references else ():
            needed = next((value for name in references if (value := getattr(row, name)) in gone), None)
            if needed is not None:
                what = next(label_of(k, rows[needed]) for k, rows in tx.whole.rows.items() if needed in rows)
                by = label_of(kind, row) if tx.image.may_see(row) else "what somebody wrote for themselves"
                raise CjmError(f"“{what}” is used by “{by}” since, so this can’t be undone. Undo or remove that first.")


@dataclass(frozen=True)
class Trashed:
    """Something in the trash. ``along`` counts the things that went with it and come back with it."""

    kind: str
    id: str
    kind_name: str
    label: str
    deleted_at: datetime
    along: int = 0


@view
def trash(image: WorkshopState) -> tuple[Trashed, ...]:
    """Everything that can be restored, latest first; what went along with something else is counted there."""
    gone: dict[datetime, dict[str, Part]] = {}
    for kind, model in PARTS.items():
        for row in image.rows[kind].values():
            if row.deleted_at is not None and isinstance(row, model) and image.may_see(row):
                gone.setdefault(row.deleted_at, {})[row.id] = row
    found: list[Trashed] = []
    for deleted_at, together in gone.items():
        owners = {id: _owner(row, together) for id, row in together.items()}
        along = Counter(
            _top(owner, owners) for id, owner in owners.items() if owner is not None and together[id].table_name not in _NOT_SHOWN
        )
        found += [
            Trashed(row.table_name, id, KINDS[row.table_name], label_of(row.table_name, row), deleted_at, along[id])
            for id, row in together.items()
            if owners[id] is None and row.table_name not in _NOT_SHOWN
        ]
    return tuple(sorted(found, key=lambda item: (item.deleted_at, item.id), reverse=True))


def told_gone(context: Context, kind: str, id: str) -> str:
    """Who put this into the trash, as a sentence for whoever still works on it; empty where it is there or not theirs to know."""
    require(context.actor, Right.READ)
    image, actor = context.image(), context.actor
    row = image.rows[kind].get(id) if kind in PARTS else None
    if not isinstance(row, Part) or row.deleted_at is None or not image.may_see(row):
        return ""
    query = sa.select(ACTIVITY.c.actor_name, ACTIVITY.c.actor_id).where(
        ACTIVITY.c.workshop_id == context.workshop_id,
        ACTIVITY.c.at == row.deleted_at,
        sa.or_(ACTIVITY.c.only_for.is_(None), ACTIVITY.c.only_for == actor.id),
    )
    with context.service.store.reading() as connection:
        line = connection.execute(query).first()
    if line is None:
        return ""
    who = "You" if actor.id is not None and line.actor_id == actor.id else line.actor_name or "Somebody"
    return f"{who} removed this {KINDS[kind]} meanwhile."


_NOT_SHOWN = frozenset({"links", "value_stream_stages", "customer_marks"})
"""What nobody misses by itself."""


def _owner(row: Part, together: dict[str, Part]) -> str | None:
    """The id of what ``row`` can't be without, if that went into the trash at the same moment."""
    columns = TABLES[row.table_name].c
    needed = (getattr(row, name) for name in _references(row.table_name) if not columns[name].nullable)
    return next((id for id in needed if id in together), None)


def _top(id: str, owners: dict[str, str | None]) -> str:
    """Where the owners of ``id`` end."""
    seen = {id}
    while (owner := owners[id]) is not None and owner not in seen:
        seen.add(owner)
        id = owner
    return id


@command("restore")
def restore(tx: Tx, *, kind: str, id: str) -> None:
    """Take something out of the trash, with what went with it at the same moment: the act that removed it is reversed for it.

    Raises CjmError if what it is part of is in the trash too.
    """
    row = tx.whole.rows.get(kind, {}).get(id)
    if row is None or row.deleted_at is None or kind == "workshops" or not tx.image.may_see(row):
        raise CjmError("This isn’t in the trash any more.")
    gone_at = row.deleted_at
    tx.restore(MODELS[kind], id)
    if isinstance(row, Customer) and row.primary and any(one.primary and one.id != id for one in tx.whole.all(Customer)):
        tx.change(Customer, id, primary=False)
    back = {id}
    for other_kind in PARTS:
        references = _references(other_kind)
        for other in list(tx.whole.rows[other_kind].values()):
            went_along = other.deleted_at == gone_at and any(getattr(other, name) in back for name in references)
            if went_along and tx.missing(other) is None and is_free(tx.whole, other):
                tx.put_back(other_kind, other.id, {"deleted_at": None})
                back.add(other.id)
    _point_again(tx, gone_at, back)
    tx.summarise(f"Restored {KINDS[kind]} “{label_of(kind, row)}”")


def _point_again(tx: Tx, gone_at: datetime, back: set[str]) -> None:
    """What pointed to something that is back, and was let go by the act that removed it, points to it again: a group's cards."""
    lines = tx.connection.execute(
        sa.select(ACTIVITY.c.changes).where(ACTIVITY.c.workshop_id == tx.workshop_id, ACTIVITY.c.at == gone_at)
    )
    for change in (change for line in lines for change in line.changes):
        kind, before, after = change["kind"], change["before"], change["after"]
        row = tx.whole.rows[kind].get(change["id"])
        if change["op"] != "change" or kind not in PARTS or row is None or row.deleted_at is not None:
            continue
        names = [name for name in _references(kind) if before.get(name) in back and getattr(row, name) == after[name]]
        if names:
            tx.put_back(kind, row.id, {name: before[name] for name in names})


def _references(kind: str) -> tuple[str, ...]:
    """The fields of a kind that hold the id of another part."""
    return tuple(name for name in PARTS[kind].model_fields if name.endswith("_id") and name not in _NO_PART)
