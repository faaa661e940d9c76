"""Commands on the row of stages: add, paste, share, edit, move."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.pasted.lists import items_of
from cjm.value_stream.common import NewId, Unit, places_of
from cjm.value_stream.involvement import department_named
from db.tables import Stage, ValueStream, ValueStreamStage


def pasted(text: str) -> list[tuple[str, str]]:
    """(name, leading department or nothing) for each line; the department comes after a tab or a bar."""
    found = []
    for item in items_of(text):
        name, _, department = item.text.replace("\t", "|").partition("|")
        if name.strip():
            found.append((name.strip(), department.partition("|")[0].strip()))
    return found


def place_stage(tx: Tx, stream_id: str, stage_id: str, after: str | None) -> None:
    """Give a stage its place after the stage ``after``; None is first."""
    places = tx.image.by(ValueStreamStage, "value_stream_id").get(stream_id, [])
    before = next((place.id for place in places if place.stage_id == after), after)
    tx.add(ValueStreamStage, value_stream_id=stream_id, stage_id=stage_id, position=tx.between(places, before))


@command("add_stage", right=Right.EDIT, live=True)
def add_stage(
    tx: Tx,
    *,
    stream_id: str,
    name: str,
    after: str | None = None,
    first: bool = False,
    department: str = "",
    id: NewId | None = None,
) -> str:
    """At the end, or right after the stage ``after``, or ``first``; ``department`` is the name of who leads it."""
    tx.image.get(ValueStream, stream_id)
    places = places_of(tx.image, stream_id)
    leads = department_named(tx, department.strip()) if department.strip() else None
    stage_id = tx.add(Stage, id=id, name=name.strip(), department_id=leads)
    place_stage(tx, stream_id, stage_id, None if first else after or (places[-1].stage_id if places else None))
    tx.summarise(f"Added the stage “{name.strip()}”")
    return stage_id


@command("paste_stages", right=Right.EDIT, live=True)
def paste_stages(tx: Tx, *, stream_id: str, text: Annotated[str, Field(max_length=20000)]) -> list[str]:
    """One stage a line at the end of the stream, with its leading department after a tab or a bar if there is one."""
    tx.image.get(ValueStream, stream_id)
    wanted = pasted(text)
    if not wanted:
        raise CjmError("There is no stage in this list: write one name on each line.")
    if len(wanted) > 100:
        raise CjmError(f"These are {len(wanted)} lines: paste at most 100 stages at once.")
    ids = []
    places = places_of(tx.image, stream_id)
    last = places[-1].stage_id if places else None
    for name, department in wanted:
        last_id = tx.add(Stage, name=name, department_id=department_named(tx, department) if department else None)
        place_stage(tx, stream_id, last_id, last)
        last = last_id
        ids.append(last_id)
    tx.summarise(f"Added {len(ids)} stages" if len(ids) > 1 else f"Added the stage “{wanted[0][0]}”")
    return ids


@command("use_stage", right=Right.EDIT)
def use_stage(tx: Tx, *, stream_id: str, stage_id: str) -> None:
    """Give a stage of another stream a place at the end of this one too; what it holds is entered once."""
    tx.image.get(ValueStream, stream_id)
    stage = tx.image.get(Stage, stage_id)
    places = places_of(tx.image, stream_id)
    if all(place.stage_id != stage_id for place in places):
        place_stage(tx, stream_id, stage_id, places[-1].stage_id if places else None)
        tx.summarise(f"Placed “{stage.name}” in this stream too")


@command("edit_stage", right=Right.EDIT, live=True)
def edit_stage(
    tx: Tx,
    *,
    id: str,
    name: str | None = None,
    description: str | None = None,
    is_key: bool | None = None,
    unknown_here: bool | None = None,
    duration: float | None = None,
    duration_unit: Unit | None = None,
    no_duration: bool = False,
    expected_version: int | None = None,
) -> None:
    """Changes what is given; ``no_duration`` empties it."""
    before = tx.image.get(Stage, id)
    fields: dict[str, Any] = {
        "name": name.strip() if name is not None else None,
        "description": description,
        "is_key": is_key,
        "unknown_here": unknown_here,
        "duration": duration,
        "duration_unit": duration_unit,
    }
    given = {key: value for key, value in fields.items() if value is not None}
    if no_duration:
        given["duration"] = None
    tx.change(Stage, id, expected_version=expected_version, **given)
    after = tx.image.get(Stage, id)
    tx.summarise(
        f"Renamed “{before.name}” to “{after.name}”" if after.name != before.name else f"Changed the stage “{after.name}”"
    )


@command("move_stage", right=Right.EDIT, live=True)
def move_stage(tx: Tx, *, stream_id: str, stage_id: str, by: Literal[-1, 1] | None = None, after: str | None = None) -> None:
    """One place earlier (-1) or later (1), or right after the stage ``after`` (None is first)."""
    places = places_of(tx.image, stream_id)
    index = next((number for number, place in enumerate(places) if place.stage_id == stage_id), None)
    if index is None:
        raise CjmError("This stage isn’t in this stream any more.")
    mine = places.pop(index)
    if by is not None:
        index = max(0, min(len(places), index + by))
        before = places[index - 1].id if index else None
    else:
        before = next((place.id for place in places if place.stage_id == after), after)
    tx.change(ValueStreamStage, mine.id, position=tx.between(places, before))
    tx.summarise(f"Moved “{tx.image.get(Stage, stage_id).name}”")
