"""Every press counts, also one in the moment in which the page is drawn anew."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from cjm.core.service import Context
from db.tables import Handoff
from tests.conftest import Server

pytestmark = pytest.mark.browser
ORDER = ("frame", "customer", "value_stream", "pain_points", "future_state", "priorities")
COUNT_HANDS = """([workshop, id]) => {
  let turn = 0;
  setInterval(() => window.__cjmLive.act(workshop, "count_hands", { id, by: turn++ % 2 ? -1 : 1 }), 250);
}"""


class SlowLine:
    """Streamlit's line of a page, which can keep what the page sends for a while."""

    def __init__(self, page: Page) -> None:
        self.kept: list[tuple[WebSocketRoute, str | bytes]] | None = None
        page.route_web_socket(re.compile("_stcore/stream"), self._open)

    def _open(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()
        line.on_message(lambda message: self._send(server, message))
        server.on_message(line.send)

    def _send(self, server: WebSocketRoute, message: str | bytes) -> None:
        if self.kept is None:
            server.send(message)
        else:
            self.kept.append((server, message))

    def hold(self) -> None:
        self.kept = []

    def go_on(self) -> None:
        kept, self.kept = self.kept or [], None
        for server, message in kept:
            server.send(message)


def test_there_and_back_as_fast_as_the_buttons_appear(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(15_000)
    page.goto(f"{server.url}/frame?w={ctx.workshop_id}")
    for words, pages in (("Next:", ORDER[1:]), ("Back:", ORDER[-2::-1])):
        for name in pages:
            page.get_by_role("button", name=words).click(delay=60)
            page.wait_for_url(f"**/{name}?*")
    page.close()


def test_a_press_while_somebody_else_changes_the_page(server: Server, browser: Any, ctx: Context) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    other, page = context.new_page(), context.new_page()
    for one in (other, page):
        one.set_default_timeout(15_000)
        one.goto(f"{server.url}/customer?w={ctx.workshop_id}")
        one.get_by_role("radio", name="Pick", exact=True).click(delay=60)
    votes = other.locator("[data-votes]").first
    other.evaluate(COUNT_HANDS, [ctx.workshop_id, votes.get_attribute("data-votes")])
    page.bring_to_front()
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    for _ in range(8):
        page.get_by_role("button", name="Edit ").nth(1).click(delay=150)
        page.get_by_label("What makes them a customer?").wait_for()
        page.get_by_role("button", name="Edit ").nth(1).click(delay=150)
        page.get_by_label("What makes them a customer?").wait_for(state="hidden")
    context.close()


def test_a_button_that_is_drawn_anew_under_the_finger_is_pressed(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/value_stream?w={ctx.workshop_id}")
    button = page.get_by_role("button", name="Add handoff", exact=True)
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    # What React does where a key has changed: another element stands there, which does the same.
    button.evaluate("""(old) => {
      const fresh = old.cloneNode(true);
      old.replaceWith(fresh);
      fresh.addEventListener("click", () => { window.__pressed = (window.__pressed || 0) + 1; });
    }""")
    page.mouse.up()
    page.wait_for_function("() => window.__pressed === 1")
    page.close()


MOVES = """(within) => {
    const above = document.createElement("div");
    above.style.height = "120px";
    document.querySelector(`[data-testid=${within}]`).prepend(above);
}"""


def pressed_while_it_moves(page: Page, button: Locator, within: str) -> None:
    """Something appears above it between the pointer's down and its up."""
    box = button.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.evaluate(MOVES, within)
    page.mouse.up()


def test_a_button_that_moves_away_under_the_finger_is_pressed(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/people?w={ctx.workshop_id}")
    expect(page.get_by_role("status").filter(has_text="Saved").first).to_be_visible()  # the page is whole
    pressed_while_it_moves(page, page.get_by_role("button", name="Let people in"), "stMainBlockContainer")
    page.get_by_text("/join", exact=False).first.wait_for(timeout=5_000)
    page.close()


def test_so_is_one_in_a_panel_beside_the_page(server: Server, browser: Any, ctx: Context) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/reviews?w={ctx.workshop_id}")
    page.get_by_role("button", name="Start a review").click(delay=100)
    page.locator(".answers").get_by_role("button", name="Partly").click(delay=100)
    page.get_by_role("button", name="Close the review (1 of").click(delay=100)
    button = page.get_by_role("button", name="Close the review", exact=True)
    button.wait_for()
    pressed_while_it_moves(page, button, "stPopoverBody")
    expect(page.get_by_role("button", name="Start a review")).to_be_visible()
    page.close()


def test_a_form_that_is_sent_twice_while_the_server_is_slow_is_stored_once(server: Server, browser: Any, ctx: Context) -> None:
    """By Enter and by a tap at once, as on a phone; the answer is long in coming."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    slow = SlowLine(page)
    page.goto(f"{server.url}/value_stream?w={ctx.workshop_id}")
    page.get_by_role("button", name="Add handoff", exact=True).click(delay=60)
    form = page.locator("[data-testid=stForm]", has=page.get_by_role("button", name="Add this handoff"))
    before = len(ctx.service.image(ctx.workshop_id).all(Handoff))
    field = form.get_by_label("What is handed over?")
    field.fill("The referral, twice")
    slow.hold()
    field.press("Enter")
    page.wait_for_timeout(900)  # longer than the page used to remember a press
    form.get_by_role("button", name="Add this handoff").click(delay=60)
    slow.go_on()
    page.get_by_role("button", name="Remove this handoff").wait_for()
    assert len(ctx.service.image(ctx.workshop_id).all(Handoff)) == before + 1
    page.close()
