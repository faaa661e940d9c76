"""What the page of insights is made of: frozen, in words and numbers that a page only has to draw."""

from __future__ import annotations

from dataclasses import dataclass

from cjm.insights.loose_ends import LooseEnds
from cjm.insights.trace import Query
from cjm.pain_points.reading import BoardStage


@dataclass(frozen=True)
class Heard:
    """A department, and how many cards of a stage count for it."""

    name: str
    letters: str
    colour: int
    cards: int


@dataclass(frozen=True)
class Leaving:
    """Where people drop off, and why; ``id`` is the card that says so."""

    id: str
    pain: str
    why: str


@dataclass(frozen=True)
class StageFriction:
    """A handoff counts at both stages that it joins, waiting at the one it leads to; ``worst`` is the handoff to look at."""

    handoffs: int = 0
    between_departments: int = 0
    between_organisations: int = 0
    crucial: int = 0
    unmitigated: int = 0
    minutes: int = 0
    waits: str = ""
    worst: str | None = None


@dataclass(frozen=True)
class StageInsight:
    """One column. ``board`` has pain, bottleneck and emotion; ``unknown`` says why nobody present knows the stage, empty if
    somebody does."""

    id: str
    name: str
    department: str
    letters: str
    colour: int
    board: BoardStage
    friction: StageFriction
    assumed: int
    observed: int
    confirmed: int
    heard: tuple[Heard, ...]
    unknown: str
    leaving: tuple[Leaving, ...]

    @property
    def evidence(self) -> tuple[tuple[str, int], ...]:
        return (("assumed", self.assumed), ("observed", self.observed), ("confirmed", self.confirmed))


@dataclass(frozen=True)
class Voice:
    """A department or an organisation in the whole workshop; ``people`` of it stand on the list of participants."""

    name: str
    letters: str
    colour: int
    cards: int
    people: int


@dataclass(frozen=True)
class Standout:
    """What stands out, in a sentence and a note; a click goes to ``page`` with ``query``."""

    kind: str
    told: str
    note: str
    page: str
    query: Query = ()


@dataclass(frozen=True)
class Explained:
    """How a row is worked out: what it shows, the formula, and what was counted."""

    shows: str
    formula: str
    counted: str


@dataclass(frozen=True)
class Insights:
    """``largest`` is the largest pain of one kind at one stage, for bars. ``unnamed`` cards count for no department. ``waits``
    is all waiting in words. ``explained`` is by row."""

    revision: int
    workshop: str
    streams: tuple[tuple[str, str], ...]
    alignment: bool
    stages: tuple[StageInsight, ...]
    cards: int
    largest: int
    standouts: tuple[Standout, ...]
    departments: tuple[Voice, ...]
    organisations: tuple[Voice, ...]
    unnamed: int
    handoffs: int
    waits: str
    loose_ends: tuple[LooseEnds, ...]
    explained: tuple[tuple[str, Explained], ...]

    def explanation(self, key: str) -> Explained:
        return dict(self.explained)[key]

    @property
    def silent(self) -> tuple[Voice, ...]:
        return tuple(one for one in self.departments if not one.cards)
