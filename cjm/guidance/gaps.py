"""What is most missing: one sentence a page, and where it is mended. It points, it never locks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.core.vocabulary import label_of
from cjm.customer import PERSONA_FIELDS, state_of
from cjm.pain_points.reading import SEVERE, ordered_stages
from cjm.priorities import scores_of
from cjm.value_stream import needs_mitigation
from db.tables import (
    Action,
    AgendaItem,
    CheckIn,
    Criterion,
    Customer,
    Department,
    Emotion,
    Entry,
    Evidence,
    FutureState,
    Handoff,
    Kpi,
    KpiReading,
    Lane,
    Objective,
    Organisation,
    Part,
    Participant,
    Persona,
    Project,
    Review,
    Segment,
    Stage,
    Stakeholder,
    ValueStream,
)

MUST, SHOULD, COULD = 1, 2, 3
"""Without it the next step has nothing to stand on; it weakens what is decided; it would be good."""
SITTING = 150
"""Minutes that people sit without a break."""


@dataclass(frozen=True)
class Gap:
    """``sentence`` is shown; a click goes to ``page`` with ``query`` in the address, so that the thing itself is open."""

    sentence: str
    page: str
    query: tuple[tuple[str, str], ...] = ()
    weight: int = SHOULD


@view
def gap(image: WorkshopState, *, here: str) -> Gap | None:
    """What is most missing for the page ``here``, else the most telling gap of the workshop, else None."""
    return next(iter(gaps_of(image, here)), None) or most_telling(image)


def gaps_of(image: WorkshopState, page: str) -> tuple[Gap, ...]:
    """The gaps of one page, the heaviest first; empty for pages without any of their own."""
    found = GAPS[page](image) if page in GAPS else iter(())
    return tuple(sorted(found, key=lambda one: one.weight))


def most_telling(image: WorkshopState) -> Gap | None:
    """The heaviest gap of all, the earliest step first."""
    return min(chain.from_iterable(gaps_of(image, page) for page in GAPS), key=lambda one: one.weight, default=None)


def _named(row: Part) -> str:
    return f"“{label_of(row.table_name, row)}”"


def _frame(image: WorkshopState) -> Iterator[Gap]:
    workshop = image.workshop
    why, who, agenda = (("part", "why"),), (("part", "who"),), (("part", "agenda"),)
    departments, stakeholders, lines = image.all(Department), image.all(Stakeholder), image.all(AgendaItem)
    if not workshop.goal.strip():
        yield Gap("Nobody has written down what is different when you leave the room", "frame", why)
    if not workshop.scope.strip():
        yield Gap("The scope is still open: which customer, and what is left out?", "frame", why)
    if not departments:
        yield Gap("No department is named yet: who works for this customer?", "frame", who)
    if not workshop.sponsor.strip():
        yield Gap("Nobody is named as sponsor yet", "frame", why)
    for person in stakeholders:
        if not person.signs_up_for.strip():
            yield Gap(f"{_named(person)} has not signed up for anything yet", "frame", (*who, ("open", person.id)))
    if not image.all(Objective) and workshop.purpose == "action":
        yield Gap("There is no objective yet that actions could serve", "frame", why)
    if not lines:
        yield Gap("There is no agenda yet", "frame", agenda)
    if departments and not any(one.faces_customer for one in departments):
        yield Gap("No department is marked as facing the customer", "frame", (*who, ("open", departments[0].id)))
    if not stakeholders:
        yield Gap("Nobody has signed up for the months after the workshop yet", "frame", who, COULD)
    if not image.all(Participant):
        yield Gap("Nobody is on the list of participants yet", "frame", who, COULD)
    if len(image.all(Organisation)) > 1:
        for one in departments:
            if one.organisation_id is None:
                yield Gap(f"{_named(one)} belongs to no organisation yet", "frame", (*who, ("open", one.id)), COULD)
    for day, items in sorted(image.by(AgendaItem, "day").items()):
        sat = 0
        for item in items:
            sat = 0 if item.is_break else sat + item.minutes
            if sat > SITTING:
                at = (*agenda, ("open", item.id))
                yield Gap(f"On day {day} people sit for {sat} minutes without a break", "frame", at, COULD)
                break
    if not workshop.vision.strip():
        yield Gap("The vision that all this serves is not written down yet", "frame", why, COULD)


def _customer(image: WorkshopState) -> Iterator[Gap]:
    candidates, named, pick, who = image.all(Customer), (("part", "candidates"),), (("part", "pick"),), (("part", "who"),)
    agreed = next((one for one in candidates if one.primary), None)
    if not candidates:
        yield Gap("No candidate yet: who could the customer be?", "customer", named, MUST)
    elif agreed is None and len(candidates) == 1:
        yield Gap(f"Only one candidate: is there nobody beside {_named(candidates[0])}?", "customer", named, MUST)
    elif agreed is None:
        yield Gap("The group has not agreed on the customer yet", "customer", pick, MUST)
    if agreed is None:
        return
    segments = image.by(Segment, "customer_id").get(agreed.id, [])
    if not any(image.by(Persona, "segment_id").get(one.id) for one in segments):
        yield Gap(f"{_named(agreed)} has no persona yet: who is one typical person?", "customer", who)
    evidence = [row for row in image.all(Evidence) if row.customer_id in (None, agreed.id)]
    if not evidence:
        yield Gap(f"There is no evidence about {_named(agreed)} yet", "customer", who)
    if not agreed.because.strip():
        yield Gap(f"Nobody has said why it is {_named(agreed)}", "customer", (*named, ("open", agreed.id)))
    for row in evidence:
        if state_of(row) == "assumed":
            yield Gap(f"{_named(row)} is still an assumption: how do we know?", "customer", (*who, ("open", row.id)))
    if evidence and not any(state_of(row) == "confirmed" for row in evidence):
        yield Gap("Nothing here has been confirmed by customers yet", "customer", who)
    for segment in segments:
        at = (*who, ("segment", segment.id))
        if not image.by(Criterion, "segment_id").get(segment.id):
            yield Gap(f"Nothing says yet who belongs to {_named(segment)}", "customer", at)
        personas = image.by(Persona, "segment_id").get(segment.id, [])
        if not personas and len(segments) > 1:
            yield Gap(f"The segment {_named(segment)} has no persona yet", "customer", at)
        for persona in personas:
            for name, label, _, _ in PERSONA_FIELDS:
                if not str(getattr(persona, name)).strip():
                    yield Gap(f"{_named(persona)}: {label.lower()} is still empty", "customer", at, COULD)


def _value_stream(image: WorkshopState) -> Iterator[Gap]:
    stages, handoffs = ordered_stages(image), image.all(Handoff)
    if not stages:
        yield Gap("The value stream has no stage yet", "value_stream", (), MUST)
        return
    for stage in stages:
        at = (("stage", stage.id),)
        if stage.department_id is None:
            yield Gap(f"Nobody leads {_named(stage)} yet", "value_stream", at)
        if stage.unknown_here:
            yield Gap(f"Nobody in the room knows {_named(stage)}: whom do we invite?", "value_stream", at)
    for handoff in handoffs:
        at = (("handoff", handoff.id),)
        ends = [image.find(Stage, id) for id in (handoff.from_stage_id, handoff.to_stage_id)]
        between = " to ".join(_named(one) for one in ends if one)
        if not handoff.what.strip():
            yield Gap(f"What goes from {between}? Nobody has said yet", "value_stream", at)
        if needs_mitigation(handoff):
            yield Gap(f"The handoff from {between} is risky, and nothing is done about it yet", "value_stream", at)
    for stream in image.all(ValueStream):
        if not stream.trigger.strip():
            yield Gap(f"What makes {_named(stream)} start? No trigger is named yet", "value_stream", (("stream", stream.id),))
    keys = [stage for stage in stages if stage.is_key]
    if not keys:
        yield Gap("No stage is marked as a key stage yet", "value_stream", (), COULD)
    for handoff in handoffs:
        if handoff.what.strip() and handoff.risk is None:
            yield Gap(f"How risky is the handoff of “{handoff.what}”?", "value_stream", (("handoff", handoff.id),), COULD)


def _pain_points(image: WorkshopState) -> Iterator[Gap]:
    kinds = {lane.id: lane.kind for lane in image.all(Lane)}
    entries = image.by(Entry, "stage_id")
    stages = ordered_stages(image)
    rated = opportunity = False
    unrated: list[Entry] = []
    for stage in stages:
        at: tuple[tuple[str, str], ...] = (("stage", stage.id),)
        here = entries.get(stage.id, [])
        pains = [one for one in here if kinds.get(one.lane_id) == "pain_point"]
        opportunity = opportunity or any(kinds.get(one.lane_id) == "opportunity" for one in here)
        if not pains:
            yield Gap(f"{_named(stage)} has no pain point yet", "pain_points", at, MUST)
        rated = rated or any(one.severity for one in pains)
        unrated += [one for one in pains if not one.severity or not one.frequency]
        for one in pains:
            if (one.severity or 0) >= SEVERE and not image.linked_to("answers", one.id):
                yield Gap(f"No opportunity answers {_named(one)} yet", "pain_points", (*at, ("card", one.id)), COULD)
        if here and not image.by(Emotion, "stage_id").get(stage.id):
            yield Gap(f"How does the customer feel at {_named(stage)}?", "pain_points", at, COULD)
    if unrated and not rated:
        at = (("stage", unrated[0].stage_id), ("card", unrated[0].id))
        yield Gap("No pain point has been rated yet: how bad, and how often?", "pain_points", at)
    for one in unrated:
        at = (("stage", one.stage_id), ("card", one.id))
        yield Gap(f"{_named(one)} is not rated yet: how bad, and how often?", "pain_points", at)
    if stages and not opportunity:
        yield Gap("No opportunity has been found yet", "pain_points")


def _future_state(image: WorkshopState) -> Iterator[Gap]:
    stages = sorted(ordered_stages(image), key=lambda stage: not stage.is_key)
    futures = {one.stage_id: one for one in image.all(FutureState)}
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "pain_point"}
    for stage in stages:
        future = futures.get(stage.id)
        if future is None or not (future.unchanged or future.experience.strip()):
            yield Gap(f"{_named(stage)} has no future yet", "future_state", (("stage", stage.id),), MUST)
    for stage in stages:
        for one in image.by(Entry, "stage_id").get(stage.id, []):
            if one.lane_id in lanes and (one.severity or 0) >= SEVERE and not image.linked_to("removes", one.id):
                yield Gap(f"No future state removes {_named(one)}", "future_state", (("stage", stage.id),))
    if futures and not any(one.moment_that_matters for one in futures.values()):
        yield Gap("No moment that matters is marked yet", "future_state")
    if stages and not image.workshop.north_star.strip():
        yield Gap("The north star is not written yet", "future_state")
    for stage in stages:
        future = futures.get(stage.id)
        if future is not None and future.emotion is None and not future.unchanged:
            yield Gap(f"How will the customer feel at {_named(stage)}?", "future_state", (("stage", stage.id),), COULD)


def _priorities(image: WorkshopState) -> Iterator[Gap]:
    if image.workshop.purpose != "action":
        return
    actions, scores = image.all(Action), scores_of(image)
    if not actions:
        yield Gap("There is no action yet", "priorities", (), MUST)
    for action in actions:
        at = (("action", action.id),)
        if not action.owner.strip():
            yield Gap(f"Nobody owns {_named(action)} yet", "priorities", at)
    for action in actions:
        at = (("action", action.id),)
        if any((action.id, axis) not in scores for axis in ("impact", "effort")):
            yield Gap(f"{_named(action)} has no impact and effort yet", "priorities", at)
        if action.due_on is None and action.quarter is None:
            yield Gap(f"By when is {_named(action)} done?", "priorities", at)
        if action.objective_id is None and image.all(Objective):
            yield Gap(f"Which objective does {_named(action)} serve?", "priorities", at, COULD)


def _projects(image: WorkshopState) -> Iterator[Gap]:
    going = [one for one in image.all(Project) if one.status not in ("done", "stopped")]
    for project in going:
        at = (("project", project.id),)
        if not project.owner.strip():
            yield Gap(f"Nobody owns the project {_named(project)} yet", "projects", at)
        if project.due_on is None:
            yield Gap(f"By when is the project {_named(project)} done?", "projects", at)
        if not project.outcome.strip():
            yield Gap(f"What will have changed when the project {_named(project)} is done?", "projects", at, COULD)
    if going and image.workshop.next_check_in_on is None and not any(one.state == "open" for one in image.all(CheckIn)):
        yield Gap("No check-in is planned: when do you ask how the projects stand?", "check_in")


def _kpis(image: WorkshopState) -> Iterator[Gap]:
    for kpi in image.all(Kpi):
        at = (("kpi", kpi.id),)
        readings = image.by(KpiReading, "kpi_id").get(kpi.id, [])
        if kpi.baseline is None:
            told = f"{_named(kpi)} has no baseline: nobody could say later whether it got better"
            yield Gap(told, "kpis", (*at, ("part", "about")))
        elif not any(kpi.baseline_on is None or one.read_on > kpi.baseline_on for one in readings):
            weight = SHOULD if image.workshop.closed_at else COULD
            yield Gap(f"{_named(kpi)} has not been read since its baseline", "kpis", at, weight)
        if kpi.target is None:
            yield Gap(f"Where should {_named(kpi)} get to?", "kpis", (*at, ("part", "about")), COULD)
        if not image.linked_from("measures", kpi.id) and not image.linked_to("moves", kpi.id):
            yield Gap(f"Which pain does {_named(kpi)} measure?", "kpis", (*at, ("part", "measures")), COULD)


def _reviews(image: WorkshopState) -> Iterator[Gap]:
    going_on = any(one.state == "open" for one in image.all(Review))
    if image.workshop.closed_at and image.workshop.next_review_on is None and not going_on:
        yield Gap("No review is planned: when do you look at the map again?", "reviews")


GAPS: dict[str, Callable[[WorkshopState], Iterator[Gap]]] = {
    "customer": _customer,
    "value_stream": _value_stream,
    "pain_points": _pain_points,
    "future_state": _future_state,
    "priorities": _priorities,
    "frame": _frame,
    "projects": _projects,
    "check_in": _projects,
    "kpis": _kpis,
    "reviews": _reviews,
}
"""What each page is asked for. Among gaps of one weight the earlier page comes first."""
