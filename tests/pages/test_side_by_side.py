"""Side by side, without a browser."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cjm import side_by_side as sbs
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.workshops import create_workshop
from db.tables import ValueStream
from tests.pages.screen import ACTOR, app_at


@pytest.fixture
def ctx(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def shown(monkeypatch: pytest.MonkeyPatch, ctx: Context, query: dict[str, str] | None = None) -> tuple[AppTest, list[Any]]:
    drawn: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: drawn.append(given["data"]["tree"]))
    return app_at("side_by_side", ctx.workshop_id, query), drawn


def streams(ctx: Context) -> dict[str, str]:
    return {one.name: one.id for one in ctx.image().all(ValueStream)}


def test_two_journeys_on_the_same_columns(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = streams(ctx)
    app, drawn = shown(monkeypatch, ctx, {"left": ids["Planned care"], "right": ids["Planned, from abroad"]})
    text = str(drawn)
    assert not app.exception
    assert "Nobody here reads her letters" in text and "Not in this journey" in text and "handoffs, 9 risky" in text
    assert "Take for the common journey" not in text


def test_a_journey_is_started_from_another(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = shown(monkeypatch, ctx)
    app.text_input(key="sbs_name").set_value("Children")
    next(button for button in app.button if button.label == "Start this journey").click().run()
    assert not app.exception
    made = streams(ctx)["Children"]
    assert app.query_params["right"] in (made, [made])
    assert sbs.journeys(ctx, None, made).right is not None


def test_a_common_journey_is_made_of_what_is_taken(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = streams(ctx)
    app, drawn = shown(monkeypatch, ctx, {"left": ids["Planned care"], "right": ids["Planned, from abroad"], "look": "common"})
    assert "Take for the common journey" in str(drawn)
    next(button for button in app.button if button.label == "Make the common journey").click().run()
    assert not app.exception
    made = sbs.journeys(ctx, ids["Planned care"], streams(ctx)["Common journey"])
    assert made.right is not None and made.right.stages == 8 and made.right.own == 6


def test_one_journey_says_what_the_page_is_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))
    app, drawn = shown(monkeypatch, ctx)
    assert not app.exception and "There is one journey so far" in str(drawn)
