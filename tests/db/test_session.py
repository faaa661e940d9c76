"""A session's activities on both databases: sealed until the reveal, and what was anonymous stays so."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

from cjm.core.access import Actor, Role
from cjm.core.document import export_document
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.history import next_undo
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.now.now import now, session_stamp
from cjm.people.roster import edit_person
from cjm.session.activities import close_activity, extend_activity, reveal_activity, start_activity, vote_again
from cjm.session.parking import edit_parked_thought, happens_to_us_too, park_entry, park_thought
from cjm.session.sealed import cast, say_done, take_back_sealed_card, write_sealed_card
from db.engine import Store
from db.tables import ACTIVITY, Ballot, Base, Department, Entry, Lane, Participant, Round, Stage

FACILITATOR = Actor("Facilitator", Role.FACILITATOR, str(uuid.uuid4()))


@pytest.fixture
def ctx(store: Store) -> Context:
    service = Service(store)
    return Context(service, FACILITATOR, load_example(service, FACILITATOR, "hospital"))


def person(ctx: Context, number: int) -> Context:
    """The number-th participant's own screen."""
    one = ctx.service.image(ctx.workshop_id).all(Participant)[number]
    return Context(ctx.service, Actor(one.name, Role.CONTRIBUTOR, one.id, one.id), ctx.workshop_id)


def rows(ctx: Context, model: Any) -> list[Any]:
    return ctx.service.image(ctx.workshop_id).all(model)


def place(ctx: Context) -> dict[str, str]:
    lane = next(one for one in rows(ctx, Lane) if one.kind == "pain_point")
    return {"stage_id": rows(ctx, Stage)[2].id, "lane_id": lane.id}


def write(ctx: Context, text: str, **more: Any) -> str:
    return write_sealed_card(ctx, id=str(uuid.uuid4()), text=text, **place(ctx), **more)


def everything_stored(store: Store) -> str:
    """All that any table holds, as text."""
    with store.reading() as connection:
        return json.dumps(
            {table.name: [list(row) for row in connection.execute(sa.select(table))] for table in Base.metadata.sorted_tables},
            default=str,
        )


# Write ---------------------------------------------------------------------------------------------------------------


def test_cards_are_sealed_until_the_reveal(ctx: Context) -> None:
    activity = start_activity(ctx, kind="write", question="What hurts?")
    anna, ben = person(ctx, 0), person(ctx, 1)
    revision = ctx.service.image(ctx.workshop_id).revision
    mine = write(anna, "The lift is broken")
    assert now(anna)["mine"]["cards"][0]["text"] == "The lift is broken"
    for other in (ben, ctx):
        assert "The lift is broken" not in json.dumps(now(other))
        assert now(other)["counts"]["cards"] == 1
    assert b"The lift is broken" not in export_document(ctx)
    assert ctx.service.image(ctx.workshop_id).revision == revision, "a sealed card tells nobody that the workshop changed"
    write_sealed_card(anna, id=mine, text="Both lifts are broken", **place(ctx))
    with pytest.raises(NotAllowed, match="somebody else"):
        write_sealed_card(ben, id=mine, text="Mine now", **place(ctx))
    take_back_sealed_card(ben, id=mine)
    taken_back = write(anna, "To be taken back")
    take_back_sealed_card(anna, id=taken_back)

    assert reveal_activity(ctx, id=activity) == 1
    card = next(one for one in rows(ctx, Entry) if one.text == "Both lifts are broken")
    assert card.author_id == anna.actor.id
    assert [one["author"] for one in now(ben)["results"]["cards"]] == [anna.actor.name]
    with pytest.raises(CjmError, match="closed"):
        write(ben, "Too late")


def test_without_names_nothing_leads_to_the_author(ctx: Context) -> None:
    activity = start_activity(ctx, kind="write", names_shown=False)
    people = [person(ctx, number) for number in range(6)]
    keys = {one.actor.id: f"key-of-{number}-" + uuid.uuid4().hex for number, one in enumerate(people)}
    texts = {one.actor.id: f"what {number} thinks" for number, one in enumerate(people)}
    ids = [write(one, texts[one.actor.id], key=keys[one.actor.id]) for one in people]
    with pytest.raises(CjmError, match="without names"):
        write(people[0], "no key")
    with pytest.raises(NotAllowed):
        write_sealed_card(people[1], id=ids[0], text="stolen", key=keys[people[1].actor.id], **place(ctx))
    write_sealed_card(people[0], id=ids[0], text="what 0 thinks now", key=keys[people[0].actor.id], **place(ctx))
    sealed_text = everything_stored(ctx.service.store)
    assert not any(key in sealed_text for key in keys.values()), "not even the key is stored"

    reveal_activity(ctx, id=activity)
    store = ctx.service.store
    stored = everything_stored(store)
    assert 'sealed_cards": []' in stored
    cards = [one for one in rows(ctx, Entry) if one.text.startswith("what ")]
    assert len(cards) == 6 and {one.author_id for one in cards} == {None}
    assert len({(one.created_at, one.updated_at, one.version) for one in cards}) == 1
    with store.reading() as connection:
        lines = connection.execute(sa.select(ACTIVITY).where(ACTIVITY.c.workshop_id == ctx.workshop_id)).all()
    telling = [line for line in lines if "thinks" in json.dumps(line.changes)]
    assert [line.actor_id for line in telling] == [FACILITATOR.id], "one line tells of all of them, and it is the reveal's"
    by_id = {id: number for number, id in enumerate(ids)}
    assert not set(by_id) & {one.id for one in cards}, "the ids that the phones made are gone too"


def test_the_order_of_writing_is_lost(ctx: Context) -> None:
    activity = start_activity(ctx, kind="write", names_shown=False)
    for number in range(40):
        write(person(ctx, number % 5), f"thought {number:02}", key=f"a-key-that-is-long-enough-{number % 5}")
    reveal_activity(ctx, id=activity)
    shown = [one.text for one in rows(ctx, Entry) if one.text.startswith("thought ")]
    assert len(shown) == 40 and shown != sorted(shown)


def test_a_department_shows_only_where_three_of_it_wrote(ctx: Context) -> None:
    people = rows(ctx, Participant)
    by_department: dict[str, list[int]] = {}
    for number, one in enumerate(people):
        by_department.setdefault(one.department_id or "", []).append(number)
    many, few = sorted((numbers for id, numbers in by_department.items() if id), key=len, reverse=True)[:2]
    assert len(many) >= 3 and len(few) >= 2, "the example has departments with several people"
    activity = start_activity(ctx, kind="write", names_shown=False)
    for number in (*many[:3], *few[:2]):
        write(person(ctx, number), f"said by {number}", key=f"a-key-that-is-long-enough-{number}")
    reveal_activity(ctx, id=activity)
    shown = {one.text: one.department_id for one in rows(ctx, Entry) if one.text.startswith("said by ")}
    assert {shown[f"said by {number}"] for number in many[:3]} == {people[many[0]].department_id}
    assert {shown[f"said by {number}"] for number in few[:2]} == {None}


# Votes ---------------------------------------------------------------------------------------------------------------


def test_scores_are_unseen_then_shown_without_names(ctx: Context) -> None:
    activity = start_activity(ctx, kind="score")
    options = now(ctx)["activity"]["options"]
    first, second = options[0]["id"], options[1]["id"]
    for number, (impact, effort) in enumerate([(1, 2), (5, 2), (5, 3), (1, 2)]):
        cast(person(ctx, number), subject_id=first, axis="impact", value=impact)
        cast(person(ctx, number), subject_id=first, axis="effort", value=effort)
    cast(person(ctx, 0), subject_id=second, axis="impact")  # can't judge
    cast(person(ctx, 0), subject_id=first, axis="effort", value=3)
    cast(person(ctx, 0), subject_id=first, axis="effort", value=2)  # the last one counts
    edit_person(ctx, id=person(ctx, 0).actor.id or "", present=True)
    say_done(person(ctx, 0))
    assert now(person(ctx, 0))["mine"]["votes"] == {first: {"impact": 1, "effort": 2}, second: {"impact": None}}
    facilitator = now(ctx)
    assert "results" not in facilitator and facilitator["counts"] == {"cards": 0, "voters": 4, "done": 1}
    assert [one["done"] for one in facilitator["roster"] if one["id"] == person(ctx, 0).actor.id] == [True]
    assert "roster" not in now(person(ctx, 1)) and "mine" not in now(ctx, room=True)

    assert reveal_activity(ctx, id=activity) == 8
    result = {one["id"]: one["axes"] for one in now(ctx)["results"]["options"]}
    assert result[first]["impact"]["strip"] == [2, 0, 0, 0, 2] and result[first]["impact"]["disagree"]
    assert result[first]["effort"]["disagree"] is False
    ballots = [one for one in rows(ctx, Ballot) if one.round_id == rows(ctx, Round)[-1].id]
    assert len(ballots) == 8 and {one.participant_id for one in ballots} == {None} == {one.author_id for one in ballots}

    again = vote_again(ctx, id=activity)
    assert [one["id"] for one in now(ctx)["activity"]["options"]] == [first]
    assert now(ctx)["activity"]["round"] > 1 and again != activity
    for number in range(4):
        cast(person(ctx, number), subject_id=first, axis="impact", value=4)
    reveal_activity(ctx, id=again)
    with pytest.raises(CjmError, match="no need"):
        vote_again(ctx, id=again)


def test_dots_are_counted_and_ties_are_voted_again(ctx: Context) -> None:
    activity = start_activity(ctx, kind="dot_vote", dots=3)
    a, b, c, d, e = [one["id"] for one in now(ctx)["activity"]["options"][:5]]
    anna = person(ctx, 0)
    cast(anna, subject_id=a, axis="dots", value=2)
    with pytest.raises(CjmError, match="All 3 dots"):
        cast(anna, subject_id=b, axis="dots", value=2)
    cast(anna, subject_id=b, axis="dots", value=1)
    for number, pair in ((1, (a, c)), (2, (b, d)), (3, (c, d)), (4, (e, a))):
        for option in pair:
            cast(person(ctx, number), subject_id=option, axis="dots", value=1)
    reveal_activity(ctx, id=activity)
    assert set(now(ctx)["results"]["again"]) == {b, c, d}, "a has four; two places are left for three with two each"
    vote_again(ctx, id=activity)
    assert {one["id"] for one in now(ctx)["activity"]["options"]} == {b, c, d}


def test_a_pick_is_one_each(ctx: Context) -> None:
    activity = start_activity(ctx, kind="pick")
    one, two = [option["id"] for option in now(ctx)["activity"]["options"][:2]]
    cast(person(ctx, 0), subject_id=one, axis="pick", value=1)
    cast(person(ctx, 0), subject_id=two, axis="pick", value=1)
    cast(ctx, subject_id=two, axis="pick", value=1, for_participant=person(ctx, 3).actor.id)
    with pytest.raises(NotAllowed):
        cast(person(ctx, 1), subject_id=two, axis="pick", value=1, for_participant=person(ctx, 3).actor.id)
    reveal_activity(ctx, id=activity)
    totals = {row["id"]: row["axes"]["pick"]["total"] for row in now(ctx)["results"]["options"]}
    assert (totals[one], totals[two]) == (0, 2)


def test_ratings_become_the_median(ctx: Context) -> None:
    pain = next(one for one in rows(ctx, Entry) if one.lane_id == place(ctx)["lane_id"])
    stage = rows(ctx, Stage)[0]
    activity = start_activity(ctx, kind="rate", subject_ids=[pain.id, stage.id])
    for number, (severity, felt) in enumerate([(1, -2), (4, -1), (5, 0), (3, 0)]):
        cast(person(ctx, number), subject_id=pain.id, axis="severity", value=severity)
        cast(person(ctx, number), subject_id=stage.id, axis="emotion", value=felt)
    reveal_activity(ctx, id=activity)
    assert next(one for one in rows(ctx, Entry) if one.id == pain.id).severity == 4


# Running it ----------------------------------------------------------------------------------------------------------


def test_one_at_a_time_with_more_time_and_an_end(ctx: Context) -> None:
    activity = start_activity(ctx, kind="write", minutes=2)
    with pytest.raises(CjmError, match="still running"):
        start_activity(ctx, kind="pick")
    before = now(ctx)["activity"]["ends_at"]
    extend_activity(ctx, id=activity, minutes=5)
    assert now(ctx)["activity"]["ends_at"] > before
    write(person(ctx, 0), "not to be lost")
    close_activity(ctx, id=activity)
    assert now(ctx)["activity"] is None
    assert any(one.text == "not to be lost" for one in rows(ctx, Entry))


def test_the_undo_button_does_not_take_a_session_back(ctx: Context) -> None:
    before = next_undo(ctx)
    activity = start_activity(ctx, kind="write")
    reveal_activity(ctx, id=activity)
    assert next_undo(ctx) == before


def test_parked_thoughts_and_happens_to_us_too(ctx: Context) -> None:
    anna, ben = person(ctx, 0), person(ctx, 1)
    thought = park_thought(anna, text="Parking is another workshop")
    with pytest.raises(NotAllowed):
        edit_parked_thought(ben, id=thought, text="changed")
    with pytest.raises(CjmError, match="takes it"):
        edit_parked_thought(ctx, id=thought, settled=True)
    edit_parked_thought(ctx, id=thought, owner="A. Lind", settled=True)
    assert thought not in {one["id"] for one in now(anna)["parked"]}
    card = rows(ctx, Entry)[0]
    assert happens_to_us_too(anna, id=card.id) == 1 == happens_to_us_too(anna, id=card.id)
    assert happens_to_us_too(ben, id=card.id) == 2
    assert happens_to_us_too(ben, id=card.id, yes=False) == 1
    park_entry(ctx, id=card.id)
    assert card.text in {one["text"] for one in now(ctx)["parked"]}


def test_the_stamp_says_what_changed_and_nothing_else(ctx: Context) -> None:
    assert session_stamp(ctx)["id"] is None
    activity = start_activity(ctx, kind="write")
    before = session_stamp(ctx)
    write(person(ctx, 0), "secret words")
    after = session_stamp(ctx)
    assert before["cards"] == 0 and after["cards"] == 1 and after["id"] == activity and "secret" not in json.dumps(after)
    assert rows(ctx, Department), "the example has departments"


def test_what_a_phone_kept_never_lands_in_another_round(ctx: Context) -> None:
    """A card promised to be without names must not be signed by the next round, nor a score counted in the second."""
    first = start_activity(ctx, kind="write", names_shown=False)
    reveal_activity(ctx, id=first)
    start_activity(ctx, kind="write", names_shown=True)
    anna = person(ctx, 0)
    with pytest.raises(CjmError, match="closed"):
        write(anna, "promised to nobody", key="a-key-that-is-long-enough", activity_id=first)
    with pytest.raises(CjmError, match="closed"):
        say_done(anna, activity_id=first)
    assert now(anna)["mine"] == {"cards": [], "votes": {}, "done": False}
    close_activity(ctx, id=now(ctx)["activity"]["id"])

    again = start_activity(ctx, kind="score")
    option = now(ctx)["activity"]["options"][0]["id"]
    with pytest.raises(CjmError, match="closed"):
        cast(anna, subject_id=option, axis="impact", value=5, activity_id=first)
    cast(anna, subject_id=option, axis="impact", value=5, activity_id=again)
    assert now(anna)["mine"]["votes"] == {option: {"impact": 5}}
