"""A pasted list makes several where one is typed at a time: what it becomes, and as one act."""

from __future__ import annotations

import pytest

from cjm import customer, frame, priorities, workshops
from cjm.core import history
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.customer import persona
from cjm.frame import PartFields, agenda
from cjm.imports.pasted_reading import lines_in, several
from cjm.pasted.lists import AT_ONCE
from cjm.people import roster
from db.engine import Store
from db.tables import Action, AgendaItem, Customer, Evidence, Participant
from tests.unit.test_pasted import ACTOR

NOUNS = ("candidate", "candidates")


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="Shop"))


def test_a_list_loses_its_marks_and_what_stands_twice() -> None:
    found = several(lines_in("• Patient ↵ 2. Family\u00a0doctor ↵  ↵ patient"), nouns=NOUNS, most=200)
    assert (found["items"], found["told"]) == (["Patient", "Family doctor"], "This becomes 2 candidates:")


def test_of_a_table_every_line_or_a_column() -> None:
    table = "Who\tWhy\nPatient\tWaits\nInsurer\tPays"
    assert several(table, nouns=NOUNS, most=200)["items"] == ["Who, Why", "Patient, Waits", "Insurer, Pays"]
    found = several(table, nouns=NOUNS, most=200, column=0, headed=True)
    assert (found["items"], found["columns"]) == (["Patient", "Insurer"], ["Who", "Why"])


def test_what_is_too_long_is_refused_with_its_line_and_the_rest_stands() -> None:
    found = several("Patient\n" + "x" * 201, nouns=NOUNS, most=200)
    assert found["items"] == ["Patient"]
    assert [(one["line"], one["why"]) for one in found["refused"]] == [
        (2, "A line for one candidate holds 200 characters; this one has 201.")
    ]
    with pytest.raises(CjmError, match=f"at most {AT_ONCE} candidates at once"):
        several("\n".join(map(str, range(1000, 1001 + AT_ONCE))), nouns=NOUNS, most=200)


def test_each_list_is_one_act_and_one_undo(ctx: Context) -> None:
    frame.add_to_frame(ctx, kind="departments", fields=PartFields(name="Contact Centre"))
    customer.add_candidate(ctx, name="Patient")
    customer.add_candidates(ctx, names=["patient", "Insurer", "Doctor"])
    priorities.add_actions(ctx, names=["Call back", "One view"], impact=4)
    agenda.add_agenda_items(ctx, titles=["Welcome", "Break"], minutes=10, day=2)
    persona.add_facts(ctx, texts=["Waits long", "Calls twice"], source="Survey", state="observed")
    roster.add_people(ctx, names=["Ana, CC", "Ben", "ana"])
    image = ctx.image()
    assert [one.name for one in image.all(Customer)] == ["Patient", "Insurer", "Doctor"]
    assert [(one.title, one.minutes, one.day) for one in image.all(AgendaItem)] == [("Welcome", 10, 2), ("Break", 10, 2)]
    assert [(one.text, one.source, one.state) for one in image.all(Evidence)] == [
        ("Waits long", "Survey", "observed"),
        ("Calls twice", "Survey", "observed"),
    ]
    assert [(one.name, one.department_id is not None) for one in image.all(Participant)] == [("Ana", True), ("Ben", False)]
    assert [one.name for one in image.all(Action)] == ["Call back", "One view"]
    for kind, left in ((Participant, 0), (Evidence, 0), (AgendaItem, 0), (Action, 0), (Customer, 1)):
        history.undo(ctx)
        assert len(ctx.image().all(kind)) == left


def test_more_candidates_than_there_is_room_for_are_none(ctx: Context) -> None:
    customer.add_candidates(ctx, names=[f"Candidate {number}" for number in range(6)])
    with pytest.raises(CjmError, match="there is room for 2 more, and these are 3"):
        customer.add_candidates(ctx, names=["A", "B", "C"])
    assert len(ctx.image().all(Customer)) == 6
