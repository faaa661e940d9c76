"""Step 1: who the customer is. Candidates, the group's pick, then the persona and what is known of her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from cjm.access import Right
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.image import Image
from cjm.views import view
from db.tables import Ballot, Criterion, Customer, Department, Evidence, Participant, Persona, Round, Segment, Stakeholder

MOST_CANDIDATES = 8
QUESTION = "Who is the customer we create value for?"

State = Literal["assumed", "observed", "confirmed"]
CriterionKind = Literal[
    "demographics", "purchase history", "revenue", "product", "health index", "life-cycle stage", "use case",
    "growth potential", "needs", "behaviour",
]  # fmt: skip
CRITERION_KINDS: tuple[CriterionKind, ...] = (
    "needs", "behaviour", "demographics", "life-cycle stage", "use case", "product", "purchase history", "revenue",
    "health index", "growth potential",
)  # fmt: skip

PERSONA_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("goal", "Goal", "flag", "What does she want to have reached in the end?"),
    ("scenario", "Scenario", "history_edu", "What happens to her that starts all this?"),
    ("behaviours", "Behaviours", "directions_walk", "What does she do, and how?"),
    ("preferences", "Preferences", "tune", "What does she like better?"),
    ("expectations", "Expectations", "hourglass_top", "What does she take for granted?"),
    ("gives_up_when", "Gives up when", "block", "When does she walk away?"),
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
class CustomerView:
    """Everything of step 1. ``persona`` and ``segment`` are those of ``chosen``, the agreed customer, else the asked-for one."""

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
    departments: tuple[Department, ...]
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


def pick_round(image: Image) -> Round | None:
    """The round that counts: the last one of the picks."""
    rounds = [one for one in image.all(Round) if one.kind == "pick"]
    return max(rounds, key=lambda one: (one.number, one.position, one.id), default=None)


def _votes(image: Image) -> dict[str, int]:
    current = pick_round(image)
    counted: dict[str, int] = {}
    for ballot in image.by(Ballot, "round_id").get(current.id, []) if current else []:
        counted[ballot.subject_id] = counted.get(ballot.subject_id, 0) + ballot.value
    return counted


@view
def summary(image: Image, *, segment_id: str | None = None) -> CustomerView:
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
        departments=tuple(image.all(Department)),
        stakeholders=tuple(image.all(Stakeholder)),
    )


class CandidateFields(BaseModel):
    """What can be written on a candidate; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    note: str | None = None
    relation: Literal["external", "internal"] | None = None
    because: str | None = None


class PersonaFields(BaseModel):
    """What can be written on a persona; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    headline: str | None = None
    quote: str | None = None
    scenario: str | None = None
    goal: str | None = None
    behaviours: str | None = None
    preferences: str | None = None
    expectations: str | None = None
    gives_up_when: str | None = None
    facts: list[tuple[str, str]] | None = None


class EvidenceFields(BaseModel):
    """What can be written on evidence; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    source: str | None = None
    link: str | None = None
    state: State | None = None


def _given(fields: BaseModel) -> dict[str, Any]:
    return {name: value for name, value in fields.model_dump(exclude_unset=True).items() if value is not None}


@command("add_candidate", right=Right.EDIT)
def add_candidate(tx: Tx, *, name: str, note: str = "", relation: Literal["external", "internal"] = "external") -> str:
    """Name one who could be the customer."""
    clean = name.strip()
    known = tx.image.all(Customer)
    if any(one.name.casefold() == clean.casefold() for one in known):
        raise CjmError(f"“{clean}” is a candidate already.")
    if len(known) >= MOST_CANDIDATES:
        raise CjmError(f"{MOST_CANDIDATES} candidates are enough to choose from: remove one before you add “{clean}”.")
    made = tx.add(Customer, name=clean, note=note.strip(), relation=relation)
    tx.say(f"Added the candidate “{clean}”")
    return made


@command("edit_candidate", right=Right.EDIT)
def edit_candidate(tx: Tx, *, id: str, fields: CandidateFields, expected_version: int | None = None) -> str:
    before = tx.image.get(Customer, id).name
    given = _given(fields)
    if "name" in given:
        given["name"] = given["name"].strip()
    tx.change(Customer, id, expected_version=expected_version, **given)
    tx.say(f"Changed the candidate “{before}”")
    return id


@command("remove_candidate", right=Right.EDIT)
def remove_candidate(tx: Tx, *, id: str) -> None:
    name = tx.image.get(Customer, id).name
    tx.remove(Customer, id)
    tx.say(f"Removed the candidate “{name}”")


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
    tx.say(f"Counted {value} {'hand' if value == 1 else 'hands'} for “{candidate.name}”")
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
    tx.say(f"Started round {current.number + 1} of the pick")
    return current.number + 1


@command("agree_on_customer", right=Right.FACILITATE)
def agree_on_customer(tx: Tx, *, id: str, because: str = "") -> str:
    """Make this candidate the primary customer, with the reason; the round is closed."""
    chosen = tx.image.get(Customer, id)
    for other in tx.image.all(Customer):
        if other.primary and other.id != id:
            tx.change(Customer, other.id, primary=False)
    tx.change(Customer, id, primary=True, because=because.strip())
    current = pick_round(tx.image)
    if current is not None and current.state == "open":
        tx.change(Round, current.id, state="closed", closed_at=tx.now)
    tx.say(f"Agreed on “{chosen.name}”")
    return id


def _segment(tx: Tx, customer_id: str, segment_id: str | None) -> str:
    """The segment asked for, else the customer's first one, made if there is none."""
    if segment_id:
        return tx.image.get(Segment, segment_id).id
    customer = tx.image.get(Customer, customer_id)
    known = tx.image.by(Segment, "customer_id").get(customer_id, [])
    return known[0].id if known else tx.add(Segment, customer_id=customer_id, name=customer.name)


@command("add_segment", right=Right.EDIT)
def add_segment(tx: Tx, *, customer_id: str, name: str) -> str:
    tx.image.get(Customer, customer_id)
    made = tx.add(Segment, customer_id=customer_id, name=name.strip())
    tx.say(f"Added the segment “{name.strip()}”")
    return made


@command("rename_segment", right=Right.EDIT)
def rename_segment(tx: Tx, *, customer_id: str, name: str, segment_id: str | None = None) -> str:
    """Name a segment; the customer's first one is made if there is none."""
    id = _segment(tx, customer_id, segment_id)
    tx.change(Segment, id, name=name.strip())
    tx.say(f"Named the segment “{name.strip()}”")
    return id


@command("remove_segment", right=Right.EDIT)
def remove_segment(tx: Tx, *, id: str) -> None:
    """Move a segment to the trash, with its persona and criteria."""
    segment = tx.image.get(Segment, id)
    for persona in tx.image.by(Persona, "segment_id").get(id, []):
        tx.remove(Persona, persona.id)
    for criterion in tx.image.by(Criterion, "segment_id").get(id, []):
        tx.remove(Criterion, criterion.id)
    tx.remove(Segment, id)
    tx.say(f"Removed the segment “{segment.name}”")


@command("describe_persona", right=Right.EDIT)
def describe_persona(
    tx: Tx,
    *,
    customer_id: str,
    fields: PersonaFields,
    segment_id: str | None = None,
    expected_version: int | None = None,
) -> str:
    """Write on the persona of a segment; the first words make it."""
    given = _given(fields)
    if "facts" in given:
        given["facts"] = [[number.strip(), what.strip()] for number, what in given["facts"] if number.strip() or what.strip()]
    if "name" in given:
        given["name"] = given["name"].strip()
    id = _segment(tx, customer_id, segment_id)
    persona = next(iter(tx.image.by(Persona, "segment_id").get(id, [])), None)
    if persona is None:
        made = tx.add(Persona, segment_id=id, **{"name": tx.image.get(Segment, id).name, **given})
    else:
        made = persona.id
        tx.change(Persona, made, expected_version=expected_version, **given)
    tx.say(f"Described “{tx.image.get(Persona, made).name}”")
    return made


@command("add_criterion", right=Right.EDIT)
def add_criterion(
    tx: Tx, *, customer_id: str, text: str, kind: CriterionKind | None = None, segment_id: str | None = None
) -> str:
    """Say what the members of a segment share."""
    made = tx.add(Criterion, segment_id=_segment(tx, customer_id, segment_id), kind=kind, text=text.strip())
    tx.say(f"Added the criterion “{text.strip()}”")
    return made


@command("edit_criterion", right=Right.EDIT)
def edit_criterion(tx: Tx, *, id: str, text: str, kind: CriterionKind | None = None) -> str:
    tx.change(Criterion, id, text=text.strip(), kind=kind)
    tx.say(f"Changed the criterion “{text.strip()}”")
    return id


@command("remove_criterion", right=Right.EDIT)
def remove_criterion(tx: Tx, *, id: str) -> None:
    text = tx.image.get(Criterion, id).text
    tx.remove(Criterion, id)
    tx.say(f"Removed the criterion “{text}”")


def _sourced(row: dict[str, Any]) -> None:
    if row["state"] != "assumed" and not row["source"].strip() and not row["link"].strip():
        raise CjmError("Say where you know it from: without a source it stays an assumption.")


@command("add_evidence", right=Right.EDIT)
def add_evidence(
    tx: Tx, *, text: str, customer_id: str | None = None, source: str = "", link: str = "", state: State = "assumed"
) -> str:
    """Write down what is known of the customer. Without a source it is an assumption."""
    given = {"text": text.strip(), "source": source.strip(), "link": link.strip(), "state": state}
    _sourced(given)
    made = tx.add(Evidence, customer_id=customer_id, **given)
    tx.say(f"Added the evidence “{text.strip()}”")
    return made


@command("edit_evidence", right=Right.EDIT)
def edit_evidence(tx: Tx, *, id: str, fields: EvidenceFields, expected_version: int | None = None) -> str:
    given = _given(fields)
    _sourced({**tx.image.get(Evidence, id).model_dump(include={"state", "source", "link"}), **given})
    tx.change(Evidence, id, expected_version=expected_version, **given)
    tx.say(f"Changed the evidence “{tx.image.get(Evidence, id).text}”")
    return id


@command("remove_evidence", right=Right.EDIT)
def remove_evidence(tx: Tx, *, id: str) -> None:
    text = tx.image.get(Evidence, id).text
    tx.remove(Evidence, id)
    tx.say(f"Removed the evidence “{text}”")
