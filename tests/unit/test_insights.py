"""What the map says, and what hangs in the air."""

from __future__ import annotations

from typing import Any

import pytest

from cjm import frame, insights, pain_points, priorities, value_stream, workshops
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.frame import FrameFields
from cjm.insights.loose_ends import KINDS, LooseEnds, orphans
from db.engine import Store
from db.tables import PARTS, Department, Echo, Entry, Lane, Participant, Stage

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def hospital(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


@pytest.fixture
def shop(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    value_stream.paste_stages(ctx, stream_id=value_stream.add_stream(ctx, name="Buying"), text="Browse\nPay\nReturn")
    return ctx


@command("test_put_row")
def put(tx: Tx, *, kind: str, fields: dict[str, Any]) -> str:
    return tx.add(PARTS[kind], **fields)


@command("test_by")
def by(tx: Tx, *, entry_id: str, author_id: str | None, department_id: str | None = None) -> None:
    tx.change(Entry, entry_id, author_id=author_id, department_id=department_id)


def stage(ctx: Context, name: str) -> str:
    return next(one.id for one in ctx.image().all(Stage) if one.name == name)


def card(ctx: Context, text: str, *, kind: str = "pain_point", at: str = "Browse", **fields: Any) -> str:
    lane = next(one.id for one in ctx.image().all(Lane) if one.kind == kind)
    made = pain_points.add_entry(ctx, stage_id=stage(ctx, at), lane_id=lane, text=text)
    if fields:
        pain_points.edit_entry(ctx, id=made, fields=pain_points.EntryFields(**fields))
    return made


def ends(ctx: Context, key: str) -> LooseEnds:
    return next(one for one in orphans(ctx) if one.key == key)


def names(ctx: Context, key: str) -> list[str]:
    return [one.name for one in ends(ctx, key).orphans]


def person(ctx: Context, name: str, department: str) -> str:
    known = {one.name: one.id for one in ctx.image().all(Department)}
    at = known.get(department) or put(ctx, kind="departments", fields={"name": department})
    return put(ctx, kind="participants", fields={"name": name, "department_id": at})


# Loose ends ----------------------------------------------------------------------------------------------------------


def test_the_hospital_has_loose_ends_of_every_kind_and_each_leads_to_the_thing(hospital: Context) -> None:
    found = {one.key: one for one in orphans(hospital)}
    assert list(found) == list(KINDS)
    severe = found["unanswered"].orphans[0]
    assert (severe.name, severe.why, severe.page) == ("Medication list is out of date", "Treatment, 5×2", "pain_points")
    assert severe.query == (("card", severe.id),)
    assert {one.name: one.why for one in found["unowned"].orphans}["New hospital app"] == "no owner and no date"
    assert all(one.orphans and len(one.orphans) <= one.of for one in found.values() if one.key != "unmeasured")


def test_a_severe_pain_is_loose_until_something_answers_it(shop: Context) -> None:
    pain = card(shop, "Long queue", severity=4)
    card(shop, "Dim light", severity=3)
    assert names(shop, "unanswered") == ["Long queue"] and ends(shop, "unanswered").of == 1
    opening = card(shop, "Pay by phone", kind="opportunity")
    pain_points.set_entry_links(shop, id=opening, kind="answers", to=[pain])
    assert names(shop, "unanswered") == []
    pain_points.remove_entry(shop, id=opening)
    assert names(shop, "unanswered") == ["Long queue"], "what answers it is in the trash"


def test_an_opportunity_is_used_by_an_action_or_by_a_future_that_is_carried_out(shop: Context) -> None:
    first, second = (card(shop, text, kind="opportunity") for text in ("Pay by phone", "Open later"))
    assert names(shop, "unused") == ["Pay by phone", "Open later"]
    priorities.add_action_from(shop, source_id=first)
    assert names(shop, "unused") == ["Open later"]
    future = put(shop, kind="future_states", fields={"stage_id": stage(shop, "Pay"), "experience": "Pays at once"})
    put(shop, kind="links", fields={"relation": "realises", "from_id": future, "to_id": second})
    assert names(shop, "unused") == ["Open later"], "nobody carries that future out"
    priorities.add_action_from(shop, source_id=future)
    assert names(shop, "unused") == []


def test_an_action_lacks_owner_or_date_until_it_or_its_project_has_them(shop: Context) -> None:
    action = priorities.add_action(shop, name="Phones")
    assert [one.why for one in ends(shop, "unowned").orphans] == ["no owner and no date"]
    priorities.edit_action(shop, id=action, fields=priorities.ActionFields(quarter="2027-Q2"))
    assert [one.why for one in ends(shop, "unowned").orphans] == ["no owner"]
    put(shop, kind="projects", fields={"name": "Phones", "action_id": action, "owner": "Ann"})
    assert names(shop, "unowned") == []


def test_guesses_that_rank_high_by_pain_or_dots(shop: Context) -> None:
    card(shop, "Guessed and bad", severity=5, frequency=2)
    card(shop, "Known and bad", severity=5, frequency=5, evidence="observed")
    card(shop, "Guessed and small", severity=3, frequency=3)
    voted, less = card(shop, "Voted for"), card(shop, "Hardly voted for")
    asked = put(shop, kind="rounds", fields={"kind": "dot_vote", "state": "closed"})
    for subject, dots in ((voted, 5), (less, 2)):
        put(shop, kind="ballots", fields={"round_id": asked, "subject_id": subject, "axis": "dots", "value": dots})
    found = {one.name: one.why for one in ends(shop, "guessed").orphans}
    assert found == {"Guessed and bad": "Browse, 5×2", "Voted for": "Browse, 5 dots"}


def test_a_group_that_was_voted_for_counts_for_its_cards(shop: Context) -> None:
    cards = [card(shop, text) for text in ("One", "Two")]
    group = pain_points.group_entries(shop, ids=cards[1:], onto=cards[0])
    asked = put(shop, kind="rounds", fields={"kind": "dot_vote", "state": "closed"})
    put(shop, kind="ballots", fields={"round_id": asked, "subject_id": group, "axis": "dots", "value": 4})
    assert sorted(names(shop, "guessed")) == ["One", "Two"]


def test_alignment_is_not_nagged_for_actions(shop: Context) -> None:
    card(shop, "Pay by phone", kind="opportunity")
    priorities.add_action(shop, name="Phones")
    frame.edit_frame(shop, fields=FrameFields(purpose="alignment"))
    assert [one.key for one in orphans(shop)] == ["unanswered", "unmeasured", "guessed"]


# Insights ------------------------------------------------------------------------------------------------------------


def test_the_hospital_in_sentences(hospital: Context) -> None:
    view = insights.insights(hospital)
    told = {one.kind: one for one in view.standouts}
    assert told["pain"].told == "Scheduling hurts most" and "32 from customers, 20 inside" in told["pain"].note
    assert told["emotion"].told == "It feels worst at Intake and Billing"
    assert "risky handoffs, nothing done about them" in told["friction"].told and told["friction"].query[0][0] == "handoff"
    assert told["leaving"].told == "People leave at 5 of 8 stages"
    assert told["voices"].told == "Not heard: Family practices"
    assert [one.name for one in view.silent] == ["Family practices"]


def test_figures_of_a_stage_agree_with_the_steps_they_come_from(hospital: Context) -> None:
    view = insights.insights(hospital)
    board = {one.id: one for one in pain_points.board(hospital).stages}
    assert all(one.board == board[one.id] for one in view.stages)
    streams = [value_stream.stream(hospital, stream_id=one.id) for one in value_stream.stream(hospital).streams]
    assert view.handoffs == sum(one.friction.handoffs for one in streams)
    assert all(sum(count for _, count in one.evidence) == one.board.pains for one in view.stages)


def test_one_journey_leaves_out_what_is_only_another_ones(hospital: Context) -> None:
    whole = insights.insights(hospital)
    first = whole.streams[0][0]
    view = insights.insights(hospital, stream_id=first)
    intake = next(one for one in view.stages if one.name == "Intake")
    assert [one.why for one in intake.leaving] == ["One in nine leaves intake unfinished at the second form."]
    assert intake.friction.waits == "8 days" and intake.friction.unmitigated == 2
    assert view.handoffs == value_stream.stream(hospital, stream_id=first).friction.handoffs < whole.handoffs
    assert [one.id for one in view.stages] == [one.id for one in value_stream.stream(hospital, stream_id=first).stages]
    severe = "Medication list is out of date"
    assert severe in [one.name for kind in view.loose_ends for one in kind.orphans]
    card = next(one for one in hospital.image().all(Entry) if one.text == severe)
    pain_points.edit_entry(hospital, id=card.id, fields=pain_points.EntryFields(value_stream_id=whole.streams[1][0]))
    after = insights.insights(hospital, stream_id=first)
    assert severe not in [one.name for kind in after.loose_ends for one in kind.orphans] and after.cards == view.cards - 1


def test_every_row_says_how_it_is_worked_out_and_what_was_counted(hospital: Context) -> None:
    view = insights.insights(hospital)
    assert dict(view.explained).keys() == {"pain", "emotion", "friction", "leaving", "evidence", "voices"}
    stats = pain_points.board(hospital).stats
    assert view.explanation("pain").counted == f"{stats.rated} of {stats.pains} pain points are rated."
    assert "three or more" in view.explanation("voices").formula


def heard(ctx: Context, at: str = "Browse") -> dict[str, int]:
    column = next(one for one in insights.insights(ctx).stages if one.name == at)
    return {one.name: one.cards for one in column.heard}


def test_who_wrote_a_card_counts_for_no_department_before_three_of_it_did(shop: Context) -> None:
    people = [person(shop, name, "Sales") for name in ("Ann", "Ben", "Cat")]
    cards = [card(shop, f"Pain of {n}") for n in range(4)]
    for one, who in zip(cards[:2], people, strict=False):
        by(shop, entry_id=one, author_id=who)
    assert heard(shop) == {} and insights.insights(shop).unnamed == 4
    by(shop, entry_id=cards[2], author_id=people[0])
    assert heard(shop) == {}, "three cards, but of two people"
    by(shop, entry_id=cards[3], author_id=people[2])
    assert heard(shop) == {"Sales": 4} and insights.insights(shop).unnamed == 0


def test_a_department_on_the_card_counts_and_an_echo_counts_with_three(shop: Context) -> None:
    people = [person(shop, name, "Sales") for name in ("Ann", "Ben", "Cat")]
    put(shop, kind="departments", fields={"name": "Service"})
    sales, service = ({one.name: one.id for one in shop.image().all(Department)}[name] for name in ("Sales", "Service"))
    one = card(shop, "Long queue", department_id=service)
    for who in people[:2]:
        put(shop, kind="echoes", fields={"entry_id": one, "department_id": sales, "author_id": who})
    assert heard(shop) == {"Service": 1}
    put(shop, kind="echoes", fields={"entry_id": one, "department_id": sales, "author_id": people[2]})
    assert heard(shop) == {"Service": 1, "Sales": 3}
    assert len(shop.image().all(Echo)) == 3


def test_a_stage_that_nobody_present_knows(shop: Context) -> None:
    value_stream.name_leading_department(shop, stage_id=stage(shop, "Return"), name="Warehouse")
    value_stream.edit_stage(shop, id=stage(shop, "Pay"), unknown_here=True)
    assert [one.name for one in insights.insights(shop).stages if one.unknown] == ["Pay"], "without a list nobody can tell"
    ann = person(shop, "Ann", "Sales")
    view = insights.insights(shop)
    assert {one.name: one.unknown for one in view.stages if one.unknown} == {
        "Pay": "nobody here knows it",
        "Return": "nobody of Warehouse is here",
    }
    assert next(one for one in view.standouts if one.kind == "voices").told == "Nobody here knows Pay and Return"
    put(shop, kind="links", fields={"relation": "looks_after", "from_id": ann, "to_id": stage(shop, "Return")})
    assert [one.name for one in insights.insights(shop).stages if one.unknown] == ["Pay"]
    assert len(shop.image().all(Participant)) == 1


def test_unrated_pain_is_never_zero_pain(shop: Context) -> None:
    assert insights.insights(shop).standouts[0].told == "No pain point yet"
    card(shop, "Long queue")
    assert insights.insights(shop).standouts[0].told == "1 pain point, none rated yet"


def test_without_stages_there_is_nothing_to_say(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    view = insights.insights(ctx)
    assert (view.stages, view.standouts, view.cards) == ((), (), 0)
