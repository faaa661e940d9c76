"""The lobby, the frame and step 1 by clicking and typing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import Server

pytestmark = pytest.mark.browser


def part(page: Any, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click(delay=100)


def start(page: Any, server: Server, name: str) -> None:
    page.goto(server.url)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Start workshop").click(delay=100)
    page.get_by_text("Why do we meet").wait_for()
    page.locator("[data-test-script-state=notRunning]").wait_for()


def test_candidates_hands_agreement_and_reload(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(20_000)
    start(page, server, "A shop and its returning customer")
    goal = page.get_by_label("Goal: what is different")
    goal.fill("Know what a return feels like")
    goal.blur()
    page.get_by_role("button", name="Next: customer").click(delay=100)

    name = page.get_by_label("Who could the customer be?")
    for candidate in ("Returning customer", "First-time visitor", "Supplier"):
        name.fill(candidate)
        name.press("Enter")
        page.get_by_role("heading", name=candidate).wait_for()
    expect(name).to_have_value("")

    part(page, "Pick")
    more = page.get_by_role("button", name="One hand more for Returning customer")
    for _ in range(9):  # faster than the server answers: none may be lost
        more.click()
    page.get_by_role("button", name="One hand more for Supplier").click()
    page.get_by_role("button", name="One hand less for Returning customer").click()
    votes = page.locator("[data-votes]").first
    expect(votes).to_have_text("8")
    page.get_by_role("button", name="Agree on Returning customer").click(delay=100)
    page.get_by_label("because we create …").fill("value for those who come back")
    page.get_by_test_id("stForm").get_by_role("button", name="Agree on Returning customer").click(delay=100)
    page.get_by_text("because we create value for those who come back").wait_for()

    part(page, "Who exactly")
    person = page.get_by_label("Name and age of one typical person")
    person.fill("Carla, 34")
    person.press("Tab")
    page.get_by_label("What is known").fill("A day later she sees an advert")
    page.get_by_label("Source").fill("Interview")
    page.get_by_role("button", name="Add evidence").click(delay=100)
    page.locator(".fact").get_by_text("A day later she sees an advert").wait_for()
    shared = page.get_by_label("What do they share?")
    shared.fill("buys twice a year")
    shared.press("Enter")
    page.locator(".chip").get_by_text("buys twice a year").wait_for()

    page.reload()
    page.get_by_role("heading", name="Persona").wait_for()
    assert page.locator(".person .name").text_content() == "Carla, 34"
    assert page.locator(".cand.agreed .votes").text_content() == "8"
    page.get_by_role("button", name="Describe the persona").click(delay=100)
    expect(page.get_by_label("Name and age of one typical person")).to_have_value("Carla, 34")
    page.close()


def test_a_workshop_goes_to_the_trash_and_comes_back(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_default_timeout(20_000)
    start(page, server, "Too early")
    page.goto(server.url)
    page.get_by_role("button", name="Move Too early to the trash").click(delay=100)
    page.get_by_text("“Too early” is in the trash.").wait_for()
    page.get_by_role("button", name="Undo").click(delay=100)
    page.get_by_role("button", name="Open Too early").click(delay=100)
    page.get_by_text("Why do we meet").wait_for()
    page.close()


def test_another_tab_sees_the_hands(server: Server, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(20_000)
    start(page, server, "Two tabs")
    page.get_by_role("button", name="Next: customer").click(delay=100)
    name = page.get_by_label("Who could the customer be?")
    name.fill("Patient")
    name.press("Enter")
    page.get_by_role("heading", name="Patient").wait_for()
    other = context.new_page()
    other.set_default_timeout(20_000)
    other.goto(page.url)
    part(other, "Pick")
    part(page, "Pick")
    other.locator("[data-votes]").wait_for()
    page.get_by_role("button", name="One hand more for Patient").click()
    other.locator("[data-votes]", has_text="1").wait_for()
    context.close()
