"""Projects in real browsers: a card is moved on the board, an owner hands in on a phone, the check-in shows it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from cjm import projects
from cjm.core.service import Context
from cjm.people import invitations
from cjm.projects import ProjectView
from db.tables import Participant
from tests.browser.rooms import LAPTOP, LAPTOP_KEY, PHONE, PHONE_KEY, darkened, serious, sideways
from tests.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.seats]


def named(ctx: Context, name: str) -> ProjectView:
    return next(one for one in projects.projects(ctx, today=date.today()).projects if one.name == name)


def test_a_card_is_moved_by_mouse_and_keys_and_opened(come: Any, server: Server, ctx: Context) -> None:
    page = come(LAPTOP_KEY, **LAPTOP)
    page.goto(f"{server.url}/projects?w={ctx.workshop_id}")
    column = {name: page.get_by_role("region", name=name, exact=True) for name in ("Planned", "Running", "Blocked", "Stopped")}
    card = page.get_by_role("button", name=re.compile("^Self-service booking"))
    expect(column["Running"]).to_contain_text("Self-service booking")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    start, end = card.bounding_box(), column["Blocked"].bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 200, steps=8)
    page.mouse.up()
    expect(column["Blocked"]).to_contain_text("Self-service booking")
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("title", re.compile("booking. is blocked"))
    assert named(ctx, "Self-service booking").status == "blocked"
    card.focus()
    card.press("Alt+ArrowLeft")
    expect(column["Running"]).to_contain_text("Self-service booking")
    expect(card).to_be_focused()
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("title", re.compile("booking. is running"))
    page.get_by_role("button", name="Undo").click(delay=100)
    expect(column["Blocked"]).to_contain_text("Self-service booking")
    card.click(delay=100)
    expect(page).to_have_url(re.compile("project="))
    name = page.get_by_role("textbox", name="Project", exact=True)
    expect(name).to_have_value("Self-service booking")
    page.reload()
    expect(name).to_have_value("Self-service booking")


def test_a_card_is_moved_by_a_finger_that_rests_on_it_first(come: Any, server: Server, ctx: Context) -> None:
    page = come(LAPTOP_KEY, viewport={"width": 1180, "height": 820}, has_touch=True)
    page.goto(f"{server.url}/projects?w={ctx.workshop_id}")
    done = page.get_by_role("region", name="Done", exact=True)
    expect(done).to_contain_text("Call-back")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    fingers = page.context.new_cdp_session(page)

    def swipe(rest: int) -> None:
        start, end = page.get_by_role("button", name=re.compile("^E-referral")).bounding_box(), done.bounding_box()
        x, y = start["x"] + 60, start["y"] + 14
        to_x, to_y = end["x"] + end["width"] / 2, end["y"] + 300
        fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(rest)  # how long the finger rests
        for step in range(1, 9):
            point = {"x": x + (to_x - x) * step / 8, "y": y + (to_y - y) * step / 8}
            fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(0)
    expect(page.get_by_role("region", name="Running", exact=True)).to_contain_text("E-referral")
    swipe(600)
    expect(done).to_contain_text("E-referral")
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("title", re.compile("receipt. is done"))
    assert named(ctx, "E-referral with receipt").status == "done"


def test_an_owner_hands_in_by_their_link_and_the_check_in_shows_it(come: Any, server: Server, ctx: Context) -> None:
    projects.set_check_ins(ctx, next_on=date.today())
    okafor = next(one.id for one in ctx.service.image(ctx.workshop_id).all(Participant) if one.name == "P. Okafor")
    link = invitations.personal_link(ctx, okafor).token
    phone = come(PHONE_KEY, **PHONE)
    phone.goto(f"{server.url}/join/{link}")
    phone.get_by_role("button", name="Go on").tap()
    expect(phone).to_have_url(re.compile("/my_projects"))
    expect(phone.get_by_role("heading", name="E-referral with receipt")).to_be_visible()
    expect(phone.get_by_text("you said next")).to_be_visible()
    phone.get_by_label("Since last time").fill("One of the two has switched")
    expect(phone.get_by_text("Your draft is kept on this phone")).to_be_visible()
    phone.reload()
    expect(phone.get_by_label("Since last time")).to_have_value("One of the two has switched")
    phone.get_by_role("button", name="Doubtful").tap()
    phone.get_by_role("checkbox", name=re.compile("Bring in the other eight")).check()
    phone.get_by_role("button", name="Hand in", exact=True).tap()
    expect(phone.get_by_text("Handed in. You can change it")).to_be_visible()
    now = named(ctx, "E-referral with receipt")
    assert now.current and (now.current.since_last, now.current.confidence) == ("One of the two has switched", "amber")
    assert now.current.own
    assert now.tasks_done == 3

    laptop = come(LAPTOP_KEY, **LAPTOP)
    laptop.goto(f"{server.url}/check_in?w={ctx.workshop_id}")
    expect(laptop.get_by_text("2 of 5 projects handed in")).to_be_visible()
    laptop.get_by_role("button", name="Begin the check-in").click(delay=100)
    expect(laptop.get_by_role("heading", name="E-referral with receipt")).to_be_visible()
    expect(laptop.get_by_text("P. Okafor handed this in beforehand")).to_be_visible()
    expect(laptop.get_by_label("Since last time")).to_have_value("One of the two has switched")
    laptop.keyboard.press("ArrowRight")
    expect(laptop.get_by_role("heading", name="Check cover two days before")).to_be_visible()
    laptop.get_by_role("button", name="Off track").click(delay=100)
    laptop.get_by_label("Blocked by").fill("Nobody has time")
    laptop.get_by_role("button", name="Next").click(delay=100)
    expect(laptop.get_by_text("3 of 5")).to_be_visible()
    for _ in range(3):
        laptop.keyboard.press("ArrowRight")
    expect(laptop.get_by_role("heading", name="Nothing was said of")).to_be_visible()
    laptop.get_by_role("button", name="Close the check-in").last.click(delay=100)
    expect(laptop.get_by_role("button", name="Begin the check-in")).to_be_visible()
    said = named(ctx, "Check cover two days before").updates[0]
    assert (said.held_on, said.confidence, said.blocked, said.own) == (date.today(), "red", "Nobody has time", False)
    expect(laptop.get_by_text("Check cover two days before (R. Haddad): blocked: Nobody has time")).to_be_visible()


def test_what_is_handed_in_offline_is_kept_and_the_reason_stays(come: Any, server: Server, ctx: Context) -> None:
    project = named(ctx, "Self-service booking")
    projects.save_update(ctx, project_id=project.id, blocked="Nobody answers at the vendor’s")
    projects.close_check_in(ctx, id=projects.open_check_in(ctx))
    alvarez = next(one.id for one in ctx.service.image(ctx.workshop_id).all(Participant) if one.name == "J. Alvarez")
    invitations.join(ctx.service, PHONE_KEY, token=invitations.personal_link(ctx, alvarez).token, name="J. Alvarez")
    phone = come(PHONE_KEY, **PHONE)
    phone.goto(f"{server.url}/my_projects?w={ctx.workshop_id}&project={project.id}")
    expect(phone.get_by_role("heading", name=project.name)).to_be_visible()
    expect(phone.get_by_label("Blocked by")).to_have_value("Nobody answers at the vendor’s")
    phone.context.set_offline(True)
    phone.get_by_label("Since last time").fill("Two letters written")
    phone.get_by_role("button", name="Hand in", exact=True).tap()
    expect(phone.get_by_text("Kept on this phone, not handed in yet")).to_be_visible()
    tab = phone.get_by_role("group", name="My projects").get_by_role("button", name=re.compile(project.name))
    expect(tab).to_contain_text("kept on this phone")
    expect(phone.get_by_text(re.compile("^ ?Handed in|Thank you"))).to_have_count(0)
    assert named(ctx, project.name).current is None
    phone.context.set_offline(False)
    expect(phone.get_by_text("Handed in. You can change it")).to_be_visible()
    current = named(ctx, project.name).current
    assert current and (current.since_last, current.blocked) == ("Two letters written", "Nobody answers at the vendor’s")
    expect(phone.get_by_label("Blocked by")).to_have_value("Nobody answers at the vendor’s")


def test_what_the_facilitator_wrote_meanwhile_is_not_lost(come: Any, server: Server, ctx: Context) -> None:
    meyer = next(one.id for one in ctx.service.image(ctx.workshop_id).all(Participant) if one.name == "S. Meyer")
    invitations.join(ctx.service, PHONE_KEY, token=invitations.personal_link(ctx, meyer).token, name="S. Meyer")
    phone = come(PHONE_KEY, **PHONE)
    phone.goto(f"{server.url}/my_projects?w={ctx.workshop_id}")
    phone.get_by_label("Next", exact=True).fill("Mine")
    project = named(ctx, "Fill in once")
    projects.save_update(ctx, project_id=project.id, next_steps="Theirs")
    phone.get_by_role("button", name="Hand in again").tap()
    alert = phone.get_by_role("alert")
    expect(alert).to_contain_text("while you were writing")
    expect(phone.get_by_label("Next", exact=True)).to_have_value("Mine")
    alert.get_by_role("button", name="Use mine").tap()
    expect(phone.get_by_text("Handed in. You can change it")).to_be_visible()
    current = named(ctx, "Fill in once").current
    assert current and current.next_steps == "Mine"


def test_axe_finds_nothing_serious_where_it_is_told(come: Any, server: Server, ctx: Context) -> None:
    okafor = next(one.id for one in ctx.service.image(ctx.workshop_id).all(Participant) if one.name == "P. Okafor")
    invitations.join(ctx.service, PHONE_KEY, token=invitations.personal_link(ctx, okafor).token, name="P. Okafor")
    projects.open_check_in(ctx)
    for key, address, how in ((PHONE_KEY, "my_projects", PHONE), (LAPTOP_KEY, "check_in", LAPTOP)):
        page = come(key, **how)
        page.goto(f"{server.url}/{address}?w={ctx.workshop_id}")
        for turn in (lambda one: None, darkened):
            turn(page)
            page.get_by_role("button", name="Doubtful").click()
            expect(page.get_by_role("button", name="Doubtful")).to_have_attribute("aria-pressed", "true")
            assert serious(page, context="[data-testid=stMain]") == [] and not sideways(page)
