"""How the customer feels today and how she is expected to feel, as one Plotly figure that stands under a grid of stages.

The grid has ``GUTTER`` pixels for the names of its rows and ``GAP`` between columns; the figure's columns have the same centres.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from cjm.core.vocabulary import shortened
from cjm.figures.paint import SHOWN, words

GUTTER = 104
"""Width of the row names of the grid above, in pixels."""
GAP = 6
"""Between two columns of the grid above."""
EDGE = GAP // 2
"""Free pixels at the right end of the grid above, which bring the centres of both to the same place."""
MARGIN = GUTTER + EDGE

_LIGHT = {
    "ink": "#172026",
    "muted": "#515C64",
    "line": "#C3CBC8",
    "edge": "#7C878C",
    "paper": "#FFFFFF",
    "future": "#0F5C63",
    "on_future": "#FFFFFF",
    "up": "rgba(86,180,233,0.12)",
    "down": "rgba(230,120,60,0.10)",
    "chosen": "rgba(15,92,99,0.10)",
}
_DARK = {
    "ink": "#EDF1F0",
    "muted": "#AEB9BD",
    "line": "#414C52",
    "edge": "#8C989D",
    "paper": "#232B30",
    "future": "#7FD0D6",
    "on_future": "#0C1416",
    "up": "rgba(124,189,240,0.10)",
    "down": "rgba(255,157,92,0.09)",
    "chosen": "rgba(127,208,214,0.14)",
}
FONT = "Source Sans, Source Sans Pro, sans-serif"
WIDE = 10
"""Up to this many stages share the width of the window; more scroll sideways, as wide as ``NARROWEST`` each."""
NARROWEST = 170
PHONE = 40
"""Least width of a column on a phone, where the curves scroll by themselves."""
ARROWS = 2
"""How many of the largest rises are pointed out."""
TELLING = 2
"""From which rise on it is pointed out."""


@dataclass(frozen=True)
class Point:
    """One stage under its column."""

    id: str
    name: str
    today: int | None
    expected: int | None
    reason: str = ""
    today_reason: str = ""


def least_width(count: int, *, phone: bool = False) -> int:
    """How wide the figure must be for its columns to be told apart, in pixels; 0 if any width will do."""
    if phone:
        return MARGIN + count * PHONE
    return GUTTER + count * NARROWEST if count > WIDE else 0


def signed(value: int | None) -> str:
    """A number with its sign, the true minus; empty for nothing."""
    return "" if value is None else "0" if value == 0 else f"+{value}" if value > 0 else f"−{-value}"


def described(points: tuple[Point, ...]) -> str:
    """The figure in words, for whoever does not see it."""
    parts = []
    for point in points:
        today = signed(point.today) or "not said"
        parts.append(f"{point.name}: today {today}, expected {signed(point.expected) or 'not said'}")
    return "How the customer feels, from −2 upset to +2 delighted. " + "; ".join(parts)


def _trace(name: str, xs: list[float], ys: list[int | None], points: tuple[Point, ...], hover: list[str], **style: Any) -> Any:
    return go.Scatter(
        name=name,
        x=xs,
        y=ys,
        customdata=[[point.id] for point in points],
        hovertext=hover,
        hovertemplate=SHOWN,
        text=[signed(value) for value in ys],
        textposition="middle center",
        cliponaxis=False,
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": style["textfont"]["color"]}},
        **style,
    )


@lru_cache(maxsize=256)
def figure(points: tuple[Point, ...], *, dark: bool = False, small: bool = False, chosen: str | None = None) -> go.Figure:
    """Both curves, as high as the page makes them.

    A click anywhere in a column selects points whose ``customdata[0]`` is the stage's id.
    """
    colours = _DARK if dark else _LIGHT
    count = len(points)
    small = small or count > 12
    size = 14 if small else 18
    label = 14 if small else 16
    made = go.Figure()
    for low, high, colour in ((0, 2.5, colours["up"]), (-2.5, 0, colours["down"])):
        made.add_shape(type="rect", x0=-0.5, x1=count - 0.5, y0=low, y1=high, fillcolor=colour, line_width=0, layer="below")
    zero = {"color": colours["edge"], "width": 1.5, "dash": "dot"}
    made.add_shape(type="line", x0=-0.5, x1=count - 0.5, y0=0, y1=0, line=zero, layer="below")
    for at in (index for index, point in enumerate(points) if point.id == chosen):
        made.add_shape(
            type="rect", x0=at - 0.5, x1=at + 0.5, y0=-2.5, y1=2.5, fillcolor=colours["chosen"], line_width=0, layer="below"
        )
    same = [point.today is not None and point.today == point.expected for point in points]
    nudge = 0.12 if count <= 12 else 0.2
    # a column without any point is a way to its stage too
    made.add_scatter(
        x=list(range(count)),
        y=[0] * count,
        mode="markers",
        marker={"size": 40, "opacity": 0},
        customdata=[[point.id] for point in points],
        hovertext=[words(point.name) for point in points],
        hovertemplate=SHOWN,
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        name="stages",
    )
    made.add_trace(
        _trace(
            "Today",
            [index - nudge if same[index] else index for index in range(count)],
            [point.today for point in points],
            points,
            [_hover(point, "Today", point.today, point.today_reason) for point in points],
            mode="lines+markers+text",
            line={"color": colours["muted"], "width": 2.5, "dash": "7px,6px", "shape": "spline", "smoothing": 0.7},
            marker={"size": 24 if small else 28, "color": colours["paper"], "line": {"color": colours["muted"], "width": 2}},
            textfont={"size": 13 if small else 14, "color": colours["ink"]},
        )
    )
    made.add_trace(
        _trace(
            "Future",
            [index + nudge if same[index] else index for index in range(count)],
            [point.expected for point in points],
            points,
            [_hover(point, "Future", point.expected, point.reason) for point in points],
            mode="lines+markers+text",
            line={"color": colours["future"], "width": 5, "shape": "spline", "smoothing": 0.7},
            marker={
                "size": 30 if small else 36,
                "symbol": "diamond",
                "color": colours["future"],
                "line": {"color": colours["on_future"], "width": 2},
            },
            textfont={"size": 13 if small else 14, "color": colours["on_future"], "weight": 600},
        )
    )
    _arrows(made, points, colours, label)
    _names(made, points, colours, size)
    made.update_layout(
        margin={"l": MARGIN, "r": 0, "t": 6, "b": 6},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": label, "color": colours["ink"]},
        showlegend=False,
        hovermode="x",
        hoverdistance=-1,
        dragmode=False,
        clickmode="event+select",
        hoverlabel={"bgcolor": colours["paper"], "bordercolor": colours["edge"], "font": {"color": colours["ink"], "size": 16}},
        xaxis={"range": [-0.5, max(count, 1) - 0.5], "visible": False, "fixedrange": True},
        yaxis={
            "range": [-2.5, 2.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickvals": [-2, 0, 2],
            "ticktext": ["−2 upset", "0", "+2 delighted"],
            "tickfont": {"size": 14, "color": colours["muted"]},
        },
    )
    return made


def _hover(point: Point, when: str, value: int | None, reason: str) -> str:
    told = f"<b>{words(shortened(point.name, 60))}</b>, {when.lower()}: {signed(value) or 'not said yet'}"
    return told + (f"<br>{words(shortened(reason, 80))}" if reason else "")


def _arrows(made: go.Figure, points: tuple[Point, ...], colours: dict[str, str], size: int) -> None:
    """The largest rises, with why."""
    rises = [
        (point.expected - point.today, index)
        for index, point in enumerate(points)
        if point.today is not None and point.expected is not None and point.expected - point.today >= TELLING
    ]
    for rise, index in sorted(rises, key=lambda pair: (-pair[0], pair[1]))[:ARROWS]:
        point = points[index]
        assert point.today is not None and point.expected is not None
        made.add_annotation(
            x=index,
            y=point.expected,
            ax=index,
            ay=point.today,
            xref="x",
            yref="y",
            axref="x",
            ayref="y",
            text="",
            showarrow=True,
            arrowhead=2,
            arrowsize=1,
            arrowwidth=2.5,
            arrowcolor=colours["future"],
            standoff=22,
            startstandoff=16,
        )
        last = index == len(points) - 1 and index > 0
        room = 22 if len(points) <= 10 else 12
        made.add_annotation(
            x=index,
            y=(point.today + point.expected) / 2 - 0.25,
            showarrow=False,
            xshift=-10 if last else 10,
            xanchor="right" if last else "left",
            align="right" if last else "left",
            text=f"<b>{signed(rise)}</b> {words(shortened(point.reason, room))}".strip(),
            font={"size": size, "color": colours["future"]},
            bgcolor=colours["paper"],
            borderpad=2,
            opacity=0.94,
        )


def _names(made: go.Figure, points: tuple[Point, ...], colours: dict[str, str], size: int) -> None:
    """What the lines are, written where both leave room."""
    if not points:
        return
    told = [[value for value in (point.today, point.expected) if value is not None] for point in points]
    if not any(told):
        made.add_annotation(
            x=(len(points) - 1) / 2,
            y=1,
            showarrow=False,
            font={"size": size, "color": colours["muted"]},
            text="Nobody has said yet how the customer feels",
        )
        return

    def around(index: int) -> list[int]:
        return [value for near in told[max(0, index - 1) : index + 2] for value in near]

    inner = range(len(points)) if len(points) < 3 else range(1, len(points) - 1)
    if any(point.expected is not None for point in points):
        above = min(inner, key=lambda index: (max(around(index), default=0), index))
        made.add_annotation(
            x=above, y=2.1, showarrow=False, text="<b>Future</b>, expected", font={"size": size, "color": colours["future"]}
        )
    if any(point.today is not None for point in points):
        below = max(inner, key=lambda index: (min(around(index), default=0), -index))
        made.add_annotation(x=below, y=-2.15, showarrow=False, text="Today", font={"size": size, "color": colours["muted"]})
