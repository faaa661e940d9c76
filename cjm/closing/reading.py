"""The page of the closing as one view, and what is still missing."""

from __future__ import annotations

from cjm.closing.parts import Closing, Parked
from cjm.closing.promises import promises_in
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.core.vocabulary import shortened
from cjm.session.sealed import running
from db.tables import Action, ParkedThought, Participant, Stakeholder

MOST_MISSING = 100


@view
def closing(image: WorkshopState) -> Closing:
    """Which actions are given out, who took them, what follows, and what is missing."""
    workshop, activity = image.workshop, running(image)
    names = [one.name for one in image.all(Stakeholder)] + [one.name for one in image.all(Participant)]
    return Closing(
        revision=image.revision,
        version=workshop.version,
        alignment=workshop.purpose == "alignment",
        journey_owner=workshop.journey_owner,
        closed_at=workshop.closed_at,
        closed_without=tuple(workshop.closed_without),
        check_in_every=workshop.check_in_every,
        next_check_in_on=workshop.next_check_in_on,
        review_every=workshop.review_every,
        next_review_on=workshop.next_review_on,
        actions=promises_in(image),
        thoughts=tuple(Parked(one.id, one.version, one.text, one.owner, one.settled) for one in image.all(ParkedThought)),
        missing=missing_in(image),
        people=tuple(dict.fromkeys(names)),
        live=activity is not None and activity.kind == "close",
    )


def missing_in(image: WorkshopState) -> tuple[str, ...]:
    """What is missing for a good close, in sentences without a full stop. An alignment workshop is not asked for actions."""
    found = []
    chosen = [one for one in image.all(Action) if one.chosen]
    if not image.workshop.journey_owner.strip():
        found.append("Nobody owns the journey yet")
    if not chosen and image.workshop.purpose == "action":
        found.append("No action is chosen yet")
    for one in chosen:
        if one.taken_at is None:
            found.append(
                f"{one.owner} has not said “I take it” to “{shortened(one.name)}” yet"
                if one.owner.strip()
                else f"Nobody has taken “{shortened(one.name)}” yet"
            )
        elif one.due_on is None:
            found.append(f"“{shortened(one.name)}” has no date yet")
    for thought in image.all(ParkedThought):
        if not thought.settled and not thought.owner.strip():
            found.append(f"Nobody takes the parked thought “{shortened(thought.text)}” along yet")
    return tuple(found)
