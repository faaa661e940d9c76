"""The workshop document: everything in a workshop as one JSON text, out and in again.

Exported, imported into an empty database and exported again it is the same, byte for byte.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from cjm.core.access import Right, require
from cjm.core.document_check import AT_LARGE, FORMAT, LEFT_OUT, OF_WORKSHOP, Document, references
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.view import seen_by
from cjm.core.vocabulary import KINDS, SUBJECTS
from db.tables import PARTS, TABLES, Ballot, Evidence, Part, Round, Row, Workshop

# Out -----------------------------------------------------------------------------------------------------------------


def export_document(context: Context) -> bytes:
    """The document of what the asker may see and the whole team may know. Raises CjmError if there is no such workshop."""
    require(context.actor, Right.READ)
    image = seen_by(context, context.image())
    if image.workshop.deleted_at is not None:
        raise CjmError("This workshop is in the trash. Restore it first.")
    return encode(documented(image))


def documented(image: WorkshopState) -> Document:
    """Living rows for the whole team, without those that refer to something that is not among them."""
    rows: dict[str, list[Part]] = {}
    present: dict[str, set[str]] = {}
    open_rounds: set[str] = set()
    for kind, model in PARTS.items():
        kept = []
        targets = references(kind)
        for row in image.all(model):
            if row.visibility != "team":
                continue
            if isinstance(row, Ballot) and row.round_id in open_rounds:
                continue
            lost = [n for n, target in targets.items() if getattr(row, n) is not None and getattr(row, n) not in present[target]]
            if any(not column_is_optional(kind, name) for name in lost):
                continue
            if isinstance(row, Evidence) and lost:  # without its customer it would count as everybody's
                continue
            kept.append(row.model_copy(update=dict.fromkeys(lost)) if lost else row)
            if isinstance(row, Round) and row.state == "open":
                open_rounds.add(row.id)
        rows[kind] = kept
        present[kind] = {row.id for row in kept}
    everything = set().union(*present.values())
    for kind in ("links", *SUBJECTS):
        ends = [name for name in PARTS[kind].model_fields if name in AT_LARGE]
        rows[kind] = [row for row in rows[kind] if all(getattr(row, end) in everything for end in ends)]
    lost = [name for name, target in OF_WORKSHOP.items() if getattr(image.workshop, name) not in present[target]]
    return Document(image.workshop.model_copy(update=dict.fromkeys(lost)), rows)


def image_of(document: Document) -> WorkshopState:
    """The document as an image, to read it like a workshop."""
    rows: dict[str, dict[str, Row]] = {kind: {row.id: row for row in document.rows.get(kind, ())} for kind in PARTS}
    return WorkshopState(0, {"workshops": {document.workshop.id: document.workshop}, **rows})


def column_is_optional(kind: str, name: str) -> bool:
    return bool(TABLES[kind].c[name].nullable)


def encode(document: Document) -> bytes:
    """The canonical text: keys sorted, one row a line."""
    parts = {"format": _text(FORMAT), "workshop": _text(_values(document.workshop))}
    for kind, rows in document.rows.items():
        ordered = sorted(rows, key=lambda row: (row.position, row.id))
        parts[kind] = "[\n" + ",\n".join("  " + _text(_values(row)) for row in ordered) + "\n ]" if ordered else "[]"
    return ("{\n" + ",\n".join(f' "{name}": {parts[name]}' for name in sorted(parts)) + "\n}\n").encode()


def _values(row: Row) -> dict[str, Any]:
    return {name: _value(value) for name, value in row if name not in LEFT_OUT}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# Described -----------------------------------------------------------------------------------------------------------


def document_schema() -> dict[str, Any]:
    """The JSON schema of the document, made from the models."""
    models: dict[str, type[Row]] = {"workshops": Workshop, **PARTS}
    lists = {kind: {"type": "array", "items": {"$ref": f"#/$defs/{model.__name__}"}} for kind, model in PARTS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Workshop document",
        "description": "Everything in one customer journey workshop. Each id stands once; each reference is answered inside.",
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "workshop": {"$ref": "#/$defs/Workshop"}, **lists},
        "required": ["format", "workshop"],
        "additionalProperties": False,
        "$defs": {model.__name__: _row_schema(kind, model) for kind, model in models.items()},
    }


def _row_schema(kind: str, model: type[Row]) -> dict[str, Any]:
    schema = model.model_json_schema()
    schema["properties"] = {name: prop for name, prop in schema["properties"].items() if name not in LEFT_OUT}
    schema["required"] = [name for name in schema["required"] if name not in LEFT_OUT]
    targets = references(kind)
    for name, prop in schema["properties"].items():
        prop.pop("title", None)
        optional = any(choice.get("type") == "null" for choice in prop.get("anyOf", ()))
        if "enum" in prop and optional:
            prop["enum"] = [*prop["enum"], None]
        if name in targets:
            prop["description"] = f"The id of a {KINDS[targets[name]]} in this document"
    return schema
