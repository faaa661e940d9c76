"""With a phone's keyboard up no bar covers the field in which one types, and what adds it stays within reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from cjm import projects
from cjm.core.access import Role
from cjm.core.service import Context
from cjm.people import invitations
from cjm.session.activities import start_activity
from db.tables import Lane, Participant
from tests.browser.rooms import LAPTOP_KEY, PHONE, PHONE_KEY
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
UP = ({"width": 390, "height": 430}, {"width": 844, "height": 390})
"""What the keyboard leaves of a phone, upright and on its side."""
SEEN = """(el) => {
  const box = el.getBoundingClientRect();
  return [box.top + 3, box.bottom - 3].every((y) => {
    let there = document.elementFromPoint(box.left + Math.min(30, box.width / 2), y);
    while (there?.shadowRoot && there.shadowRoot.elementFromPoint(box.left + 30, y)) {
      const inner = there.shadowRoot.elementFromPoint(box.left + Math.min(30, box.width / 2), y);
      if (inner === there) break;
      there = inner;
    }
    return y > 0 && y < innerHeight && (there === el || el.contains(there));
  });
}"""
"""Whether the upper and the lower edge are what a finger would touch."""


def in_sight(page: Page, what: Locator) -> None:
    page.wait_for_function(SEEN, arg=what.element_handle(), timeout=5_000)


def scrolled_to(page: Page, what: Callable[[], Locator]) -> None:
    """As with a finger: what was just typed may move the page once more."""
    end = monotonic() + 5
    while True:
        what().scroll_into_view_if_needed()
        page.wait_for_timeout(150)
        if what().evaluate(SEEN):
            return
        assert monotonic() < end, "it can’t be scrolled to"


def typed_into(page: Page, field: Locator, add: Callable[[], Locator] | None = None, *, reach: bool = True) -> None:
    """The keyboard comes up over the field, which is written to; ``add`` is in sight, too, or can be scrolled to."""
    before = page.viewport_size
    for size in UP:
        assert before
        page.set_viewport_size(before)
        field.tap()
        page.set_viewport_size(size)  # type: ignore[arg-type]
        in_sight(page, field)
        page.keyboard.insert_text("Four words of it. ")
        in_sight(page, field)
        if add is not None:
            if reach:
                in_sight(page, add())
            else:
                scrolled_to(page, add)
    page.set_viewport_size(before)


@pytest.fixture
def phone(come: Any, ctx: Context) -> Page:
    """S. Meyer's."""
    one = next(one.id for one in ctx.image().all(Participant) if one.name == "S. Meyer")
    invitations.join(ctx.service, PHONE_KEY, token=invitations.personal_link(ctx, one).token, name="S. Meyer")
    return come(PHONE_KEY, **PHONE)  # type: ignore[no-any-return]


def test_now(phone: Page, server: Server, ctx: Context) -> None:
    pain = next(one.id for one in ctx.image().all(Lane) if one.kind == "pain_point")
    start_activity(ctx, kind="write", question="What gets in the customer’s way, and where?", lane_ids=[pain])
    phone.goto(f"{server.url}/now?w={ctx.workshop_id}")
    field = phone.get_by_label("Your card")
    field.wait_for()
    typed_into(phone, field, lambda: phone.get_by_role("button", name="Add pain point"))
    for number in range(3):
        field.fill(f"Card {number}")
        phone.get_by_role("button", name="Add pain point").tap()
    phone.get_by_role("button", name="Card 0").tap()  # the last of the list
    typed_into(phone, phone.get_by_label("Edit"), lambda: phone.get_by_role("button", name="Save"), reach=False)


def test_my_stage(phone: Page, server: Server, ctx: Context) -> None:
    phone.goto(f"{server.url}/stage?w={ctx.workshop_id}")
    phone.locator(".mystage[data-state=shown]").wait_for()
    field = phone.locator(".lane.open textarea").first
    typed_into(phone, field, lambda: phone.locator(".lane.open .add"), reach=False)


def test_my_projects(come: Any, server: Server, ctx: Context) -> None:
    projects.set_check_ins(ctx, next_on=date.today())
    okafor = next(one.id for one in ctx.image().all(Participant) if one.name == "P. Okafor")
    invitations.join(ctx.service, PHONE_KEY, token=invitations.personal_link(ctx, okafor).token, name="P. Okafor")
    phone = come(PHONE_KEY, **PHONE)
    phone.goto(f"{server.url}/my_projects?w={ctx.workshop_id}")
    for label in ("Since last time", "Help needed"):
        typed_into(phone, phone.get_by_label(label), lambda: phone.get_by_role("button", name="Hand in", exact=True), reach=False)


def test_a_customers_review(come: Any, server: Server, ctx: Context) -> None:
    phone = come(**PHONE)
    phone.goto(f"{server.url}/join/{invitations.invite(ctx, Role.REVIEWER).token}")
    phone.get_by_role("button", name="Start").tap()
    field = phone.get_by_role("textbox", name="What is missing here?")
    typed_into(phone, field, lambda: phone.get_by_role("button", name="Add", exact=True), reach=False)


def test_the_board(come: Any, server: Server, ctx: Context) -> None:
    phone = come(LAPTOP_KEY, **PHONE)  # the facilitator's, who has a bar of their own at the foot
    phone.goto(f"{server.url}/pain_points?w={ctx.workshop_id}")
    phone.locator(".board .card").first.wait_for()
    phone.locator("#cjm-bar.foot").wait_for()
    in_sight(phone, phone.locator(".board .dock .typed"))
    typed_into(phone, phone.locator(".board .dock .typed"), lambda: phone.locator(".board .dock .primary").last)
    card = phone.locator(".board .card").last
    card.scroll_into_view_if_needed()
    card.press("Enter")
    typed_into(phone, phone.locator(".board textarea.write"))
