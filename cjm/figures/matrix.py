"""The matrix of impact and effort."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import plotly.graph_objects as go

from cjm.figures import labels, paint
from cjm.figures.labels import Circle, Rect
from cjm.priorities import Priorities, Ranked

LOW, HIGH = 0.7, 5.3
"""Ends of both axes; scores go from 1 to 5."""
NARROW = 560
"""Below this width bubbles have numbers only, their names stand in the list."""


@dataclass(frozen=True)
class Frame:
    """How large the figure is drawn, in pixels."""

    width: int
    height: int

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


def _field_size(frame: Frame) -> int:
    return 24 if frame.width >= 800 else 14 if frame.width < NARROW else 18


def corners(view: Priorities, frame: Frame, circles: tuple[Circle, ...]) -> tuple[tuple[Rect, bool, bool], ...]:
    """Where the names of the quadrants stand, whether at their right, and whether with what they mean: in the outer corner,
    unless bubbles lie there; short where bubbles lie everywhere."""
    size = _field_size(frame)
    left, bottom, right, top = frame.bounds
    middle = frame.x(view.effort_midline)
    made = []
    for field in view.quadrants:
        outer_right = field.key in {"strategic_investments", "money_pit"}
        near, far = (middle, right) if outer_right else (left, middle)
        places = []
        for told in (True, False) if frame.width >= NARROW else (False,):
            wide = labels.width_of(field.name, size) * 1.08 + 16
            wide, tall = (max(wide, labels.width_of(field.where, 15) + 16), size + 36.0) if told else (wide, size + 14.0)
            y0 = top - tall if field.key in {"quick_wins", "strategic_investments"} else bottom
            sides = [((far - wide, y0, far, y0 + tall), True, told), ((near, y0, near + wide, y0 + tall), False, told)]
            places += sides if outer_right else sides[::-1]
        made.append(min(places, key=lambda place: labels.covered(place[0], circles)))
    return tuple(made)


def _whiskers(action: Ranked) -> list[tuple[str, float, float]]:
    """Axis, and between which values most scores lie, only where they disagree."""
    pairs = (("impact", action.impact_score), ("effort", action.effort_score))
    return [(axis, *score.most) for axis, score in pairs if score and score.disagree]


def _scored(action: Ranked) -> tuple[float, float] | None:
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
    extras = [_extra(one) for one in actions]
    sizes = tuple(
        (
            max([labels.width_of(line, size) for line in lines] + [labels.width_of(extra, size * 0.8) * 1.06]) + 4,
            len(lines) * size * 1.22 + (size * 1.05 if extra else 0) + 4,
        )
        for lines, extra in zip(texts, extras, strict=True)
    )
    if frame.width < NARROW:
        spots: tuple[labels.Spot | None, ...] = (None,) * count
    else:
        taken, lines_at = [rect for rect, _, _ in corners(view, frame, circles)], _midlines(view, frame)
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
    for axis, low, high in _whiskers(action):
        if axis == "impact":
            made.append((x - 7, frame.y(low) - 3, x + 7, frame.y(high) + 3))
        else:
            made.append((frame.x(low) - 3, y - 7, frame.x(high) + 3, y + 7))
    scored = _scored(action)
    if scored:
        from_x, from_y = frame.x(scored[1]), frame.y(scored[0])
        made.append((from_x - radius, from_y - radius, from_x + radius, from_y + radius))
        steps = 6
        for step in range(1, steps):
            on_x, on_y = from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps
            made.append((on_x - 8, on_y - 12, on_x + 8, on_y + 12))
    return made


@lru_cache(maxsize=128)
def figure(
    view: Priorities, *, colour_by: str = "department", dark: bool = False, frame: Frame, selected: str | None = None
) -> go.Figure:
    """The matrix; a click on a bubble selects a point whose ``customdata[0]`` is the action's id."""
    shade = paint.colours(dark)
    drawn = arrange(view, frame)
    made = go.Figure()
    shapes = _grounds(view, dark, shade)
    circles = tuple((one.x, one.y, one.radius) for one in drawn)
    notes = _names(view, frame, dark, circles)
    _add_scores(made, drawn, frame, shade)
    notes += _arrows(drawn, frame, shade)
    fills = [paint.fill(paint.choice_of(one.action, view, colour_by), dark) for one in drawn]
    rings = [4.0 if one.action.id == selected else 3.0 if one.action.decided else 1.5 for one in drawn]
    marked = [one.action.id == selected or one.action.decided for one in drawn]
    plain = [shade["edge"] if colour == shade["none"] else shade["paper"] for colour, _ in fills]
    edges = [shade["ink"] if strong else usual for strong, usual in zip(marked, plain, strict=True)]
    if selected:
        for one in drawn:
            if one.action.id == selected:
                made.add_scatter(
                    x=[frame.effort(one.x)], y=[frame.impact(one.y)], mode="markers", hoverinfo="skip",
                    marker={"size": one.radius * 2 + 16, "color": paint.CLEAR, "line": {"color": shade["primary"], "width": 4}},
                    **paint.STEADY,
                )  # fmt: skip
    made.add_scatter(
        x=[frame.effort(one.x) for one in drawn],
        y=[frame.impact(one.y) for one in drawn],
        mode="markers+text",
        text=[f"<b>{one.action.number}</b>" for one in drawn],
        textposition="middle center",
        textfont={"size": [16 if one.radius >= 15 else 13 for one in drawn], "color": [text for _, text in fills]},
        marker={
            "size": [one.radius * 2 for one in drawn],
            "color": [colour for colour, _ in fills],
            "opacity": 1,
            "line": {"color": edges, "width": rings},
        },
        customdata=[[one.action.id] for one in drawn],
        hovertext=[paint.told(one.action) for one in drawn],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
        **paint.STEADY,
        name="actions",
    )
    notes += _labels(drawn, frame, shade, name_size(len(drawn), frame))
    axis: dict[str, Any] = {
        "range": [LOW, HIGH], "tickvals": [1, 2, 3, 4, 5], "showgrid": False, "zeroline": False, "fixedrange": True,
        "tickfont": {"size": 16, "color": shade["muted"]}, "automargin": False,
    }  # fmt: skip
    made.update_layout(
        **paint.layout(dark, frame.height, margin={"l": frame.left, "r": 2, "t": 4, "b": frame.bottom}),
        xaxis=axis, yaxis=axis, shapes=shapes, annotations=notes, hovermode="closest",
    )  # fmt: skip
    return made


def _grounds(view: Priorities, dark: bool, shade: dict[str, str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for field in view.quadrants:
        wide = field.key in {"strategic_investments", "money_pit"}
        tall = field.key in {"quick_wins", "strategic_investments"}
        made.append(
            {
                "type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": paint.TINTS[field.key][1 if dark else 0][0],
                "x0": view.effort_midline if wide else LOW, "x1": HIGH if wide else view.effort_midline,
                "y0": view.impact_midline if tall else LOW, "y1": HIGH if tall else view.impact_midline,
            }
        )  # fmt: skip
    line = {"color": shade["edge"], "width": 1.5}
    x, y = view.effort_midline, view.impact_midline
    made.append({"type": "line", "layer": "below", "line": line, "x0": x, "x1": x, "y0": LOW, "y1": HIGH})
    made.append({"type": "line", "layer": "below", "line": line, "x0": LOW, "x1": HIGH, "y0": y, "y1": y})
    return made


def _names(view: Priorities, frame: Frame, dark: bool, circles: tuple[Circle, ...]) -> list[dict[str, Any]]:
    shade = paint.colours(dark)
    narrow = frame.width < NARROW
    size = _field_size(frame)
    made: list[dict[str, Any]] = []
    for field, (rect, right, told) in zip(view.quadrants, corners(view, frame, circles), strict=True):
        top = field.key in {"quick_wins", "strategic_investments"}
        name = paint.clipped(field.name, 18) if narrow else field.name
        where = "" if not told else f'<br><span style="font-size:15px">{field.where}</span>'
        made.append(
            {
                "x": rect[2 if right else 0] / frame.bounds[2], "y": 1 if top else 0, "xref": "paper", "yref": "paper",
                "showarrow": False,
                "xanchor": "right" if right else "left", "yanchor": "top" if top else "bottom",
                "align": "right" if right else "left", "xshift": -10 if right else 10, "yshift": -6 if top else 6,
                "text": f"<b>{escape(name)}</b>{where}",
                "font": {"size": size, "color": paint.TINTS[field.key][1 if dark else 0][1]},
            }
        )  # fmt: skip
    small = {"size": 16 if not narrow else 14, "color": shade["muted"]}
    under = {"yref": "paper", "xref": "paper", "showarrow": False, "y": 0, "yanchor": "top", "yshift": -26}
    beside = {
        "yref": "paper",
        "xref": "paper",
        "showarrow": False,
        "x": 0,
        "xanchor": "right",
        "xshift": -(frame.left - 26),
        "textangle": -90,
    }
    made += [
        {**under, "x": 0, "xanchor": "left", "text": "low effort", "font": small},
        {**under, "x": 1, "xanchor": "right", "text": "high effort", "font": small},
        {**under, "x": 0.5, "xanchor": "center", "text": "<b>Effort</b> →" + ("" if narrow else " more people, money and time")},
        {**beside, "y": 0, "yanchor": "bottom", "text": "low impact", "font": small},
        {**beside, "y": 1, "yanchor": "top", "text": "high impact", "font": small},
        {
            **beside,
            "y": 0.5,
            "yanchor": "middle",
            "text": "<b>Impact</b> →" + ("" if frame.height < 520 or narrow else " more pain removed"),
        },
    ]
    for note in made[4:]:
        note.setdefault("font", {"size": 18 if not narrow else 15, "color": shade["ink"]})
    return made


def _add_scores(made: go.Figure, drawn: tuple[Drawn, ...], frame: Frame, shade: dict[str, str]) -> None:
    """Whiskers, and a hollow ring where the scores of a decided action stand."""
    for one in drawn:
        for axis, low, high in _whiskers(one.action):
            x, y = frame.effort(one.x), frame.impact(one.y)
            ends = ([x, x], [low, high]) if axis == "impact" else ([low, high], [y, y])
            made.add_scatter(
                x=ends[0], y=ends[1], mode="lines+markers", hoverinfo="skip", line={"color": shade["ink"], "width": 2.5},
                marker={"symbol": f"line-{'ew' if axis == 'impact' else 'ns'}", "size": 14,
                        "line": {"width": 2.5, "color": shade["ink"]}},
                **paint.STEADY, cliponaxis=False,
            )  # fmt: skip
    rings = [(one, place) for one in drawn if (place := _scored(one.action))]
    if rings:
        made.add_scatter(
            x=[place[1] for _, place in rings], y=[place[0] for _, place in rings], mode="markers", hoverinfo="skip",
            marker={"size": [one.radius * 2 for one, _ in rings],
                    "color": paint.CLEAR, "line": {"color": shade["ink"], "width": 2}},
            **paint.STEADY,
        )  # fmt: skip


def _arrows(drawn: tuple[Drawn, ...], frame: Frame, shade: dict[str, str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in drawn:
        place = _scored(one.action)
        if place and math.hypot(one.x - frame.x(place[1]), one.y - frame.y(place[0])) > one.radius * 2 + 8:
            made.append(
                {
                    "x": frame.effort(one.x), "y": frame.impact(one.y), "ax": place[1], "ay": place[0],
                    "axref": "x", "ayref": "y",
                    "showarrow": True, "text": "", "arrowhead": 2, "arrowwidth": 2, "arrowcolor": shade["ink"],
                    "standoff": one.radius + 4, "startstandoff": one.radius,
                }
            )  # fmt: skip
    return made


def _labels(drawn: tuple[Drawn, ...], frame: Frame, shade: dict[str, str], size: int) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in drawn:
        if one.spot is None:
            continue
        dx, dy = one.spot.x - one.x, one.spot.y - one.y
        text = "<br>".join(escape(line) for line in one.lines)
        if one.extra:
            text += f'<br><span style="font-size:{round(size * 0.78)}px"><b>{escape(one.extra)}</b></span>'
        note: dict[str, Any] = {
            "x": frame.effort(one.x), "y": frame.impact(one.y), "text": text, "borderpad": 0,
            "font": {"size": size, "color": shade["ink"]},
            "align": "right" if dx < -one.radius else "left" if dx > one.radius else "center",
        }  # fmt: skip
        if one.spot.far:
            note |= {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": shade["edge"], "ax": dx, "ay": -dy,
                     "standoff": one.radius, "xanchor": "center", "yanchor": "middle"}  # fmt: skip
        else:
            note |= {"showarrow": False, "xshift": dx, "yshift": dy, "xanchor": "center", "yanchor": "middle"}
        made.append(note)
    return made


def described(view: Priorities) -> str:
    """The matrix in words, for whoever does not see it."""
    parts = [
        f"{field.name} ({field.where}): " + ("; ".join(f"{one.number} {one.name}" for one in field.actions) or "none")
        for field in view.quadrants
    ]
    return "Actions by impact and effort. " + ". ".join(parts)
