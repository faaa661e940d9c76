"""Projects on the days of a quarter: bars with their names, today, what is late, and what waits for what."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from cjm.core.vocabulary import shortened
from cjm.figures import paint
from cjm.priorities import quarter_of
from cjm.projects import STATUSES, Projects, ProjectView, due_words

MOST, LEAST, DENSE = 60, 36, 23
"""Height of one project, in pixels; the less the more there are."""
ROOM = 440
"""Pixels in which all stand where that is possible: a laptop has as much."""
MANY = 14
"""From more on names stand in the bars and no longer above them, department by department."""
DEPARTMENT, OWNER = "department:", "owner:"
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


def crowded(view: Projects, quarter: str) -> dict[str, str]:
    """Where there are many: whose projects can be looked at alone, by what ``shown`` takes as ``only``, and how many."""
    rows = shown(view, quarter)
    if len(rows) <= MANY:
        return {}
    departments, owners = (Counter(getattr(one, field) for one in rows) for field in ("department", "owner"))
    made = {"": f"All {len(rows)}"}
    made |= {DEPARTMENT + name: f"{name or 'No department'}: {count}" for name, count in departments.most_common()}
    return made | {OWNER + name: f"{name or 'Nobody yet'}: {count}" for name, count in owners.most_common()}


def shown(view: Projects, quarter: str, only: str = "") -> tuple[ProjectView, ...]:
    """The projects that touch a quarter, by their start; what waits for another one stands below that. ``only`` those of a
    department or owner (see ``crowded``)."""
    first, after = _bounds(quarter)
    here = [one for one in view.projects if one.begins_on < after and _touched(one, view.today) >= first]
    here = [one for one in here if only in ("", DEPARTMENT + one.department, OWNER + one.owner)]
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


def described(view: Projects, quarter: str, only: str = "") -> str:
    """The picture in words."""
    told = [f"{one.name}, {STATUSES[one.status].lower()}, {due_words(one, view.today)}" for one in shown(view, quarter, only)]
    return f"Projects in {paint.quarter(quarter)}: " + ("; ".join(told) if told else "none")


def _fill(one: ProjectView, dark: bool) -> str:
    return paint.FILLS[one.colour % len(paint.FILLS)][1 if dark else 0][0] if one.colour >= 0 else paint.colours(dark)["edge"]


@lru_cache(maxsize=64)
def timeline(view: Projects, *, quarter: str, dark: bool = False, selected: str | None = None, only: str = "") -> go.Figure:
    """A bar a project, in the colour of its department; hatched where it is overdue, with words and a triangle."""
    shade = paint.colours(dark)
    rust = "#FFB98A" if dark else "#8A3210"
    first, after = _bounds(quarter)
    rows = shown(view, quarter, only)
    dense = len(rows) > MANY
    rows, at, heads = _placed(rows, dense)
    lines = len(rows) + len(heads)
    row = DENSE if dense else min(MOST, max(LEAST, ROOM // max(lines, 1)))
    size = 14 if dense else 17
    bar, written, thick = (0.5, 0.5, 0.84) if dense else (0.7, 0.28, 0.4)
    made = go.Figure()
    starts = [max(one.begins_on, first) for one in rows]
    one_day = timedelta(days=1)
    ends = [min(max(_end(one, view.today), start) + one_day, after) for one, start in zip(rows, starts, strict=True)]
    common: dict[str, Any] = {"orientation": "h", "hovertemplate": paint.SHOWN, **paint.STEADY}
    made.add_bar(
        base=[start.isoformat() for start in starts],
        x=[max((end - start).days, 0) * DAY for start, end in zip(starts, ends, strict=True)],
        y=[at[one.id] + bar for one in rows],
        width=thick,
        marker={
            "color": [_fill(one, dark) for one in rows],
            "cornerradius": 4,
            "opacity": [(0.45 if one.status in ("done", "stopped") else 1) * (0.3 if dense else 1) for one in rows],
            "line": {"color": [shade["ink"]] * len(rows), "width": [3 if one.id == selected else 0 for one in rows]},
        },
        customdata=[[one.id] for one in rows],
        hovertext=[_told(one, view.today) for one in rows],
        **common,
    )
    late = [one for one in rows if one.days_late and view.today >= first]
    since = [max(_end(one, view.today) + one_day, first) for one in late]
    made.add_bar(
        base=[day.isoformat() for day in since],
        x=[max((min(view.today, after) - day).days, 0) * DAY for day in since],
        y=[at[one.id] + (0.83 if dense else bar) for one in late],
        width=0.22 if dense else thick,
        marker={
            "color": shade["paper"],
            "line": {"color": rust, "width": 2},
            "pattern": {"shape": "/", "fgcolor": rust, "bgcolor": shade["paper"], "size": 7, "solidity": 0.35},
        },
        customdata=[[one.id] for one in late],
        hovertext=[_told(one, view.today) for one in late],
        **common,
    )
    _dependencies(made, view, at, first, after, shade, bar, thick)
    names = [f"<b>{paint.words(shortened(one.name, 60))}</b>  {_words(one, view, rust)}" for one in rows]
    made.add_scatter(
        x=[start.isoformat() for start in starts],
        y=[at[one.id] + written for one in rows],
        mode="text",
        text=names,
        textposition=["middle right" if (after - start).days > 45 else "middle left" for start in starts],
        cliponaxis=False,
        textfont={"size": size, "color": shade["ink"]},
        customdata=[[one.id] for one in rows],
        hoverinfo="skip",
    )
    made.add_scatter(
        x=[first.isoformat()] * len(heads),
        y=[place + 0.6 for place, _ in heads],
        mode="text",
        text=[f"<b>{paint.words(name)}</b>" for _, name in heads],
        textposition="middle right",
        cliponaxis=False,
        textfont={"size": 15, "color": shade["muted"]},
        hoverinfo="skip",
    )
    shapes: list[dict[str, Any]] = [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": month.isoformat(),
            "x1": month.isoformat(),
            "y0": 0,
            "y1": 1,
            "line": {"color": shade["line"], "width": 1},
            "layer": "below",
        }
        for month in _months(first, after)
    ]
    notes: list[dict[str, Any]] = [
        {
            "x": month.isoformat(),
            "y": 1,
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "showarrow": False,
            "xshift": 4,
            "text": f"{month:%B}",
            "font": {"size": 16, "color": shade["muted"]},
        }
        for month in _months(first, after)
    ]
    if first <= view.today < after:
        shapes.append(
            {
                "type": "line",
                "xref": "x",
                "yref": "paper",
                "x0": view.today.isoformat(),
                "x1": view.today.isoformat(),
                "y0": 0,
                "y1": 1,
                "line": {"color": shade["primary"], "width": 2.5},
            }
        )
        notes.append(
            {
                "x": view.today.isoformat(),
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "yshift": 20,
                "showarrow": False,
                "text": f"<b>today, {view.today:%-d %b}</b>",
                "font": {"size": 15, "color": shade["primary"]},
            }
        )
    for check_in in view.past:
        if first <= check_in.held_on < after:
            notes.append(
                {
                    "x": check_in.held_on.isoformat(),
                    "y": 0,
                    "yref": "paper",
                    "yanchor": "top",
                    "showarrow": False,
                    "text": "▴",
                    "font": {"size": 13, "color": shade["muted"]},
                }
            )
    if not rows:
        notes.append(
            {
                "x": 0.5,
                "y": 0.5,
                "xref": "paper",
                "yref": "paper",
                "showarrow": False,
                "text": "No project in this quarter",
                "font": {"size": 18, "color": shade["muted"]},
            }
        )
    made.update_layout(
        **paint.layout(dark, row * max(lines, 4) + 76, margin={"l": 6, "r": 6, "t": 46, "b": 22}),
        barmode="overlay",
        hovermode="closest",
        shapes=shapes,
        annotations=notes,
        xaxis={"type": "date", "range": [first.isoformat(), after.isoformat()], "visible": False, "fixedrange": True},
        yaxis={"range": [max(lines, 1), 0], "visible": False, "fixedrange": True},
    )
    return made


def _placed(rows: tuple[ProjectView, ...], dense: bool) -> tuple[tuple[ProjectView, ...], dict[str, int], list[tuple[int, str]]]:
    """The projects in order, the line of each by its id, and (line, words) of headings; many come department by department."""
    names = sorted({one.department for one in rows}, key=lambda name: (not name, name.casefold()))
    if not dense or len(names) < 2:
        return rows, {one.id: place for place, one in enumerate(rows)}, []
    heads: list[tuple[int, str]] = []
    at: dict[str, int] = {}
    for name in names:
        own = [one for one in rows if one.department == name]
        heads.append((len(at) + len(heads), f"{shortened(name, 40) or 'No department'} · {len(own)}"))
        at |= {one.id: len(heads) + len(at) + place for place, one in enumerate(own)}
    return tuple(sorted(rows, key=lambda one: at[one.id])), at, heads


def _months(first: date, after: date) -> list[date]:
    return [first, *(one for part in (1, 2) if (one := _month(first, part)) < after)]


def _month(first: date, part: int) -> date:
    return date(first.year, first.month + part, 1)


def _words(one: ProjectView, view: Projects, rust: str) -> str:
    """Owner, date and what stands out, behind the name."""
    told = [paint.words(shortened(one.owner or "nobody yet", 30))]
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
    who = f"{STATUSES[one.status]}, {paint.words(shortened(one.owner, 60)) or 'nobody yet'}, {due_words(one, today)}"
    marks = (paint.words(shortened(words, 80)) for _, words in one.told)
    return "<br>".join([f"<b>{paint.words(shortened(one.name, 70))}</b>", who, *marks])


def _dependencies(
    made: go.Figure,
    view: Projects,
    at: dict[str, int],
    first: date,
    after: date,
    shade: dict[str, str],
    middle: float,
    thick: float,
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
            bar, arrival = at[before.id] + middle + (thick / 2 if down else -thick / 2), at[one.id] + middle
            turn = bar + (0.08 if down else -0.08)
            x += [start, start, there, there, None]
            y += [bar, turn, turn, arrival, None]
            ends.append((there, arrival))
    made.add_scatter(x=x, y=y, mode="lines", line={"color": shade["edge"], "width": 2, "dash": "dot"}, hoverinfo="skip")
    made.add_scatter(
        x=[there for there, _ in ends],
        y=[arrival for _, arrival in ends],
        mode="markers",
        hoverinfo="skip",
        marker={"symbol": "triangle-right", "size": 12, "color": shade["ink"]},
    )
