"""What each seat has seen of the page for leaders, so that it can say what changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from cjm.core.access import Right, require
from cjm.core.service import Context
from cjm.core.state import changes_since
from cjm.core.view import audience, seen_by
from cjm.leaders.since import Change, Since, before, changes_between
from db.faults import DatabaseFault
from db.tables import ACTIVITY, VISITS

PAUSE = timedelta(minutes=30)
"""Away for longer than this is another visit: a reload is not."""
A_WHILE = timedelta(days=14)
"""How far back somebody looks who was never here."""


def visit(context: Context, now: datetime | None = None) -> Since:
    """Note that the asker's seat reads now, and tell what changed since its visit before; without one, in the last two weeks."""
    require(context.actor, Right.READ)
    now = now or datetime.now(UTC)
    image = seen_by(context, context.image())
    revision, at = _remember(context, image.revision, now) if context.actor.seat_id else (None, None)
    visited = revision is not None and at is not None
    if revision is None or at is None:
        at = now - A_WHILE
        revision = _latest_before(context, at)
    since = max(revision, 1)

    def compared() -> tuple[Change, ...]:
        with context.service.store.reading() as connection:
            lines = changes_since(connection, context.workshop_id, since)
        known = [changes for number, changes in lines if number <= image.revision]
        return changes_between(before(image, known), image)

    key = ("since", audience(context.actor, image), since)
    return Since(at, visited, context.service.once(context.workshop_id, image.revision, key, compared))


def _latest_before(context: Context, at: datetime) -> int:
    query = sa.select(sa.func.max(ACTIVITY.c.revision)).where(ACTIVITY.c.workshop_id == context.workshop_id, ACTIVITY.c.at < at)
    with context.service.store.reading() as connection:
        return int(connection.execute(query).scalar() or 1)


def _remember(context: Context, revision: int, now: datetime) -> tuple[int | None, datetime | None]:
    """Up to which revision and until when the seat had read before this visit; nothing at the first."""
    seat_id = context.actor.seat_id
    query = sa.select(VISITS).where(VISITS.c.seat_id == seat_id)
    with context.service.store.reading() as connection:
        known = connection.execute(query).first()
    if known is not None and known.revision == revision and now - known.at < timedelta(minutes=1):
        return known.since_revision, known.since_at
    try:
        return _note(context, revision, now)
    except DatabaseFault:  # who only reads can do so where nothing can be written
        return (known.since_revision, known.since_at) if known is not None else (None, None)


def _note(context: Context, revision: int, now: datetime) -> tuple[int | None, datetime | None]:
    seat_id = context.actor.seat_id
    query = sa.select(VISITS).where(VISITS.c.seat_id == seat_id)
    with context.service.store.writing() as connection:
        known = connection.execute(query).first()
        if known is None:
            connection.execute(VISITS.insert().values(seat_id=seat_id, revision=revision, at=now))
            return None, None
        again = now - known.at > PAUSE
        since = (known.revision, known.at) if again else (known.since_revision, known.since_at)
        values = {"revision": revision, "at": now, "since_revision": since[0], "since_at": since[1]}
        connection.execute(VISITS.update().where(VISITS.c.seat_id == seat_id).values(**values))
    return since
