"""Who is here: the one answer for counts, scribes, the roster and the wall.

Here is whoever has a phone (or another device) open, and who has none and is marked as being there. A device that is open stands
in the database, for some time at a time, so that other processes and one that was started anew know it too. It leaves with its
page at once, nearly; one that falls silent, such as a phone that was put in a pocket, is waited for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.core.state import WorkshopState
from db.tables import SEATS, Participant

OPEN_FOR = timedelta(seconds=90)
"""How long a device counts after it was last heard of; it is said anew at a third of that."""
LEFT_FOR = timedelta(seconds=8)
"""How long it still counts after its page was closed: the next one may be on its way."""


@dataclass(frozen=True)
class Here:
    """The participants who are here, and those of them who have a device open."""

    ids: frozenset[str] = frozenset()
    online: frozenset[str] = frozenset()


_SITTING = sa.select(SEATS.c.participant_id, SEATS.c.here_until).where(
    SEATS.c.workshop_id == sa.bindparam("workshop_id"), SEATS.c.revoked_at.is_(None), SEATS.c.participant_id.is_not(None)
)


def here_in(connection: sa.Connection, image: WorkshopState) -> Here:
    """Who is here now."""
    now, seated, online = datetime.now(UTC), set(), set()
    for row in connection.execute(_SITTING, {"workshop_id": image.workshop.id}):
        person = _merged(image, row.participant_id)
        seated.add(person)
        if row.here_until is not None and row.here_until > now:
            online.add(person)
    people = image.all(Participant)
    ids = {one.id for one in people if one.id in online or (one.present and (one.without_device or one.id not in seated))}
    return Here(frozenset(ids), frozenset(one.id for one in people if one.id in online))


def _merged(image: WorkshopState, id: str) -> str:
    for _ in range(10):
        row = image.rows[Participant.table_name].get(id)
        if not isinstance(row, Participant) or row.merged_into is None:
            break
        id = row.merged_into
    return id


def who_is_here(context: Context) -> Here:
    """The same for whoever may ask."""
    with context.service.store.reading() as connection:
        return here_in(connection, context.image())


def beat(service: Service, open_seats: Iterable[str], left: Iterable[str]) -> None:
    """These seats have a device open, and those have closed theirs."""
    now = datetime.now(UTC)
    with service.store.writing() as connection:
        for seats, until in ((list(open_seats), now + OPEN_FOR), (list(left), now + LEFT_FOR)):
            for start in range(0, len(seats), 400):
                connection.execute(SEATS.update().where(SEATS.c.id.in_(seats[start : start + 400])).values(here_until=until))


def open_devices(service: Service, workshop_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The seats with a device open, by workshop."""
    found: dict[str, set[str]] = {id: set() for id in workshop_ids}
    here = (SEATS.c.workshop_id.in_(list(found)), SEATS.c.here_until > datetime.now(UTC), SEATS.c.revoked_at.is_(None))
    with service.store.reading() as connection:
        for row in connection.execute(sa.select(SEATS.c.workshop_id, SEATS.c.id).where(*here)):
            found[row.workshop_id].add(row.id)
    return {id: frozenset(seats) for id, seats in found.items()}


@command("all_are_here", right=Right.FACILITATE, live=True)
def all_are_here(tx: Tx) -> int:
    """Everybody on the roster is there; whoever has no device open is there without one. Returns how many were missing."""
    here = here_in(tx.connection, tx.whole).ids
    missing = [one for one in tx.image.all(Participant) if one.id not in here]
    if not missing:
        raise CjmError("Everybody on the roster is here already.")
    for one in missing:
        tx.change(Participant, one.id, present=True, without_device=True)
    tx.summarise("Everybody on the roster is here")
    return len(missing)
