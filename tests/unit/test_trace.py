"""Everything that hangs on one thing, both ways."""

from __future__ import annotations

import pytest

from cjm import pain_points, priorities, value_stream, workshops
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.history import restore, told_gone
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.frame import FrameFields, edit_frame
from cjm.insights.trace import STATIONS, Station, Trace, trace
from db.engine import Store
from db.tables import Action, Entry, FutureState, Kpi, KpiReading, Lane, Link, Project, Stage

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def hospital(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


@pytest.fixture
def shop(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    value_stream.paste_stages(ctx, stream_id=value_stream.add_stream(ctx, name="Buying"), text="Browse\nPay")
    return ctx


def entry(ctx: Context, text: str) -> str:
    return next(one.id for one in ctx.image().all(Entry) if one.text == text)


def names(found: Trace, key: str) -> list[str]:
    return [one.name for one in station(found, key).things]


def station(found: Trace, key: str) -> Station:
    return next(one for one in found.stations if one.key == key)


def card(ctx: Context, kind: str, text: str) -> str:
    image = ctx.image()
    lane = next(one.id for one in image.all(Lane) if one.kind == kind)
    stage = image.all(Stage)[0].id
    return pain_points.add_entry(ctx, stage_id=stage, lane_id=lane, text=text)


@command("test_put")
def put(tx: Tx, **rows: object) -> str:
    made = [tx.add(*given[:1], **given[1]) for given in rows.values()]  # type: ignore[index]
    return made[-1]


@command("test_link")
def link(tx: Tx, *, relation: str, from_id: str, to_id: str) -> None:
    tx.add(Link, relation=relation, from_id=from_id, to_id=to_id)


def test_a_pain_point_leads_to_what_answers_it_and_no_further_aside(hospital: Context) -> None:
    found = trace(hospital, "entries", entry(hospital, "Same forms filled in three times"))
    assert [one.key for one in found.stations] == list(STATIONS) and found.station == "pain_points"
    assert names(found, "pain_points") == ["Same forms filled in three times"], "not the other pain of the same opportunity"
    assert names(found, "opportunities") == ["Fill in once, reuse everywhere"]
    assert "Checks what is known; adds only what changed" in names(found, "future_states")
    assert names(found, "actions") == ["Fill in once"]
    assert "Minutes spent entering data per patient" in names(found, "kpis")


def test_an_action_leads_back_to_every_pain_it_takes_away(hospital: Context) -> None:
    action = next(one for one in hospital.image().all(Action) if one.name == "48-hour follow-up call")
    found = trace(hospital, "actions", action.id)
    assert set(names(found, "pain_points")) == {"No one calls after discharge", "Care plan is a 14-page PDF"}
    assert names(found, "opportunities") == ["Call within 48 hours"]
    assert station(found, "future_states").things[0].note == "Follow-up, moment that matters"
    assert station(found, "actions").things[0].here and "N. Berg" in station(found, "actions").things[0].note


def test_each_link_goes_to_where_the_thing_is_edited(hospital: Context) -> None:
    found = trace(hospital, "entries", pain := entry(hospital, "Same forms filled in three times"))
    at = {one.key: (one.things[0].page, one.things[0].query) for one in found.stations if one.things}
    action = next(one for one in hospital.image().all(Action) if one.name == "Fill in once")
    assert at["pain_points"] == ("pain_points", (("card", pain),))
    assert at["actions"] == ("priorities", (("action", action.id),))
    assert at["future_states"][0] == "future_state" and at["kpis"][0] == "kpis"


def test_the_whole_chain_from_project_and_kpi(hospital: Context) -> None:
    image = hospital.image()
    pain = entry(hospital, "Same forms filled in three times")
    action = next(one for one in image.all(Action) if one.name == "Fill in once")
    kpi = next(one for one in image.all(Kpi) if one.name == "Minutes spent entering data per patient")
    put(hospital, a=(Project, {"name": "Fill in once, pilot", "action_id": action.id, "status": "running", "owner": "S. Meyer"}))
    project = next(one for one in hospital.image().all(Project) if one.name == "Fill in once, pilot")
    down = trace(hospital, "entries", pain)
    assert ("Fill in once, pilot", "running, S. Meyer") in [(one.name, one.note) for one in station(down, "projects").things]
    up = trace(hospital, "projects", project.id)
    assert "Same forms filled in three times" in names(up, "pain_points") and names(up, "actions") == ["Fill in once"]
    both = trace(hospital, "kpis", kpi.id)
    assert "Same forms filled in three times" in names(both, "pain_points")
    assert "Fill in once, pilot" in names(both, "projects") and station(both, "kpis").things[0].here


def test_a_kpi_claims_nothing_without_a_reading(shop: Context) -> None:
    kpi = put(shop, a=(Kpi, {"name": "Queue", "unit": "min", "baseline": 11.0, "target": 4.0}))
    pain = card(shop, "pain_point", "Long queue")
    link(shop, relation="measures", from_id=kpi, to_id=pain)
    assert station(trace(shop, "entries", pain), "kpis").things[0].note == "11 min at first, no reading yet, target 4"
    put(
        shop,
        a=(KpiReading, {"kpi_id": kpi, "read_on": "2027-01-10", "value": 9.5}),
        b=(KpiReading, {"kpi_id": kpi, "read_on": "2027-02-10", "value": 6.4}),
    )
    assert station(trace(shop, "entries", pain), "kpis").things[0].note == "11 → 6.4 min, target 4"


def broken(ctx: Context, kind: str, id: str) -> list[str]:
    return [one.missing for one in trace(ctx, kind, id).stations if one.missing]


def test_the_first_break_of_the_chain_is_said_and_leads_to_where_it_is_mended(shop: Context) -> None:
    pain, opening = card(shop, "pain_point", "Long queue"), card(shop, "opportunity", "Pay by phone")
    assert broken(shop, "entries", pain) == ["Nothing answers it yet"]
    pain_points.set_entry_links(shop, id=opening, kind="answers", to=[pain])
    assert broken(shop, "entries", pain) == ["No action carries it out yet"]
    action = priorities.add_action_from(shop, source_id=opening)
    assert broken(shop, "entries", pain) == ["Not a project yet"]
    assert [one.query for one in trace(shop, "entries", pain).stations if one.missing] == [(("action", action),)]
    put(shop, a=(Project, {"name": "Phones", "action_id": action}))
    assert broken(shop, "entries", pain) == ["No KPI would show it"]


def test_an_alignment_workshop_is_not_asked_for_actions(shop: Context) -> None:
    pain, opening = card(shop, "pain_point", "Long queue"), card(shop, "opportunity", "Pay by phone")
    pain_points.set_entry_links(shop, id=opening, kind="answers", to=[pain])
    edit_frame(shop, fields=FrameFields(purpose="alignment"))
    assert broken(shop, "entries", pain) == ["No KPI would show it"]


def test_a_card_beside_the_chain_has_nothing_hanging_on_it(shop: Context) -> None:
    assert trace(shop, "entries", card(shop, "activity", "Looks around")).alone


def test_what_is_in_the_trash_is_no_link(shop: Context) -> None:
    pain, opening = card(shop, "pain_point", "Long queue"), card(shop, "opportunity", "Pay by phone")
    pain_points.set_entry_links(shop, id=opening, kind="answers", to=[pain])
    pain_points.remove_entry(shop, id=opening)
    assert names(trace(shop, "entries", pain), "opportunities") == []
    with pytest.raises(CjmError, match="trash"):
        trace(shop, "entries", opening)
    with pytest.raises(CjmError, match="can be traced"):
        trace(shop, "links", opening)


def test_a_future_state_leads_both_ways(hospital: Context) -> None:
    future = next(one for one in hospital.image().all(FutureState) if one.experience.startswith("Is called"))
    found = trace(hospital, "future_states", future.id)
    assert names(found, "opportunities") == ["Call within 48 hours"] and names(found, "actions") == ["48-hour follow-up call"]
    intake = next(one for one in hospital.image().all(FutureState) if one.experience.startswith("Checks what"))
    carried = trace(hospital, "future_states", intake.id)
    assert {"Fill in once", "Check cover two days before"} <= set(names(carried, "actions")), "by way of its opportunities"
    assert names(carried, "future_states") == [intake.experience]
    cover = next(one for one in hospital.image().all(Action) if one.name == "Check cover two days before")
    back = trace(hospital, "actions", cover.id)
    assert names(back, "future_states") == [intake.experience]
    assert names(back, "pain_points") == ["Insurance checked only on the day"], "not every pain of the stage"


def test_who_removed_a_card_is_said_to_who_still_writes_on_it(hospital: Context) -> None:
    id = entry(hospital, "Same forms filled in three times")
    assert told_gone(hospital, "entries", id) == told_gone(hospital, "entries", "?") == told_gone(hospital, "nothing", id) == ""
    pain_points.remove_entry(hospital, id=id)
    assert told_gone(hospital, "entries", id) == "Facilitator removed this card meanwhile."
    restore(hospital, kind="entries", id=id)
    assert told_gone(hospital, "entries", id) == ""
    someone = Context(hospital.service, Actor("Ana", Role.CONTRIBUTOR, "ana", "ana"), hospital.workshop_id)
    pain_points.remove_entry(someone, id=id)
    assert told_gone(hospital, "entries", id) == "Ana removed this card meanwhile."
    assert told_gone(someone, "entries", id) == "You removed this card meanwhile."
