"""What a pasted text would become, before anything is stored."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Literal

from cjm.core.access import Right, require
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.uniqueness import same
from cjm.core.view import seen_by
from cjm.pasted.grid import grid_of
from cjm.pasted.lists import AT_ONCE, items_of, without_bullet
from cjm.pasted.table import CARD, LAYOUTS, Laid, Placed, Refused, fault_in, laid_out, likely, plain_lane
from db.columns import LINE
from db.tables import Lane

LONGEST = 200_000
"""Characters in one go."""
Where = Literal["stages", "cards"]
MOST: dict[Where, int] = {"stages": 100, "cards": 500}
SHOWN = 8


def lane_names(image: WorkshopState) -> dict[str, str]:
    """The ids of the lanes by their plain names and kinds."""
    found: dict[str, str] = {}
    for lane in image.all(Lane):
        for name in (lane.name, lane.kind) if lane.kind != "other" else (lane.name,):
            found.setdefault(plain_lane(name), lane.id)
    return found


def proposal(context: Context, *, text: str, where: Where = "cards") -> dict[str, Any]:
    """A list: ``items`` and what is ``refused``. A table: ``choices``, the likeliest first, and what each would make."""
    require(context.actor, Right.EDIT)
    image = seen_by(context, context.image())
    if len(text) > LONGEST:
        raise CjmError("That is too much at once: paste it in smaller parts.")
    grid = grid_of(text)
    if grid is None:
        return _list(text, where)
    lanes = lane_names(image)
    names = [*lanes, *(lane.name for lane in image.all(Lane))]
    choices = []
    for layout in likely(grid, names, board=where == "cards"):
        laid = laid_out(grid, layout, names)
        if not laid.stages and not laid.cards:
            continue
        told: dict[str, Any] = {
            "layout": layout,
            "name": LAYOUTS[layout],
            "told": _told(laid),
            "refused": [vars(one) for one in laid.refused],
            "stages": [list(stage) for stage in laid.stages[:SHOWN]],
            "cards": [_shown(laid, card) for card in laid.cards[:SHOWN]],
        }
        if layout in ("cards", "lines"):
            told["items"] = [card.text for card in laid.cards]
            told["lanes"] = [lanes.get(plain_lane(card.lane)) for card in laid.cards]
        choices.append(told)
    return {"choices": choices}


def _shown(laid: Laid, card: Placed) -> list[str]:
    """Where a card goes and what it says."""
    return [laid.stages[card.stage][0] if card.stage is not None else "", card.lane, card.text]


def _told(laid: Laid) -> str:
    lanes = len({plain_lane(card.lane) for card in laid.cards if card.lane})
    departments = len({leads.casefold() for _, leads in laid.stages if leads})
    counted = ((len(laid.stages), "stage"), (departments, "department"), (len(laid.cards), "card"), (lanes, "lane"))
    return ", ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in counted if number) + "."


RETURN = "↵"
"""What stands for a break where a list was pasted into a field of one line."""


def lines_in(typed: str) -> str:
    """What was typed or pasted into a field of one line, with the breaks that it had."""
    return re.sub(rf" ?{RETURN} ?", "\n", typed).strip("\n ")


def several(text: str, *, nouns: tuple[str, str], most: int, column: int | None = None, headed: bool = False) -> dict[str, Any]:
    """What a pasted list becomes where one thing is typed at a time: ``items`` and what is ``refused``. Of a table every line is
    one thing, its cells behind commas, or only a ``column`` of it; ``columns`` are its first cells, and ``headed`` leaves those
    out."""
    if len(text) > LONGEST:
        raise CjmError("That is too much at once: paste it in smaller parts.")
    grid = grid_of(text)
    if grid is None:
        lines = [(one.line, one.text) for one in items_of(text)]
    else:
        rows = grid.records[1:] if headed and grid.height > 1 else grid.records
        cells = [(row.line, row.cells if column is None else row.cells[column : column + 1]) for row in rows]
        lines = [(line, ", ".join(" ".join(cell.split()) for cell in found if cell)) for line, found in cells]
        lines = [(line, bare) for line, words in lines if (bare := without_bullet(words))]
    seen: set[str] = set()
    items, refused = [], []
    for line, words in lines:
        if same(words) in seen:
            continue
        seen.add(same(words))
        if why := fault_in(words, most, f"A line for one {nouns[0]}"):
            refused.append(vars(Refused(line, words, why)))
        else:
            items.append(words)
    if len(items) > AT_ONCE:
        raise CjmError(f"These are {len(items)} lines: add at most {AT_ONCE} {nouns[1]} at once. Nothing was added.")
    more = len(items) - SHOWN
    return {
        "items": items,
        "refused": refused,
        "columns": list(grid.records[0].cells) if grid and grid.width > 1 else [],
        "told": f"This becomes {len(items)} {nouns[len(items) != 1]}" + (f"; the first {SHOWN}:" if more > 0 else ":"),
        "stages": [],
        "cards": [["", "", words] for words in items[:SHOWN]],
    }


def _list(text: str, where: Where) -> dict[str, Any]:
    items, refused = [], []
    for one in items_of(text):
        name = one.text.partition("|")[0].strip() if where == "stages" else one.text
        why = fault_in(name, LINE, "A stage’s name") if where == "stages" else fault_in(name, CARD, "A card")
        if why:
            refused.append(vars(Refused(one.line, one.text, why)))
        elif name:
            items.append(one.text)
    if len(items) > MOST[where]:
        what = {"stages": "stages", "cards": "cards"}[where]
        raise CjmError(f"These are {len(items)} lines: paste at most {MOST[where]} {what} at once. Nothing was added.")
    twice = [name for name, count in Counter(items).items() if count > 1]
    return {"items": items, "refused": refused, "twice": twice[:SHOWN]}
