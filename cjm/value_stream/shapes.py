"""What step 2 shows: frozen, in words and numbers that a page only has to draw."""

from __future__ import annotations

from dataclasses import dataclass

from db.tables import Deliverable, Milestone, Step


@dataclass(frozen=True)
class StreamTab:
    id: str
    name: str
    customer_id: str | None
    customer: str
    trigger: str
    end: str
    version: int


@dataclass(frozen=True)
class StageCard:
    """``number`` is its place in this stream, ``part`` the part of the picture it stands in, from 0, ``step_parts`` how many
    its steps take, ``shared`` the names of the other streams it stands in."""

    id: str
    number: int
    part: int
    step_parts: int
    name: str
    description: str
    department_id: str | None
    department: str
    letters: str
    colour: int
    is_key: bool
    unknown_here: bool
    duration: float | None
    duration_unit: str
    lasts: str
    cards: int
    steps: int
    handoffs: int
    shared: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class HandoffCard:
    """``waits`` is the waiting time in words, ``needs_mitigation`` a high risk without one."""

    id: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    what: str
    risk: int | None
    risk_note: str
    mitigation: str
    dependency: str
    crucial: bool
    waiting: float | None
    waiting_unit: str
    waits: str
    between_departments: bool
    between_organisations: bool
    needs_mitigation: bool
    version: int


@dataclass(frozen=True)
class Proposal:
    """Neighbours whose leading departments differ, with no handoff between them yet."""

    from_id: str
    from_name: str
    from_department: str
    to_id: str
    to_name: str
    to_department: str


@dataclass(frozen=True)
class Cluster:
    """``share`` is in hundredths of the largest."""

    stage_id: str
    name: str
    colour: int
    handoffs: int
    share: int


@dataclass(frozen=True)
class Friction:
    handoffs: int
    between_departments: int
    between_organisations: int
    crucial: int
    unmitigated: int
    unrated: int
    waiting: str
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class DepartmentRow:
    """A row of the matrix: ``parts`` has leads, helps, consulted or nothing for each stage of the stream."""

    id: str
    name: str
    letters: str
    colour: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class StreamView:
    revision: int
    streams: tuple[StreamTab, ...]
    stream: StreamTab | None
    stages: tuple[StageCard, ...]
    elsewhere: tuple[tuple[str, str], ...]
    handoffs: tuple[HandoffCard, ...]
    proposals: tuple[Proposal, ...]
    friction: Friction
    departments: tuple[DepartmentRow, ...]
    customers: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    parts: tuple[str, ...]

    def stage(self, stage_id: str | None) -> StageCard | None:
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def handoff(self, handoff_id: str | None) -> HandoffCard | None:
        return next((handoff for handoff in self.handoffs if handoff.id == handoff_id), None)


@dataclass(frozen=True)
class StageDetail:
    """What is inside a stage."""

    revision: int
    milestones: tuple[Milestone, ...]
    deliverables: tuple[Deliverable, ...]
    steps: tuple[Step, ...]
    cards: tuple[tuple[str, str], ...]
