"""A session with real browsers: the facilitator's laptop, the wall, and people who write and vote by their own screens."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cjm.closing import reopen_workshop
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.now.now import now
from cjm.people.roster import edit_person
from cjm.session.sealed import SealedCommand, cast, say_done, write_sealed_card
from db.tables import Lane, Participant, Stage
from tests.browser.rooms import SLOWEST, hospital, serious
from tests.conftest import Server

pytestmark = pytest.mark.browser
FACILITATOR = Actor("Facilitator", Role.FACILITATOR)
WIDE = {"width": 1920, "height": 1080}


class Session:
    """The facilitator's laptop and, in a browser of its own, the wall; six people are here."""

    def __init__(self, browser: Browser, server: Server, service: Service, step: str, scheme: Any = "light") -> None:
        self.ctx = Context(service, FACILITATOR, hospital(server))
        reopen_workshop(self.ctx)  # else the wall begins with who promised what
        self.people = [one.id for one in service.image(self.ctx.workshop_id).all(Participant)]
        for number, id in enumerate(self.people):
            edit_person(self.ctx, id=id, present=number < 6)
        self.contexts: list[BrowserContext] = []
        self.told: list[str] = []
        self.laptop = self._open(browser, f"{server.url}/{step}?w={self.ctx.workshop_id}", scheme)
        self.wall = self._open(browser, f"{server.url}/projector?w={self.ctx.workshop_id}", scheme)
        self.wall.on("response", self._keep)
        self.bar = self.laptop.locator("#cjm-bar")
        self.room = self.wall.locator("#cjm-room")
        expect(self.bar.locator(".bar")).to_be_visible(timeout=SLOWEST)
        expect(self.room.locator("footer")).to_be_visible(timeout=SLOWEST)

    def _open(self, browser: Browser, url: str, scheme: Any) -> Page:
        context = browser.new_context(viewport=WIDE, color_scheme=scheme)  # type: ignore[arg-type]
        context.set_default_timeout(SLOWEST)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    def _keep(self, response: Any) -> None:
        if "/api/session/" in response.url:
            told = response.json()
            told.pop("promises", None)  # who took what is said before everybody, and stays on the wall
            self.told.append(json.dumps(told, ensure_ascii=False))

    def person(self, number: int) -> Context:
        one = self.ctx.service.image(self.ctx.workshop_id).get(Participant, self.people[number])
        return Context(self.ctx.service, Actor(one.name, Role.CONTRIBUTOR, one.id, one.id), self.ctx.workshop_id)

    def act(self, what: SealedCommand[Any, Any], number: int, **how: Any) -> None:
        """What somebody does on their phone, over the live line of a browser that speaks for them."""
        self.laptop.evaluate(
            "([w, what, how]) => window.__cjmLive.act(w, what, how)",
            [self.ctx.workshop_id, what.name, {**how, "for_participant": self.people[number]}],
        )

    def press(self, name: str | re.Pattern[str]) -> None:
        self.bar.get_by_role("button", name=name).first.click(delay=100)

    def reveal(self) -> None:
        """While somebody is not done the bar asks once, even if it is clicked twice, and reveals when it is answered."""
        self.bar.get_by_role("button", name=re.compile(r"^Reveal *\d+( is| are)? not done")).dblclick(delay=60)
        expect(self.bar.get_by_role("status").filter(has_text=re.compile(r"^\d of 6 are not done$"))).to_be_visible()
        expect(self.room.locator("header .done")).to_be_visible()
        self.press(re.compile("^Reveal anyway"))

    def options(self) -> list[str]:
        return [one["id"] for one in now(self.ctx)["activity"]["options"]]

    def started(self) -> None:
        expect(self.bar.get_by_role("button", name="Reveal")).to_be_visible(timeout=SLOWEST)


@pytest.fixture
def begin(browser: Browser, server: Server, service: Service) -> Iterator[Any]:
    made: list[Session] = []

    def start(step: str, scheme: str = "light") -> Session:
        made.append(Session(browser, server, service, step, scheme))
        return made[-1]

    yield start
    for one in made:
        for context in one.contexts:
            context.close()


def test_written_unseen_then_read_out_by_keys(begin: Any) -> None:
    s = begin("pain_points")
    s.press(re.compile("Start: write unseen"))
    s.started()
    expect(s.room.get_by_role("heading", name="What gets in the customer’s way here?")).to_be_visible(timeout=SLOWEST)
    image = s.ctx.service.image(s.ctx.workshop_id)
    lane = next(one for one in image.all(Lane) if one.kind == "pain_point")
    texts = ["Nobody answers the telephone", "Nobody answers the phone at noon", "The lift is out of order", "שלום עולם"]
    for number, text in enumerate(texts):
        stage = image.all(Stage)[0 if number < 2 else number]
        s.act(write_sealed_card, number, id=str(uuid.uuid4()), text=text, stage_id=stage.id, lane_id=lane.id)
    for number in range(2):
        s.act(say_done, number)
    expect(s.room.get_by_text("4 cards waiting")).to_be_visible(timeout=SLOWEST)
    expect(s.room.locator(".down")).to_have_count(4)
    expect(s.room.get_by_text("2 of 6 done")).to_be_visible(timeout=SLOWEST)
    expect(s.bar.get_by_text("4 are not done yet")).to_be_visible(timeout=SLOWEST)
    assert not any(text in told for text in texts for told in s.told), "nothing sealed reaches the wall's browser"
    assert not any(text in s.wall.content() + s.room.inner_text() for text in texts)

    s.reveal()
    card = s.room.locator("article .text")
    expect(card).to_have_text(re.compile("Nobody answers"), timeout=SLOWEST)
    first = card.inner_text()
    assert card.evaluate("(el) => parseFloat(getComputedStyle(el).fontSize)") >= 48
    expect(s.room.get_by_text("3 cards to come")).to_be_visible()
    s.wall.keyboard.press("ArrowRight")
    second = next(text for text in texts[:2] if text != first)
    expect(card).to_have_text(second)
    expect(s.bar.get_by_text("2 of 4")).to_be_visible(timeout=SLOWEST)
    s.wall.keyboard.press("g")
    s.room.get_by_label("Title of the group").fill("Telephone")
    s.wall.keyboard.press("Enter")
    expect(s.room.get_by_text("in “Telephone”")).to_be_visible(timeout=SLOWEST)
    s.wall.keyboard.press("ArrowRight")
    expect(card).to_have_text("The lift is out of order")
    s.wall.keyboard.press("t")
    expect(s.room.locator(".cellname")).to_contain_text("Opportunities", timeout=SLOWEST)
    s.wall.keyboard.press("m")
    s.room.get_by_role("button", name=re.compile(r"^Pain points, ")).nth(4).click(delay=100)
    expect(s.room.locator(".cellname")).to_contain_text("Pain points", timeout=SLOWEST)
    s.bar.get_by_role("button", name="Next card").click(delay=100)
    expect(card).to_have_text("שלום עולם", timeout=SLOWEST)
    s.wall.keyboard.press("p")
    expect(s.bar.get_by_role("button", name=re.compile("1 parked thoughts"))).to_be_visible(timeout=SLOWEST)
    s.wall.keyboard.press("z")
    expect(s.bar.get_by_role("button", name=re.compile("^parked thoughts$"))).to_be_visible(timeout=SLOWEST)
    s.wall.keyboard.press("End")
    for _ in range(4):
        s.wall.keyboard.press("PageDown")
    expect(s.room.locator(".all li")).to_have_count(4, timeout=SLOWEST)
    s.press("End")
    expect(s.room.get_by_text("6 here")).to_be_visible(timeout=SLOWEST)


def test_dots_tie_and_are_voted_again(begin: Any) -> None:
    s = begin("pain_points", "dark")
    s.press("Change before it starts")
    s.press("Vote with dots")
    s.bar.get_by_label("Dots each").fill("2")
    s.bar.get_by_role("button", name="Start", exact=True).click(delay=100)
    s.started()
    options = s.options()
    for number, pair in enumerate([(0, 1), (0, 2), (0, 1), (0, 2)]):
        for index in pair:
            s.act(cast, number, subject_id=options[index], axis="dots", value=1)
    expect(s.room.get_by_text("4 people have voted")).to_be_visible(timeout=SLOWEST)
    assert "total" not in "".join(s.told), "no count before the reveal"
    s.room.get_by_role("button", name="reveal", exact=True).focus()  # on the wall, by its keys
    s.wall.keyboard.press("Enter")
    expect(s.room.get_by_text("6 of 6 are not done")).to_be_visible()
    expect(s.room.get_by_role("button", name="reveal anyway")).to_be_focused()
    s.wall.keyboard.press("Enter")
    expect(s.room.locator(".votes .total").first).to_have_text("4", timeout=SLOWEST)
    expect(s.room.locator(".votes .tied")).to_have_count(2)
    assert serious(s.wall) == []
    s.press("Vote again on the 2 tied")
    expect(s.room.locator(".options li")).to_have_count(2, timeout=SLOWEST)


def test_scores_that_disagree_are_scored_again(begin: Any) -> None:
    s = begin("priorities")
    s.press(re.compile("Start: score unseen"))
    s.started()
    options = s.options()
    for number, (far, near) in enumerate([(1, 3), (1, 3), (5, 4), (5, 3)]):
        s.act(cast, number, subject_id=options[0], axis="impact", value=far)
        s.act(cast, number, subject_id=options[1], axis="impact", value=near)
    expect(s.room.get_by_text("4 people have voted")).to_be_visible(timeout=SLOWEST)
    assert '"mean"' not in "".join(s.told)
    names = [s.person(number).actor.name for number in range(6)]
    s.reveal()
    expect(s.room.locator(".flagged")).to_have_count(1, timeout=SLOWEST)
    expect(s.room.locator(".flagged")).to_contain_text("Lowest and highest, please")
    expect(s.room.locator(".flagged circle")).to_have_count(4)
    wall = json.dumps(s.told) + s.room.inner_text()
    assert not [name for name in names if name in wall]
    assert serious(s.wall) == []
    s.press("Score these 1 again")
    expect(s.room.locator(".options li")).to_have_count(1, timeout=SLOWEST)
    for number in range(4):
        s.act(cast, number, subject_id=options[0], axis="impact", value=4)
    expect(s.room.get_by_text("4 people have voted")).to_be_visible(timeout=SLOWEST)
    s.reveal()
    expect(s.room.locator(".figures").first).to_contain_text("before 3", timeout=SLOWEST)
    expect(s.room.locator(".flagged")).to_have_count(0)
    s.wall.keyboard.press("x")
    expect(s.room.locator(".plane")).to_be_visible()


def test_picked_for_somebody_without_a_device_then_agreed(begin: Any) -> None:
    s = begin("customer")
    s.press(re.compile("Start: pick the customer"))
    s.started()
    name = s.room.locator(".options li").first.inner_text()
    s.press(re.compile("Enter for"))
    for index in (0, 1):
        s.bar.get_by_role("combobox", name="For", exact=True).select_option(index=index)
        s.press(f"Pick {name}")
        expect(s.room.get_by_text(f"{index + 1} pe")).to_be_visible(timeout=SLOWEST)
    s.press(re.compile(r"is done$"))
    expect(s.room.get_by_text("1 of 6 done")).to_be_visible(timeout=SLOWEST)
    assert serious(s.laptop) == []
    s.reveal()
    expect(s.room.locator(".votes .total").first).to_have_text("2", timeout=SLOWEST)
    s.press(f"Agree on {name}")
    expect(s.bar.get_by_role("status")).to_have_text(f"Agreed on “{name}”")
    s.press(re.compile("parked thoughts"))
    s.bar.get_by_label("A thought for later").fill("Who tells the ward?")
    s.bar.get_by_role("button", name="Park", exact=True).click(delay=100)
    expect(s.bar.locator(".parked li")).to_have_count(1, timeout=SLOWEST)
    s.bar.locator(".parked li", has_text="Who tells the ward?").get_by_placeholder("Who takes it?").fill("A. Lind")
    s.bar.locator(".parked li", has_text="Who tells the ward?").get_by_role("button", name="Settled").click(delay=100)
    expect(s.bar.locator(".parked li")).to_have_count(0, timeout=SLOWEST)
    assert serious(s.laptop) == []


def test_groups_break_out_and_report_back(begin: Any) -> None:
    s = begin("value_stream")
    s.press(re.compile("Start: break out"))
    s.started()
    s.press("Groups")
    s.press("3 groups")
    s.bar.get_by_label("Name", exact=True).first.fill("The night shift of the very long name that goes on and on")
    s.press("Make 3 groups")
    expect(s.room.locator(".team")).to_have_count(3, timeout=SLOWEST)
    expect(s.room.get_by_text("The night shift")).to_be_visible()
    people = [s.person(number).actor.name for number in range(6)]
    assert not [name for name in people if name in s.room.inner_text() + json.dumps(s.told)]
    s.reveal()
    s.room.get_by_role("button", name="Group 2").click(delay=100)
    expect(s.room.get_by_role("button", name="Group 2")).to_have_attribute("aria-pressed", "true", timeout=SLOWEST)
    s.wall.keyboard.press("j")
    expect(s.room.get_by_role("img", name="QR code that leads to joining this workshop")).to_be_visible(timeout=SLOWEST)
    expect(s.room.get_by_text(re.compile(r"^\d{4} \d{4}$"))).to_be_visible()
    assert serious(s.wall) == []
