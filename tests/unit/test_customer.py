"""Step 1: candidates, the pick, persona and evidence."""

from __future__ import annotations

import pytest

from cjm import customer, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.customer import CandidateFields, persona
from cjm.customer.persona import CriterionFields, EvidenceFields, PersonaFields
from cjm.examples import load_example
from db.engine import Store


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    actor = Actor("Facilitator", Role.FACILITATOR)
    return Context(service, actor, workshops.create_workshop(service, actor, name="A shop"))


def test_an_empty_workshop_has_no_customer(ctx: Context) -> None:
    view = customer.summary(ctx)
    assert view.candidates == () and view.agreed is None and view.persona is None and view.evidence == ()


def test_candidates_are_named_once_and_there_are_at_most_eight(ctx: Context) -> None:
    customer.add_candidate(ctx, name=" Returning customer ")
    assert customer.summary(ctx).candidates[0].name == "Returning customer"
    with pytest.raises(CjmError, match="candidate already"):
        customer.add_candidate(ctx, name="returning CUSTOMER")
    for number in range(7):
        customer.add_candidate(ctx, name=f"Candidate {number}")
    with pytest.raises(CjmError, match="8 candidates"):
        customer.add_candidate(ctx, name="One too many")
    with pytest.raises(CjmError, match="can’t be empty"):
        customer.edit_candidate(ctx, id=customer.summary(ctx).candidates[0].id, fields=CandidateFields(name="  "))


def test_hands_are_counted_never_below_zero_and_again_from_zero(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    payer = customer.add_candidate(ctx, name="Insurer")
    assert customer.count_hands(ctx, id=patient, by=-1) == 0
    for _ in range(3):
        customer.count_hands(ctx, id=patient, by=1)
    customer.count_hands(ctx, id=payer, by=1)
    view = customer.summary(ctx)
    assert [one.votes for one in view.candidates] == [3, 1] and view.votes == 4
    assert view.leading is not None and view.leading.id == patient
    assert customer.pick_again(ctx) == 2
    view = customer.summary(ctx)
    assert [one.votes for one in view.candidates] == [0, 0] and view.round_number == 2 and view.leading is None
    history.undo(ctx)
    assert [one.votes for one in customer.summary(ctx).candidates] == [3, 1]


def test_a_repeated_request_counts_one_hand(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    assert [customer.count_hands(ctx.once("same"), id=patient, by=1) for _ in range(3)] == [1, 1, 1]
    assert customer.summary(ctx).votes == 1


def test_agreeing_on_another_leaves_one_primary_and_undo_brings_the_first_back(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    doctor = customer.add_candidate(ctx, name="Doctor")
    customer.agree_on_customer(ctx, id=patient, because="Value is created for them")
    customer.agree_on_customer(ctx, id=doctor, because="They refer")
    customer.agree_on_customer(ctx, id=doctor)  # as the bar says it
    assert [one.because for one in customer.summary(ctx).candidates if one.id == doctor] == ["They refer"]
    assert [one.primary for one in customer.summary(ctx).candidates] == [False, True]
    history.undo(ctx)
    agreed = customer.summary(ctx).agreed
    assert agreed is not None and agreed.id == patient and agreed.because == "Value is created for them"


def test_the_first_words_make_the_persona_and_the_segment(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    customer.agree_on_customer(ctx, id=patient)
    persona.describe_persona(ctx, customer_id=patient, fields=PersonaFields(goal="Walk without pain 🚶‍♀️ שלום"))
    persona.describe_persona(ctx, customer_id=patient, fields=PersonaFields(name="Elena Novak, 58", facts=[("14", "contacts")]))
    persona.add_criterion(ctx, customer_id=patient, text="over 50", kind="demographics")
    view = customer.summary(ctx)
    assert view.persona is not None and view.persona.goal == "Walk without pain 🚶‍♀️ שלום"
    assert view.persona.name == "Elena Novak, 58" and view.persona.facts == [["14", "contacts"]]
    assert [one.text for one in view.criteria] == ["over 50"] and len(view.segments) == 1


def test_segments_have_personas_of_their_own(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    customer.agree_on_customer(ctx, id=patient)
    persona.describe_persona(ctx, customer_id=patient, fields=PersonaFields(name="Elena"))
    second = persona.add_segment(ctx, customer_id=patient, name="Emergency")
    persona.describe_persona(ctx, customer_id=patient, segment_id=second, fields=PersonaFields(name="Tom"))
    found = [customer.summary(ctx, segment_id=segment).persona for segment in (None, second)]
    assert [one.name for one in found if one] == ["Elena", "Tom"]
    persona.remove_segment(ctx, id=second)
    assert len(customer.summary(ctx).segments) == 1
    history.undo(ctx)
    restored = customer.summary(ctx, segment_id=second).persona
    assert restored is not None and restored.name == "Tom"


def test_without_a_source_evidence_is_an_assumption(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    customer.agree_on_customer(ctx, id=patient)
    assumed = persona.add_evidence(ctx, customer_id=patient, text="The portal is avoided")
    with pytest.raises(CjmError, match="stays an assumption"):
        persona.edit_evidence(ctx, id=assumed, fields=EvidenceFields(state="confirmed"))
    persona.add_evidence(ctx, customer_id=patient, text="212 of 380 say so", source="Survey", state="confirmed")
    view = customer.summary(ctx)
    assert [fact.state for fact in view.evidence] == ["confirmed", "assumed"]
    assert dict(view.counts) == {"confirmed": 1, "observed": 0, "assumed": 1}
    persona.edit_evidence(ctx, id=assumed, fields=EvidenceFields(state="observed", source="Shadowing"))
    persona.edit_evidence(ctx, id=assumed, fields=EvidenceFields(text="The portal is avoided by half"))
    assert [fact.state for fact in customer.summary(ctx).evidence] == ["confirmed", "observed"]


def test_everything_removed_can_be_restored(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    fact = persona.add_evidence(ctx, customer_id=patient, text="They wait")
    criterion = persona.add_criterion(ctx, customer_id=patient, text="over 50")
    persona.remove_evidence(ctx, id=fact)
    persona.remove_criterion(ctx, id=criterion)
    customer.remove_candidate(ctx, id=patient)
    assert {item.label for item in history.trash(ctx)} == {"They wait", "over 50", "Patient"}
    history.restore(ctx, kind="customers", id=patient)
    assert [one.name for one in customer.summary(ctx).candidates] == ["Patient"]


def test_a_leader_may_look_but_not_write(ctx: Context) -> None:
    leader = Context(ctx.service, Actor("L", Role.LEADER, "l"), ctx.workshop_id)
    assert customer.summary(leader).candidates == ()
    with pytest.raises(NotAllowed):
        customer.add_candidate(leader, name="Patient")


def test_departments_say_at_how_many_stages_they_work(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    actor = Actor("Facilitator", Role.FACILITATOR)
    hospital = Context(service, actor, load_example(service, actor, "hospital"))
    touches = {one.letters: one for one in customer.summary(hospital).departments}
    assert (touches["CC"].leads, touches["CC"].helps, touches["CC"].consulted) == (2, 3, 0)
    assert touches["BI"].organisation == "Westbank Shared Services" and not touches["IT"].faces_customer


def test_a_criterion_is_changed(ctx: Context) -> None:
    patient = customer.add_candidate(ctx, name="Patient")
    customer.agree_on_customer(ctx, id=patient)
    made = persona.add_criterion(ctx, customer_id=patient, text="over 50", kind="demographics")
    persona.edit_criterion(ctx, id=made, fields=CriterionFields(text=" over 60 "))
    persona.edit_criterion(ctx, id=made, fields=CriterionFields(kind=None))
    assert [(one.text, one.kind) for one in customer.summary(ctx).criteria] == [("over 60", None)]
