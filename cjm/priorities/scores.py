"""Scores of actions by round, and decisions beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from cjm.core.state import WorkshopState
from cjm.priorities.results import spread
from db.tables import Ballot, Decision, Round

Axis = Literal["impact", "effort"]
QUESTION = "How much pain does it remove, and how much work is it?"


@dataclass(frozen=True)
class Score:
    """What was given for one action on one axis, in the latest round that has it."""

    mean: float
    low: int
    high: int
    count: int
    spread: float
    """Their standard deviation."""
    by_facilitator: int | None
    """The facilitator's single score, where nobody else gave one."""
    disagree: bool
    """As ``cjm.priorities.results`` defines it, from the workshop's threshold on."""

    @property
    def most(self) -> tuple[float, float]:
        """Between which most of them lie: one standard deviation to both sides, no further than any score."""
        return (max(self.mean - self.spread, float(self.low)), min(self.mean + self.spread, float(self.high)))


def score_of(ballots: list[Ballot], threshold: float) -> Score | None:
    """The ballots of one action on one axis in one round; the facilitator's single score counts where there is no other."""
    single = [ballot for ballot in ballots if ballot.source == "facilitator" and ballot.participant_id is None]
    others = [ballot for ballot in ballots if ballot not in single]
    found = spread([ballot.value for ballot in others or single[-1:]], threshold)
    if found is None:
        return None
    return Score(
        mean=found.mean,
        low=found.low,
        high=found.high,
        count=len(found.values),
        spread=found.deviation,
        by_facilitator=None if others else single[-1].value,
        disagree=found.disagree,
    )


def score_rounds(image: WorkshopState) -> list[Round]:
    """The rounds of scoring, latest first."""
    rounds = [one for one in image.all(Round) if one.kind == "score"]
    return sorted(rounds, key=lambda one: (one.number, one.position, one.id), reverse=True)


def scores_of(image: WorkshopState) -> dict[tuple[str, str], Score]:
    """By action and axis, from the latest round that has a ballot for it."""
    found: dict[tuple[str, str], Score] = {}
    by_round = image.by(Ballot, "round_id")
    for one in score_rounds(image):
        cast: dict[tuple[str, str], list[Ballot]] = defaultdict(list)
        for ballot in by_round.get(one.id, []):
            if ballot.axis in {"impact", "effort"}:
                cast[ballot.subject_id, ballot.axis].append(ballot)
        for key, ballots in cast.items():
            score = None if key in found else score_of(ballots, image.workshop.disagreement)
            if score is not None:
                found[key] = score
    return found


def decisions_of(image: WorkshopState) -> dict[str, Decision]:
    """The latest decision on each subject."""
    return {subject: decisions[-1] for subject, decisions in image.by(Decision, "subject_id").items()}
