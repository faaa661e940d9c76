"""What a table could be: stages with their departments, or a map with a lane each row or column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from cjm.pasted.grid import Grid
from cjm.pasted.lists import without_bullet
from db.columns import LINE, unstorable

Layout = Literal["stages", "across", "down", "cards", "lines"]
LAYOUTS: dict[Layout, str] = {
    "stages": "Stages, with the department that leads them",
    "across": "A map: stages across, a lane each row",
    "down": "A map: stages down, a lane each column",
    "cards": "Cards, a lane each column",
    "lines": "One for each line, as it stands",
}
CARD = 400
_STAGE = {"stage", "stages", "step", "steps", "phase", "phases", "name", "journey", "journey stage", "lane", "lanes", "row"}
_DEPARTMENT = {
    "department",
    "departments",
    "dept",
    "dept.",
    "led by",
    "lead",
    "leads",
    "owner",
    "team",
    "who",
    "who leads",
    "leading department",
    "responsible",
    "abteilung",
}


@dataclass(frozen=True)
class Refused:
    """A line that can't be stored, and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Placed:
    """A card: the number of its stage, the name of its lane, and the line it comes from."""

    stage: int | None
    lane: str
    text: str
    line: int


@dataclass
class Laid:
    """What a table becomes."""

    stages: list[tuple[str, str]] = field(default_factory=list)
    cards: list[Placed] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def is_department(word: str) -> bool:
    return word.casefold().strip(" :") in _DEPARTMENT


def is_corner(word: str) -> bool:
    """Whether a first cell is no stage itself but says what stands beside or below it."""
    return not word or word.casefold().strip(" :") in _STAGE


def plain_lane(word: str) -> str:
    """A lane's name without what people write in one way or the other: “Pain points:” and “pain_point” are the same."""
    clean = " ".join(word.casefold().replace("_", " ").strip(" :").split())
    return clean[:-3] + "y" if clean.endswith("ies") else clean.rstrip("s")


def likely(grid: Grid, lanes: Collection[str], *, board: bool = False) -> list[Layout]:
    """What the table may be, the likeliest first. ``lanes`` are the names and kinds of those that are there."""
    known = {plain_lane(one) for one in lanes}

    def told(cells: Collection[str]) -> int:
        return sum(is_department(cell) or plain_lane(cell) in known for cell in cells if cell)

    top, side = grid.records[0].cells, [record.cells[0] for record in grid.records]
    found: list[Layout] = []
    if grid.height > 1 and grid.width > 1:
        corner = is_corner(top[0])
        score = {"across": told(side[1:]) + (corner and not told(top[1:])), "down": told(top[1:]) + (top[0] != "" and corner)}
        maps = sorted(score, key=lambda one: -score[one])
        is_map = (corner and told(side[1:]) > 0) or (told(top[1:]) > 0 and not any(map(is_department, top[1:])))
        two_columns = grid.width == 2 and not is_map
        if board and told(top) == sum(map(bool, top)):
            found.append("cards")
        if two_columns and not board:
            found.append("stages")
        found += [one for one in ("across", "down") if one == maps[0]] + [one for one in ("across", "down") if one == maps[1]]
    if not board and "stages" not in found:
        found.insert(0 if grid.height == 1 or grid.width == 1 else len(found), "stages")
    if board and "cards" not in found:
        found.insert(0 if grid.height == 1 or grid.width == 1 or not is_corner(top[0]) else len(found), "cards")
    return [*found, "lines"]


def laid_out(grid: Grid, layout: Layout, lanes: Collection[str] = ()) -> Laid:
    """Read the table in this way. What is too long or can't be stored is refused with its line; the rest stands."""
    laid = Laid()
    rows = grid.records
    if layout == "stages":
        if grid.height == 1:
            for cell in rows[0].cells:
                _stage(laid, rows[0].line, cell, "")
        else:
            headed = is_corner(rows[0].cells[0]) or any(map(is_department, rows[0].cells[1:]))
            second = next((at for at, cell in enumerate(rows[0].cells) if at and is_department(cell)), 1 if grid.width > 1 else 0)
            for row in rows[1:] if headed else rows:
                _stage(laid, row.line, row.cells[0], row.cells[second] if second else "")
    elif layout == "across":
        cornered = is_corner(rows[0].cells[0]) or any(is_department(row.cells[0]) for row in rows[1:])
        first = 1 if cornered and grid.width > 1 else 0
        departments = next((row.cells for row in rows[1:] if first and is_department(row.cells[0])), None)
        places = [
            _stage(laid, rows[0].line, cell, departments[at] if departments else "") if cell and at >= first else None
            for at, cell in enumerate(rows[0].cells)
        ]
        for row in rows[1:]:
            if not (first and is_department(row.cells[0])):
                for at, cell in enumerate(row.cells[first:], start=first):
                    _cards(laid, row.line, cell, places[at], row.cells[0] if first else "", stage_missing=places[at] is None)
    elif layout == "down":
        known = {plain_lane(one) for one in lanes}
        heads = rows[0].cells
        headed = is_corner(heads[0]) or any(is_department(cell) or plain_lane(cell) in known for cell in heads[1:])
        for row in rows[1:] if headed else rows:
            column = next((at for at, cell in enumerate(heads) if headed and at and is_department(cell)), None)
            place = _stage(laid, row.line, row.cells[0], row.cells[column] if column else "") if row.cells[0] else None
            for at, cell in enumerate(row.cells[1:], start=1):
                if at != column:
                    _cards(laid, row.line, cell, place, heads[at] if headed else "", stage_missing=place is None)
    elif layout == "cards":
        known = {plain_lane(one) for one in lanes}
        named = [cell for cell in rows[0].cells if cell]
        headed = grid.height > 1 and bool(named) and all(plain_lane(cell) in known for cell in named)
        for row in rows[1:] if headed else rows:
            for at, cell in enumerate(row.cells):
                _cards(laid, row.line, cell, None, rows[0].cells[at] if headed else "")
    else:
        for row in rows:
            _cards(laid, row.line, ", ".join(cell.replace("\n", " ") for cell in row.cells if cell), None, "")
    return laid


def fault_in(text: str, most: int, what: str) -> str:
    if len(text) > most:
        return f"{what} holds {most} characters; this one has {len(text)}."
    fault = unstorable(text)
    return f"It contains {fault}." if fault else ""


def _stage(laid: Laid, line: int, cell: str, department: str) -> int | None:
    name, leads = without_bullet(cell.replace("\n", " ")), " ".join(department.split())
    if not name:
        return None
    why = fault_in(name, LINE, "A stage’s name") or fault_in(leads, LINE, "A department’s name")
    if why:
        laid.refused.append(Refused(line, name, why))
        return None
    laid.stages.append((name, leads))
    return len(laid.stages) - 1


def _cards(laid: Laid, line: int, cell: str, stage: int | None, lane: str, *, stage_missing: bool = False) -> None:
    for part in cell.split("\n"):
        text = without_bullet(part)
        if not text:
            continue
        why = "It has no stage." if stage_missing else fault_in(text, CARD, "A card") or fault_in(lane, LINE, "A lane’s name")
        if why:
            laid.refused.append(Refused(line, text, why))
        else:
            laid.cards.append(Placed(stage, lane, text, line))
