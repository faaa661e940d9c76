"""A newcomer carries a workshop of their own, a shop and its returning customer, through all five steps by hand."""

from __future__ import annotations

from typing import Any

from tests.conftest import Server

STAGES = ["Finds a backpack", "Buys as a guest", "Returns it"]
PAINS = ["Leaves without buying", "Not known as a rewards member", "Waits long in the service queue"]


def to_step(page: Any, name: str) -> None:
    page.get_by_role("button", name=f"Next: {name}").click(delay=100)


def choose(page: Any, label: str, option: str) -> None:
    page.get_by_role("radiogroup", name=label).get_by_role("radio", name=option, exact=True).click(delay=100)


def test_a_shop_from_the_first_click_to_the_matrix(server: Server, browser: Any) -> None:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.set_default_timeout(20_000)
    page.goto(server.url)
    page.get_by_label("Name", exact=True).fill("Outdoor shop")
    page.get_by_role("button", name="Start workshop").click(delay=100)

    page.get_by_text("Why do we meet").wait_for()
    to_step(page, "customer")
    candidate = page.get_by_label("Who could the customer be?")
    candidate.fill("Returning shopper")
    candidate.press("Enter")
    page.get_by_role("heading", name="Returning shopper").wait_for()
    page.get_by_role("radio", name="Pick", exact=True).click(delay=100)
    page.get_by_role("button", name="One hand more for Returning shopper").click(delay=100)
    page.get_by_role("button", name="Agree on Returning shopper").click(delay=100)
    page.get_by_label("because we create …").fill("value for those who come back")
    page.locator("[data-testid=stForm]").get_by_role("button", name="Agree on Returning shopper").click(delay=100)
    page.get_by_text("because we create value for those who come back").wait_for()

    to_step(page, "value stream")
    stage = page.get_by_label("Next stage")
    for name in STAGES:
        stage.fill(name)
        stage.press("Enter")
        page.get_by_role("list", name="Stages").get_by_text(name).wait_for()
    page.get_by_role("button", name="Add handoff", exact=True).click(delay=100)
    form = page.locator("[data-testid=stForm]", has=page.get_by_role("button", name="Add this handoff"))
    form.get_by_label("What is handed over?").fill("order number")
    form.get_by_role("button", name="Add this handoff").click(delay=100)
    page.get_by_text("3 stages, 1 handoff").wait_for()

    to_step(page, "pain points")
    page.locator(".board").wait_for()
    typed = page.get_by_placeholder("What happens there?", exact=False)
    for number, pain in enumerate(PAINS):
        typed.click()
        typed.press_sequentially(f"p: {pain}")
        typed.press("Enter")
        page.locator(".board .card", has_text=pain).wait_for()
        if number < len(PAINS) - 1:
            typed.press("Alt+ArrowRight")
    page.locator("[data-saved][data-state=saved]").wait_for()

    to_step(page, "future state")
    page.get_by_role("button", name="Work on").first.click(delay=100)
    experience = page.get_by_label("What the customer will experience")
    experience.fill("Is known at once")
    experience.press("Tab")
    page.get_by_text("1 of 3 stages").wait_for()

    to_step(page, "priorities")
    page.get_by_role("button", name="Add action").first.click(delay=100)
    page.get_by_label("What is to be done?").fill("Match guest checkouts to accounts")
    choose(page, "Impact, 1 low to 5 high", "5")
    choose(page, "Effort, 1 low to 5 high", "2")
    page.get_by_test_id("stForm").get_by_role("button", name="Add action").click(delay=100)
    page.get_by_text("1 action").first.wait_for()
    page.get_by_text("1 action, 1 unowned").wait_for()

    page.reload()
    page.get_by_text("Match guest").filter(visible=True).first.wait_for()
    page.get_by_text("1 action, 1 unowned").wait_for()
    page.get_by_role("button", name="Step 3, Pain points").click(delay=100)
    for pain in PAINS:
        page.locator(".board .card", has_text=pain).wait_for()
    page.get_by_role("button", name="Step 4, Future state").click(delay=100)
    page.get_by_text("Is known at once").first.wait_for()
    page.get_by_role("button", name="Step 2, Value stream").click(delay=100)
    for name in STAGES:
        page.get_by_role("list", name="Stages").get_by_text(name).wait_for()
    page.get_by_role("button", name="Step 1, Customer").click(delay=100)
    page.get_by_text("Returning shopper agreed").wait_for()
    page.context.close()
