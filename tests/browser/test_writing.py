"""What is being written on a card outlives whatever the others do with it, and what was just added is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm import pain_points, projects, value_stream
from cjm.core import history
from cjm.core.service import Context
from db.tables import Entry, Lane, Stage, ValueStream
from tests.browser.rooms import PHONE, soon
from tests.conftest import Server

pytestmark = pytest.mark.browser
ROOM = """() => {
  const board = [...document.querySelectorAll("*")].find((el) => el.shadowRoot?.querySelector(".board")).shadowRoot;
  return [...board.querySelectorAll(".unfold")].map((rest) => {
    const tallest = Math.max(...[...rest.parentNode.children].map((el) => (el === rest ? 0 : el.offsetHeight)));
    return (rest.parentNode.getBoundingClientRect().bottom - rest.getBoundingClientRect().bottom) / tallest;
  });
}"""
"""For each cell that is folded: for how many cards there is space below."""


class Board:
    """The board of one workshop, and what is stored of it."""

    def __init__(self, come: Callable[..., Page], server: Server, ctx: Context) -> None:
        self.ctx = ctx
        self.page = come(viewport={"width": 1600, "height": 900})
        self.page.goto(f"{server.url}/pain_points?w={ctx.workshop_id}")
        self.page.locator(".board .card").first.wait_for()
        self.lane = next(one.id for one in self.all(Lane) if one.kind == "pain_point")
        self.stages = [one.id for one in self.all(Stage)]
        self.id = pain_points.add_entry(ctx, stage_id=self.stages[0], lane_id=self.lane, text="Short")
        self.card.wait_for()

    def all(self, model: Any) -> list[Any]:
        return list(self.ctx.service.image(self.ctx.workshop_id).all(model))

    @property
    def card(self) -> Any:
        return self.page.locator(f'.board .card[data-card="{self.id}"]')

    @property
    def area(self) -> Any:
        return self.page.locator(".board textarea.write")

    def text(self) -> str:
        return next((one.text for one in self.all(Entry) if one.id == self.id), "")


@pytest.fixture
def board(come: Callable[..., Page], server: Server, ctx: Context) -> Board:
    return Board(come, server, ctx)


def test_the_editor_follows_its_card_wherever_others_put_it(board: Board) -> None:
    ctx, page = board.ctx, board.page
    board.card.press("Enter")
    board.area.fill("")
    page.keyboard.insert_text("One ")
    pain_points.move_entry(ctx, id=board.id, stage_id=board.stages[2], lane_id=board.lane, place="first")
    page.locator(f'.board [data-cell="{board.lane}|{board.stages[2]}"] textarea.write').wait_for()
    page.keyboard.insert_text("two ")
    near = [one.id for one in board.all(Entry) if (one.lane_id, one.stage_id) == (board.lane, board.stages[2])]
    onto = next(one for one in near if one != board.id)
    pain_points.group_entries(ctx, id="6f2c8a52-0c55-4f3e-9a63-111111111111", onto=onto, ids=[board.id], title="Together")
    page.locator(".board .group textarea.write").wait_for()
    page.keyboard.insert_text("three ")
    other = next(one.id for one in board.all(Lane) if one.kind == "opportunity")
    pain_points.move_entry(ctx, id=board.id, stage_id=board.stages[1], lane_id=other, place="last")
    page.locator(f'.board [data-cell="{other}|{board.stages[1]}"] textarea.write').wait_for()
    page.keyboard.insert_text("four")
    expect(board.area).to_have_value("One two three four")
    assert board.text() == "Short", "no half of it was stored"
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    page.keyboard.press("Enter")
    soon(lambda: board.text() == "One two three four")
    assert sum("Edited" in one.summary for one in history.recent(ctx, 20)) == 1


def test_the_text_is_offered_back_when_its_card_is_removed(board: Board) -> None:
    page = board.page
    board.card.press("Enter")
    board.area.fill("The lift is")
    pain_points.remove_entry(board.ctx, id=board.id)
    loose = page.locator(".board .loose")
    loose.wait_for()
    expect(loose).to_contain_text("removed this card meanwhile. Your text is kept:")
    page.keyboard.insert_text(" out of order")  # one is still typing
    expect(loose.get_by_role("textbox")).to_have_value("The lift is out of order")
    page.reload()  # and then the page goes
    expect(loose.get_by_role("textbox")).to_have_value("The lift is out of order", timeout=30_000)
    loose.get_by_role("button", name="Keep as a new card").click()
    soon(lambda: any(one.text == "The lift is out of order" and one.stage_id == board.stages[0] for one in board.all(Entry)))
    expect(loose).to_be_hidden()
    page.reload()
    page.locator(".board .card").first.wait_for()
    expect(loose).to_be_hidden()


def test_what_was_being_written_is_there_after_a_reload(board: Board) -> None:
    page = board.page
    board.card.press("Enter")
    board.area.fill("Written before the page went")
    page.reload()
    page.locator(".board .toast", has_text="Written before").get_by_role("button", name="Go on").click(timeout=30_000)
    expect(board.area).to_have_value("Written before the page went")
    board.area.press("Enter")
    soon(lambda: board.text() == "Written before the page went")


def test_what_is_written_in_the_details_of_a_card_that_is_removed_is_offered_back(board: Board) -> None:
    page = board.page
    board.card.press("o")
    page.locator('.board .panel textarea[data-field="note"]').fill("Asked at the desk")
    pain_points.remove_entry(board.ctx, id=board.id)
    loose = page.locator(".board .loose")
    loose.get_by_role("button", name="Keep as a new card").click()
    soon(lambda: any(one.text == "Short" and one.note == "Asked at the desk" for one in board.all(Entry)))


def test_a_card_that_comes_into_a_full_cell_is_seen(board: Board) -> None:
    ctx, page = board.ctx, board.page
    page.set_viewport_size({"width": 1366, "height": 768})
    lane = next(one.id for one in board.all(Lane) if one.kind == "activity")
    many = [pain_points.NewEntry(text=f"Full {number}") for number in range(40)]
    pain_points.add_entries(ctx, stage_id=board.stages[1], lane_id=lane, entries=many)
    rest = page.locator(f'.board [data-cell="{lane}|{board.stages[1]}"] .unfold')
    rest.wait_for()
    page.wait_for_function(f"() => ({ROOM})().every((room) => room < 1.2)")
    new = pain_points.add_entry(ctx, stage_id=board.stages[1], lane_id=lane, text="Came last")
    card = page.locator(f'.board .card[data-card="{new}"]')
    expect(card).to_be_visible()
    expect(card).to_have_class("card k-activity bare fresh")
    at, scroll = card.bounding_box(), page.locator(".board .scroll").bounding_box()
    assert at and scroll and at["y"] + at["height"] <= scroll["y"] + scroll["height"] + 1
    pain_points.move_entry(ctx, id=board.id, stage_id=board.stages[1], lane_id=lane, place="last")
    expect(board.card).to_be_visible()
    expect(rest).to_be_visible()


def test_a_stage_is_renamed_while_others_move_and_remove_stages(come: Callable[..., Page], server: Server, ctx: Context) -> None:
    page = come(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/value_stream?w={ctx.workshop_id}")
    strip = page.get_by_role("list", name="Stages")
    strip.get_by_role("button", name="3 Scheduling").press("F2")
    field = page.get_by_label("Name of the stage")
    field.fill("Finding")
    stream = next(iter(ctx.service.image(ctx.workshop_id).all(ValueStream))).id
    stages = {one.name: one.id for one in ctx.service.image(ctx.workshop_id).all(Stage)}
    value_stream.move_stage(ctx, stream_id=stream, stage_id=stages["Scheduling"], after=None)
    expect(strip.get_by_role("listitem").first.get_by_role("textbox")).to_have_value("Finding")
    page.keyboard.insert_text(" a time")
    expect(field).to_have_value("Finding a time")
    assert "Scheduling" in {one.name for one in ctx.service.image(ctx.workshop_id).all(Stage)}, "no half of it was stored"
    page.reload()
    expect(field).to_have_value("Finding a time", timeout=30_000)
    value_stream.remove_stage(ctx, id=stages["Scheduling"], cards_to=stages["Referral"])
    expect(page.get_by_label("Next stage", exact=True)).to_have_value("Finding a time")


def test_homework_on_a_card_that_is_removed_is_offered_back(come: Callable[..., Page], server: Server, ctx: Context) -> None:
    page = come(**PHONE)
    stages = {one.name: one.id for one in ctx.service.image(ctx.workshop_id).all(Stage)}
    page.goto(f"{server.url}/stage?w={ctx.workshop_id}&stage={stages['Intake']}")
    page.locator(".mystage[data-state=shown]").wait_for()
    field = page.locator(".lane.open textarea").first
    if not field.count():
        page.locator(".lane .head").first.tap()
    field.fill("The printer is broken")
    page.locator(".lane.open .add").tap()
    page.get_by_role("button", name="Edit: The printer is broken").tap()
    page.get_by_role("textbox", name="This card").fill("The printer is broken on Mondays")
    soon(lambda: any(one.text == "The printer is broken" for one in ctx.service.image(ctx.workshop_id).all(Entry)))
    card = next(one.id for one in ctx.service.image(ctx.workshop_id).all(Entry) if one.text == "The printer is broken")
    pain_points.remove_entry(ctx, id=card)
    page.get_by_role("button", name="Keep as a new card").tap()
    soon(lambda: any(one.text.endswith("on Mondays") for one in ctx.service.image(ctx.workshop_id).all(Entry)))


def test_what_is_typed_in_a_field_of_something_that_is_removed_is_offered_back(
    come: Callable[..., Page], server: Server, ctx: Context
) -> None:
    page = come(viewport={"width": 1366, "height": 768})
    one = projects.add_project(ctx, name="A shorter letter")
    page.goto(f"{server.url}/projects?w={ctx.workshop_id}&project={one}")
    field = page.get_by_label("Help needed")
    field.click()
    page.keyboard.insert_text("Somebody who writes plainly")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    projects.remove_project(ctx, id=one)
    kept = page.locator("#cjm-typed")
    expect(kept).to_contain_text("Somebody who writes plainly")
    kept.get_by_role("button", name="Discard").click()
    expect(kept).to_be_hidden()
    expect(page.locator("[data-saved]")).to_have_text("Saved")
