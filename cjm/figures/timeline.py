"""Projects on the days of a quarter: bars with their names above, today, what is late, and what waits for what."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from html import escape
from typing import Any

import plotly.graph_objects as go

from cjm.figures import paint
from cjm.priorities import quarter_of
from cjm.projects import STATUSES, Projects, ProjectView, due_words

MOST, LEAST = 60, 36
"""Height of one project, in pixels; the less the more there are."""
ROOM = 440
"""Pixels in which all stand where that is possible: a laptop has as much."""
MANY = 14
"""From so many on letters are smaller."""
DAY = 86_400_000
"""In milliseconds, as Plotly counts the length of a bar."""


def quarters_of(view: Projects) -> tuple[str, ...]:
    """The quarters in which something happens, and the present one."""
    days = {view.today, *(one.begins_on for one in view.projects), *(_end(one, view.today) for one in view.projects)}
    first, last = quarter_of(min(days)), quarter_of(max(days))
    made = [first]
    while made[-1] < last and len(made) < 24:
        year, part = int(made[-1][:4]), int(made[-1][6])
        made.append(f"{year + 1}-Q1" if part == 4 else f"{year}-Q{part + 1}")
    return tuple(made)


def _bounds(quarter: str) -> tuple[date, date]:
    """The first day of a quarter and the first of the next."""
    year, part = int(quarter[:4]), int(quarter[6])
    return date(year, part * 3 - 2, 1), date(year + 1, 1, 1) if part == 4 else date(year, part * 3 + 1, 1)


def _end(one: ProjectView, today: date) -> date:
    """Its last day: done, else due, else today."""
    return max(one.done_on or one.due_on or today, one.begins_on)


def shown(view: Projects, quarter: str) -> tuple[ProjectView, ...]:
    """The projects that touch a quarter, by their start; what waits for another one stands below that."""
    first, after = _bounds(quarter)
    here = [one for one in view.projects if one.begins_on < after and _touched(one, view.today) >= first]
    here.sort(key=lambda one: (one.begins_on, _end(one, view.today), one.name))
    below: dict[str, list[ProjectView]] = {}
    roots: list[ProjectView] = []
    known = {one.id for one in here}
    for one in here:
        before = next((id for id, _ in one.depends_on if id in known), None)
        (below.setdefault(before, []) if before else roots).append(one)
    made: list[ProjectView] = []
    waiting = list(reversed(roots))
    while waiting:
        made.append(waiting.pop())
        waiting += reversed(below.pop(made[-1].id, []))
    return tuple(made)


def _touched(one: ProjectView, today: date) -> date:
    """The last day to draw something of it: of what is late, today."""
    return today if one.days_late else _end(one, today)


def described(view: Projects, quarter: str) -> str:
    """The picture in words."""
    told = [f"{one.name}, {STATUSES[one.status].lower()}, {due_words(one, view.today)}" for one in shown(view, quarter)]
    return f"Projects in {paint.quarter(quarter)}: " + ("; ".join(told) if told else "none")


def _fill(one: ProjectView, dark: bool) -> str:
    return paint.FILLS[one.colour % len(paint.FILLS)][1 if dark else 0][0] if one.colour >= 0 else paint.colours(dark)["edge"]


@lru_cache(maxsize=64)
def timeline(view: Projects, *, quarter: str, dark: bool = False, selected: str | None = None) -> go.Figure:
    """A bar a project, in the colour of its department; hatched where it is overdue, with words and a triangle."""
    shade = paint.colours(dark)
    rust = "#FFB98A" if dark else "#8A3210"
    first, after = _bounds(quarter)
    rows = shown(view, quarter)
    row = min(MOST, max(LEAST, ROOM // max(len(rows), 1)))
    size = 17 if len(rows) <= MANY else 15
    at = {one.id: place for place, one in enumerate(rows)}
    made = go.Figure()
    starts = [max(one.begins_on, first) for one in rows]
    one_day = timedelta(days=1)
    ends = [min(max(_end(one, view.today), start) + one_day, after) for one, start in zip(rows, starts, strict=True)]
    common: dict[str, Any] = {"orientation": "h", "width": 0.4, "hovertemplate": "%{hovertext}<extra></extra>", **paint.STEADY}
    made.add_bar(
        base=[start.isoformat() for start in starts],
        x=[max((end - start).days, 0) * DAY for start, end in zip(starts, ends, strict=True)],
        y=[place + 0.7 for place in range(len(rows))],
        marker={
            "color": [_fill(one, dark) for one in rows], "cornerradius": 4,
            "opacity": [0.45 if one.status in ("done", "stopped") else 1 for one in rows],
            "line": {"color": [shade["ink"]] * len(rows), "width": [3 if one.id == selected else 0 for one in rows]},
        },
        customdata=[[one.id] for one in rows], hovertext=[_told(one, view.today) for one in rows], **common,
    )  # fmt: skip
    late = [one for one in rows if one.days_late and view.today >= first]
    since = [max(_end(one, view.today) + one_day, first) for one in late]
    made.add_bar(
        base=[day.isoformat() for day in since], x=[max((min(view.today, after) - day).days, 0) * DAY for day in since],
        y=[at[one.id] + 0.7 for one in late],
        marker={"color": shade["paper"], "line": {"color": rust, "width": 2},
                "pattern": {"shape": "/", "fgcolor": rust, "bgcolor": shade["paper"], "size": 7, "solidity": 0.35}},
        customdata=[[one.id] for one in late], hovertext=[_told(one, view.today) for one in late], **common,
    )  # fmt: skip
    _dependencies(made, view, at, first, after, shade)
    names = [f"<b>{escape(paint.clipped(one.name, 60))}</b>  {_words(one, view, rust)}" for one in rows]
    made.add_scatter(
        x=[start.isoformat() for start in starts], y=[place + 0.28 for place in range(len(rows))], mode="text", text=names,
        textposition=["middle right" if (after - start).days > 45 else "middle left" for start in starts], cliponaxis=False,
        textfont={"size": size, "color": shade["ink"]}, customdata=[[one.id] for one in rows], hoverinfo="skip",
    )  # fmt: skip
    shapes: list[dict[str, Any]] = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": month.isoformat(), "x1": month.isoformat(), "y0": 0, "y1": 1,
         "line": {"color": shade["line"], "width": 1}, "layer": "below"}
        for month in _months(first, after)
    ]  # fmt: skip
    notes: list[dict[str, Any]] = [
        {"x": month.isoformat(), "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "xshift": 4,
         "text": f"{month:%B}", "font": {"size": 16, "color": shade["muted"]}}
        for month in _months(first, after)
    ]  # fmt: skip
    if first <= view.today < after:
        shapes.append({"type": "line", "xref": "x", "yref": "paper", "x0": view.today.isoformat(), "x1": view.today.isoformat(),
                       "y0": 0, "y1": 1, "line": {"color": shade["primary"], "width": 2.5}})  # fmt: skip
        notes.append({"x": view.today.isoformat(), "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 20, "showarrow": False,
                      "text": f"<b>today, {view.today:%-d %b}</b>", "font": {"size": 15, "color": shade["primary"]}})  # fmt: skip
    for check_in in view.past:
        if first <= check_in.held_on < after:
            notes.append({"x": check_in.held_on.isoformat(), "y": 0, "yref": "paper", "yanchor": "top", "showarrow": False,
                          "text": "▴", "font": {"size": 13, "color": shade["muted"]}})  # fmt: skip
    if not rows:
        notes.append({"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False,
                      "text": "No project in this quarter", "font": {"size": 18, "color": shade["muted"]}})  # fmt: skip
    made.update_layout(
        **paint.layout(dark, row * max(len(rows), 4) + 76, margin={"l": 6, "r": 6, "t": 46, "b": 22}),
        barmode="overlay", hovermode="closest", shapes=shapes, annotations=notes,
        xaxis={"type": "date", "range": [first.isoformat(), after.isoformat()], "visible": False, "fixedrange": True},
        yaxis={"range": [max(len(rows), 1), 0], "visible": False, "fixedrange": True},
    )  # fmt: skip
    return made


def _months(first: date, after: date) -> list[date]:
    return [first, *(one for part in (1, 2) if (one := _month(first, part)) < after)]


def _month(first: date, part: int) -> date:
    return date(first.year, first.month + part, 1)


def _words(one: ProjectView, view: Projects, rust: str) -> str:
    """Owner, date and what stands out, behind the name."""
    told = [escape(paint.clipped(one.owner or "nobody yet", 30))]
    due = due_words(one, view.today)
    told.append(f'<span style="color:{rust}"><b>▲ {due}</b></span>' if one.days_late else due)
    if "blocked" in one.marks:
        told.append(f'<span style="color:{rust}"><b>■ blocked</b></span>')
    if "silent" in one.marks:
        told.append(f'<span style="color:{rust}"><b>○ silent</b></span>')
    if one.status == "stopped":
        told.append("stopped")
    return ", ".join(told)


def _told(one: ProjectView, today: date) -> str:
    who = f"{STATUSES[one.status]}, {escape(paint.clipped(one.owner, 60)) or 'nobody yet'}, {due_words(one, today)}"
    marks = (escape(paint.clipped(words, 80)) for _, words in one.told)
    return "<br>".join([f"<b>{escape(paint.clipped(one.name, 70))}</b>", who, *marks])


def _dependencies(
    made: go.Figure, view: Projects, at: dict[str, int], first: date, after: date, shade: dict[str, str]
) -> None:
    """A line from the end of what must come first to the start of what waits, with a point where it arrives."""
    x: list[str | None] = []
    y: list[float | None] = []
    ends: list[tuple[str, float]] = []
    known = {one.id: one for one in view.projects if one.id in at}
    last = after - timedelta(days=1)
    for one in known.values():
        for before in (known[id] for id, _ in one.depends_on if id in known):
            start = min(max(_end(before, view.today), first), last).isoformat()
            there = max(one.begins_on - timedelta(days=1), first).isoformat()
            down = at[one.id] > at[before.id]
            bar, arrival = at[before.id] + (0.9 if down else 0.5), at[one.id] + 0.7
            turn = bar + (0.08 if down else -0.08)
            x += [start, start, there, there, None]
            y += [bar, turn, turn, arrival, None]
            ends.append((there, arrival))
    made.add_scatter(x=x, y=y, mode="lines", line={"color": shade["edge"], "width": 2, "dash": "dot"}, hoverinfo="skip")
    made.add_scatter(
        x=[there for there, _ in ends], y=[arrival for _, arrival in ends], mode="markers", hoverinfo="skip",
        marker={"symbol": "triangle-right", "size": 12, "color": shade["ink"]},
    )  # fmt: skip
