"""The example is always of these weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cjm.examples import hospital
from cjm.examples.days import moved
from cjm.priorities.quarters import quarter_of

TOLD: dict[str, Any] = hospital.document()


@given(today=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_example_is_of_this_week_and_keeps_its_weekdays(today: date) -> None:
    told = TOLD
    after = moved(told, hospital.TODAY, today)
    by = date.fromisoformat(after["workshop"]["starts_on"]) - date.fromisoformat(told["workshop"]["starts_on"])
    assert by.days % 7 == 0 and abs((hospital.TODAY + by - today).days) < 7
    for before, row in zip(told["actions"], after["actions"], strict=True):
        if before["due_on"] is None:
            continue
        assert date.fromisoformat(row["due_on"]) == date.fromisoformat(before["due_on"]) + by
        if before["quarter"] == quarter_of(date.fromisoformat(before["due_on"])):
            assert row["quarter"] == quarter_of(date.fromisoformat(row["due_on"]))
    for before, row in zip(told["session_activities"], after["session_activities"], strict=True):
        assert datetime.fromisoformat(row["started_at"]) - datetime.fromisoformat(before["started_at"]) == by


def test_on_the_day_it_is_told_nothing_moves() -> None:
    assert moved(TOLD, hospital.TODAY, hospital.TODAY) == TOLD
    assert moved(TOLD, hospital.TODAY, hospital.TODAY + timedelta(days=1)) == TOLD


def test_a_quarter_without_a_date_moves_with_the_weeks() -> None:
    told = {**TOLD, "actions": [{"id": "a", "name": "A", "quarter": "2027-Q1", "due_on": None}]}
    assert moved(told, date(2027, 2, 17), date(2026, 11, 18))["actions"][0]["quarter"] == "2026-Q4"
