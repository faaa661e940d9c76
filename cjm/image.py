"""A workshop at one revision, in memory.

Loaded once, then advanced by the changes of each activity line instead of being read again; pages read from it without
touching the database. An image is never changed once it is handed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa
from pydantic import TypeAdapter

from cjm.errors import CjmError
from cjm.words import KINDS
from db.tables import ACTIVITY, PARTS, TABLES, Link, Part, Row, Workshop

P = TypeVar("P", bound=Part)
Rows = dict[str, dict[str, Row]]
Change = dict[str, Any]
"""``{op: add | change, kind, id, before, after}``; before and after hold the fields that differ, as JSON."""

MODELS: dict[str, type[Row]] = {"workshops": Workshop, **PARTS}
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


class Image:
    """Rows of one workshop by kind and id, the deleted ones too; readers see the living."""

    def __init__(self, revision: int, rows: Rows, sees: Callable[[Row], bool] | None = None) -> None:
        self.revision = revision
        self.rows = rows
        self._sees = sees
        self._cache: dict[Any, Any] = {}

    @property
    def workshop(self) -> Workshop:
        return next(iter(self.rows["workshops"].values()))  # type: ignore[return-value]

    def visible_to(self, sees: Callable[[Row], bool]) -> Image:
        """The same rows behind a filter."""
        return Image(self.revision, self.rows, sees)

    def may_see(self, row: Row) -> bool:
        """Whether the reader of this image may see a row, deleted or not."""
        return self._sees is None or self._sees(row)

    def all(self, model: type[P]) -> list[P]:
        """Living rows in order. Don't change the list."""
        found: list[P] | None = self._cache.get(model)
        if found is None:
            sees = self._sees
            rows = self.rows[model.table_name].values()
            living = (row for row in rows if row.deleted_at is None and (sees is None or sees(row)))
            found = self._cache[model] = in_order(living)
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
        groups: dict[Any, list[P]] | None = self._cache.get((model, field))
        if groups is None:
            groups = {}
            for row in self.all(model):
                groups.setdefault(getattr(row, field), []).append(row)
            self._cache[(model, field)] = groups
        return groups

    def links(self, relation: str) -> list[Link]:
        return self.by(Link, "relation").get(relation, [])

    def _ends(self, relation: str, key: str, value: str) -> dict[str, list[str]]:
        ends: dict[str, list[str]] | None = self._cache.get((relation, key))
        if ends is None:
            ends = {}
            for link in self.links(relation):
                ends.setdefault(getattr(link, key), []).append(getattr(link, value))
            self._cache[(relation, key)] = ends
        return ends

    def linked_from(self, relation: str, from_id: str) -> list[str]:
        """Ids that ``from_id`` points to."""
        return self._ends(relation, "from_id", "to_id").get(from_id, [])

    def linked_to(self, relation: str, to_id: str) -> list[str]:
        """Ids that point to ``to_id``."""
        return self._ends(relation, "to_id", "from_id").get(to_id, [])

    def put(self, kind: str, row: Row) -> None:
        """Only for an image that nobody else holds yet."""
        self.rows[kind][row.id] = row
        self._cache.clear()

    def advanced(self, revision: int, lines: Iterable[list[Change]]) -> Image:
        """A new image after ``lines`` of changes."""
        rows: Rows = dict(self.rows)
        copied: set[str] = set()
        for changes in lines:
            for change in changes:
                kind = change["kind"]
                if kind not in copied:
                    rows[kind] = dict(rows[kind])
                    copied.add(kind)
                after = {field: from_json(kind, field, value) for field, value in change["after"].items()}
                old = rows[kind].get(change["id"])
                rows[kind][change["id"]] = (
                    MODELS[kind].model_construct(**after) if old is None else old.model_copy(update=after)
                )
        return Image(revision, rows)


def in_order(rows: Iterable[P]) -> list[P]:
    """By position, bytewise, then id: the order on every screen and in every document."""
    return sorted(rows, key=lambda row: (row.position, row.id))


def load(connection: sa.Connection, workshop_id: str) -> Image:
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
    return Image(workshop["revision"], rows)


def _row(model: type[Row], values: Mapping[Any, Any]) -> Row:
    return model.model_construct(**{name: values[name] for name in model.model_fields})


def current_revision(connection: sa.Connection, workshop_id: str) -> int:
    """Raises CjmError if there is no such workshop."""
    table = TABLES["workshops"]
    revision = connection.execute(sa.select(table.c.revision).where(table.c.id == workshop_id)).scalar()
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
