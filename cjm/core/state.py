"""A workshop at one revision, in memory.

Loaded once, then advanced by the changes of each activity line instead of being read again; pages read from it without
touching the database. An image is never changed once it is handed out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import BaseModel, TypeAdapter

from cjm.core.errors import CjmError
from cjm.core.vocabulary import KINDS
from db.tables import ACTIVITY, PARTS, TABLES, Link, Part, Row, Workshop

P = TypeVar("P", bound=Part)
Rows = dict[str, dict[str, Row]]
Change = dict[str, Any]
"""``{op: add | change, kind, id, before, after}``; before and after hold the fields that differ, as JSON."""

MODELS: dict[str, type[Row]] = {"workshops": Workshop, **PARTS}
MERGED = tuple(kind for kind, model in PARTS.items() if "merged_into" in model.model_fields)
"""The kinds of which two can become one."""
_ADAPTERS: dict[tuple[str, str], TypeAdapter[Any]] = {}


def from_json(kind: str, field: str, value: Any) -> Any:
    """A stored JSON value as the field's Python type."""
    if value is None or isinstance(value, bool | int | float) or field in {"id", "text", "name"}:
        return value
    adapter = _ADAPTERS.get((kind, field))
    if adapter is None:
        annotation: Any = MODELS[kind].model_fields[field].annotation
        adapter = _ADAPTERS[(kind, field)] = TypeAdapter[Any](annotation)
    return adapter.validate_python(value)


class WorkshopState:
    """Rows of one workshop by kind and id, the deleted ones too; readers see the living."""

    def __init__(
        self, revision: int, rows: Rows, sees: Callable[[Row], bool] | None = None, cache: dict[str, dict[Any, Any]] | None = None
    ) -> None:
        self.revision = revision
        self.rows = rows
        self._sees = sees
        self._cache: dict[str, dict[Any, Any]] = cache or {}
        self._own: set[str] = set()
        self._authors: frozenset[str | None] | None = None
        self._successors: dict[str, str] | None = None

    @property
    def workshop(self) -> Workshop:
        return next(iter(self.rows["workshops"].values()))  # type: ignore[return-value]

    def visible_to(self, sees: Callable[[Row], bool]) -> WorkshopState:
        """The same rows behind a filter."""
        return WorkshopState(self.revision, self.rows, sees)

    def may_see(self, row: Row) -> bool:
        """Whether the reader of this image may see a row, deleted or not."""
        return self._sees is None or self._sees(row)

    def authors_of_secrets(self) -> frozenset[str | None]:
        """Who wrote something, deleted or not, that the team may not see (yet)."""
        if self._authors is not None:
            return self._authors
        found: set[str | None] = set()
        for kind, rows in self.rows.items():
            known = self._of(kind)
            if _SECRETS not in known:
                known[_SECRETS] = {row.author_id for row in rows.values() if isinstance(row, Part) and row.visibility != "team"}
            found |= known[_SECRETS]
        self._authors = frozenset(found)
        return self._authors

    def _of(self, kind: str) -> dict[Any, Any]:
        """What was worked out for one kind."""
        return self._cache.setdefault(kind, {})

    def all(self, model: type[P]) -> list[P]:
        """Living rows in order. Don't change the list."""
        known = self._of(model.table_name)
        found: list[P] | None = known.get(_ALL)
        if found is None:
            sees = self._sees
            rows = self.rows[model.table_name].values()
            living = (row for row in rows if row.deleted_at is None and (sees is None or sees(row)))
            found = known[_ALL] = in_order(living)
        return found

    def find(self, model: type[P], row_id: str | None) -> P | None:
        row = self.rows[model.table_name].get(row_id) if row_id else None
        if row is None or row.deleted_at is not None or (self._sees is not None and not self._sees(row)):
            return None
        return row  # type: ignore[return-value]

    def get(self, model: type[P], row_id: str) -> P:
        """Raises CjmError if it is not there (any more)."""
        row = self.find(model, row_id)
        if row is None:
            raise CjmError(f"This {KINDS[model.table_name]} isn’t there any more. Look in the trash, or undo.")
        return row

    def by(self, model: type[P], field: str) -> dict[Any, list[P]]:
        """Living rows grouped by a field, each group in order."""
        known = self._of(model.table_name)
        groups: dict[Any, list[P]] | None = known.get(field)
        if groups is None:
            groups = {}
            for row in self.all(model):
                groups.setdefault(getattr(row, field), []).append(row)
            known[field] = groups
        return groups

    def links(self, relation: str) -> list[Link]:
        return self.by(Link, "relation").get(relation, [])

    def _ends(self, relation: str, key: str, value: str) -> dict[str, list[str]]:
        known = self._of(Link.table_name)
        ends: dict[str, list[str]] | None = known.get((relation, key))
        if ends is None:
            ends = {}
            for link in self.links(relation):
                ends.setdefault(getattr(link, key), []).append(getattr(link, value))
            known[(relation, key)] = ends
        return ends

    def linked_from(self, relation: str, from_id: str) -> list[str]:
        """Ids that ``from_id`` points to."""
        return self._ends(relation, "from_id", "to_id").get(from_id, [])

    def linked_to(self, relation: str, to_id: str) -> list[str]:
        """Ids that point to ``to_id``."""
        return self._ends(relation, "to_id", "from_id").get(to_id, [])

    @property
    def successors(self) -> dict[str, str]:
        """By the id of what was merged and is in the trash: the id of what it became a part of. Don't change it."""
        if self._successors is None:
            found: dict[str, str] = {}
            for kind in MERGED:
                known = self._of(kind)
                if _GONE_INTO not in known:
                    known[_GONE_INTO] = dict(filter(None, map(_successor, self.rows[kind].values())))
                found |= known[_GONE_INTO]
            self._successors = found
        return self._successors

    def became(self, row_id: str) -> str:
        """The id of what ``row_id`` is a part of by now, or itself if it was merged into nothing."""
        successors = self.successors
        for _ in range(len(successors)):
            if row_id not in successors:
                break
            row_id = successors[row_id]
        return row_id

    def were(self, row_id: str) -> list[str]:
        """The ids of everything that became a part of ``row_id``, itself first."""
        return [row_id, *sorted(old for old in self.successors if self.became(old) == row_id)]

    def draft(self) -> WorkshopState:
        """The same to write into; what is not written is shared, and what was worked out of it too."""
        return WorkshopState(self.revision, dict(self.rows), cache=dict(self._cache))

    def put(self, kind: str, row: Row) -> None:
        """Only for a draft, or an image that nobody else holds yet."""
        if kind not in self._own:
            self._own.add(kind)
            self.rows[kind] = dict(self.rows[kind])
        old = self.rows[kind].get(row.id)
        self.rows[kind][row.id] = row
        known = self._cache.pop(kind, {})
        kept: dict[Any, Any] = {}
        if _ALL in known and self._sees is None:
            kept[_ALL] = _with(known[_ALL], old, row)
            for field, groups in known.items():
                if isinstance(field, str):
                    kept[field] = _grouped_with(groups, field, old, row)
        if _GONE_INTO in known and _successor(old) is _successor(row) is None:
            kept[_GONE_INTO] = known[_GONE_INTO]
        else:
            self._successors = None
        if _SECRETS in known and all(one is None or getattr(one, "visibility", "team") == "team" for one in (old, row)):
            kept[_SECRETS] = known[_SECRETS]
        self._cache[kind] = kept
        self._authors = None

    def forget(self, kind: str) -> None:
        """What was worked out for a kind, after another image put something into the rows that both share."""
        self._cache.pop(kind, None)
        self._authors = None
        self._successors = None

    def advanced(self, revision: int, lines: Iterable[list[Change]]) -> WorkshopState:
        """A new image after ``lines`` of changes."""
        after = self.draft()
        after.revision = revision
        for changes in lines:
            for change in changes:
                kind = change["kind"]
                fields = {field: from_json(kind, field, value) for field, value in change["after"].items()}
                old = after.rows[kind].get(change["id"])
                after.put(kind, MODELS[kind].model_construct(**fields) if old is None else old.model_copy(update=fields))
        return after


_ALL, _SECRETS, _GONE_INTO = object(), object(), object()


def _successor(row: Any) -> tuple[str, str] | None:
    """What was merged, and into what."""
    into = getattr(row, "merged_into", None)
    return (row.id, into) if into is not None and row.deleted_at is not None else None


def forwarded(image: WorkshopState, given: Any) -> Any:
    """What somebody sent, with the id of what a thing became in place of the id of each thing that was merged meanwhile."""
    if not image.successors:
        return given
    if isinstance(given, str):
        return image.became(given)
    if isinstance(given, list | tuple):
        return type(given)(forwarded(image, one) for one in given)
    if isinstance(given, dict):
        return {name: forwarded(image, value) for name, value in given.items()}
    if isinstance(given, BaseModel):
        sent = {name: getattr(given, name) for name in given.model_fields_set}
        return given.model_copy(update={name: forwarded(image, value) for name, value in sent.items()})
    return given


def _place(row: Any) -> tuple[str, str]:
    return (row.position, row.id)


def _with(rows: list[Any], old: Row | None, new: Row) -> list[Any]:
    """``rows`` in order with ``new`` in place of ``old``, as a list of its own."""
    changed = rows.copy()
    if old is not None and old.deleted_at is None:
        del changed[bisect_left(changed, _place(old), key=_place)]
    if new.deleted_at is None:
        changed.insert(bisect_left(changed, _place(new), key=_place), new)
    return changed


def _grouped_with(groups: dict[Any, list[Any]], field: str, old: Row | None, new: Row) -> dict[Any, list[Any]]:
    """The same for rows in groups."""
    changed = dict(groups)
    if old is not None and old.deleted_at is None:
        value = getattr(old, field)
        left = [row for row in changed.pop(value) if row.id != old.id]
        if left:
            changed[value] = left
    if new.deleted_at is None:
        value = getattr(new, field)
        changed[value] = _with(changed.get(value, []), None, new)
    return changed


def in_order(rows: Iterable[P]) -> list[P]:
    """By position, bytewise, then id: the order on every screen and in every document."""
    return sorted(rows, key=_place)


def load(connection: sa.Connection, workshop_id: str) -> WorkshopState:
    """The whole workshop in one query a kind. Raises CjmError if there is none."""
    table = TABLES["workshops"]
    workshop = connection.execute(sa.select(table).where(table.c.id == workshop_id)).mappings().first()
    if workshop is None:
        raise CjmError("This workshop isn’t there. Go back to all workshops and open it from the list.")
    rows: Rows = {"workshops": {workshop_id: _row(Workshop, workshop)}}
    for kind, model in PARTS.items():
        table = TABLES[kind]
        found = connection.execute(sa.select(table).where(table.c.workshop_id == workshop_id)).mappings()
        rows[kind] = {row["id"]: _row(model, row) for row in found}
    return WorkshopState(workshop["revision"], rows)


def _row(model: type[Row], values: Mapping[Any, Any]) -> Row:
    return model.model_construct(**{name: values[name] for name in model.model_fields})


_REVISION = sa.select(TABLES["workshops"].c.revision).where(TABLES["workshops"].c.id == sa.bindparam("workshop_id"))


def current_revision(connection: sa.Connection, workshop_id: str) -> int:
    """Raises CjmError if there is no such workshop."""
    revision = connection.execute(_REVISION, {"workshop_id": workshop_id}).scalar()
    if revision is None:
        raise CjmError("This workshop isn’t there. Go back to all workshops and open it from the list.")
    return int(revision)


def changes_since(connection: sa.Connection, workshop_id: str, revision: int) -> list[tuple[int, list[Change]]]:
    """Activity after ``revision``, oldest first."""
    query = (
        sa.select(ACTIVITY.c.revision, ACTIVITY.c.changes)
        .where(ACTIVITY.c.workshop_id == workshop_id, ACTIVITY.c.revision > revision)
        .order_by(ACTIVITY.c.revision)
    )
    return [(row.revision, row.changes) for row in connection.execute(query)]


def fields_changed_since(connection: sa.Connection, workshop_id: str, row: Row, version: int) -> set[str]:
    """Names of the fields of ``row`` that were written after it had ``version``, told by the newest activity first."""
    query = (
        sa.select(ACTIVITY.c.changes)
        .where(ACTIVITY.c.workshop_id == workshop_id)
        .order_by(ACTIVITY.c.revision.desc())
        .execution_options(yield_per=50)
    )
    touched: set[str] = set()
    left = row.version - version
    if left <= 0:
        return set(type(row).model_fields)  # nobody has read such a version
    for line in connection.execute(query):
        for change in line.changes:
            if change["id"] == row.id and change["kind"] == row.table_name and change["after"].get("version", 0) > version:
                touched |= set(change["after"])
                left -= 1
        if left <= 0:
            break
    return touched if left <= 0 else set(type(row).model_fields)
