"""Somebody writes with an input method: the Enter that takes what is composed stores nothing, the next one does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.rooms import hospital
from tests.conftest import Server

pytestmark = pytest.mark.browser
HEARD = """() => { window.heard = []; for (const type of ["keydown", "keyup"])
  document.addEventListener(type, (event) => window.heard.push(type + " " + event.key), true); }"""
LATE = """(el) => { for (const type of ["keydown", "keyup"]) el.dispatchEvent(new KeyboardEvent(type, {
  key: "Enter", code: "Enter", keyCode: type === "keydown" ? 229 : 13, bubbles: true, cancelable: true, composed: true })); }"""
"""How Safari tells it: the composition is over, and only the key's code says that it was still part of it."""


def compose(line: CDPSession, field: Locator, word: str, key: str = "Enter") -> None:
    """Type ``word`` in an input method and press ``key`` while it is still composed; then the method gives the word."""
    field.focus()
    line.send("Input.imeSetComposition", {"text": word, "selectionStart": len(word), "selectionEnd": len(word)})
    code = {"Enter": 13, "Escape": 27}[key]
    for kind in ("rawKeyDown", "keyUp"):
        line.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code})
    line.send("Input.insertText", {"text": word})
    field.evaluate(LATE)


def test_the_enter_of_an_input_method_stores_nothing(come: Callable[..., Page], server: Server) -> None:
    page = come(viewport={"width": 1600, "height": 900})
    page.goto(f"{server.url}/pain_points?w={hospital(server)}")
    page.locator(".board .card").first.wait_for()
    line = page.context.new_cdp_session(page)
    page.evaluate(HEARD)

    typed = page.locator(".board .typed")
    compose(line, typed, "待ち時間")
    expect(typed).to_have_value("待ち時間")
    assert not acts(page) and page.evaluate("window.heard") == [], "no listener hears a key that is still composed with"
    typed.press("Enter")
    expect(page.locator(".board .card", has_text="待ち時間")).to_be_visible()
    expect(typed).to_have_value("")

    lane = page.locator(".board [data-lane]").first
    lane.click(delay=100)
    name = page.get_by_label("Name of the lane")
    name.fill("")
    compose(line, name, "課題")
    expect(name).to_be_visible()
    assert not [act for act in acts(page) if act["do"] == "rename_lane"]
    compose(line, name, "点", key="Escape")
    expect(name).to_have_value("課題点")
    name.press("Enter")
    expect(lane).to_contain_text("課題点")

    first = page.locator(".board .card", has_text="待ち時間")
    first.focus()
    first.press("Enter")
    area = page.locator(".board .card textarea")
    area.fill("")
    compose(line, area, "電話")
    expect(area).to_be_visible()
    area.press("Enter")
    expect(page.locator(".board .card", has_text="電話")).to_be_visible()


def test_a_field_of_streamlits_own_waits_for_the_word_too(come: Callable[..., Page], server: Server) -> None:
    page = come(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/frame?w={hospital(server)}&part=who")
    field = page.get_by_label("Add: department", exact=True)
    line = page.context.new_cdp_session(page)
    compose(line, field, "受付")
    expect(field).to_have_value("受付")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.get_by_role("button", name="Edit 受付")).to_have_count(0)
    field.press("Enter")
    page.get_by_title("Edit 受付").wait_for()


def acts(page: Page) -> list[Any]:
    """What this page has sent and not heard of."""
    sent: list[Any] = page.evaluate("Object.values(window.__cjmLives).flatMap((live) => live.acts)")
    return sent
