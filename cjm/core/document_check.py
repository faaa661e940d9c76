"""Reads a workshop document and refuses a broken one whole, with the path of the fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from fractional_indexing import FIError, validate_order_key
from pydantic import BaseModel, ConfigDict, ValidationError, create_model, field_validator

from cjm.core.errors import CjmError
from cjm.core.limits import AT_ONCE, MOST
from cjm.core.uniqueness import seat_of, sentence_for
from cjm.core.vocabulary import KINDS, RELATIONS, SUBJECTS, label_of, shortened
from db.columns import ONE_LINE, unstorable
from db.tables import PARTS, TABLES, Handoff, Part, Row, Workshop

FORMAT = "cjm/1"
LEFT_OUT = frozenset({"workshop_id", "deleted_at", "visibility"})
"""Fields the document does not have: it is about one workshop and holds only what lives and the whole team may see."""
RETIRED = ("calls_to_explain",)
"""Kinds that documents of earlier versions have, empty: who is asked to explain a score is stored no more."""
LARGEST = 48 * 2**20
"""Bytes. Twenty thousand cards of the longest text are half of it."""
MOST_OPENED = 2 * AT_ONCE
"""Objects and lists in one file; brackets in texts count too, since this is looked at before anything is built of it."""
MOST_VALUES = 4_000_000
"""The same of values: commas."""
BIGGEST_INTEGER = 2**31 - 1
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
POSITION = re.compile(r"[0-9A-Za-z]+")
AT_LARGE = {"from_id", "to_id", "subject_id"}
"""References whose kind is told by another field, so that the database can't check them."""
OF_WORKSHOP = {"shown_stream_id": "value_streams"}
"""What the workshop itself refers to: it is stored before its parts, so the database can't check that either."""

R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Document:
    """A document that is sound: valid rows by plural, each reference answered inside it."""

    workshop: Workshop
    rows: dict[str, list[Part]]

    def all(self) -> Iterator[Row]:
        yield self.workshop
        for rows in self.rows.values():
            yield from rows


def fault(path: str, what: str) -> CjmError:
    return CjmError(f"{path}: {what}")


def references(kind: str) -> dict[str, str]:
    """Which fields of a kind hold the id of which other kind."""
    if kind == "workshops":
        return OF_WORKSHOP
    return {
        column.name: foreign_key.target_fullname.partition(".")[0]
        for column in TABLES[kind].c
        for foreign_key in column.foreign_keys
        if column.name != "workshop_id"
    }


def read(data: bytes, *, kept: bool = False) -> Document:
    """The document in ``data``. Raises CjmError that names the first fault.

    One that was ``kept`` here may be older than a rule: then line breaks in fields of one line are no fault, but spaces.
    """
    raw = _parse(data)
    if not isinstance(raw, dict) or "format" not in raw:
        raise CjmError("format: is missing, so this is not a workshop document.")
    if raw["format"] != FORMAT:
        raise fault("format", f"must be “{FORMAT}”, which is what this version reads")
    for name in RETIRED:
        raw.pop(name, None)
    for name in raw:
        if name not in PARTS and name not in {"format", "workshop"}:
            raise fault(_shown(name), "is not part of a workshop document")
    if not isinstance(raw.get("workshop"), dict):
        raise fault("workshop", "must be an object")
    try:
        _refuse_unstorable(raw)
    except RecursionError:
        raise CjmError("The file is nested too deeply to be a workshop document.") from None
    if kept:
        _put_on_one_line(raw)
    workshop = _row(Workshop, raw["workshop"], "workshop", {})
    rows: dict[str, list[Part]] = {}
    for kind, model in PARTS.items():
        given = raw.get(kind, [])
        if not isinstance(given, list):
            raise fault(kind, "must be a list")
        if len(given) > MOST[kind] and not kept:
            raise fault(kind, f"holds {len(given):,}, and a workshop at most {MOST[kind]:,} of them")
        rows[kind] = [_row(model, row, f"{kind}[{i}]", {"workshop_id": workshop.id}) for i, row in enumerate(given)]
    document = Document(workshop, rows)
    _check_references(document)
    _check_only(document)
    return document


def _parse(data: bytes) -> Any:
    if len(data) > LARGEST or data.count(b"{") + data.count(b"[") > MOST_OPENED or data.count(b",") > MOST_VALUES:
        raise CjmError("The file is too large to be a workshop document.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CjmError("The file isn’t text in UTF-8, so it is not a workshop document.") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise fault(f"line {error.lineno}, column {error.colno}", f"is not valid JSON ({error.msg})") from None
    except RecursionError:
        raise CjmError("The file is nested too deeply to be a workshop document.") from None
    except ValueError:
        raise CjmError("The file holds a number that is too long to be one of ours.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise fault(_shown(twice), "stands twice in one object")
    return made


def _no_constant(name: str) -> Any:
    raise fault(name, "is not a number that JSON knows")


def _shown(name: str) -> str:
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return shortened(clean)


def _path(start: str, parts: Iterable[str | int]) -> str:
    path = start + "".join(f"[{part}]" if isinstance(part, int) else f".{_shown(part)}" for part in parts)
    return path.removeprefix(".")


def _refuse_unstorable(value: Any, place: tuple[str | int, ...] = ()) -> None:
    if isinstance(value, str):
        if not value.isprintable() and (why := unstorable(value)):
            raise fault(_path("", place), f"contains {why}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            _refuse_unstorable(item, (*place, i))
    elif isinstance(value, dict):
        for name, item in value.items():
            if not name.isprintable() and (why := unstorable(name)):
                raise fault(_path("", (*place, name)), f"its name contains {why}")
            _refuse_unstorable(item, (*place, name))


def _put_on_one_line(raw: dict[str, Any]) -> None:
    for kind, model in (("workshop", Workshop), *PARTS.items()):
        for row in [raw[kind]] if kind == "workshop" else raw.get(kind, []):
            for name in one_line(model):
                if isinstance(row.get(name), str):
                    row[name] = row[name].replace("\n", " ")


@cache
def one_line(model: type[Row]) -> tuple[str, ...]:
    """The fields that hold no line break."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("pattern") == ONE_LINE
    )


def _row(model: type[R], given: Any, path: str, added: dict[str, Any]) -> R:
    """One row, checked by its model: strictly, so that text is never taken for a number."""
    if not isinstance(given, dict):
        raise fault(path, "must be an object")
    for name in given:
        if name in LEFT_OUT or name not in model.model_fields:
            raise fault(_path(path, [name]), f"there is no such field in a {KINDS[model.table_name]}")
    try:
        checked = strict(model).model_validate_json(json.dumps({**given, **added}))
    except ValidationError as error:
        first = error.errors()[0]
        raise fault(_path(path, first["loc"]), _what(model, first)) from None
    values = dict(checked)
    for name, value in values.items():
        why = ""
        if isinstance(value, datetime):
            values[name], why = _in_utc(value)
        elif isinstance(value, int) and abs(value) > BIGGEST_INTEGER and not isinstance(column(model, name).type, sa.BigInteger):
            why = f"must be at most {BIGGEST_INTEGER}"
        elif name in FORMS and value is not None:
            fits, what = FORMS[name]
            why = "" if fits(value) else what
        if why:
            raise fault(f"{path}.{name}", why)
    return model.model_construct(**values)


@cache
def strict(model: type[Row]) -> type[BaseModel]:
    """A model of the same fields that is exact about types (an SQLModel passes strictness on to nobody)."""
    clean = field_validator("*", mode="after")(Row._clean.__func__)  # type: ignore[attr-defined]
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in model.model_fields.items()}
    config = ConfigDict(strict=True, extra="forbid")
    return create_model(model.__name__, __config__=config, __validators__={"clean": clean}, **fields)


def column(model: type[Row], name: str) -> sa.Column[Any]:
    return TABLES[model.table_name].c[name]


def _in_utc(value: datetime) -> tuple[datetime, str]:
    if value.tzinfo is None:
        return value, "must be a time with its zone, such as 2026-11-23T08:00:00.000000Z"
    try:
        return value.astimezone(UTC), ""
    except OverflowError:
        return value, "must be a time between the years 1 and 9999"


def _is_position(value: str) -> bool:
    try:
        if POSITION.fullmatch(value):
            validate_order_key(value)
            return True
    except (FIError, IndexError):
        pass
    return False


_IS_UUID = (lambda value: UUID.fullmatch(value) is not None, "must be a UUID in small letters")
FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "id": _IS_UUID,
    "origin_id": _IS_UUID,
    "version": (lambda value: value >= 1, "must be at least 1"),
    "position": (_is_position, "is not a position, such as “a0” or “a1V”"),
    "facts": (lambda value: all(len(fact) == 2 for fact in value), "must be pairs of a number and what it counts, both text"),
}
"""What a field's value must fit beyond its model."""

_WHATS = {
    "missing": "is missing",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "can’t be empty",
    "moment": "must be a moment such as 2026-11-30T09:30:00+00:00",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "quarter": "must be a quarter such as 2027-Q1",
    "one_line": "must be one line, without a line break",
    "blank": "can’t be empty",
    "too_many": "holds more than {most}",
    "finite_number": "must be a number",
    "unstorable": "contains {fault}",
}


def _what(model: type[Row], error: Any) -> str:
    """What is wrong, in words that follow a path and a colon."""
    kind, context = error["type"], error.get("ctx", {})
    field = model.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    if kind in {"greater_than_equal", "less_than_equal"} and field is not None:
        low, high = (next((getattr(m, end) for m in field.metadata if hasattr(m, end)), None) for end in ("ge", "le"))
        if low is not None and high is not None:
            return f"must be between {low:g} and {high:g}" if high < 10**6 else f"must be between {low} and {high}"
        return f"must be at least {low}" if low is not None else f"must be at most {high}"
    if kind == "choice" and field is not None and isinstance(field.json_schema_extra, dict):
        allowed = field.json_schema_extra["enum"]
        assert isinstance(allowed, list)
        return "must be one of " + ", ".join(str(word) for word in allowed)
    if kind.startswith("date_"):
        return "must be a date such as 2027-01-31"
    if kind.startswith(("datetime_", "timezone_")):
        return "must be a time such as 2026-11-23T08:00:00.000000Z"
    pattern = _WHATS.get(kind)
    return pattern.format(**context) if pattern else "isn’t what belongs here"


def _check_references(document: Document) -> None:
    """Every id once, and every reference to a row of the kind it should be."""
    kind_of: dict[str, str] = {document.workshop.id: "workshops"}
    for kind, rows in document.rows.items():
        for i, row in enumerate(rows):
            if row.id in kind_of:
                raise fault(f"{kind}[{i}].id", "stands on two things in this document")
            kind_of[row.id] = kind
    for name, target in OF_WORKSHOP.items():
        value = getattr(document.workshop, name)
        if value is not None and kind_of.get(value) != target:
            raise fault(f"workshop.{name}", f"there is no such {KINDS[target]} in this document")
    for kind, rows in document.rows.items():
        wanted = {name: (target,) for name, target in references(kind).items()}
        for i, row in enumerate(rows):
            for name, targets in (wanted | _at_large(row)).items():
                value = getattr(row, name)
                if value is not None and kind_of.get(value) not in targets:
                    raise fault(f"{kind}[{i}].{name}", f"there is no such {_either(targets)} in this document")


def _check_only(document: Document) -> None:
    """Nothing twice of what there is one of, no handoff from a stage to itself."""
    rows = {row.id: row for row in document.all()}

    def named(id: str | None) -> str:
        return f"“{label_of(rows[id].table_name, rows[id])}”" if id in rows else "It"

    taken: set[tuple[Any, ...]] = set()
    for kind, listed in document.rows.items():
        for i, row in enumerate(listed):
            seat = seat_of(row)
            if seat is not None and seat in taken:
                raise fault(f"{kind}[{i}]", sentence_for(row, named))
            if seat is not None:
                taken.add(seat)
            if isinstance(row, Handoff) and row.from_stage_id == row.to_stage_id:
                raise fault(f"{kind}[{i}].to_stage_id", "must be another stage than from_stage_id")


def _at_large(row: Part) -> dict[str, tuple[str, ...]]:
    """The kinds that a row's references at large may go to."""
    relation = getattr(row, "relation", None) if row.table_name == "links" else None
    if relation is not None:
        from_kind, to_kinds = RELATIONS[relation]
        return {"from_id": (from_kind,), "to_id": to_kinds}
    return {"subject_id": SUBJECTS[row.table_name]} if row.table_name in SUBJECTS else {}


def _either(kinds: tuple[str, ...]) -> str:
    return " or ".join(KINDS[kind] for kind in kinds) if len(kinds) < 4 else "thing"
