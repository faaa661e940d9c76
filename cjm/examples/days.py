"""Moves an example in time, so that what it tells is always of these weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import NoneType
from typing import Any, get_args

from cjm.priorities.quarters import quarter_of
from db.tables import PARTS, Workshop


def moved(document: dict[str, Any], told_on: date, today: date) -> dict[str, Any]:
    """``document`` with every date and time later or earlier by the whole weeks between ``told_on`` and ``today``.

    Weekdays stay what they are. A quarter follows the due date beside it; without one it moves by the nearest number of quarters.
    """
    weeks = (_monday(today) - _monday(told_on)).days // 7
    return {
        kind: _moved_row(Workshop, value, weeks)
        if kind == "workshop"
        else [_moved_row(PARTS[kind], row, weeks) for row in value]
        if kind in PARTS
        else value
        for kind, value in document.items()
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _moved_row(model: Any, row: dict[str, Any], weeks: int) -> dict[str, Any]:
    by = timedelta(weeks=weeks)
    after = dict(row)
    for name, value in row.items():
        annotation = model.model_fields[name].annotation
        kinds = set(get_args(annotation) or (annotation,)) - {NoneType}
        if value is None:
            continue
        if kinds == {datetime}:
            after[name] = (datetime.fromisoformat(value) + by).isoformat(timespec="microseconds").replace("+00:00", "Z")
        elif kinds == {date}:
            after[name] = (date.fromisoformat(value) + by).isoformat()
    if row.get("quarter"):
        follows = row.get("due_on") and row["quarter"] == quarter_of(date.fromisoformat(row["due_on"]))
        quarter = quarter_of(date.fromisoformat(after["due_on"])) if follows else _moved_quarter(row["quarter"], weeks)
        after["quarter"] = quarter
    return after


def _moved_quarter(quarter: str, weeks: int) -> str:
    year, number = int(quarter[:4]), int(quarter[-1])
    year, index = divmod(year * 4 + number - 1 + round(weeks / 13), 4)
    return f"{year:04}-Q{index + 1}"
