"""Which snapshots there are and what is in them."""

from __future__ import annotations

import json
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa

from cjm.core.access import Right, require
from cjm.core.document_check import Document, read
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.versions.taking import REASONS
from db.tables import SNAPSHOTS

T = TypeVar("T")
KEPT = 200
COUNTED: tuple[tuple[str, str, str], ...] = (
    ("stages", "stage", "stages"),
    ("entries", "card", "cards"),
    ("future_states", "future state", "future states"),
    ("actions", "action", "actions"),
    ("projects", "project", "projects"),
    ("kpi_readings", "reading", "readings"),
)


@dataclass(frozen=True)
class Snapshot:
    """One version. ``because`` says why it was taken, ``holds`` what is in it, in words."""

    id: str
    revision: int
    reason: str
    because: str
    name: str
    made_at: datetime
    made_by: str
    holds: str
    deleted: bool = False

    @property
    def called(self) -> str:
        """Its name, else why it was taken."""
        return self.name or self.because


class Kept:
    """A small memory of what was worked out of snapshots: a document never changes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.known: OrderedDict[Any, Any] = OrderedDict()
        self.lock = Lock()

    def once(self, key: Any, make: Callable[[], T]) -> T:
        with self.lock:
            if key in self.known:
                self.known.move_to_end(key)
                known: T = self.known[key]
                return known
        made = make()
        with self.lock:
            self.known[key] = made
            while len(self.known) > self.most:
                self.known.popitem(last=False)
        return made


_COUNTS, _DOCUMENTS = Kept(KEPT), Kept(8)


def snapshots(context: Context) -> tuple[Snapshot, ...]:
    """All, the latest first, those in the trash too."""
    require(context.actor, Right.READ)
    image = context.image()

    def make() -> tuple[Snapshot, ...]:
        columns = [column for column in SNAPSHOTS.c if column.name != "document"]
        query = sa.select(*columns).where(SNAPSHOTS.c.workshop_id == context.workshop_id)
        with context.service.store.reading() as connection:
            rows = connection.execute(query.order_by(SNAPSHOTS.c.made_at.desc(), SNAPSHOTS.c.revision.desc())).all()
            holds = {row.id: _COUNTS.once(row.id, lambda id=row.id: holding(_text(connection, id))) for row in rows}  # type: ignore[misc]
        return tuple(
            Snapshot(
                row.id,
                row.revision,
                row.reason,
                REASONS.get(row.reason, row.reason),
                row.name,
                row.made_at,
                row.made_by,
                holds[row.id],
                row.deleted_at is not None,
            )
            for row in rows
        )

    return context.service.once(context.workshop_id, image.revision, "snapshots", make)


def text_of(context: Context, id: str) -> bytes:
    """The document as JSON. Raises CjmError if this workshop has no such snapshot."""
    require(context.actor, Right.READ)
    if all(one.id != id or one.deleted for one in snapshots(context)):
        raise CjmError("This version isn’t there any more. Look at the list.")
    with context.service.store.reading() as connection:
        return _text(connection, id)


def document_of(context: Context, id: str) -> Document:
    """The same as rows."""
    return _DOCUMENTS.once(id, lambda: read(text_of(context, id), kept=True))


def _text(connection: sa.Connection, id: str) -> bytes:
    return zlib.decompress(connection.execute(sa.select(SNAPSHOTS.c.document).where(SNAPSHOTS.c.id == id)).scalar_one())


def holding(text: bytes) -> str:
    """What is in a document, in words."""
    raw = json.loads(text)
    counts = [(len(raw.get(kind, ())), one, many) for kind, one, many in COUNTED]
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts if number) or "nothing yet"
