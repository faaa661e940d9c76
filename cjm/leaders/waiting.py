"""Which actions wait for a leader, and why, in words."""

from __future__ import annotations

from collections.abc import Iterable

from cjm.core.state import WorkshopState
from cjm.leaders.parts import Answered, Waiting
from cjm.priorities import Ranked
from db.tables import Action, Answer

HIGH = frozenset({"quick_wins", "strategic_investments"})


def answers_in(image: WorkshopState) -> tuple[Answered, ...]:
    """Every answer to an action that is still there, the latest first."""
    found = [
        Answered(
            one.id,
            one.version,
            one.action_id,
            one.answer,
            one.words,
            one.answered_by,
            one.answered_at or one.updated_at,
            one.author_id,
            one.reply,
            one.replied_by,
        )
        for one in image.all(Answer)
        if image.find(Action, one.action_id)
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.action_id), reverse=True))


def waiting_in(image: WorkshopState, actions: Iterable[Ranked], answers: tuple[Answered, ...]) -> tuple[Waiting, ...]:
    """What the facilitator asks first, then what the matrix says, by rank. An alignment workshop asks for nothing by itself."""
    made = []
    for action in actions:
        row = image.get(Action, action.id)
        latest = max((one.at for one in answers if one.action_id == action.id), default=None)
        if row.decision_asked_at is not None and (latest is None or latest < row.decision_asked_at):
            made.append(Waiting(action, row.decision_question or "The facilitator asks for your decision.", True))
        elif latest is None and image.workshop.purpose != "alignment" and (why := reason(action)):
            made.append(Waiting(action, why, False))
    return tuple(sorted(made, key=lambda one: not one.asked))


def reason(action: Ranked) -> str:
    """Why an action can't go on without a leader; empty if it can. To approve is always to go ahead with it."""
    if action.quadrant in HIGH and action.lacking:
        asked = {"people and money": "will you fund it?", "support": "will you back it?"}
        last = asked.get(action.lacking[0], "who takes it?") if len(action.lacking) == 1 else "go ahead with it?"
        return f"High impact, but no {' and no '.join(action.lacking)}: {last}"
    if action.disagreed and not action.decided:
        pairs = (("impact", action.impact_score), ("effort", action.effort_score))
        apart = [f"{score.low} to {score.high} on {axis}" for axis, score in pairs if score and score.disagree]
        return f"The room disagrees, from {' and from '.join(apart)}: go ahead with it?"
    if action.quadrant == "money_pit" and not action.owner.strip():
        return "Much effort for little impact, and nobody owns it: keep it?"
    return ""
