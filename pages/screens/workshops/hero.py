"""What this is, for somebody who sees it for the first time."""

from __future__ import annotations

from itertools import pairwise

from cjm.core.vocabulary import STEPS
from cjm.guidance.guides import GUIDES
from pages.shared.draw import Tree, icon


def _curve(points: list[tuple[int, int]]) -> str:
    parts = [f"M{points[0][0]},{points[0][1]}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) // 2
        parts.append(f"C{middle},{y0} {middle},{y1} {x1},{y1}")
    return " ".join(parts)


_TODAY = [(14, 52), (96, 106), (178, 106), (260, 133), (342, 52), (424, 79), (506, 133), (588, 106)]
_THEN = [(14, 52), (96, 52), (178, 52), (260, 52), (342, 25), (424, 52), (506, 79), (588, 25)]


def hero() -> Tree:
    """The promise, and the picture of it: today and then."""
    dots = [["circle", {"cx": x, "cy": y, "r": 8, "class": "today-dot"}] for x, y in _TODAY[1:]]
    dots += [["circle", {"cx": x, "cy": y, "r": 8, "class": "then-dot"}] for x, y in _THEN]
    return [
        "div",
        {"class": "hero"},
        [
            "div",
            {},
            ["h1", {}, "See the journey your customer takes, then mend it together"],
            ["p", {}, "Five steps on one shared screen. What you decide stays alive until it is done."],
        ],
        [
            "svg",
            {"viewBox": "0 0 602 160", "role": "img", "aria-label": "How the customer feels today, and how she will feel"},
            ["line", {"x1": 0, "x2": 602, "y1": 79, "y2": 79, "class": "zero", "stroke-dasharray": "5 5"}],
            ["path", {"d": _curve(_TODAY), "fill": "none", "class": "today", "stroke-width": 4}],
            ["path", {"d": _curve(_THEN), "fill": "none", "class": "then", "stroke-width": 4}],
            *dots,
        ],
    ]


def five_steps() -> Tree:
    """The five steps: what each asks, how long it takes, what good looks like."""
    steps = [
        [
            "div",
            {"class": "one panel"},
            [
                "div",
                {"class": "top"},
                ["span", {"class": "dot", "aria-hidden": "true"}, str(number)],
                ["h3", {}, name],
                ["span", {"class": "small"}, icon("schedule"), f" {GUIDES[key].minutes} min"],
            ],
            ["div", {"class": "asks"}, question],
            ["div", {"class": "small good"}, GUIDES[key].good],
        ]
        for number, (key, name, question) in enumerate(STEPS, start=1)
    ]
    return ["section", {"aria-label": "The five steps"}, ["div", {"class": "five"}, *steps]]
