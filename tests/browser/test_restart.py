"""A page outlives its server, and one press is one command."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from cjm import customer
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.workshops import create_workshop
from db.engine import Store
from tests.browser.rooms import soon
from tests.conftest import Server, start_server, stop_server

pytestmark = pytest.mark.browser
ACTOR = Actor("Facilitator", Role.FACILITATOR)


def candidates(ctx: Context) -> list[str]:
    return [one.name for one in customer.summary(ctx).candidates]


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    made = browser.new_page(viewport={"width": 1600, "height": 900})
    made.set_default_timeout(30_000)
    yield made
    made.close()


def test_the_first_press_after_a_restart_counts(tmp_path: Any, page: Any) -> None:
    server, process = start_server(tmp_path)
    try:
        service = Service(Store(server.database_url))
        ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
        page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
        page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
        field = page.get_by_label("Who could the customer be?")
        field.click()
        field.type("Typed before")
        app = page.locator("[data-testid=stApp]")
        stop_server(process)
        page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
        _, process = start_server(tmp_path, port=urlsplit(server.url).port)
        page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for()
        assert app.count() and field.input_value() == "Typed before"
        page.get_by_role("button", name="Add candidate").click()  # at once, before the page is there again
        soon(lambda: "Typed before" in candidates(ctx))
        soon(lambda: field.input_value() == "")
        page.locator(".steps .step").nth(2).click(delay=60)
        page.wait_for_url("**/pain_points?*")
        assert candidates(ctx).count("Typed before") == 1
    finally:
        stop_server(process)


def test_a_form_that_stored_nothing_has_its_text_again(server: Server, page: Any, ctx: Context) -> None:
    taken = candidates(ctx)[0]
    page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    field = page.get_by_label("Who could the customer be?")
    field.click()
    field.type(taken)
    page.get_by_role("button", name="Add candidate").click(delay=60)
    page.locator("[data-testid=stToast]").first.wait_for()
    soon(lambda: field.input_value() == taken)


def slowed(ctx: Context, seconds: float) -> threading.Thread:
    """Another process holds the database for a while: whoever writes has to wait."""
    held = threading.Event()

    def hold() -> None:
        with Store(str(ctx.service.store.url)).writing():
            held.set()
            time.sleep(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    return thread


def test_a_second_press_before_the_answer_stores_once_and_after_it_again(server: Server, service: Service, page: Any) -> None:
    ctx = Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))
    page.goto(f"{server.url}/frame?w={ctx.workshop_id}&part=agenda")
    page.get_by_text("Agenda", exact=True).first.click(delay=60)
    button = page.locator("[class*=st-key-lay_out] button").first
    button.wait_for()
    before = len(history.recent(ctx, 50))
    thread = slowed(ctx, 2)
    button.click(delay=60)
    page.wait_for_timeout(500)
    button.click(delay=60)
    thread.join()
    soon(lambda: len(history.recent(ctx, 50)) == before + 1)
    page.locator("[data-testid=stToast]").first.wait_for()
    page.wait_for_timeout(1000)
    assert len(history.recent(ctx, 50)) == before + 1


def test_what_is_sent_twice_by_a_form(server: Server, page: Any, ctx: Context) -> None:
    page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    field = page.get_by_label("Who could the customer be?")
    before = candidates(ctx)
    thread = slowed(ctx, 2)
    field.fill("First")
    page.get_by_role("button", name="Add candidate").click(delay=60)
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Add candidate").click(delay=60)
    field.fill("Second")
    field.press("Enter")
    thread.join()
    soon(lambda: len(candidates(ctx)) >= len(before) + 2)
    page.wait_for_timeout(800)
    assert candidates(ctx) == [*before, "First", "Second"]
