"""The facilitator's bar, and the wall with its controls, fit at every width, in every state of every activity."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from playwright.sync_api import TimeoutError as TookTooLong

from cjm.closing import reopen_workshop, take_action
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.now.now import now
from cjm.people.presence import who_is_here
from cjm.people.roster import edit_person
from cjm.session.activities import close_activity, reveal_activity, start_activity, vote_again
from cjm.session.break_outs import break_out, proposed
from cjm.session.sealed import cast, write_sealed_card
from db.tables import Lane, Participant, Stage
from tests.browser.rooms import DO, SLOWEST, hospital
from tests.conftest import Server

pytestmark = pytest.mark.browser
FACILITATOR = Actor("Facilitator", Role.FACILITATOR)
WIDTHS = {1024: 768, 1280: 720, 1366: 768, 1440: 900, 1536: 864, 1920: 1080}
ASKED = 40
"""So many letters of a question are read on the bar at least; what is longer stands whole in its tooltip."""
LONG = "What gets in the way of somebody who comes to us with a referral, at the desk, on the ward and at home? " * 3
WRONG = (Path(__file__).parent / "fitting.js").read_text().partition("\n")[2].strip()
"""What is outside of the window, lies over something else, is cut or missing."""


class Screens:
    """The facilitator's page and the wall of one workshop; six people are here."""

    def __init__(self, browser: Browser, server: Server, service: Service) -> None:
        self.ctx = Context(service, FACILITATOR, hospital(server))
        reopen_workshop(self.ctx)
        for number, one in enumerate(self.rows(Participant)):
            edit_person(self.ctx, id=one.id, present=number < 6)
        self.people = [one.id for one in self.rows(Participant)][:6]
        self.url = server.url
        self.context: BrowserContext = browser.new_context(viewport={"width": 1920, "height": 1080})
        self.context.set_default_timeout(SLOWEST)
        self.page, self.wall = self.context.new_page(), self.context.new_page()
        self.bar, self.room = self.page.locator("#cjm-bar"), self.wall.locator("#cjm-room")
        self.wall.goto(f"{server.url}/projector?w={self.ctx.workshop_id}")
        self.over = False
        self.wrong: list[str] = []

    def go(self, step: str) -> None:
        self.page.goto(f"{self.url}/{step}?w={self.ctx.workshop_id}")
        expect(self.bar.locator(".bar")).to_be_visible()
        expect(self.room.locator("footer")).to_be_visible()

    def rows(self, model: Any) -> list[Any]:
        return list(self.ctx.service.image(self.ctx.workshop_id).all(model))

    def look(self, state: str, *wanted: str) -> None:
        """Look at every width; ``wanted`` is on the bar itself in this state."""
        for width, height in WIDTHS.items():
            for page in (self.page, self.wall):
                page.set_viewport_size({"width": width, "height": height})
                how = [list(wanted), width, ASKED]
                try:
                    page.wait_for_function(f"(how) => !({WRONG})(how).length", arg=how, timeout=2_500)
                except TookTooLong:
                    self.wrong += [f"{state}, {width}: {one}" for one in page.evaluate(WRONG, how)]

    def start(self, kind: str, **how: Any) -> str:
        id = start_activity(self.ctx, kind=kind, **how)
        self.shown("reveal" if kind != "close" else "turn:1")
        return id

    def shown(self, act: str) -> None:
        """Both screens have drawn the state in which the bar offers this act."""
        expect(self.bar.locator(f".bar [data-do='{act}']").first).to_be_visible()

    def reveal(self, id: str) -> None:
        reveal_activity(self.ctx, id=id)
        expect(self.bar.locator(".bar [data-do='reveal']")).to_have_count(0)
        expect(self.room.locator("footer [data-do='reveal']")).to_have_count(0)

    def ask_about_the_reveal(self) -> None:
        """Press Reveal on both screens while nobody is done: each asks, and nothing is revealed."""
        for place in (self.bar, self.room):
            place.locator("[data-do='reveal']").first.click()
            expect(place.get_by_text(re.compile("6 of 6 are not done")).first).to_be_visible()

    def wait(self) -> None:
        for place in (self.bar, self.room):
            place.locator("[data-do='wait']").first.click()
            expect(place.get_by_text("6 of 6 are not done")).to_have_count(0)

    def vote(self, axis: str, value: int, person: int, option: int) -> None:
        subject = now(self.ctx)["activity"]["options"][option]["id"]
        cast(self.ctx, subject_id=subject, axis=axis, value=value, for_participant=self.people[person])

    def write(self, text: str, **how: Any) -> None:
        lane = next(one for one in self.rows(Lane) if one.kind == "pain_point")
        write_sealed_card(
            self.ctx,
            id=str(uuid.uuid4()),
            text=text,
            stage_id=self.rows(Stage)[0].id,
            lane_id=lane.id,
            for_participant=self.people[0],
            **how,
        )

    def turn_to(self, place: str) -> None:
        self.page.evaluate(DO, [self.ctx.workshop_id, "read_out", {"place": place}])

    def late(self, route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        if told.get("activity"):
            told["activity"]["ends_at"] = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
        route.fulfill(response=answer, body=json.dumps(told))

    def time_is_up(self) -> None:
        self.context.route("**/api/session/**", self.late)
        for page, one in ((self.page, "__cjmBar"), (self.wall, "__cjmRoom")):
            page.evaluate(f"window.{one}.s.ask()")
            expect(page.get_by_text("Time is up").first).to_be_visible()

    def time_again(self) -> None:
        self.context.unroute("**/api/session/**")


@pytest.fixture
def screens(browser: Browser, server: Server, service: Service) -> Iterator[Screens]:
    made = Screens(browser, server, service)
    yield made
    made.context.close()


def test_the_bar_fits_while_people_write(screens: Screens) -> None:
    s = screens
    s.go("pain_points")
    s.look("idle", "Start: write unseen", "Change before it starts")
    id = s.start("write", question="What gets in the customer’s way here now?")
    s.look("writing", r"^\d+:\d\d$", "of 6 done", "Reveal", "End")
    s.ask_about_the_reveal()
    s.look("asked about the reveal", r"^\d+:\d\d$", "of 6 done", "Reveal anyway", "Wait")
    s.wait()
    s.time_is_up()
    s.look("writing, over time", "Time is up", "of 6 done", "Reveal", "End")
    s.time_again()
    for number in range(14):
        s.write(f"Nobody answers the telephone, {number}")
    s.reveal(id)
    s.shown("turn:1")
    s.look("read out", "Card before", "1 of 14", "Next card", "End")
    s.turn_to("all")
    expect(s.bar.get_by_text("All 14")).to_be_visible()
    s.look("all cards", "Card before", "All 14", "End")
    id = s.start("write", question=LONG, names_shown=False)
    s.look("writing without names", r"^\d+:\d\d$", "of 6 done", "Reveal", "End")
    s.reveal(id)
    s.look("nothing written", "End")
    id = s.start("break_out", minutes=600)
    break_out(s.ctx, id=id, groups=proposed(s.ctx.image(), 4, who_is_here(s.ctx)))
    expect(s.room.locator(".team")).to_have_count(4)
    s.look("breaking out", r"\d+:\d\d$", "of 6 done", "Reveal", "End")
    s.reveal(id)
    s.look("reporting back", "End")
    close_activity(s.ctx, id=id)
    assert not s.wrong, "\n".join(s.wrong)


def test_the_bar_fits_while_people_vote(screens: Screens) -> None:
    s = screens
    s.go("customer")
    id = s.start("pick")
    s.look("picking", r"^\d+:\d\d$", "of 6 done", "Reveal", "End")
    for person, option in enumerate((0, 1, 2)):
        s.vote("pick", 1, person, option)
    s.reveal(id)
    s.shown(f"agree:{now(s.ctx)['activity']['options'][0]['id']}")
    s.look("three picked alike", "Agree on", "End")
    for kind, axis, again in (("dot_vote", "dots", "tied"), ("rate", "severity", "again"), ("score", "impact", "again")):
        id = s.start(kind, **({"dots": 2} if kind == "dot_vote" else {}))
        s.look(kind, r"^\d+:\d\d$", "of 6 done", "Reveal", "End")
        for person in range(4):
            s.vote(axis, 1 if axis == "dots" or person % 2 else 5, person, 0)
            if axis == "dots":
                s.vote(axis, 1, person, 1 + person % 2)
        s.reveal(id)
        s.shown("again")
        s.look(f"{kind}, revealed", again, "End")
        vote_again(s.ctx, id=id)
        s.shown("reveal")
        s.time_is_up()
        s.look(f"{kind}, second round, over time", "Time is up", "of 6 done", "Reveal", "End")
        s.time_again()
        s.reveal(now(s.ctx)["activity"]["id"])
        s.look(f"{kind}, second round revealed", "End")
    assert not s.wrong, "\n".join(s.wrong)


def test_the_bar_fits_while_actions_are_given_out_and_folds_into_a_menu(screens: Screens) -> None:
    s = screens
    s.go("closing")
    s.start("close")
    turned = ("Action before", r"^1 of \d+", "Next action", "End")
    s.look("giving out", r"^\d+:\d\d$", *turned)
    first = now(s.ctx)["promises"]["actions"][0]
    take_action(s.ctx, id=first["id"], for_participant=s.people[0])
    expect(s.room.get_by_text("takes it").first).to_be_visible()
    s.look("given", *turned)
    s.turn_to("all")
    expect(s.bar.get_by_text(re.compile("^All "))).to_be_visible()
    s.look("all given", "Action before", "End")
    assert not s.wrong, "\n".join(s.wrong)

    page: Page = s.page
    page.set_viewport_size({"width": 1280, "height": 720})
    s.bar.get_by_role("button", name="More", exact=True).click(delay=100)
    s.bar.locator(".drawer").get_by_role("button", name=re.compile("parked thoughts")).click(delay=100)
    s.bar.get_by_label("A thought for later").fill("Who tells the ward?")
    s.bar.get_by_role("button", name="Park", exact=True).click(delay=100)
    expect(s.bar.locator(".parked li", has_text="Who tells the ward?")).to_be_visible()
    expect(page.get_by_role("link", name="Workshops")).to_be_visible()
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(s.bar.locator(".bar").get_by_role("button", name=re.compile("parked thoughts"))).to_be_visible()
