"""The matrix as a picture without names that scales to any size; the names stand in the lists, by number."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cjm.figures import paint
from cjm.figures.arrange import Drawn, Frame, arrange, corners, field_size, score_place, whiskers
from cjm.figures.labels import Circle
from cjm.figures.matrix import described
from cjm.leaders import Leaders
from cjm.priorities import Priorities
from pages.screens.leaders import named
from pages.shared.draw import Tree

PEARLS = 12
WIDE = Frame(700, 372, measured=False)
NARROW = Frame(400, 420, measured=False)


def matrix(view: Leaders) -> Tree:
    """Twice, for wide and for narrow places: style shows the one that fits."""
    alt = described(view.priorities)
    tree: Tree = [
        "section",
        {"class": "matrix", "aria-label": "Matrix of impact and effort"},
        _picture(view, WIDE, "wide", alt),
        _picture(view, NARROW, "narrow", alt),
        _key(view),
    ]
    rest = [*view.others, *view.unscored]
    if rest:
        tree.append(["div", {"class": "others"}, *[named(view, one) for one in rest]])
    return tree


def _both(colours: tuple[str, str]) -> str:
    return f"light-dark({colours[0]}, {colours[1]})"


def _picture(view: Leaders, frame: Frame, name: str, alt: str) -> Tree:
    ranking = view.priorities
    drawn = arrange(ranking, frame)
    tree: Tree = [
        "svg",
        {"class": f"plot {name}", "viewBox": f"0 0 {frame.width} {frame.height}", "role": "group", "aria-label": alt[:2000]},
    ]
    tree += _fields(ranking, frame, drawn)
    for one in drawn:
        tree += _scores(one, frame)
    tree += [_bubble(view, one, frame) for one in drawn]
    return tree


def _at(frame: Frame, x: float, y: float) -> tuple[float, float]:
    """From the figure's own place (upwards) to the picture's (downwards)."""
    return round(frame.left + x, 1), round(4 + frame.bounds[3] - y, 1)


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start", **style: str) -> Tree:
    return ["text", {"x": round(x, 1), "y": round(y, 1), "class": kind, "text-anchor": anchor, "style": style}, words]


def _fields(ranking: Priorities, frame: Frame, drawn: tuple[Drawn, ...]) -> list[Tree]:
    middle_x, middle_y = frame.x(ranking.effort_midline), frame.y(ranking.impact_midline)
    left, bottom, right, top = frame.bounds
    made: list[Tree] = []
    names = corners(ranking, frame, tuple(_taken(drawn, frame)))
    for field in ranking.quadrants:
        x0, x1 = (middle_x, right) if field.key in {"strategic_investments", "money_pit"} else (left, middle_x)
        y0, y1 = (middle_y, top) if field.key in {"quick_wins", "strategic_investments"} else (bottom, middle_y)
        x, y = _at(frame, x0, y1)
        tint = _both((paint.TINTS[field.key][0][0], paint.TINTS[field.key][1][0]))
        made.append(["rect", {"x": x, "y": y, "width": round(x1 - x0, 1), "height": round(y1 - y0, 1), "style": {"fill": tint}}])
    across, down = _at(frame, left, middle_y), _at(frame, middle_x, top)
    end, low = _at(frame, right, middle_y), _at(frame, middle_x, bottom)
    made.append(["line", {"class": "midline", "x1": across[0], "y1": across[1], "x2": end[0], "y2": end[1]}])
    made.append(["line", {"class": "midline", "x1": down[0], "y1": down[1], "x2": low[0], "y2": low[1]}])
    size = field_size(frame)
    for field, heading in zip(ranking.quadrants, names, strict=True):
        x, y = _at(frame, heading.rect[2] - 10 if heading.right else heading.rect[0] + 10, heading.rect[3])
        colour = _both((paint.TINTS[field.key][0][1], paint.TINTS[field.key][1][1]))
        anchor = "end" if heading.right else "start"
        for line in heading.lines:
            made.append(_text(x, y + size + 3, line, "field", anchor, fill=colour, **{"font-size": f"{size}px"}))
            y += size + 4
        if heading.told:
            made.append(_text(x, y + 16, field.where, "where", anchor, fill=colour))
    return made + _axes(frame)


def _taken(drawn: tuple[Drawn, ...], frame: Frame) -> Iterator[Circle]:
    """Where names of quadrants would hide something: bubbles, and whiskers as strings of pearls."""
    for one in drawn:
        yield one.x, one.y, one.radius
        for axis, low, high in whiskers(one.action):
            for step in range(PEARLS + 1):
                value = low + (high - low) * step / PEARLS
                yield (one.x, frame.y(value), 6.0) if axis == "impact" else (frame.x(value), one.y, 6.0)


def _axes(frame: Frame) -> list[Tree]:
    left, bottom, right, top = frame.bounds
    start, end = _at(frame, left, bottom), _at(frame, right, top)
    middle = (start[1] + end[1]) / 2
    made = [_text(_at(frame, frame.x(value), 0)[0], start[1] + 17, str(value), "tick", "middle") for value in range(1, 6)]
    made += [_text(start[0] - 6, _at(frame, 0, frame.y(value))[1] + 5, str(value), "tick", "end") for value in range(1, 6)]
    made.append(_text((start[0] + end[0]) / 2, start[1] + 37, "Effort → more people, money and time", "axis", "middle"))
    turned = _text(0, 0, "Impact → more pain removed", "axis", "middle")
    turned[1] |= {"transform": f"translate({start[0] - 24} {middle}) rotate(-90)"}
    return [*made, turned]


def _scores(one: Drawn, frame: Frame) -> list[Tree]:
    """Whiskers where scores disagree, and where the scores of a decided action stand."""
    x, y = _at(frame, one.x, one.y)
    made: list[Tree] = []
    for axis, low, high in whiskers(one.action):
        if axis == "impact":
            a, b = _at(frame, 0, frame.y(low))[1], _at(frame, 0, frame.y(high))[1]
            d = f"M{x} {a}L{x} {b}M{x - 7} {a}L{x + 7} {a}M{x - 7} {b}L{x + 7} {b}"
        else:
            a, b = _at(frame, frame.x(low), 0)[0], _at(frame, frame.x(high), 0)[0]
            d = f"M{a} {y}L{b} {y}M{a} {y - 7}L{a} {y + 7}M{b} {y - 7}L{b} {y + 7}"
        made.append(["path", {"class": "whisker", "d": d}])
    place = score_place(one.action)
    if place:
        from_x, from_y = _at(frame, frame.x(place[1]), frame.y(place[0]))
        made.append(["circle", {"class": "scored", "cx": from_x, "cy": from_y, "r": round(one.radius, 1)}])
        made += _arrow(from_x, from_y, x, y, one.radius)
    return made


def _arrow(from_x: float, from_y: float, x: float, y: float, radius: float) -> list[Tree]:
    away = math.hypot(x - from_x, y - from_y)
    if away < 2 * radius + 10:
        return []
    dx, dy = (x - from_x) / away, (y - from_y) / away
    tip = (x - dx * (radius + 4), y - dy * (radius + 4))
    back = (tip[0] - dx * 10, tip[1] - dy * 10)
    side = (-dy * 5, dx * 5)
    head = " ".join(
        f"{a:.1f},{b:.1f}" for a, b in (tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    )
    start = (from_x + dx * radius, from_y + dy * radius)
    return [
        [
            "line",
            {
                "class": "whisker",
                "x1": round(start[0], 1),
                "y1": round(start[1], 1),
                "x2": round(back[0], 1),
                "y2": round(back[1], 1),
            },
        ],
        ["polyline", {"class": "tip", "points": head}],
    ]


def _bubble(view: Leaders, one: Drawn, frame: Frame) -> Tree:
    x, y = _at(frame, one.x, one.y)
    action = one.action
    kind = f"bubble{' waits' if view.waits(action.id) else ''}{' decided' if action.decided else ''}"
    words = f"{action.number} {action.name}" + (", waits for an answer" if view.waits(action.id) else "")
    return [
        "g",
        {"class": kind, "act": f"show:{action.id}", "aria-label": words},
        ["title", {}, words],
        ["circle", {"cx": x, "cy": y, "r": round(one.radius, 1)}],
        ["text", {"x": x, "y": y + 5, "text-anchor": "middle", "class": "number"}, str(action.number)],
    ]


def _key(view: Leaders) -> Tree:
    """What signs mean; only those that are there."""
    ranked = view.priorities.ranked
    tree: Tree = ["div", {"class": "key"}]
    if any(view.waits(one.id) for one in ranked):
        tree.append(["span", {}, ["span", {"class": "dot waits tiny"}], "waits for you"])
    if any(one.decided for one in ranked):
        tree.append(["span", {}, ["span", {"class": "ring"}], "decided, arrow from the score"])
    if any(one.disagreed for one in ranked):
        tree.append(["span", {}, ["span", {"class": "rule"}], "scores disagree"])
    if any(one.pain for one in ranked):
        tree.append(["span", {}, "size: pain removed"])
    return tree
