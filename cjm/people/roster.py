"""The roster: who takes part, who is there, who looks after which stage, and those who came twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from cjm.core.access import Right
from cjm.core.carrying import become
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.uniqueness import same
from cjm.core.view import view
from cjm.frame import with_department
from cjm.pasted.lists import AT_ONCE
from cjm.people.presence import who_is_here
from db.tables import (
    Action,
    Ballot,
    Department,
    Participant,
    Project,
    Round,
    Stage,
)


@dataclass(frozen=True)
class Person:
    """A participant. ``stage_ids`` are those they look after; none means all. ``online`` if they have a device open now."""

    id: str
    version: int
    name: str
    department_id: str | None
    department: str
    letters: str
    colour: int
    present: bool
    without_device: bool
    stage_ids: tuple[str, ...]
    stages: tuple[str, ...]
    online: bool = False


@dataclass(frozen=True)
class Roster:
    """Everybody, in the order they came or were listed."""

    revision: int
    people: tuple[Person, ...]
    departments: tuple[tuple[str, str], ...]
    stages: tuple[tuple[str, str], ...]

    @property
    def present(self) -> int:
        """How many are there: what “18 of 22” counts."""
        return sum(1 for person in self.people if person.present)


@view
def roster(image: WorkshopState) -> Roster:
    """Who takes part."""
    departments = {one.id: one for one in image.all(Department)}
    stages = {one.id: one.name for one in image.all(Stage)}
    people = []
    for one in image.all(Participant):
        department = departments.get(one.department_id or "")
        mine = [id for id in stages if id in image.linked_from("looks_after", one.id)]
        people.append(
            Person(
                one.id,
                one.version,
                one.name,
                one.department_id if department else None,
                department.name if department else "",
                department.letters if department else "",
                department.colour if department else 0,
                one.present,
                one.without_device,
                tuple(mine),
                tuple(stages[id] for id in mine),
            )
        )
    return Roster(image.revision, tuple(people), tuple((id, one.name) for id, one in departments.items()), tuple(stages.items()))


def roster_now(context: Context) -> Roster:
    """The same, with who is here by the answer that the session goes by, too."""
    view, here = roster(context), who_is_here(context)
    people = (replace(one, present=one.id in here.ids, online=one.id in here.online) for one in view.people)
    return replace(view, people=tuple(people))


@command("add_person", right=Right.FACILITATE)
def add_person(tx: Tx, *, name: str, department_id: str | None = None, without_device: bool = True) -> str:
    """Put somebody on the roster; without a device they are there, and the facilitator enters things for them."""
    made = tx.add(
        Participant, name=name.strip(), department_id=department_id, present=without_device, without_device=without_device
    )
    tx.summarise(f"Added {name.strip()} to the roster")
    return made


@command("add_people", right=Right.FACILITATE)
def add_people(
    tx: Tx,
    *,
    names: Annotated[list[str], Field(min_length=1, max_length=AT_ONCE)],
    department_id: str | None = None,
    without_device: bool = True,
) -> list[str]:
    """Put a pasted list on the roster, people with their department as in ``Ana, CC``, or else in ``department_id``; who is there
    already is passed over."""
    known = {same(one.name) for one in tx.image.all(Participant)}
    made = []
    for typed in names:
        name, own = with_department(tx.image, typed)
        if same(name) in known:
            continue
        known.add(same(name))
        made.append(add_person.carry_out(tx, name=name, department_id=own or department_id, without_device=without_device))
    if not made:
        raise CjmError("All of these are on the roster already.")
    tx.summarise(f"Added {len(made)} {'person' if len(made) == 1 else 'people'} to the roster")
    return made


@command("edit_person", right=Right.FACILITATE)
def edit_person(
    tx: Tx,
    *,
    id: str,
    name: str | None = None,
    department_id: str | None = None,
    present: bool | None = None,
    without_device: bool | None = None,
    expected_version: int | None = None,
) -> str:
    """Change what is given; an empty ``department_id`` takes it away."""
    person = tx.image.get(Participant, id)
    fields: dict[str, object] = {}
    if name is not None:
        fields["name"] = name.strip()
    if department_id is not None:
        fields["department_id"] = department_id or None
    if present is not None:
        fields["present"] = present
    if without_device is not None:
        fields["without_device"] = without_device
    tx.change(Participant, id, expected_version=expected_version, **fields)
    there = {True: f"{person.name} is there", False: f"{person.name} is not there"}
    tx.summarise(there[present] if present is not None and len(fields) == 1 else f"Changed {person.name} on the roster")
    return id


@command("assign_stages", right=Right.FACILITATE)
def assign_stages(tx: Tx, *, participant_id: str, stage_ids: Annotated[list[str], Field(max_length=200)]) -> None:
    """Which stages a participant looks after; none means all of them."""
    tx.set_links("looks_after", participant_id, stage_ids)
    tx.summarise(f"Changed the stages that {tx.image.get(Participant, participant_id).name} looks after")


@command("remove_person", right=Right.FACILITATE)
def remove_person(tx: Tx, *, id: str) -> None:
    """Take somebody off the roster, and their seats with them; what they entered stays."""
    person = tx.image.get(Participant, id)
    tx.remove(Participant, id)
    tx.summarise(f"Took {person.name} off the roster")


@command("merge_people", right=Right.FACILITATE)
def merge_people(tx: Tx, *, keep: str, doubled: str) -> None:
    """One person sat down twice: cards, scores, promises, stages and seats of ``doubled`` become those of ``keep``.

    Where both voted on the same thing, the vote of ``keep`` counts; of two sets of dots, or two picks, those of ``keep``. That
    holds for what is not revealed yet, too (``cjm.session.sealed``).
    """
    if keep == doubled:
        raise CjmError("Choose two different people to merge.")
    stays, goes = tx.image.get(Participant, keep), tx.image.get(Participant, doubled)
    one_set = {one.id for one in tx.image.all(Round) if one.kind in {"pick", "dot_vote"}}
    voted = {b.round_id for b in tx.whole.by(Ballot, "participant_id").get(keep, [])} & one_set
    for ballot in list(tx.whole.by(Ballot, "participant_id").get(doubled, [])):
        if ballot.round_id in voted:
            tx.remove(Ballot, ballot.id, along=True)
    for action in tx.image.by(Action, "taken_by_id").get(doubled, []):
        if action.owner == goes.name:
            tx.change(Action, action.id, owner=stays.name)
    for project in tx.image.by(Project, "participant_id").get(doubled, []):
        tx.change(Project, project.id, owner=stays.name)
    mine, theirs = (tx.image.linked_from("looks_after", id) for id in (keep, doubled))
    if mine and theirs:  # without any it is all of them, and that stays
        tx.set_links("looks_after", keep, [*mine, *theirs])
    elif mine:
        tx.set_links("looks_after", keep, [])
    tx.set_links("looks_after", doubled, [])
    become(tx, Participant, doubled, keep)
    tx.change(
        Participant,
        keep,
        present=stays.present or goes.present,
        without_device=stays.without_device and goes.without_device,
        department_id=stays.department_id or goes.department_id,
    )
    tx.summarise(f"Merged {goes.name} into {stays.name}")
