"""The frame on the screen, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cjm import frame, workshops
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.frame import FrameFields, PartFields, agenda
from tests.pages.screen import ACTOR, app_at


def opened(workshop_id: str, part: str = "why") -> AppTest:
    app = app_at("frame", workshop_id)
    next(one for one in app.segmented_control if one.label == "Part of the frame").set_value(part)
    app.run()
    assert not app.exception and not app.error
    return app


@pytest.mark.parametrize("part", ["why", "who", "agenda", "whole"])
def test_every_part_empty_and_full(service: Service, part: str) -> None:
    opened(workshops.create_workshop(service, ACTOR, name="A shop"), part)
    opened(load_example(service, ACTOR, "hospital"), part)


def test_fields_are_saved_when_left(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    next(one for one in app.text_area if one.label.startswith("Goal")).input("One picture for all").run()
    next(one for one in app.segmented_control if one.label == "Purpose").set_value("alignment").run()
    workshop = frame.summary(ctx).workshop
    assert (workshop.goal, workshop.purpose) == ("One picture for all", "alignment")


def test_what_is_refused_stays_in_the_field(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    next(one for one in app.text_input if one.label == "Name of the workshop").input("   ").run()
    assert frame.summary(ctx).workshop.name == "A shop"
    assert next(one for one in app.text_input if one.label == "Name of the workshop").value == "   "
    assert "can’t be empty" in app.toast[0].value


def test_names_are_added_several_at_once(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id, "who")
    app.text_input(key="new:departments").input("Shop floor; Online shop; Service desk")
    app.button(key="add_button:departments").click().run()
    assert [one.letters for one in frame.summary(ctx).departments] == ["SF", "OS", "SD"]


def test_a_column_of_a_table_becomes_lines_of_the_agenda(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id, "agenda")
    app.text_input(key="line_title").input("What\tWho ↵ Welcome\tAna ↵ The journey\tBen")
    next(button for button in app.button if button.label == "Add to the agenda").click().run()
    app.radio[0].set_value(0).run()
    app.checkbox[0].check().run()
    app.button(key="several_add_agenda").click().run()
    assert [line.item.title for day in agenda.agenda(ctx).days for line in day.lines] == ["Welcome", "The journey"]


def test_a_chosen_department_is_edited_beside_the_list(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = opened(ctx.workshop_id, "who")
    department = frame.summary(ctx).departments[0]
    app.query_params["open"] = department.id
    app.run()
    app.text_input(key=f"name:{department.id}").input("Marketing").run()
    assert not app.exception
    assert frame.summary(ctx).departments[0].name == "Marketing"


def test_an_agenda_is_laid_out_and_grows(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id, "agenda")
    app.button(key="lay_out:one").click().run()
    before = agenda.agenda(ctx).minutes
    app.text_input(key="line_title").input("Walk through the shop")
    app.number_input(key="line_minutes").set_value(25)
    next(button for button in app.button if button.label == "Add to the agenda").click().run()
    assert not app.exception
    assert agenda.agenda(ctx).minutes == before + 25


def test_two_people_who_write_in_one_field_see_both_texts(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    frame.edit_frame(ctx, fields=FrameFields(goal="Theirs", sponsor="A. Lind"))
    goal = next(one for one in app.text_area if one.label.startswith("Goal"))
    goal.input("Mine").run()
    assert frame.summary(ctx).workshop.goal == "Theirs"
    assert next(one for one in app.text_area if one.label.startswith("Goal")).value == "Theirs"
    next(button for button in app.button if button.label == "Use mine").click().run()
    assert frame.summary(ctx).workshop.goal == "Mine"


def test_another_field_of_the_same_line_is_no_conflict(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    department = frame.summary(ctx).departments[0]
    app = opened(ctx.workshop_id, "who")
    app.query_params["open"] = department.id
    app.run()
    frame.edit_in_frame(ctx, kind="departments", id=department.id, fields=PartFields(needs="More time"))
    app.text_input(key=f"name:{department.id}").input("Marketing").run()
    found = frame.summary(ctx).departments[0]
    assert (found.name, found.needs) == ("Marketing", "More time")
    assert not any(button.label == "Use mine" for button in app.button)
