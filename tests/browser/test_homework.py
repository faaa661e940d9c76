"""Homework on a phone: offline and back, a reload, and the facilitator who watches the heat map."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm.core.service import Context
from cjm.homework.heat_map import heat_map
from cjm.people import invitations
from db.tables import Entry, Participant
from tests.browser.rooms import LAPTOP_KEY, PHONE, PHONE_KEY, serious, sideways
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
PAIN = "What gets in the customer’s way?"


@pytest.fixture(autouse=True)
def meyer(ctx: Context) -> None:
    """The phone is S. Meyer's."""
    one = next(one.id for one in ctx.image().all(Participant) if one.name == "S. Meyer")
    invitations.join(ctx.service, PHONE_KEY, token=invitations.personal_link(ctx, one).token, name="S. Meyer")


def stage_page(page: Page, server: Server, ctx: Context) -> None:
    page.goto(f"{server.url}/stage?w={ctx.workshop_id}")
    page.locator(".mystage[data-state=shown]").wait_for()


def test_homework_on_a_phone(come: Any, server: Server, ctx: Context) -> None:
    laptop = come(LAPTOP_KEY, viewport={"width": 1920, "height": 1080})
    laptop.goto(f"{server.url}/homework?w={ctx.workshop_id}")
    heat = laptop.get_by_role("row", name="Intake")
    pains = heat.get_by_role("cell").nth(2)
    expect(pains).to_have_text(re.compile(r"^3\s*0 of 2$"))

    phone = come(PHONE_KEY, **PHONE)
    stage_page(phone, server, ctx)
    expect(phone.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    expect(phone.get_by_text("5 of 6 answered")).to_be_visible()
    field = phone.get_by_role("textbox", name=PAIN)
    expect(field).to_be_visible()  # the one question that is not answered is open
    field.fill("Parking is full at nine")
    phone.get_by_role("button", name="4", exact=True).first.tap()

    phone.reload()
    expect(field).to_have_value("Parking is full at nine")
    expect(phone.get_by_role("button", name="4", exact=True).first).to_have_attribute("aria-pressed", "true")
    expect(phone.get_by_text("your draft is kept on this phone")).to_be_visible()
    phone.get_by_role("button", name="I’m done").tap()
    expect(phone.get_by_text("not added yet")).to_be_visible()
    phone.get_by_role("button", name="Add pain point").tap()
    expect(phone.get_by_text("6 of 6 answered")).to_be_visible()
    expect(phone.get_by_text("saved")).to_be_visible()
    expect(phone.get_by_role("alert")).to_have_count(0)  # what is stored is not offered back
    expect(pains).to_have_text(re.compile(r"^4\s*1 of 2$"))  # without reloading
    expect(laptop.get_by_text("Parking is full at nine")).to_be_visible()

    phone.get_by_role("button", name="3 from others").tap()
    too = phone.get_by_role("button", name="Happens to us too").first
    before = too.inner_text()
    too.tap()
    expect(too).to_have_attribute("aria-pressed", "true")
    assert too.inner_text() != before

    phone.get_by_role("button", name="I’m done").tap()
    expect(phone.get_by_text("You are done here")).to_be_visible()
    expect(laptop.get_by_role("heading", name="Done · 4")).to_be_visible()
    phone.get_by_role("button", name="Not done yet").tap()
    expect(laptop.get_by_role("heading", name="Done · 3")).to_be_visible()
    expect(phone.get_by_text("You are done here")).to_be_hidden()


def test_offline_and_back(come: Any, server: Server, ctx: Context) -> None:
    phone = come(PHONE_KEY, **PHONE)
    lines: list[Any] = []
    blocked = False

    def line(route: Any) -> None:
        if blocked:
            route.close(code=1001)
        else:
            lines.append(route)
            route.connect_to_server()

    phone.route_web_socket(re.compile("/api/live/"), line)
    stage_page(phone, server, ctx)
    field = phone.get_by_role("textbox", name=PAIN)
    expect(field).to_be_visible()
    expect(phone.get_by_text("saved")).to_be_visible()
    blocked = True
    for one in lines:
        one.close(code=1001)
    expect(phone.get_by_text("catching up")).to_be_visible()
    for text in ("The lift is broken", "Nobody at the desk"):
        field.fill(text)
        field.press("Enter")
    expect(phone.get_by_text("kept on this phone (2)")).to_be_visible()
    blocked = False
    expect(phone.get_by_text("kept on this phone (2)")).to_have_count(0)
    expect(phone.get_by_text("saved")).to_be_visible()
    texts = [one.text for one in ctx.service.image(ctx.workshop_id).all(Entry)]
    assert [texts.count(text) for text in ("The lift is broken", "Nobody at the desk")] == [1, 1]
    expect(phone.get_by_role("alert")).to_have_count(0)


def test_my_cards_are_edited_removed_and_brought_back(come: Any, server: Server, ctx: Context) -> None:
    phone = come(PHONE_KEY, **PHONE)
    stage_page(phone, server, ctx)
    phone.get_by_role("button", name="What have customers said").tap()
    card = phone.get_by_text("Three clipboards today")
    expect(card).to_be_visible()
    expect(phone.get_by_text("after the vote")).to_be_visible()
    phone.get_by_role("button", name="Edit: Three clipboards").tap()
    phone.get_by_role("textbox", name="This card").fill("Four clipboards today")
    phone.reload()
    expect(phone.get_by_role("textbox", name="This card")).to_have_value("Four clipboards today")
    phone.get_by_role("button", name="Save", exact=True).tap()
    expect(phone.get_by_text("saved")).to_be_visible()
    expect(phone.get_by_text("four clipboards")).to_be_visible()
    expect(phone.get_by_role("alert")).to_have_count(0)
    phone.get_by_role("button", name="Edit: Four clipboards").tap()
    phone.get_by_role("button", name="Remove").tap()
    expect(phone.get_by_text("saved")).to_be_visible()
    expect(phone.get_by_text("four clipboards")).to_have_count(0)  # nor offered back: nothing was written on it since
    phone.get_by_role("button", name="Undo").tap()
    expect(phone.get_by_text("four clipboards")).to_be_visible()
    phone.get_by_role("button", name="What is good already").tap()
    phone.get_by_role("button", name="I do after all").tap()
    expect(phone.get_by_text("4 of 6 answered")).to_be_visible()
    phone.get_by_role("button", name="Nothing to add here").tap()
    expect(phone.get_by_text("5 of 6 answered")).to_be_visible()


def test_two_phones_in_one_card_show_both_texts(come: Any, server: Server, ctx: Context) -> None:
    pages = [come(PHONE_KEY, **PHONE) for _ in range(2)]
    for page in pages:
        stage_page(page, server, ctx)
        page.get_by_role("button", name="What have customers said").tap()
        page.get_by_role("button", name=re.compile("^Edit: .* clipboards")).tap()
    for page, text in zip(pages, ("First", "Second"), strict=True):
        page.get_by_role("textbox", name="This card").fill(text)
    pages[0].get_by_role("button", name="Save", exact=True).tap()
    expect(pages[0].get_by_text("saved")).to_be_visible()
    pages[1].get_by_role("button", name="Save", exact=True).tap()
    expect(pages[1].get_by_role("alert").get_by_text("Second")).to_be_visible()
    expect(pages[1].get_by_text("First", exact=True)).to_be_visible()
    pages[1].get_by_role("button", name="Use mine").tap()
    expect(pages[0].get_by_text("Second", exact=True)).to_be_visible()


def test_what_is_new_is_ticked_off(come: Any, server: Server, ctx: Context) -> None:
    laptop = come(LAPTOP_KEY, viewport={"width": 1366, "height": 768})
    laptop.goto(f"{server.url}/homework?w={ctx.workshop_id}")
    expect(laptop.get_by_text("New since the workshop · 3")).to_be_visible()
    laptop.get_by_role("button", name="Read: Health card shown again").click(delay=100)
    expect(laptop.get_by_text("New since the workshop · 2")).to_be_visible()
    laptop.get_by_role("button", name="Mark all as read").click(delay=100)
    expect(laptop.get_by_text("New since the workshop", exact=True)).to_be_visible()
    assert heat_map(ctx).unread == 0


def test_axe_finds_nothing_serious_on_the_phone(come: Any, server: Server, ctx: Context) -> None:
    phone = come(PHONE_KEY, **PHONE)
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        stage_page(phone, server, ctx)
        phone.get_by_role("textbox", name=PAIN).fill("Parking")
        phone.get_by_role("button", name="3 from others").tap()
        expect(phone.get_by_role("button", name="Happens to us too").first).to_be_visible()
        assert serious(phone, context="[data-testid=stMain]") == [] and not sideways(phone)
