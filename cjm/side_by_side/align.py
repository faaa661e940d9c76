"""Which stage of one journey stands beside which of the other."""

from __future__ import annotations

from collections.abc import Sequence

from cjm.core.duplicates import likeness
from db.tables import Stage

LIKE = 0.34
"""From which share of common words on two names mean the same."""
Aligned = tuple[Stage | None, Stage | None, str]


def aligned(left: Sequence[Stage], right: Sequence[Stage]) -> list[Aligned]:
    """Both in their order: the same stages first, then like names, and in the gaps between those by their place.

    Nothing is crossed: a stage that both have at quite another place stands alone twice.
    """
    gains = [[_gain(one, other) for other in right] for one in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            pair = gains[i][j] + best[i + 1][j + 1] if gains[i][j] else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    rows: list[Aligned] = []
    i = j = 0
    gap: tuple[list[Stage], list[Stage]] = ([], [])
    while i < len(left) or j < len(right):
        if i < len(left) and j < len(right) and gains[i][j] and best[i][j] == gains[i][j] + best[i + 1][j + 1]:
            rows += _by_place(*gap)
            gap = ([], [])
            rows.append((left[i], right[j], "same" if left[i].id == right[j].id else "name"))
            i, j = i + 1, j + 1
        elif j == len(right) or (i < len(left) and best[i][j] == best[i + 1][j]):
            gap[0].append(left[i])
            i += 1
        else:
            gap[1].append(right[j])
            j += 1
    return rows + _by_place(*gap)


def _by_place(left: list[Stage], right: list[Stage]) -> list[Aligned]:
    """Equally many between two that are paired stand for each other; else each stands alone."""
    if len(left) == len(right) and not {one.id for one in left} & {one.id for one in right}:
        return [(one, other, "place") for one, other in zip(left, right, strict=True)]
    return [*((one, None, "alone") for one in left), *((None, other, "alone") for other in right)]


def _gain(one: Stage, other: Stage) -> float:
    if one.id == other.id:
        return 100.0
    if one.name.strip().casefold() == other.name.strip().casefold():
        return 50.0
    like = likeness(one.name, other.name)
    return 10 * like if like >= LIKE else 0.0
