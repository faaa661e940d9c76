"""How the customers of two journeys feel, as one Plotly figure under the columns of their stages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import plotly.graph_objects as go

from cjm.core.vocabulary import shortened
from cjm.figures.curves import FONT, MARGIN, signed
from cjm.figures.paint import CLEAR, SHOWN, colours, words


@dataclass(frozen=True)
class Point:
    """A column: its name, what the left and the right customer feel, and why."""

    name: str
    values: tuple[int | None, int | None]
    reasons: tuple[str, str]


def described(names: tuple[str, str], points: tuple[Point, ...]) -> str:
    """The figure in words, for whoever does not see it."""
    said = [f"{one.name}: {' and '.join(signed(value) or 'not said' for value in one.values)}" for one in points]
    return f"How the customer feels in {names[0]} and in {names[1]}, from −2 upset to +2 delighted. " + "; ".join(said)


@lru_cache(maxsize=128)
def figure(names: tuple[str, str], points: tuple[Point, ...], *, dark: bool = False) -> go.Figure:
    """Circles on a dashed line for the left journey, diamonds on a full one for the right; as high as the page makes it."""
    shade = colours(dark)
    count = len(points)
    made = go.Figure()
    made.add_shape(
        type="line",
        x0=-0.5,
        x1=count - 0.5,
        y0=0,
        y1=0,
        layer="below",
        line={"color": shade["edge"], "width": 1.5, "dash": "dot"},
    )
    same = [one.values[0] is not None and one.values[0] == one.values[1] for one in points]
    looks = (
        ("circle", {"color": shade["muted"], "width": 2.5, "dash": "7px,6px"}, shade["paper"], shade["ink"], -1),
        ("diamond", {"color": shade["primary"], "width": 4}, shade["primary"], shade["on_primary"], 1),
    )
    for side, (symbol, line, fill, ink, way) in enumerate(looks):
        values = [one.values[side] for one in points]
        made.add_scatter(
            name=words(shortened(names[side], 40)),
            x=[i + way * 0.1 * same[i] for i in range(count)],
            y=values,
            cliponaxis=False,
            mode="lines+markers+text",
            text=[signed(value) for value in values],
            textposition="middle center",
            line={**line, "shape": "spline", "smoothing": 0.7},
            connectgaps=True,
            marker={"symbol": symbol, "size": 30 if side else 26, "color": fill, "line": {"color": line["color"], "width": 2}},
            textfont={"size": 13, "color": ink},
            hovertext=[_hover(names[side], one, side) for one in points],
            hovertemplate=SHOWN,
        )
    if all(one.values == (None, None) for one in points):
        made.add_annotation(
            x=(count - 1) / 2,
            y=1,
            showarrow=False,
            text="Nobody has said yet how the customer feels",
            font={"size": 16, "color": shade["muted"]},
        )
    made.update_layout(
        margin={"l": MARGIN, "r": 0, "t": 26, "b": 4},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        font={"family": FONT, "size": 14, "color": shade["ink"]},
        hovermode="x",
        dragmode=False,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 14},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        hoverlabel={"bgcolor": shade["paper"], "bordercolor": shade["edge"], "font": {"color": shade["ink"], "size": 16}},
        xaxis={"range": [-0.5, max(count, 1) - 0.5], "visible": False, "fixedrange": True},
        yaxis={
            "range": [-2.5, 2.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickvals": [-2, 0, 2],
            "ticktext": ["−2 upset", "0", "+2 delighted"],
            "tickfont": {"size": 13, "color": shade["muted"]},
        },
    )
    return made


def _hover(name: str, point: Point, side: int) -> str:
    felt = signed(point.values[side]) or "not said yet"
    told = f"<b>{words(shortened(point.name, 60))}</b>, {words(shortened(name, 40))}: {felt}"
    return told + (f"<br>{words(shortened(point.reasons[side], 80))}" if point.reasons[side] else "")
