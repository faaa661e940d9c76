"""Two versions compared and one restored; a journey that differs, card by card, on the board."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cjm import side_by_side as sbs
from cjm import versions, workshops
from cjm.core.access import Actor, Role
from cjm.core.service import Context
from db.tables import Entry, ValueStream
from tests.browser.rooms import whole
from tests.conftest import Server

pytestmark = pytest.mark.browser
ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_compare_and_restore(page: Page, server: Server, ctx: Context) -> None:
    page.goto(f"{server.url}/versions?w={ctx.workshop_id}")
    page.get_by_role("button", name=re.compile("^End of the workshop")).click(delay=100)
    moved = page.locator(".then .mark.moved", has_text="Disputes bounce between offices")
    expect(moved).to_contain_text("Moved from Follow-up")
    expect(page.locator(".then .mark.removed", has_text="Letters come in two envelopes")).to_contain_text("Removed")
    whole(page)
    page.get_by_text("In words", exact=True).click(delay=100)
    expect(page.get_by_text("“Disputes bounce between offices” moved from Follow-up to Billing")).to_be_visible()
    expect(page.locator("ins", has_text="40 minutes")).to_be_visible()

    before = {one.id for one in workshops.list_workshops(ctx.service, ACTOR)}
    page.get_by_role("button", name="Restore as a copy").click(delay=100)
    page.get_by_role("button", name="Make the copy and go there").click(delay=100)
    page.wait_for_url(re.compile(r"/frame\?w=(?!" + ctx.workshop_id + ")"))
    expect(page.get_by_label("Name of the workshop")).to_have_value(re.compile("^Riverside Hospital: planned care as of "))
    made = {one.id for one in workshops.list_workshops(ctx.service, ACTOR)} - before
    assert len(made) == 1
    copy = Context(ctx.service, ACTOR, made.pop()).image()
    assert "Letters come in two envelopes" in {one.text for one in copy.all(Entry)}
    assert versions.snapshots(ctx)[0].reason == "before_restore"


def test_a_card_differs_in_one_journey_and_both_are_compared(page: Page, server: Server, ctx: Context) -> None:
    streams = {one.name: one.id for one in ctx.image().all(ValueStream)}
    other = streams["Planned, from abroad"]
    page.goto(f"{server.url}/pain_points?w={ctx.workshop_id}&stream={other}")
    expect(page.get_by_role("button", name="Only in Planned, from abroad")).to_have_attribute("aria-pressed", "true")
    assert page.locator(".board .head").count() == 7, "the stages of this journey, and no others"
    page.locator(".board .card", has_text="Doctor asks what the form already said").locator(".text").click()
    page.get_by_role("button", name="Give Planned, from abroad a card of its own here").click()
    page.get_by_label("Text of the card").fill("Nobody can read her form")
    page.get_by_label("Text of the card").press("Enter")
    typed = page.get_by_label("New card")
    typed.fill("Relatives wait in the corridor")
    typed.press("Enter")
    expect(page.locator(".board .card", has_text="Relatives wait in the corridor")).to_have_attribute(
        "aria-label", re.compile("only in Planned, from abroad")
    )
    page.wait_for_function("() => Object.values(window.__cjmLives).every((live) => !live.acts.length)")

    page.goto(f"{server.url}/side_by_side?w={ctx.workshop_id}&left={streams['Planned care']}&right={other}")
    visit = page.get_by_role("region", name="Visit")
    expect(visit.locator(".cell.left")).to_contain_text("Doctor asks what the form already said")
    expect(visit.locator(".cell.right")).to_contain_text("Nobody can read her form")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    whole(page)
    own = {one.text for row in sbs.journeys(ctx, streams["Planned care"], other).rows if row.right for one in row.right.own}
    assert {"Nobody can read her form", "Relatives wait in the corridor"} <= own
