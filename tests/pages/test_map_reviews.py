"""The page of reviews, without a browser."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cjm import map_reviews
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.value_stream import add_stage
from cjm.workshops import create_workshop
from db.tables import Entry, ValueStream
from tests.pages.screen import ACTOR, app_at


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every tree that is drawn, the latest last."""
    trees: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: trees.append(given["data"]["tree"]))
    return trees


@pytest.fixture
def ctx(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def test_the_last_review_can_be_read_and_the_rhythm_set(ctx: Context, drawn: list[Any]) -> None:
    app = app_at("reviews", ctx.workshop_id)
    text = str(drawn)
    assert "No longer true" in text and "“No one calls after discharge”, severity: 5 → 4" in text
    app.selectbox(key="review_every").set_value(182).run()
    app.date_input(key="review_next").set_value(date(2027, 6, 1)).run()
    assert not app.exception
    view = map_reviews.reviews(ctx)
    assert (view.every, view.next_on) == (182, date(2027, 6, 1))


def test_a_review_is_started_walked_and_closed(ctx: Context, drawn: list[Any]) -> None:
    app = app_at("reviews", ctx.workshop_id)
    app.button(key="review_start").click().run()
    assert not app.exception and "Stage 1 of 8" in str(drawn)
    id = map_reviews.reviews(ctx).going_on
    assert id
    stage = map_reviews.walk(ctx, id=id).stages[2]
    app.query_params["stage"] = stage.id
    drawn.clear()
    app.run()
    assert "Stage 3 of 8" in str(drawn) and "Eleven minutes on hold" in str(drawn)
    app.text_area(key=f"review_words_{id}_{stage.id}").set_value("Midday is calm").run()
    app.text_input(key=f"review_pain_text_{stage.id}").set_value("Nobody calls back after six")
    app.button(key=f"review_pain_add_{stage.id}").click().run()
    app.text_input(key=f"review_evidence_source_{stage.id}").set_value("Call count")
    app.button(key=f"review_evidence_add_{stage.id}").click().run()
    assert not app.exception
    after = map_reviews.walk(ctx, id=id).stages[2]
    assert after.words == "Midday is calm" and [pain.text for pain in after.pains if pain.new] == ["Nobody calls back after six"]
    assert "Call count" in next(one.source for one in ctx.image().all(Entry) if one.id == after.pains[0].id)
    assert app.button(key="review_close").disabled, "nothing was answered yet"
    map_reviews.write_finding(ctx, review_id=id, stage_id=stage.id, still_true="partly")
    app.run()
    app.button(key="review_close").click().run()
    assert not app.exception and map_reviews.reviews(ctx).going_on is None and len(map_reviews.reviews(ctx).past) == 2


def test_an_empty_workshop_says_what_a_review_is(service: Service, drawn: list[Any]) -> None:
    workshop_id = create_workshop(service, ACTOR, name="Shop")
    app = app_at("reviews", workshop_id)
    assert "There is nothing to review yet" in str(drawn) and "lead:value_stream" in str(drawn)
    assert not [one for one in app.button if one.key == "review_start"]
    ctx = Context(service, ACTOR, workshop_id)
    add_stage(ctx, stream_id=ctx.image().all(ValueStream)[0].id, name="Browse")
    drawn.clear()
    app.run()
    assert "No review yet" in str(drawn) and app.button(key="review_start")


def test_what_is_answered_stays_on_the_screen(ctx: Context, drawn: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Pains and emotion of that stage are still to be rated."""
    id = map_reviews.start_review(ctx)
    pressed = iter(["still:yes"])
    monkeypatch.setattr("pages.shared.draw.pressed", lambda key: next(pressed, None) if key == "review_stage" else None)
    app_at("reviews", ctx.workshop_id)
    assert map_reviews.walk(ctx, id=id).stages[0].still_true == "yes"
    assert "Stage 1 of 8" in str(drawn[-10:])


def test_a_journey_is_chosen_and_rated_by_itself(ctx: Context, drawn: list[Any]) -> None:
    abroad = ctx.image().all(ValueStream)[2]
    app_at("reviews", ctx.workshop_id, {"stream": abroad.id})
    assert "'class': 'here', 'act': 'stream:" + abroad.id in str(drawn)
    stage = next(stage for id, stage in map_reviews.reviews(ctx).over_time.stages if stage == "Scheduling")
    id = map_reviews.start_review(ctx)
    at = next(one for one in map_reviews.walk(ctx, id=id).stages if one.name == stage)
    drawn.clear()
    app_at("reviews", ctx.workshop_id, {"stage": at.id})
    assert "Emotion +1, Planned care" in str(drawn)
    assert f"rate:{at.own[0].id}:emotion:1" in str(drawn) and abroad.name in str(drawn)
