"""What the page for leaders is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cjm.priorities import Priorities, Ranked

ANSWERS: dict[str, str] = {"approve": "Approved by", "not_now": "Not now, says", "ask": "A question from"}
"""Each answer as it is told afterwards, before the name."""


@dataclass(frozen=True)
class Answered:
    """What one leader said to one action, and the reply to a question. ``author_id`` is theirs, to tell their own."""

    id: str
    version: int
    action_id: str
    answer: str
    words: str
    by: str
    at: datetime
    author_id: str | None
    reply: str
    replied_by: str

    @property
    def told(self) -> str:
        """In one line, without the time."""
        by = self.by or "somebody"
        if self.answer == "ask":
            return f"{by} asks: {self.words}"
        return f"{ANSWERS[self.answer]} {by}" + (f": {self.words}" if self.words else "")


@dataclass(frozen=True)
class Waiting:
    """An action that needs a leader's answer, and why; ``asked`` if the facilitator marked it."""

    action: Ranked
    why: str
    asked: bool


@dataclass(frozen=True)
class Planned:
    """A column of the roadmap: a quarter (``2027-Q1``), or empty for what has none yet."""

    quarter: str
    actions: tuple[Ranked, ...]


@dataclass(frozen=True)
class Sure:
    """How many pain points are assumed, observed by staff and confirmed by customers; actions that rest on assumptions alone."""

    assumed: int
    observed: int
    confirmed: int
    alone: tuple[Ranked, ...]

    @property
    def total(self) -> int:
        return self.assumed + self.observed + self.confirmed

    @property
    def rows(self) -> tuple[tuple[str, str, int], ...]:
        """Evidence state, words and count, the least sure first."""
        return (
            ("assumed", "Assumed", self.assumed),
            ("observed", "Seen by staff", self.observed),
            ("confirmed", "Confirmed by customers", self.confirmed),
        )


@dataclass(frozen=True)
class WhereItStands:
    """A step of the workshop, for as long as there is nothing to decide."""

    key: str
    name: str
    state: str
    note: str


@dataclass(frozen=True)
class Became:
    """What became of the pain, in words, and the numbers that moved: which way, and its words."""

    pain: str
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaders:
    """Everything on the page for leaders."""

    revision: int
    workshop: str
    alignment: bool
    headline: str
    subline: str
    waiting: tuple[Waiting, ...]
    answers: tuple[Answered, ...]
    """The latest first."""
    asked: tuple[tuple[str, str], ...]
    """Actions that the facilitator marked as needing a decision, with the question."""
    quick_wins: tuple[Ranked, ...]
    others: tuple[Ranked, ...]
    """Placed in the matrix, but no quick wins."""
    unscored: tuple[Ranked, ...]
    roadmap: tuple[Planned, ...]
    sure: Sure
    steps: tuple[WhereItStands, ...]
    priorities: Priorities
    became: Became | None = None
    carried_out: tuple[tuple[str, date | None], ...] = ()
    """Actions whose project is done, and since when."""

    def action(self, id: str | None) -> Ranked | None:
        return self.priorities.action(id)

    def waits(self, id: str) -> Waiting | None:
        return next((one for one in self.waiting if one.action.id == id), None)

    def replied_to(self, author_id: str | None) -> tuple[Answered, ...]:
        """One's own questions that were replied to: now it is one's turn again."""
        return tuple(one for one in self.answers if one.answer == "ask" and one.reply and one.author_id == author_id)

    def question(self, id: str) -> str | None:
        """What the facilitator asks about an action; None if nothing is asked."""
        return dict(self.asked).get(id)

    def answers_to(self, id: str) -> tuple[Answered, ...]:
        return tuple(one for one in self.answers if one.action_id == id)


def days_late(action: Ranked, today: date) -> int:
    """Days past its date; 0 if there is time left, or no date."""
    return max((today - action.due_on).days, 0) if action.due_on else 0


def due_words(action: Ranked, today: date) -> str:
    """“9 days late”, “by 15 Jan”, or empty without a date."""
    if action.due_on is None:
        return ""
    late = days_late(action, today)
    if late:
        return f"{late} {'day' if late == 1 else 'days'} late"
    return f"by {action.due_on:%-d %b}" + ("" if action.due_on.year == today.year else f" {action.due_on.year}")
