"""Whether a text is a table, and its cells: tabs or semicolons between them, quotes around those that hold a break."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from cjm.pasted.lists import unmarked, without_bullet

MOST_CELLS = 20_000


@dataclass(frozen=True)
class Record:
    """A row of cells, and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """Rows of equally many cells; those that were missing are empty."""

    records: tuple[Record, ...]

    @property
    def width(self) -> int:
        return len(self.records[0].cells)

    @property
    def height(self) -> int:
        return len(self.records)


def grid_of(text: str) -> Grid | None:
    """The table that ``text`` is, or None if it is none: a sentence with a semicolon, or a list."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if "\t" in text:
        return _grid(records_of(text, "\t"), indented=True)
    if ";" in text and "\n" in text:
        records = records_of(text, ";")
        counts = Counter(len(record.cells) for record in records)
        if len(records) > 1 and len(counts) == 1 and min(counts) > 1:
            return _grid(records)
    if re.search(r'(?:^|\n)"[^"\n]*\n', text):  # one column, with a break inside a cell
        records = records_of(text, "\t")
        if any("\n" in record.cells[0] for record in records):
            return _grid(records)
    return None


def records_of(text: str, separator: str) -> list[Record]:
    """Cells as spreadsheets copy them: a cell that begins with a quote ends with the next single one; others are letters."""
    records: list[Record] = []
    cells: list[str] = []
    at, line, begun = 0, 1, 1
    while at <= len(text):
        quoted = _quoted(text, at, separator) if text[at : at + 1] == '"' else None
        if quoted is not None:
            cell, at = quoted
            line += cell.count("\n")
        else:
            end = min((found for mark in (separator, "\n") if (found := text.find(mark, at)) >= 0), default=len(text))
            cell, at = text[at:end], end
        cells.append(cell)
        if text[at : at + 1] != separator:
            records.append(Record(begun, tuple(cells)))
            cells = []
            line += 1
            begun = line
            if at >= len(text):
                break
        at += 1
    return records


def _quoted(text: str, at: int, separator: str) -> tuple[str, int] | None:
    """The cell in the quotes that open at ``at`` and where it ends; None if they are not closed before a separator."""
    end = at + 1
    while (end := text.find('"', end)) >= 0:
        if text[end + 1 : end + 2] == '"':
            end += 2
            continue
        if text[end + 1 : end + 2] in ("", separator, "\n"):
            return text[at + 1 : end].replace('""', '"'), end + 1
        return None
    return None


def _tidy(cell: str) -> str:
    return "\n".join(line for part in cell.split("\n") if (line := unmarked(part).strip()))


def _is_bullet(cell: str) -> bool:
    return not cell[-1:].isalnum() and without_bullet(f"{cell} x") == "x"


def _grid(records: list[Record], *, indented: bool = False) -> Grid | None:
    rows = [Record(one.line, tuple(_tidy(cell) for cell in one.cells)) for one in records]
    rows = [one for one in rows if any(one.cells)]
    broken = any("\n" in cell for one in rows for cell in one.cells)
    if not rows or (indented and not broken and all(sum(map(bool, one.cells)) == 1 for one in rows)):
        return None  # tabs that only indent a list
    width = max(len(one.cells) for one in rows)
    if all(_is_bullet(one.cells[0]) for one in rows if one.cells[0]) and width > 1:
        if width == 2:
            return None  # a list whose bullets have a tab behind them
        rows, width = [Record(one.line, one.cells[1:]) for one in rows], width - 1
    full = [(*one.cells, *[""] * (width - len(one.cells))) for one in rows]
    kept = [column for column in range(width) if any(row[column] for row in full)]
    if len(rows) * len(kept) > MOST_CELLS:
        return None
    return Grid(tuple(Record(one.line, tuple(row[column] for column in kept)) for one, row in zip(rows, full, strict=True)))
