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
        name.fill(candidate)  # at once, while the one before is still on its way
        name.press("Enter")
    for candidate in ("Returning customer", "First-time visitor", "Supplier"):
        page.get_by_role("heading", name=candidate).wait_for()
    page.wait_for_timeout(1000)  # longer than the page waits before it takes a text back
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
    expect(page.get_by_label("Name and age of one typical person")).to_have_value("Carla, 34")
    part(page, "Overview")
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


def test_the_sentence_at_the_foot_leads_to_what_is_missing(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(20_000)
    start(page, server, "What is missing")
    page.get_by_role("button", name="Nobody has written down what is different").wait_for()
    page.goto(page.url.replace("/frame", "/customer"))
    name = page.get_by_label("Who could the customer be?")
    for candidate in ("Patient", "Insurer"):
        name.fill(candidate)
        name.press("Enter")
        page.get_by_role("heading", name=candidate).wait_for()
    page.get_by_role("button", name="The group has not agreed on the customer yet").click(delay=100)
    page.get_by_role("button", name="Agree on Patient").click(delay=100)
    page.get_by_label("because we create …").fill("value for them")
    page.get_by_test_id("stForm").get_by_role("button", name="Agree on Patient").click(delay=100)
    page.get_by_role("button", name="“Patient” has no persona yet").click(delay=100)
    person = page.get_by_label("Name and age of one typical person")
    person.fill("Elena")
    person.press("Tab")
    page.get_by_role("button", name="There is no evidence about “Patient” yet").wait_for()
    page.get_by_label("What is known").fill("They wait")
    page.get_by_role("button", name="Add evidence").click(delay=100)
    page.get_by_role("button", name="“They wait” is still an assumption").click(delay=100)
    page.get_by_label("Link").wait_for()  # the evidence is open, no longer the form for a new one
    source = page.get_by_label("Source")
    source.fill("Survey")
    source.press("Tab")
    page.get_by_role("radio", name="Confirmed by customers").click(delay=100)
    page.locator(".fact.confirmed").get_by_text("They wait").wait_for()
    page.get_by_role("button", name="Nothing says yet who belongs to").wait_for()
    page.close()


def test_the_frame_is_filled_and_shown_whole(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_default_timeout(20_000)
    start(page, server, "A merger")
    goal = page.get_by_label("Goal: what is different")
    goal.fill("Decide the common journey")
    goal.press("Tab")
    page.get_by_role("radio", name="Alignment alone").click(delay=100)
    part(page, "Who takes part")
    lists = {"organisation": "First; Second", "department": "Claims; Sales", "participants": "Ana, CL; Ben, Sales; Chi"}
    for field, typed in lists.items():
        box = page.get_by_label(f"Add: {field}")
        box.fill(typed)
        box.press("Enter")
        expect(box).to_have_value("")
    page.get_by_role("button", name="Chi", description="Edit Chi").wait_for()
    page.get_by_role("button", description="Edit Claims").click(delay=100)
    page.get_by_label("Role along the journey").fill("pays")
    page.get_by_label("Role along the journey").press("Tab")
    page.get_by_label("Faces the customer").check(force=True)
    page.locator(".departments").get_by_text("faces the customer").wait_for()
    part(page, "Agenda")
    page.get_by_role("button", name="Two days").click(delay=100)
    page.get_by_role("heading", name="Day 2").wait_for()
    part(page, "Overview")
    whole = page.locator(".frame")
    for words in ("Alignment alone", "Decide the common journey", "3 participants"):
        expect(whole).to_contain_text(words)
    assert page.locator(".timeline").count() == 2
    higher = "(() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollHeight - m.clientHeight })()"
    assert page.evaluate(higher) <= 0
    page.reload()
    expect(page.locator(".frame")).to_contain_text("Decide the common journey")
    page.close()
