"""Step 2 by clicking, typing, dragging and tapping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server

pytestmark = pytest.mark.browser

PASTE = """(el, text) => {
  const data = new DataTransfer();
  data.setData("text", text);
  el.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def start(page: Any, server: Server, name: str, stages: str = "") -> None:
    page.set_default_timeout(30_000)
    page.goto(server.url)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Start workshop").click(delay=100)
    page.get_by_role("button", name="Step 2, Value stream").click(delay=100)
    page.get_by_label("Next stage").wait_for()
    if stages:
        page.get_by_label("Next stage").evaluate(PASTE, stages)
        settled(page, [line.partition(" | ")[0] for line in stages.splitlines()])


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    yield context.new_page()
    context.close()


def chip(page: Any, name: str) -> Any:
    return page.get_by_role("list", name="Stages").get_by_role("button", name=name)


def order(page: Any, names: list[str]) -> None:
    """Waits until the strip reads so."""
    expected = [f"{number} {name}" for number, name in enumerate(names, start=1)]
    expect(page.locator(".st-key-vs_strip .chips .name")).to_have_text(expected, timeout=30_000)


def settled(page: Any, names: list[str]) -> None:
    """Waits until the strip reads so and the server has it all, drawn again."""
    order(page, names)
    page.get_by_text(re.compile(rf"^{len(names)} stages?, \d+ handoffs?$")).wait_for()
    page.wait_for_function("() => Object.values(window.__cjmLives || {}).every((live) => live.acts.length === 0)")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator(".st-key-vs_strip .face:disabled")).to_have_count(0)  # what was pasted has its stages now


def opened(page: Any, title: str) -> None:
    """Waits until the panel of this title is the one on the page, whole, and nothing of the one before is left."""
    expect(page.locator(".st-key-vs_head h2")).to_have_text([title])
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.get_by_role("button", name="Close")).to_have_count(1)


def lead(page: Any, stage: str, department: str) -> None:
    chip(page, stage).click(delay=100)
    opened(page, stage)
    choice = page.get_by_label("Leading department").filter(visible=True)  # the one before may be there, hidden
    choice.click()
    choice.press_sequentially(department)
    choice.press("Enter")
    chip(page, stage).and_(page.get_by_title(department)).wait_for()


def test_stages_a_proposed_handoff_and_a_click_in_the_picture(server: Server, page: Any) -> None:
    start(page, server, "A shop")
    typed = page.get_by_label("Next stage")
    for name in ("Discover", "Buy", "Return"):
        typed.fill(name)
        typed.press("Enter")
    settled(page, ["Discover", "Buy", "Return"])
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
    scale = place["width"] / (1.1 * 1292)  # the canvas, with vis-network's margin; Buy stands in the middle of three lanes
    page.mouse.click(place["x"] + place["width"] / 2 + 56 * scale, place["y"] + place["height"] / 2, delay=100)
    opened(page, "2 Buy")

    page.get_by_role("button", name="Close").click(delay=100)
    page.get_by_role("button", name="order <b>number</b>").first.click(delay=100)
    opened(page, "order <b>number</b>")
    mitigation = page.get_by_label("Mitigation")
    mitigation.fill("Looked up by e-mail address")
    mitigation.blur()
    page.get_by_role("button", name="Close").click(delay=100)
    page.get_by_role("heading", name="Needs a mitigation").wait_for(state="detached")


def test_a_stage_opens_though_it_was_drawn_anew_under_the_button(server: Server, page: Any) -> None:
    start(page, server, "Pressed", "Discover\nBuy")
    other = page.context.new_page()
    other.goto(page.url)
    page.bring_to_front()
    page.mouse.move(*middle(page, "2 Buy"))
    page.mouse.down()
    other.get_by_label("Next stage").wait_for()
    other.get_by_role("button", name="Insert a stage at the beginning").click(delay=100)
    other.get_by_label("New stage here").fill("Hear of it")
    other.get_by_label("New stage here").press("Enter")
    page.get_by_text("3 stages, 0 handoffs").wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.mouse.up()
    opened(page, "3 Buy")


def test_a_stage_is_dragged_by_mouse_and_moved_by_keyboard(server: Server, page: Any) -> None:
    start(page, server, "Dragged", "One\nTwo\nThree\nFour")
    source, target = chip(page, "4 Four").bounding_box(), chip(page, "2 Two").bounding_box()
    page.mouse.move(source["x"] + source["width"] / 2, source["y"] + source["height"] / 2)
    page.mouse.down()
    page.mouse.move(source["x"], source["y"] + 8, steps=4)
    page.mouse.move(target["x"] + 6, target["y"] + target["height"] / 2, steps=12)
    page.mouse.up()
    settled(page, ["One", "Four", "Two", "Three"])
    assert "stage=" not in page.url, "the click that ends a drag opens nothing"

    chip(page, "1 One").focus()
    page.keyboard.press("Alt+ArrowRight")
    order(page, ["Four", "One", "Two", "Three"])
    page.get_by_text("Moved One to place 2 of 4").wait_for(state="attached")
    page.keyboard.press("Alt+ArrowRight")
    settled(page, ["Four", "Two", "One", "Three"])
    page.reload()
    order(page, ["Four", "Two", "One", "Three"])
    page.get_by_role("button", name="Undo").click(delay=100)
    order(page, ["Four", "One", "Two", "Three"])

    page.mouse.move(*middle(page, "4 Three"))
    page.mouse.down()
    page.mouse.move(*middle(page, "1 Four"), steps=8)
    page.keyboard.press("Escape")
    page.mouse.up()
    settled(page, ["Four", "One", "Two", "Three"])


def middle(page: Any, name: str) -> tuple[float, float]:
    box = chip(page, name).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_stage_is_dragged_by_a_finger_that_rests_on_it_first(server: Server, browser: Any) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    start(page, server, "By finger", "One\nTwo\nThree")
    fingers = context.new_cdp_session(page)

    def touch(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(rest: int) -> None:
        (x, y), (to_x, to_y) = middle(page, "3 Three"), middle(page, "1 One")
        to_x -= 40
        touch("touchStart", x, y)
        page.wait_for_timeout(rest)  # how long the finger rests
        for step in range(1, 9):
            touch("touchMove", x + (to_x - x) * step / 8, y + (to_y - y) * step / 8)
        touch("touchEnd", to_x, to_y)

    swipe(0)
    order(page, ["One", "Two", "Three"])
    swipe(600)
    settled(page, ["Three", "One", "Two"])
    page.reload()
    order(page, ["Three", "One", "Two"])
    context.close()


def test_stages_are_renamed_and_inserted_in_place(server: Server, page: Any) -> None:
    start(page, server, "In place", "One\nThree")
    chip(page, "1 One").dblclick(delay=60)
    name = page.get_by_label("Name of the stage")
    name.fill("Uno <b>")
    name.press("Enter")
    settled(page, ["Uno <b>", "Three"])

    chip(page, "2 Three").focus()
    page.keyboard.press("F2")
    name.fill("Nothing")
    name.press("Escape")
    page.keyboard.press("F2")
    name.fill("Drei")
    name.blur()
    settled(page, ["Uno <b>", "Drei"])

    page.get_by_role("button", name="Insert a stage after Uno <b>").click(delay=100)
    page.get_by_label("New stage here").fill("Zwei | Shop")
    page.get_by_label("New stage here").press("Enter")
    settled(page, ["Uno <b>", "Zwei", "Drei"])
    chip(page, "2 Zwei").and_(page.get_by_title("Shop")).wait_for()
    page.get_by_role("button", name="Insert a stage at the beginning").click(delay=100)
    page.get_by_label("New stage here").fill("Null")
    page.get_by_label("New stage here").press("Enter")
    settled(page, ["Null", "Uno <b>", "Zwei", "Drei"])
    page.reload()
    order(page, ["Null", "Uno <b>", "Zwei", "Drei"])


def test_the_menu_of_a_stage_removes_it_and_asks_where_its_cards_go(server: Server, page: Any) -> None:
    start(page, server, "Removed", "One\nTwo\nThree")
    chip(page, "2 Two").hover()
    page.get_by_role("button", name="More for Two").click(delay=100)
    page.get_by_role("menuitem", name="Remove").click(delay=100)
    page.get_by_text("Where should what it holds go?").wait_for()
    page.get_by_role("button", name="Remove “Two”").click(delay=100)
    settled(page, ["One", "Three"])
    page.get_by_role("button", name="Undo").click(delay=100)
    settled(page, ["One", "Two", "Three"])


def test_a_reload_comes_back_to_what_was_open(server: Server, page: Any) -> None:
    start(page, server, "Bookmark", "One | Web\nTwo | Shop")
    page.get_by_label("What is handed over?").fill("basket")
    page.get_by_role("radio", name="2", exact=True).click(delay=100)
    page.get_by_text("2 stages, 1 handoff").wait_for()
    chip(page, "2 Two").click(delay=100)
    page.get_by_role("heading", name="2 Two").wait_for()
    page.wait_for_url("**stage=**")
    page.reload()
    opened(page, "2 Two")
    page.get_by_role("button", name="Close").click(delay=100)
    page.get_by_role("heading", name="Friction").wait_for()
    page.wait_for_url(lambda url: "stage=" not in url)
    page.get_by_role("radio", name="Handoffs").click(delay=100)
    page.get_by_role("button", name="basket").click(delay=100)
    opened(page, "basket")
    page.wait_for_url("**handoff=**")
    bookmark = page.url
    other = page.context.new_page()
    other.goto(bookmark)
    opened(other, "basket")
    other.close()


def test_the_picture_is_seen_whole_with_twenty_stages(server: Server, page: Page) -> None:
    names = [f"Stage of the journey {number}" for number in range(1, 21)]
    start(page, server, "Twenty", "\n".join(f"{name} | Department {number % 6}" for number, name in enumerate(names)))
    for width, height in ((1920, 1080), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        page.locator('iframe[title*="agraph"]').content_frame.locator("canvas").wait_for()
        page.wait_for_function(
            "() => { const e = document.querySelector('[data-testid=stMain]');"
            " return e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth }"
        )
        graph = page.locator(".st-key-vs_graph").bounding_box()
        assert graph is not None and graph["y"] + graph["height"] <= height and graph["height"] >= 220
    page.get_by_role("radio", name="Stages 11 to 20").click(delay=100)
    chip(page, "1 Stage of the journey 1").first.click(delay=100)
    page.get_by_role("radio", name="Stages 1 to 10", checked=True).wait_for()
