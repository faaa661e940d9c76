"""Writes an example as a workshop document: ids that are stable inside the document, positions in the order of adding."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from fractional_indexing import generate_n_keys_between

from cjm.core.document_check import FORMAT


class Writer:
    """Collects rows under short keys of the author's own; ``id_of`` turns a kind and key into the row's id."""

    def __init__(self, name: str, at: str) -> None:
        self.name = name
        self.at = at
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def id_of(self, kind: str, key: str) -> str:
        return str(uuid5(NAMESPACE_URL, f"{self.name}/{kind}/{key}"))

    def add(self, kind: str, key: str, /, **fields: Any) -> str:
        """Append a row; a field ``stage="intake"`` is a reference by key and becomes ``stage_id``."""
        row: dict[str, Any] = {"id": self.id_of(kind, key), "created_at": self.at, "updated_at": self.at}
        for field, value in fields.items():
            plural = REFERENCES.get(field)
            if plural:
                row[f"{field}_id"] = self.id_of(plural, value) if value else None
            else:
                row[field] = value
        self.rows.setdefault(kind, []).append(row)
        return str(row["id"])

    def link(self, relation: str, from_id: str, to_id: str) -> None:
        self.add("links", f"{relation}/{from_id}/{to_id}", relation=relation, from_id=from_id, to_id=to_id)

    def document(self, **workshop: Any) -> dict[str, Any]:
        """The whole document as it would be read from its JSON."""
        for rows in self.rows.values():
            for row, position in zip(rows, generate_n_keys_between(None, None, len(rows)), strict=True):
                row["position"] = position
        head = {"id": self.id_of("workshops", ""), "created_at": self.at, "updated_at": self.at, **workshop}
        return {"format": FORMAT, "workshop": head, **self.rows}


REFERENCES = {
    "organisation": "organisations",
    "department": "departments",
    "customer": "customers",
    "segment": "segments",
    "value_stream": "value_streams",
    "stage": "stages",
    "from_stage": "stages",
    "to_stage": "stages",
    "lane": "lanes",
    "theme": "themes",
    "group": "groups",
    "objective": "objectives",
    "round": "rounds",
    "participant": "participants",
    "session_activity": "session_activities",
    "scribe": "participants",
    "entry": "entries",
    "action": "actions",
    "taken_by": "participants",
    "project": "projects",
    "check_in": "check_ins",
    "kpi": "kpis",
    "review": "reviews",
    "became": "entries",
}
