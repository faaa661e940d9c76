"""Getting in, in real browsers: a facilitator, a phone with the link, a phone with the code, and somebody with neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.people import invitations, seats
from cjm.workshops import list_workshops
from pages.shared.invitation import qr
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
STARTER = Actor("Facilitator", Role.FACILITATOR)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class People:
    """Browsers that know nothing of each other, and every address any of them has been at."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.addresses: list[str] = []
        self.referrers: list[str] = []

    def come(self, **how: Any) -> Page:
        context = self.browser.new_context(**how)
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("framenavigated", lambda frame: self.addresses.append(frame.url))
        page.on("request", lambda request: self.referrers.append(request.headers.get("referer", "")))
        return page


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    made = People(browser)
    yield made
    for context in made.contexts:
        context.close()


def start(page: Page, server: Server, service: Service, name: str) -> Context:
    """Start a workshop in the lobby; returns it as its facilitator sees it."""
    page.goto(server.url)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Start workshop").click(delay=100)
    page.get_by_label("Name of the workshop").wait_for()
    workshop_id = next(one.id for one in list_workshops(service, STARTER) if one.name == name)
    assert workshop_id in page.url
    key = next(cookie for cookie in page.context.cookies() if cookie["name"] == "cjm_browser")
    assert key["httpOnly"] and key["sameSite"] == "Lax" and len(key["value"]) >= 32
    return Context(service, seats.actor_at(service, key["value"], workshop_id), workshop_id)


def let_in(page: Page, server: Server, ctx: Context) -> str:
    """Open the door; returns the code on the wall."""
    page.goto(f"{server.url}/people?w={ctx.workshop_id}")
    page.get_by_role("button", name="Let people in").click(delay=100)
    code = page.get_by_text(re.compile(r"^\d{4} \d{4}$"))
    code.wait_for()
    return str(code.inner_text())


def test_a_workshop_fills_by_link_and_by_code_and_stays_shut_for_others(people: People, server: Server, service: Service) -> None:
    laptop = people.come(viewport={"width": 1920, "height": 1080})
    ctx = start(laptop, server, service, "Shop")
    code = let_in(laptop, server, ctx)
    expect(laptop.get_by_role("img", name="QR code that leads to joining this workshop")).to_be_visible()
    expect(laptop.get_by_text("Phones can’t open this link")).to_be_visible()
    expect(laptop.get_by_text(f"{server.url.removeprefix('http://')}/join", exact=True)).to_be_visible()
    secret = invitations.invite(ctx)

    phone = people.come(**PHONE)
    answer = phone.goto(f"{server.url}/join/{secret.token}")
    assert answer is not None and answer.status == 200 and answer.headers["referrer-policy"] == "no-referrer"
    redirected = answer.request.redirected_from
    assert redirected is not None
    first = redirected.response()
    assert first is not None and (first.status, first.headers["cache-control"]) == (303, "no-store")
    assert first.headers["referrer-policy"] == "no-referrer"
    assert phone.url == f"{server.url}/join"
    phone.get_by_role("heading", name="Shop").wait_for()
    assert {one.name for one in seats.seats_of(ctx)} == {"Facilitator"}, "looking at the link makes no seat"
    phone.get_by_label("Your name").fill("Ana 🎒")
    button = phone.get_by_role("button", name="Join", exact=True)
    box = button.bounding_box()
    assert box is not None and box["height"] >= 56 and box["width"] >= 300
    button.tap()
    phone.get_by_role("heading", name="Look up at the screen").wait_for()
    assert ctx.workshop_id in phone.url

    second = people.come(**PHONE)
    second.goto(f"{server.url}/join")
    second.get_by_label("Code").fill(code)
    second.get_by_role("button", name="Go on").tap()
    second.get_by_label("Your name").fill("Ben")
    second.get_by_role("button", name="Join", exact=True).tap()
    second.get_by_role("heading", name="Look up at the screen").wait_for()
    second.goto(server.url)
    expect(second.get_by_role("button", name="Open Shop")).to_be_visible()

    for name in ("Ana 🎒", "Ben"):
        expect(laptop.get_by_role("button", name=f"{name} is here")).to_be_visible()  # without reloading
    expect(laptop.get_by_text("of 2 are here")).to_be_visible()

    stranger = people.come(**PHONE)
    stranger.goto(f"{server.url}/pain_points?w={ctx.workshop_id}")
    expect(stranger.get_by_text("no seat in this workshop")).to_be_visible()
    stranger.goto(server.url)
    expect(stranger.get_by_text("No workshop yet.")).to_be_visible()
    refused = stranger.evaluate("(id) => fetch(`/api/board/${id}`).then((answer) => answer.status)", ctx.workshop_id)
    assert refused == 403

    shown = [secret.token, code, code.replace(" ", "")]
    later = [address for address in people.addresses if any(one in address for one in shown)]
    assert later == [], "the link leaves a clean address"
    assert not any(one in referrer for referrer in people.referrers for one in shown)
    log = server.log.read_text(errors="replace")
    assert not any(one in log for one in shown)


def test_a_revoked_link_says_what_to_do(people: People, server: Server, service: Service) -> None:
    laptop = people.come()
    ctx = start(laptop, server, service, "Revoked")
    secret = invitations.invite(ctx)
    invitations.revoke(ctx, role=Role.CONTRIBUTOR)
    phone = people.come(**PHONE)
    phone.goto(f"{server.url}/join/{secret.token}")
    expect(phone.get_by_text("was replaced. Ask the facilitator for the new one")).to_be_visible()
    expect(phone.get_by_label("Code")).to_be_visible()
    phone.goto(f"{server.url}/join/nonsense")
    expect(phone.get_by_text("isn’t known here")).to_be_visible()


def test_an_open_tab_sees_its_new_seat_and_the_loss_of_it(people: People, server: Server, service: Service) -> None:
    laptop = people.come(viewport={"width": 1366, "height": 768})
    ctx = start(laptop, server, service, "Tabs")
    phone = people.come(viewport={"width": 1366, "height": 768})
    phone.goto(f"{server.url}/people?w={ctx.workshop_id}")
    phone.get_by_role("button", name="I have a code").wait_for()
    key = next(cookie["value"] for cookie in phone.context.cookies() if cookie["name"] == "cjm_browser")
    invitations.join(service, key, token=invitations.invite(ctx).token, name="Ana")
    phone.get_by_role("button", name="My workshops").click(delay=100)  # whatever runs next finds the seat
    expect(phone.get_by_role("button", name="Make my link")).to_be_visible()
    laptop.goto(f"{server.url}/people?w={ctx.workshop_id}")
    laptop.get_by_role("button", name="Ana", exact=True).click(delay=100)
    laptop.get_by_role("button", name="Make a facilitator too").click(delay=100)
    expect(phone.get_by_role("button", name="Let people in")).to_be_visible()
    laptop.get_by_role("button", name="Done").click(delay=100)
    laptop.get_by_role("button", name="Take the seat away").click(delay=100)
    expect(phone.get_by_text("no seat in this workshop")).to_be_visible()


def test_the_facilitators_link_is_copied_without_being_shown(people: People, server: Server, service: Service) -> None:
    laptop = people.come(viewport={"width": 1920, "height": 1080}, permissions=["clipboard-read", "clipboard-write"])
    ctx = start(laptop, server, service, "Links")
    laptop.goto(f"{server.url}/people?w={ctx.workshop_id}")
    laptop.get_by_role("button", name="Make a link for facilitators").click(delay=100)
    copy = laptop.get_by_role("button", name="Copy facilitators’ link")
    copy.click(delay=100)
    expect(laptop.get_by_role("button", name="Copied")).to_be_visible()
    expect(laptop.get_by_role("button", name="Copied")).to_have_count(0)
    copied = str(laptop.evaluate("navigator.clipboard.readText()"))
    laptop.get_by_role("button", name="Let people in").click(delay=100)
    drawn = laptop.get_by_role("img", name="QR code that leads").locator("path")
    drawn.wait_for()
    laptop.get_by_role("button", name="Copy link").click(delay=100)
    expect(laptop.get_by_role("button", name="Copied")).to_be_visible()
    scanned = str(laptop.evaluate("navigator.clipboard.readText()"))
    assert drawn.get_attribute("d") == qr(scanned, "")[2][1]["d"]
    assert re.fullmatch(f"{re.escape(server.url)}/join/[A-Za-z0-9_-]{{32}}", scanned)
    assert copied.startswith(f"{server.url}/join/")
    assert laptop.get_by_text(copied).count() == 0
    laptop.get_by_text("Show it here").click(delay=100)
    expect(laptop.get_by_text(copied)).to_be_visible()

    other = people.come()
    other.goto(copied)
    other.get_by_label("Your name").fill("Col")
    other.get_by_role("button", name="Join", exact=True).click(delay=100)
    other.get_by_role("navigation", name="Steps").wait_for()
    assert {(seat.name, seat.role) for seat in seats.seats_of(ctx)} == {
        ("Facilitator", Role.FACILITATOR),
        ("Col", Role.FACILITATOR),
    }


def test_a_key_that_was_put_into_a_browser_opens_nothing_and_its_tabs_go_on(
    people: People, server: Server, service: Service
) -> None:
    """Sitting down renews the key; a tab of another workshop changes over by itself, without being opened again."""
    planted = "planted-browser-key-0123456789abcdef"
    both = [start(people.come(), server, service, name) for name in ("First", "Second")]
    tab = people.come(viewport={"width": 1366, "height": 768}, has_touch=True)
    tab.context.add_cookies([{"name": "cjm_browser", "value": planted, "url": server.url}])

    def join(page: Page, ctx: Context) -> None:
        page.goto(f"{server.url}/join/{invitations.invite(ctx).token}")
        page.get_by_label("Your name").fill("Zofia")
        page.get_by_role("button", name="Join", exact=True).tap()
        page.get_by_role("heading", name="Look up at the screen").wait_for()
        page.wait_for_function(live, arg=ctx.workshop_id)

    live = "(id) => window.__cjmLives[id]?.state === 'open' && document.querySelector('[data-test-connection-state=CONNECTED]')"
    join(tab, both[0])
    tab.evaluate("() => { window.stays = true; }")
    again: list[str] = []
    tab.on("websocket", lambda line: again.append("ours" if "/api/live/" in line.url else "streamlit"))
    other = tab.context.new_page()
    join(other, both[1])
    tab.wait_for_function(live, arg=both[0].workshop_id)
    assert {"ours", "streamlit"} <= set(again) and tab.evaluate("window.stays")
    tab.get_by_role("link", name="Workshops").tap()
    for name in ("First", "Second"):
        expect(tab.get_by_role("button", name=f"Open {name}")).to_be_visible()
    assert tab.evaluate("window.stays")
    asks = "(ids) => Promise.all(ids.map((id) => fetch(`/api/board/${id}`).then((answer) => answer.status)))"
    assert tab.evaluate(asks, [ctx.workshop_id for ctx in both]) == [200, 200]
    thief = people.come()
    thief.context.add_cookies([{"name": "cjm_browser", "value": planted, "url": server.url}])
    thief.goto(server.url)
    assert thief.evaluate(asks, [ctx.workshop_id for ctx in both]) == [403, 403]
