"""What stands in the column of each stage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from cjm.core.state import WorkshopState
from cjm.insights.parts import Leaving, StageFriction, StageInsight
from cjm.insights.voices import Voices, heard_at, unknown_because
from cjm.pain_points.reading import BoardStage, pain_of
from cjm.priorities.pains import pain_points_of
from cjm.value_stream.common import handoffs_of, in_words, letters_of
from cjm.value_stream.shapes import HandoffCard
from cjm.value_stream.views import handoff_card
from db.tables import Department, Entry, Handoff, Stage, ValueStream


def handoffs_today(image: WorkshopState) -> tuple[HandoffCard, ...]:
    """Those of every stream, each once."""
    found = {one.id: one for stream in image.all(ValueStream) for one in handoffs_of(image, stream.id)}
    return tuple(handoff_card(image, one) for one in found.values())


def minutes_of(image: WorkshopState, card: HandoffCard) -> int:
    return image.get(Handoff, card.id).waiting_minutes or 0


def waits_words(minutes: int) -> str:
    """Up to two months in whole days, which people count in; empty for none."""
    days = round(minutes / 1440)
    return f"{days} days" if 2 <= days <= 60 else in_words(minutes) if minutes else ""


def _friction(image: WorkshopState, stage_id: str, cards: Iterable[HandoffCard]) -> StageFriction:
    here = [card for card in cards if stage_id in (card.from_id, card.to_id)]
    if not here:
        return StageFriction()
    minutes = sum(minutes_of(image, card) for card in here if card.to_id == stage_id)
    worst = max(here, key=lambda one: (one.needs_mitigation, one.crucial, one.risk or 0, minutes_of(image, one)))
    return StageFriction(
        handoffs=len(here),
        between_departments=sum(card.between_departments for card in here),
        between_organisations=sum(card.between_organisations for card in here),
        crucial=sum(card.crucial for card in here),
        unmitigated=sum(card.needs_mitigation for card in here),
        minutes=minutes,
        waits=waits_words(minutes),
        worst=worst.id,
    )


def columns_of(
    image: WorkshopState, board: tuple[BoardStage, ...], handoffs: tuple[HandoffCard, ...], voices: Voices, here: frozenset[str]
) -> tuple[StageInsight, ...]:
    pains: dict[str, list[Entry]] = defaultdict(list)
    for pain in pain_points_of(image).values():
        pains[pain.stage_id].append(pain)
    return tuple(_column(image, one, pains[one.id], handoffs, voices, here) for one in board)


def _column(
    image: WorkshopState,
    board: BoardStage,
    pains: list[Entry],
    handoffs: tuple[HandoffCard, ...],
    voices: Voices,
    here: frozenset[str],
) -> StageInsight:
    department = image.find(Department, board.department)
    states = Counter(pain.evidence for pain in pains)
    leaving = sorted((pain for pain in pains if pain.drop_off.strip()), key=lambda one: -(pain_of(one) or 0))
    return StageInsight(
        id=board.id,
        name=board.name,
        department=department.name if department else "",
        letters=letters_of(department),
        colour=department.colour if department else -1,
        board=board,
        friction=_friction(image, board.id, handoffs),
        assumed=states["assumed"],
        observed=states["observed"],
        confirmed=states["confirmed"],
        heard=heard_at(image, voices, board.id),
        unknown=unknown_because(image, image.get(Stage, board.id), here),
        leaving=tuple(Leaving(one.id, one.text, one.drop_off.strip()) for one in leaving),
    )
