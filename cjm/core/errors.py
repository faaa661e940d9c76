"""The one error a person can mend."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from cjm.core.vocabulary import field_words
from db.faults import DatabaseFault as DatabaseFault
from db.faults import Why


class CjmError(Exception):
    """Its text is the sentence that is shown: what is wrong and how to mend it."""


class NotAllowed(CjmError):
    """The actor may not do or see this."""


class InTrash(CjmError):
    """The whole workshop is in the trash."""


class Conflict(CjmError):
    """Somebody else changed the same field since it was read; ``theirs`` holds what is stored now, by field."""

    def __init__(self, sentence: str, theirs: dict[str, Any]) -> None:
        super().__init__(sentence)
        self.theirs = theirs


_JUST_NOW: dict[Why, str] = {
    "busy": "the database is busy",
    "full": "the server’s disk is full",
    "read-only": "the database can’t be written",
    "away": "the database can’t be reached",
    "broken": "the database has a fault",
}


def just_now(fault: DatabaseFault) -> str:
    """What is the matter with the database, for the end of a sentence."""
    return _JUST_NOW[fault.why]


_SENTENCES = {
    "string_too_long": "{field} is too long: keep it to {max_length} characters.",
    "too_long": "{field} holds too much: keep it to {max_length}.",
    "string_too_short": "{field} can’t be empty.",
    "greater_than_equal": "{field} must be at least {ge}.",
    "less_than_equal": "{field} must be at most {le}.",
    "blank": "{field} can’t be empty.",
    "too_many": "{field} holds too much: keep it to {most}.",
    "finite_number": "{field} must be a number.",
    "unstorable": "{field} contains {fault}: type it again without that.",
    "choice": "{field} must be one of the choices offered.",
    "missing": "{field} is missing.",
    "missing_keyword_only_argument": "{field} is missing.",
    "extra_forbidden": "There is no field called “{name}”.",
    "unexpected_keyword_argument": "There is no field called “{name}”.",
    "int_parsing": "{field} must be a whole number.",
    "int_from_float": "{field} must be a whole number.",
    "float_parsing": "{field} must be a number.",
    "string_type": "{field} must be text.",
    "date_from_datetime_parsing": "{field} must be a date such as 2027-01-31.",
    "one_line": "{field} goes on one line: take the line break out.",
    "quarter": "{field} must be a quarter such as 2027-Q1.",
    "string_pattern_mismatch": "{field} isn’t written the way it should be, such as 2027-Q1.",
}


def sentence(error: ValidationError) -> str:
    """The first fault of ``error`` in words a participant uses."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    name = next((part for part in reversed(place) if not part.isdigit()), "value")
    pattern = _SENTENCES.get(first["type"], "{field} isn’t filled in the way it should be.")
    return pattern.format(field=field_words(name), name=name, **first.get("ctx", {}))
