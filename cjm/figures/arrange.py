"""How the matrix is laid out: bubbles, names of quadrants, names of actions; in pixels, before anything is drawn."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from cjm.figures import labels, paint
from cjm.figures.labels import Circle, Rect
from cjm.priorities import Priorities, Ranked

LOW, HIGH = 0.7, 5.3
"""Ends of both axes; scores go from 1 to 5."""
LOW_FRAME = 560
"""Below this height names are small, and whiskers and arrows speak for themselves."""
STEPS = 6
"""Places along an edge that are tried for the name of a quadrant, from the outer corner on."""
NARROW = 560
"""Below this width bubbles have numbers only, their names stand in the list."""


@dataclass(frozen=True)
class Frame:
    """How large the figure is drawn, in pixels; not ``measured`` is a guess, for which no names can be placed."""

    width: int
    height: int
    measured: bool = True

    @property
    def left(self) -> int:
        return 40 if self.width < NARROW else 66

    @property
    def bottom(self) -> int:
        return 44 if self.width < NARROW else 52

    @property
    def bounds(self) -> Rect:
        return (0.0, 0.0, float(self.width - self.left - 2), float(self.height - self.bottom - 4))

    def x(self, effort: float) -> float:
        return (effort - LOW) / (HIGH - LOW) * self.bounds[2]

    def y(self, impact: float) -> float:
        return (impact - LOW) / (HIGH - LOW) * self.bounds[3]

    def effort(self, x: float) -> float:
        return LOW + x / self.bounds[2] * (HIGH - LOW)

    def impact(self, y: float) -> float:
        return LOW + y / self.bounds[3] * (HIGH - LOW)


@dataclass(frozen=True)
class Drawn:
    """One action as it stands in the picture: its bubble, and its name if it found a place."""

    action: Ranked
    x: float
    y: float
    radius: float
    lines: tuple[str, ...]
    extra: str
    spot: labels.Spot | None


def radius_of(pain: int, count: int, frame: Frame) -> float:
    """The area grows with the pain removed; smaller where many share little room."""
    room = min(1.0, math.sqrt(frame.width * frame.height / (1200 * 740)), math.sqrt(15 / max(count, 1)) * 1.05)
    return max((13 + 3.3 * math.sqrt(min(pain, 150))) * 1.1 * room, 12.0)


def _extra(action: Ranked) -> str:
    if action.decided and action.impact_score and action.impact is not None:
        if abs(action.impact_score.mean - action.impact) >= 0.05:
            return f"decided: {paint.number(action.impact_score.mean)} → {paint.number(action.impact)}"
        return "decided"
    if action.decided:
        return "decided"
    return "scores disagree" if action.disagreed else ""


def name_size(count: int, frame: Frame) -> int:
    """Letters of the names, in pixels."""
    if frame.height < LOW_FRAME:
        return 15
    return 20 if count <= 16 and frame.width >= 1000 else 17 if count <= 24 and frame.width >= 800 else 15


def _field(view: Priorities, action: Ranked, frame: Frame) -> Rect:
    middle_x, middle_y = frame.x(view.effort_midline), frame.y(view.impact_midline)
    left, bottom, right, top = frame.bounds
    high_effort = action.quadrant in {"strategic_investments", "money_pit"}
    high_impact = action.quadrant in {"quick_wins", "strategic_investments"}
    return (
        middle_x if high_effort else left,
        middle_y if high_impact else bottom,
        right if high_effort else middle_x,
        top if high_impact else middle_y,
    )


def field_size(frame: Frame) -> int:
    return 24 if frame.width >= 800 else 14 if frame.width < NARROW else 18


@dataclass(frozen=True)
class Heading:
    """Where the lines of a quadrant's name stand, written from its right end or its left, and whether with what it means."""

    rect: Rect
    right: bool
    told: bool
    lines: tuple[str, ...]


def corners(view: Priorities, frame: Frame, circles: tuple[Circle, ...]) -> tuple[Heading, ...]:
    """A place for each quadrant's name: in the outer corner, unless bubbles lie there; short where they lie everywhere."""
    size = field_size(frame)
    middle_x, middle_y = frame.x(view.effort_midline), frame.y(view.impact_midline)
    left, bottom, right, top = frame.bounds
    made = []
    for field in view.quadrants:
        outer_right = field.key in {"strategic_investments", "money_pit"}
        high = field.key in {"quick_wins", "strategic_investments"}
        near, far = (middle_x, right) if outer_right else (left, middle_x)
        low, up = (middle_y, top) if high else (bottom, middle_y)
        places: list[tuple[float, int, Heading]] = []
        whole = labels.width_of(field.name, size) * 1.08 + 16
        lines = (field.name,) if whole <= far - near else labels.wrapped(field.name, 12)
        for told in (True, False) if frame.width >= NARROW else (False,):
            wide = max(labels.width_of(line, size) for line in lines) * 1.08 + 16
            tall = size * len(lines) + 4.0 * (len(lines) - 1) + (36 if told else 14)
            if told:
                wide = max(wide, labels.width_of(field.where, 15) + 16)
            rows = (up - tall, (low + up - tall) / 2, low)
            for step, (row, y) in itertools.product(range(STEPS + 1), enumerate(rows if high else rows[::-1])):
                share = step / STEPS if outer_right is False else 1 - step / STEPS
                x = near + max(far - near - wide, 0) * share
                away = 3 * step + 12 * row + (0 if told else 8)
                rect = (x, y, x + wide, y + tall)
                places.append((labels.covered(rect, circles) * 20 + away, len(places), Heading(rect, share > 0.5, told, lines)))
        made.append(min(places, key=lambda place: place[:2])[2])
    return tuple(made)


def whiskers(action: Ranked) -> list[tuple[str, float, float]]:
    """Axis, and between which values most scores lie, only where they disagree."""
    pairs = (("impact", action.impact_score), ("effort", action.effort_score))
    return [(axis, *score.most) for axis, score in pairs if score and score.disagree]


def score_place(action: Ranked) -> tuple[float, float] | None:
    """Where the scores alone would put a decided action (impact, effort), if that is elsewhere."""
    if not (action.decided and action.impact_score and action.effort_score):
        return None
    place = (action.impact_score.mean, action.effort_score.mean)
    return None if place == (action.impact, action.effort) else place


def arrange(view: Priorities, frame: Frame) -> tuple[Drawn, ...]:
    """Bubbles without overlap as far as there is room, and the names that fit."""
    actions = view.ranked
    count = len(actions)
    given: tuple[Circle, ...] = tuple(
        (frame.x(one.effort or 0), frame.y(one.impact or 0), radius_of(one.pain, count, frame)) for one in actions
    )
    at = labels.fanned(given, tuple(_field(view, one, frame) for one in actions))
    circles: tuple[Circle, ...] = tuple((x, y, circle[2]) for (x, y), circle in zip(at, given, strict=True))
    size = name_size(count, frame)
    texts = [labels.wrapped(one.name, 18 if count <= 24 else 16) for one in actions]
    extras = [_extra(one) if frame.height >= LOW_FRAME else "" for one in actions]
    sizes = tuple(
        (
            max([labels.width_of(line, size) for line in lines] + [labels.width_of(extra, size * 0.8) * 1.06]) + 4,
            len(lines) * size * 1.22 + (size * 1.05 if extra else 0) + 4,
        )
        for lines, extra in zip(texts, extras, strict=True)
    )
    if frame.width < NARROW or not frame.measured:
        spots: tuple[labels.Spot | None, ...] = (None,) * count
    else:
        taken, lines_at = [one.rect for one in corners(view, frame, circles)], _midlines(view, frame)
        for one, (x, y, radius) in zip(actions, circles, strict=True):
            taken += _obstacles(one, x, y, radius, frame)
        spots = labels.placed(circles, sizes, frame.bounds, tuple(taken), lines_at)
    return tuple(
        Drawn(one, x, y, radius, lines, extra, spot)
        for one, (x, y, radius), lines, extra, spot in zip(actions, circles, texts, extras, spots, strict=True)
    )


def _midlines(view: Priorities, frame: Frame) -> tuple[Rect, ...]:
    x, y = frame.x(view.effort_midline), frame.y(view.impact_midline)
    _, _, right, top = frame.bounds
    return ((x - 1, 0.0, x + 1, top), (0.0, y - 1, right, y + 1))


def _obstacles(action: Ranked, x: float, y: float, radius: float, frame: Frame) -> list[Rect]:
    """Whiskers and the arrow of a decision, as rectangles."""
    made: list[Rect] = []
    for axis, low, high in whiskers(action):
        if axis == "impact":
            made.append((x - 7, frame.y(low) - 3, x + 7, frame.y(high) + 3))
        else:
            made.append((frame.x(low) - 3, y - 7, frame.x(high) + 3, y + 7))
    scored = score_place(action)
    if scored:
        from_x, from_y = frame.x(scored[1]), frame.y(scored[0])
        made.append((from_x - radius, from_y - radius, from_x + radius, from_y + radius))
        steps = 6
        for step in range(1, steps):
            on_x, on_y = from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps
            made.append((on_x - 8, on_y - 12, on_x + 8, on_y + 12))
    return made
