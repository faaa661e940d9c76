"""What each does unseen: cards, votes and "I'm done". Nothing of it is in the workshop, its activity or its revision until the
facilitator reveals it (``cjm.session.activities``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Concatenate

import sqlalchemy as sa
from pydantic import Field, StringConstraints, ValidationError

from cjm.core.access import Actor, Right, Role, require
from cjm.core.bounds import longest
from cjm.core.command import Command, P, R
from cjm.core.errors import CjmError, NotAllowed, sentence
from cjm.core.limits import MOST, no_room
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.tokens import hashed
from cjm.people.presence import here_in
from cjm.session import votes
from cjm.session.kinds import LIMITS, axes_of, option_of, subjects
from db.columns import unstorable
from db.tables import (
    SEALED_BALLOTS,
    SEALED_CARDS,
    SEALED_DONE,
    TABLES,
    Entry,
    Lane,
    Participant,
    SessionActivity,
    Stage,
)

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""Made by the phone; sent twice it is stored once."""
Key = Annotated[str, StringConstraints(min_length=20, max_length=80)]
"""Made by the phone for one round without names, never stored; only its hash is, until the reveal."""
Text = Annotated[str, Field(max_length=longest(Entry, "text"))]
MOST_CARDS = 200
FEWEST_OF_A_DEPARTMENT = 3
"""From how many of its people on a department is told of what is without names."""
OPEN_INSTALLATION = "facilitator"
"""Who votes where nobody has a seat."""


@dataclass(frozen=True)
class Sealing:
    """One write transaction that leaves no line of activity."""

    connection: sa.Connection
    image: WorkshopState
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

    def execute(self, context: Context, *args: P.args, **kwargs: P.kwargs) -> tuple[R, int]:
        """Carry it out. Raises CjmError; nothing is stored then. Sent twice it does the same once. The revision stays."""
        require(context.actor, self.right)
        with context.service.store.writing() as connection:
            wait_for_reveal(connection, context.workshop_id)
            image = context.service.image_in(connection, context.workshop_id)
            try:
                now = self.sent_now(image, args), self.sent_now(image, kwargs)
                result: R = self.carry_out(Sealing(connection, image, context.actor), *now[0], **now[1])  # type: ignore[arg-type]
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


def running(image: WorkshopState) -> SessionActivity | None:
    """The activity that is on: it runs, or its result is being shown."""
    return next((one for one in reversed(image.all(SessionActivity)) if one.state != "closed"), None)


def reveals(activity: SessionActivity) -> frozenset[datetime]:
    """When its cards were revealed: all of one reveal are of one moment."""
    before = {datetime.fromisoformat(moment) for moment in activity.revealed_before}
    return frozenset(before | ({activity.closed_at} if activity.closed_at else set()))


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
        mine = sa.and_(_C.session_activity_id == activity.id, _mine(s, author_id, author_key))
        if (s.connection.execute(sa.select(sa.func.count()).where(mine)).scalar() or 0) >= MOST_CARDS:
            raise CjmError(f"{MOST_CARDS} cards are enough for one round. Take one back first.")
        waiting = sa.select(sa.func.count()).where(_C.session_activity_id == activity.id)
        if len(s.image.all(Entry)) + int(s.connection.execute(waiting).scalar() or 0) >= MOST["entries"]:
            raise CjmError(no_room("entries"))
        s.connection.execute(
            SEALED_CARDS.insert().values(
                id=id,
                session_activity_id=activity.id,
                author_id=author_id,
                author_key=author_key,
                department_id=_department(s, activity, for_participant or s.actor.participant_id),
                **values,
            )
        )
    elif (stored.author_id and s.image.became(stored.author_id), stored.author_key) != (author_id, author_key):
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
    s.connection.execute(SEALED_CARDS.delete().where(_C.id == id, _mine(s, *_author(s, activity, key, for_participant))))


def _department(s: Sealing, activity: SessionActivity, person_id: str | None) -> str | None:
    """The writer's department; without names only where three or more of it are here (on the roster, where nobody is
    here), since it would be the name of whoever is alone in it."""
    person = s.image.find(Participant, person_id)
    if person is None or activity.names_shown:
        return person.department_id if person else None
    everybody, ids = s.image.all(Participant), here_in(s.connection, s.image).ids
    here = [one for one in everybody if one.id in ids] or everybody
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


def _mine(s: Sealing, author_id: str | None, author_key: str | None) -> sa.ColumnElement[bool]:
    return _C.author_key == author_key if author_key else _C.author_id.in_(s.image.were(author_id or ""))


# Votes ---------------------------------------------------------------------------------------------------------------

_B = SEALED_BALLOTS.c


@sealed("cast")
def cast(
    s: Sealing,
    *,
    subject_id: str,
    axis: str,
    value: int | None = None,
    activity_id: str | None = None,
    for_participant: str | None = None,
) -> None:
    """Vote on one subject and axis, again as often as one likes while the round is open; no value is "I can't judge".

    ``value``: 1 for a pick, the number of dots, 1 to 5, emotion from -2 to +2.
    """
    activity = s.running(("pick", "dot_vote", "rate", "score"), activity_id)
    option = option_of(s.image, activity.kind, subject_id)
    if option is None and subject_id in s.image.linked_from("covers", activity.id):
        raise CjmError("That was removed meanwhile, so it can’t be voted on any more. What you gave it is yours again.")
    asked = {one.id for one in subjects(s.image, activity)}
    if option is None or option.id not in asked or axis not in axes_of(activity.kind, option):
        raise CjmError("That is not voted on in this round. Reload the page.")
    low, high = LIMITS[axis]
    if value is None and activity.kind in {"pick", "dot_vote"}:
        value = 0
    if value is not None and not low <= value <= high:
        raise CjmError(f"That goes from {low} to {high}.")
    voter = s.voter(for_participant)
    vote = votes.Vote(voter, subject_id if axis == "dots" else option.id, axis, value)
    if not votes.place(s.connection, s.image, activity, vote, option):
        raise CjmError(f"All {activity.dots} dots are placed: take one back first.")


@sealed("say_done")
def say_done(s: Sealing, *, done: bool = True, activity_id: str | None = None, for_participant: str | None = None) -> None:
    """ "I'm done", or not yet; who has said so is seen, never what they did."""
    activity = s.running(("write", "pick", "dot_vote", "rate", "score", "break_out"), activity_id)
    voter = s.voter(for_participant)
    ids = s.image.were(voter)
    this = sa.and_(SEALED_DONE.c.session_activity_id == activity.id, SEALED_DONE.c.voter_id.in_(ids))
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


def counts(connection: sa.Connection, activity_id: str, image: WorkshopState) -> Counts:
    """Three small counts in one query; of people who were merged each is counted once."""

    def number(what: Any, table: sa.Table) -> sa.ScalarSelect[Any]:
        return sa.select(what).select_from(table).where(table.c.session_activity_id == activity_id).scalar_subquery()

    row = connection.execute(
        sa.select(
            number(sa.func.count(), SEALED_CARDS),
            number(sa.func.count(sa.distinct(_B.voter_id)), SEALED_BALLOTS),
            number(sa.func.count(), SEALED_DONE),
        )
    ).one()
    if image.successors.keys() & image.rows[Participant.table_name].keys():
        voted = sa.select(_B.voter_id).where(_B.session_activity_id == activity_id).distinct()
        voters = {image.became(id) for id in connection.execute(voted).scalars()}
        return Counts(row[0], len(voters), len(done_voters(connection, activity_id, image)))
    return Counts(*row)


def own_cards(connection: sa.Connection, activity_id: str, actor: Actor, image: WorkshopState) -> list[dict[str, str]]:
    """One's own cards of a round with names, where they will stand; without names only the phone knows which are its own."""
    query = sa.select(_C.id, _C.text, _C.stage_id, _C.lane_id).where(
        _C.session_activity_id == activity_id, _C.author_id.in_(image.were(voter_id(actor)))
    )
    rows = connection.execute(query.order_by(_C.id)).mappings()
    return [{**row, "stage_id": image.became(row["stage_id"]), "lane_id": image.became(row["lane_id"])} for row in rows]


def own_votes(connection: sa.Connection, activity: SessionActivity, actor: Actor, image: WorkshopState) -> dict[str, Any]:
    """``votes`` by option and axis, an empty value is "I can't judge"; ``returned``, what was voted on and is gone."""
    mine = votes.stored(connection, activity, image.were(voter_id(actor)))
    found: dict[str, dict[str, int | None]] = {}
    for vote in votes.counted(image, activity, mine):
        found.setdefault(vote.subject_id, {})[vote.axis] = vote.value
    gone = votes.returned(image, activity, mine)
    return {"votes": found, "returned": gone} if gone else {"votes": found}


def done_voters(connection: sa.Connection, activity_id: str, image: WorkshopState) -> set[str]:
    """Who said "I'm done", by the ids that they have by now."""
    query = sa.select(SEALED_DONE.c.voter_id).where(SEALED_DONE.c.session_activity_id == activity_id)
    return {image.became(id) for id in connection.execute(query).scalars()}
