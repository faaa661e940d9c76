"""What the page of KPIs shows, as frozen parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Way = Literal["better", "worse", "same", "unclear"]
"""Where a number went; ``unclear`` is no claim at all."""
Fate = Literal["smaller", "larger", "same", "mixed", "perhaps_smaller", "perhaps_larger", "unknown"]
"""What became of a pain. ``perhaps``: only a KPI tells of it that an opportunity should move which was carried out; ``mixed``:
what tells of it does not agree."""


@dataclass(frozen=True)
class Reading:
    """What a KPI was on a day."""

    id: str
    day: date
    value: float
    source: str
    note: str
    version: int


@dataclass(frozen=True)
class Verdict:
    """Where a KPI went since its baseline. ``words`` are short (“better by 31 %”), ``why`` is a sentence with both values and
    days, or what is missing for one. ``from_value``, ``to_value`` and ``to_day`` are what it is concluded from; None if nothing
    is."""

    way: Way
    words: str
    why: str
    from_value: float | None = None
    to_value: float | None = None
    to_day: date | None = None


@dataclass(frozen=True)
class Change:
    """Something that was done to move the KPI: a project finished, or an action that somebody took."""

    day: date
    name: str
    done: bool


@dataclass(frozen=True)
class Named:
    """A pain point or an opportunity, and its stage."""

    id: str
    text: str
    stage_id: str
    stage: str
    severity: int | None = None


@dataclass(frozen=True)
class Watched:
    """One KPI with everything known of it, readings and changes by day. ``way_there`` is the share of the way from baseline to
    target, below 0 if it went away from it; None without all three."""

    id: str
    version: int
    name: str
    unit: str
    direction: str
    baseline: float | None
    baseline_on: date | None
    baseline_source: str
    target: float | None
    target_on: date | None
    readings: tuple[Reading, ...]
    changes: tuple[Change, ...]
    measures: tuple[Named, ...]
    through: tuple[Named, ...]
    verdict: Verdict
    way_there: float | None

    @property
    def latest(self) -> Reading | None:
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True)
class Told:
    """One thing that tells of a pain: a KPI or a new rating; ``direct`` unless only its opportunity should move the KPI."""

    way: Way
    words: str
    direct: bool
    kpi_id: str | None = None


@dataclass(frozen=True)
class Pain:
    """What became of one pain point, and what that is concluded from; ``missing`` says why nothing can be."""

    id: str
    text: str
    severity: int | None
    fate: Fate
    told: tuple[Told, ...]
    missing: str


@dataclass(frozen=True)
class StageOutcome:
    """What became of the pains of a stage, and of the emotion there, in words. ``words`` claims no more than its pains do."""

    id: str
    name: str
    pains: tuple[Pain, ...]
    words: str
    feels: str

    def count(self, *fates: Fate) -> int:
        return sum(pain.fate in fates for pain in self.pains)


@dataclass(frozen=True)
class Outcome:
    """Did the pain get smaller? ``headline`` is one sentence; ``claims`` counts pains of which anything is known."""

    revision: int
    stages: tuple[StageOutcome, ...]
    headline: str
    claims: int
    pains: int


@dataclass(frozen=True)
class Kpis:
    """Every KPI of the workshop, in the order of the list, and the pain points that one could measure."""

    revision: int
    watched: tuple[Watched, ...]
    pains: tuple[Named, ...]
    headline: str

    def kpi(self, id: str | None) -> Watched | None:
        return next((one for one in self.watched if one.id == id), None)
