"""Cells from a spreadsheet: what they would become is shown, asked about once, and stored as one act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.rooms import hospital
from tests.browser.test_value_stream import PASTE, order, settled, start
from tests.conftest import Server

pytestmark = pytest.mark.browser
MAP = '\tReferral\tFirst visit\nLed by\tContact centre\tFront desk\nPain points\tlong wait\t"no seats\nno water"\n'


def test_a_table_on_the_strip_is_asked_about_and_refused_lines_come_back(come: Callable[..., Page], server: Server) -> None:
    page = come(viewport={"width": 1366, "height": 768})
    start(page, server, "Cells")
    box = page.get_by_label("Next stage")
    box.evaluate(PASTE, "Aware\tRefer\tVisit")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("This is a table")
    expect(asked.get_by_role("listitem")).to_have_text(["Aware", "Refer", "Visit"])
    asked.get_by_role("button", name="Add", exact=True).click(delay=100)
    settled(page, ["Aware", "Refer", "Visit"])

    box.evaluate(PASTE, "• Pay\n" + "x" * 201 + "\n☐ Leave")
    expect(asked).to_contain_text("Line 2: A stage’s name holds 200 characters; this one has 201.")
    field = asked.get_by_label("What you pasted")
    expect(field).to_have_value("x" * 201)
    field.fill("Say goodbye\nCome again")
    asked.get_by_role("button", name="Add these").click(delay=100)
    expect(asked).to_have_count(0)
    settled(page, ["Aware", "Refer", "Visit", "Pay", "Leave", "Say goodbye", "Come again"])

    box.evaluate(PASTE, MAP)
    expect(asked.get_by_role("radio", checked=True)).to_have_accessible_name("A map: stages across, a lane each row")
    expect(asked).to_contain_text("2 stages, 2 departments, 3 cards, 1 lane.")
    asked.get_by_role("button", name="Add", exact=True).click(delay=100)
    order(page, ["Aware", "Refer", "Visit", "Pay", "Leave", "Say goodbye", "Come again", "Referral", "First visit"])
    page.get_by_role("button", name="Undo").click(delay=100)
    order(page, ["Aware", "Refer", "Visit", "Pay", "Leave", "Say goodbye", "Come again"])


def test_a_list_in_a_field_of_one_line_keeps_its_lines(come: Callable[..., Page], server: Server) -> None:
    page = come(viewport={"width": 1366, "height": 768})
    page.goto(f"{server.url}/frame?w={hospital(server)}&part=who")
    field = page.get_by_label("Add: participants", exact=True)
    field.focus()
    field.evaluate(PASTE, "• Kim Quist\n2. Lou Rask\n☐ Max Sand, Front desk\n")
    expect(field).to_have_value("• Kim Quist; 2. Lou Rask; ☐ Max Sand, Front desk")
    field.press("Enter")
    for name in ("Kim Quist", "Lou Rask", "Max Sand"):
        page.get_by_title(f"Edit {name}", exact=True).wait_for()


def test_on_the_board_a_column_with_the_name_of_a_lane_goes_into_it(come: Callable[..., Page], server: Server) -> None:
    page = come(viewport={"width": 390, "height": 844})
    page.goto(f"{server.url}/pain_points?w={hospital(server)}")
    page.locator(".board .card").first.wait_for()
    page.locator(".board .typed").evaluate(PASTE, "Pain points\tOpportunities\nNobody answers at noon\tA call back\n")
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("2 cards, 2 lanes.")
    asked.get_by_role("button", name="Add", exact=True).click(delay=100)
    for text in ("Nobody answers at noon", "A call back"):
        page.locator(".board .card", has_text=text).wait_for(state="attached")
