"""The board in a real browser: nothing typed is lost, and hands and keys do what they should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.rooms import darkened, hospital, serious
from tests.conftest import Server, start_server, stop_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that needs half a second for every act."""
    started, process = start_server(tmp_path_factory.mktemp("slow"), CJM_SLOW_MS="500")
    yield started
    stop_server(process)


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 1600, "height": 900})
    yield made
    made.close()


def show(context: Any, server: Server, workshop: str) -> Any:
    page = context.new_page()
    page.goto(f"{server.url}/pain_points?w={workshop}")
    page.locator(".board .card").first.wait_for(timeout=30_000)
    saved(page)
    return page


def saved(page: Any) -> None:
    """Wait until the server has acknowledged everything that was done on this page."""
    page.wait_for_function(
        "() => Object.values(window.__cjmLives || {}).some((live) => live.state === 'open' && !live.acts.length)", timeout=30_000
    )


def card(page: Any, text: str) -> Any:
    return page.locator(".board .card", has_text=text)


def typed(page: Any, text: str) -> None:
    page.locator(".board .typed").fill(text)
    page.locator(".board .typed").press("Enter")


def cell_of(page: Any, text: str) -> tuple[str, str]:
    """Lane and stage a card stands in."""
    lane, stage = card(page, text).first.evaluate("(el) => el.closest('[data-cell]').dataset.cell.split('|')")
    return lane, stage


def test_thirty_cards_typed_at_eight_a_second_into_a_slow_server_and_a_reload_lose_none(context: Any, slow: Server) -> None:
    page = show(context, slow, hospital(slow))
    box = page.locator(".board .typed")
    box.focus()
    for number in range(30):
        page.keyboard.insert_text(f"Typed card {number:02d}")
        page.keyboard.press("Enter")
        page.wait_for_timeout(125)
    assert page.evaluate("() => document.activeElement.shadowRoot.activeElement.className") == "typed"
    assert card(page, "Typed card").count() == 30, "each shows at once"
    page.reload()
    card(page, "Typed card").first.wait_for(timeout=30_000)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('cjm-act:'))", timeout=30_000)
    saved(page)
    page.reload()
    page.locator(".board .card").first.wait_for()
    saved(page)
    texts = card(page, "Typed card").locator(".text").all_inner_texts()
    assert texts == [f"Typed card {number:02d}" for number in range(30)]


@pytest.fixture(scope="module")
def workshop(server: Server) -> str:
    return hospital(server)


def test_two_tabs_show_each_others_cards_without_a_rerun(context: Any, server: Server, workshop: str) -> None:
    one, two = show(context, server, workshop), show(context, server, workshop)
    typed(one, "Seen in the other tab")
    card(two, "Seen in the other tab").wait_for(timeout=5_000)
    typed(two, "o: And one back")
    card(one, "And one back").wait_for(timeout=5_000)
    assert "k-opportunity" in card(one, "And one back").get_attribute("class")
    card(one, "And one back").press("Delete")
    card(two, "And one back").wait_for(state="detached", timeout=5_000)


def test_keys_choose_lane_and_stage_and_a_pasted_list_is_one_undo(context: Any, server: Server, workshop: str) -> None:
    page = show(context, server, workshop)
    box = page.locator(".board .typed")
    box.focus()
    lanes = page.locator(".board .dock select").nth(1)
    first = lanes.input_value()
    box.press("Tab")
    assert lanes.input_value() != first
    box.press("Shift+Tab")
    assert lanes.input_value() == first
    stages = page.locator(".board .dock select").first
    before = stages.input_value()
    size = page.locator(".board").evaluate("(el) => el.style.getPropertyValue('--type')")
    box.press("Alt+ArrowRight")
    assert stages.input_value() != before
    box.evaluate(
        """(el, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData('text', text);
            el.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }""",
        "\n".join(f"Pasted line {number}" for number in range(30)),
    )
    expect(card(page, "Pasted line")).to_have_count(30)
    saved(page)
    page.locator('button.undo[title*="Added 30 cards"]').click(delay=100)
    card(page, "Pasted line").first.wait_for(state="detached", timeout=10_000)
    assert card(page, "Pasted line").count() == 0
    expect(page.locator(".board")).to_have_attribute("style", re.compile(f"--type: ?{size}"))


def test_a_card_is_written_rated_moved_retyped_and_removed_by_keyboard(context: Any, server: Server, workshop: str) -> None:
    page = show(context, server, workshop)
    typed(page, "p: Parking costs more than the visit")
    mine = card(page, "Parking costs")
    mine.press("Enter")
    area = page.locator(".board textarea.write")
    area.fill("Parking is full")
    area.press("Escape")
    assert card(page, "Parking costs").count() == 1 and mine.locator(".draft").count() == 1
    mine.press("Enter")
    assert area.input_value() == "Parking is full", "the draft is kept"
    area.press("Enter")
    mine = card(page, "Parking is full")
    mine.press("4")
    mine.press("Shift+Digit5")
    assert mine.locator(".rate").inner_text() == "4×5"
    mine.press("e")
    assert "ev-observed" in mine.get_attribute("class")
    lane, stage = cell_of(page, "Parking is full")
    mine.press("Alt+ArrowRight")
    assert cell_of(page, "Parking is full")[1] != stage
    mine.press("Alt+ArrowDown")
    assert cell_of(page, "Parking is full")[0] != lane and "k-opportunity" in mine.get_attribute("class")
    mine.press("Alt+ArrowUp")
    saved(page)
    assert mine.locator(".rate").inner_text() == "4×5", "another kind and back keeps the fields"
    mine.press("Delete")
    assert card(page, "Parking is full").count() == 0
    page.locator(".board .toast", has_text="is in the trash").get_by_role("button", name="Undo").click(delay=100)
    card(page, "Parking is full").wait_for(timeout=5_000)
    saved(page)
    page.reload()
    card(page, "Parking is full").wait_for()


def test_dragging_moves_a_card_and_a_card_onto_a_card_is_a_group(context: Any, server: Server, workshop: str) -> None:
    page = show(context, server, workshop)
    page.wait_for_timeout(1000)
    source, target = card(page, "Waits 40 minutes"), card(page, "Doctor asks what")
    target_box = target.bounding_box()
    drag(page, source, target_box["x"] + 40, target_box["y"] + target_box["height"] / 2)
    page.locator(".board .group").wait_for()
    saved(page)
    page.locator(".board .ungroup").click(delay=100)
    page.locator(".board .group").wait_for(state="detached")
    saved(page)
    source.press("g")
    page.locator(".board .group").wait_for()
    page.locator(".board .ungroup").click(delay=100)
    page.locator(".board .group").wait_for(state="detached")
    page.wait_for_timeout(1000)  # the board has found its size again
    lane, _ = cell_of(page, "Waits 40 minutes")
    other = cell_of(page, "Care plan is a")[1]
    empty = page.locator(f'[data-cell="{lane}|{other}"]').bounding_box()
    drag(page, source, empty["x"] + 60, empty["y"] + empty["height"] - 4)
    assert cell_of(page, "Waits 40 minutes") == (lane, other)
    saved(page)


def drag(page: Any, what: Any, x: float, y: float) -> None:
    box = what.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 20)
    page.mouse.move(x, y - 2, steps=6)
    page.mouse.move(x, y)
    page.mouse.up()


def test_the_panel_keeps_drafts_saves_once_and_makes_what_is_new(context: Any, server: Server, workshop: str) -> None:
    page = show(context, server, workshop)
    card(page, "Same forms filled in").press(" ")
    panel = page.locator(".board .panel")
    panel.get_by_label("What it blocks").fill("Nothing goes on without them")
    panel.locator('[data-field="system"] input').fill("Kiosk at the door")
    panel.locator('[data-field="system"] input').press("Enter")
    panel.get_by_label("Theme").fill("Asked again and again")
    page.reload()
    panel.wait_for(timeout=30_000)
    assert panel.get_by_label("What it blocks").input_value() == "Nothing goes on without them"
    panel.get_by_role("button", name="Save card").click(delay=100)
    saved(page)
    page.reload()
    panel.wait_for(timeout=30_000)
    assert panel.get_by_label("What it blocks").input_value() == "Nothing goes on without them"
    assert panel.get_by_label("Theme").input_value() == "Asked again and again"
    assert "Kiosk at the door" in panel.locator('[data-field="system"]').inner_text()


def test_what_is_most_missing_opens_the_card_it_speaks_of_however_often_it_is_asked_for(context: Any, server: Server) -> None:
    page = show(context, server, hospital(server))  # in the others' workshop more may be missing
    panel = page.locator(".board .panel")
    for _ in range(2):
        page.locator("button.gap").filter(has_text="Nobody says what to bring along").click(delay=100)
        expect(panel.get_by_label("What happens")).to_have_value("Nobody says what to bring along")
        panel.get_by_label("Close details").click(delay=100)
        panel.wait_for(state="hidden")


def test_emotion_focus_filter_and_lanes(context: Any, server: Server, workshop: str) -> None:
    page = show(context, server, workshop)
    face = page.locator(".board .face").first
    before = face.inner_text()
    face.press("ArrowUp")
    assert page.locator(".board .face").first.inner_text() != before
    page.get_by_role("button", name="Filter").click(delay=100)
    page.locator(".board .menu").get_by_label("Words on the card").fill("insurance")
    page.wait_for_function(
        """() => [...document.querySelectorAll('*')].some((el) => el.shadowRoot
            && [...el.shadowRoot.querySelectorAll('.card')].filter((c) => c.checkVisibility()).length === 2)"""
    )
    page.get_by_role("button", name="Show all cards").click(delay=100)
    page.get_by_role("button", name="Lanes", exact=True).click(delay=100)
    page.locator(".board .menu .check", has_text="Systems").locator("input").check()
    page.keyboard.press("Escape")
    page.locator(".board .lane", has_text="Systems").wait_for()
    assert page.locator(".board .rolled").count() > 0, "what cards use is rolled up"
    page.get_by_role("button", name="One stage").click(delay=100)
    name = page.locator(".board .now").input_value()
    page.locator(".board [data-bar=stage]").press("ArrowRight")
    assert page.locator(".board .now").input_value() != name
    saved(page)


def test_axe_finds_nothing_serious_with_the_panel_open(context: Any, server: Server, workshop: str) -> None:
    page = show(context, server, workshop)
    card(page, "Insurance checked only").press(" ")
    assert serious(page) == []
    darkened(page)
    page.locator(".board .panel").wait_for()
    saved(page)
    assert serious(page) == []


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield made
    made.close()


class Finger:
    """One finger on the screen, by the browser's own touch events."""

    def __init__(self, page: Any) -> None:
        self.line = page.context.new_cdp_session(page)
        self.page = page

    def down(self, x: float, y: float) -> None:
        self.line.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        self.at = (x, y)

    def to(self, x: float, y: float, steps: int = 8) -> None:
        ((left, top), self.at) = (self.at, (x, y))
        for step in range(1, steps + 1):
            point = {"x": left + (x - left) * step / steps, "y": top + (y - top) * step / steps}
            self.line.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
            self.page.wait_for_timeout(20)

    def up(self) -> None:
        self.line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def lift(self, what: Any, centre: bool = True) -> None:
        """Press long, until what lies under the finger has been lifted."""
        if centre:  # clear of what is docked at the foot
            what.evaluate("(el) => el.scrollIntoView({ block: 'center' })")
        what.scroll_into_view_if_needed()
        box = what.bounding_box()
        self.down(box["x"] + 60, box["y"] + 14)
        self.page.locator(".board .ghost").wait_for(timeout=3_000)


def middle(what: Any) -> tuple[float, float]:
    box = what.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_finger_scrolls_moves_a_card_and_makes_a_group(phone: Any, server: Server) -> None:
    page = show(phone, server, hospital(server))
    page.wait_for_function("() => window.innerWidth >= document.documentElement.scrollWidth", timeout=5_000)
    page.locator(".board .now").select_option(label="Scheduling, pain 52")
    first, second = card(page, "Eleven minutes on hold"), card(page, "Agent cannot see")
    finger = Finger(page)
    # a swipe scrolls and moves nothing
    main = page.locator("[data-testid=stMain]")
    second.evaluate("(el) => el.scrollIntoView({ block: 'center' })")
    before = main.evaluate("(el) => el.scrollTop")
    finger.down(*middle(second))
    finger.to(middle(second)[0], middle(second)[1] - 250)
    finger.up()
    assert main.evaluate("(el) => el.scrollTop") > before + 100
    assert page.locator(".board .ghost, .board .group").count() == 0
    # a long press lifts; down onto the other card makes a group and asks for its name
    second.evaluate("(el) => el.scrollIntoView({ block: 'center' })")
    finger.lift(second)
    finger.to(*middle(first))
    assert "onto" in first.get_attribute("class")
    finger.up()
    name = page.locator(".board .menu input")
    name.fill("Nobody knows me")
    name.press("Enter")
    page.locator(".board .grouptitle", has_text="Nobody knows me").wait_for()
    saved(page)
    page.locator(".board .toast", has_text="group of two").get_by_role("button", name="Undo").tap()
    page.locator(".board .group").wait_for(state="detached")
    saved(page)
    # down into a cell moves: another lane, another kind
    opening = card(page, "Call back instead")
    second.evaluate("(el) => el.scrollIntoView({ block: 'start' })")
    main.evaluate("(el) => el.scrollBy(0, -150)")
    finger.lift(second, centre=False)
    box = opening.bounding_box()
    finger.to(box["x"] + 100, box["y"] + box["height"] - 3)
    finger.up()
    page.wait_for_function("() => !Object.values(window.__cjmLives).some((live) => live.acts.length)")
    assert "k-opportunity" in second.get_attribute("class")
    assert cell_of(page, "Agent cannot see") == cell_of(page, "Call back instead")


def test_held_at_the_edge_the_page_scrolls_and_the_next_stage_comes(phone: Any, server: Server) -> None:
    page = show(phone, server, hospital(server))
    mine = card(page, "Can’t tell which clinic")
    finger = Finger(page)
    finger.lift(mine)
    main = page.locator("[data-testid=stMain]")
    before = main.evaluate("(el) => el.scrollTop")
    finger.to(200, 775)
    page.wait_for_function("([el, before]) => el.scrollTop > before + 40", arg=[main.element_handle(), before], timeout=5_000)
    finger.to(385, 500)
    page.wait_for_function("() => document.querySelector('.stApp') && true")
    card(page, "Referral faxes").wait_for(timeout=5_000)
    finger.to(*middle(page.locator(".board .cell").nth(2)))
    finger.up()
    mine.wait_for()
    assert cell_of(page, "Can’t tell which clinic")[1] == cell_of(page, "Referral faxes")[1]


def test_pains_and_opportunities_are_linked_on_the_board_by_mouse_finger_and_keys(
    context: Any, phone: Any, server: Server
) -> None:
    workshop = hospital(server)
    page = show(context, server, workshop)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.locator(".board .links:visible").first.wait_for()
    pain, answer, other = card(page, "Waits 40 minutes"), card(page, "Call back instead"), card(page, "Wait time on the phone")
    strip = page.locator(".board .strip")
    before = pain.locator(".links").count()
    pain.click(delay=100)
    page.locator(".board .tools").get_by_role("button", name="Link").click(delay=100)
    answer.click(delay=100)
    assert "lit" in answer.get_attribute("class") and strip.get_by_text("Call back instead").is_visible()
    page.keyboard.press("Escape")
    strip.wait_for(state="hidden")
    assert "lit" not in answer.get_attribute("class")
    saved(page)
    # the count on the card lights up what it is linked with
    answer.locator(".links").click(delay=100)
    assert "lit" in pain.get_attribute("class")
    page.keyboard.press("Escape")
    # by keys alone: from the line below to the cards, L, to another card, Enter, Escape
    pain.focus()
    page.keyboard.press("l")
    other.focus()
    linked = "lit" in other.get_attribute("class")
    page.keyboard.press("Enter")
    assert ("lit" in other.get_attribute("class")) != linked
    page.keyboard.press("Escape")
    saved(page)
    count = int(pain.locator(".links").inner_text().split()[-1])
    assert count >= 1 and before <= 1
    # and by finger, on a phone: it sees what was linked here, and takes it away
    small = show(phone, server, workshop)
    small.locator(".board .now").select_option(label="Visit, pain 28")
    card(small, "Waits 40 minutes").tap()
    small.locator(".board .tools").get_by_role("button", name="Link").tap()
    small.locator(".board .strip").get_by_text("Call back instead").tap()
    card(small, "Call back instead").tap()
    small.locator(".board .strip").get_by_role("button", name="Done").tap()
    saved(small)
    page.wait_for_function(
        "([el, n]) => (el.querySelector('.links')?.innerText || '0').trim().endsWith(String(n))",
        arg=[pain.element_handle(), count - 1 or ""],
        timeout=5_000,
    )


def test_everything_is_in_sight_on_a_projector(browser: Any, server: Server, workshop: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = show(context, server, hospital(server))
    page.wait_for_timeout(300)
    rest = page.locator(".board .scroll").evaluate("(el) => [el.scrollHeight - el.clientHeight, el.scrollWidth - el.clientWidth]")
    assert max(rest) <= 2
    size = card(page, "Same forms filled in").locator(".text").evaluate("(el) => parseFloat(getComputedStyle(el).fontSize)")
    assert size >= 16
    cut = "(all) => all.filter((el) => el.scrollHeight > el.clientHeight + 2).length"
    assert page.locator(".board .card .text").evaluate_all(cut) == 0
    context.close()


def test_three_hundred_cards_stay_one_picture(browser: Any, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = show(context, server, hospital(server))
    for pasted, stage in enumerate(page.locator(".board .dock select").first.locator("option").all()[:4], start=1):
        page.locator(".board .dock select").first.select_option(stage.get_attribute("value"))
        page.locator(".board .typed").evaluate(
            """(el, text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData('text', text);
                el.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }""",
            "\n".join(f"Another thing that hurts, number {number}" for number in range(50)),
        )
        page.get_by_text("50 cards added").last.wait_for()  # the messages of the pastes before may still be there
        expect(card(page, "Another thing that hurts")).to_have_count(50 * pasted)
        saved(page)
    page.reload()
    page.locator(".board .unfold").first.wait_for(timeout=30_000)
    rest = page.locator(".board .scroll").evaluate("(el) => [el.scrollHeight - el.clientHeight, el.scrollWidth - el.clientWidth]")
    assert max(rest) <= 2, "folded, not scrolled"
    more = page.locator(".board .unfold").first
    hidden = int(more.inner_text().strip("+ more"))
    shown = page.locator(".board .card:visible").count()
    more.click(delay=100)
    assert page.locator(".board .card:visible").count() == shown + hidden
    context.close()
