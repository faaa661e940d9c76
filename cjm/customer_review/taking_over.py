"""What came from customers, and what the group makes of it: evidence, a corrected card, a new one, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.core.vocabulary import Certainty
from cjm.customer_review.sharing import Sharing
from cjm.pain_points import quoted
from db.columns import TEXT
from db.tables import CardSeen, CustomerMark, Entry, Lane, Stage

LONGEST_SOURCE = 400
Ids = Annotated[list[str], Field(min_length=1, max_length=2000)]


@dataclass(frozen=True)
class Said:
    """What one customer said. ``card`` is the text of the card it is about, ``became`` of the card that was made of it."""

    id: str
    mark: str
    words: str
    by: str
    at: datetime
    state: str
    card_id: str | None
    card: str
    lane: str
    evidence: str
    became: str


@dataclass(frozen=True)
class StageSaid:
    """What came for a stage: counts, and everything said, as the board orders the cards, what is missing last.

    ``cards`` is how many cards customers see there; ``open_true`` are the ids of what can be taken over at once.
    """

    id: str
    name: str
    cards: int
    true: int
    wrong: int
    missing: int
    open: int
    open_true: tuple[str, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Came:
    """Everything that came. ``people`` is how many customers said something; ``usual_lane`` takes what is missing."""

    revision: int
    stages: tuple[StageSaid, ...]
    lanes: tuple[tuple[str, str], ...]
    usual_lane: str | None
    people: int
    total: int
    open: int


@view
def what_came(image: WorkshopState) -> Came:
    """Stage by stage, in the order of the stream."""
    rule = Sharing(image)
    lanes = {lane.id: lane for lane in image.all(Lane)}
    stages, marks = [one for one in rule.ordered() if image.find(Stage, one.id)], image.all(CustomerMark)
    place = {entry.id: number for number, entry in enumerate(image.all(Entry))}
    held: dict[str, list[tuple[CustomerMark, Entry | None]]] = {stage.id: [] for stage in stages}
    for one in marks:
        entry = image.find(Entry, one.entry_id)
        if one.entry_id is None or entry is not None:  # what is said of a card that is gone waits with it in the trash
            held.get(entry.stage_id if entry else one.stage_id, []).append((one, entry))
    shown: dict[str, int] = {}
    for entry in rule.image.all(Entry):
        shown[entry.stage_id] = shown.get(entry.stage_id, 0) + rule.shows(entry)
    told = []
    for stage in stages:
        here = sorted(held[stage.id], key=lambda pair: place[pair[1].id] if pair[1] else len(place))
        said = tuple(_said(image, lanes, one, entry) for one, entry in here)
        true, wrong, missing = (sum(one.mark == mark for one in said) for mark in ("true", "wrong", "missing"))
        still = [one for one in said if one.state == "open"]
        at_once = tuple(one.id for one in still if one.mark == "true")
        told.append(StageSaid(stage.id, stage.name, shown.get(stage.id, 0), true, wrong, missing, len(still), at_once, said))
    usual = next((lane.id for lane in lanes.values() if lane.kind == "pain_point"), next(iter(lanes), None))
    people = {one.author_id or one.said_by or one.id for one in marks}
    return Came(
        image.revision,
        tuple(told),
        tuple((lane.id, lane.name) for lane in lanes.values()),
        usual,
        len(people),
        sum(len(stage.said) for stage in told),
        sum(stage.open for stage in told),
    )


def _said(image: WorkshopState, lanes: dict[str, Lane], one: CustomerMark, entry: Entry | None) -> Said:
    became = image.find(Entry, one.became_id)
    lane = lanes.get(entry.lane_id) if entry else None
    return Said(
        one.id,
        one.mark,
        one.words,
        one.said_by,
        one.created_at,
        one.state,
        entry.id if entry else None,
        entry.text if entry else "",
        lane.name if lane else "",
        entry.evidence if entry else "",
        became.text if became else "",
    )


# Commands ------------------------------------------------------------------------------------------------------------


def _day(mark: CustomerMark) -> str:
    return f"{mark.created_at:%-d %B %Y}"


def _open(tx: Tx, id: str, mark: str) -> CustomerMark:
    said = tx.image.get(CustomerMark, id)
    if said.mark != mark:
        raise CjmError("The customer has changed this meanwhile. Look at it again.")
    if said.state == "taken_over":
        raise CjmError("This was taken over already. Undo that to do it another way.")
    return said


def _with_source(entry: Entry, said: CustomerMark) -> str:
    mine = f"customers’ review, {_day(said)}"
    if mine in entry.source:
        return entry.source
    both = f"{entry.source}; {mine}" if entry.source.strip() else mine
    return both if len(both) <= LONGEST_SOURCE else entry.source


@command("take_over_true", right=Right.FACILITATE)
def take_over_true(tx: Tx, *, ids: Ids) -> None:
    """Cards that customers say are true are confirmed by customers now, with where that comes from."""
    cards: dict[str, str] = {}
    for id in dict.fromkeys(ids):
        said = _open(tx, id, "true")
        entry = tx.image.get(Entry, said.entry_id or "")
        tx.change(Entry, entry.id, evidence="confirmed", source=_with_source(entry, said))
        tx.change(CustomerMark, id, state="taken_over")
        cards[entry.id] = entry.text
    what = quoted(next(iter(cards.values()))) if len(cards) == 1 else f"{len(cards)} cards"
    tx.summarise(f"Took over that customers confirm {what}")


@command("answer_wrong", right=Right.FACILITATE)
def answer_wrong(tx: Tx, *, id: str, evidence: Certainty | None = None, text: str | None = None) -> None:
    """A card that a customer says is wrong: their words go into its note; its evidence and its text change if given."""
    said = _open(tx, id, "wrong")
    entry = tx.image.get(Entry, said.entry_id or "")
    line = f"Customers’ review, {_day(said)}: wrong" + (f", “{said.words}”" if said.words else "")
    note = f"{entry.note}\n{line}" if entry.note.strip() else line
    fields: dict[str, Any] = {"note": note if len(note) <= TEXT else entry.note}
    if evidence is not None:
        fields["evidence"] = evidence
    if text is not None:
        fields["text"] = text.strip()
    tx.change(Entry, entry.id, **fields)
    tx.change(CustomerMark, id, state="taken_over")
    tx.summarise(f"Took over that customers find {quoted(entry.text)} wrong")


@command("take_over_missing", right=Right.FACILITATE)
def take_over_missing(tx: Tx, *, id: str, lane_id: str, text: str | None = None) -> str:
    """What a customer misses becomes a card of a lane, confirmed by customers."""
    said = _open(tx, id, "missing")
    stage, lane = tx.image.get(Stage, said.stage_id), tx.image.get(Lane, lane_id)
    there = [entry for entry in tx.image.by(Entry, "stage_id").get(stage.id, []) if entry.lane_id == lane.id]
    made = tx.add(
        Entry,
        stage_id=stage.id,
        lane_id=lane.id,
        text=(said.words if text is None else text).strip(),
        evidence="confirmed",
        source=f"customers’ review, {_day(said)}",
        position=tx.last(there),
    )
    tx.add(CardSeen, entry_id=made)  # it comes after the vote, but who makes it has read it
    tx.change(CustomerMark, id, state="taken_over", became_id=made)
    tx.summarise(f"Made a card of what customers miss at {quoted(stage.name)}")
    return made


@command("set_aside_marks", right=Right.FACILITATE)
def set_aside_marks(tx: Tx, *, ids: Ids, aside: bool = True) -> None:
    """Leave it as it is, or look at it again after all."""
    for id in dict.fromkeys(ids):
        if tx.image.get(CustomerMark, id).state == "taken_over":
            raise CjmError("This was taken over already. Undo that first.")
        tx.change(CustomerMark, id, state="set_aside" if aside else "open")
    what = "what a customer said" if len(ids) == 1 else f"{len(ids)} things customers said"
    tx.summarise(f"Set aside {what}" if aside else f"Took up {what} again")
