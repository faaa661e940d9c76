"""How much of each kind a workshop holds: far more than people write, far less than what stops a server."""

from __future__ import annotations

from collections.abc import Iterable

from cjm.core.errors import CjmError
from cjm.core.state import Change, WorkshopState
from cjm.core.vocabulary import KINDS
from db.columns import LINE as LINE
from db.tables import PARTS

USUAL = 2_000
MOST: dict[str, int] = {kind: USUAL for kind in PARTS} | {
    "stages": 500,
    "lanes": 200,
    "value_streams": 100,
    "value_stream_stages": 5_000,
    "entries": 20_000,
    "groups": 10_000,
    "links": 80_000,
    "echoes": 60_000,
    "ballots": 200_000,
    "emotions": 10_000,
    "nothing_to_add": 60_000,
    "stages_done": 60_000,
    "cards_seen": 20_000,
    "handoffs": 5_000,
    "steps": 5_000,
    "milestones": 5_000,
    "deliverables": 5_000,
    "resources": 5_000,
    "evidence": 5_000,
    "participants": 5_000,
    "actions": 5_000,
    "rounds": 5_000,
    "session_activities": 5_000,
    "break_outs": 20_000,
    "parked_thoughts": 5_000,
    "decisions": 20_000,
    "answers": 20_000,
    "tasks": 20_000,
    "project_updates": 20_000,
    "kpi_readings": 40_000,
    "review_findings": 20_000,
    "re_ratings": 40_000,
    "customer_marks": 6_000,
}
"""By kind; what is in the trash doesn't count."""
AT_ONCE = sum(MOST.values()) // 4
"""Rows in one document, of all kinds together."""
GIVEN_BEFORE = frozenset({"reveal_activity", "close_activity", "undo"})
"""Commands that bring in only what people have given already: that is never refused."""


def refuse_too_many(image: WorkshopState, command: str, changes: Iterable[Change]) -> None:
    """Raises CjmError if ``changes``, made already in ``image``, are more than a workshop holds."""
    if command in GIVEN_BEFORE:
        return
    more = {change["kind"] for change in changes if change["op"] == "add" or "deleted_at" in change["after"]}
    for kind in more & MOST.keys():
        if len(image.all(PARTS[kind])) > MOST[kind]:
            raise CjmError(no_room(kind))


def no_room(kind: str) -> str:
    """Why another one of a kind is refused, and what helps."""
    return f"There is no room for another {KINDS[kind]}: a workshop holds {MOST[kind]:,}. Put some in the trash first."
