"""Writes: one validated command, one transaction, one activity line."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import update_wrapper
from itertools import groupby
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import sqlalchemy as sa
from fractional_indexing import generate_key_between
from pydantic import ConfigDict, ValidationError, validate_call
from sqlmodel import SQLModel

from cjm.core.access import (
    Actor,
    Right,
    may,
    may_see,
    require,
    require_own_projects,
    require_own_promises,
    require_own_stages,
    required,
)
from cjm.core.bounds import bound
from cjm.core.errors import CjmError, Conflict, InTrash, sentence
from cjm.core.limits import refuse_too_many
from cjm.core.service import Context
from cjm.core.state import MERGED, Change, WorkshopState, fields_changed_since, forwarded, from_json, in_order
from cjm.core.uniqueness import refuse_second
from cjm.core.vocabulary import KINDS, RELATIONS, field_words, label_of
from db.tables import ACTIVITY, PARTS, TABLES, Link, Part, Row, Workshop

P = ParamSpec("P")
R = TypeVar("R")

COMMANDS: dict[str, Command[..., Any]] = {}
"""Every command by name; live screens may send those with ``live``."""


def as_json(row: SQLModel, fields: Iterable[str]) -> dict[str, Any]:
    """These fields of a row as JSON values."""
    dumped: dict[str, Any] = row.model_dump(mode="json", include=set(fields))
    return dumped


class Tx:
    """One write transaction. What is added or changed here can be read from ``image`` at once.

    ``image`` shows what the actor may see. ``whole`` shows everything: for what goes along with something, such as the cards of
    a stage, and for nothing whose words come back to the actor.
    """

    def __init__(self, connection: sa.Connection, image: WorkshopState, actor: Actor, command: str) -> None:
        self._connection = connection
        self._unsent: list[tuple[str, dict[str, Any]]] = []
        self.actor = actor
        self.command = command
        self.now = datetime.now(UTC)
        self.base_revision = image.revision
        self.whole = image.draft()
        self.image = self.whole
        if self.whole.authors_of_secrets() - {actor.id} or (actor.id is None and self.whole.authors_of_secrets()):
            self.image = self.whole.visible_to(lambda row: may_see(actor, row))
        self.changes: list[Change] = []
        self.summary = ""
        self.undo_of: int | None = None
        self.noted = False
        self.forgets = False
        self.nameless = False

    @property
    def workshop_id(self) -> str:
        return self.whole.workshop.id

    @property
    def connection(self) -> sa.Connection:
        """The transaction, with everything written so far."""
        self.flush()
        return self._connection

    def flush(self) -> None:
        """Send rows that were added: those of one kind in one go."""
        for kind, rows in groupby(self._unsent, key=lambda one: one[0]):
            self._connection.execute(TABLES[kind].insert(), [values for _, values in rows])
        self._unsent.clear()

    def _put(self, kind: str, row: Row) -> None:
        self.whole.put(kind, row)
        if self.image is not self.whole:
            self.image.forget(kind)

    def _known(self, model: type[Row], id: str, along: bool = False) -> Row | None:
        """The row, deleted or not, if the actor may see it; ``along`` with something that they see, in any case."""
        row = self.whole.rows[model.table_name].get(id)
        return row if row is not None and (along or self.image.may_see(row)) else None

    def summarise(self, summary: str) -> None:
        """What happened, in one sentence in the past tense; undo and the activity show it."""
        self.summary = summary

    def log_only(self, summary: str) -> None:
        """The same for what changes nothing in the workshop itself, such as a link that was made."""
        self.summary = summary
        self.noted = True

    def forget(self) -> None:
        """What this deletes from sealed tables is to be gone for good once it is committed, out of the database's log too."""
        self.forgets = True

    def without_name(self) -> None:
        """From here on nothing tells who does it, nor to the second when: not what is added, and not the line of activity. Nobody
        but the facilitator can take it back."""
        self.nameless = True
        self.now = self.now.replace(second=0, microsecond=0)

    def add(self, model: type[Part], *, position: str | None = None, id: str | None = None, **fields: Any) -> str:
        """Store a new row at the end, or at ``position``. Raises CjmError on bad input."""
        row_id = id or str(uuid.uuid4())
        if row_id in self.whole.rows[model.table_name]:
            raise CjmError(f"This {KINDS[model.table_name]} is stored already.")
        values = {
            "id": row_id,
            "workshop_id": self.workshop_id,
            "position": position or self.last(self.whole.all(model)[-1:]),
            "author_id": None if self.nameless else self.actor.id,
            "created_at": self.now,
            "updated_at": self.now,
            **fields,
        }
        row = self._validated(model, values)
        self._check_references(model, row, fields)
        self._unsent.append((model.table_name, row.model_dump()))
        self._put(model.table_name, row)
        self.changes.append(
            {"op": "add", "kind": model.table_name, "id": row.id, "before": {}, "after": as_json(row, model.model_fields)}
        )
        return row.id

    def change(self, model: type[Row], id: str, *, expected_version: int | None = None, **fields: Any) -> None:
        """Set ``fields`` of a living row.

        Raises CjmError if it is gone, and Conflict if one of ``fields`` was changed since ``expected_version``; what others did
        to other fields of the row meanwhile is no conflict.
        """
        row = self._known(model, id)
        if row is None or row.deleted_at is not None:
            raise CjmError(f"This {KINDS[model.table_name]} isn’t there any more. Look in the trash, or undo.")
        if expected_version is not None and row.version != expected_version:
            self._refuse_conflict(row, expected_version, fields)
        self._write(model.table_name, row, fields)

    def take_along(self, model: type[Row], id: str, **fields: Any) -> None:
        """Set ``fields`` of what goes along with another thing, whether or not the actor may see it."""
        self._write(model.table_name, self.whole.rows[model.table_name][id], fields)

    def change_workshop(self, *, expected_version: int | None = None, **fields: Any) -> None:
        """Set fields of the workshop itself."""
        self.change(Workshop, self.workshop_id, expected_version=expected_version, **fields)

    def remove(self, model: type[Row], id: str, *, along: bool = False) -> None:
        """Move to the trash; does nothing if it is there already."""
        row = self._known(model, id, along)
        if row is not None and row.deleted_at is None:
            self._write(model.table_name, row, {"deleted_at": self.now})

    def restore(self, model: type[Row], id: str) -> None:
        """Take out of the trash. Raises CjmError if what it is part of is there too."""
        row = self._known(model, id)
        if row is None:
            raise CjmError(f"This {KINDS[model.table_name]} can’t be found in the trash.")
        missing = self.missing(row)
        if missing is not None:
            raise CjmError(f"Its {missing} isn’t there any more. Restore that first.")
        alone = {"merged_into": None} if model.table_name in MERGED else {}
        self._write(model.table_name, row, {"deleted_at": None, **alone})

    def missing(self, row: Row) -> str | None:
        """What ``row`` can’t be without and is in the trash, in words."""
        if isinstance(row, Link):
            from_kind, to_kinds = RELATIONS[row.relation]
            if self.whole.find(PARTS[from_kind], row.from_id) is None:
                return KINDS[from_kind]
            return None if any(self.whole.find(PARTS[kind], row.to_id) for kind in to_kinds) else KINDS[to_kinds[0]]
        for column in TABLES[row.table_name].c:
            for foreign_key in column.foreign_keys if not column.nullable else ():
                kind = foreign_key.column.table.name
                if kind in PARTS and self.whole.find(PARTS[kind], getattr(row, column.name)) is None:
                    return KINDS[kind]
        return None

    def last(self, siblings: Sequence[Part]) -> str:
        """A position behind all of them, who stand in order."""
        return str(generate_key_between(siblings[-1].position if siblings else None, None))

    def between(self, siblings: Iterable[Part], after: str | None) -> str:
        """A position right after the sibling with the id ``after``; None is before all."""
        ordered = in_order(siblings)
        index = next((i + 1 for i, row in enumerate(ordered) if row.id == after), 0 if after is None else len(ordered))
        low = ordered[index - 1].position if index else None
        high = next((row.position for row in ordered[index:] if low is None or row.position > low), None)
        return str(generate_key_between(low, high))

    def set_links(self, relation: str, from_id: str, to_ids: Iterable[str]) -> None:
        """Make exactly these links from ``from_id``. Raises CjmError if an end does not exist or does not fit."""
        from_kind, to_kinds = RELATIONS[relation]
        wanted = dict.fromkeys(to_ids)
        if self.image.find(PARTS[from_kind], from_id) is None:
            raise CjmError(f"This {KINDS[from_kind]} isn’t there any more. Look in the trash, or undo.")
        present = {link.to_id: link for link in self.image.links(relation) if link.from_id == from_id}
        for to_id, link in present.items():
            if to_id not in wanted:
                self.remove(Link, link.id)
        for to_id in wanted:
            if to_id not in present:
                if not any(self.image.find(PARTS[kind], to_id) for kind in to_kinds):
                    raise CjmError(f"This {KINDS[to_kinds[0]]} isn’t there any more. Look in the trash, or undo.")
                self.add(Link, relation=relation, from_id=from_id, to_id=to_id)

    def put_back(self, kind: str, id: str, fields: dict[str, Any]) -> None:
        """Set stored JSON values again, for undo."""
        row = self.whole.rows[kind][id]
        self._write(kind, row, {name: from_json(kind, name, value) for name, value in fields.items()})

    def _refuse_conflict(self, row: Row, since: int, fields: dict[str, Any]) -> None:
        wanted = self._validated(type(row), {**dict(row), **fields})
        differ = [name for name in fields if getattr(wanted, name) != getattr(row, name)]
        touched = fields_changed_since(self.connection, self.workshop_id, row, since) if differ else set()
        if not touched.isdisjoint(differ):
            raise Conflict(
                f"Someone changed “{label_of(row.table_name, row)}” while you were writing. "
                "Theirs is kept; look at it and save yours again if it should replace it.",
                {name: getattr(row, name) for name in differ},
            )

    def _write(self, kind: str, row: Row, fields: dict[str, Any]) -> None:
        model = type(row)
        merged = self._validated(model, {**dict(row), **fields})
        changed = [name for name in fields if getattr(merged, name) != getattr(row, name)]
        if not changed:
            return
        self._check_references(model, merged, changed)
        after = merged.model_copy(update={"version": row.version + 1, "updated_at": self.now})
        noted = [*changed, "version", "updated_at"]
        table = TABLES[kind]
        self.connection.execute(
            table.update().where(table.c.id == row.id).values(**{name: getattr(after, name) for name in noted})
        )
        self._put(kind, after)
        self.changes.append(
            {"op": "change", "kind": kind, "id": row.id, "before": as_json(row, noted), "after": as_json(after, noted)}
        )

    def _validated(self, model: type[Row], values: dict[str, Any]) -> Row:
        try:
            return model.model_validate(values)
        except ValidationError as error:
            raise CjmError(sentence(error)) from error

    def _check_references(self, model: type[Row], row: Row, fields: Iterable[str]) -> None:
        columns = TABLES[model.table_name].c
        for name in fields:
            value = getattr(row, name, None)
            for foreign_key in columns[name].foreign_keys if value is not None else ():
                kind = foreign_key.target_fullname.partition(".")[0]
                if kind in PARTS and self.image.find(PARTS[kind], value) is None:
                    raise CjmError(f"{field_words(name)} isn’t there any more. Choose another.")


SOMEBODY = "Somebody"
"""Who did what was done without a name."""
ABOUT_ITSELF = ("remove_", "restore", "merge_", "split_", "trash_")
"""How commands begin that are about the very thing they name, merged or not."""
_EXACT = ConfigDict(arbitrary_types_allowed=True, extra="forbid", allow_inf_nan=False)


class Command(Generic[P, R]):
    def __init__(
        self, name: str, carry_out: Callable[Concatenate[Tx, P], R], right: Right, live: bool, undoable: bool = True
    ) -> None:
        if name in COMMANDS:
            raise ValueError(f"two commands are called {name}")
        self.name = name
        self.right = required(name, right)
        self.live = live
        self.undoable = undoable
        self.take_back: Callable[[Tx, Any], None] | None = None
        bound(carry_out)
        self.carry_out = validate_call(config=_EXACT)(carry_out)
        COMMANDS[name] = self
        update_wrapper(self, carry_out)

    def taken_back_by(self, take_back: Callable[[Tx, Any], None]) -> None:
        """How undo reverses what stands in no image, such as a snapshot, given the result of the command."""
        self.take_back = take_back

    def sent_now(self, image: WorkshopState, given: Any) -> Any:
        """What was sent with an earlier map in mind, as it would be sent now: about what the things in it became. But nobody who
        takes out or takes together the one thing means the other."""
        return given if self.name.startswith(ABOUT_ITSELF) else forwarded(image, given)

    def open_to(self, actor: Actor) -> bool:
        """Whether a screen should offer it: what ``actor`` may never give is not shown to them."""
        return may(actor, self.right)

    def __call__(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> R:
        """Carry it out. Raises CjmError; nothing is stored then."""
        return self.execute(context, *args, **kwargs)[0]

    def execute(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> tuple[R, int]:
        """The same, with the revision it became; where there was nothing to change, the present one."""
        require(context.actor, self.right)
        context.renew()
        request_id = context.request_id or str(uuid.uuid4())
        service = context.service
        with service.store.turn():  # the next writer finds the image of this one's commit
            with service.store.writing() as connection:
                earlier = repeated(connection, request_id, self.name, context.actor, context.workshop_id)
                if earlier is not None:
                    return earlier.result, earlier.revision
                lock_workshop(connection, context.workshop_id)
                tx = Tx(connection, service.image_in(connection, context.workshop_id), context.actor, self.name)
                try:
                    result = self.carry_out(tx, *self.sent_now(tx.whole, args), **self.sent_now(tx.whole, kwargs))
                except ValidationError as error:
                    raise CjmError(sentence(error)) from error
                if not tx.changes and not tx.noted:
                    return result, tx.base_revision
                if tx.whole.workshop.deleted_at is not None and self.name != "trash_workshop":
                    raise InTrash("This workshop is in the trash. Restore it first.")
                require_own_stages(tx.actor, tx.whole, tx.changes)
                require_own_projects(tx.actor, tx.whole, tx.changes)
                require_own_promises(tx.actor, tx.whole, tx.changes)
                refuse_second(tx.whole, tx.changes)
                refuse_too_many(tx.whole, self.name, tx.changes)
                revision = write_activity(connection, tx, request_id, result)
            tx.whole.revision = revision
            service.keep(context.workshop_id, tx.whole)
        service.published(context.workshop_id, revision)
        if tx.forgets:
            service.store.wipe()
        return result, revision


_LINE = sa.select(
    ACTIVITY.c.result, ACTIVITY.c.revision, ACTIVITY.c.command, ACTIVITY.c.workshop_id, ACTIVITY.c.actor_id, ACTIVITY.c.actor_name
).where(ACTIVITY.c.request_id == sa.bindparam("request_id"))
_BUMP = TABLES["workshops"].update().where(TABLES["workshops"].c.id == sa.bindparam("of")).values(revision=sa.bindparam("to"))


def repeated(
    connection: sa.Connection, request_id: str, command: str, actor: Actor, workshop_id: str | None = None
) -> sa.Row[Any] | None:
    """The line that this very request wrote, with its ``result``. Raises CjmError if the id was used for something else.

    Who was nobody yet, as at starting a workshop or at joining, became somebody by that very command.
    """
    line = connection.execute(_LINE, {"request_id": request_id}).first()
    if line is None:
        return None
    nameless = (line.actor_id, line.actor_name) == (None, SOMEBODY)
    other = actor.id is not None and line.actor_id != actor.id and not nameless
    if line.command != command or other or workshop_id not in (None, line.workshop_id):
        raise CjmError("This was sent before as something else. Reload the page and do it again.")
    return line  # type: ignore[return-value]


def _tells_own_secret(tx: Tx) -> bool:
    """Whether the line tells of something that only its author may see yet."""
    touched = (tx.whole.rows[change["kind"]][change["id"]] for change in tx.changes if change["kind"] in PARTS)
    return any(isinstance(row, Part) and row.visibility != "team" and row.author_id == tx.actor.id for row in touched)


def lock_workshop(connection: sa.Connection, workshop_id: str) -> None:
    """Hold the workshop's row, so that writers of other processes queue up on PostgreSQL."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(TABLES["workshops"].c.id).where(TABLES["workshops"].c.id == workshop_id).with_for_update())


def write_activity(connection: sa.Connection, tx: Tx, request_id: str, result: Any) -> int:
    """Bump the revision, write the line, return the new revision."""
    tx.flush()
    revision = tx.base_revision + 1
    connection.execute(_BUMP, {"of": tx.workshop_id, "to": revision})
    connection.execute(
        ACTIVITY.insert(),
        {
            "workshop_id": tx.workshop_id,
            "revision": revision,
            "request_id": request_id,
            "command": tx.command,
            "summary": tx.summary or "Changed something",
            "actor_name": SOMEBODY if tx.nameless else tx.actor.name,
            "actor_id": None if tx.nameless else tx.actor.id,
            "only_for": tx.actor.id if _tells_own_secret(tx) else None,
            "at": tx.now,
            "undo_of": tx.undo_of,
            "result": result,
            "changes": tx.changes,
        },
    )
    return revision


def command(
    name: str, *, right: Right = Right.EDIT, live: bool = False, undoable: bool = True
) -> Callable[[Callable[Concatenate[Tx, P], R]], Command[P, R]]:
    """Make a write of ``carry_out(tx, ...)``; ``live`` lets the board send it over its socket."""

    def make(carry_out: Callable[Concatenate[Tx, P], R]) -> Command[P, R]:
        return Command(name, carry_out, right, live, undoable)

    return make
