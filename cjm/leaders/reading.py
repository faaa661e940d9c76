"""The page for leaders as one view."""

from __future__ import annotations

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.leaders.became import became_in
from cjm.leaders.parts import Leaders, Planned, Sure, WhereItStands
from cjm.leaders.waiting import answers_in, waiting_in
from cjm.pain_points.reading import pain_of
from cjm.priorities import Priorities, Ranked, priorities
from cjm.priorities.pains import hurt, pain_points_of, pains_of
from cjm.priorities.scores import score_rounds
from cjm.workshops import progress
from db.tables import Action, Ballot, Project, Stage

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def counted(count: int, one: str, many: str = "") -> str:
    """“Five quick wins”; above twelve in figures."""
    word = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{word} {one if count == 1 else many or one + 's'}"


@view
def leaders(image: WorkshopState) -> Leaders:
    """What is asked of leaders, what the matrix says, the roadmap, and how sure the group is."""
    ranking = priorities.compute(image)
    answers = answers_in(image)
    wins = next(field.actions for field in ranking.quadrants if field.key == "quick_wins")
    alignment = image.workshop.purpose == "alignment"
    return Leaders(
        revision=image.revision,
        workshop=image.workshop.name,
        alignment=alignment,
        headline=_headline(image, ranking, alignment),
        subline=_subline(image, ranking),
        waiting=waiting_in(image, ranking.actions, answers),
        answers=answers,
        asked=tuple((one.id, one.decision_question) for one in image.all(Action) if one.decision_asked_at is not None),
        quick_wins=wins,
        others=tuple(one for one in ranking.ranked if one.quadrant != "quick_wins"),
        unscored=ranking.unscored,
        roadmap=_roadmap(ranking.actions),
        sure=_sure(image, ranking.actions),
        steps=tuple(WhereItStands(one.key, one.name, one.state, one.note) for one in progress.compute(image).steps),
        priorities=ranking,
        became=became_in(image),
        carried_out=tuple(
            (one.action_id, one.done_on) for one in image.all(Project) if one.action_id is not None and one.status == "done"
        ),
    )


def _share(image: WorkshopState, ranking: Priorities, actions: tuple[Ranked, ...]) -> int:
    """Per cent of all rated pain that these actions take away, each pain once."""
    if not ranking.pain:
        return 0
    taken = {pain for one in actions for pain in pains_of(image, one.id)}
    return round(100 * hurt(pain_points_of(image), taken) / ranking.pain)


def _headline(image: WorkshopState, ranking: Priorities, alignment: bool) -> str:
    fields = {field.key: field.actions for field in ranking.quadrants}
    wins, bets = fields["quick_wins"], fields["strategic_investments"]
    if not ranking.actions:
        return _shared(image) if alignment or pain_points_of(image) else "The group has just begun"
    if not ranking.ranked:
        return f"{counted(len(ranking.actions), 'action')}, none scored yet"
    shown, name = (wins, "quick win") if wins else (bets, "strategic investment")
    if not shown:
        return f"{counted(len(ranking.ranked), 'action')} scored, none with high impact"
    told = counted(len(shown), name)
    if not wins:
        told = f"No quick wins: {told[0].lower()}{told[1:]}"
    share = _share(image, ranking, shown)
    if not ranking.pain:
        return f"{told}; the pain {'it answers' if len(shown) == 1 else 'they answer'} is not rated yet"
    if not share:
        return f"{told}, but {'it answers' if len(shown) == 1 else 'they answer'} none of the rated pain"
    return f"{told} {'takes' if len(shown) == 1 else 'take'} away {share} % of the pain"


def _shared(image: WorkshopState) -> str:
    """For a group that has no actions, because it wants none or has none yet: what it found."""
    pains = pain_points_of(image)
    if not pains:
        return f"{counted(len(image.all(Stage)), 'stage')}, no pain points yet"
    by_stage: dict[str, int] = {}
    for pain in pains.values():
        by_stage[pain.stage_id] = by_stage.get(pain.stage_id, 0) + (pain_of(pain) or 0)
    worst = max(by_stage, key=lambda id: by_stage[id])
    stage = image.find(Stage, worst)
    told = counted(len(pains), "pain point")
    return f"{told}, most of the pain at {stage.name}" if stage and by_stage[worst] else f"{told}, none rated yet"


def _subline(image: WorkshopState, ranking: Priorities) -> str:
    parts = [image.workshop.name]
    if ranking.actions:
        parts.append(f"{len(ranking.actions)} {'action' if len(ranking.actions) == 1 else 'actions'}")
    theirs = {one.round_id for one in image.all(Ballot) if one.source != "facilitator"}
    latest = next((one for one in score_rounds(image) if one.id in theirs), None)
    if ranking.voters > 1 and latest:
        day = f" of {latest.closed_at:%-d %B}" if latest.closed_at else ""
        parts.append(f"scored by {ranking.voters} people, round {latest.number}{day}")
    elif ranking.ranked:
        parts.append("scored by the facilitator alone")
    if ranking.unscored and ranking.ranked:
        parts.append(f"{len(ranking.unscored)} not scored yet")
    return "  ·  ".join(parts)


def _roadmap(actions: tuple[Ranked, ...]) -> tuple[Planned, ...]:
    """Quarters in order, then what has none yet."""
    names = sorted({one.planned_quarter for one in actions if one.planned_quarter})
    columns = [Planned(name, tuple(one for one in actions if one.planned_quarter == name)) for name in names]
    loose = tuple(one for one in actions if one.planned_quarter is None)
    return (*columns, Planned("", loose)) if loose and columns else tuple(columns)


def _sure(image: WorkshopState, actions: tuple[Ranked, ...]) -> Sure:
    pains = pain_points_of(image)
    states = [pain.evidence for pain in pains.values()]
    alone = []
    for one in actions:
        behind = pains_of(image, one.id) & pains.keys()
        if behind and all(pains[id].evidence == "assumed" for id in behind):
            alone.append(one)
    return Sure(states.count("assumed"), states.count("observed"), states.count("confirmed"), tuple(alone))
