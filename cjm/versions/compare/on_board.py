"""A comparison as a picture: the board with what came, went, moved and changed marked, and the others only counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from cjm.core.document_check import Document
from cjm.versions.compare.parts import Comparison, How
from cjm.versions.compare.rows import Pair
from cjm.versions.compare.telling import stages_of_both
from cjm.versions.compare.words import value_words
from db.tables import Emotion, Entry, Lane

MOST = 5
"""Marked cards a cell shows; the rest is counted."""


@dataclass(frozen=True)
class Marked:
    """A card that differs; ``note`` says in a few words how, such as where it came from."""

    id: str
    text: str
    how: How
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """``more`` counts marked cards that are not shown, ``same`` those that did not change."""

    marked: tuple[Marked, ...]
    more: int
    same: int


@dataclass(frozen=True)
class Column:
    """A stage; ``emotion`` is what was and what is, where it differs, else twice the same."""

    id: str
    name: str
    how: How | None
    emotion: tuple[str, str]


@dataclass(frozen=True)
class BoardThen:
    """``lanes`` are (name, how), ``cells`` one row a lane with one cell a column."""

    columns: tuple[Column, ...]
    lanes: tuple[tuple[str, How | None], ...]
    cells: tuple[tuple[Cell, ...], ...]


def on_board(old: Document, new: Document, comparison: Comparison) -> BoardThen:
    """The picture for a comparison of these two. Pure."""
    pair = Pair(old, new)
    told = {one.id: one for one in comparison.told if one.kind == "entries"}
    stages = stages_of_both(pair)
    marked: dict[tuple[str, str], list[Marked]] = {}
    same: Counter[tuple[str, str]] = Counter()
    for id in dict.fromkeys(row.id for document in (new, old) for row in document.rows["entries"]):
        entry = pair.find(id)
        assert isinstance(entry, Entry)
        cell = (entry.lane_id, entry.stage_id)
        if id in told:
            marked.setdefault(cell, []).append(Marked(id, entry.text, told[id].how, _note(pair, id)))
        else:
            same[cell] += 1
    lanes = [lane for lane in _lanes(pair) if not lane.hidden or any(lane.id == cell[0] for cell in marked)]
    return BoardThen(
        tuple(Column(stage.id, stage.name, _how(pair, "stages", stage.id), _emotion(pair, stage.id)) for stage in stages),
        tuple((lane.name, _how(pair, "lanes", lane.id)) for lane in lanes),
        tuple(tuple(_cell(marked.get((lane.id, stage.id), []), same[lane.id, stage.id]) for stage in stages) for lane in lanes),
    )


def _cell(marked: list[Marked], same: int) -> Cell:
    shown = marked if len(marked) <= MOST else marked[: MOST - 1]
    return Cell(tuple(shown), len(marked) - len(shown), same)


def _lanes(pair: Pair) -> list[Lane]:
    new = sorted(pair.new.rows["lanes"], key=lambda lane: (lane.position, lane.id))
    here = {lane.id for lane in new}
    return [lane for lane in (*new, *(one for one in pair.old.rows["lanes"] if one.id not in here)) if isinstance(lane, Lane)]


def _how(pair: Pair, kind: str, id: str) -> How | None:
    diff = pair.diffs.get((kind, id))
    if diff is None or not diff.alone:
        return None
    return "added" if diff.before is None else "removed"


def _note(pair: Pair, id: str) -> str:
    was, now = pair.was.get(id), pair.now.get(id)
    if not isinstance(was, Entry) or not isinstance(now, Entry):
        return ""
    if was.stage_id != now.stage_id or was.lane_id != now.lane_id:
        place = pair.find(was.stage_id if was.stage_id != now.stage_id else was.lane_id)
        return f"from {getattr(place, 'name', '')}"
    for axis in ("severity", "frequency"):
        before, after = getattr(was, axis), getattr(now, axis)
        if before != after:
            return f"{axis} {before or 'not rated'} → {after or 'not rated'}"
    return "" if was.text == now.text else "other words"


def _emotion(pair: Pair, stage_id: str) -> tuple[str, str]:
    def felt(document: Document) -> str:
        rows = sorted(document.rows["emotions"], key=lambda row: (row.position, row.id))
        found = [one for one in rows if isinstance(one, Emotion) and one.stage_id == stage_id and one.value_stream_id is None]
        return value_words("emotions", "value", found[0].value, {}) if found else ""

    return felt(pair.old), felt(pair.new)
