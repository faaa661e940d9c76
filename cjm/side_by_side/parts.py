"""What the comparison of two journeys consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CardSeen:
    """A card that only one of both has here."""

    id: str
    kind: str
    lane: str
    text: str
    severity: int | None


@dataclass(frozen=True)
class Side:
    """A stage in one of the journeys. ``own`` are cards that only this one has."""

    stage_id: str
    name: str
    department: str
    lasts: str
    own: tuple[CardSeen, ...]
    pains: int
    pain: int
    emotion: int | None
    reason: str
    handoffs: int


@dataclass(frozen=True)
class Pairing:
    """Stages that stand side by side; ``by`` says why: the same stage, a like name, the same place, or alone."""

    key: str
    left: Side | None
    right: Side | None
    by: str
    shared: int

    @property
    def name(self) -> str:
        names = dict.fromkeys(side.name for side in (self.left, self.right) if side is not None)
        return " / ".join(names)


@dataclass(frozen=True)
class StreamSeen:
    """A journey as a whole. ``waiting`` is what the customer waits at its handoffs, in words; ``own`` counts its own cards."""

    id: str
    name: str
    customer: str
    trigger: str
    end: str
    stages: int
    handoffs: int
    risky: int
    waiting: str
    pains: int
    pain: int
    own: int


@dataclass(frozen=True)
class Journeys:
    """Two of the streams, or none if there are fewer than two."""

    revision: int
    streams: tuple[tuple[str, str], ...]
    customers: tuple[tuple[str, str], ...]
    left: StreamSeen | None
    right: StreamSeen | None
    rows: tuple[Pairing, ...]
