"""Closing the workshop: “I take it”, what is missing, and what the next session opens on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from cjm import closing, frame, priorities, workshops
from cjm.closing.calendar import calendar_of
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.frame import FrameFields
from cjm.now.now import now, session_stamp
from cjm.people import roster
from cjm.priorities import ActionFields
from cjm.session.activities import close_activity, reveal_activity, start_activity
from cjm.session.kinds import starts
from cjm.session.parking import edit_parked_thought, park_thought
from cjm.session.read_out import read_out
from cjm.versions import snapshots
from db.engine import Store
from db.tables import Action, ParkedThought, Participant, Project, Task

FACILITATOR = Actor("Facilitator", Role.FACILITATOR, "00000000-0000-4000-8000-000000000000")
TODAY = datetime.now(UTC).date()
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def ctx(store: Store) -> Context:
    """Two quick wins, one big bet, one money pit; Ana and Ben are here."""
    service = Service(store)
    made = Context(service, FACILITATOR, workshops.create_workshop(service, FACILITATOR, name="A hospital"))
    for name, impact, effort in (("Call back", 5, 1), ("E-referral", 4, 2), ("One view", 5, 5), ("An app", 1, 5)):
        priorities.add_action(made, name=name, impact=impact, effort=effort)
    for name in ("Ana", "Ben"):
        roster.add_person(made, name=name)
    return made


def rows(ctx: Context, model: Any) -> list[Any]:
    return ctx.service.image(ctx.workshop_id).all(model)


def person(ctx: Context, name: str) -> Context:
    one = next(row for row in rows(ctx, Participant) if row.name == name)
    return Context(ctx.service, Actor(one.name, Role.CONTRIBUTOR, one.id, one.id), ctx.workshop_id)


def action(ctx: Context, name: str) -> Action:
    return next(one for one in rows(ctx, Action) if one.name == name)


def began(ctx: Context) -> str:
    return start_activity(ctx, kind="close")


def test_what_has_a_high_impact_is_proposed_and_given_out_when_nothing_is_chosen(ctx: Context) -> None:
    assert [one.name for one in closing.closing(ctx).proposed] == ["Call back", "E-referral", "One view"]
    id = began(ctx)
    assert {one.name for one in rows(ctx, Action) if one.chosen} == {"Call back", "E-referral", "One view"}
    closing.choose_actions(ctx, ids=[action(ctx, "One view").id], chosen=False)
    closing.choose_actions(ctx, ids=[action(ctx, "An app").id])
    assert [one["text"] for one in now(ctx)["promises"]["actions"]] == ["Call back", "E-referral", "An app"]
    with pytest.raises(CjmError, match="Nothing is hidden here"):
        reveal_activity(ctx, id=id)
    close_activity(ctx, id=id)
    assert now(ctx)["activity"] is None and session_stamp(ctx)["id"] is None


def test_the_action_on_the_wall_is_the_one_on_the_phones(ctx: Context) -> None:
    began(ctx)
    assert session_stamp(ctx)["place"] is None
    read_out(ctx, place=action(ctx, "One view").id)
    ana = person(ctx, "Ana")
    assert session_stamp(ctx)["place"] == now(ana)["place"] == now(ctx, room=True)["place"] == action(ctx, "One view").id


def test_whoever_takes_it_first_has_it(ctx: Context) -> None:
    began(ctx)
    ana, ben, id = person(ctx, "Ana"), person(ctx, "Ben"), action(ctx, "Call back").id
    closing.take_action(ana, id=id, due_on=SOON)
    one = action(ctx, "Call back")
    assert (one.owner, one.due_on, one.taken_by_id, one.has_owner) == ("Ana", SOON, ana.actor.id, "yes")
    with pytest.raises(CjmError, match="Ana was faster"):
        closing.take_action(ben, id=id)
    for theirs in (closing.give_back_action, lambda c, id: priorities.edit_action(c, id=id, fields=ActionFields(owner="Ben"))):
        with pytest.raises(NotAllowed, match="Ana’s promise"):
            theirs(ben, id=id)
    with pytest.raises(NotAllowed):
        closing.take_action(ben, id=action(ctx, "E-referral").id, for_participant=ana.actor.id)
    priorities.edit_action(ben, id=id, fields=ActionFields(note="Anyone may say what it is about"))
    closing.take_action(ana, id=id, due_on=SOON + timedelta(days=7))
    assert action(ctx, "Call back").due_on == SOON + timedelta(days=7)
    phone = {one["text"]: (one["owner"], one["taken"], one["mine"]) for one in now(ben)["promises"]["actions"]}
    assert phone["Call back"] == ("Ana", True, False)
    assert [one["mine"] for one in now(ana)["promises"]["actions"]].count(True) == 1
    assert not any(one["mine"] for one in now(ana, room=True)["promises"]["actions"])


def test_what_is_given_back_is_as_it_was(ctx: Context) -> None:
    id = action(ctx, "Call back").id
    priorities.edit_action(ctx, id=id, fields=ActionFields(owner="P. Okafor", due_on=date(2099, 3, 1)))
    began(ctx)
    ana = person(ctx, "Ana")
    closing.take_action(ana, id=id, due_on=SOON)
    closing.take_action(ana, id=id, due_on=SOON + timedelta(days=1))
    closing.give_back_action(ana, id=id)
    one = action(ctx, "Call back")
    assert (one.owner, one.due_on, one.taken_by_id, one.taken_at) == ("P. Okafor", date(2099, 3, 1), None, None)
    with pytest.raises(CjmError, match="free already"):
        closing.give_back_action(ana, id=id)


def test_the_facilitator_enters_it_for_somebody_and_passes_it_on(ctx: Context) -> None:
    began(ctx)
    ana, ben, id = person(ctx, "Ana"), person(ctx, "Ben"), action(ctx, "Call back").id
    closing.take_action(ctx, id=id, for_participant=ana.actor.id, due_on=SOON)
    closing.take_action(ctx, id=id, for_participant=ben.actor.id)
    assert (action(ctx, "Call back").owner, action(ctx, "Call back").due_on) == ("Ben", SOON)
    roster.merge_people(ctx, keep=ana.actor.participant_id or "", doubled=ben.actor.participant_id or "")
    assert action(ctx, "Call back").taken_by_id == ana.actor.id
    priorities.edit_action(ctx, id=id, fields=ActionFields(owner="Somebody else"))
    assert action(ctx, "Call back").taken_at is None, "nobody of that name said “I take it”"


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2999, 1, 1)])
def test_a_day_that_makes_no_sense_is_refused(ctx: Context, day: date) -> None:
    began(ctx)
    with pytest.raises(CjmError, match="between today and ten years"):
        closing.take_action(person(ctx, "Ana"), id=action(ctx, "Call back").id, due_on=day)
    with pytest.raises(CjmError, match="not given out"):
        closing.take_action(person(ctx, "Ana"), id=action(ctx, "An app").id, due_on=SOON)


def test_it_closes_without_what_is_missing_only_if_they_insist(ctx: Context) -> None:
    began(ctx)
    closing.take_action(person(ctx, "Ana"), id=action(ctx, "Call back").id)
    priorities.edit_action(ctx, id=action(ctx, "One view").id, fields=ActionFields(owner="P. Okafor"))
    park_thought(ctx, text="Who pays?")
    kept = park_thought(ctx, text="Parking fees")
    edit_parked_thought(ctx, id=kept, owner="Ben")
    missing = (
        "Nobody owns the journey yet",
        "“Call back” has no date yet",
        "Nobody has taken “E-referral” yet",
        "P. Okafor has not said “I take it” to “One view” yet",
        "Nobody takes the parked thought “Who pays?” along yet",
    )
    assert set(closing.closing(ctx).missing) == set(missing)
    with pytest.raises(CjmError, match="close all the same"):
        closing.close_workshop(ctx)
    closing.plan_follow_up(ctx, journey_owner="A. Lind")
    closing.close_workshop(ctx, insist=True)
    view = closing.closing(ctx)
    assert set(view.closed_without) == set(missing) - {"Nobody owns the journey yet"} and view.closed_at is not None
    assert {(one.text, one.owner, one.settled) for one in view.thoughts} == {
        ("Who pays?", "A. Lind", True),
        ("Parking fees", "Ben", True),
    }
    assert (view.next_check_in_on, view.next_review_on) == (TODAY + timedelta(days=14), TODAY + timedelta(days=91))
    assert now(ctx)["activity"] is None, "giving out ends with it"
    assert [one.reason for one in snapshots(ctx)] == ["closing"]
    assert now(ctx, room=True)["promises"]["without"] == list(view.closed_without)
    with pytest.raises(CjmError, match="closed already"):
        closing.close_workshop(ctx, insist=True)
    with pytest.raises(CjmError, match="what was promised stays"):
        start_activity(ctx, kind="close")
    assert starts(ctx.image(), "closing") == []
    history.undo(ctx)
    assert closing.closing(ctx).closed_at is None and not any(one.settled for one in rows(ctx, ParkedThought) if one.id != kept)
    closing.close_workshop(ctx, insist=True)
    closing.reopen_workshop(ctx)
    view = closing.closing(ctx)
    assert (view.closed_at, view.closed_without, view.next_check_in_on) == (None, (), TODAY + timedelta(days=14))


def test_alignment_alone_closes_without_any_action(store: Store) -> None:
    service = Service(store)
    ctx = Context(service, FACILITATOR, workshops.create_workshop(service, FACILITATOR, name="Alignment"))
    frame.edit_frame(ctx, fields=FrameFields(purpose="alignment"))
    closing.plan_follow_up(ctx, journey_owner="A. Lind")
    assert closing.closing(ctx).missing == ()
    closing.close_workshop(ctx)
    assert closing.closing(ctx).next_check_in_on is None, "nothing to check in on"
    with pytest.raises(CjmError, match="Choose at least one action"):
        start_activity(ctx, kind="close")


def test_another_round_that_is_still_on_is_ended_first(ctx: Context) -> None:
    park_thought(ctx, text="Who pays?")
    start_activity(ctx, kind="score", question="How much?")
    with pytest.raises(CjmError, match="“How much\\?” is still on"):
        closing.close_workshop(ctx, insist=True)


@command("test_give_projects")
def give_projects(tx: Tx, *, done: str, blocked: str) -> None:
    tx.add(Project, action_id=done, name="It", status="done", done_on=date(2026, 12, 1))
    stuck = tx.add(Project, action_id=blocked, name="It too", status="blocked")
    tx.add(Task, project_id=stuck, name="Ask", done_on=date(2026, 12, 1))
    tx.add(Task, project_id=stuck, name="Build")


def test_the_next_session_sees_where_each_promise_stands(ctx: Context) -> None:
    began(ctx)
    ids = {name: action(ctx, name).id for name in ("Call back", "E-referral", "One view")}
    for id in ids.values():
        closing.take_action(person(ctx, "Ana"), id=id, due_on=TODAY)
    give_projects(ctx, done=ids["Call back"], blocked=ids["E-referral"])
    later = {one.name: (one.state, one.told) for one in closing.promises(ctx, today=TODAY + timedelta(days=9))}
    assert later == {
        "Call back": ("done", "Done on 1 Dec"),
        "E-referral": ("blocked", "Blocked, 1 of 2 done"),
        "One view": ("late", "9 days late"),
    }


def test_a_calendar_file_is_for_whoever_took_it_and_escapes_what_people_typed(ctx: Context) -> None:
    began(ctx)
    id = action(ctx, "Call back").id
    hostile = "Call; back, \\n now\r\nATTENDEE:mailto:x@evil.example"
    priorities.edit_action(ctx, id=id, fields=ActionFields(name="Call; back, \\n now", note=hostile.replace("\r", "")))
    ana, ben = person(ctx, "Ana"), person(ctx, "Ben")
    with pytest.raises(NotAllowed):
        calendar_of(ana, id)
    closing.take_action(ana, id=id)
    with pytest.raises(CjmError, match="no date"):
        calendar_of(ana, id)
    closing.take_action(ana, id=id, due_on=SOON)
    with pytest.raises(NotAllowed):
        calendar_of(ben, id)
    event = Calendar.from_ical(calendar_of(ana, id, "https://map.example.org/now")).walk("VEVENT")[0]
    assert (str(event["summary"]), event["dtstart"].dt) == ("Call; back, \\n now", SOON)
    assert "ATTENDEE" not in event and "ATTENDEE:mailto:x@evil.example" in str(event["description"])
    assert calendar_of(ctx, id), "the facilitator may hand it on"
