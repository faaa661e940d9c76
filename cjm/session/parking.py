"""The parking lot: thoughts for later, each with an owner before it is emptied."""

from __future__ import annotations

from cjm.access import Right, Role
from cjm.commands import Tx, command
from cjm.errors import CjmError, NotAllowed
from db.tables import Echo, Entry, ParkedThought, Participant


@command("park_thought", live=True)
def park_thought(tx: Tx, *, text: str) -> str:
    """Anyone parks a thought."""
    if not text.strip():
        raise CjmError("Write the thought first, then park it.")
    made = tx.add(ParkedThought, text=text.strip())
    tx.say("Parked a thought")
    return made


@command("park_entry", right=Right.FACILITATE, live=True)
def park_entry(tx: Tx, *, id: str) -> str:
    """A card goes from the board to the parking lot; undo brings it back."""
    entry = tx.image.get(Entry, id)
    made = tx.add(ParkedThought, text=entry.text, author_id=entry.author_id)
    tx.remove(Entry, id)
    tx.say(f"Parked “{entry.text}”")
    return made


@command("happens_to_us_too", live=True)
def happens_to_us_too(tx: Tx, *, id: str, yes: bool = True) -> int:
    """Instead of a twin card; said once a person. Returns how many have said so."""
    entry = tx.image.get(Entry, id)
    said = tx.image.by(Echo, "entry_id").get(id, [])
    mine = [one for one in said if one.author_id == tx.actor.id]
    if yes and not mine:
        person = tx.image.find(Participant, tx.actor.participant_id)
        tx.add(Echo, entry_id=id, department_id=person.department_id if person else None)
    for one in mine if not yes else ():
        tx.remove(Echo, one.id)
    tx.say(f"Said of “{entry.text}”: happens to us too")
    return len(tx.image.by(Echo, "entry_id").get(id, []))


@command("edit_parked_thought", live=True)
def edit_parked_thought(
    tx: Tx,
    *,
    id: str,
    text: str | None = None,
    owner: str | None = None,
    settled: bool | None = None,
    expected_version: int | None = None,
) -> None:
    """The facilitator gives it an owner and settles it; others edit their own. What is settled always has an owner."""
    thought = tx.image.get(ParkedThought, id)
    if tx.actor.role is not Role.FACILITATOR and (tx.actor.id is None or thought.author_id != tx.actor.id):
        raise NotAllowed("This thought is somebody else’s. Ask the facilitator.")
    if (thought.settled if settled is None else settled) and not (thought.owner if owner is None else owner).strip():
        raise CjmError("Say who takes it with them before it is settled.")
    fields = {"text": text, "owner": owner, "settled": settled}
    given = {name: value for name, value in fields.items() if value is not None}
    tx.change(ParkedThought, id, expected_version=expected_version, **given)
    tx.say(f"Settled a parked thought with {thought.owner or owner}" if settled else "Changed a parked thought")


@command("remove_parked_thought", right=Right.FACILITATE, live=True)
def remove_parked_thought(tx: Tx, *, id: str) -> None:
    """To the trash."""
    tx.image.get(ParkedThought, id)
    tx.remove(ParkedThought, id)
    tx.say("Removed a parked thought")
