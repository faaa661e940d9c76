"""Fields and values in words, and the words that differ between two texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from cjm.core.document_check import references
from cjm.core.vocabulary import LETTERS, label_of
from cjm.value_stream.common import in_words
from cjm.versions.compare.parts import Edit, Piece
from db.tables import Row

LONG = 48
"""From this many letters on a text is shown with its words marked instead of inside a sentence."""
_WORDS = {
    "text": "the words",
    "name": "the name",
    "title": "the title",
    "note": "the note",
    "what": "what is handed over",
    "is_key": "key stage",
    "unknown_here": "nobody here knows it",
    "drop_off": "where people drop off",
    "better_or_worse": "who makes it better or worse",
    "risk_note": "what may go wrong",
    "waiting_minutes": "waiting",
    "future": "its future",
    "future_note": "what becomes of it",
    "emotion": "the expected emotion",
    "emotion_reason": "why that emotion",
    "value": "the emotion",
    "reason": "why",
    "internal": "for the team alone",
    "shared": "shown to customers",
    "value_minor": "value",
    "cost_minor": "cost",
    "shown_stream_id": "the journey that customers see",
    "due_on": "due",
    "chosen": "chosen at the closing",
    "taken_by_id": "taken by",
    "taken_at": "taken on",
    "decision_asked_at": "leaders asked on",
    "decision_question": "the question to leaders",
    "value_stream_id": "only in",
    "moment_that_matters": "moment that matters",
    "unchanged": "stays as it is",
    "department_id": "department",
    "primary": "agreed customer",
    "because": "why them",
    "has_resources": "people for it",
    "has_owner": "somebody who owns it",
    "has_support": "support",
    "signs_up_for": "what they sign up for",
    "closed_at": "closed on",
    "closed_without": "missing at the closing",
    "finished_steps": "steps done for now",
    "next_check_in_on": "next check-in",
    "check_in_every": "days between check-ins",
    "next_review_on": "next review",
    "review_every": "days between reviews",
    "quadrant_names": "names of the quadrants",
    "starts_on": "starts",
    "done_on": "done",
    "baseline_on": "baseline read on",
    "target_on": "target reached by",
    "duration": "how long it takes",
    "duration_unit": "unit of the duration",
    "is_break": "break",
    "read_on": "read on",
    "from_stage_id": "from",
    "to_stage_id": "to",
    "customer_id": "customer",
    "theme_id": "theme",
    "group_id": "group",
}
_VALUES = {
    **LETTERS,
    "customer": "the customer’s",
    "internal": "internal",
    "pain_point": "pain point",
    "bright_spot": "bright spot",
    "not_now": "not now",
    "short": "short term",
    "mid": "mid term",
    "long": "long term",
}
_CHOICES = {"evidence", "state", "whose", "kind", "answer", "horizon"}
Known = Mapping[str, Row]
"""Rows of one document by id."""


def field_name(field: str) -> str:
    """How a field is called inside a sentence."""
    return _WORDS.get(field, field.removesuffix("_id").replace("_", " "))


def day(moment: date) -> str:
    return f"{moment:%-d %b %Y}"


def value_words(kind: str, field: str, value: Any, known: Known) -> str:
    """A value as people read it; nothing is an empty text."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    target = references(kind).get(field)
    if target or (field.endswith("_id") and value in known):
        row = known.get(value)
        return f"“{label_of(row.table_name, row)}”" if row is not None else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | datetime):
        return day(value)
    if field == "emotion" or (kind == "emotions" and field == "value"):
        return f"{value:+d}".replace("-", "−").replace("+0", "0")
    if field == "waiting_minutes":
        return in_words(value)
    if field in {"value_minor", "cost_minor"}:
        return f"{value / 100:,.0f}"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return ", ".join(" ".join(map(str, one)) if isinstance(one, list) else str(one).replace("_", " ") for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {name}" for key, name in value.items())
    return _VALUES.get(value, value) if field in _CHOICES else str(value)


def edit(kind: str, field: str, before: Row, after: Row, old: Known, new: Known) -> Edit:
    """What became of one field."""
    was = value_words(kind, field, getattr(before, field), old)
    now = value_words(kind, field, getattr(after, field), new)
    plain = isinstance(getattr(after, field), str) and field not in _CHOICES and not field.endswith("_id")
    marked = differing_words(was, now) if plain and (len(was) > LONG or len(now) > LONG or field in {"text", "name"}) else ()
    return Edit(field_name(field), was, now, marked)


def differing_words(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts as one row of pieces."""
    was, now = (re.findall(r"\s+|\S+", text)[:2000] for text in (old, new))
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(was[a:b])))
            continue
        if a < b:
            pieces.append(("gone", "".join(was[a:b])))
        if c < d:
            pieces.append(("new", "".join(now[c:d])))
    return tuple(pieces)
