"""Insights on the screen, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cjm import value_stream, workshops
from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations
from pages.shared import guard
from tests.pages.screen import LAPTOP, PHONE, STARTER, app_at


def drawn(app: AppTest, key: str = "insights") -> str:
    return "\n".join(str(one.proto) for one in app.get("bidi_component") if one.proto.id.endswith(f"-{key}"))


def test_an_empty_workshop_says_what_to_do_next(service: Service) -> None:
    ctx = Context(service, STARTER, workshops.create_workshop(service, STARTER, name="A shop"))
    assert "lead:value_stream?" in drawn(app_at("insights", ctx.workshop_id))
    assert "lead:value_stream?" in drawn(app_at("insights", ctx.workshop_id, {"show": "loose"}), "loose_ends")
    value_stream.paste_stages(ctx, stream_id=value_stream.add_stream(ctx, name="Buying"), text="Browse\nPay")
    said = drawn(app_at("insights", ctx.workshop_id))
    assert "No card yet" in said and "lead:pain_points?" in said
    assert "No pain point is rated as severe yet." in drawn(app_at("insights", ctx.workshop_id, {"show": "loose"}), "loose_ends")


def test_a_full_one_says_what_stands_out_and_how_it_is_worked_out(service: Service) -> None:
    id = load_example(service, STARTER, "hospital")
    said = drawn(app_at("insights", id))
    assert "Scheduling hurts most" in said and "pain points are rated." in said
    loose = drawn(app_at("insights", id, {"show": "loose"}), "loose_ends")
    assert "Medication list is out of date" in loose and "lead:pain_points?card=" in loose


@pytest.mark.usefixtures("roles")
def test_a_leader_reads_it_and_is_led_only_where_leaders_may_go(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    id = load_example(service, STARTER, "hospital", browser_key=LAPTOP)
    secret = invitations.invite(Context(service, STARTER, id), Role.LEADER)
    invitations.join(service, PHONE, token=secret.token, name="M. Stone", request_id="join")
    monkeypatch.setattr(guard, "browser_key", lambda given: PHONE)
    said = drawn(app_at("insights", id))
    assert "Scheduling hurts most" in said and "lead:" not in said and "show:loose" in said
    loose = drawn(app_at("insights", id, {"show": "loose"}), "loose_ends")
    assert "lead:priorities?action=" in loose and "lead:pain_points" not in loose
