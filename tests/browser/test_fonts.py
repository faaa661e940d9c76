"""The letters of other machines, fitted to pixels, not fitted, or wider: no word is broken, nothing is cut or lies on another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import fonts
from tests.browser.legible import faults, on_the_board
from tests.browser.rooms import LAPTOP, PHONE, WALL, hospital
from tests.conftest import Server

pytestmark = pytest.mark.browser
SEEN: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("wall", WALL, ("pain_points", "value_stream", "future_state", "priorities", "frame", "versions")),
    ("laptop", LAPTOP, ("pain_points", "future_state", "customer")),
    ("phone", PHONE, ("customers_turn", "pain_points")),
]
DRAWN = {"pain_points": ".board .card"}
STILL = """() => {
  const now = Array.from(document.querySelectorAll("[data-testid=stBidiComponent]"), (el) => el.clientHeight).join();
  [window.__still, window.__heights] = [window.__heights === now ? (window.__still || 0) + 1 : 0, now];
  return window.__still >= 4;
}"""
SMALLEST = 16
"""Pixels, of what the room reads on the board."""


@pytest.fixture(scope="module", params=list(fonts.MACHINES))
def machine(request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with fonts.machine(request.param, browser, tmp_path_factory.mktemp("fonts")) as opened:
        yield opened


@pytest.fixture(scope="module")
def workshop(server: Server) -> str:
    return hospital(server)


def drawn(page: Page, server: Server, name: str, workshop: str) -> None:
    """Open it and wait until its letters are there and nothing moves any more."""
    page.goto(f"{server.url}/{name}?w={workshop}")
    page.locator(DRAWN.get(name, ".drawn")).first.wait_for(state="attached")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_function(STILL, polling=150)


def test_every_page_can_be_read(machine: Any, server: Server, workshop: str) -> None:
    wrong: list[str] = []
    for device, how, pages in SEEN:
        context = machine(**how)
        page = context.new_page()
        for name in pages:
            drawn(page, server, name, workshop)
            wrong += [f"{name} on the {device}: {fault}" for fault in faults(page)]
            if (name, device) == ("pain_points", "wall"):
                board = on_the_board(page)
                assert board["faults"] == []
                assert board["smallest"] >= SMALLEST
                assert board["beyond"] <= 2, "it is seen without scrolling"
        context.close()
    assert wrong == []
