"""The stream, its friction and the inside of a stage, as they are shown."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.value_stream.common import (
    UNITS,
    chosen_stream,
    handoffs_of,
    in_words,
    letters_of,
    needs_mitigation,
    split_minutes,
    stages_of,
)
from cjm.value_stream.flow_layout import parts_of
from cjm.value_stream.shapes import (
    Cluster,
    DepartmentRow,
    Friction,
    HandoffCard,
    Proposal,
    StageCard,
    StageDetail,
    StreamTab,
    StreamView,
)
from db.tables import (
    Customer,
    Deliverable,
    Department,
    Entry,
    Handoff,
    Milestone,
    Organisation,
    Stage,
    StageDepartment,
    Step,
    ValueStream,
    ValueStreamStage,
)


def _tab(image: WorkshopState, stream: ValueStream) -> StreamTab:
    customer = image.find(Customer, stream.customer_id)
    return StreamTab(
        stream.id,
        stream.name,
        customer.id if customer else None,
        customer.name if customer else "",
        stream.trigger,
        stream.end,
        stream.version,
    )


def _card(image: WorkshopState, stage: Stage, number: int, part: int, stream_id: str, handoffs: int) -> StageCard:
    department = image.find(Department, stage.department_id)
    others = (
        image.find(ValueStream, place.value_stream_id)
        for place in image.by(ValueStreamStage, "stage_id").get(stage.id, [])
        if place.value_stream_id != stream_id
    )
    steps = image.by(Step, "stage_id").get(stage.id, [])
    lasts = "" if stage.duration is None else in_words(stage.duration * UNITS[stage.duration_unit])
    return StageCard(
        id=stage.id,
        number=number,
        part=part,
        step_parts=len(parts_of(len(steps))),
        name=stage.name,
        description=stage.description,
        department_id=department.id if department else None,
        department=department.name if department else "",
        letters=letters_of(department),
        colour=department.colour if department else -1,
        is_key=stage.is_key,
        unknown_here=stage.unknown_here,
        duration=stage.duration,
        duration_unit=stage.duration_unit,
        lasts=lasts,
        cards=len(image.by(Entry, "stage_id").get(stage.id, [])),
        steps=len(steps),
        handoffs=handoffs,
        shared=tuple(stream.name for stream in others if stream),
        version=stage.version,
    )


def handoff_card(image: WorkshopState, handoff: Handoff) -> HandoffCard:
    start, end = image.get(Stage, handoff.from_stage_id), image.get(Stage, handoff.to_stage_id)
    first, second = image.find(Department, start.department_id), image.find(Department, end.department_id)
    organisations = (first.organisation_id if first else None, second.organisation_id if second else None)
    waiting, unit = split_minutes(handoff.waiting_minutes)
    return HandoffCard(
        id=handoff.id,
        from_id=start.id,
        from_name=start.name,
        to_id=end.id,
        to_name=end.name,
        what=handoff.what,
        risk=handoff.risk,
        risk_note=handoff.risk_note,
        mitigation=handoff.mitigation,
        dependency=handoff.dependency,
        crucial=handoff.crucial,
        waiting=waiting,
        waiting_unit=unit,
        waits="" if handoff.waiting_minutes is None else in_words(handoff.waiting_minutes),
        between_departments=bool(first and second and first.id != second.id),
        between_organisations=bool(
            organisations[0] != organisations[1] and all(image.find(Organisation, one) for one in organisations)
        ),
        needs_mitigation=needs_mitigation(handoff),
        version=handoff.version,
    )


def _proposals(image: WorkshopState, stages: list[Stage], handoffs: list[Handoff]) -> tuple[Proposal, ...]:
    present = {(one.from_stage_id, one.to_stage_id) for one in handoffs}
    found = []
    for start, end in pairwise(stages):
        first, second = image.find(Department, start.department_id), image.find(Department, end.department_id)
        if first and second and first.id != second.id and (start.id, end.id) not in present:
            found.append(Proposal(start.id, start.name, first.name, end.id, end.name, second.name))
    return tuple(found)


def _friction(cards: tuple[HandoffCard, ...], handoffs: list[Handoff], stages: list[Stage], image: WorkshopState) -> Friction:
    at: Counter[str] = Counter()
    for one in handoffs:
        at.update({one.from_stage_id, one.to_stage_id})
    clusters = []
    for stage in sorted((stage for stage in stages if at[stage.id]), key=lambda stage: -at[stage.id]):
        department = image.find(Department, stage.department_id)
        share = 100 * at[stage.id] // max(at.values())
        clusters.append(Cluster(stage.id, stage.name, department.colour if department else -1, at[stage.id], share))
    waited = [one.waiting_minutes for one in handoffs if one.waiting_minutes is not None]
    return Friction(
        handoffs=len(cards),
        between_departments=sum(card.between_departments for card in cards),
        between_organisations=sum(card.between_organisations for card in cards),
        crucial=sum(card.crucial for card in cards),
        unmitigated=sum(card.needs_mitigation for card in cards),
        unrated=sum(card.risk is None for card in cards),
        waiting=in_words(sum(waited)) if waited else "",
        clusters=tuple(clusters),
    )


@view
def stream(image: WorkshopState, *, stream_id: str | None = None, holding: str | None = None) -> StreamView:
    """One stream with everything around it; without ``stream_id`` that of the stage or handoff ``holding``, else the first."""
    chosen = chosen_stream(image, stream_id, holding)
    stages = stages_of(image, chosen.id) if chosen else []
    handoffs = handoffs_of(image, chosen.id) if chosen else []
    cards = tuple(handoff_card(image, one) for one in handoffs)
    at: Counter[str] = Counter()
    for one in handoffs:
        at.update({one.from_stage_id, one.to_stage_id})
    parts = {(part.stage_id, part.department_id): part.involvement for part in image.all(StageDepartment)}
    parts.update({(stage.id, stage.department_id): "leads" for stage in stages if stage.department_id})
    here = {stage.id for stage in stages}
    cut = parts_of(len(stages))
    return StreamView(
        revision=image.revision,
        streams=tuple(_tab(image, one) for one in image.all(ValueStream)),
        stream=_tab(image, chosen) if chosen else None,
        stages=tuple(
            _card(image, stage, first + n, part, chosen.id if chosen else "", at[stage.id])
            for part, (first, behind) in enumerate(cut)
            for n, stage in enumerate(stages[first:behind], start=1)
        ),
        elsewhere=tuple((stage.id, stage.name) for stage in image.all(Stage) if stage.id not in here),
        handoffs=cards,
        proposals=_proposals(image, stages, handoffs),
        friction=_friction(cards, handoffs, stages, image),
        departments=tuple(
            DepartmentRow(
                one.id, one.name, letters_of(one), one.colour, tuple(parts.get((stage.id, one.id), "") for stage in stages)
            )
            for one in image.all(Department)
        ),
        customers=tuple((one.id, one.name) for one in image.all(Customer)),
        unknown=tuple(stage.name for stage in stages if stage.unknown_here),
        parts=tuple(f"Stages {first + 1} to {behind}" for first, behind in cut),
    )


@view
def detail(image: WorkshopState, *, stage_id: str) -> StageDetail:
    """Milestones, deliverables, steps and cards of a stage."""
    image.get(Stage, stage_id)
    return StageDetail(
        image.revision,
        tuple(image.by(Milestone, "stage_id").get(stage_id, [])),
        tuple(image.by(Deliverable, "stage_id").get(stage_id, [])),
        tuple(image.by(Step, "stage_id").get(stage_id, [])),
        tuple((entry.id, entry.text) for entry in image.by(Entry, "stage_id").get(stage_id, [])),
    )
