"""What becomes of the handoffs: kept, changed, removed, new; counted today and then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.future_state.columns import stages_of, stream_of
from db.tables import Department, Handoff, Stage, ValueStream

HandoffFuture = Literal["kept", "changed", "removed", "new"]


@dataclass(frozen=True)
class HandoffCount:
    """Handoffs today and then, all of them and those between departments."""

    today: int
    then: int
    between_today: int
    between_then: int


@dataclass(frozen=True)
class FutureHandoff:
    """A handoff and what becomes of it; ``added`` was written down for the future and may be taken out again."""

    id: str
    version: int
    from_stage: str
    to_stage: str
    from_department: str
    to_department: str
    what: str
    risk: int | None
    waiting_minutes: int | None
    future: str
    note: str

    @property
    def changes_hands(self) -> bool:
        """Whether it leads from one department to another."""
        return bool(self.from_department and self.to_department and self.from_department != self.to_department)

    @property
    def wait(self) -> str:
        """How long the customer waits here, in words."""
        minutes = self.waiting_minutes or 0
        if minutes >= 2880:
            return f"{round(minutes / 1440)} days’ wait"
        return "" if not minutes else f"{minutes} minutes’ wait" if minutes < 120 else f"{round(minutes / 60)} hours’ wait"


@dataclass(frozen=True)
class Handoffs:
    """The handoffs of one stream or of all, in the order of the stages."""

    revision: int
    count: HandoffCount
    handoffs: tuple[FutureHandoff, ...]
    stages: tuple[tuple[str, str], ...]

    def handoff(self, id: str | None) -> FutureHandoff | None:
        return next((one for one in self.handoffs if one.id == id), None)


def between_departments(image: WorkshopState, handoff: Handoff) -> bool:
    start, end = image.find(Stage, handoff.from_stage_id), image.find(Stage, handoff.to_stage_id)
    return bool(start and end and start.department_id and end.department_id and start.department_id != end.department_id)


def handoffs_of(image: WorkshopState, stream: ValueStream | None) -> list[Handoff]:
    place = {stage.id: index for index, stage in enumerate(stages_of(image, stream))}
    found = [
        handoff
        for handoff in image.all(Handoff)
        if (stream is None or handoff.value_stream_id == stream.id)
        and image.find(Stage, handoff.from_stage_id)
        and image.find(Stage, handoff.to_stage_id)
    ]
    last = len(place)
    return sorted(found, key=lambda one: (place.get(one.from_stage_id, last), place.get(one.to_stage_id, last)))


def count_of(image: WorkshopState, handoffs: list[Handoff]) -> HandoffCount:
    today = [one for one in handoffs if one.future != "new"]
    then = [one for one in handoffs if one.future != "removed"]
    between_today, between_then = (sum(between_departments(image, one) for one in found) for found in (today, then))
    return HandoffCount(len(today), len(then), between_today, between_then)


@view
def handoffs(image: WorkshopState, stream_id: str | None = None) -> Handoffs:
    """What becomes of the handoffs of one stream, or of all."""
    stream = stream_of(image, stream_id)
    found = handoffs_of(image, stream)
    return Handoffs(
        revision=image.revision,
        count=count_of(image, found),
        handoffs=tuple(_future_handoff(image, one) for one in found),
        stages=tuple((one.id, one.name) for one in stages_of(image, stream)),
    )


def _future_handoff(image: WorkshopState, handoff: Handoff) -> FutureHandoff:
    start, end = image.get(Stage, handoff.from_stage_id), image.get(Stage, handoff.to_stage_id)
    from_department, to_department = image.find(Department, start.department_id), image.find(Department, end.department_id)
    return FutureHandoff(
        id=handoff.id,
        version=handoff.version,
        from_stage=start.name,
        to_stage=end.name,
        from_department=from_department.name if from_department else "",
        to_department=to_department.name if to_department else "",
        what=handoff.what,
        risk=handoff.risk,
        waiting_minutes=handoff.waiting_minutes,
        future=handoff.future,
        note=handoff.future_note,
    )


@command("change_handoff_future", right=Right.EDIT)
def change_handoff_future(
    tx: Tx, *, handoff_id: str, future: HandoffFuture | None = None, note: str | None = None, expected_version: int | None = None
) -> None:
    """Say what becomes of a handoff."""
    handoff = tx.image.get(Handoff, handoff_id)
    fields: dict[str, Any] = {}
    if future is not None:
        if (handoff.future == "new") != (future == "new"):
            raise CjmError("A handoff of today can’t become new, and a new one has no today. Add or remove one instead.")
        fields["future"] = future
    if note is not None:
        fields["future_note"] = note
    tx.change(Handoff, handoff_id, expected_version=expected_version, **fields)
    words = {"kept": "stays", "changed": "changes", "removed": "goes away", "new": "is new"}
    tx.summarise(f"{_passage(tx, handoff)} {words[future]}" if future else f"Wrote what becomes of {_passage(tx, handoff)}")


@command("add_future_handoff", right=Right.EDIT)
def add_future_handoff(
    tx: Tx, *, from_stage_id: str, to_stage_id: str, what: str = "", value_stream_id: str | None = None
) -> str:
    """Add a handoff that there is only in the future; in the stream given, else in the one that has both stages."""
    if from_stage_id == to_stage_id:
        raise CjmError("A handoff joins two different stages. Choose another one.")
    start, end = tx.image.get(Stage, from_stage_id), tx.image.get(Stage, to_stage_id)
    streams = tx.image.all(ValueStream)
    both = [stream.id for stream in streams if {start.id, end.id} <= {stage.id for stage in stages_of(tx.image, stream)}] or [
        stream.id for stream in streams
    ]
    if not both and value_stream_id is None:
        raise CjmError("There is no value stream yet. Lay it out in step 2 first.")
    stream_id = value_stream_id or both[0]
    made = tx.add(Handoff, value_stream_id=stream_id, from_stage_id=start.id, to_stage_id=end.id, what=what.strip(), future="new")
    tx.summarise(f"Added a handoff from “{start.name}” to “{end.name}” for the future")
    return made


@command("take_out_future_handoff", right=Right.EDIT)
def take_out_future_handoff(tx: Tx, *, handoff_id: str) -> None:
    """Take out a handoff that there is only in the future."""
    handoff = tx.image.get(Handoff, handoff_id)
    if handoff.future != "new":
        raise CjmError("There is this handoff today. Say that it is removed instead.")
    tx.remove(Handoff, handoff_id)
    tx.summarise(f"Took out {_passage(tx, handoff)} from the future")


def _passage(tx: Tx, handoff: Handoff) -> str:
    start, end = tx.image.find(Stage, handoff.from_stage_id), tx.image.find(Stage, handoff.to_stage_id)
    return f"the handoff from “{start.name if start else '?'}” to “{end.name if end else '?'}”"
