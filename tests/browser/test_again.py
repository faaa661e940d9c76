"""Whatever breaks of the line or of Streamlit: the page opens itself again with what was typed, and says nothing untrue."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from cjm.core.service import Context
from tests.browser.rooms import soon
from tests.conftest import Server

pytestmark = pytest.mark.browser


def missing() -> bytes:
    """What the server sends for what it believes the browser to have: then Streamlit says "Cached ForwardMsg MISS"."""
    message = ForwardMsg()
    message.ref_hash = "forgotten"
    return message.SerializeToString()


def astray() -> bytes:
    """A part of a page whose place isn't there: "Bad delta path"."""
    message = ForwardMsg()
    message.metadata.delta_path[:] = [0, 90, 90, 90]
    message.delta.new_element.text.body = "?"
    return message.SerializeToString()


class Line:
    """Stands in the line between a page and the server."""

    def __init__(self, page: Page) -> None:
        self.now: Any = None
        self.at_once: bytes | None = None
        self.opened = 0
        page.route_web_socket("**/_stcore/stream", self.open)

    def open(self, line: Any) -> None:
        line.connect_to_server()
        self.now = line
        self.opened += 1
        if self.at_once:
            line.send(self.at_once)


def held(page: Page, path: str) -> Callable[[], None]:
    """Leaves requests without an answer until what this returns is called."""
    waiting: list[Route] = []
    answered = False

    def hold(route: Route) -> None:
        if answered:
            route.continue_()
        else:
            waiting.append(route)

    def answer() -> None:
        nonlocal answered
        answered = True
        for one in waiting:
            one.continue_()

    page.route(path, hold)
    return answer


@pytest.mark.parametrize("fault", [missing, astray])
def test_a_fault_ends_in_the_page_with_what_was_typed(server: Server, browser: Any, ctx: Context, fault: Any) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    line = Line(page)
    page.goto(f"{server.url}/customer?w={ctx.workshop_id}&part=candidates")
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    field = page.get_by_label("Who could the customer be?")
    field.fill("A neighbour who drives")
    mark = page.locator("[data-saved]")
    expect(mark).to_have_text("Not saved yet")
    page.evaluate("document.documentElement.dataset.before = '1'")
    answer = held(page, "**/_stcore/health")  # else the page may have opened itself again before it is looked at
    line.now.send(fault())
    page.locator(".cjm-again").wait_for()
    assert page.get_by_role("dialog").count() == 0, "no dialog of another's over a dead page"
    expect(mark.filter(has_text=re.compile("^Saved$"))).to_have_count(0)  # nor where all of the page is gone
    answer()
    page.wait_for_function("() => !document.documentElement.dataset.before", timeout=30_000)
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    soon(lambda: field.input_value() == "A neighbour who drives")
    page.close()


def test_a_fault_that_stays_is_said_with_a_button_and_no_loop(server: Server, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    line = Line(page)
    line.at_once = missing()
    page.goto(f"{server.url}/workshops")
    press = page.get_by_role("button", name="Open the page again")
    press.wait_for(timeout=60_000)
    opened = line.opened
    assert opened == 5, "it was tried four times more"
    box = page.locator(".cjm-again").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.wait_for_timeout(4_000)  # nothing more happens by itself
    assert line.opened == opened
    line.at_once = None
    press.click()
    page.get_by_role("button", name="Open the hospital example").wait_for(timeout=30_000)
    page.close()


def test_a_line_that_is_gone_for_long_comes_back_to_the_same_page(server: Server, browser: Any, ctx: Context) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    line = Line(page)
    page.goto(f"{server.url}/customer?w={ctx.workshop_id}")
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    field = page.get_by_label("Who could the customer be?")
    field.fill("Typed before")
    context.set_offline(True)
    line.now.close()
    page.evaluate("postMessage({ stCommVersion: 1, type: 'CLIENT_ERROR_DIALOG', error: 'Connection error', message: '' })")
    expect(page.locator(".cjm-again")).to_contain_text("There is no connection")
    expect(page.locator("[data-saved]")).to_have_text("Not connected")
    context.set_offline(False)
    expect(page.locator(".cjm-again")).to_be_hidden(timeout=30_000)
    page.get_by_role("radio", name="Candidates", exact=True).click(delay=60)
    soon(lambda: field.input_value() == "Typed before")
    context.close()
