"""Every press counts, also one in the moment in which the page is drawn anew."""

from __future__ import annotations

from typing import Any

import pytest

from cjm.service import Context
from tests.conftest import Server

pytestmark = pytest.mark.browser
ORDER = ("frame", "customer", "value_stream", "pain_points", "future_state", "priorities")
COUNT_HANDS = """([workshop, id]) => {
  let turn = 0;
  setInterval(() => window.__cjmLive.act(workshop, "count_hands", { id, by: turn++ % 2 ? -1 : 1 }), 250);
}"""


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
