"""What customers say of the map: a card is true or wrong, something is missing at a stage. Each changes only their own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from cjm.core.access import Right, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.vocabulary import UNNAMED
from cjm.customer_review.sharing import Sharing
from cjm.pain_points import NewId, quoted
from db.tables import CustomerMark, Entry, Stage

MOST_MARKS = 600
"""Of one customer."""
MOST_MISSING = 12
"""Of one customer at one stage."""
MOST_IN_ALL = 6000
GONE = "This isn’t part of what is shown any more. Nothing you said before is lost."
SETTLED = "The team has taken this over already. Thank you! If there is more to say, add it below as missing."

Words = Annotated[str, Field(max_length=400)]


def _mine(tx: Tx) -> list[CustomerMark]:
    if tx.actor.role is not Role.REVIEWER:
        raise CjmError("What customers say is theirs alone to say: open their link in another browser to try it.")
    if not Sharing(tx.whole).chosen:
        raise CjmError(GONE)
    return tx.whole.by(CustomerMark, "author_id").get(tx.actor.id, [])


def _refuse_too_many(tx: Tx, mine: list[CustomerMark]) -> None:
    if len(mine) >= MOST_MARKS or len(tx.whole.all(CustomerMark)) >= MOST_IN_ALL:
        raise CjmError("That is more than can be kept here. Thank you! Tell the rest to whoever gave you the link.")


def _said_by(tx: Tx) -> str:
    return "" if tx.actor.name == UNNAMED else tx.actor.name


@command("mark_card", right=Right.REVIEW, live=True)
def mark_card(tx: Tx, *, entry_id: str, mark: Literal["true", "wrong"], words: Words = "") -> str:
    """Say that a card is true or wrong, with a word why; said again it replaces what one said before."""
    mine, entry = _mine(tx), tx.whole.find(Entry, entry_id)
    if entry is None or not Sharing(tx.whole).shows(entry):
        raise CjmError(GONE)
    said = next((one for one in mine if one.entry_id == entry_id), None)
    if said is not None and said.state == "taken_over":
        raise CjmError(SETTLED)
    fields: dict[str, Any] = {"mark": mark, "words": words.strip(), "state": "open"}
    if said is not None:
        tx.change(CustomerMark, said.id, **fields)
        made = said.id
    else:
        _refuse_too_many(tx, mine)
        made = tx.add(CustomerMark, stage_id=entry.stage_id, entry_id=entry_id, said_by=_said_by(tx), **fields)
    tx.summarise(f"Said that {quoted(entry.text)} is {mark}")
    return made


@command("say_missing", right=Right.REVIEW, live=True)
def say_missing(tx: Tx, *, stage_id: str, words: Words, id: NewId | None = None) -> str:
    """Say what is missing at a stage; with the ``id`` of what one said before, change that."""
    mine, stage = _mine(tx), tx.whole.find(Stage, stage_id)
    if stage is None or stage.id not in Sharing(tx.whole).shown_stages:
        raise CjmError(GONE)
    if not words.strip():
        raise CjmError("Write a few words on what is missing here.")
    said = next((one for one in mine if one.id == id and one.mark == "missing"), None)
    if said is not None:
        if said.state == "taken_over":
            raise CjmError(SETTLED)
        tx.change(CustomerMark, said.id, words=words.strip(), state="open")
        made = said.id
    else:
        _refuse_too_many(tx, mine)
        if sum(one.mark == "missing" and one.stage_id == stage_id for one in mine) >= MOST_MISSING:
            raise CjmError("That is a lot for one stage, thank you! Change something you wrote, or go on with the next one.")
        made = tx.add(CustomerMark, id=id, stage_id=stage_id, mark="missing", words=words.strip(), said_by=_said_by(tx))
    tx.summarise(f"Said what is missing at {quoted(stage.name)}")
    return made


@command("take_back_mark", right=Right.REVIEW, live=True, undoable=False)
def take_back_mark(tx: Tx, *, id: str | None = None, entry_id: str | None = None) -> None:
    """Take back what one said: of a card, or with its ``id``. What is not there any more needs no taking back, and nobody else
    brings it back."""
    said = next((one for one in _mine(tx) if (one.id == id if id is not None else one.entry_id == entry_id)), None)
    if said is None:
        return
    if said.state == "taken_over":
        raise CjmError(SETTLED)
    tx.remove(CustomerMark, said.id)
    tx.summarise("Took back what they had said")
