"""Reviews as views: the one that is going on, stage by stage, and those that can be read."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.kpis.outcome import signed
from cjm.map_reviews.over_time import feeling_at, in_order_of_time, over_time, own_feelings
from cjm.map_reviews.parts import Found, OwnFeeling, Past, RatedPain, Reviews, Walk, WalkStage
from cjm.pain_points.reading import ordered_stages
from cjm.priorities.pains import pain_points_of
from cjm.value_stream.common import stages_of
from db.tables import Emotion, Entry, FutureState, Lane, ReRating, Review, ReviewFinding, Stage, ValueStream, ValueStreamStage

TOP = 4
"""Pain points of a stage that a review walks through; the others are folded."""
SAID = 3
"""Cards of a kind that remind the room of what a stage is."""


@view
def reviews(image: WorkshopState, *, stream_id: str | None = None) -> Reviews:
    """The rhythm, all reviews and how emotion and pain went, at every stage or in the journey ``stream_id``."""
    every = in_order_of_time(image)
    going_on = next((one.id for one in every if one.state == "open"), None)
    workshop = image.workshop
    streams = tuple((one.id, one.name) for one in image.all(ValueStream) if stages_of(image, one.id))
    stream = stream_id if stream_id in dict(streams) else None
    return Reviews(
        image.revision,
        workshop.version,
        workshop.review_every,
        workshop.next_review_on,
        going_on,
        tuple(_past(image, one) for one in reversed(every)),
        over_time(image, stream),
        streams,
        stream,
    )


@view
def walk(image: WorkshopState, *, id: str) -> Walk:
    """The review with the id ``id``. Raises CjmError if it is gone."""
    review = image.get(Review, id)
    findings = {one.stage_id: one for one in image.by(ReviewFinding, "review_id").get(id, [])}
    before = {(one.subject_id, one.axis): one.before for one in image.by(ReRating, "review_id").get(id, [])}
    pains = defaultdict(list)
    for pain in pain_points_of(image).values():
        pains[pain.stage_id].append(pain)
    stages = tuple(
        _stage(image, review, stage, findings.get(stage.id), before, pains[stage.id]) for stage in ordered_stages(image)
    )
    lane = next((one.id for one in image.all(Lane) if one.kind == "pain_point"), None)
    return Walk(image.revision, id, review.version, review.held_on, review.note, stages, lane, next_after(image, review))


def next_after(image: WorkshopState, review: Review) -> date:
    """When the review after this one is due."""
    start = max(review.held_on or review.created_at.date(), datetime.now(UTC).date())
    return start + timedelta(days=image.workshop.review_every)


def worst_first(pains: list[Entry], before: dict[tuple[str, str], int | None]) -> list[Entry]:
    """In the order in which a review goes through them: as they were ``before`` it, so that none jumps when it is rated again."""

    def place(pain: Entry) -> tuple[int, int, str, str]:
        severity = before.get((pain.id, "severity"), pain.severity) or 0
        return (-severity * (before.get((pain.id, "frequency"), pain.frequency) or 0), -severity, pain.position, pain.id)

    return sorted(pains, key=place)


def _stage(
    image: WorkshopState,
    review: Review,
    stage: Stage,
    finding: ReviewFinding | None,
    before: dict[tuple[str, str], int | None],
    pains: list[Entry],
) -> WalkStage:
    kinds = {lane.id: lane.kind for lane in image.all(Lane)}
    cards = image.by(Entry, "stage_id").get(stage.id, [])

    def texts(*wanted: str) -> tuple[str, ...]:
        return tuple(card.text for card in cards if kinds.get(card.lane_id) in wanted)[:SAID]

    feeling = feeling_at(image, stage.id)
    names, apart = {stream.id: stream.name for stream in image.all(ValueStream)}, own_feelings(image, stage.id)
    own = tuple(
        OwnFeeling(one.id, names[one.value_stream_id or ""], one.value, before.get((one.id, "emotion")), one.reason)
        for one in apart
    )
    others = {place.value_stream_id for place in image.by(ValueStreamStage, "stage_id").get(stage.id, [])}
    others -= {one.value_stream_id for one in apart}
    shared_by = tuple(name for id, name in names.items() if id in others) if own else ()
    future = next(iter(image.by(FutureState, "stage_id").get(stage.id, [])), None)
    ordered = [_rated(pain, review, before) for pain in worst_first(pains, before)]
    new = [pain for pain in ordered if pain.new]
    known = [pain for pain in ordered if not pain.new]
    return WalkStage(
        stage.id,
        stage.name,
        finding.still_true if finding else None,
        finding.words if finding else "",
        finding.version if finding else 0,
        feeling.value if feeling else None,
        before.get((stage.id, "emotion")),
        feeling.reason if feeling else "",
        own,
        shared_by,
        texts("activity"),
        texts("bright_spot"),
        future.experience if future else "",
        tuple([*known[:TOP], *new]),
        tuple(known[TOP:]),
    )


def _rated(pain: Entry, review: Review, before: dict[tuple[str, str], int | None]) -> RatedPain:
    return RatedPain(
        pain.id,
        pain.text,
        pain.severity,
        pain.frequency,
        before.get((pain.id, "severity")),
        before.get((pain.id, "frequency")),
        pain.evidence,
        pain.source,
        pain.whose,
        pain.created_at >= review.created_at,
    )


def open_review(image: WorkshopState, id: str) -> Review:
    """Raises CjmError if it is over."""
    review = image.get(Review, id)
    if review.state != "open":
        raise CjmError("This review is closed. Start another one, or undo the closing.")
    return review


def _past(image: WorkshopState, review: Review) -> Past:
    findings = {one.stage_id: one for one in image.by(ReviewFinding, "review_id").get(review.id, [])}
    ratings = defaultdict(list)
    for one in image.by(ReRating, "review_id").get(review.id, []):
        subject = image.find(Entry, one.subject_id) or image.find(Emotion, one.subject_id)
        ratings[subject.stage_id if subject else one.subject_id].append((one, subject))
    made = []
    for stage in ordered_stages(image):
        finding, rated = findings.get(stage.id), ratings.get(stage.id, [])
        changed = tuple(_changed(image, rating, subject) for rating, subject in rated if rating.before != rating.after)
        if finding or rated:
            still, words = (finding.still_true, finding.words) if finding else (None, "")
            made.append(Found(stage.name, still, words, changed, len(rated) - len(changed)))
    end = review.closed_at or datetime.max.replace(tzinfo=UTC)
    new = tuple(pain.text for pain in pain_points_of(image).values() if review.created_at <= pain.created_at <= end)
    day = review.held_on or review.created_at.date()
    return Past(review.id, day, review.state == "closed", review.note, tuple(made), new)


def _changed(image: WorkshopState, rating: ReRating, subject: Entry | Emotion | None) -> str:
    def told(value: int | None) -> str:
        return "not rated" if value is None else signed(value) if rating.axis == "emotion" else str(value)

    what = f"“{subject.text}”, {rating.axis}" if isinstance(subject, Entry) else rating.axis.capitalize()
    stream = image.find(ValueStream, subject.value_stream_id) if isinstance(subject, Emotion) else None
    what += f" in “{stream.name}”" if stream else ""
    return f"{what}: {told(rating.before)} → {told(rating.after)}"
