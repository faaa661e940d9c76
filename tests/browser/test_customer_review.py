"""The customers' turn in real browsers: link, marks on a phone, offline and back, and the facilitator who takes over."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm import customer_review
from cjm.core.access import Role
from cjm.core.service import Context
from cjm.people import invitations
from db.tables import CustomerMark, Entry
from tests.browser.rooms import LAPTOP_KEY, PHONE, serious
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]


def look(phone: Page, server: Server, ctx: Context) -> None:
    """Through the link, without a name, to the first stage."""
    phone.goto(f"{server.url}/join/{invitations.invite(ctx, Role.REVIEWER).token}")
    expect(phone.get_by_role("heading", name="Riverside Hospital")).to_be_visible()
    phone.get_by_role("button", name="Start").tap()
    expect(phone.get_by_role("heading", name="Awareness")).to_be_visible()


def line(page: Page, text: str) -> Any:
    return page.get_by_role("listitem").filter(has_text=text)


def marks(ctx: Context, **fields: Any) -> list[CustomerMark]:
    found = ctx.service.image(ctx.workshop_id).all(CustomerMark)
    return [one for one in found if all(getattr(one, name) == value for name, value in fields.items())]


def test_a_customer_reviews_and_the_facilitator_takes_over(come: Any, server: Server, ctx: Context) -> None:
    phone = come(**PHONE)
    look(phone, server, ctx)
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 391
    line(phone, "Reviews shown are two years old").get_by_role("button", name="True").tap()
    expect(phone.get_by_text("saved", exact=False)).to_be_visible()
    clinic = line(phone, "Can’t tell which clinic")
    clinic.get_by_role("button", name="Wrong").tap()
    field = clinic.get_by_role("textbox")
    field.fill("The phone list by the door says it")
    phone.get_by_role("button", name="Next: Referral").tap()
    expect(phone.get_by_role("heading", name="Referral", exact=True)).to_be_visible()
    expect(phone.get_by_text("faxes get lost")).to_have_count(0)  # an internal pain point
    phone.get_by_role("textbox", name="What is missing here?").fill("Nobody tells my employer")
    phone.reload()
    missing = phone.get_by_role("textbox", name="What is missing here?")
    expect(missing).to_have_value("Nobody tells my employer")
    phone.get_by_role("button", name="Add", exact=True).tap()
    expect(line(phone, "Nobody tells my employer")).to_be_visible()
    expect(phone.get_by_text(re.compile("answered 2 of .* saved"))).to_be_visible()
    [said] = marks(ctx, words="Nobody tells my employer")
    assert (said.mark, said.said_by, said.state) == ("missing", "", "open")
    assert marks(ctx, words="The phone list by the door says it")[0].mark == "wrong"

    phone.get_by_role("button", name="Back", exact=True).tap()
    reviews = line(phone, "Reviews shown are two years old")
    expect(reviews.get_by_role("button", name="True")).to_have_attribute("aria-pressed", "true")
    line(phone, "Web search, reviews").get_by_role("button", name="True").tap()
    line(phone, "Web search, reviews").get_by_role("button", name="True").tap()  # taken back
    expect(phone.get_by_text(re.compile("answered 2 of .* saved"))).to_be_visible()

    laptop = come(LAPTOP_KEY, viewport={"width": 1920, "height": 1080})
    laptop.goto(f"{server.url}/customers_turn?w={ctx.workshop_id}")
    laptop.get_by_role("button", name="Confirm the card: Reviews shown").click(delay=100)
    expect(laptop.get_by_role("button", name="Confirm the card: Reviews shown")).to_have_count(0)
    laptop.get_by_role("button", name="Add to Pain points: Nobody tells my employer").click(delay=100)
    laptop.get_by_role("button", name="that are settled").click(delay=100)
    expect(laptop.get_by_text("became “Nobody tells my employer”")).to_be_visible()
    laptop.get_by_role("button", name="Back to assumed: The phone list").click(delay=100)
    expect(laptop.get_by_role("button", name="Back to assumed: The phone list")).to_have_count(0)
    cards = {one.text: one for one in ctx.service.image(ctx.workshop_id).all(Entry)}
    confirmed, wrong = cards["Reviews shown are two years old"], cards["Can’t tell which clinic treats my case"]
    assert (confirmed.evidence, wrong.evidence) == ("confirmed", "assumed")
    assert cards["Nobody tells my employer"].evidence == "confirmed"
    assert confirmed.source.startswith("customers’ review, ") and "The phone list by the door says it" in wrong.note

    phone.reload()  # asked again by and by, too
    expect(reviews.get_by_text("taken this over")).to_be_visible()
    expect(reviews.get_by_role("button", name="True")).to_be_disabled()
    phone.get_by_role("button", name="Stage 1 of 8").tap()
    expect(phone.get_by_role("heading", name="Thank you!")).to_be_visible()
    expect(phone.get_by_text("1 true, 1 wrong, 1 missing")).to_be_visible()
    assert serious(phone) == []

    laptop.get_by_role("button", name="Undo").click(delay=100)
    expect(laptop.get_by_role("button", name="Back to assumed: The phone list")).to_be_visible()


def test_without_a_connection_nothing_typed_is_lost(come: Any, server: Server, ctx: Context) -> None:
    phone = come(**PHONE)
    look(phone, server, ctx)
    phone.route(re.compile("/api/review/"), lambda route: route.abort())
    line(phone, "Web search, reviews").get_by_role("button", name="True").tap()
    phone.get_by_role("textbox", name="What is missing here?").fill("The car park")
    phone.get_by_role("button", name="Add", exact=True).tap()
    expect(phone.get_by_text("kept on this device (2)")).to_be_visible()
    phone.unroute_all()
    expect(phone.get_by_text(re.compile("saved"))).to_be_visible()
    assert len(marks(ctx, words="The car park")) == 1


def test_the_facilitator_leaves_a_card_out_on_what_customers_see(come: Any, server: Server, ctx: Context) -> None:
    laptop = come(LAPTOP_KEY, viewport={"width": 1920, "height": 1080})
    laptop.goto(f"{server.url}/customers_turn?w={ctx.workshop_id}&part=see")
    laptop.get_by_text("cards are shown").wait_for()
    number = customer_review.sharing(ctx).shown
    laptop.get_by_role("button", name="Leave out: Web search, reviews").click(delay=100)
    expect(laptop.get_by_text(f"{number - 1} cards are shown")).to_be_visible()
    phone = come(**PHONE)
    look(phone, server, ctx)
    expect(phone.get_by_text("Web search, reviews")).to_have_count(0)
    ideas = next(one for one in customer_review.sharing(ctx).lanes if one.kind == "opportunity")
    number += sum(card.why == "lane" for card in ideas.cards) - 1
    laptop.get_by_role("switch", name="Show Opportunities").click(delay=100)
    expect(laptop.get_by_text(f"{number} cards are shown")).to_be_visible()
    laptop.get_by_role("button", name="Show again").click(delay=100)
    expect(laptop.get_by_text(f"{number + 1} cards are shown")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Web search, reviews")).to_be_visible()
    expect(phone.get_by_role("heading", name="What could be better")).to_be_visible()
