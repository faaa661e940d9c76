"""Step 2 on the screen, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cjm import value_stream as vs
from cjm import workshops
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.value_stream.flow_layout import Lane, Line, Stop, lay_out
from pages.shared.graph import NO_TITLE, elements
from tests.pages.screen import ACTOR, app_at


def opened(workshop_id: str, show: str = "", mode: str = "flow", **state: str) -> AppTest:
    """The page with ``show`` (``stage:ID`` or ``handoff:ID``) in its address."""
    kind, _, id = show.partition(":")
    return app_at("value_stream", workshop_id, {kind: id} if show else None, vs_mode=mode, **state)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


@pytest.fixture
def empty(service: Service) -> Context:
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))


@pytest.fixture
def hospital(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def test_a_list_of_stages_is_the_beginning(empty: Context) -> None:
    app = opened(empty.workshop_id)
    app.text_area(key="vs_paste").input("Discover\n<b>Buy</b>\nUse | Support\nReturn | Shop")
    press(app, "Add these stages")
    assert [stage.name for stage in vs.stream(empty).stages] == ["Discover", "<b>Buy</b>", "Use", "Return"]
    assert [stage.department for stage in vs.stream(empty).stages] == ["", "", "Support", "Shop"]


def test_somebody_else_s_words_are_not_written_over(empty: Context) -> None:
    stream = vs.stream(empty).stream
    assert stream
    (stage,) = vs.paste_stages(empty, stream_id=stream.id, text="Buy")
    app = opened(empty.workshop_id, f"stage:{stage}")
    vs.edit_stage(empty, id=stage, name="Theirs")
    app.text_input(key=f"vs_s_name:{stage}").input("Mine").run()
    assert not app.exception
    assert vs.stream(empty).stages[0].name == "Theirs"
    assert any("Mine" in text.value for text in app.text)
    press(app, "Use mine")
    assert vs.stream(empty).stages[0].name == "Mine"


def test_the_stream_in_the_address_is_the_one_shown(empty: Context) -> None:
    other = vs.add_stream(empty, name="Partners")
    stage = vs.add_stage(empty, stream_id=other, name="Sign")
    app = opened(empty.workshop_id, f"stage:{stage}")
    assert app.text_input(key=f"vs_s_name:{stage}").value == "Sign"


def test_a_proposed_handoff_is_accepted_with_its_risk(empty: Context) -> None:
    stream = vs.stream(empty).stream
    assert stream
    first, second = vs.paste_stages(empty, stream_id=stream.id, text="Buy | Shop\nUse | Support")
    app = opened(empty.workshop_id)
    app.text_input(key=f"vs_what:{first}:{second}").input("receipt")
    app.segmented_control(key=f"vs_risk:{first}:{second}").set_value(4).run()
    assert not app.exception
    (handoff,) = vs.stream(empty).handoffs
    assert (handoff.what, handoff.risk, handoff.needs_mitigation) == ("receipt", 4, True)


def test_a_stage_s_panel_saves_what_is_left(empty: Context) -> None:
    stream = vs.stream(empty).stream
    assert stream
    (stage,) = vs.paste_stages(empty, stream_id=stream.id, text="Buy")
    app = opened(empty.workshop_id, f"stage:{stage}")
    app.text_input(key=f"vs_s_name:{stage}").input("Buy it").run()
    app.checkbox(key=f"vs_s_key:{stage}").check().run()
    app.number_input(key=f"vs_s_duration:{stage}").set_value(2.0).run()
    assert not app.exception
    card = vs.stream(empty).stages[0]
    assert (card.name, card.is_key, card.lasts) == ("Buy it", True, "2 days")


def test_a_handoff_s_panel_saves_what_is_left(hospital: Context) -> None:
    handoff = next(one for one in vs.stream(hospital).handoffs if one.what == "history")
    app = opened(hospital.workshop_id, f"handoff:{handoff.id}")
    app.text_input(key=f"vs_h_mitigation:{handoff.id}").input("Read out at the morning round").run()
    app.number_input(key=f"vs_h_waiting:{handoff.id}").set_value(2.0).run()
    assert not app.exception
    saved = vs.stream(hospital).handoff(handoff.id)
    assert saved and not saved.needs_mitigation and saved.waits == "2 minutes"


@pytest.mark.parametrize("mode", ["flow", "departments", "list"])
def test_every_picture_of_the_hospital(hospital: Context, mode: str) -> None:
    opened(hospital.workshop_id, mode=mode)


@pytest.mark.parametrize("tab", ["about", "steps", "results", "change"])
@pytest.mark.parametrize("change", ["split", "merge", "remove"])
def test_every_part_of_a_stage_s_panel(hospital: Context, tab: str, change: str) -> None:
    stage = next(one for one in vs.stream(hospital).stages if one.is_key)
    opened(hospital.workshop_id, f"stage:{stage.id}", vs_tab=tab, vs_change=change)


def test_a_stage_is_removed_after_asking_where_its_cards_go(hospital: Context) -> None:
    view = vs.stream(hospital)
    stage, other = view.stages[0], view.stages[1]
    assert not stage.shared, "a stage that other streams hold stays there"
    app = opened(hospital.workshop_id, f"stage:{stage.id}", vs_tab="change", vs_change="remove")
    app.selectbox(key=f"vs_cards_to:{stage.id}").set_value(other.id)
    press(app, f"Remove “{stage.name}”")
    after = vs.stream(hospital)
    assert after.stage(stage.id) is None
    kept = after.stage(other.id)
    assert kept and kept.cards == stage.cards + other.cards


def test_a_split_opens_the_second_part_and_a_refused_one_keeps_what_was_typed(hospital: Context) -> None:
    stage = vs.stream(hospital).stages[0]
    app = opened(hospital.workshop_id, f"stage:{stage.id}", vs_tab="change", vs_change="split")
    press(app, "Split the stage")
    assert app.toast and len(vs.stream(hospital).stages) == 8, "a part without a name is refused"
    app.text_input(key=f"vs_split2:{stage.id}").input("Second opinion")
    press(app, "Split the stage")
    second = vs.stream(hospital).stages[1]
    assert second.name == "Second opinion"
    assert app.query_params["stage"] == second.id


def test_nobody_s_text_reaches_the_graph_as_html() -> None:
    evil = "<img src=x onerror=alert(1)>"
    made = lay_out(
        [Stop("a", evil, "l"), Stop("b", "javascript:alert(1)", "l")], [Lane("l", evil, 0)], [Line("h", "a", "b", evil, 5, True)]
    )
    for dark in (False, True):
        nodes, _ = elements(made, dark, "n")
        assert {node.title for node in nodes} == {NO_TITLE}
        assert all("<" not in node.id and "alert" not in node.id for node in nodes)
        assert any("<img" in (node.label or "") for node in nodes)


def test_a_table_in_the_empty_field_is_asked_about_first(empty: Context) -> None:
    app = app_at("value_stream", empty.workshop_id)
    app.text_area(key="vs_paste").input("Stage\tDepartment\nBuy\tShop\n" + "x" * 201 + "\tShop")
    next(one for one in app.button if one.label == "Add these stages").click()
    app.run()
    assert not app.exception and app.radio(key="vs_table_layout").value == "stages"
    app.button(key="vs_table_add").click().run()
    assert not app.exception and [one.name for one in vs.stream(empty).stages] == ["Buy"]
    assert vs.stream(empty).stages[0].department == "Shop"
