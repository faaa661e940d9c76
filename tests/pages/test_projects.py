"""Projects on the screen, without a browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cjm import closing, projects, workshops
from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, roster, seats
from cjm.priorities import add_action
from cjm.projects import Projects
from db.tables import Participant
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, STARTER, app_at


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was drawn, and what the board was given."""
    made: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: made.append(given["data"]["tree"]))
    monkeypatch.setattr("pages.screens.projects.board._board", lambda **given: made.append(given["data"]))
    return made


@pytest.fixture
def ctx(service: Service) -> Context:
    return Context(service, STARTER, load_example(service, STARTER, "hospital", browser_key=LAPTOP))


def view(ctx: Context) -> Projects:
    return projects.projects(ctx, today=date.today())


def sit_down(ctx: Context, monkeypatch: pytest.MonkeyPatch, name: str, role: Role = Role.CONTRIBUTOR) -> None:
    """That person at the phone from now on."""
    leads = Context(ctx.service, seats.actor_at(ctx.service, LAPTOP, ctx.workshop_id), ctx.workshop_id)
    if role is Role.CONTRIBUTOR:
        person = next(one.id for one in ctx.image().all(Participant) if one.name == name)
        token = invitations.personal_link(leads, person).token
    else:
        token = invitations.invite(leads, role).token
    invitations.join(ctx.service, PHONE, token=token, name=name)
    monkeypatch.setattr(guard, "browser_key", lambda given: PHONE)


def test_an_empty_workshop_says_what_to_do(service: Service, drawn: list[Any]) -> None:
    ctx = Context(service, STARTER, workshops.create_workshop(service, STARTER, name="A shop"))
    app = app_at("projects", ctx.workshop_id)
    assert "No project yet" in str(drawn) and "Actions of step 5" in str(drawn)
    app.text_input(key="pr_name").input("Nobody waits")
    app.button(key="pr_add_now").click().run()
    assert not app.exception and [one.name for one in view(ctx).projects] == ["Nobody waits"]
    add_action(ctx, name="Recognise her")
    assert [one.name for one in view(ctx).loose] == ["Recognise her"]


def test_the_board_tells_late_silent_and_blocked(ctx: Context, drawn: list[Any]) -> None:
    app_at("projects", ctx.workshop_id)
    text = str(drawn)
    assert "days late" in text and "No word since" in text and "Westbank" in text and "Waits for" in text
    assert "Actions without a project · 7" in text and "1 of 5 handed in" in text


def test_the_panel_saves_what_is_left(ctx: Context, drawn: list[Any]) -> None:
    one = next(p for p in view(ctx).projects if p.name == "Fill in once")
    app = app_at("projects", ctx.workshop_id, {"project": one.id})
    app.text_area(key=f"pr_outcome_{one.id}").set_value("Asked once").run()
    app.segmented_control(key=f"pr_kind_{one.id}").set_value("standard").run()
    app.text_input(key=f"pr_where_{one.id}").set_value("Front desk handbook").run()
    app.selectbox(key=f"pr_owner_{one.id}").set_value("W. Chen").run()
    app.segmented_control(key=f"pr_status_{one.id}").set_value("stopped").run()
    assert not app.exception
    now = view(ctx).project(one.id)
    assert now and (now.outcome, now.standard_where) == ("Asked once", "Front desk handbook")
    assert (now.owner, now.status) == ("W. Chen", "stopped")
    other = next(p for p in view(ctx).projects if p.name == "One patient view for agents")
    app = app_at("projects", ctx.workshop_id, {"project": other.id})
    app.multiselect(key=f"pr_on_{other.id}").set_value([one.id]).run()
    assert "circle" in app.toast[0].value
    assert app.multiselect(key=f"pr_on_{other.id}").value == []


def test_tasks_are_added_and_the_history_is_told(ctx: Context, drawn: list[Any]) -> None:
    one = next(p for p in view(ctx).projects if p.name == "Fill in once")
    app = app_at("projects", ctx.workshop_id, {"project": one.id, "part": "tasks"})
    app.text_input(key=f"pr_task_name_{one.id}").input("Ask ten patients")
    app.button(key=f"pr_task_add_{one.id}").click().run()
    app.selectbox(key=f"pr_task_owner_{one.id}").set_value("W. Chen")
    app.text_input(key=f"pr_task_name_{one.id}").input("Ask the ward")
    app.button(key=f"pr_task_add_{one.id}").click().run()
    assert app.selectbox(key=f"pr_task_owner_{one.id}").value is None, "the next task begins with nobody"
    made = view(ctx).project(one.id)
    assert not app.exception and made
    assert [(task.name, task.owner) for task in made.tasks[-2:]] == [("Ask ten patients", ""), ("Ask the ward", "W. Chen")]
    app_at("projects", ctx.workshop_id, {"project": one.id, "part": "history"})
    assert "For the next check-in" in str(drawn) and "The paper form has two pages" in str(drawn)
    app_at("projects", ctx.workshop_id, {"show": "timeline"})


def test_others_read(ctx: Context, drawn: list[Any], roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    own = next(p for p in view(ctx).projects if p.name == "Fill in once")
    sit_down(ctx, monkeypatch, "A. Lind", Role.LEADER)
    app = app_at("projects", ctx.workshop_id, {"project": own.id})
    assert not app.text_input and "We notice by" in str(drawn) and "Make a project" not in str(drawn)


def test_owners_write_in_their_own(ctx: Context, drawn: list[Any], roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs, own = (next(p for p in view(ctx).projects if p.name == name) for name in ("Self-service booking", "Fill in once"))
    sit_down(ctx, monkeypatch, "S. Meyer")
    app = app_at("projects", ctx.workshop_id, {"project": theirs.id})
    assert not app.text_input and "We notice by" in str(drawn)
    app = app_at("projects", ctx.workshop_id, {"project": own.id})
    assert app.text_input(key=f"pr_name_{own.id}").value == "Fill in once"


def test_an_action_leads_to_its_project(ctx: Context) -> None:
    note = next(one for one in view(ctx).loose if one.name == "Results with nurse’s note")
    app = app_at("priorities", ctx.workshop_id, {"action": note.id})
    app.button(key=f"prio_project_{note.id}").click().run()
    assert not app.exception
    made = next(one for one in view(ctx).projects if one.action_id == note.id)
    assert made.owner == "N. Berg"


def test_the_check_in_is_gone_through_and_closed(ctx: Context, drawn: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr("pages.screens.check_in.slides._slides", lambda **how: given.append(how["data"]))
    app = app_at("check_in", ctx.workshop_id)
    assert "1 of 5 projects handed in" in str(drawn) and "33 days late" not in str(given)
    assert "Help needed:" in app.text[0].value
    app.button(key="ci_begin").click().run()
    assert not app.exception
    names = [one["name"] for one in given[-1]["projects"]]
    assert names[0] == "E-referral with receipt" and len(names) == 5
    assert next(one for one in given[-1]["projects"] if one["name"] == "Fill in once")["current"]["own"]
    planned = ctx.image().workshop.next_check_in_on
    projects.close_check_in(ctx, id=given[-1]["check_in"])
    app.run()
    assert not app.exception and view(ctx).check_in is None and len(view(ctx).past) == 6
    assert ctx.image().workshop.next_check_in_on != planned
    assert app.button(key="ci_begin")


def test_an_empty_workshop_has_no_check_in_yet(service: Service, drawn: list[Any]) -> None:
    app = app_at("check_in", workshops.create_workshop(service, STARTER, name="A shop"))
    assert "No project yet" in str(drawn) and not app.button


def test_owners_find_their_own_projects(ctx: Context, drawn: list[Any], roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr("pages.screens.my_projects.my_projects._mine", lambda **how: given.append(how["data"]))
    sit_down(ctx, monkeypatch, "J. Alvarez")
    app = app_at("my_projects", ctx.workshop_id)
    assert [one["name"] for one in given[-1]["projects"]] == ["One patient view for agents", "Self-service booking"]
    assert given[-1]["when"].startswith("Check-in on Monday")
    app = app_at("check_in", ctx.workshop_id)
    assert "for the facilitator" in app.info[0].value and "E-referral" not in str(drawn)
    app.button(key="to_mine").click().run()
    assert not app.exception
    app = app_at("stage", ctx.workshop_id)
    assert app.button(key="to_my_projects").label == "My projects: 2 to hand in"
    sit_down(ctx, monkeypatch, "A. Lind")
    assert "You own no project" in app_at("my_projects", ctx.workshop_id).info[0].value


def test_what_was_taken_at_the_closing_is_on_my_projects_at_once(
    ctx: Context, drawn: list[Any], roles: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = date.today() + timedelta(days=30)
    roster.add_person(ctx, name="Olga")
    olga = next(one.id for one in ctx.image().all(Participant) if one.name == "Olga")
    action = add_action(ctx, name="Call back within 48 hours")
    closing.choose_actions(ctx, ids=[action])
    closing.take_action(ctx, id=action, for_participant=olga, due_on=on)
    sit_down(ctx, monkeypatch, "Olga")
    app = app_at("my_projects", ctx.workshop_id)
    told = str(drawn[-1])
    assert not app.exception and not app.info
    assert "What I promised" in told and "Call back within 48 hours" in told and f"by {on:%-d %B}" in told and "open" in told
    app = app_at("stage", ctx.workshop_id)
    assert app.button(key="to_my_projects").label == "My projects"


def test_owners_land_on_their_projects_near_a_check_in(ctx: Context, roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(ctx, monkeypatch, "S. Meyer")
    leads = Context(ctx.service, seats.actor_at(ctx.service, LAPTOP, ctx.workshop_id), ctx.workshop_id)
    projects.set_check_ins(leads, next_on=date.today())
    assert guard.first_page(ctx.workshop_id, "frame.py") == "my_projects.py"
    projects.set_check_ins(leads, next_on=date.fromordinal(date.today().toordinal() + 30))
    assert guard.first_page(ctx.workshop_id, "frame.py") == "stage.py"


def test_many_projects_can_be_looked_at_by_whose_they_are(ctx: Context, drawn: list[Any]) -> None:
    for number in range(20):
        projects.add_project(ctx, name=f"Project {number}", owner="*Ada*", due_on=date.today() + timedelta(days=1))
    app = app_at("projects", ctx.workshop_id, {"show": "timeline"})
    app.selectbox(key="pr_whose").set_value("owner:*Ada*").run()
    assert not app.exception and app.query_params["whose"] in ("owner:*Ada*", ["owner:*Ada*"])
