"""Seats: which browser is whom. A seat is a row under the hash of the browser's key; the key itself is never stored."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cjm.core.access import Actor, Right, Role, require
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.core.settings import most_starts
from cjm.core.tokens import hashed
from cjm.people.names import alike
from db.faults import DatabaseFault
from db.tables import SEATS, TABLES, Department, Participant

NO_SEAT = (
    "This browser has no seat in this workshop. Ask the facilitator for the link, scan the QR code on the screen, "
    "or type the spoken code."
)
HOUR = timedelta(hours=1)
SEEN_MINUTES = 5
SEEN_EVERY = timedelta(minutes=SEEN_MINUTES)
JUST_CAME = timedelta(seconds=30)
"""How long who sits down counts as being here, until their page has opened."""
RANK = {Role.REVIEWER: 0, Role.CONTRIBUTOR: 1, Role.LEADER: 2, Role.FACILITATOR: 3}


ANOTHER = "another"
"""The answer of who is none of those with a like name."""


@dataclass(frozen=True)
class Alike:
    """Somebody on the roster with a like name. ``taken`` if they have a seat, ``here`` if they have one at this very browser."""

    id: str
    name: str
    department: str
    taken: bool
    here: bool

    @property
    def called(self) -> str:
        return f"{self.name}, {self.department}" if self.department else self.name


class WhoAreYou(CjmError):
    """Somebody of a like name is on the roster; nobody becomes them, or a second one of that name, without saying so."""

    def __init__(self, people: tuple[Alike, ...]) -> None:
        self.people = people
        names = people[0].called if len(people) == 1 else " or ".join(one.called for one in people)
        super().__init__(f"Are you {names}? Say so, or that you are another person of that name.")


class NoSeat(NotAllowed):
    """Nobody of this workshop sits at this browser. Says the same of a workshop that is not there."""

    def __init__(self) -> None:
        super().__init__(NO_SEAT)


class PutDown(NoSeat):
    """The phone was passed on, and nobody has said yet that they hold it: until then it is nobody's."""


@dataclass(frozen=True)
class Seat:
    """One browser's place. ``name`` is the participant's, or of who has none what they were called on sitting down."""

    id: str
    role: Role
    name: str
    participant_id: str | None
    made_at: datetime
    seen_at: datetime
    put_down: bool = False

    def actor(self) -> Actor:
        return Actor(self.name, self.role, self.participant_id or self.id, self.participant_id, self.id)


# Who is this? --------------------------------------------------------------------------------------------------------

_PEOPLE = TABLES["participants"]
_SEATED = (
    sa.select(
        SEATS.c.id,
        SEATS.c.role,
        SEATS.c.name,
        SEATS.c.participant_id,
        SEATS.c.made_at,
        SEATS.c.seen_at,
        SEATS.c.workshop_id,
        SEATS.c.put_down_at,
        _PEOPLE.c.name.label("person"),
        _PEOPLE.c.deleted_at,
        _PEOPLE.c.merged_into,
    )
    .select_from(SEATS.outerjoin(_PEOPLE, _PEOPLE.c.id == SEATS.c.participant_id))
    .where(SEATS.c.revoked_at.is_(None))
)


def seats_at(service: Service, browser_key: str, workshop_id: str) -> list[Seat]:
    """Who sits at a browser, the one who counts now first; several on a shared phone. One query."""
    with service.store.reading() as connection:
        return _seats_at(connection, hashed(browser_key), workshop_id)


def known(service: Service, browser_key: str) -> bool:
    """Whether anybody has sat down at this browser, in any workshop."""
    with service.store.reading() as connection:
        return _any_seat(connection, SEATS.c.key_hash == hashed(browser_key))


def renew(service: Service, browser_key: str, former: Sequence[str]) -> None:
    """A browser's new key takes over the seats of its former ones, which open nothing any more; who knows those has the right."""
    theirs = SEATS.c.key_hash.in_([hashed(one) for one in former])
    with service.store.reading() as connection:
        if not _any_seat(connection, theirs):
            return
    with service.store.writing() as connection:
        connection.execute(SEATS.update().where(theirs).values(key_hash=hashed(browser_key)))


def _any_seat(connection: sa.Connection, which: sa.ColumnElement[bool]) -> bool:
    return connection.execute(sa.select(SEATS.c.id).where(which).limit(1)).first() is not None


@dataclass(eq=False)
class Seating:
    """Who sits where in a workshop at one moment; ``rows`` of what is known of each seat, by its id, the browser first."""

    mark: tuple[Any, ...]
    rows: dict[str, tuple[Any, ...]]
    _since: tuple[Seating, frozenset[str]] | None = None

    def may_differ(self, since: Seating | None, seat_id: str | None) -> bool:
        """Whether somebody else, or nobody, may sit at the browser with this seat than did at ``since``, or with other rights."""
        if since is None or since is self:
            return since is None
        if self._since is None or self._since[0] is not since:
            differ = {id for id in since.rows.keys() | self.rows.keys() if since.rows.get(id) != self.rows.get(id)}
            both = [rows[id] for rows in (since.rows, self.rows) for id in rows if id in differ or rows[id][-1] is not None]
            self._since = (since, frozenset(row[0] for row in both))  # who was merged is called as somebody else is
        row = self.rows.get(seat_id or "") or since.rows.get(seat_id or "")
        return row is None or row[0] in self._since[1]


_HERE = sa.bindparam("workshop_id", type_=sa.String())
_SITTING = (
    _SEATED.with_only_columns(
        SEATS.c.id,
        SEATS.c.key_hash,
        SEATS.c.role,
        SEATS.c.name,
        SEATS.c.participant_id,
        SEATS.c.taken_at,
        SEATS.c.put_down_at,
        _PEOPLE.c.name.label("person"),
        _PEOPLE.c.deleted_at,
        _PEOPLE.c.merged_into,
    )
    .where(SEATS.c.workshop_id == _HERE)
    .order_by(SEATS.c.id)
)
_NOW = _SITTING.subquery()


def _all_of(*columns: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    words = [sa.func.coalesce(sa.cast(column, sa.String), "") for column in columns]
    joined: sa.ColumnElement[str] = words[0]
    for word in words[1:]:
        joined = joined.op("||")("|").op("||")(word)
    return sa.func.aggregate_strings(joined, ";")


_MARK = sa.select(
    _all_of(*(_NOW.c[name] for name in ("id", "role", "participant_id", "taken_at", "put_down_at", "deleted_at", "merged_into"))),
    _all_of(_NOW.c.name, _NOW.c.person),
)


def seating(service: Service, workshop_id: str, known: Seating | None = None) -> Seating:
    """Who sits where now: ``known`` itself if nobody has got another seat, role or name since. One query then, else two."""
    with service.store.reading() as connection:
        mark = tuple(connection.execute(_MARK, {"workshop_id": workshop_id}).one())
        if known is not None and known.mark == mark:
            return known
        rows = connection.execute(_SITTING, {"workshop_id": workshop_id})
        return Seating(mark, {row[0]: tuple(row[1:]) for row in rows})


_AT = _SEATED.where(SEATS.c.key_hash == sa.bindparam("key_hash"), SEATS.c.workshop_id == _HERE).order_by(
    SEATS.c.taken_at.desc(), SEATS.c.id
)


def _seats_at(connection: sa.Connection, key_hash: str, workshop_id: str) -> list[Seat]:
    rows = connection.execute(_AT, {"key_hash": key_hash, "workshop_id": workshop_id}).mappings()
    return [seat for row in rows if (seat := _seat(connection, row)) is not None]


def _seat(connection: sa.Connection, row: Mapping[Any, Any]) -> Seat | None:
    """None if the participant was taken off the roster."""
    person_id, name = row["participant_id"], row["person"] or row["name"]
    gone, merged = row["deleted_at"] is not None, row["merged_into"]
    for _ in range(10):
        if not gone or person_id is None:
            put_down = row["put_down_at"] is not None
            return Seat(row["id"], Role(row["role"]), name, person_id, row["made_at"], row["seen_at"], put_down)
        known = (_PEOPLE.c.id == merged, _PEOPLE.c.workshop_id == row["workshop_id"])
        after = connection.execute(
            sa.select(_PEOPLE.c.id, _PEOPLE.c.name, _PEOPLE.c.deleted_at, _PEOPLE.c.merged_into).where(*known)
        )
        found = after.first()
        if found is None:
            return None
        person_id, name, gone, merged = found.id, found.name, found.deleted_at is not None, found.merged_into
    return None


def actor_at(service: Service, browser_key: str | None, workshop_id: str) -> Actor:
    """Who this browser is in this workshop. Raises NoSeat, which is PutDown while the phone lies between two people."""
    found = seats_at(service, browser_key, workshop_id) if browser_key else []
    if not found:
        raise NoSeat
    if found[0].put_down:
        raise PutDown
    if datetime.now(UTC) - found[0].seen_at > SEEN_EVERY:
        _seen(service, found[0].id)
    return found[0].actor()


def _seen(service: Service, seat_id: str) -> None:
    """Note that somebody is there, now and then: a read should seldom write, and works where nothing can be written."""
    if not service.seldom(("seen", seat_id), timedelta(minutes=1)):
        return
    with contextlib.suppress(DatabaseFault), service.store.writing() as connection:
        # not to the second, so that it is not the very moment at which something was said without a name
        now = datetime.now(UTC)
        slot = now.replace(minute=now.minute - now.minute % SEEN_MINUTES, second=0, microsecond=0)
        connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(seen_at=slot))


# Sitting down --------------------------------------------------------------------------------------------------------


def sit(tx: Tx, role: Role, name: str, key_hash: str, participant_id: str | None = None, seat_id: str | None = None) -> str:
    """Store a seat in a transaction; returns its id."""
    made = seat_id or str(uuid.uuid4())
    tx.connection.execute(
        SEATS.insert().values(
            id=made,
            workshop_id=tx.workshop_id,
            key_hash=key_hash,
            role=role.value,
            name=name,
            participant_id=participant_id,
            made_at=tx.now,
            taken_at=tx.now,
            seen_at=tx.now,
            here_until=tx.now + JUST_CAME,
        )
    )
    return made


def take(connection: sa.Connection, seat_id: str, now: datetime) -> None:
    """Of the seats at a browser this one counts from ``now`` on."""
    fresh = {"taken_at": now, "seen_at": now, "put_down_at": None, "here_until": now + JUST_CAME}
    connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(**fresh))


def found_seat(tx: Tx, browser_key: str | None) -> None:
    """Whoever starts a workshop becomes its facilitator: their seat, in the same transaction.

    Raises CjmError if they have started very many of late: then nothing is stored.
    """
    if browser_key is not None:
        lately = sa.select(sa.func.count()).where(
            SEATS.c.key_hash == hashed(browser_key), SEATS.c.role == Role.FACILITATOR.value, SEATS.c.made_at > tx.now - HOUR
        )
        started = int(tx.connection.execute(lately).scalar() or 0)
        if started >= (most := most_starts()):
            raise CjmError(f"{most} workshops an hour are enough from one browser. Go on in one of yours, or wait a while.")
        seat_id = sit(tx, Role.FACILITATOR, tx.actor.name, hashed(browser_key))
        tx.actor = replace(tx.actor, id=seat_id, seat_id=seat_id)


def seat_person(tx: Tx, key_hash: str, name: str, department_id: str | None, am: str | None = None) -> str:
    """A contributor sits down, as somebody new or as one of the roster. Returns the seat's id.

    Raises WhoAreYou if somebody there has a like name and ``am`` says neither which of them this is nor ``ANOTHER``. To be
    somebody who has a seat elsewhere takes their own link.
    """
    clean = name.strip()
    if not clean:
        raise CjmError("Type your name, so that the others know who you are.")
    if department_id is not None and tx.image.find(Department, department_id) is None:
        raise CjmError("This department isn’t in the list any more. Choose another.")
    people = _alike(tx, key_hash, clean)
    if am is None and people:
        raise WhoAreYou(people)
    if am in (None, ANOTHER):
        person = tx.add(Participant, name=clean, department_id=department_id, present=True)
        return _sit_as(tx, key_hash, person, clean, None)
    known = next((one for one in people if one.id == am), None)
    if known is None:
        raise CjmError("Nobody of that name is on the roster any more. Type your name once more.")
    if known.here:
        mine = next(seat for seat in _seats_at(tx.connection, key_hash, tx.workshop_id) if seat.participant_id == known.id)
        take(tx.connection, mine.id, tx.now)
        tx.actor = mine.actor()
        return mine.id
    if known.taken:
        raise CjmError(f"{known.name} sits at another device already. Open your own link here, or ask the facilitator for it.")
    row = tx.image.get(Participant, known.id)
    before = row.model_dump(include={"present", "without_device", "department_id"})
    tx.change(Participant, row.id, present=True, without_device=False, department_id=row.department_id or department_id)
    return _sit_as(tx, key_hash, row.id, row.name, {**before, "typed": clean})


def took(am: str | None) -> str:
    """What somebody did who sat down, as the activity tells it."""
    return "joined" if am in (None, ANOTHER) else "took their place on the roster"


def _sit_as(tx: Tx, key_hash: str, person: str, name: str, claim: dict[str, Any] | None) -> str:
    seat_id = sit(tx, Role.CONTRIBUTOR, name, key_hash, person)
    tx.connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(claim=claim))
    tx.actor = Actor(name, Role.CONTRIBUTOR, person, person, seat_id)
    return seat_id


def _alike(tx: Tx, key_hash: str, name: str) -> tuple[Alike, ...]:
    """Those on the roster with a like name, who can be taken for this person first."""
    rows = tx.connection.execute(_SEATED.where(SEATS.c.workshop_id == tx.workshop_id)).mappings().all()
    mine = {seat.participant_id for seat in _seats_at(tx.connection, key_hash, tx.workshop_id)}
    taken = {seat.participant_id for row in rows if (seat := _seat(tx.connection, row)) is not None}
    found = []
    for one in tx.whole.all(Participant):
        if alike(name, one.name):
            department = tx.whole.find(Department, one.department_id)
            told = department.name if department else ""
            found.append(Alike(one.id, one.name, told, one.id in taken, one.id in mine))
    return tuple(sorted(found, key=lambda one: (one.taken and not one.here, one.name.casefold() != name.casefold())))


# Places that were taken ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """Somebody took a place on the roster, having typed its name or one that is like it."""

    seat_id: str
    participant_id: str
    name: str
    typed: str
    at: datetime


def claims(context: Context) -> list[Claim]:
    """Places that were taken and that the facilitator has not looked at yet, the latest first."""
    require(context.actor, Right.FACILITATE)
    query = _SEATED.add_columns(SEATS.c.claim).where(SEATS.c.workshop_id == context.workshop_id, SEATS.c.claim.is_not(None))
    with context.service.store.reading() as connection:
        rows = connection.execute(query.order_by(SEATS.c.made_at.desc(), SEATS.c.id)).mappings().all()
        held = [(seat, row) for row in rows if (seat := _seat(connection, row)) is not None]
    return [
        Claim(seat.id, seat.participant_id or "", seat.name, str(row["claim"].get("typed", "")), seat.made_at)
        for seat, row in held
    ]


def _claimed(tx: Tx, seat_id: str) -> sa.Row[Any]:
    row = _living(tx, seat_id)
    if row.claim is None:
        raise CjmError("Somebody has decided on this place already.")
    return row


@command("keep_place", right=Right.FACILITATE, live=True, undoable=False)
def keep_place(tx: Tx, *, seat_id: str) -> None:
    """It was who they say: nothing has to be decided any more."""
    row = _claimed(tx, seat_id)
    tx.connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(claim=None))
    tx.log_only(f"Looked at who is {row.name}")


@command("free_place", right=Right.FACILITATE, live=True, undoable=False)
def free_place(tx: Tx, *, seat_id: str) -> None:
    """It was somebody else: the seat ends, and the place on the roster is free as it was before. What was entered there stays."""
    row = _claimed(tx, seat_id)
    if row.role == Role.FACILITATOR.value:
        _refuse_if_last(tx, seat_id)
    tx.connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(revoked_at=tx.now, claim=None))
    person = tx.whole.find(Participant, row.participant_id)
    if person is not None:
        before = {name: row.claim.get(name) for name in ("present", "without_device", "department_id")}
        if tx.whole.find(Department, before["department_id"]) is None:
            before["department_id"] = None
        tx.change(Participant, person.id, **before)
    tx.log_only(f"Freed {row.name}’s place on the roster again")


# A shared phone ------------------------------------------------------------------------------------------------------


@command("put_down", right=Right.EDIT, undoable=False)
def put_down(tx: Tx) -> str:
    """The phone is passed on: it is nobody's from now on, and gets nothing more, until somebody says that they hold it. Returns
    the seat's id."""
    if tx.actor.role is not Role.CONTRIBUTOR or tx.actor.seat_id is None:
        raise CjmError("Only a contributor’s phone can be passed on.")
    tx.connection.execute(SEATS.update().where(SEATS.c.id == tx.actor.seat_id).values(put_down_at=tx.now, here_until=None))
    tx.log_only(f"{tx.actor.name} passed their phone on")
    return tx.actor.seat_id


def sat_here(service: Service, browser_key: str, workshop_id: str) -> list[Seat]:
    """Who sat at a phone that was put down, the latest first; nobody if it is somebody's."""
    here = seats_at(service, browser_key, workshop_id)
    return [seat for seat in here if seat.role is Role.CONTRIBUTOR] if here and here[0].put_down else []


def next_person(
    service: Service,
    browser_key: str,
    workshop_id: str,
    *,
    name: str,
    department_id: str | None = None,
    am: str | None = None,
    request_id: str | None = None,
) -> str:
    """Somebody new sits at a phone that was put down. Who sat here before can take it again."""
    context = Context(service, Actor(name.strip() or "Somebody", Role.CONTRIBUTOR), workshop_id, request_id)
    return pass_on(context, key_hash=hashed(browser_key), name=name, department_id=department_id, am=am)


@command("pass_on", right=Right.EDIT, undoable=False)
def pass_on(tx: Tx, *, key_hash: str, name: str, department_id: str | None = None, am: str | None = None) -> str:
    """Seat somebody else at a browser that a contributor has put down."""
    here = _seats_at(tx.connection, key_hash, tx.workshop_id)
    if not here or here[0].role is not Role.CONTRIBUTOR or not here[0].put_down:
        raise CjmError("This phone is somebody’s: let them pass it on first.")
    seat_id = seat_person(tx, key_hash, name, department_id, am)
    tx.log_only(f"{tx.actor.name} {took(am)} on a shared phone")
    return seat_id


def take_over(service: Service, browser_key: str, workshop_id: str, seat_id: str) -> None:
    """Somebody who sat at a phone before it was put down goes on there."""
    mine = {seat.id for seat in sat_here(service, browser_key, workshop_id)}
    if seat_id not in mine:
        raise CjmError("Nobody of that name sat at this phone. Choose another.")
    with service.store.writing() as connection:
        take(connection, seat_id, datetime.now(UTC))


# Who has which role --------------------------------------------------------------------------------------------------


def seats_of(context: Context) -> list[Seat]:
    """Every seat of the workshop, for its facilitator; latest first."""
    require(context.actor, Right.FACILITATE)
    with context.service.store.reading() as connection:
        rows = connection.execute(
            _SEATED.where(SEATS.c.workshop_id == context.workshop_id).order_by(SEATS.c.made_at.desc(), SEATS.c.id)
        ).mappings()
        return [seat for row in rows if (seat := _seat(connection, row)) is not None]


def _living(tx: Tx, seat_id: str) -> sa.Row[Any]:
    query = sa.select(SEATS).where(SEATS.c.id == seat_id, SEATS.c.workshop_id == tx.workshop_id, SEATS.c.revoked_at.is_(None))
    row = tx.connection.execute(query).first()
    if row is None:
        raise CjmError("This seat isn’t there any more.")
    return row


def _set_role(tx: Tx, seat_id: str, role: Role) -> None:
    tx.connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(role=role.value))


def _refuse_if_last(tx: Tx, seat_id: str) -> None:
    query = sa.select(sa.func.count()).where(
        SEATS.c.workshop_id == tx.workshop_id,
        SEATS.c.role == Role.FACILITATOR.value,
        SEATS.c.revoked_at.is_(None),
        SEATS.c.id != seat_id,
    )
    if not tx.connection.execute(query).scalar():
        raise CjmError("A workshop needs a facilitator: share that with somebody else first.")


@command("share_facilitation", right=Right.FACILITATE, undoable=False)
def share_facilitation(tx: Tx, *, participant_id: str) -> None:
    """Make a participant a facilitator, wherever they sit; their cards and scores stay theirs."""
    person = tx.image.get(Participant, participant_id)
    query = SEATS.update().where(SEATS.c.participant_id == participant_id, SEATS.c.revoked_at.is_(None))
    done = tx.connection.execute(query.values(role=Role.FACILITATOR.value))
    if not done.rowcount:
        raise CjmError(f"“{person.name}” has no seat yet: let them join first.")
    tx.log_only(f"Made {person.name} a facilitator")


@command("step_down", right=Right.FACILITATE, undoable=False)
def step_down(tx: Tx, *, seat_id: str) -> None:
    """A facilitator's seat becomes a contributor's; who was not on the roster is put there. Refused for the last one."""
    row = _living(tx, seat_id)
    if row.role != Role.FACILITATOR.value:
        raise CjmError("This seat is not a facilitator’s.")
    _refuse_if_last(tx, seat_id)
    if row.participant_id is None:
        person = tx.add(Participant, name=row.name, present=True)
        tx.connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(participant_id=person))
    _set_role(tx, seat_id, Role.CONTRIBUTOR)
    tx.log_only(f"{row.name} is a contributor now")


def hand_on(context: Context, participant_id: str) -> None:
    """Make a participant the facilitator in one's own place."""
    share_facilitation(context, participant_id=participant_id)
    if context.actor.seat_id is not None:
        step_down(replace(context, request_id=None), seat_id=context.actor.seat_id)


@command("revoke_seat", right=Right.FACILITATE, undoable=False)
def revoke_seat(tx: Tx, *, seat_id: str) -> None:
    """Take a seat away: that browser is out at its next step. What was entered there stays."""
    row = _living(tx, seat_id)
    if row.role == Role.FACILITATOR.value:
        _refuse_if_last(tx, seat_id)
    tx.connection.execute(SEATS.update().where(SEATS.c.id == seat_id).values(revoked_at=tx.now))
    tx.log_only(f"Took {row.name}’s seat away")
