"""The chain in a real browser: from a card to its action and back, each with one click."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.rooms import hospital
from tests.conftest import Server

pytestmark = pytest.mark.browser


def test_from_a_card_to_its_action_and_back_to_the_pain(browser: Any, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(f"{server.url}/pain_points?w={hospital(server)}")
    page.locator(".board .card", has_text="Same forms").press("o", timeout=30_000)
    hangs = page.get_by_role("navigation", name="What hangs on it")
    action = hangs.get_by_role("button", name="Fill in once S. Meyer")
    action.wait_for(timeout=20_000)
    loaded = len([one for one in sent if one.endswith("/_stcore/health")])
    action.click(delay=100)
    page.wait_for_url("**/priorities?**action=*", timeout=20_000)
    expect(page.locator("[data-testid=stTextInput] input").first).to_have_value("Fill in once", timeout=20_000)
    assert len([one for one in sent if one.endswith("/_stcore/health")]) == loaded, "the page was turned, not loaded anew"
    back = page.get_by_role("navigation", name="What hangs on it").get_by_role("button", name="Doctor asks what the form")
    back.click(delay=100)
    page.wait_for_url("**/pain_points?**card=*", timeout=20_000)
    panel = page.locator(".board aside.panel textarea").first
    panel.wait_for(timeout=20_000)
    expect(panel).to_have_value("Doctor asks what the form already said")
    context.close()


def test_insights_say_how_and_a_loose_end_leads_to_its_card(browser: Any, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"{server.url}/insights?w={hospital(server)}")
    told = page.get_by_text("Pain of a stage = severity × frequency")
    page.locator("summary", has_text="How?").first.click(delay=100, timeout=30_000)
    expect(told).to_be_visible()
    longer = page.locator("[data-testid=stMain]").evaluate("(m) => m.scrollHeight - m.clientHeight")
    assert longer <= 1, "whole, without scrolling"
    page.locator("[data-act='show:loose']").click(delay=100)
    page.get_by_role("region", name="Severe, and nothing answers it").get_by_role("button").first.click(delay=100, timeout=20_000)
    page.wait_for_url("**/pain_points?**card=*", timeout=20_000)
    expect(page.locator(".board aside.panel").get_by_text("Nothing answers it yet")).to_be_visible(timeout=20_000)
    context.close()
