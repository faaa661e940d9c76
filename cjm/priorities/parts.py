"""What the page of step 5 is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cjm.priorities.quarters import quarter_of, quarters
from cjm.priorities.scores import Score

Quadrant = Literal["quick_wins", "strategic_investments", "fill_ins", "money_pit"]
QUADRANTS: dict[Quadrant, tuple[str, str, str]] = {
    "quick_wins": ("Quick wins", "high impact, low effort", "do now"),
    "strategic_investments": ("Strategic investments", "high impact, high effort", "plan and fund"),
    "fill_ins": ("Fill-ins", "low impact, low effort", "when there is time"),
    "money_pit": ("Money pit", "low impact, high effort", "leave"),
}
"""Name, where it lies, what to do with it; in the order of the ranked list."""
HORIZONS: dict[str, str] = {"short": "Short term", "mid": "Mid term", "long": "Long term"}


@dataclass(frozen=True)
class Choice:
    """A department, objective or theme that actions point to; ``colour`` is an index into the palette."""

    id: str
    name: str
    letters: str
    colour: int


@dataclass(frozen=True)
class Ranked:
    """An action. ``impact`` and ``effort`` are where it stands, decided or scored; ``number`` is its rank, 0 without scores."""

    id: str
    version: int
    name: str
    number: int
    impact: float | None
    effort: float | None
    impact_score: Score | None
    effort_score: Score | None
    decided: bool
    reason: str
    decided_by: str
    quadrant: Quadrant | None
    pain: int
    pains: int
    owner: str
    due_on: date | None
    quarter: str | None
    horizon: str | None
    department_id: str | None
    objective_id: str | None
    theme_id: str | None
    has_resources: str
    has_owner: str
    has_support: str
    value_minor: int | None
    cost_minor: int | None
    note: str
    carries_out: tuple[str, ...]

    @property
    def disagreed(self) -> bool:
        return any(score is not None and score.disagree for score in (self.impact_score, self.effort_score))

    @property
    def value(self) -> int | None:
        """In whole units of the currency."""
        return None if self.value_minor is None else round(self.value_minor / 100)

    @property
    def cost(self) -> int | None:
        """In whole units of the currency."""
        return None if self.cost_minor is None else round(self.cost_minor / 100)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing for it, in words that follow “no”."""
        asked = {"people and money": self.has_resources, "owner": self.has_owner, "support": self.has_support}
        return tuple(what for what, answer in asked.items() if answer == "no")

    @property
    def unclear(self) -> tuple[str, ...]:
        """What nobody has answered for it yet."""
        asked = {"people and money": self.has_resources, "an owner": self.has_owner, "support": self.has_support}
        return tuple(what for what, answer in asked.items() if answer == "unclear")

    @property
    def planned_quarter(self) -> str | None:
        """The quarter it was given, else that of its date."""
        return self.quarter or (quarter_of(self.due_on) if self.due_on else None)


@dataclass(frozen=True)
class QuadrantView:
    """A field of the matrix. ``pain`` adds that of its actions, each on its own."""

    key: Quadrant
    name: str
    where: str
    advice: str
    actions: tuple[Ranked, ...]
    pain: int


@dataclass(frozen=True)
class Suggestion:
    """An opportunity or a moment that matters that no action carries out yet."""

    id: str
    text: str
    stage: str
    kind: Literal["opportunity", "moment that matters"]
    pain: int


@dataclass(frozen=True)
class BusinessCase:
    """Sums over the actions that have both numbers; ``missing`` counts those that lack one."""

    value_minor: int
    cost_minor: int
    missing: int

    @property
    def net_minor(self) -> int:
        return self.value_minor - self.cost_minor


@dataclass(frozen=True)
class Priorities:
    """Everything that the page of step 5 shows."""

    revision: int
    version: int
    """Of the frame, which has the midlines and the names of the quadrants."""
    quadrants: tuple[QuadrantView, ...]
    ranked: tuple[Ranked, ...]
    unscored: tuple[Ranked, ...]
    impact_midline: float
    effort_midline: float
    disagreement: float
    """From which standard deviation on scores are said to disagree."""
    departments: tuple[Choice, ...]
    objectives: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    suggestions: tuple[Suggestion, ...]
    carriable: tuple[Suggestion, ...]
    """What an action can carry out: every opportunity and every future state that is written."""
    case: BusinessCase
    currency: str
    voters: int
    pain: int
    """All rated pain of the journey."""

    @property
    def actions(self) -> tuple[Ranked, ...]:
        return (*self.ranked, *self.unscored)

    def quarters(self, today: date, count: int) -> tuple[str, ...]:
        """Quarters to choose from: ``count`` from the first that is used or the present one on, and all that are used."""
        known = [one.quarter for one in self.actions if one.quarter]
        return tuple(sorted({*quarters(min([quarter_of(today), *known]), count), *known}))

    def action(self, id: str | None) -> Ranked | None:
        return next((one for one in self.actions if one.id == id), None)


def quadrant_of(impact: float, effort: float, impact_midline: float = 3.0, effort_midline: float = 3.0) -> Quadrant:
    """The field a place lies in; on a midline counts as high."""
    if impact >= impact_midline:
        return "strategic_investments" if effort >= effort_midline else "quick_wins"
    return "money_pit" if effort >= effort_midline else "fill_ins"
