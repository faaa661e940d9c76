"""Who exactly: one typical person of the segment, in fields that are saved when left."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import customer
from cjm.core.service import Context
from cjm.customer import Candidate, CustomerView
from cjm.customer import persona as method
from cjm.customer.persona import PersonaFields
from cjm.kpis.numbers import fact_in
from pages.screens.customer.evidence import evidence_part
from pages.screens.customer.segment import segment_part
from pages.shared import fields


def who(context: Context, view: CustomerView) -> None:
    """Segment and persona on one side, evidence on the other."""
    agreed = view.agreed
    if agreed is None:
        st.info("First the group agrees on the customer: count hands and press “Agree on …”.", icon=":material/info:")
        return
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        segment_part(context, view, agreed)
        _persona(context, view, agreed)
    with right:
        evidence_part(context, view, agreed)


def _persona(context: Context, view: CustomerView, agreed: Candidate) -> None:
    segment = view.segment.id if view.segment else None
    here, one = segment or agreed.id, view.persona

    def field(name: str, label: str, stored: str | None = None, **options: Any) -> None:
        def save(c: Context, value: str) -> str:
            given = PersonaFields.model_validate({name: facts_of(value) if name == "facts" else value})
            return method.describe_persona(
                c, customer_id=agreed.id, segment_id=segment, fields=given, expected_version=c.based_on
            )

        text = stored if stored is not None else str(getattr(one, name)) if one else ""
        fields.text(context, label, text, f"persona:{name}:{here}", save, version=one.version if one else None, **options)

    first, second = st.columns(2)
    with first:
        field("name", "Name and age of one typical person", max_chars=200, placeholder="Elena Novak, 58")
    with second:
        field("headline", "In one line", max_chars=200, placeholder="School librarian, lives alone")
    field("quote", "What they say", max_chars=400, placeholder="I just want one person who knows what comes next.")
    columns = st.columns(2)
    for index, (name, label, symbol, ask) in enumerate(customer.PERSONA_FIELDS):
        with columns[index % 2]:
            field(name, f":material/{symbol}: {label}", area=True, height=84, max_chars=4000, placeholder=ask)
    facts = "\n".join(" ".join(fact) for fact in one.facts) if one else ""
    field("facts", "Facts in numbers, one a line", facts, area=True, height=84, placeholder="14 contacts last year")


def facts_of(text: str) -> list[tuple[str, str]]:
    """Each line begins with the number, or a range, the rest is what it counts."""
    return [fact_in(line) for line in text.splitlines() if line.strip()]
