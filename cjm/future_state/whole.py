"""The whole journey: every stage today and then, and what nobody has answered yet."""

from __future__ import annotations

from dataclasses import dataclass

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.future_state.columns import FutureColumn, column_of, entries_of, futures_of, linked, stages_of, stream_of, worst_first
from cjm.future_state.handoffs_then import HandoffCount, count_of, handoffs_of
from cjm.pain_points.reading import SEVERE
from db.tables import Objective, Persona, ValueStream


@dataclass(frozen=True)
class Unanswered:
    """A severe pain that no future state removes."""

    id: str
    text: str
    severity: int | None
    stage_id: str
    stage: str


@dataclass(frozen=True)
class Journey:
    """The whole picture. ``order`` is the order of work, key stages first; ``version`` that of the frame (north star)."""

    revision: int
    version: int
    customer: str
    north_star: str
    vision: str
    objectives: tuple[str, ...]
    streams: tuple[tuple[str, str], ...]
    columns: tuple[FutureColumn, ...]
    order: tuple[str, ...]
    unanswered: tuple[Unanswered, ...]
    all_pains_unrated: bool
    handoffs: HandoffCount

    def column(self, stage_id: str | None) -> FutureColumn | None:
        return next((column for column in self.columns if column.id == stage_id), None)

    def work_next(self, stage_id: str | None) -> FutureColumn | None:
        """The stage to work on: after the one that is open, else the first that nobody has answered."""
        if self.column(stage_id) and stage_id:
            found = self.next_after(stage_id)
            return found if found and found.id != stage_id else None
        columns = [column for id in self.order if (column := self.column(id)) is not None]
        return next((column for column in columns if not column.answered), columns[0] if columns else None)

    def next_after(self, stage_id: str) -> FutureColumn | None:
        """The stage to work on after this one: the next in the order of work that nobody has answered, else simply the next."""
        place = self.order.index(stage_id) if stage_id in self.order else -1
        round_trip = (*self.order[place + 1 :], *self.order[: max(place, 0)])
        found = [column for id in round_trip if (column := self.column(id)) is not None]
        return next((column for column in found if not column.answered), found[0] if found else None)


def journey_of(image: WorkshopState, stream_id: str | None = None) -> Journey:
    """The whole picture, of one stream or of everything."""
    stream = stream_of(image, stream_id)
    stages = stages_of(image, stream)
    pains, removed, futures = entries_of(image, "pain_point"), linked(image, "removes"), futures_of(image)
    columns = tuple(column_of(image, stage, stream, pains.get(stage.id, []), removed, futures.get(stage.id)) for stage in stages)
    unrated = all(entry.severity is None for found in pains.values() for entry in found)
    unanswered = [
        (entry, stage)
        for stage in stages
        for entry in pains.get(stage.id, [])
        if entry.id not in removed and (unrated or (entry.severity or 0) >= SEVERE)
    ]
    unanswered.sort(key=lambda pair: worst_first(pair[0]))
    return Journey(
        revision=image.revision,
        version=image.workshop.version,
        customer=_customer(image),
        north_star=image.workshop.north_star,
        vision=image.workshop.vision,
        objectives=tuple(one.text for one in image.all(Objective)),
        streams=tuple((one.id, one.name) for one in image.all(ValueStream)),
        columns=columns,
        order=(
            *(column.id for column in columns if column.is_key),
            *(column.id for column in columns if not column.is_key),
        ),
        unanswered=tuple(Unanswered(entry.id, entry.text, entry.severity, stage.id, stage.name) for entry, stage in unanswered),
        all_pains_unrated=unrated and bool(unanswered),
        handoffs=count_of(image, handoffs_of(image, stream)),
    )


def _customer(image: WorkshopState) -> str:
    """The persona's first name, if there is one: the question of the step is asked of her."""
    persona = next((one.name for one in image.all(Persona) if one.name.strip()), "")
    return persona.split(",")[0].split(" ")[0].strip()


@view
def journey(image: WorkshopState, stream_id: str | None = None) -> Journey:
    """The whole picture, of one stream or of everything."""
    return journey_of(image, stream_id)
