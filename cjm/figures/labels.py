"""Where bubbles that share a place go, and where their names stand.

All in pixels, y upwards, vectorised with numpy and cached: nothing here is worked out again on a rerun.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Circle: TypeAlias = tuple[float, float, float]
"""x, y, radius."""
Rect: TypeAlias = tuple[float, float, float, float]
"""left, bottom, right, top."""

ANGLES = 24
DISTANCES = (5.0, 12.0, 22.0, 36.0, 56.0)
ROUNDS = 8
GAP = 2.0
"""Free pixels kept between a label and a bubble."""


@dataclass(frozen=True)
class Spot:
    """Where a label's middle stands, and whether it is so far off that it needs a line to its bubble."""

    x: float
    y: float
    far: bool


def width_of(text: str, size: float) -> float:
    """About how wide ``text`` is drawn; rather too wide than too narrow."""
    total = 0.0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn"}:
            continue
        if unicodedata.east_asian_width(char) in {"W", "F"}:
            total += 1.02
        elif char in "iljtfrI.,:;'’|!()[] -":
            total += 0.31
        elif char in "mwMW@%—…":
            total += 0.84
        elif char.isupper():
            total += 0.61
        else:
            total += 0.525
    return total * size


def wrapped(text: str, line: int = 18, lines: int = 2) -> tuple[str, ...]:
    """``text`` in at most ``lines`` even lines of about ``line`` characters, with an ellipsis where it is cut."""
    made = _filled(text, line)
    if len(made) > lines:
        made = made[:lines]
        made[-1] = made[-1][: line - 1].rstrip(" ,.…") + "…"
        return tuple(made)
    while line > 4 and len(tighter := _filled(text, line - 1)) == len(made) and not any(part.endswith("…") for part in tighter):
        made, line = tighter, line - 1
    return tuple(made)


def _letters(text: str) -> int:
    """How many usual letters are as wide; Chinese and Japanese characters are two each."""
    return sum(2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1 for char in text)


def _filled(text: str, line: int) -> list[str]:
    made: list[str] = []
    longest = max(line + 4, 18)
    for word in text.split():
        if made and _letters(made[-1]) + 1 + _letters(word) <= line:
            made[-1] += f" {word}"
        elif _letters(word) <= longest:
            made.append(word)
        elif unicodedata.east_asian_width(word[0]) in {"W", "F"}:
            # written without spaces: a line may end anywhere
            made += [word[at : at + line // 2] for at in range(0, len(word), line // 2)]
        else:
            made.append(word[: longest - 1] + "…")
    return made


@lru_cache(maxsize=512)
def fanned(circles: tuple[Circle, ...], boxes: tuple[Rect, ...]) -> tuple[tuple[float, float], ...]:
    """Push overlapping circles apart, each within its own box (its quadrant), so that ties can be told apart."""
    if not circles:
        return ()
    given = np.array(circles, dtype=np.float64)
    at, radius = given[:, :2].copy(), given[:, 2]
    box = np.array(boxes, dtype=np.float64)
    low = np.minimum(box[:, :2] + radius[:, None] * 0.6, (box[:, :2] + box[:, 2:]) / 2)
    high = np.maximum(box[:, 2:] - radius[:, None] * 0.6, (box[:, :2] + box[:, 2:]) / 2)
    count = len(circles)
    turn = np.arange(count) * 2.399963
    at += 0.01 * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    need = radius[:, None] + radius[None, :] + GAP
    for _ in range(120):
        gap = at[:, None, :] - at[None, :, :]
        apart = np.sqrt((gap**2).sum(axis=2))
        np.fill_diagonal(apart, np.inf)
        lacking = np.clip(need - apart, 0, None)
        if lacking.max() <= 0.5:
            break
        push = (gap / np.maximum(apart, 1e-9)[:, :, None] * lacking[:, :, None]).sum(axis=1) * 0.35
        at = np.clip(at + push, low, high)
    return tuple((float(x), float(y)) for x, y in at)


def _candidates(circle: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Middles of a label around each bubble, (bubbles, places, 2), and how little each is liked."""
    turn = np.arange(ANGLES) * 2 * np.pi / ANGLES
    cos, sin = np.cos(turn), np.sin(turn)
    lean = np.stack([np.clip(cos * 1.6, -1, 1), np.clip(sin * 1.6, -1, 1)], axis=1)
    away = circle[:, 2, None] + np.array(DISTANCES)
    middle = (
        circle[:, None, None, :2]
        + np.stack([cos, sin], axis=1)[None, None] * away[:, :, None, None]
        + lean[None, None] * size[:, None, None, :] / 2
    )
    liking = 6 * (1 - np.maximum.reduce([cos, -cos * 0.8, sin * 0.7, -sin * 0.6]))
    dislike = np.array([0.0, 6.0, 16.0, 30.0, 48.0])[:, None] + liking[None, :]
    return middle.reshape(len(circle), -1, 2), dislike.reshape(-1)


def _rects(middle: Floats, size: Floats) -> Floats:
    return np.concatenate([middle - size / 2, middle + size / 2], axis=-1)


def _shared(one: Floats, other: Floats) -> Floats:
    """Area that rectangles share, broadcast."""
    wide = np.minimum(one[..., 2], other[..., 2]) - np.maximum(one[..., 0], other[..., 0])
    high = np.minimum(one[..., 3], other[..., 3]) - np.maximum(one[..., 1], other[..., 1])
    area: Floats = np.clip(wide, 0, None) * np.clip(high, 0, None)
    return area


def _bites(rect: Floats, circle: Floats) -> Floats:
    """How deep circles reach into rectangles, broadcast."""
    dx = np.maximum(np.maximum(rect[..., 0] - circle[..., 0], 0), circle[..., 0] - rect[..., 2])
    dy = np.maximum(np.maximum(rect[..., 1] - circle[..., 1], 0), circle[..., 1] - rect[..., 3])
    deep: Floats = np.clip(circle[..., 2] + GAP - np.hypot(dx, dy), 0, None)
    return deep


def covered(rect: Rect, circles: tuple[Circle, ...]) -> float:
    """How deep circles reach into a rectangle, together."""
    if not circles:
        return 0.0
    return float(_bites(np.array([rect], dtype=np.float64), np.array(circles, dtype=np.float64)).sum())


@lru_cache(maxsize=512)
def placed(
    circles: tuple[Circle, ...],
    sizes: tuple[tuple[float, float], ...],
    bounds: Rect,
    taken: tuple[Rect, ...] = (),
    lines: tuple[Rect, ...] = (),
) -> tuple[Spot | None, ...]:
    """A place for each label, None where it would overlap.

    What is placed touches no bubble, no other label and nothing ``taken``; it avoids ``lines`` where it can.
    """
    if not circles:
        return ()
    circle = np.array(circles, dtype=np.float64)
    size = np.array(sizes, dtype=np.float64)
    count = len(circles)
    middle, dislike = _candidates(circle, size)
    rects = _rects(middle, size[:, None, :])
    hard = _bites(rects[:, :, None, :], circle[None, None]).sum(axis=2) * 40
    if taken:
        hard += _shared(rects[:, :, None, :], np.array(taken, dtype=np.float64)[None, None]).sum(axis=2) * 2
    outside = (
        (rects[..., 0] < bounds[0]) | (rects[..., 1] < bounds[1]) | (rects[..., 2] > bounds[2]) | (rects[..., 3] > bounds[3])
    )
    hard += outside * 1e6
    cost = hard * 10 + dislike
    if lines:
        crossing = _shared(rects[:, :, None, :], np.array(lines, dtype=np.float64)[None, None]) > 0
        cost += crossing.sum(axis=2) * 25
    every = np.arange(count)
    chosen = cost.argmin(axis=1)
    # the most hemmed in choose first
    order = np.argsort(-np.sort(cost, axis=1)[:, : min(12, cost.shape[1])].mean(axis=1), kind="stable")
    for _ in range(ROUNDS):
        moved = False
        for index in order:
            others = rects[every, chosen]
            clash = _shared(rects[index][:, None, :], others[None])
            clash[:, index] = 0
            best = int((cost[index] + clash.sum(axis=1) * 20).argmin())
            moved |= best != chosen[index]
            chosen[index] = best
        if not moved:
            break
    final = rects[every, chosen]
    trouble = _shared(final[:, None, :], final[None])
    np.fill_diagonal(trouble, 0)
    shown = hard[every, chosen] <= 1e-9
    while True:
        clash = np.where(shown[:, None] & shown[None, :], trouble, 0).sum(axis=1)
        worst = int(clash.argmax())
        if clash[worst] <= 1e-9:
            break
        shown[worst] = False
    # who was dropped may still find a free place
    for index in np.flatnonzero(~shown):
        clash = _shared(rects[index][:, None, :], final[None])[:, shown].sum(axis=1)
        free = np.where((hard[index] <= 1e-9) & (clash <= 1e-9), cost[index], np.inf)
        best = int(free.argmin())
        if np.isfinite(free[best]):
            chosen[index], shown[index] = best, True
            final[index] = rects[index, best]
    return tuple(
        Spot(float(middle[i, chosen[i], 0]), float(middle[i, chosen[i], 1]), bool(chosen[i] >= 2 * ANGLES)) if shown[i] else None
        for i in range(count)
    )
