"""Step 5 in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm import priorities, workshops
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from db.tables import Action
from tests.browser.rooms import soon, whole
from tests.conftest import Server

pytestmark = pytest.mark.browser
ACTOR = Actor("Test", Role.FACILITATOR)
ROOM = "() => { const box = document.querySelector('.st-key-prio_chart'); const drawn = document.querySelector('.js-plotly-plot')?._fullLayout; return Boolean(box && drawn && Math.abs(box.clientHeight - drawn.height) <= 2 && box.style !== null && getComputedStyle(box).getPropertyValue('--room')) }"  # noqa: E501
"""The picture is drawn as large as this window has room for."""

PASTE = """(text) => {
  const clip = new DataTransfer();
  clip.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clip, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1920, "height": 1080})
    made.set_default_timeout(30_000)
    yield made
    made.close()


def opened(page: Page, server: Server, ctx: Context, query: str = "") -> None:
    page.goto(f"{server.url}/priorities?w={ctx.workshop_id}{query}")
    page.wait_for_function(ROOM)


def test_an_action_is_added_scored_and_found_in_its_quadrant(server: Server, service: Service, page: Page) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    page.goto(f"{server.url}/priorities?w={ctx.workshop_id}")
    expect(page.get_by_role("heading", name="No action yet")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Add action").first.click(delay=100)
    page.get_by_label("What is to be done?").fill("Recognise her at the till")
    page.get_by_test_id("stForm").get_by_role("button", name="Add action").click(delay=100)
    expect(page.get_by_text("Not scored yet (1)")).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open this action").click(delay=100)
    for axis, value in (("impact", 5), ("effort", 4)):
        page.locator(f"[class*=st-key-score_{axis}]").get_by_text(str(value), exact=True).click(delay=100)
        expect(page.locator(f"[class*=st-key-score_{axis}] [data-selected=true]")).to_have_text(str(value))
    page.get_by_role("button", name="All actions").click(delay=100)
    expect(page.get_by_text("Strategic investments (1)")).to_be_visible(timeout=20_000)
    expect(page.locator(".ranked .scores")).to_have_text("5 / 4")
    (one,) = priorities.priorities(ctx).ranked
    assert one.quadrant == "strategic_investments"
    page.reload()
    expect(page.get_by_text("Recognise her").first).to_be_visible(timeout=30_000)


def test_a_list_pasted_into_the_field_of_one_action_becomes_several(server: Server, service: Service, page: Page) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    page.goto(f"{server.url}/priorities?w={ctx.workshop_id}")
    expect(page.get_by_role("heading", name="No action yet")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Add action").first.click(delay=100)
    page.get_by_label("What is to be done?").focus()
    page.evaluate(PASTE, "• Recognise her\r\n• Call back within a day\r\n")
    page.get_by_test_id("stForm").get_by_role("button", name="Add action").click(delay=100)
    expect(page.get_by_text("This becomes 2 actions")).to_be_visible(timeout=20_000)
    assert ctx.image().all(Action) == []
    page.get_by_role("button", name="Add 2 actions").click(delay=100)
    expect(page.get_by_text("Not scored yet (2)")).to_be_visible(timeout=20_000)
    assert [one.name for one in ctx.image().all(Action)] == ["Recognise her", "Call back within a day"]


def test_a_bubble_and_its_row_show_each_other(server: Server, page: Page, ctx: Context) -> None:
    opened(page, server, ctx)
    ranked = priorities.priorities(ctx).ranked
    bubble = page.locator(".js-plotly-plot .textpoint").last
    soon(lambda: bubble.bounding_box() is not None)  # it may be drawn anew right now
    box = bubble.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x - 6, y)
    page.mouse.move(x, y, steps=4)
    page.locator(".hoverlayer .hovertext").wait_for()
    page.mouse.click(x, y, delay=100)
    expect(page.locator(".chosen .name")).to_have_text(ranked[-1].name, timeout=20_000)
    page.locator(".ranked button.action").first.click(delay=100)
    expect(page.locator(".chosen .name")).to_have_text(ranked[0].name, timeout=20_000)
    expect(page).to_have_url(re.compile(f"action={ranked[0].id}"))
    page.get_by_role("button", name="Open this action").press("Enter")
    expect(page.get_by_label("Owner")).to_have_value(ranked[0].owner)


def test_what_is_open_is_open_again_after_a_reload(server: Server, page: Page, ctx: Context) -> None:
    one = priorities.priorities(ctx).ranked[1]
    opened(page, server, ctx, "&colour=objective")
    page.get_by_text("Roadmap", exact=True).click(delay=100)
    expect(page.get_by_text("Horizon", exact=True)).to_be_visible()
    page.locator(".ranked button.action", has_text=one.name).click(delay=100)
    page.get_by_role("button", name="Open this action").click(delay=100)
    expect(page.get_by_label("Owner")).to_have_value(one.owner)
    page.reload()
    expect(page.get_by_label("Owner")).to_have_value(one.owner)
    expect(page.locator(".st-key-prio_shown [data-selected=true]")).to_have_text("Roadmap")
    expect(page.locator(".st-key-prio_colour [data-selected=true]")).to_have_text("Objective")
    assert f"w={ctx.workshop_id}" in page.url


def test_two_who_write_one_owner_see_both_names(server: Server, page: Page, browser: Any, ctx: Context) -> None:
    one = priorities.priorities(ctx).ranked[1]
    opened(page, server, ctx, f"&action={one.id}")
    owner = page.get_by_label("Owner")
    owner.fill("Mine")
    priorities.edit_action(ctx, id=one.id, fields=priorities.ActionFields(owner="Theirs"))
    page.wait_for_timeout(2000)  # theirs has come to this page, too, while one goes on typing
    owner.press("Enter")
    page.get_by_role("button", name="Use mine").click(delay=100)
    page.get_by_role("button", name="Use mine").wait_for(state="hidden")
    expect(owner).to_have_value("Mine")
    soon(lambda: owner_of(ctx, one.id) == "Mine")


def owner_of(ctx: Context, id: str) -> str:
    found = priorities.priorities(ctx).action(id)
    return found.owner if found else ""


@pytest.mark.parametrize("show", ["matrix", "roadmap", "case"])
def test_the_picture_is_whole_and_names_lie_on_nothing(server: Server, page: Page, ctx: Context, show: str) -> None:
    for width, height in ((1920, 1080), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        opened(page, server, ctx, f"&show={show}")
        whole(page)
        if show == "matrix":
            assert_names_lie_on_nothing(page)


def assert_names_lie_on_nothing(page: Page) -> None:
    names = page.evaluate(
        "() => [...document.querySelectorAll('.annotation-text')].map((el) => { const b = el.getBoundingClientRect();"
        " return [b.left, b.top, b.right, b.bottom, el.textContent]; })"
    )
    clashes = [
        (one[4], other[4])
        for index, one in enumerate(names)
        for other in names[index + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 3 and min(one[3], other[3]) - max(one[1], other[1]) > 3
    ]
    assert len(names) > 12 and clashes == []
