"""Homework of those without a device: the facilitator enters what they say."""

from __future__ import annotations

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import in_order
from db.tables import Entry, Lane, NothingToAdd, Participant, Stage, StageDone


@command("write_for", right=Right.FACILITATE)
def write_for(tx: Tx, *, participant_id: str, stage_id: str, lane_id: str, text: str) -> str:
    """A card of theirs at the end of a cell. Refused without a text."""
    person, stage, lane = tx.image.get(Participant, participant_id), tx.image.get(Stage, stage_id), tx.image.get(Lane, lane_id)
    if not text.strip():
        raise CjmError("Write the card first, or say that they have nothing to add.")
    here = [one for one in tx.image.by(Entry, "stage_id").get(stage_id, []) if one.lane_id == lane_id]
    made = tx.add(
        Entry,
        stage_id=stage_id,
        lane_id=lane_id,
        text=text.strip(),
        author_id=person.id,
        department_id=person.department_id,
        position=tx.last(in_order(here)),
    )
    tx.summarise(f"Entered a card for {person.name} in {lane.name} at {stage.name}")
    return made


@command("nothing_to_add_for", right=Right.FACILITATE)
def nothing_to_add_for(tx: Tx, *, participant_id: str, stage_id: str, lane_id: str) -> None:
    """They have nothing to add there; said twice it is said once."""
    person, stage, lane = tx.image.get(Participant, participant_id), tx.image.get(Stage, stage_id), tx.image.get(Lane, lane_id)
    said = [row for row in tx.image.by(NothingToAdd, "stage_id").get(stage_id, []) if row.lane_id == lane_id]
    if not any(row.participant_id == participant_id for row in said):
        tx.add(NothingToAdd, participant_id=participant_id, stage_id=stage_id, lane_id=lane_id)
    tx.summarise(f"{person.name} has nothing to add to {lane.name} at {stage.name}")


@command("say_stage_done_for", right=Right.FACILITATE)
def say_stage_done_for(tx: Tx, *, participant_id: str, stage_id: str, done: bool = True) -> None:
    """They are done with a stage, or not yet."""
    person, stage = tx.image.get(Participant, participant_id), tx.image.get(Stage, stage_id)
    said = [row for row in tx.image.by(StageDone, "stage_id").get(stage_id, []) if row.participant_id == participant_id]
    if done and not said:
        tx.add(StageDone, participant_id=participant_id, stage_id=stage_id)
    for row in () if done else said:
        tx.remove(StageDone, row.id)
    tx.summarise(f"{person.name} is {'done' if done else 'not done yet'} with {stage.name}")
