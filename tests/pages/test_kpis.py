"""The page of KPIs, without a browser."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cjm import kpis, map_reviews
from cjm.core.access import Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people import invitations, seats
from cjm.workshops import create_workshop
from pages.shared import guard
from tests.pages.screen import ACTOR, LAPTOP, PHONE, app_at


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every tree that is drawn, the latest last."""
    trees: list[Any] = []
    monkeypatch.setattr("pages.shared.draw._draw", lambda **given: trees.append(given["data"]["tree"]))
    return trees


@pytest.fixture
def ctx(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def test_the_list_says_which_numbers_move_the_right_way(ctx: Context, drawn: list[Any]) -> None:
    app_at("kpis", ctx.workshop_id)
    text = str(drawn)
    assert "better by 55 %" in text and "worse by 1.4 points" in text and "no reading yet" in text
    assert "11 → 4.9 minutes" in text and "87 % of the way" in text


def test_a_reading_is_added_and_a_day_that_has_one_says_so(ctx: Context) -> None:
    id = kpis.kpis(ctx).watched[0].id
    app = app_at("kpis", ctx.workshop_id, {"kpi": id})
    app.date_input(key=f"kpi_day_{id}").set_value(date(2027, 3, 1))
    app.number_input(key=f"kpi_value_{id}").set_value(4.25)
    app.text_input(key=f"kpi_source_{id}").set_value("By hand")
    app.button(key=f"kpi_add_now_{id}").click().run()
    assert not app.exception and "Added" in str([one.value for one in app.toast])
    latest = kpis.kpis(ctx).watched[0].latest
    assert latest is not None and (latest.day, latest.value, latest.source) == (date(2027, 3, 1), 4.25, "By hand")


def test_pasted_cells_are_shown_first_and_stored_with_one_press(ctx: Context, drawn: list[Any]) -> None:
    id = kpis.kpis(ctx).watched[3].id
    app = app_at("kpis", ctx.workshop_id, {"kpi": id, "part": "paste"})
    app.text_area(key=f"kpi_paste_{id}").set_value("Date\tMinutes\n03/04/2027\t17\n05/04/2027\t16,5\nTotal\t3").run()
    assert not app.exception and app.button(key=f"kpi_paste_{id}_store").disabled
    assert "Is it 3 Apr 2027 or 4 Mar 2027?" in str(drawn) and "“Total” is no date" in str(drawn)
    app.button_group(key=f"kpi_paste_{id}_first").set_value(True).run()
    assert app.button(key=f"kpi_paste_{id}_store").label == "Store 2 readings"
    app.button(key=f"kpi_paste_{id}_store").click().run()
    assert not app.exception
    stored = [(one.day, one.value) for one in kpis.kpis(ctx).watched[3].readings]
    assert stored == [(date(2027, 4, 3), 17), (date(2027, 4, 5), 16.5)]
    assert app.text_area(key=f"kpi_paste_{id}").value == "Total\t3", "what was not stored stays to be mended"


def test_what_it_measures_and_its_baseline_are_saved_when_left(ctx: Context) -> None:
    view = kpis.kpis(ctx)
    id = view.watched[2].id
    app = app_at("kpis", ctx.workshop_id, {"kpi": id, "part": "measures"})
    app.multiselect(key=f"kpi_measures_{id}").set_value([view.pains[0].id]).run()
    assert not app.exception and [one.id for one in kpis.kpis(ctx).watched[2].measures] == [view.pains[0].id]
    app = app_at("kpis", ctx.workshop_id, {"kpi": id, "part": "about"})
    app.number_input(key=f"kpi_baseline_{id}").set_value(50.0).run()
    assert not app.exception and kpis.kpis(ctx).watched[2].baseline == 50


def test_what_became_of_the_pain(ctx: Context, drawn: list[Any]) -> None:
    app = app_at("kpis", ctx.workshop_id, {"show": "pain"})
    text = str(drawn)
    assert "4 smaller, 2 larger" in text and "No KPI measures it, and no review has rated it again." in text
    assert "Severity 5 → 4" in text and not app.number_input


def test_an_empty_workshop_says_what_to_do(service: Service, drawn: list[Any]) -> None:
    ctx = Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))
    app = app_at("kpis", ctx.workshop_id)
    assert "No number is watched yet" in str(drawn)
    app.text_input(key="kpi_new_name").set_value("Minutes on hold")
    app.button(key="kpi_new_now").click().run()
    assert not app.exception and kpis.kpis(ctx).watched[0].name == "Minutes on hold"
    app_at("kpis", ctx.workshop_id, {"show": "pain"})
    assert "There is no pain point yet" in str(drawn)


@pytest.mark.usefixtures("roles")
def test_a_leader_reads_numbers_and_reviews_and_finds_no_controls(
    service: Service, drawn: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    id = load_example(service, ACTOR, "hospital", browser_key=LAPTOP)
    ctx = Context(service, seats.actor_at(service, LAPTOP, id), id)
    invitations.join(service, PHONE, token=invitations.invite(ctx, Role.LEADER).token, name="M. Stone", request_id="join")
    monkeypatch.setattr(guard, "browser_key", lambda given: PHONE)
    for part in ("readings", "paste", "about", "measures"):
        app = app_at("kpis", id, {"part": part})
        assert not [*app.text_input, *app.text_area, *app.number_input, *app.date_input, *app.multiselect, *app.button], part
    assert "better by 55 %" in str(drawn) and "remove:" not in str(drawn) and "Telephony report" in str(drawn)
    app_at("kpis", id, {"show": "pain"})
    review = map_reviews.start_review(ctx)
    drawn.clear()
    app = app_at("reviews", id)
    assert "Stage 1 of 8" in str(drawn) and "rate:" not in str(drawn) and "still:" not in str(drawn)
    assert not [*app.text_input, *app.text_area, *app.button, *app.selectbox]
    map_reviews.write_finding(ctx, review_id=review, stage_id=map_reviews.walk(ctx, id=review).stages[0].id, still_true="yes")
    map_reviews.close_review(ctx, id=review)
    app = app_at("reviews", id)
    assert not app.button and not app.selectbox and "No longer true" not in str(drawn[-1])
