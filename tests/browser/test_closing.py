"""Closing with “I take it”: the facilitator's laptop and wall, two phones, and somebody without a device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from playwright.sync_api import APIResponse, Browser, Route, expect

from cjm import closing
from cjm.core.service import Service
from cjm.people import roster
from cjm.priorities import ActionFields, edit_action
from db.engine import Store
from db.tables import Action
from tests.browser.rooms import LAPTOP, WALL, Room, serious, settled, sideways
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
DUE = datetime.now(UTC).date() + timedelta(days=30)


@pytest.fixture
def room(browser: Browser, server: Server) -> Iterator[Room]:
    """The hospital before its actions are given out; Olga is here without a device."""
    store = Store(server.database_url)
    made = Room(browser, server, Service(store), page="closing", **LAPTOP)
    closing.reopen_workshop(made.ctx)
    for one in made.rows(Action):
        if one.taken_at is not None:
            closing.give_back_action(made.ctx, id=one.id)
    roster.add_person(made.ctx, name="Olga", without_device=True)
    yield made
    made.close()
    store.close()


def test_each_action_goes_up_and_somebody_takes_it(room: Room) -> None:
    ana, ben = room.phone("Ana"), room.phone("Ben")
    wall = room.come(room.key, "projector", **WALL)
    laptop, bar, screen = room.laptop, room.laptop.locator("#cjm-bar"), wall.locator("#cjm-room")
    first, second = closing.closing(room.ctx).chosen[:2]
    bar.get_by_role("button", name=re.compile("Start: who takes what")).click(delay=100)
    expect(screen.locator("article .text")).to_have_text(first.name)
    assert screen.locator("article .text").evaluate("(el) => parseFloat(getComputedStyle(el).fontSize)") >= 48

    expect(ana.get_by_role("heading", name=first.name)).to_be_visible()
    assert not sideways(ana) and serious(ana, context="[data-testid=stMain]") == []
    ana.get_by_label("By when?").fill(DUE.isoformat())
    ana.get_by_role("button", name="I take it").tap()
    expect(screen.locator("article .who")).to_contain_text("Ana")
    expect(screen.locator("article .who")).to_contain_text("takes it by")
    expect(screen.get_by_text("1 of 10 taken")).to_be_visible()
    expect(ben.get_by_text(re.compile("^Ana takes it by"))).to_be_visible()
    expect(ben.get_by_role("button", name="I take it")).to_have_count(0)
    assert serious(wall) == []

    with ana.expect_download() as file:
        ana.get_by_role("link", name=f"Into my calendar: {first.name}").tap()
    event = Calendar.from_ical(file.value.path().read_bytes()).walk("VEVENT")[0]
    assert (str(event["summary"]), event["dtstart"].dt) == (first.name, DUE)
    stranger = ben.request.get(f"{room.server.url}/api/calendar/{room.workshop_id}/{first.id}.ics")
    assert stranger.status == 403, "only who took it"
    ana.get_by_role("button", name="My own link, to go on at home").tap()
    expect(ana.get_by_label("My own link")).to_have_value(re.compile(rf"^{room.server.url}/join/\S{{20,}}"))

    wall.keyboard.press("ArrowRight")
    expect(ana.get_by_role("heading", name=second.name)).to_be_visible()
    expect(ana.get_by_role("heading", name="You also take")).to_be_visible()
    bar.get_by_role("button", name=re.compile("Take it for")).click(delay=100)
    bar.get_by_role("combobox", name="Who", exact=True).select_option(label="Olga (no device)")
    bar.get_by_label("By when").fill(DUE.isoformat())
    assert serious(laptop) == []
    bar.get_by_role("button", name="Olga takes it").click(delay=100)
    expect(screen.locator("article .who b")).to_have_text("Olga")
    bar.get_by_role("button", name="Free it again").click(delay=100)
    expect(screen.locator("article .who b")).to_have_text("Who takes it?")
    ben.get_by_role("button", name="I take it").tap()
    expect(screen.locator("article .who b")).to_have_text("Ben")
    ben.get_by_role("button", name="Give it back").tap()
    expect(screen.locator("article .who b")).to_have_text("Who takes it?")
    settled(ben)

    wall.keyboard.press("ArrowLeft")
    expect(ana.get_by_text(re.compile("^Yours, by"))).to_be_visible()
    laptop.get_by_role("button", name=re.compile("^Close all the same")).click(delay=100)
    expect(laptop.get_by_role("heading", name=re.compile("^Closed on"))).to_be_visible()
    expect(screen.get_by_role("heading", name="This is what we take with us")).to_be_visible()
    expect(screen.get_by_text("Closed without")).to_be_visible()
    assert serious(wall) == []
    expect(ana.get_by_role("heading", name="What was promised")).to_be_visible()
    expect(ana.get_by_text("You, by").first).to_be_visible()
    laptop.get_by_role("button", name="Open again").click(delay=100)
    expect(laptop.get_by_role("heading", name="What is given out")).to_be_visible()


def test_each_action_begins_with_whom_it_was_thought_of(room: Room) -> None:
    roster.add_person(room.ctx, name="Uma", without_device=True)
    actions = closing.closing(room.ctx).chosen[:3]
    for one, owner in zip(actions, ("", "Olga", ""), strict=True):
        edit_action(room.ctx, id=one.id, fields=ActionFields(owner=owner))
    bar = room.laptop.locator("#cjm-bar")
    bar.locator(".bar").wait_for()
    room.do("start_activity", kind="close")
    bar.get_by_role("button", name=re.compile("Take it for")).click(delay=100)
    who = bar.get_by_role("combobox", name="Who", exact=True)
    expect(who.locator("option:checked")).to_have_text("Choose who takes it")
    expect(bar.get_by_role("button", name="Somebody takes it")).to_be_disabled()
    who.select_option(label="Uma (no device)")
    bar.get_by_role("button", name="Uma takes it").click(delay=100)
    bar.get_by_text("Uma takes it by").or_(bar.get_by_role("button", name="Free it again")).first.wait_for()
    bar.get_by_role("button", name="Next action").click(delay=100)
    expect(who.locator("option:checked")).to_have_text("Olga (no device)")
    bar.get_by_role("button", name="Olga takes it").click(delay=100)
    bar.get_by_role("button", name="Free it again").wait_for()
    bar.get_by_role("button", name="Next action").click(delay=100)
    expect(who.locator("option:checked")).to_have_text("Choose who takes it")
    bar.get_by_role("button", name="Action before").click(delay=100)
    expect(who.locator("option:checked")).to_have_text("Olga (no device)")
    assert {one.name: one.owner for one in closing.closing(room.ctx).taken} == {actions[0].name: "Uma", actions[1].name: "Olga"}


def test_without_a_connection_it_is_said_again_and_the_slower_one_is_told(room: Room) -> None:
    ana, ben = room.phone("Ana"), room.phone("Ben")
    room.laptop.locator("#cjm-bar .bar").wait_for()
    room.do("start_activity", kind="close")
    ben.get_by_role("button", name="I take it").wait_for()
    ben.context.set_offline(True)
    ben.get_by_role("button", name="I take it").tap()
    expect(ben.get_by_text("Kept on this phone until it is sent")).to_be_visible()
    ana.get_by_role("button", name="I take it").tap()
    expect(ana.get_by_text(re.compile("^Yours"))).to_be_visible()
    settled(ana)
    ben.context.set_offline(False)
    expect(ben.get_by_text(re.compile("^Ana was faster"))).to_be_visible()
    expect(ben.get_by_text(re.compile("^Ana takes it"))).to_be_visible()
    assert [one.owner for one in closing.closing(room.ctx).taken] == ["Ana"]


def test_a_page_is_turned_though_an_older_answer_was_on_its_way(room: Room) -> None:
    ana, wall = room.phone("Ana"), room.come(room.key, "projector", **WALL)
    room.laptop.locator("#cjm-bar .bar").wait_for()
    room.do("start_activity", kind="close")
    first, second = closing.closing(room.ctx).chosen[:2]
    on_wall = wall.locator("#cjm-room article .text")
    shown = {ana: ana.get_by_role("heading", name=second.name), wall: on_wall.filter(has_text=second.name)}
    expect(ana.get_by_role("heading", name=first.name)).to_be_visible()
    expect(on_wall).to_have_text(first.name)
    held: list[tuple[Route, APIResponse]] = []
    for screen in shown:
        screen.route(re.compile("/api/session/"), lambda route: held.append((route, route.fetch())), times=1)
    roster.add_person(room.ctx, name="Uma")  # of which both ask
    while len(held) < 2:
        ana.wait_for_timeout(20)
    room.do("read_out", place=second.id)
    for heading in shown.values():
        expect(heading).to_be_visible()
    for route, answer in held:
        route.fulfill(response=answer)
    ana.wait_for_timeout(600)
    for heading in shown.values():
        expect(heading).to_be_visible()
