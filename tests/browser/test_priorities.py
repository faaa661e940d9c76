"""Step 5 in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm import priorities, workshops
from cjm.access import Actor, Role
from cjm.examples import load_example
from cjm.service import Context, Service
from db.engine import Store
from tests.conftest import Server

pytestmark = pytest.mark.browser
ACTOR = Actor("Test", Role.FACILITATOR)


def service(server: Server) -> Service:
    return Service(Store(server.database_url))


@pytest.fixture
def page(browser: Any) -> Any:
    made = browser.new_page(viewport={"width": 1920, "height": 1080})
    yield made
    made.close()


def test_an_action_is_added_scored_and_found_in_its_quadrant(server: Server, page: Page) -> None:
    running = service(server)
    ctx = Context(running, ACTOR, workshops.create_workshop(running, ACTOR, name="A shop"))
    page.goto(f"{server.url}/priorities?w={ctx.workshop_id}")
    expect(page.get_by_text("No action yet")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Add action").first.click(delay=100)
    page.get_by_label("What is to be done?").fill("Recognise her at the till")
    page.get_by_test_id("stForm").get_by_role("button", name="Add action").click(delay=100)
    expect(page.get_by_text("Not scored yet (1)")).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")
    page.wait_for_timeout(3000)  # the picture is drawn again at its measured size
    page.get_by_role("button", name="Open this action").click(delay=100)
    for group, value in (("Impact", "5"), ("Effort", "4")):
        scores = page.locator(f"[class*=st-key-score_{group.lower()}]")
        scores.get_by_text(value, exact=True).click(delay=100)
        page.wait_for_timeout(600)
    page.get_by_role("button", name="All actions").click(delay=100)
    expect(page.get_by_text("Strategic investments (1)")).to_be_visible(timeout=20_000)
    expect(page.locator(".ranked .scores")).to_have_text("5 / 4")
    (one,) = priorities.priorities(ctx).ranked
    assert one.quadrant == "strategic_investments"
    page.reload()
    expect(page.get_by_text("Recognise her").first).to_be_visible(timeout=30_000)


def test_a_bubble_and_its_row_show_each_other(server: Server, page: Page) -> None:
    running = service(server)
    ctx = Context(running, ACTOR, load_example(running, ACTOR, "hospital"))
    page.goto(f"{server.url}/priorities?w={ctx.workshop_id}")
    expect(page.locator(".ranked button.action").first).to_be_visible(timeout=30_000)
    expect(page.locator(".js-plotly-plot .textpoint").first).to_be_visible()
    page.wait_for_timeout(2500)
    names = [one.name for one in priorities.priorities(ctx).ranked]
    box = page.locator(".js-plotly-plot .textpoint").last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, delay=100)
    expect(page.locator(".chosen .name")).to_have_text(names[-1], timeout=20_000)
    page.locator(".ranked button.action").first.click(delay=100)
    expect(page.locator(".chosen .name")).to_have_text(names[0], timeout=20_000)
    assert f"action={priorities.priorities(ctx).ranked[0].id}" in page.url
