"""What the page of reviews shows, as frozen parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RatedPain:
    """A pain point as the review meets it. ``*_before`` is what it was before this review rated it, None if it has not."""

    id: str
    text: str
    severity: int | None
    frequency: int | None
    severity_before: int | None
    frequency_before: int | None
    evidence: str
    source: str
    whose: str
    new: bool


@dataclass(frozen=True)
class OwnFeeling:
    """How the customers of one journey feel at a stage, where that differs from the others. ``id`` is what is rated."""

    id: str
    stream: str
    value: int
    before: int | None
    reason: str


@dataclass(frozen=True)
class WalkStage:
    """One stop. ``still_true`` is yes, partly, no or None; ``version`` that of the finding, 0 before there is one. ``own``
    are the emotions that journeys have of their own here; ``emotion`` is that of the others,
    which are named in ``shared_by`` then."""

    id: str
    name: str
    still_true: str | None
    words: str
    version: int
    emotion: int | None
    emotion_before: int | None
    emotion_reason: str
    own: tuple[OwnFeeling, ...]
    shared_by: tuple[str, ...]
    does: tuple[str, ...]
    good: tuple[str, ...]
    future: str
    pains: tuple[RatedPain, ...]
    others: tuple[RatedPain, ...]


@dataclass(frozen=True)
class Walk:
    """A review that is going on. ``pain_lane`` is where a pain that is found goes."""

    revision: int
    id: str
    version: int
    held_on: date | None
    note: str
    stages: tuple[WalkStage, ...]
    pain_lane: str | None
    next_on: date

    @property
    def answered(self) -> int:
        return sum(stage.still_true is not None for stage in self.stages)

    def place(self, stage_id: str | None) -> int:
        """Where a stage stands in the row; the first that nobody has answered, else the first, for no stage."""
        for place, stage in enumerate(self.stages):
            if stage.id == stage_id:
                return place
        return next((place for place, stage in enumerate(self.stages) if stage.still_true is None), 0)


@dataclass(frozen=True)
class Found:
    """What a past review said of a stage: whether it was still true, in which words, and which ratings changed."""

    stage: str
    still_true: str | None
    words: str
    changed: tuple[str, ...]
    confirmed: int


@dataclass(frozen=True)
class Past:
    """A review that can be read. ``new_pains`` were found in it."""

    id: str
    held_on: date
    closed: bool
    note: str
    findings: tuple[Found, ...]
    new_pains: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """The workshop, or a review: emotion (None: not said) and pain of each stage then."""

    name: str
    day: date | None
    emotions: tuple[int | None, ...]
    pains: tuple[int, ...]


@dataclass(frozen=True)
class OverTime:
    """Emotion and pain per stage at the workshop and at each review, the earliest first."""

    stages: tuple[tuple[str, str], ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Reviews:
    """The rhythm, the review that is going on, and those that can be read, the latest first. ``streams`` are the journeys that
    have stages, as (id, name); ``over_time`` is told of ``stream``, None being every stage."""

    revision: int
    version: int
    every: int
    next_on: date | None
    going_on: str | None
    past: tuple[Past, ...]
    over_time: OverTime
    streams: tuple[tuple[str, str], ...]
    stream: str | None

    def read(self, id: str | None) -> Past | None:
        """The one with that id, else the latest."""
        return next((one for one in self.past if one.id == id), None) or next(iter(self.past), None)
