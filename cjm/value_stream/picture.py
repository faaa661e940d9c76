"""Where everything of a stream, or of one stage, stands in the picture."""

from __future__ import annotations

from itertools import pairwise

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.value_stream.common import chosen_stream, handoffs_of, needs_mitigation, stages_of
from cjm.value_stream.flow_layout import Flow, Lane, Line, Stop, lay_out, parts_of, shorten
from db.tables import Department, Stage, Step


def _lanes(image: WorkshopState, department_ids: list[str]) -> list[Lane]:
    """A lane per department in order of first appearance; the nameless one is for what nobody leads."""
    lanes = []
    for department_id in dict.fromkeys(department_ids):
        department = image.find(Department, department_id)
        name, colour = (department.name, department.colour) if department else ("Nobody yet", -1)
        lanes.append(Lane(department_id, name, colour))
    return lanes


@view
def flow(image: WorkshopState, *, stream_id: str | None = None, part: int = 0) -> Flow:
    """Where everything of a stream stands in the picture; ``part`` counts from 0 for long streams."""
    chosen = chosen_stream(image, stream_id)
    stages = stages_of(image, chosen.id) if chosen else []
    parts = parts_of(len(stages))
    first, behind = parts[max(0, min(part, len(parts) - 1))]
    stops = [
        Stop(stage.id, f"{number} {stage.name}", _lane_of(image, stage), stage.is_key, stage.unknown_here, _marks(stage))
        for number, stage in enumerate(stages, start=1)
    ]
    away = {
        stop.id: (-1 if number < first else 1, shorten(stop.label, 16))
        for number, stop in enumerate(stops)
        if not first <= number < behind
    }
    lines = [
        Line(one.id, one.from_stage_id, one.to_stage_id, one.what or "not named yet", one.risk, needs_mitigation(one))
        for one in (handoffs_of(image, chosen.id) if chosen else [])
    ]
    return lay_out(stops[first:behind], _lanes(image, [stop.lane for stop in stops]), lines, away)


def _marks(stage: Stage) -> tuple[str, ...]:
    return ("key stage",) * stage.is_key + ("nobody knows it",) * stage.unknown_here


def _lane_of(image: WorkshopState, stage: Stage) -> str:
    department = image.find(Department, stage.department_id)
    return department.id if department else ""


@view
def steps_flow(image: WorkshopState, *, stage_id: str, part: int = 0) -> Flow:
    """One level down: the steps of a stage, in the lanes of who does them."""
    stage = image.get(Stage, stage_id)
    steps = image.by(Step, "stage_id").get(stage_id, [])
    lead = _lane_of(image, stage)
    stops = []
    for number, step in enumerate(steps, start=1):
        department = image.find(Department, step.department_id)
        stops.append(Stop(step.id, f"{number} {step.text}", department.id if department else lead))
    lines = [Line(f"{a.id}-{b.id}", a.id, b.id) for a, b in pairwise(stops)]
    parts = parts_of(len(stops))
    first, behind = parts[max(0, min(part, len(parts) - 1))]
    return lay_out(stops[first:behind], _lanes(image, [stop.lane for stop in stops]), lines)
