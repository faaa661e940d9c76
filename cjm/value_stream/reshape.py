"""Commands that take stages apart or together: split, merge, remove."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from cjm.core.access import Right
from cjm.core.carrying import become, carry_marks, refuse_if_waiting
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.value_stream.common import handoffs_at
from cjm.value_stream.stages import place_stage
from db.tables import (
    CustomerMark,
    Deliverable,
    Emotion,
    Entry,
    FutureState,
    Handoff,
    Link,
    Milestone,
    NothingToAdd,
    Part,
    SessionActivity,
    Stage,
    StageDepartment,
    StageDone,
    Step,
    ValueStreamStage,
)

CONTENT: tuple[type[Part], ...] = (Entry, Step, Milestone, Deliverable, CustomerMark)
"""What is of a stage and of no other."""
FUTURE_WORDS = ("experience", "people", "process", "technology", "data")
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
        Stage,
        name=second_name.strip(),
        department_id=stage.department_id,
        unknown_here=stage.unknown_here,
        duration_unit=stage.duration_unit,
    )
    for part in tx.image.by(StageDepartment, "stage_id").get(id, []):
        tx.add(StageDepartment, stage_id=second, department_id=part.department_id, involvement=part.involvement)
    for place in tx.image.by(ValueStreamStage, "stage_id").get(id, []):
        place_stage(tx, place.value_stream_id, second, id)
    for handoff in tx.image.by(Handoff, "from_stage_id").get(id, []):
        tx.change(Handoff, handoff.id, from_stage_id=second)
    _same_people(tx, id, second)
    chosen = set(moved or [])
    for model in (Entry, Step):
        for row in list(tx.image.by(model, "stage_id").get(id, [])):
            if row.id in chosen:
                tx.change(model, row.id, stage_id=second)
                carry_marks(tx, row.id, second)
    tx.summarise(f"Split “{stage.name}” into “{name.strip()}” and “{second_name.strip()}”")
    return second


def _same_people(tx: Tx, id: str, second: str) -> None:
    """Who looks after a stage, takes it in a break-out, writes about it now or is done with it has both parts of it."""
    ways = [*tx.image.links("looks_after"), *tx.image.links("takes")]
    running = [one.id for one in tx.image.all(SessionActivity) if one.state == "running"]
    ways += [link for link in tx.image.links("covers") if link.from_id in running]
    for link in ways:
        if link.to_id == id:
            tx.add(Link, relation=link.relation, from_id=link.from_id, to_id=second)
    answers: list[StageDone | NothingToAdd] = [*tx.whole.by(StageDone, "stage_id").get(id, [])]
    answers += tx.whole.by(NothingToAdd, "stage_id").get(id, [])
    for said in answers:
        where = {"lane_id": said.lane_id} if isinstance(said, NothingToAdd) else {}
        tx.add(type(said), stage_id=second, participant_id=said.participant_id, author_id=said.author_id, **where)


@command("merge_stages", right=Right.EDIT)
def merge_stages(tx: Tx, *, id: str, into: str, name: str = "") -> None:
    """Puts everything of the stage ``id`` into the stage ``into``, which gets ``name`` if there is one. Where both have an
    emotion or say how long they last, ``into`` keeps its own."""
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
    fields: dict[str, Any] = {"is_key": stage.is_key or other.is_key, "description": both(other.description, stage.description)}
    if other.duration is None and stage.duration is not None:
        fields |= {"duration": stage.duration, "duration_unit": stage.duration_unit}
    if name.strip():
        fields["name"] = name.strip()
    tx.change(Stage, into, **fields)
    tx.summarise(f"Merged “{stage.name}” into “{other.name}”")


@command("remove_stage", right=Right.EDIT)
def remove_stage(tx: Tx, *, id: str, stream_id: str | None = None, cards_to: str | None = None) -> None:
    """Moves what the stage holds to the stage ``cards_to``, or drops it with the stage; refused if cards that nobody has seen yet
    would be lost so. A stage that other streams hold too only leaves ``stream_id``, with its handoffs there."""
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
        tx.summarise(f"Took “{stage.name}” out of this stream")
        return
    if cards_to is not None:
        tx.image.get(Stage, cards_to)
        move_content(tx, id, cards_to)
    else:
        refuse_if_waiting(tx, {id}, "Say to which stage they go, or reveal them first.")
        drop_stage(tx, id)
    tx.summarise(f"Removed the stage “{stage.name}”")


def both(first: str, second: str) -> str:
    """Two texts as one, what both say once."""
    if not second.strip():
        return first
    said = first.strip().splitlines()
    return "\n".join([*said, *(line for line in second.strip().splitlines() if line not in said)])


def move_content(tx: Tx, id: str, into: str) -> None:
    """Everything of the stage ``id`` becomes that of ``into``, with all that points to it, and the stage goes. An emotion that
    ``into`` has already is kept there; of two futures each says what it said."""
    for model in (StageDepartment, ValueStreamStage):
        for row in list(tx.whole.by(model, "stage_id").get(id, [])):
            tx.remove(model, row.id, along=True)
    mine, theirs = (next(iter(tx.whole.by(FutureState, "stage_id").get(one, [])), None) for one in (into, id))
    if mine is not None and theirs is not None:
        words = {name: both(getattr(mine, name), getattr(theirs, name)) for name in FUTURE_WORDS}
        felt = theirs if mine.emotion is None else mine
        tx.take_along(
            FutureState,
            mine.id,
            **words,
            emotion=felt.emotion,
            emotion_reason=felt.emotion_reason,
            moment_that_matters=mine.moment_that_matters or theirs.moment_that_matters,
            unchanged=mine.unchanged and theirs.unchanged,
        )
        become(tx, FutureState, theirs.id, mine.id)
    become(tx, Stage, id, into, at_the_end=(Step, Milestone, Deliverable, CustomerMark))


def drop_stage(tx: Tx, id: str) -> None:
    """The stage and whatever still hangs on it, into the trash."""
    for model in ON_A_STAGE:
        for row in list(tx.whole.by(model, "stage_id").get(id, [])):
            tx.remove(model, row.id, along=True)
    for handoff in handoffs_at(tx.image, id):
        tx.remove(Handoff, handoff.id)
    tx.remove(Stage, id)
