"""What leaders read: what waits for them and why, the headline, what changed, how sure; and what they answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cjm import frame, leaders, priorities, workshops
from cjm.core import document, history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.frame import FrameFields
from cjm.imports.document import import_document
from cjm.leaders import due_words
from cjm.people import invitations, seats
from cjm.priorities import ActionFields
from db.engine import Store
from db.tables import Entry, Lane, Stage

STARTER = Actor("Facilitator", Role.FACILITATOR)
STONE = Actor("M. Stone", Role.LEADER, "11111111-1111-4111-8111-111111111111")
WEBER = Actor("A. Weber", Role.LEADER, "22222222-2222-4222-8222-222222222222")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@command("test_build_leaders")
def build(tx: Tx, *, severity: int | None = 4) -> str:
    """A stage with one pain of 20 and an opportunity that answers it."""
    stage = tx.add(Stage, name="Intake")
    pains = tx.add(Lane, name="Pain points", kind="pain_point")
    openings = tx.add(Lane, name="Opportunities", kind="opportunity")
    pain = tx.add(Entry, stage_id=stage, lane_id=pains, text="Same form again", severity=severity, frequency=5)
    opening = tx.add(Entry, stage_id=stage, lane_id=openings, text="Fill in once")
    tx.set_links("answers", opening, [pain])
    return opening


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, STARTER, workshops.create_workshop(service, STARTER, name="A hospital"))


def as_(actor: Actor, ctx: Context) -> Context:
    return Context(ctx.service, actor, ctx.workshop_id)


def reasons(ctx: Context) -> dict[str, str]:
    return {one.action.name: one.why for one in leaders.leaders(ctx).waiting}


def told(since: leaders.Since) -> list[str]:
    return [one.told for one in since.changes]


def test_the_headline_is_honest(ctx: Context) -> None:
    def line() -> str:
        return leaders.leaders(ctx).headline

    assert line() == "The group has just begun"
    opening = build(ctx)
    assert line() == "One pain point, most of the pain at Intake"
    id = priorities.add_action_from(ctx, source_id=opening)
    assert line() == "One action, none scored yet"
    for axis, value in (("impact", 5), ("effort", 5)):
        priorities.score_action(ctx, id=id, axis=axis, value=value)  # type: ignore[arg-type]
    assert line() == "No quick wins: one strategic investment takes away 100 % of the pain"
    priorities.score_action(ctx, id=id, axis="effort", value=1)
    assert line() == "One quick win takes away 100 % of the pain"
    priorities.carry_out(ctx, id=id, things=[])
    assert line() == "One quick win, but it answers none of the rated pain"
    priorities.score_action(ctx, id=id, axis="impact", value=1)
    assert line() == "One action scored, none with high impact"


def test_unrated_pain_is_not_counted_as_taken_away(ctx: Context) -> None:
    id = priorities.add_action_from(ctx, source_id=build(ctx, severity=None))
    priorities.decide_action(ctx, id=id, impact=5, effort=1, reason="Clear")
    assert leaders.leaders(ctx).headline == "One quick win; the pain it answers is not rated yet"


def test_what_waits_says_why(ctx: Context) -> None:
    rows = (("Funded", 5, 1, "yes", "yes"), ("Poor", 5, 5, "no", "yes"), ("Alone", 5, 1, "no", "no"), ("Pit", 1, 5, "yes", "yes"))
    ids = {}
    for name, impact, effort, resources, support in rows:
        ids[name] = priorities.add_action(ctx, name=name, impact=impact, effort=effort)
        priorities.edit_action(ctx, id=ids[name], fields=ActionFields(has_resources=resources, has_support=support))  # type: ignore[arg-type]
    assert reasons(ctx) == {
        "Poor": "High impact, but no people and money: will you fund it?",
        "Alone": "High impact, but no people and money and no support: go ahead with it?",
        "Pit": "Much effort for little impact, and nobody owns it: keep it?",
    }
    leaders.ask_leaders(ctx, id=ids["Funded"], question="Start in May?")
    assert next(iter(reasons(ctx).items())) == ("Funded", "Start in May?"), "what is asked comes first"
    frame.edit_frame(ctx, fields=FrameFields(purpose="alignment"))
    assert reasons(ctx) == {"Funded": "Start in May?"}, "an alignment workshop asks for nothing by itself"


def test_scores_that_disagree_wait_until_somebody_decides(ctx: Context) -> None:
    hospital = Context(ctx.service, STARTER, load_example(ctx.service, STARTER, "hospital"))
    apart = "The room disagrees, from 2 to 5 on effort: go ahead with it?"
    assert reasons(hospital)["Fill in once"] == apart
    id = next(one.id for one in priorities.priorities(hospital).actions if one.name == "Fill in once")
    priorities.decide_action(hospital, id=id, impact=4, effort=4, reason="Half of it is there")
    assert "Fill in once" not in reasons(hospital)


def test_an_answer_has_a_name_and_a_time_and_can_be_changed(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="New app", impact=1, effort=5)
    stone, weber = as_(STONE, ctx), as_(WEBER, ctx)
    with pytest.raises(CjmError, match="what you want to know"):
        leaders.answer_action(stone, id=id, answer="ask", words="  ")
    leaders.answer_action(stone, id=id, answer="ask", words="Who\nneeds it?")
    (one,) = leaders.leaders(ctx).answers
    assert one.told == "M. Stone asks: Who needs it?" and datetime.now(UTC) - one.at < timedelta(minutes=1)
    assert not leaders.leaders(ctx).waiting
    leaders.answer_action(stone, id=id, answer="not_now")
    leaders.answer_action(weber, id=id, answer="approve")
    assert [one.told for one in leaders.leaders(ctx).answers_to(id)] == ["Approved by A. Weber", "Not now, says M. Stone"]
    leaders.ask_leaders(ctx, id=id, question="And now?")
    assert reasons(ctx) == {"New app": "And now?"}, "asked again it waits again"
    leaders.take_back_answer(weber, id=id)
    assert [one.by for one in leaders.leaders(ctx).answers] == ["M. Stone"]
    with pytest.raises(CjmError, match="not answered"):
        leaders.take_back_answer(weber, id=id)
    with pytest.raises(NotAllowed):
        leaders.answer_action(as_(Actor("Ana", Role.CONTRIBUTOR, "a"), ctx), id=id, answer="approve")
    with pytest.raises(NotAllowed):
        leaders.ask_leaders(stone, id=id)


def test_answers_go_with_their_action_and_come_back(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="New app", impact=1, effort=5)
    leaders.answer_action(as_(STONE, ctx), id=id, answer="approve", words="Small")
    kept = document.export_document(ctx)
    priorities.remove_action(ctx, id=id)
    assert leaders.leaders(ctx).answers == ()
    history.undo(ctx)
    assert [one.words for one in leaders.leaders(ctx).answers] == ["Small"]
    copy = Context(ctx.service, STARTER, import_document(ctx.service, STARTER, kept))
    assert [one.by for one in leaders.leaders(copy).answers] == ["M. Stone"]


def test_since_the_last_visit_tells_the_net_difference_without_names(ctx: Context) -> None:
    key = "a-browser-key-0123456789abcdefghijkl"
    invitations.join(ctx.service, key, token=invitations.invite(ctx, Role.LEADER).token, name="M. Stone", request_id="j")
    leader = Context(ctx.service, seats.actor_at(ctx.service, key, ctx.workshop_id), ctx.workshop_id)
    old = priorities.add_action(ctx, name="Old", impact=5, effort=5)
    gone = priorities.add_action(ctx, name="Gone", impact=2, effort=2)
    first = leaders.visit(leader, NOW - timedelta(days=9))
    assert not first.visited
    secret = as_(Actor("Whistle Blower", Role.FACILITATOR), ctx)
    priorities.edit_action(secret, id=old, fields=ActionFields(owner="R. Haddad", due_on=date(2027, 1, 15)))
    priorities.edit_action(secret, id=old, fields=ActionFields(note="Nothing a leader needs"))
    priorities.score_action(secret, id=old, axis="effort", value=1)
    priorities.remove_action(secret, id=gone)
    short = priorities.add_action(secret, name="Came and went")
    priorities.remove_action(secret, id=short)
    priorities.add_action(secret, name="Fresh")
    found = leaders.visit(leader, NOW)
    assert found.visited and found.at == NOW - timedelta(days=9)
    assert told(found) == [
        "New: Fresh",
        "Dropped: Gone",
        "Old has an owner, R. Haddad",
        "Old is due 15 Jan 2027",
        "Old was scored again",
        "Old moved from Strategic investments to Quick wins",
    ]
    assert "Whistle" not in repr(found)
    assert told(leaders.visit(leader, NOW + timedelta(minutes=5))) == told(found), "a reload is the same visit"
    assert told(leaders.visit(leader, NOW + timedelta(days=1))) == []


def test_how_sure_tells_what_rests_on_assumptions_alone(ctx: Context) -> None:
    priorities.add_action_from(ctx, source_id=build(ctx))
    known = leaders.leaders(ctx).sure
    assert [count for _, _, count in known.rows] == [1, 0, 0]
    assert [one.name for one in known.alone] == ["Fill in once"]


def test_a_date_is_told_in_words(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="Late")
    priorities.edit_action(ctx, id=id, fields=ActionFields(due_on=date(2026, 11, 17)))
    action = leaders.leaders(ctx).action(id)
    assert action is not None
    assert due_words(action, date(2026, 11, 26)) == "9 days late"
    assert due_words(action, date(2026, 11, 17)) == "by 17 Nov"
    assert due_words(action, date(2025, 11, 17)) == "by 17 Nov 2026"


def test_a_question_is_replied_to_and_is_the_leaders_turn_again(ctx: Context) -> None:
    id = priorities.add_action(ctx, name="One view", impact=5, effort=2)
    stone, weber = as_(STONE, ctx), as_(WEBER, ctx)
    asked = leaders.answer_action(stone, id=id, answer="ask", words="Which forms first?")
    with pytest.raises(NotAllowed):
        leaders.reply_to_leader(weber, id=asked, words="All of them")
    leaders.reply_to_leader(ctx, id=asked, words="Those of the intake.")
    view = leaders.leaders(stone)
    assert [(one.reply, one.replied_by) for one in view.replied_to(STONE.id)] == [("Those of the intake.", "Facilitator")]
    assert view.replied_to(WEBER.id) == ()
    leaders.answer_action(stone, id=id, answer="approve")
    assert leaders.leaders(stone).replied_to(STONE.id) == ()
    assert leaders.leaders(stone).answers[0].reply == "", "it was said to the question"
    with pytest.raises(CjmError, match="asks nothing any more"):
        leaders.reply_to_leader(ctx, id=asked, words="Too late")


def test_what_became_of_it_is_said_in_one_breath_if_there_is_something_to_say(ctx: Context) -> None:
    assert leaders.leaders(ctx).became is None
    hospital = load_example(ctx.service, STARTER, "hospital")
    told = leaders.leaders(Context(ctx.service, STARTER, hospital)).became
    assert told is not None and told.pain.startswith("4 of ") and "2 larger" in told.pain
    assert told.numbers[0] == ("worse", "Bills disputed worse by 1.4 points"), "what got worse comes first"
