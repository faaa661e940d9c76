"""A leader joins by link, reads, approves and asks; the facilitator sees it; the page on laptop, phone and paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cjm import leaders, priorities
from cjm.core.access import Role
from cjm.core.service import Context
from cjm.people import invitations
from tests.browser.rooms import LAPTOP, LAPTOP_KEY, PHONE, SCROLL, darkened, serious, whole
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
TINY = """() => { const found = [];
    const read = (root) => root.querySelectorAll('.leaders *').forEach((el) => {
        const seen = el.childElementCount === 0 && el.textContent.trim() && el.getClientRects().length;
        if (seen && parseFloat(getComputedStyle(el).fontSize) < 9) found.push(el.textContent); });
    document.querySelectorAll('*').forEach((el) => el.shadowRoot && read(el.shadowRoot));
    return found; }"""
"""Texts in letters below 9 pixels, which is 7 points on paper."""


def joined(page: Page, server: Server, ctx: Context, name: str) -> None:
    page.goto(f"{server.url}/join/{invitations.invite(ctx, Role.LEADER).token}")
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join", exact=True).click(delay=100)
    page.get_by_role("heading", name="We need from you").wait_for()


def test_a_leader_answers_and_the_facilitator_sees_it(come: Any, server: Server, ctx: Context) -> None:
    phone = come(**PHONE)
    joined(phone, server, ctx, "M. Stone")
    assert "/matrix" in phone.url
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Five quick wins take away \d+ % of the pain$"))
    assert phone.evaluate(SCROLL)[1] == 0, "nothing scrolls sideways"
    box = phone.get_by_role("button", name="Approve: One bill per episode").bounding_box()
    assert box is not None and box["height"] >= 44
    phone.get_by_role("button", name="Approve: One bill per episode").tap()
    expect(phone.get_by_text("Answered (2)")).to_be_visible()
    phone.get_by_role("button", name="Ask: Fill in once").tap()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_label("Your question, or a word on your answer").fill("Which forms first?")
    dialog.get_by_role("button", name="Ask", exact=True).click(delay=100)
    expect(phone.get_by_text("Answered (3)")).to_be_visible()
    phone.get_by_text("Answered (3)").tap()
    expect(phone.get_by_text("M. Stone asks: Which forms first?")).to_be_visible()

    laptop = come(LAPTOP_KEY, **LAPTOP)
    action = next(one for one in priorities.priorities(ctx).actions if one.name == "Fill in once")
    laptop.goto(f"{server.url}/priorities?w={ctx.workshop_id}&action={action.id}")
    expect(laptop.get_by_text("M. Stone asks: Which forms first?")).to_be_visible()
    said = {one.told for one in leaders.leaders(ctx).answers if one.by == "M. Stone"}
    assert said == {"Approved by M. Stone", "M. Stone asks: Which forms first?"}
    laptop.get_by_label("Your reply to M. Stone").fill("Those of the intake.")
    laptop.get_by_label("Your reply to M. Stone").press("Enter")
    expect(phone.get_by_text("Facilitator replies: Those of the intake.").first).to_be_visible()
    leaders.ask_leaders(ctx, id=action.id, question="Start with intake alone?")
    expect(phone.get_by_text("Start with intake alone?")).to_be_visible()


def test_it_is_whole_on_a_laptop_and_on_one_sheet(come: Any, server: Server, ctx: Context) -> None:
    laptop = come(**LAPTOP)
    joined(laptop, server, ctx, "A. Weber")
    expect(laptop.get_by_role("heading", name="How sure we are")).to_be_visible()
    whole(laptop)
    assert serious(laptop) == []
    darkened(laptop)
    expect(laptop.get_by_role("heading", name="How sure we are")).to_be_visible()
    assert serious(laptop) == []
    sheet = laptop.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheet)) == 1
    laptop.emulate_media(media="print")
    laptop.set_viewport_size({"width": 1062, "height": 733})
    expect(laptop.get_by_role("button", name="Print")).to_be_hidden()
    expect(laptop.get_by_role("button", name="Approve: One bill per episode")).to_be_hidden()
    assert laptop.evaluate(TINY) == []
