"""What the parts of step 2 share: what stands where in a stream, and time in words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cjm.core.state import WorkshopState
from db.tables import Department, Handoff, Stage, ValueStream, ValueStreamStage

RISKY = 3
"""From this risk on a handoff needs a mitigation."""
UNITS: dict[str, int] = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080, "months": 43800}
"""Minutes in each unit."""
Unit = Literal["minutes", "hours", "days", "weeks", "months"]
NewId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""An id that a screen made."""


def places_of(image: WorkshopState, stream_id: str) -> list[ValueStreamStage]:
    """Places of living stages, in order."""
    places = image.by(ValueStreamStage, "value_stream_id").get(stream_id, [])
    return [place for place in places if image.find(Stage, place.stage_id)]


def stages_of(image: WorkshopState, stream_id: str) -> list[Stage]:
    return [image.get(Stage, place.stage_id) for place in places_of(image, stream_id)]


def handoffs_of(image: WorkshopState, stream_id: str) -> list[Handoff]:
    """Today's, whose two stages stand in the stream, in the stream's order."""
    place = {stage.id: number for number, stage in enumerate(stages_of(image, stream_id))}
    found = [
        one
        for one in image.by(Handoff, "value_stream_id").get(stream_id, [])
        if one.future != "new" and one.from_stage_id in place and one.to_stage_id in place
    ]
    return sorted(found, key=lambda one: (place[one.from_stage_id], place[one.to_stage_id]))


def letters_of(department: Department | None) -> str:
    return (department.letters or department.name[:2].upper()) if department else ""


def in_words(minutes: float) -> str:
    """A time span with the largest unit that leaves a readable number."""
    if minutes <= 0:
        return "no time"
    unit = next(name for name in reversed(UNITS) if minutes >= UNITS[name] * (3 if name == "months" else 1) or name == "minutes")
    amount = round(minutes / UNITS[unit], 1)
    return f"{amount:g} {unit if amount != 1 else unit.removesuffix('s')}"


def split_minutes(minutes: int | None) -> tuple[float | None, str]:
    """The unit in which ``minutes`` is a whole number, for the form."""
    if minutes is None:
        return None, "days"
    unit = next(name for name in reversed(UNITS) if (minutes and minutes % UNITS[name] == 0) or name == "minutes")
    return minutes / UNITS[unit], unit


def needs_mitigation(handoff: Handoff) -> bool:
    return handoff.risk is not None and handoff.risk >= RISKY and not handoff.mitigation.strip()


def chosen_stream(image: WorkshopState, stream_id: str | None, holding: str | None = None) -> ValueStream | None:
    """The stream asked for, else one that holds the stage or handoff ``holding``, else the first."""
    found = image.find(ValueStream, stream_id)
    if found is None and holding:
        handoff = image.find(Handoff, holding)
        places = image.by(ValueStreamStage, "stage_id").get(holding, [])
        held = [handoff.value_stream_id] if handoff else [place.value_stream_id for place in places]
        found = next((one for id in held if (one := image.find(ValueStream, id))), None)
    return found or next(iter(image.all(ValueStream)), None)


def handoffs_at(image: WorkshopState, stage_id: str) -> list[Handoff]:
    return [one for one in image.all(Handoff) if stage_id in (one.from_stage_id, one.to_stage_id)]
