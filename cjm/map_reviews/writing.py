"""The writes of a review: started, said stage by stage, rated again with the old values kept, closed."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.kpis.dates import long
from cjm.kpis.outcome import signed
from cjm.map_reviews.over_time import feeling_at, own_feelings
from cjm.map_reviews.reading import TOP, next_after, open_review, worst_first
from cjm.pain_points import quoted
from cjm.priorities.pains import pain_points_of
from cjm.versions import take
from db.tables import Emotion, Entry, ReRating, Review, ReviewFinding, Stage, ValueStream

Axis = Literal["emotion", "severity", "frequency"]


@command("start_review", right=Right.FACILITATE)
def start_review(tx: Tx, *, held_on: date | None = None) -> str:
    """Walk the map again. Raises CjmError while another review is going on, or if there is nothing to walk."""
    if any(one.state == "open" for one in tx.image.all(Review)):
        raise CjmError("A review is going on already. Close it first.")
    if not tx.image.all(Stage):
        raise CjmError("There is no stage to review yet. Lay out the stages in step 2 first.")
    day = held_on or tx.now.date()
    made = tx.add(Review, held_on=day)
    tx.summarise(f"Started the review of {long(day)}")
    return made


@command("write_finding", right=Right.FACILITATE)
def write_finding(
    tx: Tx,
    *,
    review_id: str,
    stage_id: str,
    still_true: Literal["yes", "partly", "no"] | None = None,
    words: str | None = None,
    expected_version: int | None = None,
) -> None:
    """Say whether the map is still true at a stage, and what was found there; what is not given stays as it is."""
    open_review(tx.image, review_id)
    stage = tx.image.get(Stage, stage_id)
    given: dict[str, Any] = {}
    if still_true is not None:
        given["still_true"] = still_true
    if words is not None:
        given["words"] = words
    if not given:
        raise CjmError("Say whether it is still true, or what was found.")
    present = next((one for one in tx.image.by(ReviewFinding, "review_id").get(review_id, []) if one.stage_id == stage_id), None)
    if present is None:
        tx.add(ReviewFinding, review_id=review_id, stage_id=stage_id, **given)
    else:
        tx.change(ReviewFinding, present.id, expected_version=expected_version or None, **given)
    tx.summarise(f"Review of {stage.name}: {f'still true: {still_true}' if still_true else 'wrote what was found'}")


@command("re_rate", right=Right.FACILITATE)
def re_rate(tx: Tx, *, review_id: str, subject_id: str, axis: Axis, value: int) -> None:
    """Rate a stage's emotion (-2 to 2) or a pain's severity or frequency (1 to 5) again: the new value goes onto the map, the old
    one is kept. The same value again confirms it. An emotion that one journey has of its own is rated by its own id."""
    open_review(tx.image, review_id)
    before: int | None
    own = tx.image.find(Emotion, subject_id) if axis == "emotion" else None
    stream = tx.image.find(ValueStream, own.value_stream_id) if own else None
    if own is not None:
        before = own.value
        tx.change(Emotion, own.id, value=value)
        what = f"Emotion at {tx.image.get(Stage, own.stage_id).name}" + (f" in {quoted(stream.name)}" if stream else "")
    elif axis == "emotion":
        stage = tx.image.get(Stage, subject_id)
        feeling = feeling_at(tx.image, subject_id)
        before = feeling.value if feeling else None
        if feeling is None:
            tx.add(Emotion, stage_id=subject_id, value=value)
        else:
            tx.change(Emotion, feeling.id, value=value)
        what = f"Emotion at {stage.name}"
    else:
        pain = tx.image.get(Entry, subject_id)
        if subject_id not in pain_points_of(tx.image):
            raise CjmError("Only pain points are rated; this card is none.")
        before = getattr(pain, axis)
        tx.change(Entry, subject_id, **{axis: value})
        what = f"{axis.capitalize()} of {quoted(pain.text)}"
    _keep(tx, review_id, subject_id, axis, before, value)
    told = signed if axis == "emotion" else str
    was = "" if before is None else " as before" if before == value else f", was {told(before)}"
    tx.summarise(f"{what} rated {told(value)}{was}")


def _keep(tx: Tx, review_id: str, subject_id: str, axis: Axis, before: int | None, after: int | None) -> None:
    """What it was before this review stays the first value that it had."""
    kept = tx.image.by(ReRating, "review_id").get(review_id, [])
    known = next((one for one in kept if one.subject_id == subject_id and one.axis == axis), None)
    if known is None:
        tx.add(ReRating, review_id=review_id, subject_id=subject_id, axis=axis, before=before, after=after)
    else:
        tx.change(ReRating, known.id, after=after)


@command("found_evidence", right=Right.FACILITATE)
def found_evidence(tx: Tx, *, entry_id: str, state: Literal["observed", "confirmed"], source: str) -> None:
    """New evidence for a pain point: how it is known now, and where it stands; earlier sources stay."""
    pain = tx.image.get(Entry, entry_id)
    clean = source.strip()
    if not clean:
        raise CjmError("Say where it comes from: a survey, a count, an interview. Without a source it stays an assumption.")
    known = [part.strip() for part in pain.source.split(";") if part.strip()]
    sources = "; ".join([*known, *([] if clean in known else [clean])])
    tx.change(Entry, entry_id, evidence=state, source=sources)
    tx.summarise(f"New evidence for {quoted(pain.text)}: {quoted(clean)}")


@command("edit_review", right=Right.FACILITATE)
def edit_review(
    tx: Tx, *, id: str, note: str | None = None, held_on: date | None = None, expected_version: int | None = None
) -> None:
    """Its note, or the day on which it is held."""
    given: dict[str, Any] = {name: value for name, value in (("note", note), ("held_on", held_on)) if value is not None}
    if not given:
        raise CjmError("Nothing was written. Write it again.")
    tx.change(Review, id, expected_version=expected_version, **given)
    tx.summarise("Wrote about the review")


@command("close_review", right=Right.FACILITATE)
def close_review(tx: Tx, *, id: str, next_on: date | None = None) -> None:
    """The review is over: what it looked at and left as it was counts as confirmed, the next one gets its date, and a snapshot
    keeps the map as it is now. Raises CjmError if nothing was said at any stage."""
    review = open_review(tx.image, id)
    findings = [one for one in tx.image.by(ReviewFinding, "review_id").get(id, []) if one.still_true]
    if not findings:
        raise CjmError("Nothing has been said at any stage yet. Say of at least one whether it is still true.")
    for finding in findings:
        _confirm(tx, id, finding.stage_id)
    upcoming = next_on or next_after(tx.image, review)
    if review.held_on and upcoming <= review.held_on:
        raise CjmError("The next review can’t be before this one. Choose a later day.")
    tx.change(Review, id, state="closed", closed_at=tx.now)
    tx.change_workshop(next_review_on=upcoming)
    tx.summarise(f"Closed the review of {long(review.held_on or tx.now.date())}; the next one is on {long(upcoming)}")
    take(tx, "review", f"Review of {long(review.held_on or tx.now.date())}")


def _confirm(tx: Tx, review_id: str, stage_id: str) -> None:
    """The emotion and the worst pains were on the screen when the room answered: what nobody changed is what it was."""
    known = {(one.subject_id, one.axis): one.before for one in tx.image.by(ReRating, "review_id").get(review_id, [])}
    review = tx.image.get(Review, review_id)
    feeling = feeling_at(tx.image, stage_id)
    if feeling is not None and (stage_id, "emotion") not in known:
        _keep(tx, review_id, stage_id, "emotion", feeling.value, feeling.value)
    for own in own_feelings(tx.image, stage_id):
        if (own.id, "emotion") not in known:
            _keep(tx, review_id, own.id, "emotion", own.value, own.value)
    pains = [pain for pain in pain_points_of(tx.image).values() if pain.stage_id == stage_id]
    for pain in worst_first([pain for pain in pains if pain.created_at < review.created_at], known)[:TOP]:
        axes: tuple[tuple[Axis, int | None], ...] = (("severity", pain.severity), ("frequency", pain.frequency))
        for axis, value in axes:
            if value is not None and (pain.id, axis) not in known:
                _keep(tx, review_id, pain.id, axis, value, value)


@command("plan_reviews", right=Right.FACILITATE)
def plan_reviews(tx: Tx, *, every: int | None = None, next_on: date | None = None, expected_version: int | None = None) -> None:
    """How many days lie between two reviews, and when the next one is."""
    given: dict[str, Any] = {}
    if every is not None:
        given["review_every"] = every
    if next_on is not None:
        given["next_review_on"] = next_on
    if not given:
        raise CjmError("Choose how often, or a day.")
    tx.change_workshop(expected_version=expected_version, **given)
    tx.summarise("Planned the reviews")
