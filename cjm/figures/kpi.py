"""One KPI over time: its readings, its baseline, the line to its target, and what was done meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from cjm.core.vocabulary import shortened
from cjm.figures import paint
from cjm.kpis.dates import short
from cjm.kpis.numbers import with_unit, written
from cjm.kpis.parts import Reading, Watched

LABELLED = 14
"""Up to this many readings have their value beside them; of more only the first and the last."""
MANY = 30
"""More readings than this get smaller points."""
AHEAD = 1.2
"""How far into the future the figure goes at most, as a multiple of the time that is behind."""
LEVELS = 3
"""Rows in which what was done is written above each other."""


def described(kpi: Watched) -> str:
    """The figure in words, for whoever does not see it."""
    parts = [f"{kpi.name}: {kpi.verdict.words}. {kpi.verdict.why}"]
    if kpi.baseline is not None:
        of = f" of {short(kpi.baseline_on)}" if kpi.baseline_on else ""
        parts.append(f"Baseline {with_unit(kpi.baseline, kpi.unit)}{of}.")
    if kpi.target is not None:
        parts.append(f"Target {with_unit(kpi.target, kpi.unit)}{f' by {short(kpi.target_on)}' if kpi.target_on else ''}.")
    if kpi.readings:
        parts.append("Readings: " + ", ".join(f"{short(one.day)} {written(one.value)}" for one in kpi.readings[-24:]) + ".")
    if kpi.changes:
        parts.append("Done: " + ", ".join(f"{one.name} on {short(one.day)}" for one in kpi.changes) + ".")
    return " ".join(parts)


def span(kpi: Watched) -> tuple[date, date] | None:
    """The first and last day of the figure; None if it has nothing to show."""
    days = [one.day for one in kpi.readings]
    days += [day for value, day in ((kpi.baseline, kpi.baseline_on), (kpi.target, kpi.target_on)) if value is not None and day]
    if not days:
        return None
    first = min(days)
    past = [one.day for one in kpi.readings] + ([kpi.baseline_on] if kpi.baseline is not None and kpi.baseline_on else [])
    known = max(past, default=first)
    behind = max((known - first).days, 28)
    last = min(max([*days, known]), known + timedelta(days=round(behind * AHEAD)))
    pad = timedelta(days=max(2, round((last - first).days * 0.03)))
    return first - pad, max(last, known) + pad


@lru_cache(maxsize=128)
def figure(kpi: Watched, *, dark: bool = False) -> go.Figure:
    """As high as the page makes it; a press on it does nothing, pointing tells source and note."""
    shade = paint.colours(dark)
    good = "#0B6B4F" if not dark else "#7AD8B4"
    made = go.Figure()
    days = span(kpi)
    values = [one.value for one in kpi.readings] + [value for value in (kpi.baseline, kpi.target) if value is not None]
    low, high = _heights(values)
    layout: dict[str, Any] = paint.layout(dark, 320, margin={"l": 56, "r": 24, "t": 30, "b": 46}, hovermode="closest")
    del layout["height"]
    made.update_layout(**layout)
    made.update_yaxes(
        range=[low, high],
        fixedrange=True,
        showgrid=True,
        gridcolor=shade["line"],
        griddash="dot",
        zeroline=False,
        nticks=6,
        tickfont={"size": 14, "color": shade["muted"]},
        separatethousands=True,
    )
    if days is None:
        made.update_xaxes(visible=False, fixedrange=True)
        none = "No reading yet: add one below, or paste them"
        made.add_annotation(
            x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, text=none, font={"size": 18, "color": shade["muted"]}
        )
        return made
    first, last = days
    made.update_xaxes(
        range=[first.isoformat(), last.isoformat()],
        fixedrange=True,
        showgrid=False,
        tickformat="%-d %b\n%Y",
        nticks=8,
        type="date",
        tickfont={"size": 14, "color": shade["muted"]},
        linecolor=shade["edge"],
        showline=True,
    )
    _aims(made, kpi, first, last, shade, good)
    _changes(made, kpi, first, last, shade)
    _readings(made, kpi, shade)
    return made


def _heights(values: list[float]) -> tuple[float, float]:
    """From zero on where that costs less than half of the picture."""
    if not values:
        return 0, 1
    low, high = min(values), max(values)
    if low > 0 and low < high * 0.55:
        low = 0
    if high < 0 and high > low * 0.55:
        high = 0
    room = (high - low) * 0.14 or abs(high) * 0.1 or 1
    return (low if low == 0 else low - room), high + room


def _aims(made: go.Figure, kpi: Watched, first: date, last: date, shade: dict[str, str], good: str) -> None:
    """Baseline, target, and the straight way between them."""
    if kpi.baseline is not None:
        made.add_shape(
            type="line",
            x0=first.isoformat(),
            x1=last.isoformat(),
            y0=kpi.baseline,
            y1=kpi.baseline,
            layer="below",
            line={"color": shade["muted"], "width": 2, "dash": "dash"},
        )
        above = kpi.target is None or kpi.baseline >= kpi.target
        _note(made, last, kpi.baseline, f"Baseline {written(kpi.baseline)}", shade["muted"], above=above)
    if kpi.target is None:
        return
    made.add_shape(
        type="line",
        x0=first.isoformat(),
        x1=last.isoformat(),
        y0=kpi.target,
        y1=kpi.target,
        layer="below",
        line={"color": good, "width": 2.5},
    )
    below = kpi.baseline is None or kpi.baseline >= kpi.target
    by = f" by {short(kpi.target_on)}" if kpi.target_on else ""
    _note(made, last, kpi.target, f"<b>Target {written(kpi.target)}</b>{by}", good, above=not below)
    if kpi.target_on and kpi.target_on <= last:
        made.add_scatter(
            x=[kpi.target_on.isoformat()],
            y=[kpi.target],
            mode="markers",
            hoverinfo="skip",
            marker={"symbol": "diamond", "size": 15, "color": good},
        )
    if kpi.baseline is not None and kpi.baseline_on and kpi.target_on and kpi.baseline_on < kpi.target_on:
        made.add_scatter(
            x=[kpi.baseline_on.isoformat(), kpi.target_on.isoformat()],
            y=[kpi.baseline, kpi.target],
            mode="lines",
            hoverinfo="skip",
            line={"color": good, "width": 1.5, "dash": "dot"},
        )


def _note(made: go.Figure, last: date, value: float, text: str, colour: str, *, above: bool) -> None:
    """Words at the right end of a line."""
    made.add_annotation(
        x=last.isoformat(),
        y=value,
        xanchor="right",
        yanchor="bottom" if above else "top",
        showarrow=False,
        text=text,
        font={"size": 16, "color": colour},
        borderpad=2,
    )


def _changes(made: go.Figure, kpi: Watched, first: date, last: date, shade: dict[str, str]) -> None:
    """What was done, on its day; the ends of what lies close together are written in rows."""
    days: dict[tuple[date, bool], list[str]] = {}
    top = 0
    for change in kpi.changes:
        if first <= change.day <= last:
            days.setdefault((change.day, change.done), []).append(change.name)
    width = max((last - first).days, 1)
    taken: list[float] = []
    for (day, done), names in days.items():
        at = (day - first).days / width
        level = next((row for row, end in enumerate(taken) if end < at), len(taken))
        text = shortened(names[0], 30) if len(names) == 1 else f"{len(names)} {'projects done' if done else 'actions taken'}"
        end = at + 0.009 * (len(text) + 6)
        taken[level : level + 1] = [end]
        made.add_shape(
            type="line",
            x0=day.isoformat(),
            x1=day.isoformat(),
            y0=0,
            y1=1,
            yref="paper",
            layer="below",
            line={"color": shade["primary"], "width": 2, "dash": "solid" if done else "dot"},
        )
        if level >= LEVELS:
            continue
        top = max(top, level)
        right = at > 0.72
        told = f"{'✓ ' if done else '→ '}{paint.words(text)}"
        hover = "<br>".join(paint.words(shortened(name, 70)) for name in names)
        made.add_annotation(
            x=day.isoformat(),
            y=1,
            yref="paper",
            xanchor="right" if right else "left",
            yanchor="bottom",
            xshift=4 if right else -4,
            yshift=20 * level,
            showarrow=False,
            text=told,
            font={"size": 14, "color": shade["primary"]},
            borderpad=2,
            hovertext=f"{hover}<br>{'done' if done else 'taken'} on {short(day)}",
        )
    made.update_layout(margin_t=30 + 20 * top)


def _readings(made: go.Figure, kpi: Watched, shade: dict[str, str]) -> None:
    count = len(kpi.readings)
    ends = {0, count - 1}
    small = 11 if count <= MANY else 6
    made.add_scatter(
        x=[one.day.isoformat() for one in kpi.readings],
        y=[one.value for one in kpi.readings],
        mode="lines+markers+text" if count > 1 else "markers+text",
        line={"color": shade["primary"], "width": 4},
        marker={
            "size": [18 if index == count - 1 else small for index in range(count)],
            "color": shade["primary"],
            "opacity": 1,
            "line": {"color": shade["paper"], "width": 2},
        },
        text=[
            f"<b>{written(one.value)}</b>" if index in ends else written(one.value) if count <= LABELLED else ""
            for index, one in enumerate(kpi.readings)
        ],
        textposition=[_beside(kpi, index) for index in range(count)],
        textfont={"size": 16, "color": shade["ink"]},
        cliponaxis=False,
        hovertext=[_hover(one, kpi.unit) for one in kpi.readings],
        hovertemplate=paint.SHOWN,
    )


def _hover(one: Reading, unit: str) -> str:
    others = [paint.words(shortened(text, 80)) for text in (one.source, one.note) if text]
    return "<br>".join([f"<b>{paint.words(with_unit(one.value, unit))}</b>, {short(one.day)}", *others])


def _beside(kpi: Watched, index: int) -> str:
    """Where the line is not."""
    if index == len(kpi.readings) - 1:
        return "middle right"
    now, after = kpi.readings[index].value, kpi.readings[index + 1].value
    return "top right" if after < now else "top left" if after > now else "top center"
