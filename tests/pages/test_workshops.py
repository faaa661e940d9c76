"""The lobby, without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cjm import workshops
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from pages.shared import guard
from tests.pages.screen import ACTOR, LAPTOP, PHONE, ROUTER


def lobby() -> AppTest:
    app = AppTest.from_file(str(ROUTER), default_timeout=30).run()
    assert not app.exception and not app.error
    return app


def test_an_empty_lobby_starts_a_workshop_by_its_name_alone(service: Service) -> None:
    app = lobby()
    app.text_input(key="new_name").input("A shop 🛍 متجر")
    next(button for button in app.button if button.label == "Start workshop").click().run()
    assert not app.exception
    assert [one.name for one in workshops.list_workshops(service, ACTOR)] == ["A shop 🛍 متجر"]


def test_a_workshop_needs_a_name(service: Service) -> None:
    app = lobby()
    app.text_input(key="new_name").input("   ")
    next(button for button in app.button if button.label == "Start workshop").click().run()
    assert app.warning[0].value == "Give the workshop a name."
    assert workshops.list_workshops(service, ACTOR) == []


def test_the_hospital_is_made_once_and_opened_again(service: Service) -> None:
    for _ in range(2):
        app = lobby()
        app.button(key="example").click().run()
        assert not app.exception
    assert len(workshops.list_workshops(service, ACTOR)) == 1


def test_a_full_lobby_and_its_trash(service: Service) -> None:
    example = load_example(service, ACTOR, "hospital")
    gone = workshops.create_workshop(service, ACTOR, name="Given up")
    workshops.trash_workshop(Context(service, ACTOR, gone))
    listed = workshops.list_workshops(service, ACTOR)
    assert [(one.id, one.reached) for one in listed] == [(example, 5)] and listed[0].people > 0
    assert [one.id for one in workshops.list_workshops(service, ACTOR, trashed=True)] == [gone]
    app = lobby()
    app.session_state["lobby_trash"] = True
    app.session_state["just_trashed"] = gone
    app.run()
    app.text_input(key="find").input("nothing like it").run()
    assert not app.exception


def test_how_long_ago_in_words() -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    told = [workshops.ago(now - timedelta(seconds=seconds), now) for seconds in (-5, 59, 60, 7200, 86400 * 3)]
    assert told == ["just now", "just now", "1 minute ago", "2 hours ago", "3 days ago"]
    assert workshops.ago(now - timedelta(days=30), now) == "on 24 October 2026"


def test_the_trash_is_offered_to_facilitators_alone(service: Service, roles: None, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs, gone = (
        workshops.create_workshop(service, ACTOR, name=name, browser_key=key)
        for name, key in (("Mine", PHONE), ("Theirs", LAPTOP), ("Theirs, gone", LAPTOP))
    )
    for id in (theirs, gone):
        led = Context(service, seats.actor_at(service, LAPTOP, id), id)
        invitations.join(service, PHONE, token=invitations.invite(led).token, name="Ann")
    workshops.trash_workshop(Context(service, seats.actor_at(service, LAPTOP, gone), gone))
    drawn: list[str] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(str(given["data"]["tree"])))

    def offered(key: str) -> str:
        drawn.clear()
        monkeypatch.setattr(guard, "browser_key", lambda given: key)
        lobby()
        return "".join(drawn)

    contributor = offered(PHONE)
    assert f"open:{theirs}" in contributor and f"trash:{mine}" in contributor
    assert f"trash:{theirs}" not in contributor and "toggle_trash" not in contributor
    facilitator = offered(LAPTOP)
    assert f"trash:{theirs}" in facilitator and "toggle_trash" in facilitator
