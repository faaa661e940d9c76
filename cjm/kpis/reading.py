"""Every KPI with baseline, target, readings, what was done to move it, and which pain it measures."""

from __future__ import annotations

from datetime import date

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.kpis.dates import short
from cjm.kpis.parts import Change, Kpis, Named, Reading, Watched
from cjm.kpis.verdict import judge, way_there
from cjm.pain_points.reading import ordered_stages
from cjm.priorities.pains import pain_points_of
from db.tables import Action, Entry, Kpi, KpiReading, Lane, Project, Stage


@view
def kpis(image: WorkshopState) -> Kpis:
    """All KPIs, in the order of the list."""
    watched = watched_in(image)
    places = {stage.id: place for place, stage in enumerate(ordered_stages(image))}
    pains = sorted(
        (_named(image, entry) for entry in pain_points_of(image).values()),
        key=lambda one: (places.get(one.stage_id, len(places)), -(one.severity or 0)),
    )
    return Kpis(image.revision, watched, tuple(pains), _headline(watched))


def watched_in(image: WorkshopState) -> tuple[Watched, ...]:
    """For views that tell of KPIs beside other things."""
    return tuple(_watched(image, kpi) for kpi in image.all(Kpi))


def readings_of(image: WorkshopState, kpi_id: str) -> list[KpiReading]:
    """By day."""
    return sorted(image.by(KpiReading, "kpi_id").get(kpi_id, []), key=lambda one: (one.read_on, one.id))


def opportunities_of(image: WorkshopState, kpi_id: str) -> list[Entry]:
    """The opportunities that say they would move it."""
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "opportunity"}
    found = (image.find(Entry, id) for id in image.linked_to("moves", kpi_id))
    return [entry for entry in found if entry is not None and entry.lane_id in lanes]


def pains_measured(image: WorkshopState, kpi_id: str) -> list[Entry]:
    pains = pain_points_of(image)
    return [pains[id] for id in image.linked_from("measures", kpi_id) if id in pains]


def _watched(image: WorkshopState, kpi: Kpi) -> Watched:
    readings = tuple(
        Reading(one.id, one.read_on, one.value, one.source, one.note, one.version) for one in readings_of(image, kpi.id)
    )
    verdict = judge(unit=kpi.unit, direction=kpi.direction, baseline=kpi.baseline, baseline_on=kpi.baseline_on, readings=readings)
    return Watched(
        kpi.id,
        kpi.version,
        kpi.name,
        kpi.unit,
        kpi.direction,
        kpi.baseline,
        kpi.baseline_on,
        kpi.baseline_source,
        kpi.target,
        kpi.target_on,
        readings,
        changes_for(image, kpi.id),
        tuple(_named(image, entry) for entry in pains_measured(image, kpi.id)),
        tuple(_named(image, entry) for entry in opportunities_of(image, kpi.id)),
        verdict,
        way_there(kpi.baseline, kpi.target, verdict.to_value),
    )


def changes_for(image: WorkshopState, kpi_id: str) -> tuple[Change, ...]:
    """Projects that were finished and actions that somebody took, on the way from the KPI over its opportunities, and those that
    answer the pain it measures, to what carries them out; by day."""
    pains = {entry.id for entry in pains_measured(image, kpi_id)}
    things = {entry.id for entry in opportunities_of(image, kpi_id)}
    things |= {id for pain in pains for id in image.linked_to("answers", pain)}
    things |= {id for thing in things for id in image.linked_to("realises", thing)}
    things |= {id for pain in pains for id in image.linked_to("removes", pain)}
    wanted = {id for thing in things for id in image.linked_to("carries_out", thing)}
    made: list[Change] = []
    projects = image.by(Project, "action_id")
    for action in image.all(Action):
        if action.id not in wanted:
            continue
        done = [one for one in projects.get(action.id, []) if one.done_on is not None]
        made += [Change(one.done_on, one.name, True) for one in done if one.done_on is not None]
        if not done and action.taken_at is not None:
            made.append(Change(action.taken_at.date(), action.name, False))
    return tuple(sorted(made, key=lambda one: (one.day, one.name)))


def done_for(image: WorkshopState, opportunity_id: str) -> date | None:
    """When the first project was finished that carries out an opportunity, itself or by a future state; None if none is."""
    things = [opportunity_id, *image.linked_to("realises", opportunity_id)]
    actions = {id for thing in things for id in image.linked_to("carries_out", thing)}
    days = [one.done_on for id in actions for one in image.by(Project, "action_id").get(id, []) if one.done_on is not None]
    return min(days, default=None)


def _named(image: WorkshopState, entry: Entry) -> Named:
    stage = image.find(Stage, entry.stage_id)
    return Named(entry.id, entry.text, entry.stage_id, stage.name if stage else "", entry.severity)


def _headline(watched: tuple[Watched, ...]) -> str:
    """“4 better, 1 worse, 1 without a reading”."""
    if not watched:
        return ""
    ways = [one.verdict.way for one in watched]
    named = (("better", "better"), ("worse", "worse"), ("same", "unchanged"))
    parts = [f"{ways.count(way)} {words}" for way, words in named if way in ways]
    silent = sum(one.verdict.words == "no reading yet" for one in watched)
    bare = ways.count("unclear") - silent
    parts += [f"{silent} without a reading"] if silent else []
    parts += [f"{bare} without a baseline"] if bare else []
    latest = max((one.latest.day for one in watched if one.latest), default=None)
    return ", ".join(parts) + (f"; last read on {short(latest)}" if latest else "")
