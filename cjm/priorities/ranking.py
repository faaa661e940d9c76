"""In which order actions come, and everything that is drawn of them."""

from __future__ import annotations

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.priorities.pains import hurt, pain_points_of, pains_behind, pains_of
from cjm.priorities.parts import QUADRANTS, BusinessCase, Choice, Priorities, QuadrantView, Ranked, Suggestion, quadrant_of
from cjm.priorities.scores import decisions_of, scores_of
from db.tables import Action, Department, Entry, FutureState, Lane, Objective, Stage, Theme


def _by_worth(action: Ranked) -> tuple[float, int]:
    """Most impact for the least effort first, then more pain removed."""
    return (-round((action.impact or 0) - (action.effort or 0), 6), -action.pain)


def _ranked(image: WorkshopState) -> tuple[list[Ranked], list[Ranked]]:
    scores, decisions, pains = scores_of(image), decisions_of(image), pain_points_of(image)
    workshop = image.workshop
    placed: list[Ranked] = []
    unscored: list[Ranked] = []
    for action in image.all(Action):
        impact_score, effort_score = scores.get((action.id, "impact")), scores.get((action.id, "effort"))
        decision = decisions.get(action.id)
        impact = decision.impact if decision and decision.impact is not None else impact_score.mean if impact_score else None
        effort = decision.effort if decision and decision.effort is not None else effort_score.mean if effort_score else None
        placeable = impact is not None and effort is not None
        behind = pains_of(image, action.id) & pains.keys()
        one = Ranked(
            id=action.id,
            version=action.version,
            name=action.name,
            number=0,
            impact=impact,
            effort=effort,
            impact_score=impact_score,
            effort_score=effort_score,
            decided=decision is not None,
            reason=decision.reason if decision else "",
            decided_by=decision.decided_by if decision else "",
            quadrant=quadrant_of(impact, effort, workshop.impact_midline, workshop.effort_midline)
            if impact is not None and effort is not None
            else None,
            pain=hurt(pains, behind),
            pains=len(behind),
            owner=action.owner,
            due_on=action.due_on,
            quarter=action.quarter,
            horizon=action.horizon,
            department_id=action.department_id,
            objective_id=action.objective_id,
            theme_id=action.theme_id,
            has_resources=action.has_resources,
            has_owner=action.has_owner,
            has_support=action.has_support,
            value_minor=action.value_minor,
            cost_minor=action.cost_minor,
            note=action.note,
            carries_out=tuple(image.linked_from("carries_out", action.id)),
        )
        (placed if placeable else unscored).append(one)
    order = list(QUADRANTS)
    placed.sort(key=lambda one: (order.index(one.quadrant or "money_pit"), *_by_worth(one)))
    return [_numbered(one, number) for number, one in enumerate(placed, start=1)], unscored


def ranked_actions(image: WorkshopState) -> list[Ranked]:
    """Every action by rank, then those without scores."""
    ranked, unscored = _ranked(image)
    return [*ranked, *unscored]


def _numbered(action: Ranked, number: int) -> Ranked:
    return Ranked(**{**action.__dict__, "number": number})


def _stage_name(image: WorkshopState, stage_id: str) -> str:
    stage = image.find(Stage, stage_id)
    return stage.name if stage else ""


def _carriable(image: WorkshopState) -> list[Suggestion]:
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "opportunity"}
    pains = pain_points_of(image)
    found = [
        Suggestion(
            entry.id, entry.text, _stage_name(image, entry.stage_id), "opportunity", hurt(pains, pains_behind(image, entry.id))
        )
        for entry in image.all(Entry)
        if entry.lane_id in lanes
    ]
    found += [
        Suggestion(
            future.id,
            future.experience,
            _stage_name(image, future.stage_id),
            "moment that matters",
            hurt(pains, pains_behind(image, future.id)),
        )
        for future in image.all(FutureState)
        if future.experience.strip() and not future.unchanged
    ]
    return sorted(found, key=lambda one: -one.pain)


@view
def priorities(image: WorkshopState) -> Priorities:
    """The matrix, the ranked list, roadmap and business case are all drawn from this."""
    ranked, unscored = _ranked(image)
    workshop = image.workshop
    names = workshop.quadrant_names
    everything = [*ranked, *unscored]
    fields = tuple(
        QuadrantView(
            key,
            names.get(key, "").strip() or name,
            where,
            advice,
            tuple(one for one in ranked if one.quadrant == key),
            sum(one.pain for one in ranked if one.quadrant == key),
        )
        for key, (name, where, advice) in QUADRANTS.items()
    )
    carriable = _carriable(image)
    moments = {future.id for future in image.all(FutureState) if future.moment_that_matters}
    suggestions = tuple(
        one
        for one in carriable
        if not image.linked_to("carries_out", one.id) and (one.kind == "opportunity" or one.id in moments)
    )
    both = [(one.value_minor, one.cost_minor) for one in everything if one.value_minor is not None and one.cost_minor is not None]
    pains = pain_points_of(image)
    return Priorities(
        revision=image.revision,
        version=workshop.version,
        quadrants=fields,
        ranked=tuple(ranked),
        unscored=tuple(unscored),
        impact_midline=workshop.impact_midline,
        effort_midline=workshop.effort_midline,
        disagreement=workshop.disagreement,
        departments=tuple(
            Choice(row.id, row.name, row.letters or row.name[:2].upper(), row.colour) for row in image.all(Department)
        ),
        objectives=tuple(Choice(row.id, row.text, f"O{n + 1}", n) for n, row in enumerate(image.all(Objective))),
        themes=tuple(Choice(row.id, row.name, f"T{n + 1}", n) for n, row in enumerate(image.all(Theme))),
        suggestions=suggestions,
        carriable=tuple(carriable),
        case=BusinessCase(sum(value or 0 for value, _ in both), sum(cost or 0 for _, cost in both), len(everything) - len(both)),
        currency=workshop.currency,
        voters=max(
            (score.count for one in everything for score in (one.impact_score, one.effort_score) if score is not None), default=0
        ),
        pain=hurt(pains, set(pains)),
    )
