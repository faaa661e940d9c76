"""What projects and check-ins are made of, as pages read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cjm.closing.parts import Promise

STATUSES: dict[str, str] = {
    "planned": "Planned",
    "running": "Running",
    "blocked": "Blocked",
    "done": "Done",
    "stopped": "Stopped",
}
"""In the order of the board."""
OPEN = frozenset({"planned", "running", "blocked"})
CONFIDENCE: dict[str, tuple[str, str]] = {
    "green": ("On track", "check_circle"),
    "amber": ("Doubtful", "warning"),
    "red": ("Off track", "dangerous"),
}
"""Words and icon; each icon has a shape of its own: circle, triangle, octagon."""
MARKS: dict[str, tuple[str, str]] = {
    "late": ("Late", "event_busy"),
    "silent": ("Silent", "volume_off"),
    "blocked": ("Blocked", "block"),
    "waits": ("Waits", "hourglass_empty"),
    "help": ("Help needed", "front_hand"),
}
"""What makes a project stand out, the most urgent first."""
SILENT_AFTER = 2
"""Check-ins in a row without a word."""


@dataclass(frozen=True)
class Said:
    """One update. ``held_on`` is the day of its check-in; None while it waits for one. ``own`` if the owner handed it in."""

    id: str
    version: int
    check_in_id: str | None
    held_on: date | None
    since_last: str
    next_steps: str
    blocked: str
    confidence: str | None
    said_by: str
    said_at: datetime | None
    own: bool


@dataclass(frozen=True)
class TaskView:
    """A task; ``late`` if it is past its date and not done."""

    id: str
    version: int
    name: str
    owner: str
    due_on: date | None
    done_on: date | None
    late: bool


@dataclass(frozen=True)
class ProjectView:
    """A project with all that hangs on it, as it stands on a day.

    ``marks`` are keys of ``MARKS``; ``told`` says each in words. ``standing`` is done, stopped, late, at_risk, on_track or
    planned. ``current`` is the update that waits for the next check-in, or the one of the open check-in; ``updates`` are the
    earlier ones, the latest first.
    """

    id: str
    version: int
    name: str
    action_id: str | None
    action: str
    department: str
    letters: str
    colour: int
    owner: str
    participant_id: str | None
    status: str
    outcome_kind: str
    outcome: str
    standard_where: str
    standard_whose: str
    problem: str
    in_scope: str
    out_of_scope: str
    measure: str
    help_needed: str
    starts_on: date | None
    begins_on: date
    """``starts_on``, else the day it was made."""
    due_on: date | None
    done_on: date | None
    days_late: int
    depends_on: tuple[tuple[str, str], ...]
    waits_for: tuple[str, ...]
    """Names of those it depends on that are not finished."""
    tasks: tuple[TaskView, ...]
    updates: tuple[Said, ...]
    current: Said | None
    missed: int
    """The latest check-ins in a row without a word."""
    marks: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    standing: str

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def latest(self) -> Said | None:
        """The newest word on it, handed in or said."""
        return self.current or (self.updates[0] if self.updates else None)

    @property
    def confidence(self) -> str | None:
        """How sure the owner was when it was last said; words without it leave it as it was."""
        said = (self.current, *self.updates) if self.current else self.updates
        return next((one.confidence for one in said if one.confidence), None)

    @property
    def tasks_done(self) -> int:
        return sum(1 for one in self.tasks if one.done_on)


@dataclass(frozen=True)
class Loose:
    """An action without a project."""

    id: str
    name: str
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class CheckInView:
    """A check-in; ``number`` counts them from the first."""

    id: str
    version: int
    held_on: date
    state: str
    number: int
    began_at: datetime
    words: int
    """How many projects said something."""


@dataclass(frozen=True)
class Projects:
    """Everything the pages of projects and check-ins show, as it stands on ``today``."""

    revision: int
    version: int
    workshop: str
    sponsor: str
    today: date
    projects: tuple[ProjectView, ...]
    loose: tuple[Loose, ...]
    promised: tuple[Promise, ...]
    """What was taken at the closing and is no project of whoever took it."""
    people: tuple[str, ...]
    every: int
    next_on: date | None
    check_in: CheckInView | None
    """The one that is open."""
    past: tuple[CheckInView, ...]
    """Closed ones, the latest first."""

    def project(self, id: str | None) -> ProjectView | None:
        return next((one for one in self.projects if one.id == id), None)

    def of(self, standing: str) -> tuple[ProjectView, ...]:
        return tuple(one for one in self.projects if one.standing == standing)

    @property
    def by_urgency(self) -> tuple[ProjectView, ...]:
        return tuple(sorted(self.projects, key=urgency))

    @property
    def to_hear(self) -> tuple[ProjectView, ...]:
        """What a check-in goes through: the open ones, those that stand out first, then what was finished since the last one."""
        since = self.past[0].held_on if self.past else None
        finished = [
            one
            for one in self.by_urgency
            if one.standing == "done" and (one.current or since is None or (one.done_on and one.done_on >= since))
        ]
        return (*(one for one in self.by_urgency if one.open), *finished)

    @property
    def help_needed(self) -> tuple[ProjectView, ...]:
        return tuple(one for one in self.projects if "help" in one.marks)

    def owned_by(self, participant_id: str | None) -> tuple[ProjectView, ...]:
        """The projects of one person of the roster: open ones first."""
        mine = [one for one in self.projects if participant_id and one.participant_id == participant_id]
        return tuple(sorted(mine, key=lambda one: not one.open))

    def promised_by(self, participant_id: str | None) -> tuple[Promise, ...]:
        """What one person of the roster took at the closing and has no project for: what is due first."""
        mine = [one for one in self.promised if participant_id and one.taken_by_id == participant_id]
        return tuple(sorted(mine, key=lambda one: one.due_on or date.max))

    @property
    def promised_soon(self) -> tuple[Promise, ...]:
        """What was taken and should be done by the next check-in, or before today."""
        until = max(self.next_on or self.today, self.today)
        return tuple(one for one in self.promised if one.state != "done" and one.due_on and one.due_on <= until)


def urgency(one: ProjectView) -> tuple[int, int, int, date, str]:
    """Overdue, silent and blocked first, then the less confident, then the nearest date."""
    marks = next((place for place, mark in enumerate(("late", "silent", "blocked")) if mark in one.marks), 9)
    sure = {"red": 0, "amber": 1}.get(one.confidence or "", 2)
    order = {"running": 0, "blocked": 0, "planned": 1, "done": 2, "stopped": 3}[one.status]
    return (order if marks == 9 else -1, marks, sure, one.due_on or date.max, one.name)


def counted(number: int, one: str, many: str = "") -> str:
    """“3 days”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def day(when: date, today: date) -> str:
    """“22 Feb”, with the year where it is another one."""
    return f"{when:%-d %b}" + ("" if when.year == today.year else f" {when.year}")


def due_words(one: ProjectView, today: date) -> str:
    """“9 days late”, “by 15 Jan”, “done 12 Jan”, or “no date yet”."""
    if one.status == "done":
        return f"done {day(one.done_on, today)}" if one.done_on else "done"
    if one.due_on is None:
        return "no date yet"
    if one.days_late and one.open:
        return f"{counted(one.days_late, 'day')} late"
    return f"by {day(one.due_on, today)}"
