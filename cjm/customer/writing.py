"""Step 1: candidates, the group's pick, and the view of the whole step; who exactly it is: ``cjm.customer.persona``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.uniqueness import same
from cjm.core.view import view
from db.tables import (
    Ballot,
    Criterion,
    Customer,
    Department,
    Evidence,
    Organisation,
    Participant,
    Persona,
    Round,
    Segment,
    Stage,
    StageDepartment,
    Stakeholder,
)

MOST_CANDIDATES = 8
QUESTION = "Who is the customer we create value for?"

PERSONA_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("goal", "Goal", "flag", "What do they want to have reached in the end?"),
    ("scenario", "Scenario", "history_edu", "What happens to them that starts all this?"),
    ("behaviours", "Behaviours", "directions_walk", "What do they do, and how?"),
    ("preferences", "Preferences", "tune", "What do they like better?"),
    ("expectations", "Expectations", "hourglass_top", "What do they take for granted?"),
    ("gives_up_when", "Gives up when", "block", "When do they walk away?"),
)
"""Field, name, icon and what to ask."""


@dataclass(frozen=True)
class Candidate:
    """A customer in question. ``votes`` are the hands counted in the present round."""

    id: str
    version: int
    name: str
    note: str
    relation: str
    votes: int
    primary: bool
    because: str


@dataclass(frozen=True)
class Fact:
    """Evidence as shown: without a source it is an assumption, whatever its state says."""

    id: str
    version: int
    text: str
    source: str
    link: str
    state: str


@dataclass(frozen=True)
class Touch:
    """A department that touches the customer, and at how many stages it leads, helps or is consulted."""

    id: str
    name: str
    letters: str
    colour: int
    role: str
    organisation: str
    faces_customer: bool
    leads: int
    helps: int
    consulted: int


@dataclass(frozen=True)
class CustomerView:
    """Everything of step 1; ``persona`` and ``criteria`` are those of ``segment``: the one asked for, else the first."""

    revision: int
    candidates: tuple[Candidate, ...]
    round_number: int
    votes: int
    scale: int
    agreed: Candidate | None
    leading: Candidate | None
    segments: tuple[Segment, ...]
    segment: Segment | None
    persona: Persona | None
    criteria: tuple[Criterion, ...]
    evidence: tuple[Fact, ...]
    counts: tuple[tuple[str, int], ...]
    departments: tuple[Touch, ...]
    stakeholders: tuple[Stakeholder, ...]


def because(reason: str) -> str:
    """The reason as half a sentence, whether or not it was typed with the words that ask for it."""
    said = reason.strip()
    for start in ("because ", "we create "):
        if said.casefold().startswith(start):
            said = said[len(start) :].strip()
    return f"because we create {said}" if said else ""


def state_of(evidence: Evidence) -> str:
    """What it counts as: without a source an assumption."""
    return evidence.state if evidence.source.strip() or evidence.link.strip() else "assumed"


def pick_round(image: WorkshopState) -> Round | None:
    """The round that counts: the last one of the picks."""
    rounds = [one for one in image.all(Round) if one.kind == "pick"]
    return max(rounds, key=lambda one: (one.number, one.position, one.id), default=None)


def _votes(image: WorkshopState) -> dict[str, int]:
    current = pick_round(image)
    counted: dict[str, int] = {}
    for ballot in image.by(Ballot, "round_id").get(current.id, []) if current else []:
        counted[ballot.subject_id] = counted.get(ballot.subject_id, 0) + ballot.value
    return counted


def _touch(image: WorkshopState, one: Department) -> Touch:
    parts = [row.involvement for row in image.by(StageDepartment, "department_id").get(one.id, [])]
    organisation = image.find(Organisation, one.organisation_id)
    return Touch(
        one.id,
        one.name,
        one.letters,
        one.colour,
        one.role,
        organisation.name if organisation else "",
        one.faces_customer,
        leads=len(image.by(Stage, "department_id").get(one.id, [])),
        helps=parts.count("helps"),
        consulted=parts.count("consulted"),
    )


@view
def summary(image: WorkshopState, *, segment_id: str | None = None) -> CustomerView:
    """Candidates with their tally, and the agreed one's persona, criteria and evidence."""
    counted = _votes(image)
    candidates = tuple(
        Candidate(row.id, row.version, row.name, row.note, row.relation, counted.get(row.id, 0), row.primary, row.because)
        for row in image.all(Customer)
    )
    agreed = next((one for one in candidates if one.primary), None)
    most = max((one.votes for one in candidates), default=0)
    leaders = [one for one in candidates if one.votes == most and most]
    votes = sum(one.votes for one in candidates)
    current = pick_round(image)
    segments = tuple(image.by(Segment, "customer_id").get(agreed.id, [])) if agreed else ()
    segment = next((one for one in segments if one.id == segment_id), segments[0] if segments else None)
    persona = next(iter(image.by(Persona, "segment_id").get(segment.id, [])), None) if segment else None
    criteria = tuple(image.by(Criterion, "segment_id").get(segment.id, [])) if segment else ()
    order = ("confirmed", "observed", "assumed")
    known = [row for row in image.all(Evidence) if agreed and row.customer_id in (None, agreed.id)]
    facts = sorted(
        (Fact(row.id, row.version, row.text, row.source, row.link, state_of(row)) for row in known),
        key=lambda fact: order.index(fact.state),
    )
    return CustomerView(
        revision=image.revision,
        candidates=candidates,
        round_number=current.number if current else 1,
        votes=votes,
        scale=max(votes, len(image.all(Participant)), 10),
        agreed=agreed,
        leading=leaders[0] if len(leaders) == 1 else None,
        segments=segments,
        segment=segment,
        persona=persona,
        criteria=criteria,
        evidence=tuple(facts),
        counts=tuple((state, sum(1 for fact in facts if fact.state == state)) for state in order),
        departments=tuple(_touch(image, one) for one in image.all(Department)),
        stakeholders=tuple(image.all(Stakeholder)),
    )


class CandidateFields(BaseModel):
    """What can be written on a candidate; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    note: str | None = None
    relation: Literal["external", "internal"] | None = None
    because: str | None = None


def given_in(fields: BaseModel) -> dict[str, Any]:
    """What was given; None says nothing."""
    return {name: value for name, value in fields.model_dump(exclude_unset=True).items() if value is not None}


@command("add_candidate", right=Right.EDIT)
def add_candidate(tx: Tx, *, name: str, note: str = "", relation: Literal["external", "internal"] = "external") -> str:
    """Name one who could be the customer."""
    clean = name.strip()
    known = tx.image.all(Customer)
    if any(same(one.name) == same(clean) for one in known):
        raise CjmError(f"“{clean}” is a candidate already.")
    if len(known) >= MOST_CANDIDATES:
        raise CjmError(f"{MOST_CANDIDATES} candidates are enough to choose from: remove one before you add “{clean}”.")
    made = tx.add(Customer, name=clean, note=note.strip(), relation=relation)
    tx.summarise(f"Added the candidate “{clean}”")
    return made


@command("add_candidates", right=Right.EDIT)
def add_candidates(tx: Tx, *, names: Annotated[list[str], Field(min_length=1, max_length=MOST_CANDIDATES)]) -> list[str]:
    """Name several at once; who is a candidate already is passed over."""
    known = {same(one.name) for one in tx.image.all(Customer)}
    fresh = {same(name): name for name in names if name.strip() and same(name) not in known}
    if not fresh:
        raise CjmError("All of these are candidates already.")
    room = MOST_CANDIDATES - len(known)
    if len(fresh) > room:
        told = f"there is room for {room} more, and these are {len(fresh)}"
        raise CjmError(f"{MOST_CANDIDATES} candidates are enough to choose from: {told}.")
    made = [add_candidate.carry_out(tx, name=name) for name in fresh.values()]
    tx.summarise(f"Added {len(made)} candidates")
    return made


@command("edit_candidate", right=Right.EDIT)
def edit_candidate(tx: Tx, *, id: str, fields: CandidateFields, expected_version: int | None = None) -> str:
    before = tx.image.get(Customer, id).name
    given = given_in(fields)
    if "name" in given:
        given["name"] = given["name"].strip()
    tx.change(Customer, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the candidate “{before}”")
    return id


@command("remove_candidate", right=Right.EDIT)
def remove_candidate(tx: Tx, *, id: str) -> None:
    name = tx.image.get(Customer, id).name
    tx.remove(Customer, id)
    tx.summarise(f"Removed the candidate “{name}”")


def _open_round(tx: Tx) -> str:
    current = pick_round(tx.image)
    if current is not None:
        if current.state == "closed":
            tx.change(Round, current.id, state="open", closed_at=None)
        return current.id
    return tx.add(Round, kind="pick", question=QUESTION, number=1)


@command("count_hands", right=Right.FACILITATE, live=True)
def count_hands(tx: Tx, *, id: str, by: int) -> int:
    """Add hands to a candidate's tally or take some away; returns what it is now. It never falls below zero."""
    candidate = tx.image.get(Customer, id)
    round_id = _open_round(tx)
    ballots = tx.image.by(Ballot, "round_id").get(round_id, [])
    ballot = next((one for one in ballots if one.subject_id == id and one.source == "show_of_hands"), None)
    value = max(0, (ballot.value if ballot else 0) + by)
    if ballot is None:
        tx.add(Ballot, round_id=round_id, subject_id=id, axis="pick", value=value, source="show_of_hands")
    else:
        tx.change(Ballot, ballot.id, value=value)
    tx.summarise(f"Counted {value} {'hand' if value == 1 else 'hands'} for “{candidate.name}”")
    return value


@command("pick_again", right=Right.FACILITATE)
def pick_again(tx: Tx) -> int:
    """Start a new round from zero; the earlier one is kept. Returns its number."""
    current = pick_round(tx.image)
    if current is None:
        raise CjmError("Nothing has been counted yet: the first round is open.")
    if current.state == "open":
        tx.change(Round, current.id, state="closed", closed_at=tx.now)
    tx.add(Round, kind="pick", question=QUESTION, number=current.number + 1)
    tx.summarise(f"Started round {current.number + 1} of the pick")
    return current.number + 1


@command("agree_on_customer", right=Right.FACILITATE, live=True)
def agree_on_customer(tx: Tx, *, id: str, because: str | None = None) -> str:
    """Make this candidate the primary customer, with the reason; without one it keeps its own. The round is closed."""
    chosen = tx.image.get(Customer, id)
    for other in tx.image.all(Customer):
        if other.primary and other.id != id:
            tx.change(Customer, other.id, primary=False)
    tx.change(Customer, id, primary=True, because=chosen.because if because is None else because.strip())
    current = pick_round(tx.image)
    if current is not None and current.state == "open":
        tx.change(Round, current.id, state="closed", closed_at=tx.now)
    tx.summarise(f"Agreed on “{chosen.name}”")
    return id
