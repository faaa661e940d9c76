"""Which pain an action takes away, by the opportunities and future states that it carries out."""

from __future__ import annotations

from cjm.core.state import WorkshopState
from cjm.pain_points.reading import pain_of
from db.tables import Entry, Lane


def pain_points_of(image: WorkshopState) -> dict[str, Entry]:
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "pain_point"}
    return {entry.id: entry for entry in image.all(Entry) if entry.lane_id in lanes}


def pains_behind(image: WorkshopState, thing_id: str) -> set[str]:
    """Pain points that an opportunity answers, or that a future state removes."""
    return {*image.linked_from("answers", thing_id), *image.linked_from("removes", thing_id)}


def pains_of(image: WorkshopState, action_id: str) -> set[str]:
    """Pain points that an action takes away, each once, however many ways lead to it."""
    return {pain for thing in image.linked_from("carries_out", action_id) for pain in pains_behind(image, thing)}


def hurt(pains: dict[str, Entry], ids: set[str]) -> int:
    return sum(pain_of(pains[id]) or 0 for id in ids if id in pains)
