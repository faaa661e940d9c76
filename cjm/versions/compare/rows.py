"""Which rows of two documents differ, and in whose sentence each difference stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cjm.core.document_check import Document
from db.tables import PARTS, Row, Workshop

IGNORED = frozenset(
    {
        "id",
        "workshop_id",
        "version",
        "origin_id",
        "created_at",
        "updated_at",
        "deleted_at",
        "author_id",
        "visibility",
        "position",
        "present",
        "shown_since",
        "shown_name",
        "shown_text",
        "shown_value",
        "shown_experience",
    }
)
"""Fields whose change says nothing; who is there changes with every session, and what customers
read is a copy of what is told already."""
ORDERED: dict[str, tuple[str, ...]] = {
    "value_stream_stages": ("value_stream_id",),
    "entries": ("stage_id", "lane_id"),
    "lanes": (),
    "steps": ("stage_id",),
    "milestones": ("stage_id",),
    "deliverables": ("stage_id",),
    "agenda_items": ("day",),
    "objectives": (),
}
"""Kinds whose order means something, and what the siblings have in common."""
OWNERS: dict[str, tuple[str, str]] = {
    "value_stream_stages": ("stages", "stage_id"),
    "stage_departments": ("stages", "stage_id"),
    "echoes": ("entries", "entry_id"),
    "answers": ("actions", "action_id"),
    "kpi_readings": ("kpis", "kpi_id"),
    "tasks": ("projects", "project_id"),
    "project_updates": ("projects", "project_id"),
    "ballots": ("rounds", "round_id"),
    "review_findings": ("reviews", "review_id"),
    "re_ratings": ("reviews", "review_id"),
    "break_outs": ("session_activities", "session_activity_id"),
}
"""What is told as part of something else, and the field that says of what."""
TOGETHER = {"nothing_to_add": "homework", "stages_done": "homework", "cards_seen": "homework"}
"""What is only counted, all of it in one sentence."""
Key = tuple[str, str]


@dataclass(frozen=True)
class Diff:
    """One row that only one document has, or that differs in ``fields``."""

    kind: str
    id: str
    before: Row | None
    after: Row | None
    fields: tuple[str, ...] = ()

    @property
    def row(self) -> Any:
        return self.after or self.before

    @property
    def alone(self) -> bool:
        """Whether only one document has it."""
        return self.before is None or self.after is None


@dataclass
class Pair:
    """Two documents with their rows by id."""

    old: Document
    new: Document
    was: dict[str, Row] = field(init=False)
    now: dict[str, Row] = field(init=False)

    def __post_init__(self) -> None:
        self.was = {row.id: row for row in self.old.all()}
        self.now = {row.id: row for row in self.new.all()}

    @cached_property
    def diffs(self) -> dict[Key, Diff]:
        found: dict[Key, Diff] = {}
        before, after = self.old.workshop, self.new.workshop
        fields = _differ(before, after, Workshop)
        if fields:
            found["workshops", after.id] = Diff("workshops", after.id, before, after, fields)
        for kind, model in PARTS.items():
            olds = {row.id: row for row in self.old.rows.get(kind, ())}
            news = {row.id: row for row in self.new.rows.get(kind, ())}
            moved = _reordered(kind, olds, news) if kind in ORDERED else frozenset()
            for id in [*news, *(id for id in olds if id not in news)]:
                was, now = olds.get(id), news.get(id)
                if was is None or now is None:
                    found[kind, id] = Diff(kind, id, was, now)
                    continue
                fields = (*_differ(was, now, model), *(("position",) if id in moved else ()))
                if fields:
                    found[kind, id] = Diff(kind, id, was, now, fields)
        return found

    def carriers(self) -> dict[Key, list[Diff]]:
        """Every difference, under the row in whose sentence it stands."""
        made: dict[Key, list[Diff]] = {}
        for diff in self.diffs.values():
            made.setdefault(self._carrier(diff), []).append(diff)
        return made

    def _carrier(self, diff: Diff) -> Key:
        if diff.kind in TOGETHER:
            return (TOGETHER[diff.kind], "")
        if diff.kind == "links":
            return self._carrier_of_link(diff)
        if diff.kind in OWNERS:
            kind, name = OWNERS[diff.kind]
            return (kind, getattr(diff.row, name))
        return (diff.kind, diff.id)

    def _carrier_of_link(self, diff: Diff) -> Key:
        """What came or went takes its links along; else a link is told where it starts."""
        ends = [self.find(diff.row.from_id), self.find(diff.row.to_id)]
        for end in ends:
            if end is not None and (alone := self.diffs.get((end.table_name, end.id))) is not None and alone.alone:
                return self._carrier(alone)
        start = ends[0]
        return ("links", diff.id) if start is None else self._carrier(Diff(start.table_name, start.id, start, start))

    def find(self, id: str | None) -> Row | None:
        return None if id is None else self.now.get(id) or self.was.get(id)


def _differ(before: Row, after: Row, model: type[Row]) -> tuple[str, ...]:
    if before == after:
        return ()
    return tuple(name for name in model.model_fields if name not in IGNORED and getattr(before, name) != getattr(after, name))


def _reordered(kind: str, olds: dict[str, Any], news: dict[str, Any]) -> frozenset[str]:
    """Rows that were given another position and now stand on the other side of a sibling that both documents have."""
    shared = ORDERED[kind]

    def cell(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in shared)

    stayed: dict[tuple[Any, ...], list[str]] = {}
    for id, row in news.items():
        if id in olds and cell(olds[id]) == cell(row):
            stayed.setdefault(cell(row), []).append(id)

    def pairs(id: str, ids: list[str]) -> Iterator[bool]:
        old, new = olds[id], news[id]
        for other in ids:
            if other != id:
                was = (old.position, id) < (olds[other].position, other)
                yield was != ((new.position, id) < (news[other].position, other))

    return frozenset(
        id for ids in stayed.values() for id in ids if olds[id].position != news[id].position and any(pairs(id, ids))
    )
