"""What the closing is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from cjm.priorities import Quadrant

Standing = Literal["done", "late", "blocked", "running", "open"]


@dataclass(frozen=True)
class Promise:
    """An action that is given out: who took it, by when, and where it stands.

    ``taken`` if somebody said “I take it”; else ``owner`` is only who the group thought of. ``number`` is its rank, 0 without
    scores. ``state`` and its words ``told`` are of a day; ``project`` says whether one carries it out.
    """

    id: str
    version: int
    name: str
    number: int
    quadrant: Quadrant | None
    department_id: str | None
    chosen: bool
    proposed: bool
    owner: str
    due_on: date | None
    taken: bool
    taken_by_id: str | None
    project: bool
    state: Standing
    told: str


@dataclass(frozen=True)
class Parked:
    """A thought of the parking lot."""

    id: str
    version: int
    text: str
    owner: str
    settled: bool


@dataclass(frozen=True)
class Closing:
    """Everything on the page of the closing. ``missing`` is what is missing now, ``closed_without`` what was when it closed."""

    revision: int
    version: int
    alignment: bool
    journey_owner: str
    closed_at: datetime | None
    closed_without: tuple[str, ...]
    check_in_every: int
    next_check_in_on: date | None
    review_every: int
    next_review_on: date | None
    actions: tuple[Promise, ...]
    thoughts: tuple[Parked, ...]
    missing: tuple[str, ...]
    people: tuple[str, ...]
    """Names that may own something: stakeholders and who takes part."""
    live: bool
    """Whether the actions are being given out on the wall now."""

    @property
    def chosen(self) -> tuple[Promise, ...]:
        return tuple(one for one in self.actions if one.chosen)

    @property
    def taken(self) -> tuple[Promise, ...]:
        return tuple(one for one in self.chosen if one.taken)

    @property
    def proposed(self) -> tuple[Promise, ...]:
        return tuple(one for one in self.actions if one.proposed)

    def first_check_in(self, today: date) -> date:
        """The day that is set, else so many days from ``today``."""
        return self.next_check_in_on or today + timedelta(days=self.check_in_every)

    def first_review(self, today: date) -> date:
        """The day that is set, else so many days from ``today``."""
        return self.next_review_on or today + timedelta(days=self.review_every)
