"""Now without a browser: who finds it, and what leaders are told."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from cjm.session.activities import start_activity
from pages.screens.now import now as component
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, ROUTER, STARTER

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture
def ctx(service: Service) -> Context:
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    return Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)


def shown(monkeypatch: pytest.MonkeyPatch, ctx: Context, key: str, page: str = "now.py") -> tuple[AppTest, list[dict[str, Any]]]:
    """A page as the browser with ``key`` sees it, and the data that Now was given."""
    monkeypatch.setattr(guard, "browser_key", lambda given: key)
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(component, "_now", lambda **how: given.append(how["data"]))
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    app.query_params["w"] = ctx.workshop_id
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    return app, given


def seated(ctx: Context, role: Role) -> Context:
    invitations.join(ctx.service, PHONE, token=invitations.invite(ctx, role=role).token, name="Ana")
    return Context(ctx.service, seats.actor_at(ctx.service, PHONE, ctx.workshop_id), ctx.workshop_id)


def test_only_a_contributor_can_pass_the_phone_on(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = seated(ctx, Role.CONTRIBUTOR)
    _, (data,) = shown(monkeypatch, ctx, PHONE)
    assert (data["workshop"], data["me"]) == (ctx.workshop_id, ana.actor.id)
    assert "next" in [key for key, _, _ in data["places"]]
    _, (data,) = shown(monkeypatch, ctx, LAPTOP)
    assert [key for key, _, _ in data["places"] if key == "next"] == []


def test_a_leader_is_told_kindly(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    seated(ctx, Role.LEADER)
    app, given = shown(monkeypatch, ctx, PHONE)
    assert given == []
    assert "You read along" in app.info[0].value
    assert [button.label for button in app.button] == ["For leaders"]


def test_contributors_begin_with_now_and_others_where_the_work_is(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    seated(ctx, Role.CONTRIBUTOR)
    monkeypatch.setattr(guard, "browser_key", lambda given: PHONE)
    monkeypatch.setattr(guard, "this_browser", lambda: PHONE)
    assert guard.first_page(ctx.workshop_id, "customer.py") == "stage.py", "the workshop is over, homework is due"
    start_activity(ctx, kind="write")
    assert guard.first_page(ctx.workshop_id, "customer.py") == "now.py"
    monkeypatch.setattr(guard, "this_browser", lambda: LAPTOP)
    assert guard.first_page(ctx.workshop_id, "customer.py") == "customer.py"
