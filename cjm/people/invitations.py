"""Links and spoken codes that let people in. The database has only their hashes; the process remembers what it made."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from cjm.core.access import Actor, Right, Role, require
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.core.state import WorkshopState
from cjm.core.tokens import hashed, hashed_code, new_code, new_token, spoken, typed_code
from cjm.core.vocabulary import UNNAMED
from cjm.customer_review.sharing import choose
from cjm.people.seats import RANK, Seat, _seats_at, seat_person, sit, take, took
from db.tables import INVITATIONS, SEATS, TABLES, Department, Participant

CODE_LIVES = timedelta(hours=12)
KEPT_SECRETS = 1000
ROLES = (Role.CONTRIBUTOR, Role.LEADER, Role.FACILITATOR, Role.REVIEWER)
"""Whom a link can let in, the most common first."""


class Refused(CjmError):
    """The link or code lets nobody in. ``kind`` is wrong, old or revoked; the text says what to do."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(_REFUSED[kind])


_REFUSED = {
    "wrong": "This link or code isn’t known here. Check it letter by letter, or ask the facilitator to show it again.",
    "old": "This link or code has ended. Ask the facilitator for a new one; what you entered before is still there.",
    "revoked": "This link or code was replaced. Ask the facilitator for the new one; what you entered before is still there.",
}


@dataclass(frozen=True)
class Secret:
    """What is given to people: the link's token and, for contributors, the code to say aloud. Never store or log it."""

    invitation_id: str
    token: str
    code: str

    @property
    def spoken(self) -> str:
        return spoken(self.code) if self.code else ""

    def __repr__(self) -> str:
        return f"Secret(invitation_id={self.invitation_id!r})"


@dataclass(frozen=True)
class Invitation:
    """A link as its facilitator sees it, without its secret."""

    id: str
    role: Role
    participant_id: str | None
    made_at: datetime
    ends_at: datetime | None
    code_ends_at: datetime | None


@dataclass(frozen=True)
class Found:
    """What a good link or code leads to. ``person`` is whose own link it is."""

    invitation_id: str
    workshop_id: str
    workshop: str
    role: Role
    participant_id: str | None
    person: str
    departments: tuple[tuple[str, str], ...]


# Making links --------------------------------------------------------------------------------------------------------


@command("invite", right=Right.FACILITATE, undoable=False)
def _invite(tx: Tx, *, role: Role, token_hash: str, code_hash: str | None) -> str:
    return _store(tx, role, token_hash, code_hash, None, f"Made a link for {role.value}s")


@command("renew_links", right=Right.FACILITATE, undoable=False)
def _renew(tx: Tx, *, role: Role, token_hash: str, code_hash: str | None) -> str:
    _revoke(tx, INVITATIONS.c.role == role.value, INVITATIONS.c.participant_id.is_(None))
    return _store(tx, role, token_hash, code_hash, None, f"Renewed the link for {role.value}s: the old one lets nobody in")


@command("revoke_links", right=Right.FACILITATE, undoable=False)
def revoke(tx: Tx, *, role: Role) -> None:
    """The links and codes for a role let nobody in any more; who is in stays in."""
    if not _revoke(tx, INVITATIONS.c.role == role.value, INVITATIONS.c.participant_id.is_(None)):
        raise CjmError(f"There is no link for {role.value}s that could be revoked.")
    tx.log_only(f"Revoked the link for {role.value}s")


@command("end_links", right=Right.FACILITATE, undoable=False)
def end(tx: Tx, *, role: Role, at: datetime | None) -> None:
    """When the links for a role end; None is never."""
    if at is not None and (at.tzinfo is None or at <= tx.now):
        raise CjmError("The end must lie in the future. To end it now, revoke the link.")
    changed = tx.connection.execute(
        INVITATIONS.update()
        .where(*_of(tx.workshop_id), INVITATIONS.c.role == role.value, INVITATIONS.c.participant_id.is_(None))
        .values(ends_at=at)
    )
    if not changed.rowcount:
        raise CjmError(f"There is no link for {role.value}s yet: make one first.")
    tx.log_only(f"The link for {role.value}s ends on {at:%-d %B %Y}" if at else f"The link for {role.value}s has no end any more")


@command("personal_link", right=Right.EDIT, undoable=False)
def _personal(tx: Tx, *, participant_id: str, token_hash: str) -> str:
    person = tx.image.get(Participant, participant_id)
    if tx.actor.role is not Role.FACILITATOR and tx.actor.participant_id != participant_id:
        raise NotAllowed("This link is somebody else’s own. Ask the facilitator.")
    role = Role.CONTRIBUTOR  # a facilitator's rights never hang on a link that is passed to a phone
    _revoke(tx, INVITATIONS.c.participant_id == participant_id)
    return _store(tx, role, token_hash, None, participant_id, f"Made a personal link for {person.name}")


def _store(tx: Tx, role: Role, token_hash: str, code_hash: str | None, participant_id: str | None, said: str) -> str:
    if role not in ROLES:
        raise CjmError("Nobody can be invited in this role yet.")
    if role is Role.REVIEWER:
        choose(tx)
    earlier = tx.connection.execute(
        sa.select(sa.func.max(INVITATIONS.c.ends_at)).where(
            *_of(tx.workshop_id), INVITATIONS.c.role == role.value, INVITATIONS.c.participant_id.is_(None)
        )
    ).scalar()
    made = str(uuid.uuid4())
    tx.connection.execute(
        INVITATIONS.insert().values(
            id=made,
            workshop_id=tx.workshop_id,
            role=role.value,
            participant_id=participant_id,
            token_hash=token_hash,
            code_hash=code_hash,
            code_ends_at=tx.now + CODE_LIVES if code_hash else None,
            made_at=tx.now,
            ends_at=None if participant_id else earlier,
        )
    )
    tx.log_only(said)
    return made


def _of(workshop_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (INVITATIONS.c.workshop_id == workshop_id, INVITATIONS.c.revoked_at.is_(None))


def _revoke(tx: Tx, *which: sa.ColumnElement[bool]) -> int:
    return tx.connection.execute(INVITATIONS.update().where(*_of(tx.workshop_id), *which).values(revoked_at=tx.now)).rowcount


def invite(context: Context, role: Role = Role.CONTRIBUTOR) -> Secret:
    """One more link for a role; those made before go on working."""
    return _made(context, role, _invite)


def renew(context: Context, role: Role = Role.CONTRIBUTOR) -> Secret:
    """A new link for a role; those made before let nobody in any more."""
    return _made(context, role, _renew)


def _made(context: Context, role: Role, make: Any) -> Secret:
    token, code = new_token(), new_code() if role is Role.CONTRIBUTOR else ""
    made: str = make(context, role=role, token_hash=hashed(token), code_hash=hashed_code(code) if code else None)
    return _remember(context.service, made, token, code)


def personal_link(context: Context, participant_id: str) -> Secret:
    """A participant's own link, to go on with on another device; the one before lets nobody in any more."""
    token = new_token()
    made = _personal(context, participant_id=participant_id, token_hash=hashed(token))
    return _remember(context.service, made, token, "")


def _remember(service: Service, invitation_id: str, token: str, code: str) -> Secret:
    with service.lock:
        # a repeated request made no second link: the first one's secret counts
        kept = service.secrets.setdefault(invitation_id, (token, code))
        while len(service.secrets) > KEPT_SECRETS:
            service.secrets.popitem(last=False)
    return Secret(invitation_id, *kept)


def links(context: Context) -> list[Invitation]:
    """The links that let people in now, newest first, without their secrets."""
    require(context.actor, Right.FACILITATE)
    now = datetime.now(UTC)
    query = sa.select(INVITATIONS).where(*_of(context.workshop_id)).order_by(INVITATIONS.c.made_at.desc(), INVITATIONS.c.id)
    with context.service.store.reading() as connection:
        rows = connection.execute(query).all()
    return [
        Invitation(row.id, Role(row.role), row.participant_id, row.made_at, row.ends_at, row.code_ends_at)
        for row in rows
        if row.ends_at is None or row.ends_at > now
    ]


def known_secret(context: Context, role: Role) -> Secret | None:
    """The newest link for a role that still works and whose secret this process has; None: make another with ``invite``.

    A spoken code that has ended is left out.
    """
    now = datetime.now(UTC)
    for one in links(context):
        with context.service.lock:
            secret = context.service.secrets.get(one.id)
        if one.role is role and one.participant_id is None and secret is not None:
            live = one.code_ends_at is not None and one.code_ends_at > now
            return Secret(one.id, secret[0], secret[1] if live else "")
    return None


# Coming in -----------------------------------------------------------------------------------------------------------


def look_up(service: Service, *, token: str = "", code: str = "", browser_key: str = "") -> Found:
    """Where a link's token or a typed code leads. Raises Refused, or TooManyGuesses after wrong codes.

    Links have too many bits to be guessed: slowing them down would only keep others out.
    """
    row = None
    if token:
        row = _row(service, INVITATIONS.c.token_hash == hashed(token)) if len(token) <= 200 else None
    else:
        service.guesses.check("code", browser_key)
        if typed := typed_code(code):
            row = _row(service, INVITATIONS.c.code_hash == hashed_code(typed))
    if row is None:
        if not token:
            service.guesses.wrong("code", browser_key)
        raise Refused("wrong")
    _refuse(row, bool(token))
    image = service.image(row.workshop_id)
    person = image.find(Participant, row.participant_id)
    if image.workshop.deleted_at is not None or (row.participant_id and person is None):
        raise Refused("old")
    if not token:
        service.guesses.right("code", browser_key)
    return Found(
        row.id,
        row.workshop_id,
        image.workshop.name,
        Role(row.role),
        row.participant_id,
        person.name if person else "",
        _departments(image) if row.role == Role.CONTRIBUTOR.value else (),
    )


def _departments(image: WorkshopState) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.name) for one in image.all(Department))


def _row(service: Service, which: sa.ColumnElement[bool]) -> sa.Row[Any] | None:
    with service.store.reading() as connection:
        return connection.execute(sa.select(INVITATIONS).where(which)).first()


def _refuse(row: sa.Row[Any], by_token: bool) -> None:
    now = datetime.now(UTC)
    if row.revoked_at is not None:
        raise Refused("revoked")
    if (row.ends_at is not None and row.ends_at <= now) or (not by_token and row.code_ends_at <= now):
        raise Refused("old")


def join(
    service: Service,
    browser_key: str,
    *,
    token: str = "",
    code: str = "",
    name: str = "",
    department_id: str | None = None,
    am: str | None = None,
    request_id: str | None = None,
) -> str:
    """Sit down at this browser with a link or code; returns the workshop's id. Raises CjmError.

    Who has a seat with as many rights keeps it; a link for more rights raises it. Raises WhoAreYou where somebody on the roster
    has a like name and ``am`` doesn't say whether that is them.
    """
    found = look_up(service, token=token, code=code, browser_key=browser_key)
    actor = Actor(name.strip() or found.person or found.role.value.capitalize(), found.role)
    context = Context(service, actor, found.workshop_id, request_id)
    if found.role is Role.REVIEWER:
        _join_review(context, invitation_id=found.invitation_id, key_hash=hashed(browser_key), name=name)
        return found.workshop_id
    key_hash = hashed(browser_key)
    _join(context, invitation_id=found.invitation_id, key_hash=key_hash, name=name, department_id=department_id, am=am)
    return found.workshop_id


@command("join_review", right=Right.REVIEW, undoable=False)
def _join_review(tx: Tx, *, invitation_id: str, key_hash: str, name: str) -> str:
    """A customer sits down to review the map; who has a seat already keeps it."""
    row = tx.connection.execute(sa.select(INVITATIONS).where(INVITATIONS.c.id == invitation_id)).first()
    if row is None or row.revoked_at is not None or row.workshop_id != tx.workshop_id or row.role != Role.REVIEWER.value:
        raise Refused("revoked")
    here = _seats_at(tx.connection, key_hash, tx.workshop_id)
    if here:
        return here[0].id
    called = name.strip() or UNNAMED
    if len(called) > 200:
        raise CjmError("The name is too long: keep it to 200 characters.")
    seat_id = sit(tx, Role.REVIEWER, called, key_hash)
    tx.actor = Actor(called, Role.REVIEWER, seat_id, None, seat_id)
    tx.log_only(f"{called} looks at the map as a customer" if called != UNNAMED else "A customer looks at the map")
    return seat_id


@command("join", right=Right.READ, undoable=False)
def _join(tx: Tx, *, invitation_id: str, key_hash: str, name: str, department_id: str | None, am: str | None = None) -> str:
    row = tx.connection.execute(sa.select(INVITATIONS).where(INVITATIONS.c.id == invitation_id)).first()
    if row is None or row.revoked_at is not None or row.workshop_id != tx.workshop_id or row.role == Role.REVIEWER.value:
        raise Refused("revoked")
    role = Role(row.role)
    here = _seats_at(tx.connection, key_hash, tx.workshop_id)
    current = here[0] if here and not here[0].put_down else None
    if row.participant_id is not None:
        return _join_personally(tx, row.participant_id, key_hash, here)
    if current is not None and RANK[current.role] >= RANK[role]:
        return current.id
    if role is Role.CONTRIBUTOR:
        seat_id = seat_person(tx, key_hash, name, department_id, am)
        tx.log_only(f"{tx.actor.name} {took(am)}")
        return seat_id
    called = name.strip() or (current.name if current else "")
    if not called:
        raise CjmError("Type your name, so that the others know who you are.")
    if len(called) > 200:
        raise CjmError("The name is too long: keep it to 200 characters.")
    if current is not None:
        tx.connection.execute(SEATS.update().where(SEATS.c.id == current.id).values(role=role.value))
        seat_id = current.id
    else:
        seat_id = sit(tx, role, called, key_hash)
    tx.actor = Actor(
        called, role, current.actor().id if current else seat_id, current.participant_id if current else None, seat_id
    )
    tx.log_only(f"{called} joined as {role.value}")
    return seat_id


def _join_personally(tx: Tx, participant_id: str, key_hash: str, here: list[Seat]) -> str:
    person = tx.image.get(Participant, participant_id)
    there = next((seat for seat in here if seat.participant_id == participant_id), None)
    if here and there is None and RANK[here[0].role] > RANK[Role.CONTRIBUTOR]:
        raise CjmError(f"This browser is {here[0].name}’s, who is {here[0].role.value}. Open the link on the other device.")
    if there is not None:
        take(tx.connection, there.id, tx.now)
        return there.id
    if not person.present:
        tx.change(Participant, participant_id, present=True, without_device=False)
    seat_id = sit(tx, Role.CONTRIBUTOR, person.name, key_hash, participant_id)
    tx.actor = Actor(person.name, Role.CONTRIBUTOR, participant_id, participant_id, seat_id)
    tx.log_only(f"{person.name} goes on at another device")
    return seat_id


def my_reviews(service: Service, browser_key: str | None) -> dict[str, str]:
    """The workshops that this browser only reviews as a customer, with their names; nothing else of them is theirs to know."""
    if not browser_key:
        return {}
    w = TABLES["workshops"]
    query = (
        sa.select(SEATS.c.workshop_id, SEATS.c.role, w.c.name, w.c.deleted_at)
        .join(w, w.c.id == SEATS.c.workshop_id)
        .where(SEATS.c.key_hash == hashed(browser_key), SEATS.c.revoked_at.is_(None))
        .order_by(SEATS.c.taken_at.desc(), SEATS.c.id)
    )
    with service.store.reading() as connection:
        rows = connection.execute(query).all()
    counts = {row.workshop_id: row for row in reversed(rows)}
    return {id: row.name for id, row in counts.items() if row.role == Role.REVIEWER.value and row.deleted_at is None}


def my_workshops(service: Service, browser_key: str | None) -> dict[str, Role]:
    """The workshops in which this browser has a seat and not only reviews, and who it is there: what it sat down as last."""
    if not browser_key:
        return {}
    people = TABLES["participants"]
    query = (
        sa.select(SEATS.c.workshop_id, SEATS.c.role)
        .select_from(SEATS.outerjoin(people, people.c.id == SEATS.c.participant_id))
        .where(SEATS.c.key_hash == hashed(browser_key), SEATS.c.revoked_at.is_(None))
        .where(sa.or_(people.c.deleted_at.is_(None), people.c.merged_into.is_not(None)))
        .order_by(SEATS.c.taken_at, SEATS.c.id.desc())
    )
    with service.store.reading() as connection:
        rows = connection.execute(query.where(SEATS.c.role != Role.REVIEWER.value))
        return {row.workshop_id: Role(row.role) for row in rows}
