"""What there can be only one of: checked after every command and in every document that comes in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from cjm.core.errors import CjmError
from cjm.core.state import Change, WorkshopState
from cjm.core.vocabulary import label_of
from db.tables import PARTS, Customer, Part, Row

Named = Callable[[str | None], str]
"""What people call the row with an id."""

SAME: dict[str, tuple[str, ...]] = {
    "customers": (),
    "emotions": ("stage_id", "value_stream_id"),
    "future_states": ("stage_id",),
    "value_stream_stages": ("value_stream_id", "stage_id"),
    "stage_departments": ("stage_id", "department_id"),
    "links": ("relation", "from_id", "to_id"),
    "kpi_readings": ("kpi_id", "read_on"),
    "review_findings": ("review_id", "stage_id"),
    "re_ratings": ("review_id", "subject_id", "axis"),
}
"""Fields in which two living rows of a kind can't be the same."""


SAID_ONCE: dict[str, tuple[str, ...]] = {
    "stages_done": ("stage_id", "participant_id", "author_id"),
    "nothing_to_add": ("stage_id", "participant_id", "author_id", "lane_id"),
    "cards_seen": ("entry_id",),
    "echoes": ("entry_id", "author_id"),
    "customer_marks": ("entry_id", "author_id"),
    "answers": ("action_id", "author_id"),
    "ballots": ("round_id", "participant_id", "subject_id", "axis"),
}
"""Fields in which two living rows of a kind say the same, where two things became one. ``author_id`` counts where nobody of the
roster is named; without anybody, or without what it is about, nothing is the same."""


def same_as(row: Part) -> tuple[Any, ...] | None:
    """What ``row`` says that no other row needs to say; None if every row of its kind says something of its own."""
    fields = SAID_ONCE.get(row.table_name)
    if fields is None:
        return seat_of(row)
    said = [getattr(row, name) for name in fields]
    if "participant_id" in fields and "author_id" in fields:
        said[1], said[2] = said[1] or said[2], None
        return (row.table_name, *said) if said[1] is not None else None
    return (row.table_name, *said) if None not in said else None


def same(name: str) -> str:
    """What two names have in common that people take for the same: capitals, spaces and ways of writing a letter don't count."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def seat_of(row: Part) -> tuple[Any, ...] | None:
    """What ``row`` takes up so that no other row can; None if it is in nobody's way."""
    same = SAME.get(row.table_name)
    if same is None or (isinstance(row, Customer) and not row.primary):
        return None
    return (row.table_name, *(getattr(row, name) for name in same))


def sentence_for(row: Part, named: Named) -> str:
    """Why a second one is refused, and what helps."""
    match row.table_name:
        case "customers":
            return "There is one primary customer, and another is agreed on already."
        case "emotions":
            return f"{named(getattr(row, 'stage_id', None))} has an emotion already. Take that one back first."
        case "future_states":
            return f"{named(getattr(row, 'stage_id', None))} has a future state already. Change that one."
        case "value_stream_stages":
            return f"{named(getattr(row, 'stage_id', None))} is in this stream already."
        case "stage_departments":
            return f"{named(getattr(row, 'department_id', None))} has a part in this stage already."
        case "kpi_readings":
            return f"{named(getattr(row, 'kpi_id', None))} has a reading of that day already. Remove that one first."
        case "review_findings" | "re_ratings":
            return "This review says so already. Change what it says there."
        case _:
            return "These two are linked already."


def is_free(image: WorkshopState, row: Row) -> bool:
    """Whether ``row`` could come back without being a second one."""
    seat = seat_of(row) if isinstance(row, Part) else None
    return seat is None or all(seat_of(other) != seat for other in image.all(PARTS[row.table_name]) if other.id != row.id)


def refuse_second(image: WorkshopState, changes: Iterable[Change]) -> None:
    """Raises CjmError if something changed is a second one of what there is one of."""

    def named(id: str | None) -> str:
        return next((f"“{label_of(kind, rows[id])}”" for kind, rows in image.rows.items() if id in rows), "It")

    touched = {(change["kind"], change["id"]) for change in changes if change["kind"] in SAME}
    for kind in {kind for kind, _ in touched}:
        holders: dict[tuple[Any, ...], Part] = {}
        twice: list[Part] = []
        for row in image.all(PARTS[kind]):
            seat = seat_of(row)
            if seat is not None and holders.setdefault(seat, row) is not row:
                twice += [row, holders[seat]]
        found = next((row for row in twice if (kind, row.id) in touched), None)
        if found is not None:
            raise CjmError(sentence_for(found, named))
