"""Where the flow's boxes, lanes and labels stand: pure geometry, in pixels of a canvas that is scaled to its place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 1300
"""Of the whole canvas."""
HEIGHT = 620
"""That the lanes share while they fit."""
PER_ROW = 10
"""Stages side by side; more are wrapped into a further row."""
PER_PART = 20
"""Stages in one picture; more are shown in parts."""
_LEFT = 120
_LANE = (66.0, 140.0)
_COLUMN = 190.0
_BOX = (150.0, 46.0)
_GAP = 6.0
_ROW_GAP = 26.0
_LABEL = 24
_SHORT_LABEL = 17
_SHIFTS = (0, -27, 27, -54, 54, -81, 81, -120, 120, -165, 165, -215, 215)
_SIDES = (0, 70, -70)
_PLACES = (0.5, 0.4, 0.6, 0.3, 0.7)


@dataclass(frozen=True)
class Stop:
    """A box to place: a stage, or a step of one."""

    id: str
    label: str
    lane: str
    is_key: bool = False
    unknown: bool = False


@dataclass(frozen=True)
class Lane:
    id: str
    name: str
    colour: int


@dataclass(frozen=True)
class Line:
    """From box to box; one without ``label`` is drawn as a plain arrow."""

    id: str
    start: str
    end: str
    label: str = ""
    risk: int | None = None
    open_risk: bool = False


@dataclass(frozen=True)
class Band:
    name: str
    colour: int
    left: float
    right: float
    y: float
    height: float


@dataclass(frozen=True)
class Box:
    """``x`` and ``y`` are its middle."""

    id: str
    label: str
    colour: int
    x: float
    y: float
    width: float
    height: float
    is_key: bool
    unknown: bool


@dataclass(frozen=True)
class Label:
    """The words on a line; ``part`` tells the two ends of one apart that goes on in another row."""

    id: str
    part: int
    text: str
    x: float
    y: float
    width: float
    risk: int | None


@dataclass(frozen=True)
class Segment:
    """A piece of a line between two of the drawn things, named by ``box:ID`` or ``label:ID:PART``."""

    start: str
    end: str
    risk: int | None
    dashed: bool
    arrow: bool


@dataclass(frozen=True)
class Flow:
    width: float
    height: float
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    segments: tuple[Segment, ...]


Rect = tuple[float, float, float, float]
Point = tuple[float, float]


def parts_of(count: int) -> int:
    """How many pictures ``count`` stages take."""
    return max(1, math.ceil(count / PER_PART))


def shorten(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def lay_out(stops: Sequence[Stop], lanes: Sequence[Lane], lines: Iterable[Line]) -> Flow:
    """Boxes in order from left to right, each in its lane, wrapped after ``PER_ROW``; labels where they cover least."""
    if not stops:
        return Flow(WIDTH, 0, (), (), (), ())
    rows = math.ceil(len(stops) / PER_ROW)
    per_row = math.ceil(len(stops) / rows)
    order = {lane.id: index for index, lane in enumerate(lanes)}
    by_id = {lane.id: lane for lane in lanes}
    chunks = [stops[start : start + per_row] for start in range(0, len(stops), per_row)]
    used = [sorted({stop.lane for stop in chunk}, key=lambda lane: order.get(lane, len(order))) for chunk in chunks]
    count = sum(len(lanes_here) for lanes_here in used)
    height = min(_LANE[1], max(_LANE[0], (HEIGHT - _ROW_GAP * (rows - 1)) / count - _GAP))
    column = min(_COLUMN, (WIDTH - _LEFT) / per_row)
    right = _LEFT + column * per_row
    box_width = min(_BOX[0], column - (24 if rows == 1 else 14))
    bands: list[Band] = []
    boxes: dict[str, Box] = {}
    row_of: dict[str, int] = {}
    top = 0.0
    for number, chunk in enumerate(chunks):
        middle: dict[str, float] = {}
        for lane_id in used[number]:
            lane = by_id[lane_id]
            middle[lane_id] = top + height / 2
            bands.append(Band(lane.name, lane.colour, _LEFT, right, middle[lane_id], height))
            top += height + _GAP
        top += _ROW_GAP - _GAP
        for index, stop in enumerate(chunk):
            x = _LEFT + column * (index + 0.5)
            boxes[stop.id] = Box(
                stop.id, shorten(stop.label, 44), by_id[stop.lane].colour, x, middle[stop.lane], box_width, _BOX[1],
                stop.is_key, stop.unknown,
            )  # fmt: skip
            row_of[stop.id] = number
    whole = top - _ROW_GAP
    labels, segments = _lines(lines, boxes, row_of, (_LEFT, -8.0, right, whole + 8))
    return Flow(right, whole, tuple(bands), tuple(boxes.values()), tuple(labels), tuple(segments))


def _lines(
    lines: Iterable[Line], boxes: dict[str, Box], row_of: dict[str, int], bounds: Rect
) -> tuple[list[Label], list[Segment]]:
    labels: list[Label] = []
    segments: list[Segment] = []
    taken: list[Rect] = []
    drawn: list[tuple[Point, Point]] = []
    known = [line for line in lines if line.start in boxes and line.end in boxes]
    known.sort(key=lambda line: abs(boxes[line.start].x - boxes[line.end].x))
    for line in known:
        start, end = boxes[line.start], boxes[line.end]
        ends = f"box:{line.start}", f"box:{line.end}"
        if not line.label:
            segments.append(Segment(*ends, line.risk, line.open_risk, True))
            drawn.append(((start.x, start.y), (end.x, end.y)))
            continue
        text = shorten(line.label, _LABEL if len(boxes) <= PER_ROW else _SHORT_LABEL)
        pieces: list[tuple[str, Box | None, Box | None]] = [(text, start, end)]
        if row_of[line.start] != row_of[line.end]:
            pieces = [(f"{text} → {end.label.split(' ')[0]}", start, None), (f"{start.label.split(' ')[0]} → {text}", None, end)]
        for part, (words, before, after) in enumerate(pieces):
            shown = f"{words} · {line.risk}" if line.risk else words
            width = 7.4 * len(shown) + 14
            x, y = _place(before, after, width, boxes, taken, drawn, bounds)
            taken.append(_rect(x, y, width, 24))
            labels.append(Label(line.id, part, shown, x, y, width, line.risk))
            name = f"label:{line.id}:{part}"
            if before is not None:
                segments.append(Segment(ends[0], name, line.risk, line.open_risk, after is None))
                drawn.append(((before.x, before.y), (x, y)))
            if after is not None:
                segments.append(Segment(name, ends[1], line.risk, line.open_risk, True))
                drawn.append(((x, y), (after.x, after.y)))
    return labels, segments


def _rect(x: float, y: float, width: float, height: float) -> Rect:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _place(
    before: Box | None, after: Box | None, width: float, boxes: dict[str, Box], taken: list[Rect],
    drawn: list[tuple[Point, Point]], bounds: Rect,
) -> Point:  # fmt: skip
    """The place for a label that covers and crosses least."""
    ends = [box for box in (before, after) if box is not None]
    candidates: list[tuple[float, float, float]] = []
    if before is not None and after is not None:
        for share in _PLACES:
            x, y = before.x + (after.x - before.x) * share, before.y + (after.y - before.y) * share
            candidates += [
                (x + side, y + shift, abs(shift) * 0.12 + abs(side) * 0.1 + abs(share - 0.5) * 8)
                for shift in _SHIFTS
                for side in _SIDES
            ]
    else:
        box = ends[0]
        side = 1 if before is not None else -1
        candidates = [
            (box.x + side * across, box.y + shift, abs(shift) * 0.12 + abs(across) * 0.03)
            for shift in (-40, 40, -66, 66, -94, 94)
            for across in (20, 0, 60, 100, -40, -80)
        ]
    obstacles = [_rect(box.x, box.y, box.width + 8, box.height + 8) for box in boxes.values() if box not in ends]
    obstacles += [_rect(box.x, box.y, box.width + 50, box.height + 26) for box in ends]  # leaves room for the arrow
    others = [_rect(box.x, box.y, box.width, box.height) for box in boxes.values() if box not in ends]
    best, lowest = (candidates[0][0], candidates[0][1]), math.inf
    for x, y, cost in candidates:
        own = _rect(x, y, width, 24)
        cost += 60 * sum(_overlap(own, other) for other in obstacles)
        if cost >= lowest:
            continue
        cost += 50 * sum(_overlap(own, other) for other in taken)
        cost += 60 * (own[0] < bounds[0] or own[1] < bounds[1] or own[2] > bounds[2] or own[3] > bounds[3])
        if cost >= lowest:
            continue
        for box in ends:
            cost += 50 * sum(_crosses((box.x, box.y), (x, y), other) for other in others)
            cost += 25 * sum(_crosses((box.x, box.y), (x, y), other) for other in taken)
        cost += 12 * sum(_crosses(a, b, own) for a, b in drawn)
        if cost < lowest:
            best, lowest = (x, y), cost
    return best


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _crosses(start: Point, end: Point, rect: Rect) -> bool:
    """Whether the way from start to end touches ``rect``."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    low, high = 0.0, 1.0
    for delta, from_low, from_high in ((dx, rect[0] - x, rect[2] - x), (dy, rect[1] - y, rect[3] - y)):
        if delta == 0:
            if from_low > 0 or from_high < 0:
                return False
            continue
        first, last = sorted((from_low / delta, from_high / delta))
        low, high = max(low, first), min(high, last)
        if low > high:
            return False
    return True
