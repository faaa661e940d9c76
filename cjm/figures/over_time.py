"""Emotion and pain per stage, at the workshop and at each review: two pictures on the same columns."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cjm.figures import labels, paint
from cjm.kpis.outcome import signed
from cjm.map_reviews.parts import Moment, OverTime

SHOWN = 5
"""Moments in one picture: the workshop and the latest reviews."""
MANY = 10
"""From this many stages on letters are smaller."""


def shown(view: OverTime) -> tuple[Moment, ...]:
    """The workshop and the latest reviews."""
    moments = view.moments
    return moments if len(moments) <= SHOWN else (moments[0], *moments[-SHOWN + 1 :])


def described(view: OverTime) -> str:
    """The figure in words, for whoever does not see it."""
    parts = []
    for index, (_, name) in enumerate(view.stages):
        feels = ", ".join(f"{one.name} {_told(one.emotions[index])}" for one in shown(view))
        pains = ", ".join(str(one.pains[index]) for one in shown(view))
        parts.append(f"{name}: emotion {feels}; pain {pains}")
    return "Emotion from −2 to +2 and pain, by stage and over time. " + ". ".join(parts)


def _told(value: int | None) -> str:
    return "not said" if value is None else signed(value)


def least_width(count: int) -> int:
    """How wide the figure must be, in pixels, for its columns to be told apart."""
    return 60 + count * 84


@lru_cache(maxsize=64)
def figure(view: OverTime, *, dark: bool = False) -> go.Figure:
    """As high as the page makes it."""
    shade = paint.colours(dark)
    moments = shown(view)
    count = len(view.stages)
    size = 16 if count <= MANY else 13
    made = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.1, row_heights=[0.56, 0.44])
    layout: dict[str, Any] = paint.layout(dark, 500, margin={"l": 60, "r": 8, "t": 26, "b": 56}, barmode="group", bargap=0.28)
    del layout["height"]
    made.update_layout(**layout, bargroupgap=0.08, hovermode="x")
    for index, moment in enumerate(moments):
        _pain(made, moment, index, len(moments), shade, size, dark)
    # those that are labelled lie above
    for index in sorted(range(len(moments)), key=lambda place: place in (0, len(moments) - 1)):
        _emotion(made, moments, index, shade, size)
    room = 14 if count <= MANY else 10
    ticks = ["<br>".join(paint.words(line) for line in labels.wrapped(name, room, 2)) for _, name in view.stages]
    letters = {"size": size, "color": shade["ink"]}
    small = {"size": 14, "color": shade["muted"]}
    made.update_xaxes(range=[-0.5, max(count, 1) - 0.5], fixedrange=True, showgrid=False, zeroline=False)
    made.update_xaxes(tickvals=list(range(count)), ticktext=ticks, tickfont=letters, tickangle=0, row=2, col=1)
    made.update_yaxes(fixedrange=True, zeroline=False, showgrid=False, tickfont=small)
    made.update_yaxes(range=[-2.7, 2.7], tickvals=[-2, 0, 2], ticktext=["−2", "0", "+2"], row=1, col=1)
    top = max((pain for one in moments for pain in one.pains), default=0)
    made.update_yaxes(range=[0, (top or 1) * 1.2], nticks=4, row=2, col=1)
    made.add_hline(y=0, line={"color": shade["edge"], "width": 1.5, "dash": "dot"}, layer="below", row=1, col=1)
    for text, place in (("Emotion, −2 upset to +2 delighted", 1.0), ("Pain: severity times how often, added up", 0.398)):
        made.add_annotation(
            x=0,
            y=place,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            xshift=-52,
            yshift=3,
            showarrow=False,
            text=text,
            font={"size": 14, "color": shade["muted"]},
        )
    return made


def _colour(index: int, count: int, shade: dict[str, str]) -> str:
    """The latest stands out; the workshop is grey."""
    return shade["primary"] if index == count - 1 and count > 1 else shade["muted"] if index == 0 else shade["edge"]


def _emotion(made: go.Figure, moments: tuple[Moment, ...], index: int, shade: dict[str, str], size: int) -> None:
    """Where first and last are the same they stand side by side."""
    moment, count = moments[index], len(moments)
    last = index == count - 1 and count > 1
    colour = _colour(index, count, shade)
    first, end = moments[0].emotions, moments[-1].emotions
    aside = 0.16 if last else -0.16 if index == 0 and count > 1 else 0
    told = index in (0, count - 1)
    made.add_scatter(
        x=[place + (aside if first[place] == end[place] else 0) for place in range(len(moment.emotions))],
        y=list(moment.emotions),
        mode="lines+markers+text" if told else "lines+markers",
        name=paint.words(moment.name),
        line={"color": colour, "width": 5 if last else 2.5, "dash": "solid" if last or not index else "dot"}
        | ({"dash": "7px,6px"} if index == 0 else {}),
        marker={
            "size": (32 if last else 26) if told else 9,
            "symbol": "diamond" if last else "circle",
            "opacity": 1,
            "color": colour if last else shade["paper"] if told else colour,
            "line": {"color": shade["on_primary"] if last else colour, "width": 2},
        },
        text=["" if value is None else signed(value) for value in moment.emotions],
        textposition="middle center",
        textfont={"size": 13 if size < 16 else 14, "color": shade["on_primary"] if last else shade["ink"]},
        hovertext=[f"{paint.words(moment.name)}: {_told(value)}" for value in moment.emotions],
        hovertemplate=paint.SHOWN,
        cliponaxis=False,
        row=1,
        col=1,
    )


def _pain(made: go.Figure, moment: Moment, index: int, count: int, shade: dict[str, str], size: int, dark: bool) -> None:
    last = index == count - 1 and count > 1
    rust = "#EE8A45" if dark else "#BF4D17"
    made.add_bar(
        x=list(range(len(moment.pains))),
        y=list(moment.pains),
        name=paint.words(moment.name),
        marker={
            "color": rust if last else paint.CLEAR if index == 0 else shade["none"],
            "cornerradius": 4,
            "line": {"color": rust if last else shade["muted"], "width": 2},
        },
        text=[str(pain) if count <= 3 or index in (0, count - 1) else "" for pain in moment.pains],
        textposition="outside",
        textangle=0,
        textfont={
            "size": size - 1 if count <= 3 else 12,
            "color": shade["ink"] if last else shade["muted"],
            "weight": 600 if last else 400,
        },
        hovertext=[f"{paint.words(moment.name)}: {pain}" for pain in moment.pains],
        hovertemplate=paint.SHOWN,
        cliponaxis=False,
        row=2,
        col=1,
    )
