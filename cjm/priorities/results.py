"""What a closed round says: counts, means, medians, and where people disagree. Pure functions on numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from statistics import fmean, median, pstdev

FEWEST_TO_DISAGREE = 3


@dataclass(frozen=True)
class Spread:
    """The values of one subject on one axis, without names; ``deviation`` is their (population) standard deviation."""

    values: tuple[int, ...]
    mean: float
    median: float
    deviation: float
    low: int
    high: int
    disagree: bool

    def strip(self, low: int = 1, high: int = 5) -> tuple[int, ...]:
        """How many chose each value from ``low`` to ``high``."""
        counted = Counter(self.values)
        return tuple(counted[value] for value in range(low, high + 1))


def spread(values: Sequence[int], threshold: float) -> Spread | None:
    """None if nobody could judge.

    Scores disagree if at least three were given, they lie two or more steps apart, and their standard deviation is
    ``threshold`` or more. On a scale of 1 to 5 it can be 2 at most (half say 1, half say 5); 1.0, the default, is reached by
    2-2-4-4 and not by 3-3-4-5.
    """
    if not values:
        return None
    deviation = pstdev(values)
    low, high = min(values), max(values)
    apart = len(values) >= FEWEST_TO_DISAGREE and high - low >= 2 and deviation >= threshold - 1e-9
    return Spread(tuple(sorted(values)), round(fmean(values), 2), float(median(values)), deviation, low, high, apart)


def rounded(value: float) -> int:
    """Half goes up: a median of 3.5 rates as 4, and of -0.5 as 0."""
    return floor(value + 0.5)


def tied(counts: dict[str, int], places: int) -> tuple[str, ...]:
    """The options with equal counts across the cut after ``places``: they are voted on again. Empty if there is no such tie."""
    ranked = sorted(counts.values(), reverse=True)
    if not 0 < places < len(ranked) or ranked[places - 1] != ranked[places] or ranked[places] == 0:
        return ()
    return tuple(sorted(id for id, count in counts.items() if count == ranked[places]))
