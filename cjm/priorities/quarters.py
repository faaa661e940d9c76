"""Quarters of a year, written ``2027-Q1``."""

from __future__ import annotations

from datetime import date


def quarter_of(day: date) -> str:
    """Its quarter, such as ``2027-Q1``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarters(start: str, count: int = 8) -> tuple[str, ...]:
    """``count`` quarters from ``start`` on."""
    first = int(start[:4]) * 4 + int(start[6]) - 1
    return tuple(f"{number // 4}-Q{number % 4 + 1}" for number in range(first, first + count))
