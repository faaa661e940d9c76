"""Which actions are given out, and “I take it”."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field

from cjm.closing.promises import GIVEN_OUT
from cjm.core.access import Right, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.state import from_json
from cjm.core.vocabulary import shortened
from cjm.priorities.ranking import ranked_actions
from db.tables import ACTIVITY, Action, Participant

LONGEST = timedelta(days=3660)
"""How far ahead a promise may lie."""


@command("choose_actions", right=Right.FACILITATE, live=True)
def choose_actions(tx: Tx, *, ids: Annotated[list[str], Field(max_length=500)] | None = None, chosen: bool = True) -> int:
    """Choose actions to be given out, or drop them; without ``ids`` what has a high impact. Returns how many changed."""
    if ids is None:
        ids = [one.id for one in ranked_actions(tx.image) if one.quadrant in GIVEN_OUT]
        if not ids:
            raise CjmError("No action has a high impact yet: score them first, or choose them one by one.")
    actions = [one for id in ids if (one := tx.image.get(Action, id)).chosen != chosen]
    for one in actions:
        tx.change(Action, one.id, chosen=chosen)
    what = f"“{shortened(actions[0].name)}”" if len(actions) == 1 else f"{len(actions)} actions"
    tx.summarise(f"{'Chose' if chosen else 'Dropped'} {what} {'to be given out' if chosen else 'from what is given out'}")
    return len(actions)


@command("take_action", live=True)
def take_action(tx: Tx, *, id: str, due_on: date | None = None, for_participant: str | None = None) -> None:
    """“I take it”, by a day; said for oneself, by the facilitator also for ``for_participant``.

    Without a day the action keeps its own. Refused if somebody else took it; again by the same changes the day.
    """
    action = tx.image.get(Action, id)
    if not action.chosen:
        raise CjmError(f"“{shortened(action.name)}” is not given out. Ask the facilitator to choose it first.")
    person, name = _who(tx, for_participant)
    same = action.taken_at is not None and (action.taken_by_id, action.owner) == (person, name)
    if action.taken_at is not None and not same and tx.actor.role is not Role.FACILITATOR:
        raise CjmError(f"{action.owner} was faster: “{shortened(action.name)}” is taken. Look up at the screen.")
    due = due_on or action.due_on
    if due_on is not None and not tx.now.date() - timedelta(days=1) <= due_on <= tx.now.date() + LONGEST:
        raise CjmError("Choose a day between today and ten years from now.")
    taken_at = action.taken_at if same else tx.now
    tx.change(Action, id, owner=name, due_on=due, taken_by_id=person, taken_at=taken_at, has_owner="yes")
    tx.summarise(f"{name} takes “{shortened(action.name)}”" + (f" by {due:%-d %B %Y}" if due else ""))


def _who(tx: Tx, for_participant: str | None) -> tuple[str | None, str]:
    """The participant and the name under which it is taken."""
    if for_participant is not None and for_participant != tx.actor.participant_id and tx.actor.role is not Role.FACILITATOR:
        raise NotAllowed("Only the facilitator can take something for somebody else.")
    person = tx.image.find(Participant, for_participant or tx.actor.participant_id)
    if for_participant is not None and person is None:
        raise CjmError("This participant isn’t there any more. Choose another.")
    return (person.id, person.name) if person else (None, tx.actor.name)


@command("give_back_action", live=True)
def give_back_action(tx: Tx, *, id: str) -> None:
    """Nobody has taken it then: owner and day are again what they were before. One’s own; the facilitator’s are all."""
    action = tx.image.get(Action, id)
    if action.taken_at is None:
        raise CjmError(f"“{shortened(action.name)}” is free already.")
    before = _before_it_was_taken(tx, id)
    fields: dict[str, Any] = {"owner": "", "taken_by_id": None, "taken_at": None, **before}
    tx.change(Action, id, **fields)
    tx.summarise(f"{action.owner} gave “{shortened(action.name)}” back")


def _before_it_was_taken(tx: Tx, id: str) -> dict[str, Any]:
    """Owner and day as they stood before the first “I take it” of the last time it was free."""
    query = (
        sa.select(ACTIVITY.c.changes)
        .where(ACTIVITY.c.workshop_id == tx.workshop_id, ACTIVITY.c.command == "take_action")
        .order_by(ACTIVITY.c.revision.desc())
        .limit(500)
    )
    for line in tx.connection.execute(query):
        for change in line.changes:
            if change["id"] == id and "taken_at" in change["before"] and change["before"]["taken_at"] is None:
                kept = {name: change["before"][name] for name in ("owner", "due_on", "has_owner") if name in change["before"]}
                return {name: from_json("actions", name, value) for name, value in kept.items()}
    return {}
