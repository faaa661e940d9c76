"""One stage, today beside future."""

from __future__ import annotations

from dataclasses import dataclass

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.future_state.columns import (
    FutureColumn,
    Pain,
    column_of,
    entries_of,
    futures_of,
    linked,
    pain_seen,
    stream_of,
    worst_first,
)
from cjm.pain_points.reading import ordered_stages
from db.tables import Stage

ELSEWHERE = 100
"""Pains of other stages that are offered."""


@dataclass(frozen=True)
class Opening:
    """An opportunity, and whether this stage's future uses it."""

    id: str
    text: str
    evidence: str
    answers: int
    used: bool


@dataclass(frozen=True)
class Said:
    """A quote or a bright spot."""

    id: str
    text: str
    speaker: str


@dataclass(frozen=True)
class StageFuture:
    """Everything side by side for one stage; ``id`` and ``version`` are those of its future, None and 0 without one."""

    revision: int
    id: str | None
    version: int
    column: FutureColumn
    pains: tuple[Pain, ...]
    openings: tuple[Opening, ...]
    elsewhere: tuple[tuple[str, str, bool], ...]
    """Pains of other stages as (id, text, removed here), those removed first, then the worst."""
    quotes: tuple[Said, ...]
    bright_spots: tuple[Said, ...]
    experience: str
    moment: bool
    unchanged: bool
    people: str
    process: str
    technology: str
    data: str
    emotion: int | None
    emotion_reason: str

    @property
    def used(self) -> int:
        """Opportunities that its future uses."""
        return sum(opening.used for opening in self.openings)


@view
def stage(image: WorkshopState, stage_id: str, stream_id: str | None = None) -> StageFuture:
    """One stage, today beside future. Raises CjmError if it is gone."""
    row = image.get(Stage, stage_id)
    pains, removed, futures = entries_of(image, "pain_point"), linked(image, "removes"), futures_of(image)
    future = futures.get(stage_id)
    mine = sorted(pains.get(stage_id, []), key=worst_first)
    removes = set(image.linked_from("removes", future.id)) if future else set()
    used = set(image.linked_from("realises", future.id)) if future else set()
    others = [(entry, one.name) for one in ordered_stages(image) if one.id != stage_id for entry in pains.get(one.id, [])]
    others.sort(key=lambda pair: (pair[0].id not in removes, worst_first(pair[0])))
    elsewhere = [(entry.id, f"{entry.text} ({name})", entry.id in removes) for entry, name in others]
    offered = elsewhere[: max(ELSEWHERE, sum(on for _, _, on in elsewhere))]
    opportunities = entries_of(image, "opportunity")
    here = opportunities.get(stage_id, [])
    borrowed = [entry for found in opportunities.values() for entry in found if entry.id in used and entry.stage_id != stage_id]
    return StageFuture(
        revision=image.revision,
        id=future.id if future else None,
        version=future.version if future else 0,
        column=column_of(image, row, stream_of(image, stream_id), mine, removed, future),
        pains=tuple(pain_seen(image, entry, removed) for entry in mine),
        openings=tuple(
            Opening(entry.id, entry.text, entry.evidence, len(image.linked_from("answers", entry.id)), entry.id in used)
            for entry in (*here, *borrowed)
        ),
        elsewhere=tuple(offered),
        quotes=_said(image, "quote", stage_id),
        bright_spots=_said(image, "bright_spot", stage_id),
        experience=future.experience if future else "",
        moment=bool(future and future.moment_that_matters),
        unchanged=bool(future and future.unchanged),
        people=future.people if future else "",
        process=future.process if future else "",
        technology=future.technology if future else "",
        data=future.data if future else "",
        emotion=future.emotion if future else None,
        emotion_reason=future.emotion_reason if future else "",
    )


def _said(image: WorkshopState, kind: str, stage_id: str) -> tuple[Said, ...]:
    return tuple(Said(entry.id, entry.text, entry.speaker) for entry in entries_of(image, kind).get(stage_id, []))
