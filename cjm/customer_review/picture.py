"""What customers see of the map. An allow-list: whatever is not put into these classes here does not leave the house."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from cjm.core.access import Right, Role, require
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.view import View
from cjm.customer_review.sharing import GROUPS, Sharing
from db.tables import CustomerMark, Entry, Lane

Json = dict[str, Any]


@dataclass(frozen=True)
class SharedCard:
    """A card: its text and nothing else of it."""

    id: str
    text: str


@dataclass(frozen=True)
class SharedGroup:
    """The cards of one lane at one stage."""

    kind: str
    title: str
    cards: tuple[SharedCard, ...]


@dataclass(frozen=True)
class SharedStage:
    """A stage; ``feeling`` is -2 to +2, ``future`` empty unless the facilitator shows it."""

    id: str
    name: str
    feeling: int | None
    future: str
    groups: tuple[SharedGroup, ...]


@dataclass(frozen=True)
class Picture:
    """The whole of it; without anything that tells of changes elsewhere. ``open`` is false while the workshop is in the trash."""

    workshop: str
    open: bool
    stages: tuple[SharedStage, ...]


def _picture(image: WorkshopState) -> Picture:
    """The same for every customer, and for the facilitator who looks at it first."""
    rule = Sharing(image)
    whole = rule.image
    if whole.workshop.deleted_at is not None:
        return Picture(whole.workshop.name, False, ())
    kinds = list(GROUPS)
    lanes = sorted(whole.all(Lane), key=lambda lane: kinds.index(lane.kind) if lane.kind in GROUPS else len(kinds))
    cells: dict[tuple[str, str], list[SharedCard]] = {}
    for entry in whole.all(Entry):
        if rule.shows(entry):
            cells.setdefault((entry.stage_id, entry.lane_id), []).append(SharedCard(entry.id, str(rule.reads(entry))))
    feelings = {one.stage_id: felt for one in rule.felt() if isinstance(felt := rule.reads(one), int)}
    futures = {one.stage_id: str(rule.reads(one) or "").strip() for one in rule.futures()}
    stages = tuple(
        SharedStage(
            id=stage.id,
            name=str(rule.reads(stage)),
            feeling=feelings.get(stage.id),
            future=futures.get(stage.id, ""),
            groups=tuple(
                SharedGroup(lane.kind, rule.title(lane), tuple(cells[stage.id, lane.id]))
                for lane in lanes
                if (stage.id, lane.id) in cells
            ),
        )
        for stage in rule.ordered()
        if stage.id in rule.shown_stages
    )
    return Picture(whole.workshop.name, True, stages)


picture = View(_picture, Right.REVIEW)


def review(context: Context) -> tuple[str, Json]:
    """The picture with the asker's own marks, as JSON, and a tag that changes only when any of this does."""
    require(context.actor, Right.REVIEW)
    me, whole = context.actor, context.image()
    shown = picture(context)
    if me.role is Role.REVIEWER and whole.workshop.shown_since is None:
        shown = replace(shown, stages=())  # nobody has chosen what they see: it is nothing
    known = {stage.id for stage in shown.stages}
    at = {card.id: stage.id for stage in shown.stages for group in stage.groups for card in group.cards}
    mine = whole.by(CustomerMark, "author_id").get(me.id, []) if me.id is not None and me.role is Role.REVIEWER else []
    told = {
        "me": me.id or "",
        "preview": me.role is not Role.REVIEWER,
        **asdict(shown),
        "marks": [
            {
                "id": one.id,
                "stage": at.get(one.entry_id or "", one.stage_id),
                "card": one.entry_id,
                "mark": one.mark,
                "words": one.words,
                "settled": one.state == "taken_over",
            }
            for one in mine
            if (one.entry_id in at if one.entry_id else one.stage_id in known)
        ],
    }
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24], told
