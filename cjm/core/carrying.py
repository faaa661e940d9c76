"""What points where, and how it goes along when two things become one.

Every column that holds the id of something stands in ``POINTERS``, found in the models, or in ``EXCUSED`` with the reason; a test
goes through all tables. Whatever takes things together calls ``become``, and then nothing is left behind: not by a table that
was added later either.

What is sealed is never rewritten: the history would then join people to what they wrote or voted. It keeps the id of what it
was about and is read through ``WorkshopState.became`` (``cjm.session.votes``). So one undo brings it back as well, and what a
phone sends late finds its way too: ``cjm.core.state.forwarded``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa

from cjm.core.command import Tx
from cjm.core.errors import CjmError
from cjm.core.state import MERGED, WorkshopState
from cjm.core.uniqueness import SAID_ONCE, SAME, same_as
from cjm.core.vocabulary import RELATIONS, SUBJECTS, label_of
from db.tables import PARTS, SEALED_CARDS, TABLES, CustomerMark, Link, Part

How = Literal["moves", "stays", "read through"]
"""What happens to a pointer: it is rewritten; it goes on saying what it said then; whoever reads it asks what became of it."""


@dataclass(frozen=True)
class Pointer:
    """A column that holds ids of ``kinds``; of links only those of one ``relation``."""

    table: str
    column: str
    kinds: tuple[str, ...]
    how: How = "moves"
    relation: str | None = None


EXCUSED: dict[str, str] = {
    "id": "is the row itself",
    "workshop_id": "a workshop is never merged",
    "origin_id": "says from what a row was copied, gone or not",
    "merged_into": "is what leads on",
    "activity.actor_id": "the history stays as it was",
    "activity.only_for": "the history stays as it was",
    "activity.request_id": "names a request",
    "sealed_cards.author_key": "is a hash that nobody can join to a person",
    "sealed_cards.session_activity_id": "activities are never merged",
    "sealed_ballots.session_activity_id": "activities are never merged",
    "sealed_done.session_activity_id": "activities are never merged",
    "read_outs.session_activity_id": "activities are never merged",
    "visits.seat_id": "seats are never merged: two browsers stay two",
    "workshops.shown_stream_id": "streams are never merged; one that is gone counts as none",
    "session_activities.round_id": "rounds are never merged",
    "ballots.round_id": "rounds are never merged",
}
"""Columns by name, or by table and name, that hold ids and lead to nothing that could become something else."""

_STAY = {
    ("ballots", "subject_id"): "a result goes on saying what was voted on",
    ("re_ratings", "subject_id"): "a review goes on saying what was rated",
}
_BESIDE: tuple[Pointer, ...] = (
    Pointer("seats", "participant_id", ("participants",), "read through"),
    Pointer("invitations", "participant_id", ("participants",), "read through"),
    Pointer("sealed_cards", "author_id", ("participants",), "read through"),
    Pointer("sealed_cards", "department_id", ("departments",), "read through"),
    Pointer("sealed_cards", "stage_id", ("stages",), "read through"),
    Pointer("sealed_cards", "lane_id", ("lanes",), "read through"),
    Pointer("sealed_ballots", "voter_id", ("participants",), "read through"),
    Pointer("sealed_ballots", "subject_id", SUBJECTS["ballots"], "read through"),
    Pointer("sealed_done", "voter_id", ("participants",), "read through"),
    Pointer("read_outs", "place", ("entries", "actions"), "read through"),
)
"""What lies beside a workshop has no models that could tell."""


@cache
def pointers() -> tuple[Pointer, ...]:
    """All of them, the workshop's own found in the models."""
    found: list[Pointer] = []
    for kind, model in PARTS.items():
        for name in model.model_fields:
            keys = [key.target_fullname.partition(".")[0] for key in TABLES[kind].c[name].foreign_keys]
            if excuse(kind, name) is not None:
                continue
            if keys:
                found.append(Pointer(kind, name, tuple(keys)))
            elif name == "author_id":
                found.append(Pointer(kind, name, ("participants",)))
            elif name == "subject_id":
                found.append(Pointer(kind, name, SUBJECTS[kind], "stays" if (kind, name) in _STAY else "moves"))
    for relation, (from_kind, to_kinds) in RELATIONS.items():
        found.append(Pointer("links", "from_id", (from_kind,), "moves", relation))
        # what an activity is about was decided when it began; a result names it later too
        found.append(Pointer("links", "to_id", to_kinds, "read through" if relation == "covers" else "moves", relation))
    return (*found, *_BESIDE)


def excuse(table: str, column: str) -> str | None:
    """Why a column is no pointer; None if it has to be one."""
    return EXCUSED.get(f"{table}.{column}") or EXCUSED.get(column)


# Two become one --------------------------------------------------------------------------------------------------------


def become(tx: Tx, model: type[Part], old: str, new: str, *, at_the_end: tuple[type[Part], ...] = ()) -> None:
    """Whatever points to ``old`` points to ``new`` from now on, seen by the actor or not, and ``old`` goes to the trash.

    What would then be said twice, or lead from a thing to itself, goes to the trash with it: what ``new`` has counts.
    Rows of the kinds ``at_the_end`` go behind the others.
    """
    kind = model.table_name
    for pointer in pointers():
        if pointer.how != "moves" or kind not in pointer.kinds:
            continue
        pointing = PARTS[pointer.table]
        for row in list(tx.whole.by(pointing, pointer.column).get(old, [])):
            if isinstance(row, Link) and row.relation != pointer.relation:
                continue
            fields: dict[str, Any] = {pointer.column: new}
            if pointing in at_the_end:
                fields["position"] = tx.last(tx.whole.all(pointing)[-1:])
            if _said_already(tx, row.model_copy(update=fields)):
                tx.remove(pointing, row.id, along=True)
            else:
                tx.take_along(pointing, row.id, **fields)
    if kind in MERGED:
        tx.take_along(model, old, merged_into=new)
    tx.remove(model, old, along=True)


def _said_already(tx: Tx, row: Part) -> bool:
    """Whether another row says the same, or this one would lead from a thing to itself."""
    for start, end in (("from_id", "to_id"), ("from_stage_id", "to_stage_id")):
        if hasattr(row, start) and getattr(row, start) == getattr(row, end):
            return True
    same, kind = same_as(row), row.table_name
    if same is None:
        return False
    about = next(name for name in SAID_ONCE.get(kind, SAME.get(kind, ())) if name.endswith("_id"))
    near = tx.whole.by(type(row), about).get(getattr(row, about), [])
    return any(same_as(other) == same for other in near if other.id != row.id)


def carry_marks(tx: Tx, entry_id: str, stage_id: str) -> None:
    """What customers said of a card stands where the card stands."""
    for mark in list(tx.whole.by(CustomerMark, "entry_id").get(entry_id, [])):
        tx.take_along(CustomerMark, mark.id, stage_id=stage_id)


# What waits unseen -----------------------------------------------------------------------------------------------------

PLACES = {(SEALED_CARDS, column): kind for column, kind in (("stage_id", "stages"), ("lane_id", "lanes"))}
"""Where a card that nobody has seen yet will stand."""


def waits_at(connection: sa.Connection, image: WorkshopState, place_id: str) -> bool:
    """Whether cards wait unseen that will stand at this stage, or in this lane."""
    ids = image.were(place_id)
    query = sa.select(SEALED_CARDS.c.id).where(sa.or_(*(table.c[column].in_(ids) for table, column in PLACES)))
    return connection.execute(query.limit(1)).first() is not None


def refuse_if_waiting(tx: Tx, place_ids: set[str], what: str) -> None:
    """Raises CjmError if cards that nobody has seen would lose their place; ``what`` says how to go on."""
    for kind in PLACES.values():
        for id in sorted(place_ids & tx.whole.rows[kind].keys()):
            if waits_at(tx.connection, tx.whole, id):
                name = label_of(kind, tx.whole.rows[kind][id])
                raise CjmError(f"Cards that nobody has seen yet wait at “{name}”. {what}")
