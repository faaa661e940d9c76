"""Reviews: walked stage by stage, rated again with the old values kept, closed; and how it went over time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from cjm import kpis, map_reviews, versions
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.figures import over_time as figures
from cjm.map_reviews import Moment, Walk, WalkStage
from cjm.pain_points import add_entry, rate_entry, remove_entry, set_emotion
from cjm.side_by_side import start_stream_from
from cjm.value_stream import add_stage
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Emotion, Entry, Lane, ReRating, ValueStream

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@command("test_set_own")
def set_own(tx: Tx, *, id: str, value_stream_id: str) -> None:
    tx.change(Entry, id, value_stream_id=value_stream_id)


DAY = date(2027, 2, 15)


@pytest.fixture
def ctx(sqlite_store: Store) -> Iterator[Context]:
    service = Service(sqlite_store)
    yield Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))


def lane(ctx: Context, kind: str = "pain_point") -> str:
    return next(one.id for one in ctx.image().all(Lane) if one.kind == kind)


@pytest.fixture
def stage(ctx: Context) -> str:
    made = add_stage(ctx, stream_id=ctx.image().all(ValueStream)[0].id, name="Scheduling")
    set_emotion(ctx, stage_id=made, value=-1)
    return made


def pained(ctx: Context, stage: str, text: str = "On hold", severity: int = 4, frequency: int = 5) -> str:
    made = add_entry(ctx, stage_id=stage, lane_id=lane(ctx), text=text)
    rate_entry(ctx, id=made, axis="severity", value=severity)
    rate_entry(ctx, id=made, axis="frequency", value=frequency)
    return made


def walked(ctx: Context, id: str) -> Walk:
    return map_reviews.walk(ctx, id=id)


def stop(ctx: Context, id: str) -> WalkStage:
    return walked(ctx, id).stages[0]


def moments(ctx: Context) -> list[Moment]:
    return list(map_reviews.reviews(ctx).over_time.moments)


def test_rating_again_changes_the_map_and_keeps_what_was(ctx: Context, stage: str) -> None:
    pain = pained(ctx, stage)
    id = map_reviews.start_review(ctx, held_on=DAY)
    map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="severity", value=3)
    map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="severity", value=2)
    map_reviews.re_rate(ctx, review_id=id, subject_id=stage, axis="emotion", value=1)
    assert ctx.image().get(Entry, pain).severity == 2 and ctx.image().all(Emotion)[0].value == 1
    one = stop(ctx, id)
    assert (one.pains[0].severity, one.pains[0].severity_before, one.emotion, one.emotion_before) == (2, 4, 1, -1)
    assert history.recent(ctx)[0].summary == "Emotion at Scheduling rated +1, was −1"
    history.undo(ctx)
    assert ctx.image().all(Emotion)[0].value == -1 and stop(ctx, id).emotion_before is None, "both or neither"
    with pytest.raises(CjmError, match="at most 5"):
        map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="severity", value=6)
    quote = add_entry(ctx, stage_id=stage, lane_id=lane(ctx, "quote"), text="Well")
    with pytest.raises(CjmError, match="this card is none"):
        map_reviews.re_rate(ctx, review_id=id, subject_id=quote, axis="severity", value=1)


def test_a_pain_does_not_jump_when_it_is_rated_again(ctx: Context, stage: str) -> None:
    first, second = pained(ctx, stage, "On hold", 5, 5), pained(ctx, stage, "Dates differ", 4, 4)
    id = map_reviews.start_review(ctx)
    map_reviews.re_rate(ctx, review_id=id, subject_id=first, axis="severity", value=1)
    assert [pain.id for pain in stop(ctx, id).pains] == [first, second]


def test_closing_keeps_what_nobody_changed_takes_a_snapshot_and_plans_the_next(ctx: Context, stage: str) -> None:
    pain = pained(ctx, stage)
    id = map_reviews.start_review(ctx, held_on=DAY)
    with pytest.raises(CjmError, match="Nothing has been said"):
        map_reviews.close_review(ctx, id=id)
    map_reviews.write_finding(ctx, review_id=id, stage_id=stage, still_true="partly")
    map_reviews.write_finding(ctx, review_id=id, stage_id=stage, words="Call-back runs")
    map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="frequency", value=2)
    map_reviews.close_review(ctx, id=id, next_on=DAY + timedelta(days=84))
    view = map_reviews.reviews(ctx)
    assert view.going_on is None and view.next_on == DAY + timedelta(days=84)
    found = view.past[0].findings[0]
    assert (found.still_true, found.words, found.confirmed) == ("partly", "Call-back runs", 2)
    assert found.changed == ("“On hold”, frequency: 5 → 2",)
    assert [one.name for one in versions.snapshots(ctx)] == ["Review of 15 February 2027"]
    with pytest.raises(CjmError, match="This review is closed"):
        map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="severity", value=1)
    rate_entry(ctx, id=pain, axis="severity", value=1)  # on the board, later
    assert [one.pains for one in moments(ctx)] == [(20,), (8,)], "what the room left as it was stays what it was then"


def test_only_one_is_going_on_and_only_the_facilitator_leads(ctx: Context, stage: str) -> None:
    map_reviews.start_review(ctx)
    with pytest.raises(CjmError, match="going on already"):
        map_reviews.start_review(ctx)
    with pytest.raises(NotAllowed):
        map_reviews.start_review(Context(ctx.service, Actor("C", Role.CONTRIBUTOR), ctx.workshop_id))


def test_each_journey_is_rated_as_its_customers_feel_it(ctx: Context, stage: str) -> None:
    main = ctx.image().all(ValueStream)[0].id
    abroad = start_stream_from(ctx, value_stream_id=main, name="From abroad")
    set_emotion(ctx, stage_id=stage, value=-2, value_stream_id=abroad)
    pained(ctx, stage)
    set_own(ctx, id=pained(ctx, stage, "Visa", 2, 2), value_stream_id=abroad)
    id = map_reviews.start_review(ctx, held_on=DAY)
    one = stop(ctx, id)
    assert one.emotion == -1 and [(own.stream, own.value, own.before) for own in one.own] == [("From abroad", -2, None)]
    map_reviews.re_rate(ctx, review_id=id, subject_id=one.own[0].id, axis="emotion", value=1)
    assert history.recent(ctx)[0].summary == "Emotion at Scheduling in “From abroad” rated +1, was −2"
    assert (stop(ctx, id).emotion, stop(ctx, id).own[0].value, stop(ctx, id).own[0].before) == (-1, 1, -2)
    map_reviews.re_rate(ctx, review_id=id, subject_id=stage, axis="emotion", value=0)
    map_reviews.write_finding(ctx, review_id=id, stage_id=stage, still_true="yes")
    map_reviews.close_review(ctx, id=id)
    assert "Emotion in “From abroad”: −2 → +1" in map_reviews.reviews(ctx).past[0].findings[0].changed

    def told(stream: str | None) -> list[tuple[int | None, int]]:
        return [(one.emotions[0], one.pains[0]) for one in map_reviews.reviews(ctx, stream_id=stream).over_time.moments]

    assert told(None) == [(-1, 24), (0, 24)] and told(main) == [(-1, 20), (0, 20)] and told(abroad) == [(-2, 24), (1, 24)]
    assert map_reviews.reviews(ctx, stream_id="gone").stream is None
    later = map_reviews.start_review(ctx, held_on=DAY + timedelta(days=90))
    map_reviews.write_finding(ctx, review_id=later, stage_id=stage, still_true="yes")
    map_reviews.close_review(ctx, id=later)
    set_emotion(ctx, stage_id=stage, value=2, value_stream_id=abroad)
    assert told(abroad)[-1][0] == 1, "what the room left as it was is kept"


def test_there_is_nothing_to_review_without_stages(ctx: Context) -> None:
    with pytest.raises(CjmError, match="no stage to review"):
        map_reviews.start_review(ctx)


def test_new_evidence_keeps_earlier_sources(ctx: Context, stage: str) -> None:
    pain = pained(ctx, stage)
    map_reviews.found_evidence(ctx, entry_id=pain, state="observed", source="Count of calls")
    map_reviews.found_evidence(ctx, entry_id=pain, state="confirmed", source="Interviews")
    entry = ctx.image().get(Entry, pain)
    assert (entry.evidence, entry.source) == ("confirmed", "Count of calls; Interviews")
    with pytest.raises(CjmError, match="Without a source"):
        map_reviews.found_evidence(ctx, entry_id=pain, state="confirmed", source=" ")


def test_pain_over_time_counts_what_was_there(ctx: Context, stage: str) -> None:
    old, gone = pained(ctx, stage), pained(ctx, stage, "Reviews are old", 2, 2)
    assert [one.pains for one in moments(ctx)] == [(24,)]
    first = map_reviews.start_review(ctx, held_on=DAY)
    new = pained(ctx, stage, "Portal asks for a new password", 3, 3)
    assert [pain.new for pain in stop(ctx, first).pains] == [False, False, True]
    remove_entry(ctx, id=gone)
    map_reviews.write_finding(ctx, review_id=first, stage_id=stage, still_true="no")
    map_reviews.re_rate(ctx, review_id=first, subject_id=old, axis="severity", value=2)
    map_reviews.close_review(ctx, id=first)
    second = map_reviews.start_review(ctx, held_on=DAY + timedelta(days=90))
    map_reviews.re_rate(ctx, review_id=second, subject_id=new, axis="severity", value=1)
    assert [one.pains for one in moments(ctx)] == [(24,), (19,), (13,)]
    assert [one.emotions for one in moments(ctx)] == [(-1,), (-1,), (-1,)]
    assert map_reviews.reviews(ctx).past[1].new_pains == ("Portal asks for a new password",)


def test_what_became_of_a_pain_says_it_from_the_review(ctx: Context, stage: str) -> None:
    pain = pained(ctx, stage)
    id = map_reviews.start_review(ctx, held_on=DAY)
    map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="severity", value=2)
    found = kpis.outcome(ctx).stages[0].pains[0]
    assert found.fate == "smaller" and found.told[0].words == "Severity 4 → 2, review of 15 Feb 2027"
    map_reviews.re_rate(ctx, review_id=id, subject_id=pain, axis="severity", value=4)
    assert kpis.outcome(ctx).stages[0].pains[0].fate == "same"
    assert len(ctx.image().all(ReRating)) == 1


def test_the_hospital_over_time(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    view = map_reviews.reviews(ctx)
    names = [name for _, name in view.over_time.stages]
    before, after = view.over_time.moments
    billing, follow_up = names.index("Billing"), names.index("Follow-up")
    assert (before.pains[billing], after.pains[billing]) == (37, 44)
    assert (before.pains[follow_up], after.pains[follow_up]) == (38, 30)
    assert (before.emotions[billing], after.emotions[billing]) == (-1, -2)
    drawn = figures.figure(view.over_time)
    assert [trace.type for trace in drawn.data].count("bar") == 2
    assert "Billing: emotion Workshop −1" in figures.described(view.over_time)
    assert {finding.stage for finding in view.past[0].findings} == set(names)


def test_the_figure_holds_without_anything(ctx: Context) -> None:
    figures.figure(map_reviews.reviews(ctx).over_time)
    assert map_reviews.reviews(ctx).read(None) is None
