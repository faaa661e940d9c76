"""The parking lot: thoughts for later, each with an owner before it is emptied."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from cjm.core.access import Right, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.state import WorkshopState
from cjm.session.sealed import Key, reveals
from db.tables import Echo, Entry, ParkedThought, Participant, SessionActivity


@command("park_thought", live=True)
def park_thought(tx: Tx, *, text: str, nameless: bool = False) -> str:
    """Anyone parks a thought; ``nameless``, nobody can tell who did, so that it is the facilitator's to change from then on."""
    if not text.strip():
        raise CjmError("Write the thought first, then park it.")
    if nameless:
        tx.without_name()
    made = tx.add(ParkedThought, text=text.strip())
    tx.summarise("Parked a thought")
    return made


@command("park_entry", right=Right.FACILITATE, live=True)
def park_entry(tx: Tx, *, id: str) -> str:
    """A card goes from the board to the parking lot; undo brings it back."""
    entry = tx.image.get(Entry, id)
    made = tx.add(ParkedThought, text=entry.text, author_id=entry.author_id)
    tx.remove(Entry, id)
    tx.summarise(f"Parked “{entry.text}”")
    return made


@command("happens_to_us_too", live=True)
def happens_to_us_too(tx: Tx, *, id: str, yes: bool = True, key: Key | None = None) -> int:
    """Instead of a twin card; said once a person. Returns how many have said so.

    Of a card that was written without names it is said without a name too; ``key`` is the phone's, which alone knows of it.
    """
    entry = tx.image.get(Entry, id)
    if is_nameless(tx.image, entry):
        return _said_without_name(tx, entry, yes, key)
    said = tx.image.by(Echo, "entry_id").get(id, [])
    mine = [one for one in said if one.author_id == tx.actor.id]
    if yes and not mine:
        person = tx.image.find(Participant, tx.actor.participant_id)
        tx.add(Echo, entry_id=id, department_id=person.department_id if person else None)
    for one in mine if not yes else ():
        tx.remove(Echo, one.id)
    tx.summarise(f"Said of “{entry.text}”: happens to us too")
    return len(tx.image.by(Echo, "entry_id").get(id, []))


def nameless_moments(image: WorkshopState) -> frozenset[datetime]:
    """When cards without names were revealed."""
    return frozenset(moment for one in image.all(SessionActivity) if not one.names_shown for moment in reveals(one))


def is_nameless(image: WorkshopState, entry: Entry) -> bool:
    """Whether it was written in a round without names."""
    return entry.author_id is None and entry.created_at in nameless_moments(image)


def _said_without_name(tx: Tx, entry: Entry, yes: bool, key: str | None) -> int:
    """The row's id is made of the key, which is not stored, and of the card, so that not even two cards are joined by it."""
    if key is None:
        raise CjmError("This card is without a name, and so is what is said of it; the screen sent no key. Reload the page.")
    id = str(uuid.UUID(bytes=hashlib.sha256(f"{key} {entry.id}".encode()).digest()[:16], version=4))
    tx.without_name()
    if tx.image.find(Echo, id) is not None and not yes:
        tx.remove(Echo, id)
    elif id in tx.whole.rows[Echo.table_name] and yes:
        tx.restore(Echo, id)
    elif yes:
        tx.add(Echo, id=id, entry_id=entry.id)
    tx.summarise(f"Said of “{entry.text}”: happens to us too")
    return len(tx.image.by(Echo, "entry_id").get(entry.id, []))


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
    tx.summarise(f"Settled a parked thought with {thought.owner or owner}" if settled else "Changed a parked thought")


@command("remove_parked_thought", right=Right.FACILITATE, live=True)
def remove_parked_thought(tx: Tx, *, id: str) -> None:
    """To the trash."""
    tx.image.get(ParkedThought, id)
    tx.remove(ParkedThought, id)
    tx.summarise("Removed a parked thought")
