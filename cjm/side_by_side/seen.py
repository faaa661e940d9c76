"""The two journeys as they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.pain_points.reading import pain_of
from cjm.side_by_side.align import aligned
from cjm.side_by_side.parts import CardSeen, Journeys, Pairing, Side, StreamSeen
from cjm.value_stream.common import RISKY, UNITS, handoffs_of, in_words, stages_of
from db.tables import Customer, Department, Emotion, Entry, Lane, Stage, ValueStream


@view
def journeys(image: WorkshopState, left: str | None = None, right: str | None = None) -> Journeys:
    """The streams asked for, else the first and the one that shares the most stages with it."""
    streams = image.all(ValueStream)
    named = tuple((one.id, one.name) for one in streams)
    customers = tuple((one.id, one.name) for one in image.all(Customer))
    if len(streams) < 2:
        return Journeys(image.revision, named, customers, None, None, ())
    first = image.find(ValueStream, left) or next(one for one in streams if one.id != right)
    second = image.find(ValueStream, right)
    if second is None or second.id == first.id:
        mine = {stage.id for stage in stages_of(image, first.id)}
        second = max(
            (one for one in streams if one.id != first.id), key=lambda one: sum(s.id in mine for s in stages_of(image, one.id))
        )
    rows = tuple(_row(image, first, second, *pair) for pair in aligned(stages_of(image, first.id), stages_of(image, second.id)))
    seen = [_whole(image, stream, (getattr(row, side) for row in rows)) for stream, side in ((first, "left"), (second, "right"))]
    return Journeys(image.revision, named, customers, seen[0], seen[1], rows)


def cards_of(image: WorkshopState, stage: Stage, stream: ValueStream) -> list[Entry]:
    """The cards of a stage as this stream has it."""
    return [one for one in image.by(Entry, "stage_id").get(stage.id, []) if one.value_stream_id in (None, stream.id)]


def emotion_in(image: WorkshopState, stage_id: str, stream_id: str) -> Emotion | None:
    """How the customer of a stream feels at a stage: said for this stream, else for all."""
    found = {one.value_stream_id: one for one in image.by(Emotion, "stage_id").get(stage_id, [])}
    return found.get(stream_id) or found.get(None)


def _row(
    image: WorkshopState, first: ValueStream, second: ValueStream, left: Stage | None, right: Stage | None, by: str
) -> Pairing:
    mine = cards_of(image, left, first) if left else []
    others = cards_of(image, right, second) if right else []
    same = left is not None and right is not None and left.id == right.id
    if same:
        theirs = {one.id for one in others}
        both = Counter(_said(one) for one in mine if one.id in theirs)
    else:
        both = Counter(map(_said, mine)) & Counter(map(_said, others))
    return Pairing(
        f"{left.id if left else ''}|{right.id if right else ''}",
        _side(image, first, left, mine, both, same) if left else None,
        _side(image, second, right, others, both, same) if right else None,
        by,
        both.total(),
    )


def _said(entry: Entry) -> tuple[str, str]:
    return entry.lane_id, " ".join(entry.text.casefold().split())


def _side(
    image: WorkshopState, stream: ValueStream, stage: Stage, cards: list[Entry], both: Counter[tuple[str, str]], same: bool
) -> Side:
    """``both`` counts what the two have in common; in the ``same`` stage only cards of all streams are."""
    lanes = {lane.id: lane for lane in image.all(Lane)}
    left, own = Counter(both), []
    for entry in cards:
        if left[_said(entry)] > 0 and (entry.value_stream_id is None or not same):
            left[_said(entry)] -= 1
        elif entry.lane_id in lanes:
            lane = lanes[entry.lane_id]
            own.append(CardSeen(entry.id, lane.kind, lane.name, entry.text, entry.severity))
    pains = [one for one in cards if one.lane_id in lanes and lanes[one.lane_id].kind == "pain_point"]
    department = image.find(Department, stage.department_id)
    emotion = emotion_in(image, stage.id, stream.id)
    return Side(
        stage_id=stage.id,
        name=stage.name,
        department=department.name if department else "",
        lasts="" if stage.duration is None else in_words(stage.duration * UNITS[stage.duration_unit]),
        own=tuple(sorted(own, key=lambda one: (one.kind != "pain_point", -(one.severity or 0)))),
        pains=len(pains),
        pain=sum(pain_of(one) or 0 for one in pains),
        emotion=emotion.value if emotion else None,
        reason=emotion.reason if emotion else "",
        handoffs=sum(one.from_stage_id == stage.id for one in handoffs_of(image, stream.id)),
    )


def _whole(image: WorkshopState, stream: ValueStream, sides: Iterable[Side | None]) -> StreamSeen:
    there = [side for side in sides if side is not None]
    handoffs = handoffs_of(image, stream.id)
    customer = image.find(Customer, stream.customer_id)
    waiting = sum(one.waiting_minutes or 0 for one in handoffs)
    return StreamSeen(
        stream.id,
        stream.name,
        customer.name if customer else "",
        stream.trigger,
        stream.end,
        len(there),
        len(handoffs),
        sum((one.risk or 0) >= RISKY for one in handoffs),
        in_words(waiting) if waiting else "",
        sum(side.pains for side in there),
        sum(side.pain for side in there),
        sum(len(side.own) for side in there),
    )
