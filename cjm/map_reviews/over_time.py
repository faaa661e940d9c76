"""Emotion and pain per stage, at the workshop and at each review, out of what every review kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from cjm.core.state import WorkshopState
from cjm.kpis.dates import short
from cjm.map_reviews.parts import Moment, OverTime
from cjm.pain_points.reading import ordered_stages
from cjm.value_stream.common import stages_of
from db.tables import Emotion, Entry, Lane, ReRating, Review, ValueStream

Kept = dict[tuple[str, str], list[tuple[int, int | None, int | None]]]
"""By subject and axis: which review, before and after; in order."""


def feeling_at(image: WorkshopState, stage_id: str) -> Emotion | None:
    """How the customer feels at a stage, in every journey that has no emotion of its own there."""
    return next((one for one in image.by(Emotion, "stage_id").get(stage_id, []) if one.value_stream_id is None), None)


def own_feelings(image: WorkshopState, stage_id: str) -> list[Emotion]:
    """What single journeys feel at a stage, in the order of the journeys."""
    order = {stream.id: place for place, stream in enumerate(image.all(ValueStream))}
    found = [one for one in image.by(Emotion, "stage_id").get(stage_id, []) if one.value_stream_id in order]
    return sorted(found, key=lambda one: order[one.value_stream_id or ""])


def in_order_of_time(image: WorkshopState) -> list[Review]:
    """The earliest first."""
    return sorted(image.all(Review), key=lambda one: (one.held_on or one.created_at.date(), one.created_at, one.id))


def over_time(image: WorkshopState, stream_id: str | None = None) -> OverTime:
    """Of every stage, or of one journey as its customers feel it, with its own pain. What a review did not rate is taken for
    what it was at the next time it was rated, else for what it is now."""
    reviews = in_order_of_time(image)
    kept = _kept(image, reviews)
    stages = stages_of(image, stream_id) if stream_id else ordered_stages(image)
    felt = {stage.id: _felt(image, stage.id, stream_id) for stage in stages}
    pains = _pains(image, stream_id)
    moments = []
    for index in range(-1, len(reviews)):
        review = reviews[index] if index >= 0 else None
        end = (review.closed_at if review else reviews[0].created_at) if reviews else None
        day = (review.held_on or review.created_at.date()) if review else image.workshop.starts_on
        name = f"Review, {short(day)}" if review and day else "Workshop"
        emotions = tuple(value_at(kept, subject, "emotion", index, now) for subject, now in felt.values())
        moments.append(Moment(name, day, emotions, tuple(_pain_at(kept, pains[stage.id], index, end) for stage in stages)))
    return OverTime(tuple((stage.id, stage.name) for stage in stages), tuple(moments))


def _felt(image: WorkshopState, stage_id: str, stream_id: str | None) -> tuple[str, int | None]:
    """What is rated again when the emotion at a stage is, and what it is now."""
    owns, shared = own_feelings(image, stage_id), feeling_at(image, stage_id)
    if stream_id is None:  # of one journey alone only if nothing else is said
        own = next(iter(owns), None) if shared is None else None
    else:
        own = next((one for one in owns if one.value_stream_id == stream_id), None)
    return (own.id, own.value) if own else (stage_id, shared.value if shared else None)


def _kept(image: WorkshopState, reviews: list[Review]) -> Kept:
    places = {review.id: place for place, review in enumerate(reviews)}
    found: Kept = defaultdict(list)
    for one in image.all(ReRating):
        if one.review_id in places:
            found[one.subject_id, one.axis].append((places[one.review_id], one.before, one.after))
    for ratings in found.values():
        ratings.sort(key=lambda rating: rating[0])
    return found


def value_at(kept: Kept, subject_id: str, axis: str, place: int, now: int | None) -> int | None:
    """What a rating was after the review at ``place``, -1 being the workshop."""
    ratings = kept.get((subject_id, axis), [])
    until = [after for at, _, after in ratings if at <= place]
    if until:
        return until[-1]
    return ratings[0][1] if ratings else now


def _pains(image: WorkshopState, stream_id: str | None) -> dict[str, list[Entry]]:
    """Pain points by stage, those in the trash too: they hurt while they were on the board. Of one journey without those that
    only others have."""
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "pain_point"}
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in image.rows["entries"].values():
        if isinstance(row, Entry) and row.lane_id in lanes and image.may_see(row):
            if stream_id and row.value_stream_id not in (None, stream_id):
                continue
            found[row.stage_id].append(row)
    return found


def _pain_at(kept: Kept, pains: list[Entry], place: int, end: datetime | None) -> int:
    total = 0
    for pain in pains:
        gone = pain.deleted_at is not None and (end is None or pain.deleted_at <= end)
        if gone or (end is not None and pain.created_at > end):
            continue
        severity = value_at(kept, pain.id, "severity", place, pain.severity)
        frequency = value_at(kept, pain.id, "frequency", place, pain.frequency)
        total += (severity or 0) * (frequency or 0)
    return total
