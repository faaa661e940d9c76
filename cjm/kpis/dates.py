"""Days as people write them: ISO, German, English and American; what could be two days is never guessed."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january januar jan",
    "february februar feb",
    "march märz maerz mar mrz mär",
    "april apr",
    "may mai",
    "june juni jun",
    "july juli jul",
    "august aug",
    "september sept sep",
    "october oktober oct okt",
    "november nov",
    "december dezember dec dez",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?:,? \d{1,2}:\d{2}.*)?")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?:,? \d{1,2}:\d{2}.*)?")
_DAY_NAME = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+([^\W\d_]+)\.?,?[\s-]+(\d{4}|\d{2})")
_NAME_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAME_YEAR = re.compile(r"([^\W\d_]+)\.?[\s-]+(\d{4}|\d{2})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-zäöü]*[.,]*\s+(?=\S*\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Day:
    """``day`` if it is certain; else what it would be with the day first and with the month first. ``told`` is what a date with
    slashes gives away: "day" or "month" comes first. ``month_only``: the last day of a month for which no day was given."""

    day: date | None = None
    day_first: date | None = None
    month_first: date | None = None
    told: str = ""
    month_only: bool = False

    def settled(self, day_first: bool | None) -> date | None:
        """The day, once it is known what comes first."""
        if self.day is not None or day_first is None:
            return self.day
        return self.day_first if day_first else self.month_first


def _made(year: str, month: int, day: int) -> date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full, month, day)
    except ValueError:
        return None


def _last_of(year: str, month: int) -> Day | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not (1 <= month <= 12 and 1900 <= full <= 2200):
        return None
    return Day(date(full, month, calendar.monthrange(full, month)[1]), month_only=True)


def day_in(text: str) -> Day | None:
    """The day that ``text`` says, or None if it says none."""
    clean = _WEEKDAY.sub("", " ".join(text.split())).strip()
    if found := _ISO.fullmatch(clean):
        made = _made(found[1], int(found[2]), int(found[3]))
        return Day(made) if made else None
    if found := _DOTS.fullmatch(clean):  # with dots it is German: the day comes first
        made = _made(found[3], int(found[2]), int(found[1]))
        return Day(made) if made else None
    if found := _SLASHES.fullmatch(clean):
        first, second = int(found[1]), int(found[2])
        one, two = _made(found[3], second, first), _made(found[3], first, second)
        if one is None and two is None:
            return None
        if one is None or two is None:
            return Day(one or two, told="day" if one else "month")
        return Day(one) if one == two else Day(None, one, two)
    if found := _DAY_NAME.fullmatch(clean):
        month = MONTHS.get(found[2].casefold(), 0)
        made = _made(found[3], month, int(found[1])) if month else None
        return Day(made) if made else None
    if found := _NAME_DAY.fullmatch(clean):
        month = MONTHS.get(found[1].casefold(), 0)
        made = _made(found[3], month, int(found[2])) if month else None
        return Day(made) if made else None
    if found := _YEAR_MONTH.fullmatch(clean):
        return _last_of(found[1], int(found[2]))
    if found := _NAME_YEAR.fullmatch(clean):
        month = MONTHS.get(found[1].casefold(), 0)
        return _last_of(found[2], month) if month else None
    return None


def which_first(found: list[Day]) -> bool | None:
    """Whether the day comes first in a column, if one of its days gives that away; None if none does, or if they disagree."""
    told = {one.told for one in found} - {""}
    return told == {"day"} if len(told) == 1 else None


def long(day: date) -> str:
    """“3 April 2026”."""
    return f"{day.day} {day:%B %Y}"


def short(day: date) -> str:
    """“3 Apr 2026”."""
    return f"{day.day} {day:%b %Y}"
