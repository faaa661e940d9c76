"""Where the flow's boxes, lanes, lines and labels stand: pure geometry, in pixels of one canvas that is scaled to its place."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cjm.core.vocabulary import shortened

WIDTH = 1300.0
HEIGHT = 560.0
"""Of the canvas, always: a picture that keeps its shape can be scaled with its place and never has to be fitted again."""
PER_PART = 10
"""Boxes side by side that stay readable; more are shown in parts."""
LEFT = 112.0
"""Kept for the lanes' names."""
_LANE = 170.0
_GAP = 6.0
_LINE = 1.15
_LABEL = 16
_LABEL_WIDE = 180.0
_BENDS = (0.0, 0.2, -0.2, 0.35, -0.35, 0.5, -0.5, 0.65, -0.65, 0.8, -0.8)
_SPOTS = tuple((share, aside) for aside in (0, -1, 1) for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74))
"""Where a label may stand: how far along its line, and on it, above or below."""
_SAMPLES = 24
_UNITS = {
    char: units
    for chars, units in (
        ("ijl'|", 0.23),
        ("ftI.,:;!/\u00a0 ·", 0.29),
        ("r()-[]", 0.34),
        ("ckszvxyJ", 0.5),
        ("mM%", 0.86),
        ("w", 0.73),
        ("W—…@", 1.0),
    )
    for char in chars
}
"""Widths of Helvetica's letters, in ems."""

Rect = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class Stop:
    """A box to place: a stage, or a step of one. ``marks`` are words under its name."""

    id: str
    label: str
    lane: str
    is_key: bool = False
    unknown: bool = False
    marks: tuple[str, ...] = ()


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
    font: int


@dataclass(frozen=True)
class Box:
    """``x`` and ``y`` are its middle; ``label`` is broken into lines that fit at ``font``."""

    id: str
    label: str
    colour: int
    x: float
    y: float
    width: float
    height: float
    font: int
    is_key: bool
    unknown: bool


@dataclass(frozen=True)
class Label:
    """The words on a line, or with ``away`` on a stub that leads out of this part of the picture."""

    id: str
    text: str
    x: float
    y: float
    width: float
    height: float
    risk: int | None
    away: bool = False


@dataclass(frozen=True)
class Segment:
    """A drawn line between ``box:ID`` or ``label:ID``; ``bend`` is the roundness of a curve, negative to the left."""

    start: str
    end: str
    risk: int | None
    dashed: bool
    bend: float = 0.0
    arrow: bool = True


@dataclass(frozen=True)
class Flow:
    width: float
    height: float
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    labels: tuple[Label, ...]
    segments: tuple[Segment, ...]


def parts_of(count: int) -> list[tuple[int, int]]:
    """First and behind last of each picture that ``count`` boxes take, all about the same size; one empty part of nothing."""
    parts = max(1, math.ceil(count / PER_PART))
    each = math.ceil(count / parts)
    return [(start, min(count, start + each)) for start in range(0, max(1, count), max(1, each))]


def shorten(text: str, limit: int) -> str:
    return shortened(" ".join(text.split()), limit)


def text_width(text: str, size: float) -> float:
    """About what Helvetica takes at ``size`` pixels; scripts it does not know count as wide as their widest letters."""
    return size * sum(_units(char) for char in text)


def _units(char: str) -> float:
    if char in _UNITS:
        return _UNITS[char]
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    return 0.7 if char.isupper() else 0.56


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """``text`` in at most ``most`` lines of ``width``; too long words are broken, what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in re.split(r"[ \t\n\r]+", text.strip()):
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
            continue
        while text_width(word, size) > width and len(word) > 1:
            cut = next((n for n in range(len(word) - 1, 0, -1) if text_width(word[:n] + "-", size) <= width), 1)
            lines.append(word[:cut] + "-")
            word = word[cut:]
        lines.append(word)
    if len(lines) > most:
        last = lines[most - 1].rstrip("-")
        while last and text_width(last + "…", size) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip() + "…"]
    return lines


def lay_out(
    stops: Sequence[Stop], lanes: Sequence[Lane], lines: Iterable[Line], away: Mapping[str, tuple[int, str]] | None = None
) -> Flow:
    """Boxes in order from left to right, each in its lane; curves and labels where they cover least.

    ``away`` has what stands in other parts: id to (-1 before or 1 behind, short name); lines to it are drawn as stubs.
    """
    if not stops:
        return Flow(WIDTH, HEIGHT, (), (), (), ())
    used = {stop.lane for stop in stops}
    here = [lane for lane in lanes if lane.id in used]
    height = min(_LANE, (HEIGHT - _GAP * (len(here) - 1)) / len(here))
    top = (HEIGHT - height * len(here) - _GAP * (len(here) - 1)) / 2
    small = 13 if height < 44 else 17
    bands: dict[str, Band] = {}
    for index, lane in enumerate(here):
        name = "\n".join(wrapped(lane.name, LEFT - 14, small, max(1, min(4, int(height / (small * _LINE))))))
        y = top + index * (height + _GAP) + height / 2
        bands[lane.id] = Band(name, lane.colour, LEFT, WIDTH, y, height, small)
    boxes = _boxes(stops, bands, height)
    placed = {box.id: box for box in boxes}
    labels, segments = _lines(lines, placed, away or {})
    return Flow(WIDTH, HEIGHT, tuple(bands.values()), tuple(boxes), tuple(labels), tuple(segments))


def _boxes(stops: Sequence[Stop], bands: Mapping[str, Band], lane_height: float) -> list[Box]:
    column = (WIDTH - LEFT) / len(stops)
    width = min(190.0, column * 0.8)
    font = 18 if width >= 110 else 16 if width >= 85 else 14
    if lane_height < 44:
        font = 13
    most = max(1, int((lane_height - 10) / (font * _LINE)))
    boxes = []
    for index, stop in enumerate(stops):
        widest = max((text_width(word, 1) for word in stop.label.split()), default=0.0)
        # rather smaller than with a broken word
        size = next((size for size in range(font, 12, -1) if size * widest <= width - 9), font)
        marks = [line for mark in stop.marks for line in wrapped(mark, width - 10, size - 2, 1)][: max(0, most - 1)]
        lines = [*wrapped(stop.label, width - 9, size, max(1, min(3, most - len(marks)))), *marks]
        high = min(lane_height - 4, max(44.0, len(lines) * size * _LINE + 14))
        x, band = LEFT + column * (index + 0.5), bands[stop.lane]
        boxes.append(Box(stop.id, "\n".join(lines), band.colour, x, band.y, width, high, size, stop.is_key, stop.unknown))
    return boxes


# Lines and their labels ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Way:
    """A curve that a line could take, with what it would cost."""

    bend: float
    points: tuple[Point, ...]
    cost: float


def _curve(start: Point, end: Point, bend: float) -> tuple[Point, ...]:
    """Points on the quadratic curve that vis-network draws as curvedCW (``bend`` over 0) or curvedCCW."""
    dx, dy = end[0] - start[0], start[1] - end[1]
    far = math.hypot(dx, dy) * (0.5 * abs(bend) + 0.5)
    angle = math.atan2(dy, dx) + (0.5 * bend + 0.5) * math.pi
    via = start[0] + far * math.sin(angle), start[1] + far * math.cos(angle)
    points = []
    for step in range(_SAMPLES + 1):
        t = step / _SAMPLES
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * via[0] + c * end[0], a * start[1] + b * via[1] + c * end[1]))
    return tuple(points)


def _inside(point: Point, rect: Rect) -> bool:
    return rect[0] < point[0] < rect[2] and rect[1] < point[1] < rect[3]


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _rect(x: float, y: float, width: float, height: float, more: float = 0.0) -> Rect:
    return (x - width / 2 - more, y - height / 2 - more, x + width / 2 + more, y + height / 2 + more)


def _outside(rect: Rect) -> bool:
    return rect[0] < LEFT or rect[1] < 0 or rect[2] > WIDTH or rect[3] > HEIGHT


def _crossings(points: Sequence[Point], others: Iterable[Sequence[Point]]) -> int:
    """How many other curves come within a few pixels in their middle parts."""
    middle = points[4:-4:2]
    return sum(any(abs(x - u) < 12 and abs(y - v) < 12 for x, y in middle for u, v in other[4:-4:2]) for other in others)


def _lines(
    lines: Iterable[Line], boxes: Mapping[str, Box], away: Mapping[str, tuple[int, str]]
) -> tuple[list[Label], list[Segment]]:
    labels: list[Label] = []
    segments: list[Segment] = []
    taken: list[Rect] = []
    drawn: list[tuple[Point, ...]] = []
    known = [line for line in lines if line.start in boxes and line.end in boxes and line.start != line.end]
    known.sort(key=lambda line: (abs(boxes[line.start].x - boxes[line.end].x), line.id))
    for line in known:
        start, end = boxes[line.start], boxes[line.end]
        ways = _ways(start, end, boxes, taken, drawn)
        if not line.label:
            way = min(ways, key=lambda one: one.cost)
        else:
            label, way = _labelled(line, start, end, ways, boxes, taken, drawn)
            labels.append(label)
            taken.append(_rect(label.x, label.y, label.width, label.height, 2))
        segments.append(Segment(f"box:{line.start}", f"box:{line.end}", line.risk, line.open_risk, way.bend))
        drawn.append(way.points)
    for line in lines:
        inside, other = (line.start, line.end) if line.start in boxes else (line.end, line.start)
        if inside in boxes and other in away:
            label = _stub(line, boxes[inside], inside == line.start, away[other], boxes, taken)
            labels.append(label)
            taken.append(_rect(label.x, label.y, label.width, label.height, 2))
            ends = f"box:{inside}", f"label:{line.id}"
            ends = ends if inside == line.start else (ends[1], ends[0])
            segments.append(Segment(*ends, line.risk, line.open_risk, 0.0, arrow=inside != line.start))
    return labels, segments


def _ways(
    start: Box, end: Box, boxes: Mapping[str, Box], taken: Sequence[Rect], drawn: Sequence[tuple[Point, ...]]
) -> list[_Way]:
    others = [_rect(box.x, box.y, box.width, box.height, 6) for box in boxes.values() if box not in (start, end)]
    ways = []
    for bend in _BENDS:
        points = _curve((start.x, start.y), (end.x, end.y), bend)
        cost = 22 * abs(bend)
        cost += 30 * sum(any(_inside(point, other) for point in points) for other in others)
        cost += 14 * sum(any(_inside(point, other) for point in points) for other in taken)
        cost += 40 * any(not (LEFT < x < WIDTH and 0 < y < HEIGHT) for x, y in points)
        cost += 3 * _crossings(points, drawn)
        ways.append(_Way(bend, points, cost))
    return ways


def _words(line: Line, more: str = "") -> tuple[list[str], float, float]:
    """The label's lines, its width and its height."""
    risk = f"\u00a0·\u00a0{line.risk}" if line.risk else ""
    lines = wrapped(line.label + more + risk, _LABEL_WIDE, _LABEL, 2)
    if risk and not lines[-1].endswith(risk):
        lines = wrapped(line.label + more, _LABEL_WIDE - text_width(risk, _LABEL), _LABEL, 2)
        lines[-1] += risk
    return lines, max(text_width(one, _LABEL) for one in lines) + 8, len(lines) * _LABEL * _LINE + 5


def _labelled(
    line: Line,
    start: Box,
    end: Box,
    ways: Sequence[_Way],
    boxes: Mapping[str, Box],
    taken: Sequence[Rect],
    drawn: Sequence[tuple[Point, ...]],
) -> tuple[Label, _Way]:
    """The label's place and the curve under it that together cover least."""
    words, width, height = _words(line)
    obstacles = [_rect(box.x, box.y, box.width, box.height, 3) for box in boxes.values() if box not in (start, end)]
    room = [_rect(start.x, start.y, start.width, start.height, 2), _rect(end.x, end.y, end.width, end.height, 14)]
    hidden = [_rect(start.x, start.y, start.width, start.height), _rect(end.x, end.y, end.width, end.height)]
    tips = [curve[-6:-1] for curve in drawn]
    best: tuple[float, Label, _Way] | None = None
    for way in sorted(ways, key=lambda one: one.cost):
        if best is not None and way.cost >= best[0]:
            break
        visible = [point for point in way.points if not any(_inside(point, box) for box in hidden)]
        for share, aside in _SPOTS:
            x, y = way.points[round(share * _SAMPLES)]
            y += aside * (height / 2 + 5)
            own = _rect(x, y, width, height)
            cost = way.cost + 10 * abs(share - 0.5) + 5 * abs(aside)
            cost += 90 * sum(_overlap(own, other) for other in obstacles)
            cost += 70 * _overlap(own, room[0]) + 60 * _overlap(own, room[1])
            cost += 90 * sum(_overlap(own, other) for other in taken) + 60 * _outside(own)
            if best is not None and cost >= best[0]:
                continue
            cost += 45 * max(0.0, sum(_inside(point, own) for point in visible) / max(1, len(visible)) - 0.45)
            cost += 9 * sum(any(_inside(point, own) for point in curve[3:-3]) for curve in drawn)
            cost += 25 * sum(any(_inside(point, own) for point in tip) for tip in tips)
            if best is None or cost < best[0]:
                best = cost, Label(line.id, "\n".join(words), x, y, width, height, line.risk), way
    assert best is not None
    _, label, way = best
    return (label, way) if best[0] < 55 else (_beside(label, boxes, taken), way)


def _beside(label: Label, boxes: Mapping[str, Box], taken: Sequence[Rect]) -> Label:
    """Off its line, at the nearest place where it covers nothing; where it was if there is none."""
    obstacles = [*(_rect(box.x, box.y, box.width, box.height, 3) for box in boxes.values()), *taken]
    shifts = [(dx, dy) for dx in range(-160, 161, 20) for dy in range(-120, 121, 10)]
    for dx, dy in sorted(shifts, key=lambda shift: math.hypot(shift[0], 1.4 * shift[1])):
        own = _rect(label.x + dx, label.y + dy, label.width, label.height)
        if not _outside(own) and not any(_overlap(own, other) for other in obstacles):
            return replace(label, x=label.x + dx, y=label.y + dy)
    return label


def _stub(line: Line, box: Box, leaves: bool, other: tuple[int, str], boxes: Mapping[str, Box], taken: Sequence[Rect]) -> Label:
    side, name = other
    words, width, height = _words(line, f" → {name}" if leaves else f" ← {name}")
    high = (box.height + height) / 2 + 24
    label = Label(line.id, "\n".join(words), 0, 0, width, height, line.risk, away=True)
    low, top = LEFT + width / 2 + 2, WIDTH - width / 2 - 2
    x = max(low, min(top, box.x + side * 30))
    y = box.y - high if box.y - high - height / 2 > 0 else box.y + high
    return _beside(replace(label, x=x, y=y), boxes, taken)
