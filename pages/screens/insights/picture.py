"""The journey as figures: sentences first, then rows on the same columns, so that one reads down a stage."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from cjm.figures.curves import signed
from cjm.insights import Insights, StageInsight, Standout
from pages.screens.insights import CSS, EMPTY
from pages.shared.draw import Tree, draw, icon
from pages.shared.palette import DEPARTMENTS, department_css
from pages.shared.trace import act_of

MANY = 12
"""From so many stages on columns are narrow, and words give way to numbers."""
HEARD, HEARD_OF_MANY = 4, 3
"""Departments that are shown at a stage."""
ROWS = {
    "pain": ("sentiment_dissatisfied", "Complaints", ("outside", "customers", "inside", "inside")),
    "emotion": ("show_chart", "Emotion", ("", "−2 upset to +2")),
    "friction": ("swap_horiz", "Friction", ("", "at the handoffs")),
    "leaving": ("logout", "Drop-off", ("", "where and why")),
    "evidence": ("verified", "Evidence", ("assumed", "guess", "observed", "seen", "confirmed", "confirmed")),
    "voices": ("record_voice_over", "Voices", ("", "cards by department")),
}
"""Icon, name and what stands under it (swatch, words, swatch, words), in the order of the rows."""
UPWARD = frozenset({"leaving", "evidence", "voices"})
"""Rows whose explanation opens upwards."""
SIGNS = {
    "pain": "sentiment_dissatisfied",
    "emotion": "show_chart",
    "friction": "swap_horiz",
    "leaving": "logout",
    "evidence": "verified",
    "voices": "record_voice_over",
}
FACES = {
    -2: "sentiment_very_dissatisfied",
    -1: "sentiment_dissatisfied",
    0: "sentiment_neutral",
    1: "sentiment_satisfied",
    2: "sentiment_very_satisfied",
}


def picture(view: Insights, *, edits: bool) -> str | None:
    """Returns what was clicked; who only reads clicks nothing but what they may open."""
    if not view.stages or not view.cards:
        return draw(_empty("value_stream" if not view.stages else "pain_points", edits), key="insights", css=CSS)
    tiles = [_tile(one, edits) for one in view.standouts]
    count = len(view.stages)
    columns = {"--columns": str(count), "--least": "78px" if count > MANY else "104px"}
    rows: list[Tree] = [_head(view), *[_row(view, key, edits) for key in ROWS]]
    grid: Tree = [
        "div",
        {
            "class": f"grid{' many' if count > MANY else ''}",
            "role": "table",
            "aria-label": "Stages across, questions down",
            "style": columns,
        },
        *rows,
    ]
    tree: Tree = [
        "div",
        {"class": "insights"},
        ["ul", {"class": "tiles", "aria-label": "What stands out"}, *tiles],
        ["div", {"class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Stage by stage"}, grid],
        _below(view),
    ]
    return draw(tree, key="insights", css=CSS)


def _empty(page: str, edits: bool) -> Tree:
    title, why, words = EMPTY[page]
    button: Tree = ["button", {"class": "button", "act": act_of(page, ()), "leaves": True}, f"{words} ", icon("arrow_forward")]
    return [
        "div",
        {"class": "panel empty"},
        ["h2", {}, title],
        ["p", {}, why],
        button if edits else ["p", {"class": "small"}, "The facilitator goes on from here."],
    ]


def _tile(one: Standout, edits: bool) -> Tree:
    words: list[Tree] = [
        icon(SIGNS[one.kind]),
        [
            "span",
            {"class": "words"},
            ["span", {"class": "bold", "dir": "auto"}, one.told],
            ["span", {"class": "small", "dir": "auto"}, one.note],
        ],
    ]
    if not edits:
        return ["li", {}, ["div", {"class": f"tile {one.kind}"}, *words]]
    return ["li", {}, ["button", {"class": f"tile {one.kind}", "act": act_of(one.page, one.query), "leaves": True}, *words]]


def _head(view: Insights) -> Tree:
    cells: list[Tree] = [["div", {"class": "label", "role": "columnheader"}, ["span", {"class": "unseen"}, "Question"]]]
    for one in view.stages:
        top = {"border-top-color": "var(--edge)"}
        if one.colour >= 0:
            (light, _), (dark, _) = DEPARTMENTS[one.colour % len(DEPARTMENTS)]
            top = {"border-top-color": f"light-dark({light}, {dark})"}
        key = [icon("flag"), ["span", {"class": "unseen"}, "key stage"]] if one.board.is_key else []
        cells.append(
            [
                "div",
                {"class": "stage", "role": "columnheader", "style": top, "title": one.name},
                ["span", {"class": "name", "dir": "auto"}, one.name],
                *key,
            ]
        )
    return ["div", {"class": "row head", "role": "row"}, *cells]


def _row(view: Insights, key: str, edits: bool) -> Tree:
    cells = [
        [
            "div",
            {"class": f"cell {key}", "role": "cell", "style": {"grid-column": str(place)}},
            ["span", {"class": "here", "dir": "auto"}, one.name],
            *_CELLS[key](view, one, edits),
        ]
        for place, one in enumerate(view.stages, start=2)
    ]
    behind = [_curve(view)] if key == "emotion" else []
    return ["div", {"class": f"row {key}", "role": "row"}, _label(view, key), *behind, *cells]


def _label(view: Insights, key: str) -> Tree:
    sign, name, note = ROWS[key]
    told = view.explanation(key)
    how: Tree = [
        "details",
        {"class": f"how{' up' if key in UPWARD else ''}", "id": f"how_{key}"},
        ["summary", {"aria-label": f"How {name.lower()} is worked out"}, icon("info"), " How?"],
        [
            "div",
            {"class": "told"},
            ["p", {"class": "bold"}, told.shows],
            ["p", {}, told.formula],
            ["p", {"class": "small"}, f"Counted: {told.counted}"],
        ],
    ]
    fold: Tree = [
        "details",
        {"class": "fold", "id": f"fold_{key}"},
        ["summary", {"aria-label": f"{name}, stage by stage"}, icon("expand_more"), " Stages"],
    ]
    return [
        "div",
        {"class": "label", "role": "rowheader"},
        ["div", {"class": "title"}, icon(sign), ["span", {"class": "bold"}, name]],
        [
            "div",
            {"class": "small note"},
            *[
                ["span", {}, ["i", {"class": mark}] if mark else "", words]
                for mark, words in zip(note[::2], note[1::2], strict=True)
            ],
        ],
        how,
        fold,
    ]


def _pain(view: Insights, one: StageInsight, edits: bool) -> list[Any]:
    board = one.board
    if not board.pains:
        return [["div", {"class": "none"}, "no pain point"]]
    if not board.rated:
        return [["div", {"class": "none"}, f"{board.pains} not rated"]]
    rank = ["span", {"class": "rank"}, f"No. {board.rank}"] if board.rank else ""
    bars = [
        [
            "div",
            {"class": "bar"},
            ["i", {"class": kind, "style": {"--share": f"{value / max(1, view.largest):.3f}"}}],
            ["span", {}, str(value)],
            ["span", {"class": "unseen"}, words],
        ]
        for kind, value, words in (
            ("outside", board.pain_customer, " from customers"),
            ("inside", board.pain_internal, " inside"),
        )
    ]
    return [
        _press(
            act_of("pain_points", (("stage", one.id),)),
            f"heat heat{board.heat}" if board.heat else "heat",
            edits,
            [["span", {}, ["span", {"class": "word"}, "Pain "], str(board.pain)], rank],
        ),
        ["div", {"class": "bars"}, *bars],
    ]


def _press(act: str, style: str, edits: bool, words: list[Any], title: str | None = None) -> Tree:
    if not edits:
        return ["div", {"class": style, "title": title}, *words]
    return ["button", {"class": style, "act": act, "leaves": True, "title": title}, *words]


def _emotion(view: Insights, one: StageInsight, edits: bool) -> list[Any]:
    value = one.board.emotion
    if value is None:
        return [["span", {"class": "face unset"}, "not set"]]
    side = "up" if value > 0 else "down" if value < 0 else "zero"
    said = one.board.emotion_reason
    return [
        [
            "span",
            {"class": f"face {side}", "style": {"--at": f"{15 + (2 - value) / 4 * 62:g}px"}, "title": said or None},
            icon(FACES[value]),
            signed(value),
        ],
        ["span", {"class": "why small", "dir": "auto"}, said],
    ]


def _curve(view: Insights) -> Tree:
    known = [
        (index * 100 + 50, 50 - one.board.emotion * 25) for index, one in enumerate(view.stages) if one.board.emotion is not None
    ]
    width = len(view.stages) * 100
    lines: list[Tree] = [
        ["line", {"x1": "0", "x2": str(width), "y1": "50", "y2": "50", "class": "zero", "vector-effect": "non-scaling-stroke"}]
    ]
    if known:
        path = f"M{known[0][0]},{known[0][1]}"
        for (x0, y0), (x1, y1) in pairwise(known):
            path += f" C{(x0 + x1) / 2:g},{y0} {(x0 + x1) / 2:g},{y1} {x1},{y1}"
        lines.append(["path", {"d": path, "class": "line", "fill": "none", "vector-effect": "non-scaling-stroke"}])
    return [
        "svg",
        {"class": "curve", "viewBox": f"0 0 {width} 100", "preserveAspectRatio": "none", "aria-hidden": "true"},
        *lines,
    ]


def _friction(view: Insights, one: StageInsight, edits: bool) -> list[Any]:
    found = one.friction
    if not found.handoffs:
        return [["div", {"class": "none"}, "no handoff"]]
    across = [
        words
        for count, words in ((found.between_departments, "departments"), (found.between_organisations, "organisations"))
        if count
    ]
    detail = "; ".join(
        f"{count} between {words}"
        for words, count in zip(across, [found.between_departments, found.between_organisations], strict=False)
    )
    marks: list[Tree] = []
    if found.unmitigated:
        marks.append(
            [
                "span",
                {"class": "mark risk"},
                icon("warning"),
                f" {found.unmitigated} open risk{'s' if found.unmitigated > 1 else ''}",
            ]
        )
    if found.crucial:
        marks.append(["span", {"class": "mark"}, icon("link"), f" {found.crucial} crucial"])
    if found.waits:
        marks.append(
            ["span", {"class": "mark"}, icon("hourglass_empty"), f" {found.waits}", ["span", {"class": "unseen"}, " of waiting"]]
        )
    many = f"{found.handoffs} handoff{'s' if found.handoffs > 1 else ''}"
    outside = f", {found.between_organisations} to others" if found.between_organisations else ""
    act = act_of("value_stream", (("handoff", found.worst),) if found.worst else ())
    return [
        _press(act, "sticks", edits, [["span", {}, many, ["span", {"class": "small"}, outside]], *marks], title=detail or None)
    ]


def _leaving(view: Insights, one: StageInsight, edits: bool) -> list[Any]:
    if not one.leaving:
        return [["div", {"class": "none"}, "–"]]
    worst, others = one.leaving[0], len(one.leaving) - 1
    more = [["span", {"class": "small others"}, f"and {others} more"]] if others else []
    short: Tree = ["span", {"class": "short"}, icon("logout"), str(len(one.leaving))]
    return [
        _press(
            act_of("pain_points", (("card", worst.id),)),
            "leaves",
            edits,
            [["span", {"class": "words", "dir": "auto"}, worst.why], short, *more],
            title=f"{worst.pain}: {worst.why}",
        )
    ]


def _evidence(view: Insights, one: StageInsight, edits: bool) -> list[Any]:
    if not one.board.pains:
        return [["div", {"class": "none"}, "–"]]
    words = {"assumed": "assumed", "observed": "observed by staff", "confirmed": "confirmed by customers"}
    parts = [
        [
            "span",
            {"class": state, "style": {"flex-grow": str(count)}, "title": f"{count} {words[state]}"},
            str(count),
            ["span", {"class": "unseen"}, f" {words[state]}"],
        ]
        for state, count in one.evidence
        if count
    ]
    return [["div", {"class": "share"}, *parts]]


def _voices(view: Insights, one: StageInsight, edits: bool) -> list[Any]:
    most = HEARD_OF_MANY if len(view.stages) > MANY else HEARD
    chips: list[Tree] = [
        [
            "span",
            {"class": "voice", "title": f"{heard.name}: {heard.cards}"},
            ["span", {"class": "dept", "style": department_css(heard.colour)}, heard.letters],
            f" {heard.cards}",
        ]
        for heard in one.heard[:most]
    ]
    if len(one.heard) > most:
        chips.append(["span", {"class": "small"}, f"+{len(one.heard) - most}"])
    if one.unknown:
        chips.append(["span", {"class": "mark risk", "dir": "auto"}, icon("help"), f" {one.unknown}"])
    return chips or [["div", {"class": "none"}, "nobody yet"]]


_CELLS: dict[str, Any] = {
    "pain": _pain,
    "emotion": _emotion,
    "friction": _friction,
    "leaving": _leaving,
    "evidence": _evidence,
    "voices": _voices,
}


def _below(view: Insights) -> Tree:
    """Who is silent, the whole by organisation, and the way to the loose ends."""
    parts: list[Tree] = []
    if view.organisations:
        total = max(1, sum(one.cards for one in view.organisations))
        told = " · ".join(f"{one.name} {round(100 * one.cards / total)} %" for one in view.organisations)
        parts.append(["span", {"dir": "auto"}, ["span", {"class": "bold"}, "Said by "], told])
    if view.silent:
        parts.append(
            ["span", {"dir": "auto"}, ["span", {"class": "bold"}, "Not heard: "], ", ".join(one.name for one in view.silent)]
        )
    ends = sum(len(one.orphans) for one in view.loose_ends)
    words = f"{ends} loose end{'' if ends == 1 else 's'}" if ends else "No loose ends"
    counts = " · ".join(f"{one.title}: {len(one.orphans)}" for one in view.loose_ends if one.orphans)
    parts.append(
        [
            "button",
            {"class": "button ends", "act": "show:loose"},
            icon("cable"),
            ["span", {"class": "bold"}, f" {words}"],
            ["span", {"class": "small"}, counts],
        ]
    )
    return ["div", {"class": "below"}, *parts]
