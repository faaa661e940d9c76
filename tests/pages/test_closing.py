"""The page on which the workshop is closed, without a browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import closing, priorities
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, roster, seats
from cjm.session.parking import park_thought
from cjm.workshops import create_workshop
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, ROUTER, STARTER

pytestmark = pytest.mark.usefixtures("roles")


def as_facilitator(service: Service, workshop_id: str) -> Context:
    return Context(service, seats.actor_at(service, LAPTOP, workshop_id), workshop_id)


class Shown:
    """The page in one browser; ``press`` presses what was drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, key: str, workshop_id: str) -> None:
        self.drawn: dict[str, Any] = {}
        self.pressed: dict[str, str] = {}

        def draw(**given: Any) -> None:
            self.drawn[given["key"]] = given["data"]["tree"]

        monkeypatch.setattr(guard, "browser_key", lambda given: key)
        monkeypatch.setattr("pages.shared.draw._draw", draw)
        monkeypatch.setattr("pages.shared.draw.pressed", lambda key: self.pressed.pop(key, None))
        self.app = AppTest.from_file(str(ROUTER), default_timeout=30)
        self.app.session_state[guard.OPEN] = workshop_id
        self.app.switch_page("closing.py")
        self.run()

    def run(self) -> None:
        self.drawn.clear()
        self.app.run()
        assert not self.app.exception

    def press(self, key: str, act: str) -> None:
        self.pressed[key] = act
        self.run()


def test_an_empty_workshop_is_closed_with_what_is_missing_written_down(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = as_facilitator(service, create_workshop(service, STARTER, name="Shop", browser_key=LAPTOP))
    page = Shown(monkeypatch, LAPTOP, ctx.workshop_id)
    assert "There is no action yet" in str(page.drawn["closing_actions"])
    assert "No action is chosen yet" in str(page.drawn["closing_end"])
    page.press("closing_end", "close")
    assert closing.closing(ctx).closed_without == ("Nobody owns the journey yet", "No action is chosen yet")
    page.run()
    assert "closing_end" not in page.drawn and "Nobody owns the journey yet" in str(page.drawn["closing_promised"])
    page.press("closing_promised", "reopen")
    assert closing.closing(ctx).closed_at is None


def test_actions_are_chosen_and_what_follows_is_planned(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = as_facilitator(service, create_workshop(service, STARTER, name="Shop", browser_key=LAPTOP))
    good, poor = (priorities.add_action(ctx, name=name, impact=impact, effort=2) for name, impact in (("Good", 5), ("Poor", 1)))
    thought = park_thought(ctx, text="Who *pays*?")
    page = Shown(monkeypatch, LAPTOP, ctx.workshop_id)
    page.press("closing_actions", "proposed")
    assert [one.id for one in closing.closing(ctx).chosen] == [good]
    page.press("closing_actions", f"choose:{poor}")
    page.press("closing_actions", f"drop:{good}")
    assert [one.id for one in closing.closing(ctx).chosen] == [poor]
    app = page.app
    today = date.today()
    assert app.date_input(key="closing:next_check_in_on").value == today + timedelta(days=14), "proposed"
    app.button(key=f"closing:settle:{thought}").click().run()
    assert "Say who takes it" in app.toast[0].value
    app.text_input(key="closing:journey_owner").set_value("A. Lind").run()
    app.date_input(key="closing:next_review_on").set_value(today + timedelta(days=40)).run()
    app.selectbox(key="closing:check_in_every").set_value(7).run()
    app.text_input(key=f"closing:thought:{thought}").set_value("Ben").run()
    app.button(key=f"closing:settle:{thought}").click().run()
    assert not app.exception
    view = closing.closing(ctx)
    assert (view.journey_owner, view.check_in_every, view.next_review_on) == ("A. Lind", 7, today + timedelta(days=40))
    assert [(one.owner, one.settled) for one in view.thoughts] == [("Ben", True)]


def test_what_nobody_takes_goes_with_the_journeys_owner_for_all_to_see(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = as_facilitator(service, create_workshop(service, STARTER, name="Shop", browser_key=LAPTOP))
    closing.plan_follow_up(ctx, journey_owner="A. Lind")
    first, second = park_thought(ctx, text="Who pays?"), park_thought(ctx, text="Parking fees")
    page = Shown(monkeypatch, LAPTOP, ctx.workshop_id)
    assert page.app.text_input(key=f"closing:thought:{first}").placeholder == "A. Lind, unless you name somebody"
    assert "The 2 parked thoughts without an owner go with A. Lind" in str(page.drawn["closing_end"])
    page.app.button(key=f"closing:settle:{second}").click().run()
    assert [(one.owner, one.settled) for one in closing.closing(ctx).thoughts] == [("", False), ("A. Lind", True)]
    page.press("closing_end", "close")
    page.run()
    assert page.app.expander[0].label.replace("\\", "") == "2 parked thoughts went along: 2 with A. Lind"
    page.app.text_input(key=f"closing:gone:{first}").set_value("Ben").run()
    assert {"1 with Ben", "1 with A. Lind"} == set(page.app.expander[0].label.replace("\\", "").partition(": ")[2].split(", "))
    page.app.text_input(key=f"closing:gone:{first}").set_value("").run()
    assert "Say who takes it" in page.app.toast[0].value
    assert closing.closing(ctx).thoughts[0].owner == "Ben" and closing.closing(ctx).closed_at is not None


def test_the_hospital_shows_its_promises_and_a_contributor_only_reads(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = as_facilitator(service, load_example(service, STARTER, "hospital", browser_key=LAPTOP))
    text = str(Shown(monkeypatch, LAPTOP, ctx.workshop_id).drawn["closing_promised"])
    assert "One patient view for agents" in text and "J. Alvarez" in text and "reopen" in text
    meyer = next(one.id for one in roster.roster(ctx).people if one.name == "S. Meyer")
    invitations.join(service, PHONE, token=invitations.invite(ctx).token, name="S. Meyer", am=meyer)
    phone = Shown(monkeypatch, PHONE, ctx.workshop_id)
    assert "J. Alvarez" in str(phone.drawn["closing_promised"]) and "reopen" not in str(phone.drawn)
    assert not phone.app.date_input and not phone.app.button
