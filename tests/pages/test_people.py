"""The door, the page of people and links, and who gets past the guard, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import workshops
from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, roster, seats
from db.engine import Store
from db.faults import DatabaseFault
from pages.server import identity
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, ROUTER, STARTER

pytestmark = pytest.mark.usefixtures("roles")


def at(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    """What comes next is asked by the browser with this key."""
    monkeypatch.setattr(guard, "browser_key", lambda given: key)


def shown(page: str, workshop_id: str = "") -> AppTest:
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    if workshop_id:
        app.query_params["w"] = workshop_id
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    return app


def labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


@pytest.fixture
def ctx(service: Service) -> Context:
    workshop_id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    return Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)


def test_identity_is_never_taken_from_what_is_no_key(service: Service) -> None:
    class Truthy:
        def __str__(self) -> str:
            return PHONE

    wrong: list[Any] = [Truthy(), None, True, "", "short", "x" * 100, "a b" * 12, PHONE.encode(), ["k" * 40]]
    assert [given for given in wrong if identity.browser_key(given) is not None] == []
    assert identity.browser_key(PHONE) == PHONE


PAGES = ("frame", "customer", "value_stream", "pain_points", "future_state", "priorities", "people", "trash")


@pytest.mark.parametrize("page", PAGES)
def test_without_a_seat_no_page_shows_anything(ctx: Context, page: str) -> None:
    """AppTest's cookies are a mock that says yes to everything: it must not be taken for somebody."""
    app = AppTest.from_file(str(ROUTER), default_timeout=30).run()
    app.session_state[guard.OPEN] = ctx.workshop_id
    app.switch_page(f"{page}.py").run()
    assert not app.exception
    (told,) = app.info
    assert "no seat in this workshop" in told.value
    assert labels(app) == {"I have a code", "My workshops"}


def test_the_lobby_lists_ones_own_workshops_only(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    for key, there in ((LAPTOP, True), (PHONE, False), (None, False)):
        at(monkeypatch, key)
        drawn.clear()
        assert not AppTest.from_file(str(ROUTER), default_timeout=30).run().exception
        assert ("Riverside Hospital" in str(drawn)) is there


def test_starting_needs_the_operators_code_where_that_is_set(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, LAPTOP)
    monkeypatch.setenv("CJM_START", "operator")
    monkeypatch.setenv("CJM_OPERATOR_CODE", "sesame")
    app = AppTest.from_file(str(ROUTER), default_timeout=30).run()
    app.text_input(key="new_name").input("Shop")
    next(button for button in app.button if button.label == "Start workshop").click().run()
    assert "operator’s code" in app.warning[0].value
    assert workshops.list_workshops(service, STARTER) == []
    app.text_input(key="operator_code").input("sesame")
    next(button for button in app.button if button.label == "Start workshop").click().run()
    (made,) = workshops.list_workshops(service, STARTER)
    assert seats.actor_at(service, LAPTOP, made.id).role is Role.FACILITATOR


def test_joining_by_the_code(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, PHONE)
    app = shown("join.py")
    app.text_input(key="typed_code").input("1234 0000")
    next(button for button in app.button if button.label == "Go on").click().run()
    assert "isn’t known here" in app.warning[0].value
    app.text_input(key="typed_code").input(invitations.invite(ctx).spoken)
    next(button for button in app.button if button.label == "Go on").click().run()
    assert {box.label for box in app.text_input} == {"Your name"} and {box.label for box in app.selectbox} == {"Your department"}
    with pytest.raises(seats.NoSeat):
        seats.actor_at(ctx.service, PHONE, ctx.workshop_id)
    next(button for button in app.button if button.label == "Join").click().run()
    assert "Type your name" in app.warning[0].value
    app.text_input(key="join_name").input("Zoë **Z**")
    next(button for button in app.button if button.label == "Join").click().run()
    assert not app.exception
    assert seats.actor_at(ctx.service, PHONE, ctx.workshop_id).name == "Zoë **Z**"


def test_who_types_a_name_of_the_roster_is_asked_and_the_facilitator_takes_it_back(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    listed = next(one for one in roster.roster(ctx).people if one.name == "P. Okafor")
    roster.edit_person(ctx, id=listed.id, present=False)

    def press(app: AppTest, label: str) -> None:
        next(button for button in app.button if button.label == label).click().run()
        assert not app.exception

    def typed(name: str) -> AppTest:
        at(monkeypatch, PHONE)
        app = shown("join.py")
        app.text_input(key="typed_code").input(invitations.invite(ctx).spoken)
        press(app, "Go on")
        app.text_input(key="join_name").input(name)
        press(app, "Join")
        return app

    app = typed("Okafor, P")
    assert "Are you P. Okafor, Contact centre?" in str(drawn)
    assert labels(app) >= {"Yes, I am P\\. Okafor", "No, I am another Okafor, P", "Type another name"}
    with pytest.raises(seats.NoSeat):
        seats.actor_at(ctx.service, PHONE, ctx.workshop_id)
    press(app, "Yes, I am P\\. Okafor")
    assert seats.actor_at(ctx.service, PHONE, ctx.workshop_id).id == listed.id

    at(monkeypatch, LAPTOP)
    app = shown("people.py", ctx.workshop_id)
    assert "Somebody took the place of P. Okafor, typing “Okafor, P”." in {one.value for one in app.text}
    press(app, "Take it back")
    assert "Take it back" not in labels(app)
    assert not next(one for one in roster.roster(ctx).people if one.id == listed.id).present
    app = typed("P. Okafor")
    press(app, "No, I am another P\\. Okafor")
    assert seats.actor_at(ctx.service, PHONE, ctx.workshop_id).id != listed.id
    assert sum(one.name == "P. Okafor" for one in roster.roster(ctx).people) == 2


def test_the_facilitator_lets_people_in_and_edits_the_roster(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, LAPTOP)
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    app.run()
    app.session_state[guard.OPEN] = ctx.workshop_id
    app.switch_page("people.py").run()
    app.button(key="let_in").click().run()
    assert not app.exception
    secret = invitations.known_secret(ctx, Role.CONTRIBUTOR)
    assert secret is not None and secret.code
    person = roster.roster(ctx).people[0]
    app.session_state["person"] = person.id
    app.run()
    assert {"Personal link", "Make a facilitator too", "Take off the roster", "Merge"} <= labels(app)
    stage = roster.roster(ctx).stages[0][0]
    next(box for box in app.multiselect if box.label == "Looks after").set_value([stage]).run()
    assert roster.roster(ctx).people[0].stage_ids == (stage,)
    app.button(key=f"own:{person.id}").click().run()
    assert not app.exception
    text = " ".join(one.value for one in (*app.markdown, *app.text, *app.caption))
    assert secret.token not in text and "/join/" not in text


def test_a_contributor_gets_no_links_but_their_own(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    invitations.join(ctx.service, PHONE, token=invitations.invite(ctx).token, name="Zoë")
    at(monkeypatch, PHONE)
    app = AppTest.from_file(str(ROUTER), default_timeout=30)
    app.run()
    app.session_state[guard.OPEN] = ctx.workshop_id
    app.switch_page("people.py").run()
    assert not app.exception
    assert "Make my link" in labels(app) and not labels(app) & {"Let people in", "Make a link for leaders", "Add person"}
    app.button(key="make_my_link").click().run()
    assert not app.exception


def test_who_joins_while_nothing_can_be_stored_presses_again_and_sits_down_once(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, PHONE)
    app = shown("join.py")
    app.text_input(key="typed_code").input(invitations.invite(ctx).spoken)
    next(button for button in app.button if button.label == "Go on").click().run()
    real, lost = Store.writing, [True]

    @contextmanager
    def writing(store: Store) -> Iterator[Any]:
        with real(store) as connection:
            yield connection
        if lost and lost.pop():
            raise DatabaseFault("away", "lost at the commit")  # it is stored, and nobody has heard of it

    monkeypatch.setattr(Store, "writing", writing)
    app.text_input(key="join_name").input("Zoë")
    next(button for button in app.button if button.label == "Join").click().run()
    assert not app.exception and not lost and "Press again in a moment; it is stored once" in app.warning[0].value
    assert app.text_input(key="join_name").value == "Zoë"
    next(button for button in app.button if button.label == "Join").click().run()
    assert not app.exception
    assert [one.name for one in roster.roster(ctx).people].count("Zoë") == 1
    assert seats.actor_at(ctx.service, PHONE, ctx.workshop_id).name == "Zoë"
