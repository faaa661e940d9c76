"""The sentence at the foot: of the page first, then of the workshop, and where it leads."""

from __future__ import annotations

from datetime import date

import pytest

from cjm import customer, frame, kpis, priorities, value_stream, workshops
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.customer import persona
from cjm.customer.persona import EvidenceFields, PersonaFields
from cjm.examples import load_example
from cjm.frame import FrameFields, PartFields, agenda
from cjm.frame.agenda import AgendaFields
from cjm.guidance.gaps import Gap, gap, gaps_of
from cjm.kpis import KpiFields
from db.engine import Store
from db.tables import Entry

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))


@pytest.fixture
def hospital(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def first(ctx: Context, here: str) -> Gap:
    found = gap(ctx, here=here)
    assert found is not None
    return found


def own(ctx: Context, page: str) -> list[str]:
    return [one.sentence for one in gaps_of(ctx.service.image(ctx.workshop_id), page)]


def test_each_page_of_an_empty_workshop_asks_for_its_own(ctx: Context) -> None:
    assert "different when you leave" in first(ctx, "frame").sentence
    assert "No candidate" in first(ctx, "customer").sentence
    assert "no stage yet" in first(ctx, "value_stream").sentence
    assert "no action yet" in first(ctx, "priorities").sentence


@pytest.mark.parametrize("here", ["pain_points", "future_state", "trash"])
def test_a_page_without_gaps_shows_the_most_telling_of_the_workshop(ctx: Context, here: str) -> None:
    found = first(ctx, here)
    assert found.page == "customer" and "No candidate" in found.sentence and dict(found.query) == {"part": "candidates"}


def test_the_customer_is_asked_for_bit_by_bit(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    assert "Only one" in own(ctx, "customer")[0]
    customer.add_candidate(ctx, name="Insurer")
    assert "not agreed" in own(ctx, "customer")[0]
    customer.agree_on_customer(ctx, id=patient, because="")
    assert "“Patient” has no persona" in own(ctx, "customer")[0]
    persona.describe_persona(ctx, customer_id=patient, fields=PersonaFields(name="Elena"))
    assert "no evidence" in own(ctx, "customer")[0]
    fact = persona.add_evidence(ctx, customer_id=patient, text="They wait")
    assert "said why" in own(ctx, "customer")[0]
    customer.agree_on_customer(ctx, id=patient, because="value for them")
    found = first(ctx, "customer")
    assert found.sentence == "“They wait” is still an assumption: how do we know?"
    assert dict(found.query) == {"part": "who", "open": fact}
    persona.edit_evidence(ctx, id=fact, fields=EvidenceFields(source="Survey", state="observed"))
    assert "confirmed by customers" in own(ctx, "customer")[0]
    persona.edit_evidence(ctx, id=fact, fields=EvidenceFields(state="confirmed"))
    assert "who belongs to" in own(ctx, "customer")[0]
    persona.add_criterion(ctx, customer_id=patient, text="over 50")
    assert own(ctx, "customer")[0] == "“Elena”: goal is still empty"
    filled = PersonaFields(**{name: "x" for name, *_ in customer.PERSONA_FIELDS})
    persona.describe_persona(ctx, customer_id=patient, fields=filled)
    assert own(ctx, "customer") == []
    assert first(ctx, "customer").page == "value_stream"


def test_a_second_segment_needs_a_persona_of_its_own(hospital: Context) -> None:
    agreed = customer.summary(hospital).agreed
    assert agreed is not None
    segment = persona.add_segment(hospital, customer_id=agreed.id, name="Emergency")
    asked = next(one for one in gaps_of(hospital.service.image(hospital.workshop_id), "customer") if "no persona" in one.sentence)
    assert asked.sentence == "The segment “Emergency” has no persona yet" and dict(asked.query)["segment"] == segment


def test_the_frame_is_asked_for_and_comes_to_an_end(ctx: Context) -> None:
    frame.edit_frame(ctx, fields=FrameFields(goal="g", scope="s", sponsor="p", vision="v"))
    department = frame.add_to_frame(ctx, kind="departments", fields=PartFields(name="Shop"))
    person = frame.add_to_frame(ctx, kind="stakeholders", fields=PartFields(name="R. Haddad"))
    found = first(ctx, "frame")
    assert found.sentence == "“R. Haddad” has not signed up for anything yet"
    assert dict(found.query) == {"part": "who", "open": person}
    frame.edit_in_frame(ctx, kind="stakeholders", id=person, fields=PartFields(signs_up_for="The budget"))
    assert "no objective" in own(ctx, "frame")[0]
    frame.edit_frame(ctx, fields=FrameFields(purpose="alignment"))
    assert "no agenda" in own(ctx, "frame")[0]
    agenda.lay_out_agenda(ctx, length="half")
    assert "facing the customer" in own(ctx, "frame")[0]
    frame.edit_in_frame(ctx, kind="departments", id=department, fields=PartFields(faces_customer=True))
    frame.add_names(ctx, kind="participants", names=["Ana"])
    assert own(ctx, "frame") == []


def test_an_agenda_without_a_break_is_noticed(ctx: Context) -> None:
    agenda.lay_out_agenda(ctx, length="one")
    assert not any("without a break" in one for one in own(ctx, "frame"))
    lunch = next(line.item for line in agenda.agenda(ctx).days[0].lines if line.item.title == "Lunch")
    agenda.edit_agenda_item(ctx, id=lunch.id, fields=AgendaFields(is_break=False))
    assert any("without a break" in one for one in own(ctx, "frame"))


def test_a_pain_point_that_nobody_rated_is_opened_itself(hospital: Context) -> None:
    found = first(hospital, "pain_points")
    unrated = next(
        one for one in hospital.service.image(hospital.workshop_id).all(Entry) if one.text == "Nobody says what to bring along"
    )
    assert found.sentence == "“Nobody says what to bring along” is not rated yet: how bad, and how often?"
    assert dict(found.query) == {"stage": unrated.stage_id, "card": unrated.id}


def test_stages_and_handoffs_are_named_and_opened(ctx: Context) -> None:
    stream = value_stream.stream(ctx).streams[0].id
    browse, buy = value_stream.paste_stages(ctx, stream_id=stream, text="Browse\nBuy")
    found = first(ctx, "value_stream")
    assert found.sentence == "Nobody leads “Browse” yet" and dict(found.query) == {"stage": browse}
    assert first(ctx, "pain_points").sentence == "“Browse” has no pain point yet"
    assert first(ctx, "future_state").sentence == "“Browse” has no future yet"
    value_stream.edit_stage(ctx, id=buy, is_key=True)
    assert first(ctx, "future_state").sentence == "“Buy” has no future yet"
    handoff = value_stream.add_handoff(ctx, stream_id=stream, from_stage_id=browse, to_stage_id=buy, what="The basket", risk=5)
    asked = next(one for one in gaps_of(ctx.service.image(ctx.workshop_id), "value_stream") if ("handoff", handoff) in one.query)
    assert asked.sentence == "The handoff from “Browse” to “Buy” is risky, and nothing is done about it yet"
    value_stream.edit_handoff(ctx, id=handoff, mitigation="Keep the basket")
    assert not any("risky" in one for one in own(ctx, "value_stream"))


def test_alignment_is_not_nagged_for_actions(hospital: Context) -> None:
    assert first(hospital, "priorities").page == "priorities"
    frame.edit_frame(hospital, fields=FrameFields(purpose="alignment"))
    assert first(hospital, "priorities").page != "priorities"
    assert own(hospital, "priorities") == []


def test_an_action_without_an_owner_is_opened(hospital: Context) -> None:
    made = priorities.add_action(hospital, name="One view of the patient for all")
    asked = [one for one in gaps_of(hospital.service.image(hospital.workshop_id), "priorities") if ("action", made) in one.query]
    assert asked[0].sentence == "Nobody owns “One view of the patient for all” yet"


def test_a_number_is_asked_for_its_baseline_target_and_pain(ctx: Context, hospital: Context) -> None:
    id = kpis.add_kpi(ctx, name="Minutes on hold")
    assert own(ctx, "kpis")[0] == "“Minutes on hold” has no baseline: nobody could say later whether it got better"
    kpis.edit_kpi(ctx, id=id, fields=KpiFields(baseline=11, baseline_on=date(2026, 11, 20)))
    assert own(ctx, "kpis") == [
        "“Minutes on hold” has not been read since its baseline",
        "Where should “Minutes on hold” get to?",
        "Which pain does “Minutes on hold” measure?",
    ]
    kpis.take_reading(ctx, kpi_id=id, read_on=date(2027, 1, 8), value=9)
    assert len(own(ctx, "kpis")) == 2
    assert own(hospital, "kpis") == ["“Minutes spent entering data per patient” has not been read since its baseline"]
    assert own(hospital, "reviews") == [], "the next one is planned"
