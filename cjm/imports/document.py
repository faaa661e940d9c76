"""A workshop document becomes a workshop."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from cjm.core.access import Actor, Right, require
from cjm.core.command import Tx, as_json, repeated, write_activity
from cjm.core.document_check import AT_LARGE, OF_WORKSHOP, Document, read, references
from cjm.core.service import Service
from cjm.core.state import WorkshopState
from cjm.people.seats import found_seat
from db.tables import PARTS, TABLES, Part, Row, Workshop

IDS_A_QUERY = 500


def import_document(
    service: Service,
    actor: Actor,
    data: bytes | Document,
    *,
    fresh: bool = False,
    request_id: str | None = None,
    browser_key: str | None = None,
) -> str:
    """Make a workshop of a document, read already or not, and return its id. Raises CjmError with the path of the fault;
    nothing is stored then.

    Ids are kept if the database knows none of them; otherwise, or if ``fresh``, everything gets a new id and remembers the
    old one as its origin. Whoever sits at the browser with ``browser_key`` becomes the workshop's facilitator.
    """
    require(actor, Right.FACILITATE)
    document = data if isinstance(data, Document) else read(data)
    request_id = request_id or str(uuid.uuid4())
    with service.store.writing() as connection:
        earlier = repeated(connection, request_id, "import", actor)
        if earlier is not None:
            return str(earlier.result)
        if fresh or _knows_any(connection, document):
            document = _copy(document, datetime.now(UTC))
        workshop = document.workshop
        connection.execute(TABLES["workshops"].insert().values(**workshop.model_dump(), revision=0))
        for kind, rows in document.rows.items():
            if rows:
                connection.execute(TABLES[kind].insert(), [row.model_dump() for row in rows])
        image = WorkshopState(0, {"workshops": {workshop.id: workshop}, **{kind: {} for kind in PARTS}})
        tx = Tx(connection, image, actor, "import")
        tx.changes.append(
            {"op": "add", "kind": "workshops", "id": workshop.id, "before": {}, "after": as_json(workshop, Workshop.model_fields)}
        )
        found_seat(tx, browser_key)
        tx.summarise(f"Imported “{workshop.name}”")
        revision = write_activity(connection, tx, request_id, workshop.id)
    service.published(workshop.id, revision)
    return workshop.id


def _knows_any(connection: sa.Connection, document: Document) -> bool:
    """Whether a row with one of these ids is stored, in the trash or not."""

    def stored(kind: str, rows: Iterable[Row]) -> bool:
        ids = [row.id for row in rows]
        column = TABLES[kind].c.id
        return any(
            connection.execute(sa.select(column).where(column.in_(ids[start : start + IDS_A_QUERY])).limit(1)).first()
            for start in range(0, len(ids), IDS_A_QUERY)
        )

    return stored("workshops", [document.workshop]) or any(stored(kind, rows) for kind, rows in document.rows.items())


def _copy(document: Document, now: datetime) -> Document:
    """The same under new ids."""
    ids = {row.id: str(uuid.uuid4()) for row in document.all()}
    workshop = document.workshop

    def copied(row: Row, names: Iterable[str]) -> dict[str, Any]:
        moved = {name: ids[getattr(row, name)] for name in names if getattr(row, name) is not None}
        if getattr(row, "author_id", None) in ids:  # somebody on the roster; seats are not in the document
            moved["author_id"] = ids[row.author_id]  # type: ignore[attr-defined]
        made = row.created_at if row is not workshop else now  # what is in it stays of its day: after the vote, before it
        return {**moved, "id": ids[row.id], "origin_id": row.id, "version": 1, "created_at": made, "updated_at": now}

    copy = workshop.model_copy(update=copied(workshop, OF_WORKSHOP))
    rows: dict[str, list[Part]] = {}
    for kind, originals in document.rows.items():
        names = [*references(kind), *(name for name in PARTS[kind].model_fields if name in AT_LARGE), "workshop_id"]
        rows[kind] = [row.model_copy(update=copied(row, names)) for row in originals]
    return Document(copy, rows)
