"""What each does unseen: cards, votes and "I'm done". Nothing of it is in the workshop, its activity or its revision until the
facilitator reveals it (``cjm.session.activities``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate

import sqlalchemy as sa
from pydantic import Field, StringConstraints, ValidationError

from cjm.access import Actor, Right, Role, require
from cjm.commands import Command, P, R
from cjm.errors import CjmError, NotAllowed, sentence
from cjm.image import Image
from cjm.keys import hashed
from cjm.service import Context
from cjm.session.kinds import LIMITS, axes_of, subjects
from db.columns import unstorable
from db.tables import (
    SEALED_BALLOTS,
    SEALED_CARDS,
    SEALED_DONE,
    TABLES,
    Lane,
    Participant,
    SessionActivity,
    Stage,
)

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""Made by the phone; sent twice it is stored once."""
Key = Annotated[str, StringConstraints(min_length=20, max_length=80)]
"""Made by the phone for one round without names, never stored; only its hash is, until the reveal."""
Text = Annotated[str, Field(max_length=400)]
MOST_CARDS = 200
FEWEST_OF_A_DEPARTMENT = 3
"""From how many of its people on a department is told of what is without names."""
OPEN_INSTALLATION = "facilitator"
"""Who votes where nobody has a seat."""


@dataclass(frozen=True)
class Sealing:
    """One write transaction that leaves no line of activity."""

    connection: sa.Connection
    image: Image
    actor: Actor

    def running(self, kinds: tuple[str, ...], id: str | None = None) -> SessionActivity:
        """The activity that runs now. Raises CjmError if it is none of ``kinds``: what comes late is not counted.

        ``id`` is the one that the phone was looking at: what it kept while it was offline never counts in another round, where
        other promises hold.
        """
        activity = running(self.image)
        if activity is None or activity.state != "running" or activity.kind not in kinds or id not in (None, activity.id):
            raise CjmError("This round is closed; what comes now can’t be counted any more. Look up at the screen.")
        return activity

    def voter(self, for_participant: str | None) -> str:
        """Whose id. Only the facilitator acts for others."""
        if for_participant is None:
            return voter_id(self.actor)
        if self.actor.role is not Role.FACILITATOR:
            raise NotAllowed("Only the facilitator can do that for somebody else.")
        return self.image.get(Participant, for_participant).id


class SealedCommand(Command[P, R]):
    """A command whose write stays sealed: rights and input are checked the same way."""

    def told(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> tuple[R, int]:
        """Carry it out. Raises CjmError; nothing is stored then. Sent twice it does the same once. The revision stays."""
        require(context.actor, self.right)
        with context.service.store.writing() as connection:
            wait_for_reveal(connection, context.workshop_id)
            image = context.service.image_in(connection, context.workshop_id)
            try:
                result: R = self.carry_out(Sealing(connection, image, context.actor), *args, **kwargs)  # type: ignore[arg-type]
            except ValidationError as error:
                raise CjmError(sentence(error)) from error
        context.service.published(context.workshop_id, image.revision)
        return result, image.revision


def sealed(name: str, *, right: Right = Right.EDIT) -> Callable[[Callable[Concatenate[Sealing, P], R]], SealedCommand[P, R]]:
    """Make a sealed write of ``carry_out(sealing, ...)``."""

    def make(carry_out: Callable[Concatenate[Sealing, P], R]) -> SealedCommand[P, R]:
        return SealedCommand(name, carry_out, right, True, False)  # type: ignore[arg-type]

    return make


def wait_for_reveal(connection: sa.Connection, workshop_id: str) -> None:
    """On PostgreSQL, wait for a reveal in another process, and let none begin meanwhile; others may write at the same time."""
    if connection.dialect.name == "postgresql":
        row = sa.select(TABLES["workshops"].c.id).where(TABLES["workshops"].c.id == workshop_id)
        connection.execute(row.with_for_update(read=True))


def running(image: Image) -> SessionActivity | None:
    """The activity that is on: it runs, or its result is being shown."""
    return next((one for one in reversed(image.all(SessionActivity)) if one.state != "closed"), None)


def voter_id(actor: Actor) -> str:
    return actor.id or OPEN_INSTALLATION


# Cards ---------------------------------------------------------------------------------------------------------------

_C = SEALED_CARDS.c


@sealed("write_sealed_card")
def write_sealed_card(
    s: Sealing,
    *,
    id: Id,
    text: Text,
    stage_id: str,
    lane_id: str,
    key: Key | None = None,
    activity_id: str | None = None,
    for_participant: str | None = None,
) -> str:
    """Write a card, or write it anew. Without names ``key`` is needed; with names the author stays known after the reveal."""
    activity = s.running(("write", "break_out"), activity_id)
    clean = text.strip()
    if not clean:
        raise CjmError("The card is empty: write a few words.")
    if fault := unstorable(clean):
        raise CjmError(f"The text contains {fault}: type it again without that.")
    s.image.get(Stage, stage_id)
    s.image.get(Lane, lane_id)
    author_id, author_key = _author(s, activity, key, for_participant)
    stored = s.connection.execute(sa.select(_C.author_id, _C.author_key).where(_C.id == id)).first()
    values = {"text": clean, "stage_id": stage_id, "lane_id": lane_id}
    if stored is None:
        mine = sa.and_(_C.session_activity_id == activity.id, _mine(author_id, author_key))
        if (s.connection.execute(sa.select(sa.func.count()).where(mine)).scalar() or 0) >= MOST_CARDS:
            raise CjmError(f"{MOST_CARDS} cards are enough for one round. Take one back first.")
        s.connection.execute(
            SEALED_CARDS.insert().values(
                id=id,
                session_activity_id=activity.id,
                author_id=author_id,
                author_key=author_key,
                department_id=_department(s.image, activity, for_participant or s.actor.participant_id),
                **values,
            )
        )
    elif (stored.author_id, stored.author_key) != (author_id, author_key):
        raise NotAllowed("This card is somebody else’s.")
    else:
        s.connection.execute(SEALED_CARDS.update().where(_C.id == id).values(**values))
    return id


@sealed("take_back_sealed_card")
def take_back_sealed_card(
    s: Sealing, *, id: str, key: Key | None = None, activity_id: str | None = None, for_participant: str | None = None
) -> None:
    """Take one's own card back before the reveal."""
    activity = s.running(("write", "break_out"), activity_id)
    s.connection.execute(SEALED_CARDS.delete().where(_C.id == id, _mine(*_author(s, activity, key, for_participant))))


def _department(image: Image, activity: SessionActivity, person_id: str | None) -> str | None:
    """The writer's department; without names only where three or more of it are here (on the roster, where nobody is marked as
    being here), since it would be the name of whoever is alone in it."""
    person = image.find(Participant, person_id)
    if person is None or activity.names_shown:
        return person.department_id if person else None
    everybody = image.all(Participant)
    here = [one for one in everybody if one.present] or everybody
    same = [one for one in here if one.department_id == person.department_id]
    return person.department_id if len(same) >= FEWEST_OF_A_DEPARTMENT else None


def _author(s: Sealing, activity: SessionActivity, key: str | None, for_participant: str | None) -> tuple[str | None, str | None]:
    if activity.names_shown:
        return s.voter(for_participant), None
    if for_participant is not None:
        s.voter(for_participant)
    if key is None:
        raise CjmError("This round is without names, and the screen sent no key for it. Reload the page.")
    return None, hashed(key)


def _mine(author_id: str | None, author_key: str | None) -> sa.ColumnElement[bool]:
    return _C.author_key == author_key if author_key else _C.author_id == author_id


# Votes ---------------------------------------------------------------------------------------------------------------

_B = SEALED_BALLOTS.c


@sealed("cast")
def cast(
    s: Sealing, *, subject_id: str, axis: str, value: int | None = None, activity_id: str | None = None,
    for_participant: str | None = None,
) -> None:  # fmt: skip
    """Vote on one subject and axis, again as often as one likes while the round is open; no value is "I can't judge".

    ``value``: 1 for a pick, the number of dots, 1 to 5, emotion from -2 to +2.
    """
    activity = s.running(("pick", "dot_vote", "rate", "score"), activity_id)
    subject = next((one for one in subjects(s.image, activity) if one.id == subject_id), None)
    if subject is None or axis not in axes_of(activity.kind, subject):
        raise CjmError("That is not voted on in this round. Reload the page.")
    low, high = LIMITS[axis]
    if value is None and activity.kind in {"pick", "dot_vote"}:
        value = 0
    if value is not None and not (low <= value <= high or value == 0):
        raise CjmError(f"That goes from {low} to {high}.")
    voter = s.voter(for_participant)
    mine = sa.and_(_B.session_activity_id == activity.id, _B.voter_id == voter)
    if axis == "dots" and value:
        others = sa.select(sa.func.sum(_B.value)).where(mine, _B.subject_id != subject_id)
        if value + int(s.connection.execute(others).scalar() or 0) > activity.dots:
            raise CjmError(f"All {activity.dots} dots are placed: take one back first.")
    this = sa.and_(mine, _B.subject_id == subject_id, _B.axis == axis)
    s.connection.execute(SEALED_BALLOTS.delete().where(mine if axis == "pick" else this))
    if value or activity.kind in {"rate", "score"}:
        s.connection.execute(
            SEALED_BALLOTS.insert().values(
                session_activity_id=activity.id, voter_id=voter, subject_id=subject_id, axis=axis, value=value
            )
        )


@sealed("say_done")
def say_done(s: Sealing, *, done: bool = True, activity_id: str | None = None, for_participant: str | None = None) -> None:
    """"I'm done", or not yet; who has said so is seen, never what they did."""
    activity = s.running(("write", "pick", "dot_vote", "rate", "score", "break_out"), activity_id)
    voter = s.voter(for_participant)
    this = sa.and_(SEALED_DONE.c.session_activity_id == activity.id, SEALED_DONE.c.voter_id == voter)
    s.connection.execute(SEALED_DONE.delete().where(this))
    if done:
        s.connection.execute(SEALED_DONE.insert().values(session_activity_id=activity.id, voter_id=voter))


# Seen by whom --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What everybody may know of a running activity: how many cards wait, how many voted, how many are done."""

    cards: int = 0
    voters: int = 0
    done: int = 0


def counts(connection: sa.Connection, activity_id: str) -> Counts:
    """Three small counts in one query."""

    def number(what: Any, table: sa.Table) -> sa.ScalarSelect[Any]:
        return sa.select(what).select_from(table).where(table.c.session_activity_id == activity_id).scalar_subquery()

    row = connection.execute(
        sa.select(
            number(sa.func.count(), SEALED_CARDS),
            number(sa.func.count(sa.distinct(_B.voter_id)), SEALED_BALLOTS),
            number(sa.func.count(), SEALED_DONE),
        )
    ).one()
    return Counts(*row)


def own_cards(connection: sa.Connection, activity_id: str, actor: Actor) -> list[dict[str, str]]:
    """One's own cards of a round with names; without names only the phone knows which are its own."""
    query = sa.select(_C.id, _C.text, _C.stage_id, _C.lane_id).where(
        _C.session_activity_id == activity_id, _C.author_id == voter_id(actor)
    )
    return [dict(row) for row in connection.execute(query.order_by(_C.id)).mappings()]


def own_votes(connection: sa.Connection, activity_id: str, actor: Actor) -> dict[str, dict[str, int | None]]:
    """By subject and axis; an empty value is "I can't judge"."""
    query = sa.select(_B.subject_id, _B.axis, _B.value).where(
        _B.session_activity_id == activity_id, _B.voter_id == voter_id(actor)
    )
    found: dict[str, dict[str, int | None]] = {}
    for row in connection.execute(query):
        found.setdefault(row.subject_id, {})[row.axis] = row.value
    return found


def done_voters(connection: sa.Connection, activity_id: str) -> set[str]:
    query = sa.select(SEALED_DONE.c.voter_id).where(SEALED_DONE.c.session_activity_id == activity_id)
    return set(connection.execute(query).scalars())
