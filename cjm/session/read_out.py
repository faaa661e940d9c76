"""Reading out what was written, or giving actions out: which one is on the wall. Every screen follows it; turning a page changes
nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import sqlalchemy as sa
from pydantic import StringConstraints

from cjm.core.access import Right
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.session.sealed import Sealing, reveals, running, sealed
from db.tables import READ_OUTS, Action, Entry, Lane, SessionActivity, Stage

Place = Annotated[str, StringConstraints(min_length=1, max_length=36)]
ALL = "all"
"""Every card at once, at the end of a read-out."""


@sealed("read_out", right=Right.FACILITATE)
def read_out(s: Sealing, *, place: Place) -> None:
    """Put a card or an action on the wall by its id, or ``all`` of them. Refused while nothing is being read out."""
    activity = running(s.image)
    if activity is None or not is_read_out(activity):
        raise CjmError("There is nothing to read out now: reveal the cards first.")
    s.connection.execute(READ_OUTS.delete().where(READ_OUTS.c.session_activity_id == activity.id))
    s.connection.execute(READ_OUTS.insert().values(session_activity_id=activity.id, place=place))


def is_read_out(activity: SessionActivity) -> bool:
    """Whether its cards, or the actions to be taken, are on the wall now."""
    if activity.kind == "close":
        return activity.state == "running"
    return activity.state == "revealed" and activity.kind in {"write", "break_out"}


def place_of(connection: sa.Connection, activity: SessionActivity, image: WorkshopState) -> str | None:
    """Where the read-out of ``activity`` stands, at what its card became, or the card after one that is
    gone; None is its beginning, or that it is none."""
    if not is_read_out(activity):
        return None
    query = sa.select(READ_OUTS.c.place).where(READ_OUTS.c.session_activity_id == activity.id)
    found: str | None = connection.execute(query).scalar()
    if found is None or found == ALL:
        return found
    found = image.became(found)
    if any(image.find(model, found) for model in (Entry, Action)):
        return found
    gone = image.rows[Entry.table_name].get(found)
    if not isinstance(gone, Entry):
        return None
    cards, order = pile(image, activity), reading_order(image)
    return next((one.id for one in cards if order(one) > order(gone)), cards[-1].id if cards else None)


def reading_order(image: WorkshopState) -> Callable[[Entry], tuple[int, int, str]]:
    """Along the journey, shuffled in each cell."""
    order = {one.id: number for model in (Stage, Lane) for number, one in enumerate(image.all(model))}
    return lambda one: (order.get(one.stage_id, 0), order.get(one.lane_id, 0), one.id)


def pile(image: WorkshopState, activity: SessionActivity) -> list[Entry]:
    """The cards that an activity has revealed, in the order in which they are read out."""
    moments = reveals(activity)
    return sorted((one for one in image.all(Entry) if one.created_at in moments), key=reading_order(image))
