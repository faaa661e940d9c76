"""Taking snapshots, naming them, and the trash for them. They are no part of the workshop, so undo has a way of its own here."""

from __future__ import annotations

import uuid
import zlib
from typing import Any

import sqlalchemy as sa

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.document import documented, encode
from cjm.core.errors import CjmError
from db.columns import unstorable
from db.tables import SNAPSHOTS

REASONS: dict[str, str] = {
    "step_done": "A step was done for now",
    "closing": "The workshop was closed",
    "review": "The map was reviewed",
    "before_import": "Before an import",
    "before_restore": "Before a restore",
    "by_hand": "Taken by hand",
}
"""Why a snapshot was taken, in words."""
FAST = 1
"""How hard the document is compressed: the next writer waits meanwhile."""


def take(tx: Tx, reason: str, name: str = "") -> str:
    """Keep the workshop as the whole team may see it at this moment of ``tx``, and return the snapshot's id.

    What is the same as the latest snapshot is not stored again: that one's id is returned, and it gets the name if it has none.
    Before an import it is taken first, and is of the revision that was there.
    """
    if reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    name = _checked(name)
    latest = _latest(tx.connection, tx.workshop_id)
    if latest is not None and latest.revision == tx.base_revision and not tx.changes:
        return _same(tx, latest, name)
    text = encode(documented(tx.whole))
    if latest is not None and zlib.decompress(_stored(tx.connection, latest.id)) == text:
        return _same(tx, latest, name)
    id = str(uuid.uuid4())
    values = {"id": id, "reason": reason, "name": name, "made_at": tx.now, "made_by": tx.actor.name[:200]}
    store(tx.connection, tx.workshop_id, revision=tx.base_revision + (reason != "before_import"), text=text, **values)
    return id


def store(connection: sa.Connection, workshop_id: str, *, revision: int, text: bytes, **values: Any) -> None:
    """Store the document ``text`` as a snapshot; ``values`` are its other columns."""
    packed = zlib.compress(text, FAST)
    connection.execute(SNAPSHOTS.insert().values(workshop_id=workshop_id, revision=revision, document=packed, **values))


def _latest(connection: sa.Connection, workshop_id: str) -> sa.Row[Any] | None:
    query = (
        sa.select(SNAPSHOTS.c.id, SNAPSHOTS.c.revision, SNAPSHOTS.c.name)
        .where(SNAPSHOTS.c.workshop_id == workshop_id, SNAPSHOTS.c.deleted_at.is_(None))
        .order_by(SNAPSHOTS.c.made_at.desc(), SNAPSHOTS.c.revision.desc())
        .limit(1)
    )
    return connection.execute(query).first()  # type: ignore[return-value]


def any_kept(connection: sa.Connection, workshop_id: str) -> bool:
    """Whether the workshop has a snapshot, in the trash or not."""
    query = sa.select(SNAPSHOTS.c.id).where(SNAPSHOTS.c.workshop_id == workshop_id).limit(1)
    return connection.execute(query).first() is not None


def _stored(connection: sa.Connection, id: str) -> bytes:
    return bytes(connection.execute(sa.select(SNAPSHOTS.c.document).where(SNAPSHOTS.c.id == id)).scalar_one())


def _same(tx: Tx, latest: sa.Row[Any], name: str) -> str:
    if name and not latest.name:
        _set(tx, latest.id, name=name)
    return str(latest.id)


def _checked(name: str) -> str:
    """Raises CjmError if it can't be a name."""
    name = " ".join(name.split())
    fault = unstorable(name)
    if fault:
        raise CjmError(f"The name contains {fault}.")
    if len(name) > 200:
        raise CjmError("The name is too long: keep it to 200 letters.")
    return name


def _set(tx: Tx, id: str, **values: Any) -> None:
    tx.connection.execute(SNAPSHOTS.update().where(SNAPSHOTS.c.id == id).values(**values))


def get(tx: Tx, id: str, *, deleted: bool = False) -> sa.Row[Any]:
    """The snapshot without its document. Raises CjmError if it is not there, or not in the trash if ``deleted``."""
    columns = [column for column in SNAPSHOTS.c if column.name != "document"]
    query = sa.select(*columns).where(SNAPSHOTS.c.id == id, SNAPSHOTS.c.workshop_id == tx.workshop_id)
    found = tx.connection.execute(query).first()
    if found is None or (found.deleted_at is not None) != deleted:
        raise CjmError("This version is back already." if deleted else "This version isn’t there any more. Look at the list.")
    return found


def called(row: sa.Row[Any]) -> str:
    """What people call it."""
    return f"“{row.name or REASONS[row.reason]}”"


@command("take_snapshot", right=Right.FACILITATE)
def take_snapshot(tx: Tx, *, name: str = "") -> str:
    """Take one by hand. Raises CjmError if nothing changed since the latest that has a name."""
    latest = _latest(tx.connection, tx.workshop_id)
    id = take(tx, "by_hand", name)
    if latest is not None and latest.id == id and (latest.name or not name.strip()):
        raise CjmError(f"Nothing has changed since {called(get(tx, id))}: that is this very version.")
    tx.log_only(f"Kept a version{': “' + _checked(name) + '”' if name.strip() else ''}")
    return id


@take_snapshot.taken_back_by
def _untake(tx: Tx, result: Any) -> None:
    get(tx, result)
    _set(tx, result, deleted_at=tx.now)


@command("rename_snapshot", right=Right.FACILITATE)
def rename_snapshot(tx: Tx, *, id: str, name: str) -> list[str]:
    """An empty name shows why it was taken. Returns the id, the name before and the name now."""
    before, name = get(tx, id), _checked(name)
    if before.name != name:
        _set(tx, id, name=name)
        tx.log_only(f"Renamed the version {called(before)} to {called(get(tx, id))}")
    return [id, before.name, name]


@rename_snapshot.taken_back_by
def _unrename(tx: Tx, result: Any) -> None:
    id, before, after = result
    if get(tx, id).name != after:
        raise CjmError("This version was renamed again since, so this can’t be undone. Rename it by hand.")
    _set(tx, id, name=before)


@command("delete_snapshot", right=Right.FACILITATE)
def delete_snapshot(tx: Tx, *, id: str) -> str:
    """Move it to the trash, from which it can be put back."""
    gone = get(tx, id)
    _set(tx, id, deleted_at=tx.now)
    tx.log_only(f"Deleted the version {called(gone)}")
    return id


@delete_snapshot.taken_back_by
def _undelete(tx: Tx, result: Any) -> None:
    get(tx, result, deleted=True)
    _set(tx, result, deleted_at=None)


@command("put_back_snapshot", right=Right.FACILITATE)
def put_back_snapshot(tx: Tx, *, id: str) -> str:
    """Take it out of the trash."""
    back = get(tx, id, deleted=True)
    _set(tx, id, deleted_at=None)
    tx.log_only(f"Put the version {called(back)} back")
    return id


@put_back_snapshot.taken_back_by
def _unput(tx: Tx, result: Any) -> None:
    get(tx, result)
    _set(tx, result, deleted_at=tx.now)
