"""The server can't store for a while: what is done on a page waits there, the page says so, and it is stored once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm import customer
from cjm.core.service import Context
from db.engine import Store
from db.tables import Entry, Lane
from tests.browser.rooms import LAPTOP, LAPTOP_KEY, soon
from tests.conftest import Server

pytestmark = pytest.mark.browser
WAITS = "kept here, not stored yet"


def board(page: Page, server: Server, ctx: Context) -> Any:
    page.goto(f"{server.url}/pain_points?w={ctx.workshop_id}")
    page.locator(".board .card").first.wait_for()
    page.wait_for_function("(id) => window.__cjmLives[id].state === 'open'", arg=ctx.workshop_id)
    return page.locator(".board .typed")


def test_cards_typed_while_the_database_is_locked_wait_and_are_stored_once(
    come: Callable[..., Page], server: Server, ctx: Context
) -> None:
    page = come(LAPTOP_KEY, **LAPTOP)
    box = board(page, server, ctx)
    mark = page.locator(".steps .saved")
    with Store(server.database_url).writing():  # another process holds it
        for number in range(3):
            box.fill(f"Typed while locked {number}")
            box.press("Enter")
        expect(mark).to_have_text(f"3 {WAITS}")
        page.wait_for_function("(id) => /not stored yet.*again by itself/.test(window.__cjmLives[id].later)", arg=ctx.workshop_id)
        page.reload()
        expect(page.locator(".board .card", has_text="Typed while locked")).to_have_count(3)
        expect(mark).to_have_text(f"3 {WAITS}")
    expect(mark).to_have_text("Saved")
    page.reload()
    expect(page.locator(".board .card .text", has_text="Typed while locked")).to_have_text(
        [f"Typed while locked {number}" for number in range(3)]
    )
    texts = [one.text for one in ctx.service.image(ctx.workshop_id).all(Entry) if "while locked" in one.text]
    assert texts == [f"Typed while locked {number}" for number in range(3)]


def test_what_is_refused_on_another_page_is_offered_back(come: Callable[..., Page], server: Server, ctx: Context) -> None:
    """It was typed on the board and could only be sent from a page that knows nothing of cards."""
    page = come(LAPTOP_KEY, **LAPTOP)
    board(page, server, ctx)
    page.goto(f"{server.url}/frame?w={ctx.workshop_id}")
    page.wait_for_function("(id) => window.__cjmLives?.[id]?.state === 'open'", arg=ctx.workshop_id)
    lane = ctx.service.image(ctx.workshop_id).all(Lane)[0].id
    typed = {"do": "add_entry", "with": {"text": "Written elsewhere", "stage_id": "gone", "lane_id": lane}}
    page.evaluate("([id, act]) => window.__cjmLives[id].send(act)", [ctx.workshop_id, typed])
    offered = page.locator("#cjm-aside article")
    expect(offered).to_contain_text("Written elsewhere")
    page.reload()
    expect(offered).to_contain_text("Written elsewhere")
    offered.get_by_role("button", name="Discard").click()
    expect(offered).to_have_count(0)


def test_a_form_says_that_it_was_not_stored_and_stores_once_when_pressed_again(
    come: Callable[..., Page], server: Server, ctx: Context
) -> None:
    page = come(LAPTOP_KEY, **LAPTOP)
    page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    field = page.get_by_label("Who could the customer be?")
    with Store(server.database_url).writing():
        field.fill("Typed while locked")
        page.get_by_role("button", name="Add candidate").click(delay=60)
        expect(page.locator("[data-testid=stToast]")).to_contain_text("Not stored yet")
        expect(field).to_have_value("Typed while locked")
    page.get_by_role("button", name="Add candidate").click(delay=60)
    soon(lambda: [one.name for one in customer.summary(ctx).candidates].count("Typed while locked") == 1)
    expect(field).to_have_value("")
    assert [one.name for one in customer.summary(ctx).candidates].count("Typed while locked") == 1
