"""A journey for another segment starts from one that is there; then only what differs is entered."""

from __future__ import annotations

from collections.abc import Iterable

from cjm.core.access import Right
from cjm.core.carrying import become
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.pain_points import NewId, quoted
from db.tables import Customer, Entry, Handoff, Link, Stage, ValueStream, ValueStreamStage

CARRIED = (
    "text",
    "note",
    "whose",
    "severity",
    "frequency",
    "evidence",
    "source",
    "link",
    "blocks",
    "drop_off",
    "better_or_worse",
    "speaker",
    "department_id",
    "theme_id",
    "internal",
    "shared",
)
"""What a card of its own starts with."""
OF_HANDOFF = (
    "what",
    "risk",
    "risk_note",
    "mitigation",
    "dependency",
    "crucial",
    "waiting_minutes",
    "future",
    "future_note",
)
RELATIONS = ("answers", "uses", "moves")


@command("start_stream_from", right=Right.FACILITATE)
def start_stream_from(tx: Tx, *, value_stream_id: str, name: str, customer_id: str | None = None) -> str:
    """Another stream with the same stages, which both share from then on, and handoffs of its own that start out the same.

    Without ``customer_id`` it is for the same customer. Returns the new stream's id.
    """
    model = tx.image.get(ValueStream, value_stream_id)
    if customer_id is not None:
        tx.image.get(Customer, customer_id)
    made = tx.add(
        ValueStream, name=name.strip(), customer_id=customer_id or model.customer_id, trigger=model.trigger, end=model.end
    )
    for place in tx.image.by(ValueStreamStage, "value_stream_id").get(model.id, []):
        if tx.image.find(Stage, place.stage_id):
            tx.add(ValueStreamStage, value_stream_id=made, stage_id=place.stage_id, position=place.position)
    copy_handoffs(tx, tx.image.by(Handoff, "value_stream_id").get(model.id, []), made, {})
    tx.summarise(f"Started the stream “{name.strip()}” from “{model.name}”")
    return made


def copy_handoffs(tx: Tx, handoffs: Iterable[Handoff], stream_id: str, instead: dict[str, str]) -> None:
    """Give a stream these handoffs; ``instead`` says which stage stands for which. Nothing is handed over twice or to itself."""
    there = {(one.from_stage_id, one.to_stage_id) for one in tx.image.by(Handoff, "value_stream_id").get(stream_id, [])}
    for one in list(handoffs):
        ends = instead.get(one.from_stage_id, one.from_stage_id), instead.get(one.to_stage_id, one.to_stage_id)
        if ends in there or ends[0] == ends[1] or not all(tx.image.find(Stage, end) for end in ends):
            continue
        there.add(ends)
        fields = {name: getattr(one, name) for name in OF_HANDOFF}
        tx.add(Handoff, value_stream_id=stream_id, from_stage_id=ends[0], to_stage_id=ends[1], origin_id=one.id, **fields)


def streams_with(tx: Tx, stage_id: str) -> list[ValueStream]:
    """The streams that a stage is in, in order."""
    holding = {place.value_stream_id for place in tx.image.by(ValueStreamStage, "stage_id").get(stage_id, [])}
    return [one for one in tx.image.all(ValueStream) if one.id in holding]


def copy_card(tx: Tx, entry: Entry, stream_id: str, *, stage_id: str | None = None, id: str | None = None) -> str:
    """A card of a stream's own that starts out like ``entry``, with what it is linked to."""
    fields = {name: getattr(entry, name) for name in CARRIED}
    siblings = [one for one in tx.image.by(Entry, "stage_id").get(entry.stage_id, []) if one.lane_id == entry.lane_id]
    made = tx.add(
        Entry,
        id=id,
        stage_id=stage_id or entry.stage_id,
        lane_id=entry.lane_id,
        value_stream_id=stream_id,
        origin_id=entry.id,
        position=tx.between(siblings, entry.id),
        **fields,
    )
    for relation in RELATIONS:
        tx.set_links(relation, made, tx.image.linked_from(relation, entry.id))
    for answer in tx.image.linked_to("answers", entry.id):
        tx.add(Link, relation="answers", from_id=answer, to_id=made)
    return made


@command("make_it_differ", right=Right.EDIT, live=True)
def make_it_differ(tx: Tx, *, id: str, value_stream_id: str, new_id: NewId | None = None) -> str:
    """Give a stream a card of its own in place of a shared one, which stays that of the others. Returns the new card's id."""
    entry, stream = tx.image.get(Entry, id), tx.image.get(ValueStream, value_stream_id)
    if entry.value_stream_id is not None:
        raise CjmError("This card is of one stream only already. Write on it, or share it again.")
    others = [one for one in streams_with(tx, entry.stage_id) if one.id != stream.id]
    if not others:
        raise CjmError(f"No other stream has this stage, so there is nothing that {quoted(stream.name)} could differ from.")
    made = copy_card(tx, entry, stream.id, id=new_id)
    for other in others[1:]:
        copy_card(tx, entry, other.id)
    tx.change(Entry, id, value_stream_id=others[0].id)
    tx.summarise(f"{quoted(entry.text)} differs in {stream.name} from now on")
    return made


@command("share_again", right=Right.EDIT, live=True)
def share_again(tx: Tx, *, id: str) -> str:
    """Make a card that of all streams. Its counterparts go to the trash where they say the same; those that don't stay."""
    entry = tx.image.get(Entry, id)
    if entry.value_stream_id is None:
        raise CjmError("All streams share this card already.")
    tx.change(Entry, id, value_stream_id=None)
    for other in _counterparts(tx, entry):
        if " ".join(other.text.split()) == " ".join(entry.text.split()):
            become(tx, Entry, other.id, id)
    tx.summarise(f"All streams share {quoted(entry.text)} again")
    return id


def _counterparts(tx: Tx, entry: Entry) -> list[Entry]:
    """Cards in the same place that were made from this one, from the same one, or that this one was made from."""
    family = {entry.id, entry.origin_id} - {None}
    return [
        one
        for one in tx.image.by(Entry, "stage_id").get(entry.stage_id, [])
        if one.id != entry.id
        and one.lane_id == entry.lane_id
        and one.value_stream_id is not None
        and ({one.id, one.origin_id} & family)
    ]
