"""A pasted table becomes a map, as one act."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fractional_indexing import generate_key_between
from pydantic import Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.imports.pasted_reading import LONGEST, lane_names
from cjm.pasted.grid import grid_of
from cjm.pasted.table import laid_out, plain_lane
from cjm.value_stream.common import places_of
from cjm.value_stream.involvement import department_named
from cjm.value_stream.stages import place_stage
from db.tables import Entry, Lane, Stage, ValueStream

Layout = Literal["stages", "across", "down"]
"""What a pasted table is: stages alone, or a map with its stages across or down."""


@command("paste_table", right=Right.EDIT, live=True)
def paste_table(
    tx: Tx,
    *,
    stream_id: str | None = None,
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)],
    layout: Layout,
) -> dict[str, Any]:
    """Make stages, departments, lanes and cards of a table, beside what is there: a stage or lane of that name is the same.
    Returns how many of each, and which lines were refused and why."""
    grid = grid_of(text)
    if grid is None:
        raise CjmError("This is no table: paste cells with tabs or semicolons between them.")
    stream = tx.image.get(ValueStream, stream_id) if stream_id else next(iter(tx.image.all(ValueStream)), None)
    if stream is None:
        raise CjmError("There is no stream yet: add one first.")
    lanes = lane_names(tx.image)
    laid = laid_out(grid, layout, [*lanes, *(lane.name for lane in tx.image.all(Lane))])
    if len(laid.stages) > 100 or len(laid.cards) > 5000:
        raise CjmError("That is too much at once: paste at most 100 stages and 5,000 cards.")
    if not laid.stages:
        raise CjmError("There is no stage in it: put their names into the first row or column.")
    places = places_of(tx.image, stream.id)
    here = {tx.image.get(Stage, place.stage_id).name.casefold(): place.stage_id for place in places}
    last = places[-1].stage_id if places else None
    ids, made = [], 0
    for name, department in laid.stages:
        known = here.get(name.casefold())
        if known is None:
            leads = department_named(tx, department) if department else None
            known = tx.add(Stage, name=name, department_id=leads)
            here[name.casefold()] = known
            place_stage(tx, stream.id, known, last)
            last = known
            made += 1
        ids.append(known)
    ends: dict[tuple[str, str], str] = {}
    for card in laid.cards:
        assert card.stage is not None
        lane_id = lanes.get(plain_lane(card.lane)) if card.lane else next(iter(lanes.values()), None)
        if lane_id is None:
            lane_id = lanes[plain_lane(card.lane)] = tx.add(Lane, name=card.lane or "Notes", kind="other")
        cell = (ids[card.stage], lane_id)
        if cell not in ends:
            in_cell = [one for one in tx.image.by(Entry, "stage_id").get(cell[0], []) if one.lane_id == lane_id]
            ends[cell] = tx.last(in_cell[-1:])
        else:
            ends[cell] = str(generate_key_between(ends[cell], None))
        tx.add(Entry, stage_id=cell[0], lane_id=lane_id, text=card.text, position=ends[cell])
    cards = len(laid.cards)
    and_cards = f" and {cards} {'card' if cards == 1 else 'cards'}" if cards else ""
    tx.summarise(f"Pasted {made} {'stage' if made == 1 else 'stages'}{and_cards}")
    return {"stages": made, "cards": cards, "refused": [vars(one) for one in laid.refused]}
