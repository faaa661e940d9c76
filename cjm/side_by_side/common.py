"""From two journeys to a common one, chosen stage by stage."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.side_by_side.differing import copy_card, copy_handoffs
from db.tables import Emotion, Entry, Handoff, Stage, ValueStream, ValueStreamStage


class Choice(BaseModel):
    """A row of the comparison and what the common journey takes of it."""

    model_config = ConfigDict(extra="forbid")

    left: str | None = None
    right: str | None = None
    take: Literal["left", "right", "both", "none"] = "both"


@command("make_common_stream", right=Right.FACILITATE)
def make_common_stream(
    tx: Tx, *, name: str, left_id: str, right_id: str, choices: Annotated[list[Choice], Field(min_length=1, max_length=200)]
) -> str:
    """A third stream of the chosen stages in their order, as one act; both journeys stay. Returns its id.

    Cards and emotions that a journey has of its own come along where that journey was chosen. Handoffs come from both; what went
    to a stage that was not taken goes to the one taken in its place.
    """
    left, right = tx.image.get(ValueStream, left_id), tx.image.get(ValueStream, right_id)
    taken: list[tuple[str, list[ValueStream]]] = []
    instead: dict[str, str] = {}
    for choice in choices:
        sides = [(choice.left, left, choice.take in ("left", "both")), (choice.right, right, choice.take in ("right", "both"))]
        there = [(stage_id, stream) for stage_id, stream, wanted in sides if wanted and stage_id is not None]
        for stage_id, stream in there:
            tx.image.get(Stage, stage_id)
            known = next((streams for id, streams in taken if id == stage_id), None)
            if known is None:
                taken.append((stage_id, [stream]))
            else:
                known.append(stream)
        for other, _, wanted in sides:
            if there and not wanted and other is not None and other != there[0][0]:
                instead[other] = there[0][0]
    if not taken:
        raise CjmError("No stage is taken yet: choose left, right or both for at least one.")
    made = tx.add(ValueStream, name=name.strip(), customer_id=left.customer_id, trigger=left.trigger, end=left.end or right.end)
    for stage_id, streams in taken:
        tx.add(ValueStreamStage, value_stream_id=made, stage_id=stage_id)
        for stream in streams:
            _take_own(tx, stage_id, stream.id, made)
    kept = {stage_id for stage_id, _ in taken}
    for stream in (left, right):
        handoffs = [
            one
            for one in tx.image.by(Handoff, "value_stream_id").get(stream.id, [])
            if {instead.get(one.from_stage_id, one.from_stage_id), instead.get(one.to_stage_id, one.to_stage_id)} <= kept
        ]
        copy_handoffs(tx, handoffs, made, instead)
    tx.summarise(f"Made “{name.strip()}” of “{left.name}” and “{right.name}”")
    return made


def _take_own(tx: Tx, stage_id: str, from_id: str, to_id: str) -> None:
    """What a stream has of its own at a stage, for another stream too."""
    own = [one for one in tx.image.by(Entry, "stage_id").get(stage_id, []) if one.value_stream_id == from_id]
    for entry in own:
        copy_card(tx, entry, to_id)
    felt = tx.image.by(Emotion, "stage_id").get(stage_id, [])
    mine = next((one for one in felt if one.value_stream_id == from_id), None)
    if mine is not None and all(one.value_stream_id != to_id for one in felt):
        tx.add(Emotion, stage_id=stage_id, value_stream_id=to_id, value=mine.value, reason=mine.reason, origin_id=mine.id)
