"""What is asked after the workshop, answered alone and seen by the facilitator, on both databases."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest

from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.history import undo
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.homework import is_on, late_ids, mark_cards_seen, my_stages, nothing_to_add, say_stage_done, set_homework
from cjm.homework.heat_map import HeatMap, heat_map
from cjm.pain_points import add_entry, remove_entry
from cjm.people.roster import assign_stages, merge_people
from cjm.session.activities import close_activity, reveal_activity, start_activity
from cjm.session.parking import happens_to_us_too
from cjm.session.sealed import write_sealed_card
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Entry, Homework, Lane, Participant, Stage

FACILITATOR = Actor("Facilitator", Role.FACILITATOR, str(uuid.uuid4()))


@pytest.fixture
def ctx(store: Store) -> Context:
    service = Service(store)
    return Context(service, FACILITATOR, load_example(service, FACILITATOR, "hospital"))


def rows(ctx: Context, model: Any) -> list[Any]:
    return ctx.service.image(ctx.workshop_id).all(model)


def due(ctx: Context) -> date:
    found: date = rows(ctx, Homework)[0].due_on
    return found


def person(ctx: Context, name: str) -> Context:
    """Their own phone."""
    one = next(one for one in rows(ctx, Participant) if one.name == name)
    return Context(ctx.service, Actor(one.name, Role.CONTRIBUTOR, one.id, one.id), ctx.workshop_id)


def stage(ctx: Context, name: str) -> str:
    return str(next(one.id for one in rows(ctx, Stage) if one.name == name))


def lane(ctx: Context, kind: str) -> str:
    return str(next(one.id for one in rows(ctx, Lane) if one.kind == kind))


def cell(ctx: Context, stage_name: str, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = my_stages(ctx)["answers"][stage(ctx, stage_name)][lane(ctx, kind)]
    return found


def progress(view: HeatMap, name: str) -> tuple[str, str]:
    return next((one.state, one.missing) for one in view.people if one.name == name)


def test_somebody_sees_their_own_stages_as_questions_and_answers_them(ctx: Context) -> None:
    meyer = person(ctx, "S. Meyer")
    shown = my_stages(meyer)
    assert [one["name"] for one in shown["stages"]] == ["Intake"] and shown["assigned"] and shown["due"] == str(due(ctx))
    usual = ["activity", "touchpoint", "pain_point", "opportunity", "quote", "bright_spot"]
    assert [one["kind"] for one in shown["lanes"]] == usual
    assert all(one["question"].endswith("?") for one in shown["lanes"])
    pains = cell(meyer, "Intake", "pain_point")
    assert pains["mine"] == [] and len(pains["others"]) == 3 and not pains["nothing"]
    assert [one["text"] for one in cell(meyer, "Intake", "quote")["mine"]] == ["Three clipboards today"]

    nothing_to_add(meyer, stage_id=stage(ctx, "Intake"), lane_id=lane(ctx, "pain_point"))
    nothing_to_add(meyer, stage_id=stage(ctx, "Intake"), lane_id=lane(ctx, "pain_point"))
    assert cell(meyer, "Intake", "pain_point")["nothing"]
    assert not cell(person(ctx, "D. Whitfield"), "Intake", "pain_point")["nothing"]
    assert progress(heat_map(ctx), "S. Meyer") == ("started", "Intake: 6 of 6 answered")
    nothing_to_add(meyer, stage_id=stage(ctx, "Intake"), lane_id=lane(ctx, "pain_point"), nothing=False)
    assert progress(heat_map(ctx), "S. Meyer") == ("started", "Intake: 5 of 6 answered")
    happens_to_us_too(meyer, id=pains["others"][0]["id"])
    card = cell(meyer, "Intake", "pain_point")["others"][0]
    assert card["echoed"] and card["echoes"] == pains["others"][0]["echoes"] + 1
    assert progress(heat_map(ctx), "S. Meyer") == ("started", "Intake: 6 of 6 answered"), "seconding is an answer too"

    say_stage_done(meyer, stage_id=stage(ctx, "Intake"))
    assert my_stages(meyer)["stages"][0]["done"] and progress(heat_map(ctx), "S. Meyer")[0] == "done"
    say_stage_done(meyer, stage_id=stage(ctx, "Intake"), done=False)
    assert not my_stages(meyer)["stages"][0]["done"] and progress(heat_map(ctx), "S. Meyer")[0] == "started"
    undo(meyer)
    assert my_stages(meyer)["stages"][0]["done"]


def test_only_ones_own_stages(ctx: Context) -> None:
    meyer = person(ctx, "S. Meyer")
    with pytest.raises(NotAllowed, match="you look after “Intake”"):
        say_stage_done(meyer, stage_id=stage(ctx, "Visit"))
    with pytest.raises(NotAllowed, match="you look after “Intake”"):
        nothing_to_add(meyer, stage_id=stage(ctx, "Visit"), lane_id=lane(ctx, "quote"))
    everything = my_stages(person(ctx, "A. Lind"))
    assert len(everything["stages"]) == 8 and not everything["assigned"]
    say_stage_done(person(ctx, "A. Lind"), stage_id=stage(ctx, "Visit"))
    assert progress(heat_map(ctx), "A. Lind") == ("done", ""), "who looks after all is done with one"


def test_late_is_what_was_added_after_the_vote_outside_a_round(ctx: Context) -> None:
    berg = person(ctx, "N. Berg")
    where = {"stage_id": stage(ctx, "Treatment"), "lane_id": lane(ctx, "pain_point")}
    before = late_ids(ctx.service.image(ctx.workshop_id))
    added = add_entry(berg, text="Pillows run out at night", **where)
    round_of_cards = start_activity(ctx, kind="write", names_shown=False)
    write_sealed_card(berg, id=str(uuid.uuid4()), text="Nobody may know who wrote this", key="k" * 30, **where)
    reveal_activity(ctx, id=round_of_cards)
    close_activity(ctx, id=round_of_cards)
    assert late_ids(ctx.service.image(ctx.workshop_id)) - before == {added}
    view = heat_map(ctx)
    assert (view.late[0].text, view.late[0].author, view.late[0].seen) == ("Pillows run out at night", "N. Berg", False)
    assert [one.at for one in view.late] == sorted((one.at for one in view.late), reverse=True)
    assert next(one for one in cell(berg, "Treatment", "pain_point")["mine"] if one["id"] == added)["late"]


def test_without_a_vote_nothing_is_late(store: Store) -> None:
    service = Service(store)
    ctx = Context(service, FACILITATOR, create_workshop(service, FACILITATOR, name="Shop"))
    assert my_stages(ctx)["stages"] == [] and heat_map(ctx).rows == () and heat_map(ctx).reminder == ""
    assert late_ids(service.image(ctx.workshop_id)) == frozenset() and not is_on(ctx)


def test_ticks_of_what_is_new(ctx: Context) -> None:
    view = heat_map(ctx)
    assert (len(view.late), view.unread) == (5, 3)
    mark_cards_seen(ctx, ids=[next(one.id for one in view.late if not one.seen)])
    assert heat_map(ctx).unread == 2
    mark_cards_seen(ctx)
    assert heat_map(ctx).unread == 0
    mark_cards_seen(ctx, ids=[view.late[1].id], seen=False)
    assert [one.seen for one in heat_map(ctx).late] == [True, False, True, True, True]


def test_the_heat_map_counts_cards_and_answers(ctx: Context) -> None:
    view = heat_map(ctx)
    lanes = [name for _, name in view.asked]
    row = next(one for one in view.rows if one.name == "Intake")
    quotes = row.cells[lanes.index("Quotes")]
    assert (quotes.answered, quotes.asked) == (1, 2)
    assert row.started == ("S. Meyer",) and row.waiting == ("D. Whitfield",) and row.done == ()
    before = row.cells[lanes.index("Pain points")]
    made = add_entry(person(ctx, "D. Whitfield"), stage_id=row.id, lane_id=lane(ctx, "pain_point"), text="Printer jams")
    after = next(one for one in heat_map(ctx).rows if one.name == "Intake").cells[lanes.index("Pain points")]
    assert (after.cards, after.answered) == (before.cards + 1, before.answered + 1)
    remove_entry(person(ctx, "D. Whitfield"), id=made)
    again = next(one for one in heat_map(ctx).rows if one.name == "Intake").cells[lanes.index("Pain points")]
    assert again == before
    assert max(cell.heat for row in view.rows for cell in row.cells) == 5
    assert {one.name for one in view.of("done")} == {"L. Petrov", "W. Chen", "C. Moreau"}


def test_the_reminder_names_who_is_not_done_and_holds_no_link(ctx: Context) -> None:
    text = heat_map(ctx).reminder
    assert f"by Friday, {due(ctx):%-d %B}" in text and "ask me for a new one" in text and "/join" not in text
    assert "- S. Meyer: Intake: 5 of 6 answered" in text and "- R. Haddad: Billing: not started" in text
    assert "L. Petrov" not in text
    for one in heat_map(ctx).people:
        mine = person(ctx, one.name)
        for stage_id in [row["id"] for row in my_stages(mine)["stages"]]:
            say_stage_done(mine, stage_id=stage_id)
    assert heat_map(ctx).reminder == ""


def test_the_facilitator_sets_what_is_asked(ctx: Context) -> None:
    assert is_on(ctx)
    chosen = [lane(ctx, "system"), lane(ctx, "pain_point")]
    set_homework(ctx, due_on=date(2026, 12, 4), lane_ids=chosen)
    shown = my_stages(person(ctx, "S. Meyer"))
    assert shown["due"] == "2026-12-04" and {one["id"] for one in shown["lanes"]} == set(chosen)
    with pytest.raises(CjmError, match="at least one"):
        set_homework(ctx, lane_ids=[])
    set_homework(ctx, no_date=True)
    assert my_stages(ctx)["due"] is None and not is_on(ctx)
    with pytest.raises(NotAllowed):
        set_homework(person(ctx, "S. Meyer"), due_on=date(2026, 12, 5))
    with pytest.raises(NotAllowed):
        heat_map(person(ctx, "S. Meyer"))


def test_while_the_session_runs_it_is_not_yet_homework(ctx: Context) -> None:
    start_activity(ctx, kind="write")
    assert not is_on(person(ctx, "S. Meyer"))


def test_a_doubled_person_keeps_their_answers(ctx: Context) -> None:
    keep, doubled = person(ctx, "A. Lind"), person(ctx, "L. Petrov")
    merge_people(ctx, keep=str(keep.actor.id), doubled=str(doubled.actor.id))
    assert progress(heat_map(ctx), "A. Lind")[0] == "done"
    assert cell(keep, "Awareness", "quote")["nothing"]


def test_the_example_is_copied_with_its_authors(ctx: Context) -> None:
    people = {one.id for one in rows(ctx, Participant)}
    assert {one.author_id for one in rows(ctx, Entry) if one.author_id} <= people


def test_assigning_other_stages_changes_who_is_asked(ctx: Context) -> None:
    meyer = person(ctx, "S. Meyer")
    assign_stages(ctx, participant_id=str(meyer.actor.id), stage_ids=[stage(ctx, "Visit")])
    assert [one["name"] for one in my_stages(meyer)["stages"]] == ["Visit"]
    assert progress(heat_map(ctx), "S. Meyer") == ("waiting", "Visit: not started")
