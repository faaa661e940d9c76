"""What each seat has seen of the page for leaders, so that it can say what changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from cjm.access import Right, require
from cjm.image import changes_since
from cjm.leaders.since import Since, before, changes_between
from cjm.service import Context
from cjm.views import seen_by
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
    with context.service.store.reading() as connection:
        if revision is None or at is None:
            visited, at = False, now - A_WHILE
            query = sa.select(sa.func.max(ACTIVITY.c.revision)).where(
                ACTIVITY.c.workshop_id == context.workshop_id, ACTIVITY.c.at < at
            )
            revision = connection.execute(query).scalar() or 1
        else:
            visited = True
        lines = changes_since(connection, context.workshop_id, max(revision, 1))
    lines = [line for line in lines if line[0] <= image.revision]
    old = before(image, [changes for _, changes in lines])
    return Since(at, visited, changes_between(old, image))


def _remember(context: Context, revision: int, now: datetime) -> tuple[int | None, datetime | None]:
    """Up to which revision and until when the seat had read before this visit; nothing at the first."""
    seat_id = context.actor.seat_id
    query = sa.select(VISITS).where(VISITS.c.seat_id == seat_id)
    with context.service.store.reading() as connection:
        known = connection.execute(query).first()
    if known is not None and known.revision == revision and now - known.at < timedelta(minutes=1):
        return known.since_revision, known.since_at
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
