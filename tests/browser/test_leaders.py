"""A leader joins by link, reads, approves and asks; the facilitator sees it; the page on laptop, phone and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cjm import invitations, leaders, priorities, seats
from cjm.access import Actor, Role
from cjm.examples import load_example
from cjm.service import Context, Service
from db.engine import Store
from tests.conftest import Server, start_server, stop_server

pytestmark = pytest.mark.browser
STARTER = Actor("Facilitator", Role.FACILITATOR)
KEY = "laptop-browser-key-0123456789abcdef"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
SCROLL = """() => { const e = document.querySelector('[data-testid=stMain]');
    return [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth] }"""
"""How far the page scrolls down and sideways, in pixels."""
TINY = """() => { const found = [];
    const read = (root) => root.querySelectorAll('.leaders *').forEach((el) => {
        const seen = el.childElementCount === 0 && el.textContent.trim() && el.getClientRects().length;
        if (seen && parseFloat(getComputedStyle(el).fontSize) < 9) found.push(el.textContent); });
    document.querySelectorAll('*').forEach((el) => el.shadowRoot && read(el.shadowRoot));
    return found; }"""
"""Texts in letters below 9 pixels, which is 7 points on paper."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started, process = start_server(tmp_path_factory.mktemp("leaders"), CJM_OPEN="", CJM_PUBLIC_URL="")
    yield started
    stop_server(process)


@pytest.fixture
def ctx(server: Server) -> Iterator[Context]:
    """The hospital, as its facilitator sees it."""
    store = Store(server.database_url)
    service = Service(store)
    id = load_example(service, STARTER, "hospital", browser_key=KEY)
    yield Context(service, seats.actor_at(service, KEY, id), id)
    store.close()


@pytest.fixture
def come(browser: Browser) -> Iterator[Any]:
    made: list[BrowserContext] = []

    def one(**how: Any) -> Page:
        made.append(browser.new_context(**how))
        made[-1].set_default_timeout(60_000)
        return made[-1].new_page()

    yield one
    for context in made:
        context.close()


def joined(page: Page, server: Server, ctx: Context, name: str) -> None:
    page.goto(f"{server.url}/join/{invitations.invite(ctx, Role.LEADER).token}")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join", exact=True).click(delay=100)
    page.get_by_role("heading", name="We need from you").wait_for()


def test_a_leader_answers_and_the_facilitator_sees_it(come: Any, server: Server, ctx: Context) -> None:
    phone = come(**PHONE)
    joined(phone, server, ctx, "M. Stone")
    assert "/matrix" in phone.url
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Five quick wins take away \d+ % of the pain$"))
    assert phone.evaluate(SCROLL)[1] == 0, "nothing scrolls sideways"
    box = phone.get_by_role("button", name="Approve: One bill per episode").bounding_box()
    assert box is not None and box["height"] >= 44
    phone.get_by_role("button", name="Approve: One bill per episode").tap()
    expect(phone.get_by_text("Answered (2)")).to_be_visible()
    phone.get_by_role("button", name="Ask: Fill in once").tap()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Your question, or a word on your answer").fill("Which forms first?")
    dialog.get_by_role("button", name="Ask", exact=True).click(delay=100)
    expect(phone.get_by_text("Answered (3)")).to_be_visible()
    phone.get_by_text("Answered (3)").tap()
    expect(phone.get_by_text("M. Stone asks: Which forms first?")).to_be_visible()

    laptop = come(**LAPTOP)
    laptop.context.add_cookies([{"name": "cjm_browser", "value": KEY, "url": server.url}])
    action = next(one for one in priorities.priorities(ctx).actions if one.name == "Fill in once")
    laptop.goto(f"{server.url}/priorities?w={ctx.workshop_id}&action={action.id}")
    expect(laptop.get_by_text("M. Stone asks: Which forms first?")).to_be_visible()
    said = {one.told for one in leaders.leaders(ctx).answers if one.by == "M. Stone"}
    assert said == {"Approved by M. Stone", "M. Stone asks: Which forms first?"}
    laptop.get_by_label("Your reply to M. Stone").fill("Those of the intake.")
    laptop.get_by_label("Your reply to M. Stone").press("Enter")
    expect(phone.get_by_text("Facilitator replies: Those of the intake.").first).to_be_visible()
    leaders.ask_leaders(ctx, id=action.id, question="Start with intake alone?")
    expect(phone.get_by_text("Start with intake alone?")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_whole_on_a_laptop_and_on_one_sheet(come: Any, server: Server, ctx: Context, scheme: str) -> None:
    laptop = come(**LAPTOP, color_scheme=scheme)
    joined(laptop, server, ctx, "A. Weber")
    expect(laptop.get_by_role("heading", name="How sure we are")).to_be_visible()
    assert laptop.evaluate(SCROLL) == [0, 0]
    results = Axe().run(laptop)
    grave = [one for one in results.response["violations"] if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in grave] == []
    sheet = laptop.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) == 1
    laptop.emulate_media(media="print")
    laptop.set_viewport_size({"width": 1062, "height": 733})
    expect(laptop.get_by_role("button", name="Print")).to_be_hidden()
    expect(laptop.get_by_role("button", name="Approve: One bill per episode")).to_be_hidden()
    assert laptop.evaluate(TINY) == []
