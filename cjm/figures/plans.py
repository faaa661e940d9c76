"""The roadmap and the business case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from cjm.core.vocabulary import shortened
from cjm.figures import labels, paint
from cjm.priorities import HORIZONS, Priorities, Ranked, quarter_of

UNDATED = "not planned yet"
LINE = 26
"""Least height of one action in the business case, in pixels."""
ROW = 44
"""Height of one action in the roadmap, in pixels."""
LANE_GAP = 0.35


@dataclass(frozen=True)
class Bar:
    """One action on the roadmap: its column and its row from the top."""

    action: Ranked
    column: int
    row: float


@dataclass(frozen=True)
class Roadmap:
    """Columns by name, lanes as (name, first row, row after the last), and the bars."""

    columns: tuple[str, ...]
    lanes: tuple[tuple[str, float, float], ...]
    bars: tuple[Bar, ...]
    rows: float


def _columns(actions: tuple[Ranked, ...], by: str) -> list[str]:
    if by == "horizon":
        found = list(HORIZONS)
        return [*found, UNDATED] if any(one.horizon is None for one in actions) else found
    quarters = sorted({quarter for one in actions if (quarter := one.planned_quarter)})
    made: list[str] = []
    if quarters:
        year, part = int(quarters[0][:4]), int(quarters[0][6])
        while (name := f"{year}-Q{part}") <= quarters[-1] and len(made) < 12:
            made.append(name)
            year, part = (year + 1, 1) if part == 4 else (year, part + 1)
        made += [quarter for quarter in quarters if quarter not in made]
    return [*made, UNDATED] if not made or any(one.planned_quarter is None for one in actions) else made


def arrange(view: Priorities, *, by: str = "quarter", colour_by: str = "department") -> Roadmap:
    """Actions in columns of time, one lane for each department, objective or theme; none lies on another."""
    actions = view.actions
    columns = _columns(actions, by)
    lanes: list[tuple[str, float, float]] = []
    bars: list[Bar] = []
    row = 0.0
    for choice in (*paint.choices(view, colour_by), None):
        mine = [one for one in actions if paint.choice_of(one, view, colour_by) == choice]
        if not mine:
            continue
        used = dict.fromkeys(range(len(columns)), 0)
        start = row
        for one in mine:
            planned = (one.horizon if by == "horizon" else one.planned_quarter) or UNDATED
            column = columns.index(planned)
            bars.append(Bar(one, column, start + used[column]))
            used[column] += 1
        row = start + max(used.values()) + LANE_GAP
        lanes.append((choice.name if choice else f"No {colour_by} yet", start, row - LANE_GAP))
    return Roadmap(tuple(columns), tuple(lanes), tuple(bars), row)


def _heading(column: str) -> str:
    return HORIZONS.get(column) or (column if column == UNDATED else f"{column[5:]} {column[:4]}")


def due_share(action: Ranked, column: str) -> float | None:
    """How far into the quarter ``column`` the date of an action lies, 0 to 1; None if it lies elsewhere."""
    if action.due_on is None or quarter_of(action.due_on) != column:
        return None
    first = date(action.due_on.year, (action.due_on.month - 1) // 3 * 3 + 1, 1)
    after = (first + timedelta(days=95)).replace(day=1)
    return (action.due_on - first).days / (after - first).days


@lru_cache(maxsize=64)
def roadmap(
    view: Priorities,
    *,
    by: str = "quarter",
    colour_by: str = "department",
    dark: bool = False,
    width: int = 1240,
    height: int = 700,
    selected: str | None = None,
) -> go.Figure:
    """A bar a action in its quarter or horizon, a diamond where it is due."""
    shade = paint.colours(dark)
    plan = arrange(view, by=by, colour_by=colour_by)
    narrow = width < 560
    left = 12 if narrow else 176
    count = max(len(plan.columns), 1)
    column_px = (width - left) / count
    tight = len(plan.bars) > 24 or plan.rows * ROW + 60 > height  # rather closer together than scrolled
    tall = max(height, int(plan.rows * (34 if tight else ROW)) + 60)
    bar_px = (tall - 44) / max(plan.rows, 1) * 0.8
    size = 14 if bar_px < 30 else 15 if len(plan.bars) > 24 or column_px < 220 else 18
    made = go.Figure()
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for index, column in enumerate(plan.columns):
        shapes.append(
            {
                "type": "rect",
                "layer": "below",
                "line": {"width": 0},
                "x0": index + 0.01,
                "x1": index + 0.99,
                "y0": -0.2,
                "y1": plan.rows,
                "fillcolor": shade["cell"],
                "opacity": 1 if column != UNDATED else 0.5,
            }
        )
        notes.append(
            {
                "x": index + 0.5,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": 8,
                "showarrow": False,
                "text": f"<b>{_heading(column)}</b>",
                "font": {"size": 18 if not narrow else 14},
            }
        )
    for name, start, end in plan.lanes:
        shapes.append(
            {
                "type": "line",
                "x0": 0,
                "x1": 1,
                "xref": "paper",
                "y0": end + LANE_GAP / 2,
                "y1": end + LANE_GAP / 2,
                "line": {"color": shade["line"], "width": 1},
            }
        )
        if not narrow:
            lines = labels.wrapped(name, 19, 2 if end - start < 2 else 4)
            notes.append(
                {
                    "x": 0,
                    "xref": "paper",
                    "xanchor": "right",
                    "xshift": -10,
                    "y": (start + end) / 2 - 0.1,
                    "showarrow": False,
                    "align": "right",
                    "text": "<br>".join(paint.words(line) for line in lines),
                    "font": {"size": 18 if end - start >= 1 else 15},
                }
            )
    fills = [paint.fill(paint.choice_of(bar.action, view, colour_by), dark) for bar in plan.bars]
    made.add_bar(
        base=[bar.column + 0.04 for bar in plan.bars],
        x=[0.92] * len(plan.bars),
        y=[bar.row + 0.4 for bar in plan.bars],
        width=0.8,
        orientation="h",
        marker={
            "color": [colour for colour, _ in fills],
            "cornerradius": 6,
            "line": {
                "color": [shade["ink"] if bar.action.id == selected else shade["paper"] for bar in plan.bars],
                "width": [4 if bar.action.id == selected else 0 for bar in plan.bars],
            },
        },
        customdata=[[bar.action.id] for bar in plan.bars],
        hovertext=[paint.told(bar.action) for bar in plan.bars],
        hovertemplate=paint.SHOWN,
        **paint.STEADY,
    )
    for bar, (_, ink) in zip(plan.bars, fills, strict=True):
        text, letters = _bar_text(bar.action, column_px * 0.92 - 14, bar_px, size)
        notes.append(
            {
                "x": bar.column + 0.04,
                "xanchor": "left",
                "xshift": 7,
                "y": bar.row + 0.4,
                "showarrow": False,
                "align": "left",
                "text": text,
                "font": {"size": letters, "color": ink},
                "borderpad": 0,
            }
        )
    due = [
        (bar, share)
        for bar in plan.bars
        if by == "quarter" and (share := due_share(bar.action, plan.columns[bar.column])) is not None
    ]
    low = bar_px < 44  # then two lines fill the bar, and the diamond stands below it
    made.add_scatter(
        x=[bar.column + 0.04 + 0.92 * share for bar, share in due],
        y=[bar.row + (0.9 if low else 0.8) for bar, _ in due],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 8 if low else 13,
            "color": shade["paper"],
            "line": {"color": shade["ink"], "width": 2},
        },
        hovertext=[f"due {bar.action.due_on:%-d %B %Y}" for bar, _ in due],
        hovertemplate=paint.SHOWN,
        customdata=[[bar.action.id] for bar, _ in due],
        **paint.STEADY,
    )
    made.update_layout(
        **paint.layout(dark, tall, margin={"l": left, "r": 0, "t": 40, "b": 4}),
        barmode="overlay",
        hovermode="closest",
        shapes=shapes,
        annotations=notes,
        xaxis={"range": [0, count], "visible": False, "fixedrange": True},
        yaxis={"range": [max(plan.rows, 1), -0.2], "visible": False, "fixedrange": True},
    )
    return made


def _bar_text(action: Ranked, width: float, height: float, size: int) -> tuple[str, int]:
    """Number and name in one line, else in two smaller ones where the bar is high enough, else cut; and the letters' size."""
    number = f"<b>{action.number}</b>  " if action.number else ""
    room = width - labels.width_of(str(action.number or ""), size) * 1.1 - size * 0.6
    if labels.width_of(action.name, size) <= room:
        return number + paint.words(action.name), size
    small = min(size, 14 if height < 44 else 16)
    whole = _two_lines(action.name, room * 1.08, width, small)
    lines = whole or labels.wrapped(action.name, max(int(room / (small * 0.5)), 6), 2)
    if height >= small * 2.4 and len(lines) > 1:
        return number + "<br>".join(paint.words(line) for line in lines), small
    return number + paint.words(shortened(action.name, max(int(room / (size * 0.5)), 4))), size


def _two_lines(name: str, first: float, second: float, size: int) -> tuple[str, ...]:
    """The whole name in two lines of at most these widths, nothing if it does not fit."""
    for line in range(int(second / (size * 0.4)), 5, -1):
        lines = labels.wrapped(name, line, 2)
        whole = len(lines) == 2 and not any(part.endswith("…") for part in lines)
        if whole and labels.width_of(lines[0], size) <= first and labels.width_of(lines[1], size) <= second:
            return lines
    return ()


def money(minor: int, currency: str) -> str:
    """A rounded sum, such as ``EUR 1.2 M``."""
    units = minor / 100
    sign = "−" if units < 0 else ""
    size = abs(units)
    if size >= 999_500:
        told = f"{size / 1e6:.2f}".rstrip("0").rstrip(".") + " M"
    elif size >= 1000:
        told = f"{size / 1e3:.0f} k"
    else:
        told = f"{size:.0f}"
    return f"{currency} {sign}{told}"


def _net(action: Ranked) -> int:
    return (action.value_minor or 0) - (action.cost_minor or 0)


@lru_cache(maxsize=64)
def business_case(
    view: Priorities,
    *,
    colour_by: str = "department",
    dark: bool = False,
    width: int = 1240,
    height: int = 640,
    selected: str | None = None,
) -> go.Figure:
    """Value to the right, cost to the left of one line, the largest gain on top."""
    shade = paint.colours(dark)
    shown = sorted((one for one in view.actions if one.value_minor is not None or one.cost_minor is not None), key=_net)
    narrow = width < 560
    left = 150 if narrow else 290
    size = 15 if narrow or (height - 60) / max(len(shown), 1) < 30 else 18
    at = list(range(len(shown)))
    made = go.Figure()
    for name, values, colour, text in (
        ("Cost", [-(one.cost_minor or 0) / 100 for one in shown], shade["edge"], shade["ink"]),
        ("Value", [(one.value_minor or 0) / 100 for one in shown], shade["primary"], shade["ink"]),
    ):
        made.add_bar(
            name=name,
            x=values,
            y=at,
            orientation="h",
            width=0.66,
            marker={"color": colour, "line": {"color": shade["ink"], "width": [3 if one.id == selected else 0 for one in shown]}},
            text=[money(round(abs(value) * 100), "").strip() if value else "" for value in values],
            textposition="outside",
            textfont={"size": size - 2, "color": text},
            cliponaxis=False,
            customdata=[[one.id] for one in shown],
            hovertext=[_money_told(one, view.currency) for one in shown],
            hovertemplate=paint.SHOWN,
            **paint.STEADY,
        )
    reach = max([1.0, *[(one.value_minor or 0) / 100 for one in shown]])
    back = max([reach * 0.1, *[(one.cost_minor or 0) / 100 for one in shown]])
    words = [shortened(one.name, 18 if narrow else 30) for one in shown]
    notes: list[dict[str, Any]] = [
        {
            "x": 0,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 2,
            "showarrow": False,
            "xanchor": anchor,
            "xshift": shift,
            "text": text,
            "font": {"size": size, "color": colour},
        }
        for anchor, shift, text, colour in (
            ("right", -8, "← <b>cost</b>", shade["muted"]),
            ("left", 8, "<b>value</b> →", shade["primary"]),
        )
    ]
    made.update_layout(
        **paint.layout(dark, max(height, LINE * len(shown) + 60), margin={"l": left, "r": 8, "t": 34, "b": 8}),
        barmode="overlay",
        hovermode="closest",
        annotations=notes,
        xaxis={
            "range": [-back * 1.25, reach * 1.15],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": shade["ink"],
            "zerolinewidth": 1.5,
            "showticklabels": False,
        },
        yaxis={
            "range": [-0.6, max(len(shown), 1) - 0.4],
            "fixedrange": True,
            "showgrid": False,
            "tickvals": at,
            "ticktext": [f"{paint.words(name)}  <b>{one.number or '–'}</b>" for name, one in zip(words, shown, strict=True)],
            "tickfont": {"size": size, "color": shade["ink"]},
            "automargin": False,
        },
    )
    return made


def _money_told(action: Ranked, currency: str) -> str:
    value = "not said" if action.value_minor is None else money(action.value_minor, currency)
    cost = "not said" if action.cost_minor is None else money(action.cost_minor, currency)
    return f"<b>{paint.words(shortened(action.name, 70))}</b><br>value {paint.words(value)}, cost {paint.words(cost)}"
