"""The wall's page and the bar's place, without a browser: who gets controls, and whose link is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from db.engine import Store
from pages.screens.projector import wall
from pages.server import lifetime
from pages.shared import session_bar
from tests.pages.screen import LAPTOP, STARTER


@pytest.fixture
def ctx(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    monkeypatch.setenv("CJM_OPEN", "")
    monkeypatch.setenv("CJM_PUBLIC_URL", "https://map.example.org")
    service = Service(sqlite_store)
    lifetime.install(service)
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    yield Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)
    lifetime.install(None)


def drawn(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[dict[str, Any]]:
    """What is handed to the browser from now on."""
    given: list[dict[str, Any]] = []
    monkeypatch.setattr(module, name, lambda **how: given.append(how["data"]))
    return given


def as_role(ctx: Context, role: Role) -> Context:
    return Context(ctx.service, Actor("Somebody", role, "somebody"), ctx.workshop_id)


def test_only_a_facilitator_steers_and_shows_how_to_join(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    given = drawn(monkeypatch, wall, "_room")
    wall.room(ctx)
    assert (given[-1]["leads"], given[-1]["join"]) == (True, None), "no link has been made yet"
    contributors = invitations.invite(ctx)
    leaders, facilitators = invitations.invite(ctx, Role.LEADER), invitations.invite(ctx, Role.FACILITATOR)
    wall.room(ctx)
    join = given[-1]["join"]
    assert join["code"] == contributors.spoken and join["address"] == "map.example.org/join" and not join["warning"]
    for secret in (contributors, leaders, facilitators):
        assert secret.token not in str(given[-1]), "a link is on the wall as a picture alone, and only the contributors'"
    for role in (Role.CONTRIBUTOR, Role.LEADER):
        wall.room(as_role(ctx, role))
        assert (given[-1]["leads"], given[-1]["join"]) == (False, None)


def test_the_bar_is_the_facilitators_and_knows_its_step(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    given = drawn(monkeypatch, session_bar, "_bar")
    for page in ("pain_points", "people"):
        session_bar.session_bar(ctx, page)
    for role in (Role.CONTRIBUTOR, Role.LEADER):
        session_bar.session_bar(as_role(ctx, role), "pain_points")
    assert [one["step"] for one in given] == ["pain_points", ""]
