"""The page for leaders on the screen, without a browser."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import leaders, priorities, workshops
from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, STARTER, app_at

pytestmark = pytest.mark.usefixtures("roles")


def at(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr(guard, "browser_key", lambda given: key)


def lead(ctx: Context) -> Context:
    """A leader takes a seat at the phone."""
    secret = invitations.invite(ctx, Role.LEADER)
    invitations.join(ctx.service, PHONE, token=secret.token, name="M. Stone", request_id="join")
    return Context(ctx.service, seats.actor_at(ctx.service, PHONE, ctx.workshop_id), ctx.workshop_id)


def shown(page: str, workshop_id: str, **query: str) -> AppTest:
    return app_at(page, workshop_id, query)


def drawn(app: AppTest, key: str = "leaders_picture") -> str:
    """Everything that a drawn picture says."""
    found = [one for one in app.get("bidi_component") if f"-{key}" in one.proto.id or key in one.proto.id]
    return "\n".join(str(one.proto) for one in found)


def test_an_empty_workshop_says_where_the_group_is(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, LAPTOP)
    id = workshops.create_workshop(service, STARTER, name="A shop", browser_key=LAPTOP)
    app = shown("matrix.py", id)
    said = drawn(app)
    assert "The group has just begun" in said and "as soon as the group has actions" in said
    assert "Matrix of impact" not in said


def test_a_leader_reads_here_and_finds_no_controls_elsewhere(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    ctx = Context(service, seats.actor_at(service, LAPTOP, id), id)
    lead(ctx)
    at(monkeypatch, PHONE)
    said = drawn(shown("matrix.py", id))
    assert "quick wins take away" in said and "We need from you" in said and "approve:" in said
    action = priorities.priorities(ctx).ranked[0]
    app = shown("priorities.py", id, action=action.id)
    keys: set[Any] = {one.key for kind in ("text_input", "button", "checkbox") for one in app.get(kind)}
    assert not {"prio_name", "prio_add_now", f"prio_name_{action.id}", f"prio_remove_{action.id}"} & keys
    app = shown("customer.py", id)
    assert "This page is for those who draw the map" in app.info[0].value
    app.button(key="to_leaders").click().run()
    assert "quick wins take away" in drawn(app)


def test_a_contributor_reads_but_is_not_asked(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    ctx = Context(service, seats.actor_at(service, LAPTOP, id), id)
    secret = invitations.invite(ctx)
    invitations.join(service, PHONE, token=secret.token, name="Ana", request_id="join")
    at(monkeypatch, PHONE)
    said = drawn(shown("matrix.py", id))
    assert "We need from you" in said and "approve:" not in said


def test_the_facilitator_asks_and_reads_the_answer_in_the_panel(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    ctx = Context(service, seats.actor_at(service, LAPTOP, id), id)
    leader = lead(ctx)
    action = priorities.priorities(ctx).ranked[0]
    at(monkeypatch, LAPTOP)
    app = shown("priorities.py", id, action=action.id)
    app.checkbox(key=f"prio_asks_{action.id}").check().run()
    app.text_input(key=f"prio_question_{action.id}").input("Fund a pilot?").run()
    assert next((one.action.name, one.why) for one in leaders.leaders(leader).waiting) == (action.name, "Fund a pilot?")
    leaders.answer_action(leader, id=action.id, answer="ask", words="How many beds?")
    app = shown("priorities.py", id, action=action.id)
    assert "M. Stone asks: How many beds?" in drawn(app, f"prio_said_{action.id}")


def test_leaders_read_how_the_projects_stand(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **how: given.append(how["data"]["tree"]))
    at(monkeypatch, LAPTOP)
    app_at("matrix", load_example(service, STARTER, "hospital", browser_key=LAPTOP))
    text = str(given)
    assert "help needed in 2" in text and "Late:" in text and "E-referral with receipt (P. Okafor): " in text
    assert "P. Okafor, done " in text  # what is done is not late, whatever its action’s date says
    given.clear()
    app_at("matrix", workshops.create_workshop(service, STARTER, name="A shop", browser_key=LAPTOP))
    assert "All projects" not in str(given)
