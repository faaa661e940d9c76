"""Numbers and reviews in a real browser: cells are pasted and become words and a line; the map is walked with the arrow keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cjm import kpis, map_reviews
from cjm.core.service import Context
from tests.conftest import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    made = context.new_page()
    made.set_default_timeout(30_000)
    yield made
    context.close()


def test_cells_are_pasted_checked_and_stored(page: Page, server: Server, ctx: Context) -> None:
    typing = kpis.kpis(ctx).watched[3]
    page.goto(f"{server.url}/kpis?w={ctx.workshop_id}&kpi={typing.id}&part=paste")
    box = page.get_by_role("textbox", name="Copy the cells")
    box.fill("Date\tMinutes\tSource\n30.06.2027\t16,5\tShadowing\nTotal\t33\n31.07.2027\t14\tShadowing")
    page.get_by_role("heading", name=typing.name).click(delay=100)
    expect(page.get_by_text("2 new, 1 can’t be stored")).to_be_visible()
    expect(page.get_by_text("“Total” is no date")).to_be_visible()
    page.get_by_role("button", name="Store 2 readings").click(delay=100)
    expect(page.locator(".head .way", has_text="better by 26 %")).to_be_visible()
    expect(page.locator("button.kpi", has_text=typing.name)).to_contain_text("now 14 minutes")
    expect(page.locator(".st-key-kpi_chart").get_by_text("16.5").first).to_be_visible()
    expect(box).to_have_value("Total\t33")
    page.get_by_role("button", name="Undo").click(delay=100)
    expect(page.locator(".head .way", has_text="no reading yet")).to_be_visible()


def test_a_review_is_walked_with_the_keys_and_closed(page: Page, server: Server, ctx: Context) -> None:
    page.goto(f"{server.url}/reviews?w={ctx.workshop_id}")
    page.get_by_role("button", name="Start a review").click(delay=100)
    expect(page.get_by_text("Stage 1 of 8")).to_be_visible()
    for number in (2, 3):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text(f"Stage {number} of 8")).to_be_visible()
    page.locator(".answers").get_by_role("button", name="Partly").click(delay=100)
    expect(page.locator(".stop.here")).to_contain_text("Partly")
    page.get_by_role("button", name="How bad: 2, Eleven minutes").click(delay=100)
    expect(page.locator(".pain", has_text="Eleven minutes")).to_contain_text("was 4")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Stage 2 of 8")).to_be_visible()
    page.get_by_role("button", name="Close the review (1 of 8)").click(delay=100)
    page.get_by_role("button", name="Close the review", exact=True).click(delay=100)
    expect(page.get_by_role("button", name="Start a review")).to_be_visible()
    expect(page.locator(".found", has_text="Scheduling")).to_contain_text("“Eleven minutes on hold at midday”, severity: 4 → 2")
    assert [moment.pains[2] for moment in map_reviews.reviews(ctx).over_time.moments] == [57, 52, 42]
