"""What happened, undo, and the trash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from cjm.access import Right, require
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.image import MODELS, Image
from cjm.service import Context
from cjm.views import view
from cjm.words import KINDS, label_of
from db.tables import ACTIVITY, Link


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    revision: int
    summary: str
    actor_name: str
    at: datetime
    undone: bool
    undo_of: int | None


def recent(context: Context, limit: int = 30) -> list[Line]:
    """The latest activity, newest first."""
    require(context.actor, Right.READ)
    with context.service.store.reading() as connection:
        return _lines(connection, context.workshop_id, limit)


def _lines(connection: sa.Connection, workshop_id: str, limit: int) -> list[Line]:
    columns = (ACTIVITY.c.revision, ACTIVITY.c.summary, ACTIVITY.c.actor_name, ACTIVITY.c.at, ACTIVITY.c.undo_of)
    query = sa.select(*columns).where(ACTIVITY.c.workshop_id == workshop_id).order_by(ACTIVITY.c.revision.desc()).limit(limit)
    rows = connection.execute(query).all()
    undone: set[int] = set()
    lines = []
    for row in rows:
        if row.undo_of is not None and row.revision not in undone:
            undone.add(row.undo_of)
        lines.append(Line(row.revision, row.summary, row.actor_name, row.at, row.revision in undone, row.undo_of))
    return lines


def local(moment: datetime, zone: str) -> str:
    """A moment as people in ``zone`` (an IANA name) read it; an unknown zone is taken for UTC."""
    try:
        there = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        there = moment
    return there.strftime("%-d %B, %H:%M")


def next_undo(context: Context) -> Line | None:
    """What the undo button would take back: the latest act that is not undone and is not an undo itself."""
    return _next_undo(recent(context, 50))


def _next_undo(lines: list[Line]) -> Line | None:
    return next((line for line in lines if line.undo_of is None and not line.undone and line.revision > 1), None)


@command("undo", live=True)
def undo(tx: Tx, *, revision: int | None = None) -> str:
    """Take back the latest act, or the one of ``revision`` (an undo can be undone); returns what was taken back."""
    if revision is None:
        line = _next_undo(_lines(tx.connection, tx.workshop_id, 50))
        if line is None:
            raise CjmError("There is nothing to undo.")
        revision = line.revision
    stored = tx.connection.execute(
        sa.select(ACTIVITY.c.summary, ACTIVITY.c.changes).where(
            ACTIVITY.c.workshop_id == tx.workshop_id, ACTIVITY.c.revision == revision
        )
    ).first()
    if stored is None:
        raise CjmError("This can’t be found in the activity, so it can’t be undone.")
    _refuse_if_changed_since(tx, stored.changes)
    for change in reversed(stored.changes):
        if change["op"] == "add":
            tx.remove(MODELS[change["kind"]], change["id"])
        else:
            before = {name: value for name, value in change["before"].items() if name not in {"version", "updated_at"}}
            tx.put_back(change["kind"], change["id"], before)
    tx.undo_of = revision
    tx.say(f"Undid: {stored.summary}")
    return str(stored.summary)


def _refuse_if_changed_since(tx: Tx, changes: list[dict[str, Any]]) -> None:
    latest = {(change["kind"], change["id"]): change["after"]["version"] for change in changes}
    for (kind, row_id), version in latest.items():
        row = tx.image.rows[kind].get(row_id)
        if row is None or row.version != version:
            what = label_of(kind, row) if row else KINDS[kind]
            raise CjmError(f"“{what}” was changed again since, so this can’t be undone. Change it by hand.")


@dataclass(frozen=True)
class Trashed:
    """Something in the trash."""

    kind: str
    id: str
    kind_name: str
    label: str
    deleted_at: datetime


@view
def trash(image: Image) -> tuple[Trashed, ...]:
    """Everything that can be restored, latest first."""
    found = [
        Trashed(kind, row.id, KINDS[kind], label_of(kind, row), row.deleted_at)
        for kind, rows in image.rows.items()
        if kind not in {"links", "workshops", "value_stream_stages"}
        for row in rows.values()
        if row.deleted_at is not None and image.may_see(row)
    ]
    return tuple(sorted(found, key=lambda item: (item.deleted_at, item.id), reverse=True))


@command("restore")
def restore(tx: Tx, *, kind: str, id: str) -> None:
    """Take something out of the trash, with the links and places that went with it at the same moment."""
    row = tx.image.rows.get(kind, {}).get(id)
    if row is None or row.deleted_at is None:
        raise CjmError("This isn’t in the trash any more.")
    gone_at = row.deleted_at
    tx.restore(MODELS[kind], id)
    for other_kind, rows in list(tx.image.rows.items()):
        if other_kind == "workshops":
            continue
        for other in list(rows.values()):
            if other.deleted_at == gone_at and _belongs_to(other, id):
                tx.restore(type(other), other.id)
    tx.say(f"Restored {KINDS[kind]} “{label_of(kind, row)}”")


def _belongs_to(row: Any, id: str) -> bool:
    if isinstance(row, Link):
        return id in {row.from_id, row.to_id}
    return any(name.endswith("_id") and name != "workshop_id" and value == id for name, value in row)
