"""Readings out of a spreadsheet: what each pasted line says, and what is wrong with it, before anything is stored."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from cjm.core.errors import CjmError
from cjm.core.vocabulary import shortened
from cjm.kpis.dates import Day, day_in, short, which_first
from cjm.kpis.numbers import LARGEST, Number, more_than_one, number_in, which_decimal, with_unit, written
from cjm.pasted.grid import records_of
from db.columns import unstorable

MOST = 2000
"""Lines in one go."""
LONGEST = 200_000
"""Characters in one go."""
SEPARATORS = ("\t", ";", ",", " ")
_SHORT_YEAR = re.compile(r"[^\d]+\d{2}")
"""“Sept 10”, which beside a number could be a day as well as a month."""
WORDS = 400
"""Characters of a source or note."""


@dataclass(frozen=True)
class Line:
    """One pasted line. ``state`` is new, replaces, same, wrong, asks or heading; ``words`` say why, where that needs saying."""

    number: int
    text: str
    state: str
    words: str = ""
    day: date | None = None
    value: float | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Pasted:
    """``asks_day`` and ``asks_decimal`` are examples of what could be read in two ways; empty if nothing can."""

    lines: tuple[Line, ...]
    asks_day: str = ""
    asks_decimal: str = ""

    @property
    def good(self) -> tuple[Line, ...]:
        """What would be stored."""
        return tuple(line for line in self.lines if line.state in {"new", "replaces"})

    def of(self, *states: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state in states)

    @property
    def left(self) -> str:
        """The lines that would not be stored and should be mended, as they were pasted."""
        return "\n".join(line.text for line in self.of("wrong", "asks"))


@dataclass(frozen=True)
class _Cells:
    number: int
    text: str
    cells: tuple[str, ...]
    day: Day | None
    value: Number | None


def read(
    text: str,
    *,
    known: Mapping[date, float],
    unit: str = "",
    today: date | None = None,
    day_first: bool | None = None,
    decimal: str | None = None,
) -> Pasted:
    """What ``text`` says: two to four columns, date, value, source and note. ``known`` are the readings that are stored.

    ``day_first`` and ``decimal`` settle what nothing in the text settles. Raises CjmError if there is too much of it.
    """
    every = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [(number, line) for number, line in enumerate(every, start=1) if line.strip()]
    if "\t" in text and '"' in text:  # a cell in quotes may hold a break
        records = records_of("\n".join(every), "\t")
        lines = [(one.line, "\t".join(cell.replace("\n", " ") for cell in one.cells)) for one in records if any(one.cells)]
    if len(lines) > MOST or len(text) > LONGEST:
        raise CjmError(f"That is too much at once: paste at most {MOST} lines, the newest first.")
    rows = _columns(lines, unit)
    first = which_first([row.day for row in rows if row.day])
    first = day_first if first is None else first
    mark = which_decimal([row.value for row in rows if row.value]) or decimal
    made: list[Line] = []
    begun = False
    for row in rows:
        line = _line(row, first, mark, unit)
        if line.state == "wrong" and not begun and len(made) < min(3, len(rows) - 1) and _may_be_heading(row):
            line = replace(line, state="heading", words="A heading: left out")
        begun = begun or line.state != "heading"
        made.append(line)
    asks_day = next((row.cells[0] for row in rows if row.day and row.day.settled(first) is None), "")
    asks_decimal = next((row.cells[1] for row in rows if row.value and row.value.settled(mark) is None), "")
    return Pasted(tuple(_against(_once(made), known, unit, today)), asks_day, asks_decimal)


def _split(line: str, separator: str) -> list[str]:
    """A line in cells. With blanks between them the value is all that follows the date: a cell is never split to make sense."""
    if separator == " ":
        words = line.split(" ")
        for count in range(min(12, len(words) - 1), 0, -1):
            told = " ".join(words[:count])
            if day_in(told) and not _SHORT_YEAR.fullmatch(told):
                return [told.strip(), " ".join(words[count:]).strip()]
        return [line.strip()]
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])]
    if separator == "," and len(cells) > 2 and not day_in(cells[0]) and day_in(f"{cells[0]}, {cells[1]}"):
        cells = [f"{cells[0]}, {cells[1]}", *cells[2:]]
    return cells


def _columns(lines: list[tuple[int, str]], unit: str) -> list[_Cells]:
    """Every line in cells, by the separator with which most lines make sense; the date is brought to the front.

    Cells from a spreadsheet come with tabs between them: where there is one, nothing else separates.
    """
    best: list[list[str]] = []
    most = (-1, -1)
    for separator in SEPARATORS[:1] if any("\t" in line.strip() for _, line in lines) else SEPARATORS:
        split = [_split(line, separator) for _, line in lines]
        sense = (sum(_makes_sense(cells, unit) for cells in split), sum(_sets_a_day_apart(cells) for cells in split))
        if sense > most:
            best, most = split, sense
    turned = sum(_sets_a_day_apart(cells) and not day_in(cells[0]) for cells in best) > len(best) / 2
    made = []
    for (number, line), cells in zip(lines, best, strict=True):
        ordered = [*cells[1::-1], *cells[2:]] if turned else cells
        ordered += [""] * (2 - len(ordered))
        made.append(_Cells(number, line, tuple(ordered), day_in(ordered[0]), number_in(ordered[1], unit)))
    return made


def _makes_sense(cells: list[str], unit: str) -> bool:
    if len(cells) < 2:
        return False
    pairs = ((cells[0], cells[1]), (cells[1], cells[0]))
    return any(day_in(one) is not None and number_in(other, unit) is not None for one, other in pairs)


def _may_be_heading(row: _Cells) -> bool:
    return row.day is None and row.value is None and not any(cell[:1].isnumeric() for cell in row.cells)


def _sets_a_day_apart(cells: list[str]) -> bool:
    return len(cells) > 1 and any(day_in(cell) for cell in cells[:2])


def _line(row: _Cells, day_first: bool | None, decimal: str | None, unit: str) -> Line:
    def wrong(words: str, state: str = "wrong") -> Line:
        return Line(row.number, row.text, state, words)

    told, amount, *others = row.cells
    if row.day is None:
        how = "write it like 2026-09-30 or 30.09.2026."
        return wrong(f"“{shortened(told, 30)}” is no date: {how}" if told else "The date is missing.")
    if row.value is None:
        if more_than_one(amount):
            return wrong(f"“{shortened(amount, 30)}” holds more than one number: write the one that counts, alone.")
        return wrong(f"“{shortened(amount, 30)}” is no number." if amount else "The value is missing.")
    if row.value.unit:
        counted = f"counted in {unit.strip()}" if unit.strip() else "a plain number"
        return wrong(f"says “{shortened(row.value.unit, 30)}”, but this KPI is {counted}: write the number alone.")
    if others and others[0][:1].isdigit() and "," in row.text and f"{amount},{others[0]}" in row.text.replace(", ", ","):
        meant = shortened(f"{amount}.{others[0]}", 30)
        return wrong(f"Is it {meant}? With commas between the columns write {meant}, or put semicolons between them.")
    day, value = row.day.settled(day_first), row.value.settled(decimal)
    if day is None:
        assert row.day.day_first is not None and row.day.month_first is not None
        return wrong(f"Is it {short(row.day.day_first)} or {short(row.day.month_first)}? Say below which comes first.", "asks")
    if value is None:
        assert row.value.as_decimal is not None and row.value.as_thousands is not None
        two = f"{row.value.as_decimal:g} or {written(row.value.as_thousands)}"
        return wrong(f"Is it {two}? Say below which mark is the decimal one.", "asks")
    if not 1990 <= day.year <= 2100:
        return wrong(f"The year {day.year} can’t be meant.")
    if abs(value) > LARGEST:
        return wrong("The value is too large.")
    source, note = [*others, "", ""][:2]
    for name, words in (("source", source), ("note", note)):
        if len(words) > WORDS:
            return wrong(f"Its {name} is too long: keep it to {WORDS} characters.")
        if fault := unstorable(words):
            return wrong(f"Its {name} contains {fault}.")
    extra = [cell for cell in others[2:] if cell]
    told = "Taken as the last day of the month. " if row.day.month_only else ""
    told += "What stands after the fourth column is left out. " if extra else ""
    return Line(row.number, row.text, "new", told.strip(), day, value, source, note)


def _once(lines: Iterable[Line]) -> list[Line]:
    """A day that is there twice counts once, and not at all if its values differ."""
    made = list(lines)
    count = Counter(line.day for line in made if line.state == "new")
    values: dict[date, set[float]] = {}
    for line in made:
        if line.state == "new" and line.day is not None and line.value is not None:
            values.setdefault(line.day, set()).add(line.value)
    seen: dict[date, int] = {}
    for index, line in enumerate(made):
        if line.state != "new" or line.day is None or count[line.day] < 2:
            continue
        if len(values[line.day]) > 1:
            other = next(one.number for one in made if one.day == line.day and one is not line)
            twice = f"{short(line.day)} is there twice with different values, see line {other}: keep one."
            made[index] = replace(line, state="wrong", words=twice)
        elif line.day in seen:
            made[index] = replace(line, state="same", words=f"The same as line {seen[line.day]}")
        else:
            seen[line.day] = line.number
    return made


def _against(lines: list[Line], known: Mapping[date, float], unit: str, today: date | None) -> Iterable[Line]:
    """Beside what is stored."""
    for line in lines:
        if line.state != "new" or line.day is None or line.value is None:
            yield line
            continue
        told = [line.words] if line.words else []
        state = "new"
        if line.day in known:
            same = known[line.day] == line.value and not line.source and not line.note
            state = "same" if same else "replaces"
            told.append("Stored already" if same else f"Replaces {with_unit(known[line.day], unit)} of that day")
        if today and line.day > today and state != "same":
            told.append("Lies in the future")
        yield replace(line, state=state, words=". ".join(one.rstrip(".") for one in told))
