"""The matrix of impact and effort."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from cjm.figures import paint
from cjm.figures.arrange import HIGH, LOW, NARROW, Drawn, Frame, arrange, corners, field_size, name_size, score_place, whiskers
from cjm.figures.labels import Circle
from cjm.priorities import Priorities


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
                    x=[frame.effort(one.x)],
                    y=[frame.impact(one.y)],
                    mode="markers",
                    hoverinfo="skip",
                    marker={"size": one.radius * 2 + 16, "color": paint.CLEAR, "line": {"color": shade["primary"], "width": 4}},
                    **paint.STEADY,
                )
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
        hovertemplate=paint.SHOWN,
        cliponaxis=False,
        **paint.STEADY,
        name="actions",
    )
    notes += _labels(drawn, frame, shade, name_size(len(drawn), frame))
    axis: dict[str, Any] = {
        "range": [LOW, HIGH],
        "tickvals": [1, 2, 3, 4, 5],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 16, "color": shade["muted"]},
        "automargin": False,
    }
    made.update_layout(
        **paint.layout(dark, frame.height, margin={"l": frame.left, "r": 2, "t": 4, "b": frame.bottom}),
        xaxis=axis,
        yaxis=axis,
        shapes=shapes,
        annotations=notes,
        hovermode="closest",
    )
    return made


def _grounds(view: Priorities, dark: bool, shade: dict[str, str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for field in view.quadrants:
        wide = field.key in {"strategic_investments", "money_pit"}
        tall = field.key in {"quick_wins", "strategic_investments"}
        made.append(
            {
                "type": "rect",
                "layer": "below",
                "line": {"width": 0},
                "fillcolor": paint.TINTS[field.key][1 if dark else 0][0],
                "x0": view.effort_midline if wide else LOW,
                "x1": HIGH if wide else view.effort_midline,
                "y0": view.impact_midline if tall else LOW,
                "y1": HIGH if tall else view.impact_midline,
            }
        )
    line = {"color": shade["edge"], "width": 1.5}
    x, y = view.effort_midline, view.impact_midline
    made.append({"type": "line", "layer": "below", "line": line, "x0": x, "x1": x, "y0": LOW, "y1": HIGH})
    made.append({"type": "line", "layer": "below", "line": line, "x0": LOW, "x1": HIGH, "y0": y, "y1": y})
    return made


def _names(view: Priorities, frame: Frame, dark: bool, circles: tuple[Circle, ...]) -> list[dict[str, Any]]:
    shade = paint.colours(dark)
    narrow = frame.width < NARROW
    size = field_size(frame)
    made: list[dict[str, Any]] = []
    for field, heading in zip(view.quadrants, corners(view, frame, circles), strict=True):
        right = heading.right
        name = "<br>".join(paint.words(line) for line in heading.lines)
        where = "" if not heading.told else f'<br><span style="font-size:15px">{field.where}</span>'
        made.append(
            {
                "x": heading.rect[2 if right else 0] / frame.bounds[2],
                "y": heading.rect[3] / frame.bounds[3],
                "xref": "paper",
                "yref": "paper",
                "showarrow": False,
                "xanchor": "right" if right else "left",
                "yanchor": "top",
                "align": "right" if right else "left",
                "xshift": -10 if right else 10,
                "yshift": -4,
                "text": f"<b>{name}</b>{where}",
                "font": {"size": size, "color": paint.TINTS[field.key][1 if dark else 0][1]},
            }
        )
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
        for axis, low, high in whiskers(one.action):
            x, y = frame.effort(one.x), frame.impact(one.y)
            ends = ([x, x], [low, high]) if axis == "impact" else ([low, high], [y, y])
            made.add_scatter(
                x=ends[0],
                y=ends[1],
                mode="lines+markers",
                hoverinfo="skip",
                line={"color": shade["ink"], "width": 2.5},
                marker={
                    "symbol": f"line-{'ew' if axis == 'impact' else 'ns'}",
                    "size": 14,
                    "line": {"width": 2.5, "color": shade["ink"]},
                },
                **paint.STEADY,
                cliponaxis=False,
            )
    rings = [(one, place) for one in drawn if (place := score_place(one.action))]
    if rings:
        made.add_scatter(
            x=[place[1] for _, place in rings],
            y=[place[0] for _, place in rings],
            mode="markers",
            hoverinfo="skip",
            marker={
                "size": [one.radius * 2 for one, _ in rings],
                "color": paint.CLEAR,
                "line": {"color": shade["ink"], "width": 2},
            },
            **paint.STEADY,
        )


def _arrows(drawn: tuple[Drawn, ...], frame: Frame, shade: dict[str, str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in drawn:
        place = score_place(one.action)
        if place and math.hypot(one.x - frame.x(place[1]), one.y - frame.y(place[0])) > one.radius * 2 + 8:
            made.append(
                {
                    "x": frame.effort(one.x),
                    "y": frame.impact(one.y),
                    "ax": place[1],
                    "ay": place[0],
                    "axref": "x",
                    "ayref": "y",
                    "showarrow": True,
                    "text": "",
                    "arrowhead": 2,
                    "arrowwidth": 2,
                    "arrowcolor": shade["ink"],
                    "standoff": one.radius + 4,
                    "startstandoff": one.radius,
                }
            )
    return made


def _labels(drawn: tuple[Drawn, ...], frame: Frame, shade: dict[str, str], size: int) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for one in drawn:
        if one.spot is None:
            continue
        dx, dy = one.spot.x - one.x, one.spot.y - one.y
        text = "<br>".join(paint.words(line) for line in one.lines)
        if one.extra:
            text += f'<br><span style="font-size:{round(size * 0.78)}px"><b>{paint.words(one.extra)}</b></span>'
        note: dict[str, Any] = {
            "x": frame.effort(one.x),
            "y": frame.impact(one.y),
            "text": text,
            "borderpad": 0,
            "font": {"size": size, "color": shade["ink"]},
            "align": "right" if dx < -one.radius else "left" if dx > one.radius else "center",
        }
        if one.spot.far:
            note |= {
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": shade["edge"],
                "ax": dx,
                "ay": -dy,
                "standoff": one.radius,
                "xanchor": "center",
                "yanchor": "middle",
            }
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
