"""Commands that take stages apart or together: split, merge, remove."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cjm.access import Right
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.value_stream.common import handoffs_at
from cjm.value_stream.stages import place_stage
from db.tables import (
    CustomerMark,
    Deliverable,
    Emotion,
    Entry,
    FutureState,
    Handoff,
    Milestone,
    Part,
    Stage,
    StageDepartment,
    Step,
    ValueStreamStage,
)  # fmt: skip

CONTENT: tuple[type[Part], ...] = (Entry, Step, Milestone, Deliverable, CustomerMark)
"""What moves from stage to stage as it is."""
ON_A_STAGE: tuple[type[Part], ...] = (*CONTENT, Emotion, FutureState, StageDepartment, ValueStreamStage)

@command("split_stage", right=Right.EDIT)
def split_stage(
    tx: Tx, *, id: str, name: str, second_name: str, moved: Annotated[list[str], Field(max_length=2000)] | None = None
) -> str:
    """Makes a second stage right after this one, in every stream; cards and steps in ``moved`` go to it, and what was handed
    over from the stage is now handed over from the second."""
    stage = tx.image.get(Stage, id)
    tx.change(Stage, id, name=name.strip())
    second = tx.add(
        Stage, name=second_name.strip(), department_id=stage.department_id, unknown_here=stage.unknown_here,
        duration_unit=stage.duration_unit,
    )  # fmt: skip
    for part in tx.image.by(StageDepartment, "stage_id").get(id, []):
        tx.add(StageDepartment, stage_id=second, department_id=part.department_id, involvement=part.involvement)
    for place in tx.image.by(ValueStreamStage, "stage_id").get(id, []):
        place_stage(tx, place.value_stream_id, second, id)
    for handoff in tx.image.by(Handoff, "from_stage_id").get(id, []):
        tx.change(Handoff, handoff.id, from_stage_id=second)
    chosen = set(moved or [])
    for model in (Entry, Step):
        for row in list(tx.image.by(model, "stage_id").get(id, [])):
            if row.id in chosen:
                tx.change(model, row.id, stage_id=second)
    tx.say(f"Split “{stage.name}” into “{name.strip()}” and “{second_name.strip()}”")
    return second


@command("merge_stages", right=Right.EDIT)
def merge_stages(tx: Tx, *, id: str, into: str, name: str = "") -> None:
    """Puts everything of the stage ``id`` into the stage ``into``, which gets ``name`` if there is one."""
    stage, other = tx.image.get(Stage, id), tx.image.get(Stage, into)
    if id == into:
        raise CjmError("A stage can’t be merged with itself: choose another one.")
    involved = {part.department_id for part in tx.image.by(StageDepartment, "stage_id").get(into, [])} | {other.department_id}
    helpers = [(part.department_id, part.involvement) for part in tx.image.by(StageDepartment, "stage_id").get(id, [])]
    if other.department_id is None:
        tx.change(Stage, into, department_id=stage.department_id)
        involved.add(stage.department_id)
    elif stage.department_id is not None:
        helpers.insert(0, (stage.department_id, "helps"))
    for department_id, involvement in helpers:
        if department_id not in involved:
            involved.add(department_id)
            tx.add(StageDepartment, stage_id=into, department_id=department_id, involvement=involvement)
    there = {place.value_stream_id for place in tx.image.by(ValueStreamStage, "stage_id").get(into, [])}
    for place in list(tx.image.by(ValueStreamStage, "stage_id").get(id, [])):
        if place.value_stream_id not in there:
            tx.change(ValueStreamStage, place.id, stage_id=into)
    move_content(tx, id, into)
    drop_stage(tx, id)
    fields: dict[str, Any] = {"is_key": stage.is_key or other.is_key}
    if name.strip():
        fields["name"] = name.strip()
    tx.change(Stage, into, **fields)
    tx.say(f"Merged “{stage.name}” into “{other.name}”")


@command("remove_stage", right=Right.EDIT)
def remove_stage(tx: Tx, *, id: str, stream_id: str | None = None, cards_to: str | None = None) -> None:
    """Moves what the stage holds to the stage ``cards_to``, or drops it with the stage. A stage that other streams hold too
    only leaves ``stream_id``, with its handoffs there."""
    stage = tx.image.get(Stage, id)
    if cards_to == id:
        raise CjmError("The cards can’t go to the stage that is removed: choose another one.")
    places = tx.image.by(ValueStreamStage, "stage_id").get(id, [])
    here = [place for place in places if place.value_stream_id == stream_id]
    if here and len(places) > len(here):
        for place in here:
            tx.remove(ValueStreamStage, place.id)
        for handoff in handoffs_at(tx.image, id):
            if handoff.value_stream_id == stream_id:
                tx.remove(Handoff, handoff.id)
        tx.say(f"Took “{stage.name}” out of this stream")
        return
    if cards_to is not None:
        tx.image.get(Stage, cards_to)
        move_content(tx, id, cards_to)
    drop_stage(tx, id)
    tx.say(f"Removed the stage “{stage.name}”")



def move_content(tx: Tx, id: str, into: str) -> None:
    """Everything but the stage itself. An emotion or a future that the other stage has already is kept there."""
    for model in CONTENT:
        last = None
        for row in list(tx.whole.by(model, "stage_id").get(id, [])):
            last = tx.last(tx.whole.all(model)[-1:]) if last is None or model is not Entry else last
            fields: dict[str, Any] = {"stage_id": into} if model is Entry else {"stage_id": into, "position": last}
            tx.take_along(model, row.id, **fields)
    felt = {one.value_stream_id for one in tx.image.by(Emotion, "stage_id").get(into, [])}
    for emotion in list(tx.image.by(Emotion, "stage_id").get(id, [])):
        if emotion.value_stream_id not in felt:
            tx.change(Emotion, emotion.id, stage_id=into)
    if not tx.image.by(FutureState, "stage_id").get(into):
        for future in tx.image.by(FutureState, "stage_id").get(id, [])[:1]:
            tx.change(FutureState, future.id, stage_id=into)
    for handoff in handoffs_at(tx.image, id):
        start = into if handoff.from_stage_id == id else handoff.from_stage_id
        end = into if handoff.to_stage_id == id else handoff.to_stage_id
        if start == end:
            tx.remove(Handoff, handoff.id)
        else:
            tx.change(Handoff, handoff.id, from_stage_id=start, to_stage_id=end)


def drop_stage(tx: Tx, id: str) -> None:
    """The stage and whatever still hangs on it, into the trash."""
    for model in ON_A_STAGE:
        for row in list(tx.whole.by(model, "stage_id").get(id, [])):
            tx.remove(model, row.id, along=True)
    for handoff in handoffs_at(tx.image, id):
        tx.remove(Handoff, handoff.id)
    tx.remove(Stage, id)
