"""Two journeys: aligned, told apart, started one from the other, and made into a common one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm import pain_points
from cjm import side_by_side as sbs
from cjm import value_stream as vs
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.history import undo
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.side_by_side import Choice, Journeys, aligned
from cjm.value_stream.common import stages_of
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Emotion, Entry, Handoff, Lane, Link, Stage, ValueStream

ACTOR = Actor("Ana", Role.FACILITATOR)


@pytest.fixture
def hospital(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


@pytest.fixture
def merger(sqlite_store: Store) -> Context:
    """Two insurers: each has its own stages, some alike."""
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, create_workshop(service, ACTOR, name="Two insurers"))
    first = ctx.image().all(ValueStream)[0].id
    vs.edit_stream(ctx, id=first, name="North")
    vs.paste_stages(ctx, stream_id=first, text="Advice\nApplication\nMedical check\nPolicy")
    second = vs.add_stream(ctx, name="South")
    vs.paste_stages(ctx, stream_id=second, text="Advert\napplication\nDecision\nPayment\nPolicy sent")
    names = {stage.name: stage.id for stage in ctx.image().all(Stage)}
    handoffs = ((first, "Advice", "Application"), (second, "Advert", "application"), (second, "application", "Decision"))
    for stream_id, start, end in handoffs:
        vs.add_handoff(ctx, stream_id=stream_id, from_stage_id=names[start], to_stage_id=names[end], what=f"{start} to {end}")
    return ctx


def stream(ctx: Context, name: str) -> str:
    return next(one.id for one in ctx.image().all(ValueStream) if one.name == name)


def stage(ctx: Context, name: str) -> str:
    return next(one.id for one in ctx.image().all(Stage) if one.name == name)


def pairs(view: Journeys) -> list[tuple[str, str, str]]:
    return [(row.left.name if row.left else "", row.right.name if row.right else "", row.by) for row in view.rows]


def abroad(ctx: Context) -> Journeys:
    return sbs.journeys(ctx, stream(ctx, "Planned care"), stream(ctx, "Planned, from abroad"))


def test_stages_that_two_share_stand_side_by_side(hospital: Context) -> None:
    view = abroad(hospital)
    assert pairs(view)[0] == ("Awareness", "", "alone")
    assert all(left == right and by == "same" for left, right, by in pairs(view)[1:])
    referral = view.rows[1]
    assert referral.left and referral.right
    assert [card.text for card in referral.right.own] == ["Nobody here reads her letters"] and referral.left.own == ()
    assert referral.right.pains == referral.left.pains + 1 and referral.shared > 5
    visit = next(row for row in view.rows if row.name == "Visit")
    assert visit.left and visit.right and (visit.left.emotion, visit.right.emotion) == (1, 2)
    assert view.left and view.right and (view.left.handoffs, view.right.handoffs) == (12, 6)


def test_two_organisations_are_aligned_by_name_then_by_place(merger: Context) -> None:
    view = sbs.journeys(merger)
    assert pairs(view) == [
        ("Advice", "Advert", "place"),
        ("Application", "application", "name"),
        ("Medical check", "", "alone"),
        ("", "Decision", "alone"),
        ("", "Payment", "alone"),
        ("Policy", "Policy sent", "name"),
    ]


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_every_stage_stands_once_and_in_its_order(left: list[str], right: list[str]) -> None:
    def made(names: list[str]) -> list[Any]:
        return [Stage.model_construct(id=name, name=name * 3) for name in names]

    rows = aligned(made(left), made(right))
    assert [one.id for one, _, _ in rows if one] == left and [other.id for _, other, _ in rows if other] == right
    assert all(one and other and one.id == other.id for one, other, by in rows if by == "same")


def test_a_journey_started_from_another_shares_its_stages(hospital: Context) -> None:
    planned = stream(hospital, "Planned care")
    children = sbs.start_stream_from(hospital, value_stream_id=planned, name="Children")
    image = hospital.image()
    assert [one.id for one in stages_of(image, children)] == [one.id for one in stages_of(image, planned)]
    assert len(image.by(Handoff, "value_stream_id")[children]) == 12
    view = sbs.journeys(hospital, planned, children)
    assert all(not row.left.own and not row.right.own for row in view.rows if row.left and row.right)
    vs.edit_stage(hospital, id=stage(hospital, "Intake"), name="Arrival")
    assert "Arrival" in {row.name for row in sbs.journeys(hospital, planned, children).rows if row.by == "same"}
    undo(hospital)
    assert undo(hospital).startswith("Started the stream")
    assert all(one.name != "Children" for one in hospital.image().all(ValueStream))
    assert planned in {one.value_stream_id for one in hospital.image().all(Handoff)}


def test_a_card_differs_and_is_shared_again(hospital: Context) -> None:
    card = next(one for one in hospital.image().all(Entry) if one.text == "Doctor asks what the form already said")
    other = stream(hospital, "Planned, from abroad")
    mine = sbs.make_it_differ(hospital, id=card.id, value_stream_id=other)
    image = hospital.image()
    assert image.get(Entry, card.id).value_stream_id == stream(hospital, "Planned care")
    assert image.get(Entry, mine).value_stream_id == other and image.get(Entry, mine).severity == card.severity
    assert image.linked_to("answers", mine) == image.linked_to("answers", card.id) != []
    pain_points.edit_entry(hospital, id=mine, fields=pain_points.EntryFields(text="Nobody asks, nobody can read it"))
    row = next(row for row in abroad(hospital).rows if row.name == "Visit")
    assert row.left and row.right
    assert "Doctor asks what the form already said" in [one.text for one in row.left.own]
    assert "Nobody asks, nobody can read it" in [one.text for one in row.right.own]
    sbs.share_again(hospital, id=card.id)  # the other says something else by now: it stays
    assert hospital.image().get(Entry, card.id).value_stream_id is None and hospital.image().find(Entry, mine)
    for _ in range(2):
        undo(hospital)
    sbs.share_again(hospital, id=card.id)
    assert hospital.image().find(Entry, mine) is None
    with pytest.raises(CjmError, match="share this card already"):
        sbs.share_again(hospital, id=card.id)


def test_where_no_other_stream_is_nothing_can_differ(merger: Context) -> None:
    lane = next(one for one in merger.image().all(Lane) if one.kind == "pain_point")
    card = pain_points.add_entry(merger, stage_id=stage(merger, "Advice"), lane_id=lane.id, text="Too long")
    with pytest.raises(CjmError, match="No other stream has this stage"):
        sbs.make_it_differ(merger, id=card, value_stream_id=stream(merger, "North"))


def test_a_common_journey_is_one_act_and_one_undo(merger: Context) -> None:
    lane = next(one for one in merger.image().all(Lane) if one.kind == "pain_point")
    north, south = stream(merger, "North"), stream(merger, "South")
    own = pain_points.EntryFields(value_stream_id=south)
    pain_points.add_entry(merger, stage_id=stage(merger, "Payment"), lane_id=lane.id, text="Only by letter", fields=own)
    pain_points.set_emotion(merger, stage_id=stage(merger, "Payment"), value=-2, value_stream_id=south)
    rows = sbs.journeys(merger).rows
    take = {
        "Advice / Advert": "right",
        "Application / application": "left",
        "Medical check": "none",
        "Decision": "right",
        "Payment": "right",
        "Policy / Policy sent": "both",
    }
    ends = [(row.left and row.left.stage_id, row.right and row.right.stage_id, take[row.name]) for row in rows]
    choices = [Choice.model_validate({"left": left, "right": right, "take": what}) for left, right, what in ends]
    before = merger.image()
    made = sbs.make_common_stream(merger, name="Common", left_id=north, right_id=south, choices=choices)
    image = merger.image()
    assert image.revision == before.revision + 1
    names = [one.name for one in stages_of(image, made)]
    assert names == ["Advert", "Application", "Decision", "Payment", "Policy", "Policy sent"]
    called = {one.id: one.name for one in image.all(Stage)}
    handed = {(called[one.from_stage_id], called[one.to_stage_id]) for one in image.by(Handoff, "value_stream_id")[made]}
    assert handed == {("Advert", "Application"), ("Application", "Decision")}  # what went to “application” goes to the one taken
    assert [one.text for one in image.by(Entry, "value_stream_id")[made]] == ["Only by letter"]
    assert [one.value for one in image.by(Emotion, "value_stream_id")[made]] == [-2]
    undo(merger)
    assert len(merger.image().all(ValueStream)) == 2 and len(merger.image().all(Link)) == len(before.all(Link))
    nothing = [choice.model_copy(update={"take": "none"}) for choice in choices]
    with pytest.raises(CjmError, match="No stage is taken yet"):
        sbs.make_common_stream(merger, name="Common", left_id=north, right_id=south, choices=nothing)


def test_a_stream_takes_what_is_only_in_it_along(hospital: Context) -> None:
    gone = stream(hospital, "Planned, from abroad")
    vs.remove_stream(hospital, id=gone)
    assert not any(one.value_stream_id == gone for one in (*hospital.image().all(Entry), *hospital.image().all(Emotion)))
    undo(hospital)
    assert sum(one.value_stream_id == gone for one in hospital.image().all(Entry)) == 6


def test_the_emotion_of_one_stream_leaves_the_others_alone(hospital: Context) -> None:
    intake, other = stage(hospital, "Intake"), stream(hospital, "Planned, from abroad")
    pain_points.set_emotion(hospital, stage_id=intake, value=1, reason="A relative translates", value_stream_id=other)
    column = next(one for one in pain_points.board(hospital).stages if one.id == intake)
    assert (column.emotion, column.own_emotions) == (-2, ((other, 1, "A relative translates"),))
    pain_points.set_emotion(hospital, stage_id=intake, value=None, value_stream_id=other)
    assert next(one for one in pain_points.board(hospital).stages if one.id == intake).own_emotions == ()


def test_one_journey_alone_has_nothing_beside_it(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))
    assert sbs.journeys(ctx).left is None
    with pytest.raises(NotAllowed):
        contributor = Context(service, Actor("Ben", Role.CONTRIBUTOR, "ben"), ctx.workshop_id)
        sbs.start_stream_from(contributor, value_stream_id=ctx.image().all(ValueStream)[0].id, name="Mine")
