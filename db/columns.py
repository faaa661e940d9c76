"""Column types and field makers that every table shares."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

LINE = 200
"""Characters in a name or one-line answer."""
TEXT = 4000
"""Characters in a paragraph."""
ONE_LINE = r"^[^\n]*$"
"""What the fields of one line match."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on every database (SQLite drops the zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


POSITION = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")
"""Sorts bytewise on both databases; moving one thing writes one row."""


def key(target: str) -> Any:
    """A required reference to ``table.id``."""
    return Field(foreign_key=target, sa_type=sa.String(36), max_length=36, index=True)


def maybe_key(target: str) -> Any:
    """An optional reference to ``table.id``."""
    return Field(default=None, foreign_key=target, sa_type=sa.String(36), max_length=36, index=True)


def successor() -> Any:
    """The id of what a row in the trash became a part of: who still asks for the old one finds it there."""
    return Field(default=None, sa_type=sa.String(36), max_length=36)


def _without_breaks(limit: int) -> dict[str, Any]:
    """What is written in a field of one line holds no line break; what has more room may be written in an area."""
    return {"schema_extra": {"json_schema_extra": {"pattern": ONE_LINE}}} if limit <= LINE else {}


def line(default: Any = "", limit: int = LINE) -> Any:
    """One line of the user's text, or with a larger ``limit`` than ``LINE`` a few."""
    return Field(default=default, max_length=limit, **_without_breaks(limit))


def required(limit: int = LINE) -> Any:
    """The same for text that can't be empty."""
    return Field(min_length=1, max_length=limit, **_without_breaks(limit))


def paragraph() -> Any:
    """A paragraph of the user's text."""
    return Field(default="", max_length=TEXT)


def released(limit: int = LINE) -> Any:
    """What customers read of a text of that length; empty until it is released to them."""
    return Field(default=None, max_length=limit)


def choice(*allowed: str, default: str | None) -> Any:
    """One word out of ``allowed``; ``None`` as default makes it optional."""
    return Field(default=default, sa_type=sa.String(40), schema_extra={"json_schema_extra": {"enum": [*allowed]}})


def quarter() -> Any:
    """A quarter of a year such as ``2027-Q1``, or none; ``Row`` checks the pattern, which SQLModel itself does not."""
    return Field(default=None, max_length=7, schema_extra={"json_schema_extra": {"pattern": "^[0-9]{4}-Q[1-4]$"}})


def rating(low: int = 1, high: int = 5) -> Any:
    """A whole number from ``low`` to ``high``, empty until rated."""
    return Field(default=None, ge=low, le=high)


def items(**more: Any) -> Any:
    """A list or object kept as JSON; ``more`` is for the column."""
    return Field(default_factory=list, sa_type=sa.JSON, sa_column_kwargs=more)


def _moment(text: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise PydanticCustomError("moment", "must be a moment such as 2026-11-30T09:30:00+00:00")
    return text


Moment = Annotated[str, AfterValidator(_moment)]
"""A moment as text (ISO 8601, with its offset), in a list that is kept as JSON."""

MOST_ITEMS = 200
LONGEST_ITEM = 400


def check_items(value: Any, depth: int = 3) -> None:
    """Raises PydanticCustomError if a list or object holds what can't be kept: texts are short, and there are not too many."""
    if isinstance(value, str):
        fault = unstorable(value)
        if fault:
            raise PydanticCustomError("unstorable", "contains {fault}", {"fault": fault})
        if len(value) > LONGEST_ITEM:
            raise PydanticCustomError("string_too_long", "is too long", {"max_length": LONGEST_ITEM})
    elif isinstance(value, list | dict):
        if len(value) > MOST_ITEMS or not depth:
            raise PydanticCustomError("too_many", "holds more than {most}", {"most": MOST_ITEMS})
        for item in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
            check_items(item, depth - 1)


def unstorable(value: str) -> str | None:
    """Why PostgreSQL or a screen could not keep ``value``, or None if they can."""
    for char in value:
        category = unicodedata.category(char)
        if category == "Cs":
            return "half of a broken emoji"
        if category == "Cc" and char not in "\n\t":
            return "an invisible control character"
    return None
