"""A whole session in four browsers: the facilitator with the projector, two phones, and a leader."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from cjm import leaders, priorities
from cjm.core.access import Role
from cjm.core.service import Service
from cjm.people import invitations, roster
from db.engine import Store
from db.tables import SEALED_CARDS, Action
from tests.browser.rooms import LAPTOP, PHONE, SLOWEST, WALL, Room, settled, sideways
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]
RISKY = "Shared treatment calendar"


@pytest.fixture
def room(browser: Browser, server: Server) -> Iterator[Room]:
    store = Store(server.database_url)
    made = Room(browser, server, Service(store), page="projector", **WALL)
    yield made
    made.close()
    store.close()


def joined(room: Room, token: str, name: str) -> Page:
    """Somebody opens a link on a phone of their own, gives a name and is in."""
    phone = room.come("", "", **PHONE)
    phone.goto(f"{room.server.url}/join/{token}")
    phone.get_by_label("Your name").fill(name)
    phone.get_by_role("button", name="Join", exact=True).click(delay=100)
    return phone


def contributor(room: Room, name: str) -> Page:
    phone = joined(room, room.token, name)
    phone.wait_for_url(re.compile("/(stage|now)"))  # homework is due here, so that it is their own stage
    phone.goto(f"{room.server.url}/now?w={room.workshop_id}")
    phone.locator(".now .line[data-state=open]").wait_for()
    return phone


def test_from_the_link_to_the_leaders_page(room: Room) -> None:
    wall, ctx = room.laptop, room.ctx  # one browser of the facilitator: the wall, and the bar in a second tab
    laptop = wall.context.new_page()
    laptop.set_viewport_size(LAPTOP["viewport"])
    laptop.goto(f"{room.server.url}/pain_points?w={room.workshop_id}")
    bar, screen = laptop.locator("#cjm-bar"), wall.locator("#cjm-room")
    ana, ben = contributor(room, "Ana"), contributor(room, "Ben")
    phones = (ana, ben)

    def reveal() -> None:
        press("Reveal")
        press("Reveal anyway")  # asked once: not everybody is done

    def press(name: str | re.Pattern[str]) -> None:
        bar.get_by_role("button", name=name).first.click(delay=100)

    # Who is here, as it is now
    press(re.compile(r"\d here$"))
    for name in ("Ana", "Ben"):
        expect(bar.locator(".people li", has_text=name)).to_contain_text("screen open")
    press(re.compile(r"\d here$"))

    # Write unseen, one phone for a while without a connection
    press(re.compile("Start: write unseen"))
    for phone in phones:
        expect(phone.get_by_label("Your card")).to_be_visible()
        assert not sideways(phone)
    ben.context.set_offline(True)
    for phone, text in ((ana, "Nobody calls back"), (ben, "The letter comes too late")):
        phone.get_by_label("Your card").fill(text)
        phone.get_by_role("button", name="Add pain point").tap()
    expect(ben.get_by_text("kept on this phone (1)")).to_be_visible()
    expect(screen.get_by_text("1 card waiting")).to_be_visible()
    assert [one["text"] for one in room.sealed(SEALED_CARDS)] == ["Nobody calls back"]
    ben.context.set_offline(False)
    expect(screen.get_by_text("2 cards waiting")).to_be_visible()
    settled(ben)
    ana.get_by_role("button", name="I’m done").tap()
    expect(screen.get_by_text(re.compile("^1 of \\d+ done$"))).to_be_visible()
    for other, text in ((ben, "Nobody calls back"), (ana, "The letter comes too late")):
        expect(other.get_by_text(text)).to_have_count(0)

    # Reveal, and read out card by card
    reveal()
    card = screen.locator("article .text")
    expect(card).to_have_text(re.compile("Nobody calls back|The letter comes too late"))
    first = card.inner_text()
    wall.bring_to_front()
    wall.keyboard.press("ArrowRight")
    expect(card).not_to_have_text(first)
    ben.get_by_role("button", name="Happens to us too").first.tap()
    settled(ben)
    press("End")

    # Dots
    press("Change before it starts")
    press("Vote with dots")
    bar.get_by_role("button", name="Start", exact=True).click(delay=100)
    for phone in phones:
        phone.get_by_role("button", name=re.compile("^One dot more")).first.tap()
        settled(phone)
    expect(screen.get_by_text("2 people have voted")).to_be_visible()
    expect(screen.locator(".total")).to_have_count(0)
    reveal()
    expect(screen.locator(".votes .total").first).to_have_text("2")
    press("End")

    # Scores, blind: two on the phones, two who have no device
    laptop.bring_to_front()
    laptop.goto(f"{room.server.url}/priorities?w={room.workshop_id}")
    action = next(one for one in room.rows(Action) if one.name == RISKY)
    bar.get_by_role("button", name=re.compile("Start: score unseen")).wait_for()
    others = [roster.add_person(ctx, name=name) for name in ("Olga", "Otto")]

    def score(phone: Page, impact: str, effort: str) -> None:
        expect(phone.get_by_role("heading", name=RISKY)).to_be_visible()
        for axis, value in (("Impact", impact), ("Effort", effort)):
            phone.get_by_role("group", name=axis).get_by_role("radio", name=re.compile(f"^{value}")).check(force=True)
        settled(phone)

    def without_device(values: tuple[int, int]) -> None:
        for one, value in zip(others, values, strict=True):
            for axis, given in (("impact", value), ("effort", 3)):
                ack = laptop.evaluate(
                    "([w, args]) => window.__cjmLive.act(w, 'cast', args).id",
                    [room.workshop_id, {"subject_id": action.id, "axis": axis, "value": given, "for_participant": one}],
                )
                assert ack

    room_do(laptop, room, "start_activity", kind="score", subject_ids=[action.id])
    score(ana, "5", "3")
    score(ben, "1", "3")
    without_device((1, 5))
    expect(screen.get_by_text("4 people have voted")).to_be_visible()
    reveal()
    expect(screen.locator(".flagged")).to_contain_text("Lowest and highest, please")
    expect(ana.get_by_text(f"You scored impact of “{RISKY}” highest")).to_be_visible()
    expect(ben.get_by_text(f"You scored impact of “{RISKY}” lowest")).to_be_visible()
    press("Score these 1 again")
    score(ana, "4", "3")
    score(ben, "4", "3")
    without_device((4, 4))
    expect(screen.get_by_text("4 people have voted")).to_be_visible()
    reveal()
    expect(screen.locator(".figures").first).to_contain_text("before 3")
    expect(screen.locator(".flagged")).to_have_count(0)
    press("End")

    # A leader, on a phone as well: what waits, an answer, and where the group decided
    leaders.ask_leaders(ctx, id=action.id, question="Who backs the shared calendar?")
    leader = joined(room, invitations.invite(ctx, Role.LEADER).token, "M. Stone")
    expect(leader.get_by_role("heading", name="We need from you")).to_be_visible()
    assert not sideways(leader)
    expect(leader.get_by_text("Who backs the shared calendar?")).to_be_visible()
    expect(leader.get_by_text("round 3", exact=False).first).to_be_visible()
    leader.get_by_role("button", name=f"Approve: {RISKY}").tap()
    expect(leader.get_by_text("Answered (2)")).to_be_visible(timeout=SLOWEST)
    assert "Approved by M. Stone" in {one.told for one in leaders.leaders(ctx).answers}
    laptop.goto(f"{room.server.url}/priorities?w={room.workshop_id}&action={action.id}")
    expect(laptop.get_by_text("Approved by M. Stone")).to_be_visible()
    priorities.decide_action(ctx, id=action.id, impact=5, effort=2, reason="The board wants it", decided_by="M. Stone")
    leader.reload()
    leader.get_by_role("button", name=re.compile(RISKY)).first.tap()
    expect(leader.get_by_role("dialog").get_by_text("Decided by M. Stone: The board wants it")).to_be_visible()


def room_do(page: Page, room: Room, name: str, **args: object) -> None:
    page.evaluate("([w, name, args]) => { window.__cjmLive.act(w, name, args) }", [room.workshop_id, name, args])
