"""Step 1, who exactly: segments, their personas and criteria, and the evidence with its source."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.vocabulary import Certainty
from cjm.customer.writing import given_in
from cjm.pasted.lists import AT_ONCE
from db.tables import Criterion as Criterion
from db.tables import Customer, Persona, Segment
from db.tables import Evidence as Evidence

CriterionKind = Literal[
    "demographics",
    "purchase history",
    "revenue",
    "product",
    "health index",
    "life-cycle stage",
    "use case",
    "growth potential",
    "needs",
    "behaviour",
]
CRITERION_KINDS: tuple[CriterionKind, ...] = (
    "needs",
    "behaviour",
    "demographics",
    "life-cycle stage",
    "use case",
    "product",
    "purchase history",
    "revenue",
    "health index",
    "growth potential",
)


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


class CriterionFields(BaseModel):
    """What can be written on a segment criterion; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    kind: CriterionKind | None = None


class EvidenceFields(BaseModel):
    """What can be written on evidence; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    source: str | None = None
    link: str | None = None
    state: Certainty | None = None


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
    tx.summarise(f"Added the segment “{name.strip()}”")
    return made


@command("rename_segment", right=Right.EDIT)
def rename_segment(
    tx: Tx, *, customer_id: str, name: str, segment_id: str | None = None, expected_version: int | None = None
) -> str:
    """Name a segment; the customer's first one is made if there is none."""
    id = _segment(tx, customer_id, segment_id)
    tx.change(Segment, id, expected_version=expected_version if segment_id else None, name=name.strip())
    tx.summarise(f"Named the segment “{name.strip()}”")
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
    tx.summarise(f"Removed the segment “{segment.name}”")


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
    given = given_in(fields)
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
    tx.summarise(f"Described “{tx.image.get(Persona, made).name}”")
    return made


@command("add_criterion", right=Right.EDIT)
def add_criterion(
    tx: Tx, *, customer_id: str, text: str, kind: CriterionKind | None = None, segment_id: str | None = None
) -> str:
    """Say what the members of a segment share."""
    made = tx.add(Criterion, segment_id=_segment(tx, customer_id, segment_id), kind=kind, text=text.strip())
    tx.summarise(f"Added the criterion “{text.strip()}”")
    return made


@command("edit_criterion", right=Right.EDIT)
def edit_criterion(tx: Tx, *, id: str, fields: CriterionFields, expected_version: int | None = None) -> str:
    given = {name: value for name, value in fields.model_dump(exclude_unset=True).items() if value is not None or name == "kind"}
    if "text" in given:
        given["text"] = given["text"].strip()
    tx.change(Criterion, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the criterion “{tx.image.get(Criterion, id).text}”")
    return id


@command("remove_criterion", right=Right.EDIT)
def remove_criterion(tx: Tx, *, id: str) -> None:
    text = tx.image.get(Criterion, id).text
    tx.remove(Criterion, id)
    tx.summarise(f"Removed the criterion “{text}”")


def _sourced(row: dict[str, Any]) -> None:
    if row["state"] != "assumed" and not row["source"].strip() and not row["link"].strip():
        raise CjmError("Say where you know it from: without a source it stays an assumption.")


@command("add_evidence", right=Right.EDIT)
def add_evidence(
    tx: Tx, *, text: str, customer_id: str | None = None, source: str = "", link: str = "", state: Certainty = "assumed"
) -> str:
    """Write down what is known of the customer. Without a source it is an assumption."""
    given = {"text": text.strip(), "source": source.strip(), "link": link.strip(), "state": state}
    _sourced(given)
    made = tx.add(Evidence, customer_id=customer_id, **given)
    tx.summarise(f"Added the evidence “{text.strip()}”")
    return made


@command("add_facts", right=Right.EDIT)
def add_facts(
    tx: Tx,
    *,
    texts: Annotated[list[str], Field(min_length=1, max_length=AT_ONCE)],
    customer_id: str | None = None,
    source: str = "",
    state: Certainty = "assumed",
) -> list[str]:
    """Several things that are known, from one source or none."""
    made = [add_evidence.carry_out(tx, text=text, customer_id=customer_id, source=source, state=state) for text in texts]
    tx.summarise(f"Added {len(made)} pieces of evidence")
    return made


@command("edit_evidence", right=Right.EDIT)
def edit_evidence(tx: Tx, *, id: str, fields: EvidenceFields, expected_version: int | None = None) -> str:
    given = given_in(fields)
    _sourced({**tx.image.get(Evidence, id).model_dump(include={"state", "source", "link"}), **given})
    tx.change(Evidence, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the evidence “{tx.image.get(Evidence, id).text}”")
    return id


@command("remove_evidence", right=Right.EDIT)
def remove_evidence(tx: Tx, *, id: str) -> None:
    text = tx.image.get(Evidence, id).text
    tx.remove(Evidence, id)
    tx.summarise(f"Removed the evidence “{text}”")
