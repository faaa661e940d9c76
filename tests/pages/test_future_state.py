"""The page of step 4, empty and full, as its widgets see it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cjm import future_state, workshops
from cjm.core.service import Context, Service
from cjm.examples import load_example
from tests.pages.screen import ACTOR, app_at


def opened(ctx: Context, **query: str) -> AppTest:
    return app_at("future_state", ctx.workshop_id, query)


@pytest.fixture
def hospital(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def intake(ctx: Context) -> str:
    return next(column.id for column in future_state.journey(ctx).columns if column.name == "Intake")


def test_empty_it_says_where_stages_come_from(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="Empty"))
    page = opened(ctx)
    assert page.text_input(key="fs_north_star").value == ""
    assert not [one for one in page.text_area if one.key and one.key.startswith("fs_experience")]


def test_the_north_star_is_saved_when_left(hospital: Context) -> None:
    page = opened(hospital)
    page.text_input(key="fs_north_star").set_value("Known everywhere").run()
    assert not page.exception and future_state.journey(hospital).north_star == "Known everywhere"


def test_a_stage_is_written_field_by_field(hospital: Context) -> None:
    stage_id = intake(hospital)
    page = opened(hospital, stage=stage_id)
    assert page.text_area(key=f"fs_experience_{stage_id}").value == future_state.stage(hospital, stage_id).experience
    page.text_area(key=f"fs_experience_{stage_id}").set_value("Nobody asks twice").run()
    page.checkbox(key=f"fs_moment_that_matters_{stage_id}").set_value(True).run()
    page.text_area(key=f"fs_people_{stage_id}").set_value("A greeter\nNo clipboard").run()
    page.text_input(key=f"fs_emotion_reason_{stage_id}").set_value("known").run()
    assert not page.exception
    one = future_state.stage(hospital, stage_id)
    assert (one.experience, one.moment) == ("Nobody asks twice", True)
    assert (one.people, one.emotion_reason) == ("A greeter\nNo clipboard", "known")


def test_what_is_unchanged_needs_no_changes(hospital: Context) -> None:
    stage_id = intake(hospital)
    page = opened(hospital, stage=stage_id)
    page.checkbox(key=f"fs_unchanged_{stage_id}").set_value(True).run()
    assert not page.exception and future_state.stage(hospital, stage_id).unchanged
    assert f"fs_people_{stage_id}" not in {area.key for area in page.text_area}


def test_what_somebody_else_writes_comes_into_the_field(hospital: Context) -> None:
    stage_id = intake(hospital)
    page = opened(hospital, stage=stage_id)
    future_state.write_future_state(hospital, stage_id=stage_id, fields=future_state.FutureFields(experience="From another tab"))
    page.run()
    assert page.text_area(key=f"fs_experience_{stage_id}").value == "From another tab"


def test_who_comes_second_sees_both_texts(hospital: Context) -> None:
    stage_id = intake(hospital)
    page = opened(hospital, stage=stage_id)
    future_state.write_future_state(hospital, stage_id=stage_id, fields=future_state.FutureFields(experience="Theirs"))
    key = f"fs_experience_{stage_id}"
    page.text_area(key=key).set_value("Mine").run()
    assert not page.exception and page.text_area(key=key).value == "Theirs"
    page.button(key=f"{key}:use_mine").click().run()
    assert not page.exception and future_state.stage(hospital, stage_id).experience == "Mine"


def test_what_is_looked_at_stands_in_the_address(hospital: Context) -> None:
    page = opened(hospital)
    page.segmented_control(key="fs_view").set_value("handoffs").run()
    stream = future_state.journey(hospital).streams[0][0]
    page.selectbox(key="fs_stream").set_value(stream).run()
    assert not page.exception
    assert page.query_params["view"] == "handoffs" and page.query_params["stream"] == stream
    assert page.query_params["w"] == hospital.workshop_id
    again = opened(hospital, stream=stream, view="handoffs")
    assert again.selectbox(key="fs_stream").value == stream and again.text_input(key="fs_new_what").value == ""


def test_the_next_stage_is_a_button(hospital: Context) -> None:
    page = opened(hospital)
    page.button(key="fs_next").click().run()
    assert not page.exception and [one for one in page.text_area if one.label == "What the customer will experience"]


def test_a_handoff_is_added_for_the_future(hospital: Context) -> None:
    before = future_state.handoffs(hospital).count
    page = opened(hospital, view="handoffs")
    page.text_input(key="fs_new_what").set_value("The whole history")
    next(one for one in page.button if one.label == "Add handoff").click().run()
    assert not page.exception
    after = future_state.handoffs(hospital)
    assert after.count.then == before.then + 1 and after.count.today == before.today
    assert [one.what for one in after.handoffs if one.future == "new"] == ["The whole history"]


def test_a_page_has_few_elements(hospital: Context) -> None:
    page = opened(hospital, stage=intake(hospital))
    drawn = [block for block in page.main if block.type not in ("vertical", "horizontal", "column")]
    assert 15 < len(drawn) < 50
