"""What became of it, in one breath: shown only when there is something to say."""

from __future__ import annotations

from cjm.core.state import WorkshopState
from cjm.kpis import Watched, outcome_in
from cjm.kpis.reading import watched_in
from cjm.leaders.parts import Became

NUMBERS = 3
"""KPIs that are named: those that got worse first, then those that moved most."""


def became_in(image: WorkshopState) -> Became | None:
    """None while no reading and no review tells of anything."""
    moved = sorted((one for one in watched_in(image) if one.verdict.way in ("better", "worse")), key=_place)
    found = outcome_in(image)
    if not found.claims and not moved:
        return None
    pains = [pain.fate for stage in found.stages for pain in stage.pains]
    smaller, larger = pains.count("smaller"), pains.count("larger")
    told = f"{smaller} of {found.pains} pain points smaller, {larger} larger" if found.claims else ""
    unknown = found.pains - found.claims
    told += f", of {unknown} nothing known" if told and unknown else ""
    return Became(told, tuple((one.verdict.way, f"{one.name} {one.verdict.words}") for one in moved[:NUMBERS]))


def _place(kpi: Watched) -> tuple[bool, float, str]:
    start, end = kpi.verdict.from_value or 0.0, kpi.verdict.to_value or 0.0
    return (kpi.verdict.way != "worse", -abs(end - start) / (abs(start) or 1.0), kpi.name)
