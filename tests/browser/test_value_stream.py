"""Step 2 by clicking and typing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Server

pytestmark = pytest.mark.browser


def start(page: Any, server: Server, name: str) -> None:
    page.goto(server.url)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Start workshop").click(delay=100)
    page.get_by_role("button", name="Step 2, Value stream").click(delay=100)
    page.get_by_label("Next stage").wait_for()


def chip(page: Any, name: str) -> Any:
    return page.get_by_role("list", name="Stages").get_by_role("button", name=name)


def lead(page: Any, stage: str, department: str) -> None:
    chip(page, stage).click(delay=100)
    page.get_by_role("heading", name=stage).wait_for()
    choice = page.get_by_label("Leading department")
    choice.click()
    choice.press_sequentially(department)
    choice.press("Enter")
    chip(page, stage).and_(page.get_by_title(department)).wait_for()


def test_stages_a_proposed_handoff_and_a_click_in_the_picture(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(30_000)
    start(page, server, "A shop")
    typed = page.get_by_label("Next stage")
    for name in ("Discover", "Buy", "Return"):
        typed.fill(name)
        typed.press("Enter")
        chip(page, name).wait_for()
    lead(page, "2 Buy", "Shop")
    lead(page, "3 Return", "Service desk")
    page.get_by_role("button", name="Close").click(delay=100)

    page.get_by_text("Shop hands over to Service desk").wait_for()
    what = page.get_by_label("What is handed over?")
    what.fill("order <b>number</b>")
    page.get_by_role("radio", name="4", exact=True).click(delay=100)
    page.get_by_role("heading", name="Needs a mitigation").wait_for()
    page.get_by_text("3 stages, 1 handoff").wait_for()

    page.reload()
    chip(page, "1 Discover").wait_for()
    frame = page.locator('iframe[title*="agraph"]')
    frame.content_frame.locator("canvas").wait_for()
    page.wait_for_timeout(1500)  # the picture settles
    place = frame.bounding_box()
    scale = min(place["width"] / 690, place["height"] / 434) * 0.9  # the three columns and three lanes that are drawn
    scale = min(scale, 1.0)
    page.mouse.click(place["x"] + place["width"] / 2 + (120 + 285 - 345) * scale, place["y"] + place["height"] / 2, delay=100)
    page.get_by_role("heading", name="2 Buy").wait_for()

    page.get_by_role("button", name="Close").click(delay=100)
    page.get_by_role("button", name="order <b>number</b>").first.click(delay=100)
    mitigation = page.get_by_label("Mitigation")
    mitigation.fill("Looked up by e-mail address")
    mitigation.blur()
    page.get_by_role("button", name="Close").click(delay=100)
    page.get_by_role("heading", name="Needs a mitigation").wait_for(state="detached")
    page.close()
