"""Step 1 on the screen, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from cjm import customer, workshops
from cjm.core.service import Context, Service
from cjm.customer import persona
from cjm.customer.persona import PersonaFields
from cjm.examples import load_example
from tests.pages.screen import ACTOR, app_at


def opened(workshop_id: str) -> AppTest:
    return app_at("customer", workshop_id)


def part(app: AppTest, name: str) -> AppTest:
    found = next(one for one in app.segmented_control if one.label == "Part of this step")
    found.set_value(name)
    return app.run()


def test_an_empty_workshop_takes_candidates_one_after_the_other(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    for name in ("Returning customer", "First-time visitor"):
        app.text_input(key="candidate_name").input(name)
        next(button for button in app.button if button.label == "Add candidate").click().run()
        assert not app.exception
    assert [one.name for one in customer.summary(ctx).candidates] == ["Returning customer", "First-time visitor"]


def test_a_pasted_list_is_shown_as_what_it_becomes_before_it_is_added(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))
    app = opened(ctx.workshop_id)
    app.text_input(key="candidate_name").input("• Returning customer ↵ • First-time visitor ↵ " + "x" * 201)
    next(button for button in app.button if button.label == "Add candidate").click().run()
    assert customer.summary(ctx).candidates == (), "it is asked about first"
    app.button(key="several_add_candidates").click().run()
    assert [one.name for one in customer.summary(ctx).candidates] == ["Returning customer", "First-time visitor"]
    assert [one.value for one in app.text_area] == ["x" * 201], "what can’t be stored stays, to be mended"
    app.text_area[0].input("Their mother").run()
    app.button(key="several_add_candidates").click().run()
    assert [one.name for one in customer.summary(ctx).candidates][-1] == "Their mother"
    assert app.text_input(key="candidate_name").value == ""


def test_pasted_facts_have_the_source_that_was_typed_beside_them(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = part(opened(ctx.workshop_id), "who")
    app.text_input(key="fact:text:new0").input("They wait ↵ They call twice")
    app.text_input(key="fact:source:new0").input("Survey")
    next(button for button in app.button if button.label == "Add evidence").click().run()
    app.button(key="several_add_facts").click().run()
    assert [(one.text, one.source) for one in customer.summary(ctx).evidence][-2:] == [
        ("They wait", "Survey"),
        ("They call twice", "Survey"),
    ]


@pytest.mark.parametrize("name", ["candidates", "pick", "who", "whole"])
def test_every_part_of_an_empty_workshop_says_what_to_do(service: Service, name: str) -> None:
    app = opened(workshops.create_workshop(service, ACTOR, name="A shop"))
    part(app, name)
    assert not app.exception and not app.error


@pytest.mark.parametrize("name", ["candidates", "pick", "who", "whole"])
def test_every_part_of_the_hospital(service: Service, name: str) -> None:
    app = opened(load_example(service, ACTOR, "hospital"))
    part(app, name)
    assert not app.exception and not app.error


def test_persona_fields_are_saved_when_left_and_show_what_another_typed(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = part(opened(ctx.workshop_id), "who")
    goal = next(one for one in app.text_area if "Goal" in one.label)
    goal.input("Walk again *soon* <b>").run()
    found = customer.summary(ctx).persona
    assert found is not None and found.goal == "Walk again *soon* <b>"
    facts = next(one for one in app.text_area if "Facts" in one.label)
    facts.input("14 contacts\n\n5 providers").run()
    found = customer.summary(ctx).persona
    assert found is not None and found.facts == [["14", "contacts"], ["5", "providers"]]
    agreed = customer.summary(ctx).agreed
    assert agreed is not None
    persona.describe_persona(ctx, customer_id=agreed.id, fields=PersonaFields(goal="From elsewhere"))
    app.run()
    assert next(one for one in app.text_area if "Goal" in one.label).value == "From elsewhere"


def test_evidence_needs_a_source_to_be_more_than_an_assumption(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    before = len(customer.summary(ctx).evidence)
    app = part(opened(ctx.workshop_id), "who")
    app.text_input(key="fact:text:new0").input("They wait")
    app.selectbox(key="fact:state:new0").select("confirmed")
    next(button for button in app.button if button.label == "Add evidence").click().run()
    assert len(customer.summary(ctx).evidence) == before
    assert app.text_input(key="fact:text:new0").value == "They wait"
    app.text_input(key="fact:source:new0").input("Survey")
    next(button for button in app.button if button.label == "Add evidence").click().run()
    assert len(customer.summary(ctx).evidence) == before + 1


def test_two_people_who_describe_one_persona_see_both_texts(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = part(opened(ctx.workshop_id), "who")
    agreed = customer.summary(ctx).agreed
    assert agreed is not None
    persona.describe_persona(ctx, customer_id=agreed.id, fields=PersonaFields(goal="Theirs"))
    next(one for one in app.text_area if "Goal" in one.label).input("Mine").run()
    assert next(one for one in app.text_area if "Goal" in one.label).value == "Theirs"
    next(button for button in app.button if button.label == "Use mine").click().run()
    found = customer.summary(ctx).persona
    assert found is not None and found.goal == "Mine"


def test_a_second_segment_has_a_persona_of_its_own_and_can_go(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    app = part(opened(ctx.workshop_id), "who")
    app.text_input(key="segment_name").input("Emergency")
    next(button for button in app.button if button.label == "Add segment").click().run()
    segments = customer.summary(ctx).segments
    assert [one.name for one in segments][-1] == "Emergency"
    next(one for one in app.text_input if one.label.startswith("Name and age")).input("Tom").run()
    found = customer.summary(ctx, segment_id=segments[-1].id).persona
    assert found is not None and found.name == "Tom"
    first = customer.summary(ctx).persona
    assert first is not None and first.name == "Elena Novak, 58"
    next(button for button in app.button if button.label == "Remove this segment").click().run()
    assert not app.exception and len(customer.summary(ctx).segments) == 1


def test_a_link_opens_the_part_and_the_evidence(service: Service) -> None:
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    fact = customer.summary(ctx).evidence[0]
    app = app_at("customer", ctx.workshop_id, {"part": "who", "open": fact.id})
    assert app.text_input(key=f"fact:text:{fact.id}").value == fact.text
