"""What hangs in the air: things of the chain that lead nowhere, and guesses that much rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.insights.trace import Query, place_of
from cjm.pain_points.reading import SEVERE, pain_of
from cjm.priorities import priorities
from cjm.priorities.pains import pains_of
from db.tables import Action, Ballot, Entry, FutureState, Kpi, Lane, Project, Round, Stage, Theme

HIGH_PAIN = 10
"""From this severity × frequency, of 25 at most, on a pain point ranks high."""
HIGH_DOTS = 0.5
"""From this share of the dots of the most voted on something ranks high."""
FEWEST_DOTS = 2
HIGH_IMPACT = frozenset({"quick_wins", "strategic_investments"})


@dataclass(frozen=True)
class Orphan:
    """One loose end: ``why`` in a few words, and where it is tied."""

    id: str
    name: str
    why: str
    page: str
    query: Query


@dataclass(frozen=True)
class LooseEnds:
    """All of one kind, the worst first. ``counts`` says what counts as one, with thresholds; ``of`` how many were looked at."""

    key: str
    title: str
    counts: str
    of: int
    orphans: tuple[Orphan, ...]


@dataclass(frozen=True)
class Cards:
    """Pain points and opportunities that stand on the board, and their stages' names."""

    pains: dict[str, Entry]
    opportunities: dict[str, Entry]
    stages: dict[str, str]

    def stage(self, entry: Entry) -> str:
        return self.stages[entry.stage_id]


def _cards(image: WorkshopState) -> Cards:
    kinds = {lane.id: lane.kind for lane in image.all(Lane)}
    stages = {stage.id: stage.name for stage in image.all(Stage)}
    cards = Cards({}, {}, stages)
    for entry in image.all(Entry):
        kind = kinds.get(entry.lane_id)
        if entry.stage_id in stages and kind in {"pain_point", "opportunity"}:
            (cards.pains if kind == "pain_point" else cards.opportunities)[entry.id] = entry
    return cards


def _card(image: WorkshopState, cards: Cards, entry: Entry, why: str = "") -> Orphan:
    told = f"{cards.stage(entry)}, {why}" if why else cards.stage(entry)
    return Orphan(entry.id, entry.text, told, *place_of("entries", entry.id, image))


def _rated(entry: Entry) -> str:
    return f"{entry.severity}×{entry.frequency}" if entry.frequency else f"severity {entry.severity}"


def unanswered(image: WorkshopState, cards: Cards) -> Iterator[Orphan]:
    """Severe pain points that no opportunity answers, no future state removes and no action carries out."""
    for pain in sorted(cards.pains.values(), key=lambda one: (-(pain_of(one) or 0), -(one.severity or 0))):
        if (pain.severity or 0) < SEVERE:
            continue
        answered = any(one in cards.opportunities for one in image.linked_to("answers", pain.id))
        removed = any(image.find(FutureState, one) for one in image.linked_to("removes", pain.id))
        carried = any(image.find(Action, one) for one in image.linked_to("carries_out", pain.id))
        if not (answered or removed or carried):
            yield _card(image, cards, pain, _rated(pain))


def unused(image: WorkshopState, cards: Cards) -> Iterator[Orphan]:
    """Opportunities that no action carries out, neither itself nor by a future state that realises it."""

    def carried(id: str) -> bool:
        return any(image.find(Action, one) for one in image.linked_to("carries_out", id))

    loose = [
        one
        for one in cards.opportunities.values()
        if not carried(one.id)
        and not any(image.find(FutureState, state) and carried(state) for state in image.linked_to("realises", one.id))
    ]
    answers = {one.id: sum(pain_of(cards.pains[id]) or 0 for id in _answered(image, cards, one)) for one in loose}
    for one in sorted(loose, key=lambda one: -answers[one.id]):
        yield _card(image, cards, one, f"answers {answers[one.id]} pain" if answers[one.id] else "")


def _answered(image: WorkshopState, cards: Cards, opportunity: Entry) -> list[str]:
    return [id for id in image.linked_from("answers", opportunity.id) if id in cards.pains]


def unowned(image: WorkshopState, cards: Cards) -> Iterator[Orphan]:
    """Actions without owner, or with neither date nor quarter; what a project of theirs says counts too."""
    by_action = image.by(Project, "action_id")
    for action in image.all(Action):
        projects = by_action.get(action.id, [])
        if projects and all(one.status in {"done", "stopped"} for one in projects):
            continue
        owned = action.owner.strip() or any(one.owner.strip() for one in projects)
        dated = action.due_on or action.quarter or any(one.due_on for one in projects)
        lacks = [words for there, words in ((owned, "owner"), (dated, "date")) if not there]
        if lacks:
            yield Orphan(action.id, action.name, f"no {' and no '.join(lacks)}", *place_of("actions", action.id, image))


def unmeasured(image: WorkshopState, cards: Cards) -> Iterator[Orphan]:
    """KPIs of which nobody has written down where they start."""
    for kpi in image.all(Kpi):
        if kpi.baseline is None:
            yield Orphan(kpi.id, kpi.name, kpi.unit, *place_of("kpis", kpi.id, image))


def dots_of(image: WorkshopState) -> Counter[str]:
    """Dots by what they were placed on, of every closed dot vote."""
    rounds = {one.id for one in image.all(Round) if one.kind == "dot_vote" and one.state == "closed"}
    dots: Counter[str] = Counter()
    for ballot in image.all(Ballot):
        if ballot.axis == "dots" and ballot.round_id in rounds:
            dots[ballot.subject_id] += ballot.value
    return dots


def guessed(image: WorkshopState, cards: Cards) -> Iterator[Orphan]:
    """What ranks high and rests on assumptions alone: a list of what to find out before it is decided."""
    dots = dots_of(image)
    most = max(dots.values(), default=0)
    named = {one.id: one.name for one in image.all(Theme)}

    def high(entry: Entry) -> int:
        """The dots of a card, or of the group or theme it lies in."""
        given = max(dots[entry.id], dots[entry.group_id or ""], dots[entry.theme_id or ""])
        return given if given >= max(FEWEST_DOTS, HIGH_DOTS * most) else 0

    found: list[tuple[int, Orphan]] = []
    for entry in (*cards.pains.values(), *cards.opportunities.values()):
        pain = (pain_of(entry) or 0) if entry.id in cards.pains else 0
        voted = high(entry)
        if not (pain >= HIGH_PAIN or voted) or entry.evidence != "assumed":
            continue
        why = [_rated(entry)] if pain >= HIGH_PAIN else []
        theme = named.get(entry.theme_id or "") if not dots[entry.id] and dots[entry.theme_id or ""] == voted else None
        why += [f"{voted} dots" + (f" on “{theme}”" if theme else "")] if voted else []
        found.append((pain or voted, _card(image, cards, entry, ", ".join(why))))
    for action in priorities.compute(image).ranked:
        behind = pains_of(image, action.id) & cards.pains.keys()
        if action.quadrant in HIGH_IMPACT and behind and all(cards.pains[id].evidence == "assumed" for id in behind):
            many = "the pain behind it is assumed" if len(behind) == 1 else f"all {len(behind)} pains behind it are assumed"
            at = place_of("actions", action.id, image)
            found.append((action.pain, Orphan(action.id, action.name, f"action {action.number}, {many}", *at)))
    found.sort(key=lambda pair: -pair[0])
    for _, one in found:
        yield one


KINDS: dict[str, tuple[str, str, Callable[[WorkshopState, Cards], Iterator[Orphan]], Callable[[WorkshopState, Cards], int]]] = {
    "unanswered": (
        "Severe, and nothing answers it",
        f"Pain points of severity {SEVERE} or 5 that no opportunity answers, no future state removes and no action carries out.",
        unanswered,
        lambda image, cards: sum((one.severity or 0) >= SEVERE for one in cards.pains.values()),
    ),
    "unused": (
        "Opportunities without action",
        "Opportunities that no action carries out, neither itself nor by a future state that uses it. Most pain answered first.",
        unused,
        lambda image, cards: len(cards.opportunities),
    ),
    "unowned": (
        "Actions without owner or date",
        "Actions without owner, or with neither a date nor a quarter. What their project says counts too.",
        unowned,
        lambda image, cards: len(image.all(Action)),
    ),
    "unmeasured": (
        "KPIs without baseline",
        "KPIs without a baseline: whatever is read later, nobody could say whether it got better.",
        unmeasured,
        lambda image, cards: len(image.all(Kpi)),
    ),
    "guessed": (
        "Guesses that rank high",
        f"To find out before it is decided: pain points with severity × frequency of {HIGH_PAIN} or more, cards with at least"
        f" half as many dots as the most voted (and {FEWEST_DOTS} or more), and actions of high impact whose pains are all"
        " assumed.",
        guessed,
        lambda image, cards: len(cards.pains) + len(cards.opportunities),
    ),
}
"""Name, what counts as one, how they are found, and among how many; in the order of the chain."""
OF_ACTIONS = frozenset({"unused", "unowned"})
"""What a workshop for alignment is not asked for."""


def loose_ends(image: WorkshopState) -> tuple[LooseEnds, ...]:
    cards = _cards(image)
    asked = [key for key in KINDS if image.workshop.purpose != "alignment" or key not in OF_ACTIONS]
    return tuple(
        LooseEnds(key, title, counts, of(image, cards), tuple(find(image, cards)))
        for key in asked
        for title, counts, find, of in (KINDS[key],)
    )


@view
def orphans(image: WorkshopState) -> tuple[LooseEnds, ...]:
    """Everything that hangs in the air, by kind; an alignment workshop is not asked for actions."""
    return loose_ends(image)
