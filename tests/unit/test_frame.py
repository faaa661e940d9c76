"""The frame and the agenda."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm import frame, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.frame import FrameFields, PartFields, agenda, colour_for, letters_for
from cjm.frame.agenda import AgendaFields
from db.engine import Store


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    actor = Actor("Facilitator", Role.FACILITATOR)
    return Context(service, actor, workshops.create_workshop(service, actor, name="A shop"))


def test_the_frame_keeps_what_is_typed(ctx: Context) -> None:
    frame.edit_frame(ctx, fields=FrameFields(purpose="alignment", goal="One picture\nfor all", sponsor="A. Lind"))
    view = frame.summary(ctx)
    assert (view.workshop.purpose, view.workshop.goal, view.workshop.sponsor) == ("alignment", "One picture\nfor all", "A. Lind")
    with pytest.raises(CjmError, match="can’t be empty"):
        frame.edit_frame(ctx, fields=FrameFields(name=" "))


def test_the_second_writer_hears_of_the_first(ctx: Context) -> None:
    version = frame.summary(ctx).workshop.version
    frame.edit_frame(ctx, fields=FrameFields(goal="Mine"), expected_version=version)
    with pytest.raises(CjmError, match="while you were writing"):
        frame.edit_frame(ctx, fields=FrameFields(goal="Yours"), expected_version=version)


def test_departments_get_two_letters_and_a_colour_of_their_own(ctx: Context) -> None:
    names = ["Contact centre", "Care team", "Customer care", "Billing", "Cashiers and tills", "IT & data", "X", "فريق الرعاية"]
    frame.add_names(ctx, kind="departments", names=names)
    departments = frame.summary(ctx).departments
    assert [one.name for one in departments] == names
    letters = [one.letters for one in departments]
    assert letters[:2] == ["CC", "CT"] and len(set(letters)) == len(names) and all(letters)
    assert [one.colour for one in departments] == list(range(8))
    with pytest.raises(CjmError, match="has the letters CC"):
        frame.edit_in_frame(ctx, kind="departments", id=departments[1].id, fields=PartFields(letters="cc"))


@given(st.lists(st.text(min_size=1, max_size=12), max_size=40))
def test_letters_never_collide(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        letters = letters_for(name, taken)
        assert letters and letters not in taken and len(letters) <= 3
        taken.append(letters)


def test_colours_repeat_evenly() -> None:
    taken: list[int] = []
    for _ in range(16):
        taken.append(colour_for(taken))
    assert sorted(taken) == sorted([*range(8), *range(8)])


def test_a_pasted_list_is_one_undo_and_passes_over_what_is_there(ctx: Context) -> None:
    frame.add_to_frame(ctx, kind="participants", fields=PartFields(name="Ana"))
    frame.add_names(ctx, kind="participants", names=["Ana", "Ben", "", "ben", "Chi"])
    assert [one.name for one in frame.summary(ctx).participants] == ["Ana", "Ben", "Chi"]
    history.undo(ctx)
    assert [one.name for one in frame.summary(ctx).participants] == ["Ana"]


def test_people_are_typed_with_their_department(ctx: Context) -> None:
    frame.add_names(ctx, kind="departments", names=["Contact centre", "Billing"])
    frame.add_names(ctx, kind="participants", names=["Ana, cc", "Ben, Billing", "C. Moreau, head of finance", "ana, Billing"])
    view = frame.summary(ctx)
    names = view.names("departments")
    assert [(one.name, names.get(one.department_id or "")) for one in view.participants] == [
        ("Ana", "Contact centre"),
        ("Ben", "Billing"),
        ("C. Moreau, head of finance", None),
    ]


def test_lists_are_renamed_moved_and_removed(ctx: Context) -> None:
    ids = [frame.add_to_frame(ctx, kind="objectives", fields=PartFields(name=name)) for name in ("A", "B", "C")]
    frame.move_in_frame(ctx, kind="objectives", id=ids[2], by=-1)
    frame.edit_in_frame(ctx, kind="objectives", id=ids[0], fields=PartFields(name="A, better"))
    frame.remove_from_frame(ctx, kind="objectives", id=ids[1])
    assert [one.text for one in frame.summary(ctx).objectives] == ["A, better", "C"]
    frame.move_in_frame(ctx, kind="objectives", id=ids[0], by=-1)
    assert [one.text for one in frame.summary(ctx).objectives] == ["A, better", "C"]


def test_a_stakeholder_signs_up_and_may_leave_a_department(ctx: Context) -> None:
    department = frame.add_to_frame(ctx, kind="departments", fields=PartFields(name="Billing"))
    person = frame.add_to_frame(ctx, kind="stakeholders", fields=PartFields(name="R. Haddad", department_id=department))
    promise = PartFields(signs_up_for="Frees the budget", department_id=None)
    frame.edit_in_frame(ctx, kind="stakeholders", id=person, fields=promise)
    found = frame.summary(ctx).stakeholders[0]
    assert found.signs_up_for == "Frees the budget" and found.department_id is None
    with pytest.raises(CjmError, match="no field"):
        frame.edit_in_frame(ctx, kind="participants", id=person, fields=PartFields(signs_up_for="x"))


@pytest.mark.parametrize("length, days, least, most", [("half", 1, 210, 260), ("one", 1, 420, 510), ("two", 2, 780, 960)])
def test_default_agendas_fit_their_days(ctx: Context, length: agenda.Length, days: int, least: int, most: int) -> None:
    agenda.lay_out_agenda(ctx, length=length)
    view = agenda.agenda(ctx)
    assert len(view.days) == days and least <= view.minutes <= most and view.breaks
    assert {step for step, _ in view.by_step} >= {"customer", "value_stream", "pain_points", "future_state", "priorities"}
    without_a_break = 0
    for day in view.days:
        for line in day.lines:
            without_a_break = 0 if line.item.is_break else without_a_break + line.item.minutes
            assert without_a_break <= 150
        without_a_break = 0


def test_laying_out_again_replaces_and_is_one_undo(ctx: Context) -> None:
    agenda.lay_out_agenda(ctx, length="half")
    before = agenda.agenda(ctx).days
    agenda.lay_out_agenda(ctx, length="two")
    assert len(agenda.agenda(ctx).days) == 2
    history.undo(ctx)
    assert [line.item.title for day in agenda.agenda(ctx).days for line in day.lines] == [
        line.item.title for day in before for line in day.lines
    ]


def test_agenda_lines_are_edited_moved_and_removed(ctx: Context) -> None:
    agenda.lay_out_agenda(ctx, length="two")
    first, second = agenda.agenda(ctx).days
    last = first.lines[-1].item
    agenda.move_agenda_item(ctx, id=last.id, by=1)
    assert agenda.agenda(ctx).days[1].lines[0].item.id == last.id
    agenda.move_agenda_item(ctx, id=last.id, by=-1)
    assert agenda.agenda(ctx).days[0].lines[-1].item.id == last.id
    agenda.edit_agenda_item(ctx, id=last.id, fields=AgendaFields(minutes=10, title="Shorter"))
    agenda.move_agenda_item(ctx, id=last.id, by=-2)
    assert [line.item.title for line in agenda.agenda(ctx).days[0].lines][-3] == "Shorter"
    agenda.remove_agenda_item(ctx, id=last.id)
    assert agenda.agenda(ctx).days[0].minutes == first.minutes - last.minutes
    with pytest.raises(CjmError, match="at most"):
        agenda.edit_agenda_item(ctx, id=second.lines[0].item.id, fields=AgendaFields(minutes=5000))


def test_hours_in_words() -> None:
    assert [agenda.hours(n) for n in (0, 45, 60, 95)] == ["0 min", "45 min", "1 h", "1 h 35"]
