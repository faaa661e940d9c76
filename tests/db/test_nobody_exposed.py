"""What is said blind or without names leads to nobody: not in any table, the history, a version, an export, nor in the raw
bytes of the database's files. Several people go through each kind of activity from its start to its end, and once more."""

from __future__ import annotations

import json
import uuid
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from cjm import customer, frame, pain_points, priorities, value_stream, versions, workshops
from cjm.core.access import Actor, Role
from cjm.core.document import encode, export_document
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.core.tokens import hashed
from cjm.now.now import now
from cjm.people import invitations, roster, seats
from cjm.session.activities import close_activity, reveal_activity, start_activity, vote_again
from cjm.session.kinds import AXES, LIMITS
from cjm.session.parking import edit_parked_thought, happens_to_us_too, park_thought
from cjm.session.sealed import cast, say_done, take_back_sealed_card, write_sealed_card
from db.engine import Store
from db.migrate import _config, migrate
from db.tables import (
    ACTIVITY,
    SEALED_BALLOTS,
    SEATS,
    SNAPSHOTS,
    Ballot,
    Base,
    Echo,
    Entry,
    Lane,
    ParkedThought,
    SessionActivity,
    ValueStream,
)

STARTER = Actor("Facilitator", Role.FACILITATOR)
BEFORE = "0014"
"""The last revision of the database in which more was stored."""
HOUSES = {
    "Ana": "Desk",
    "Ben": "Desk",
    "Cem": "Desk",
    "Dia": "Desk",
    "Eli": "Works",
    "Fay": "Works",
    "Gus": "Works",
    "Hal": "Works",
    "Ida": "Alone",
}
Unit = tuple[str, str]
"""Where it stands, and everything that stands together there, as text."""


class Hall:
    """Nine people with seats and phones: four who meet customers, four who deliver, and one alone in her department."""

    def __init__(self, store: Store) -> None:
        self.store, self.service = store, Service(store)
        self.keys = {name: f"browser-of-{name}-{uuid.uuid4().hex}" for name in HOUSES}
        lead = f"browser-of-the-lead-{uuid.uuid4().hex}"
        workshop_id = workshops.create_workshop(self.service, STARTER, name="W", browser_key=lead)
        self.lead = Context(self.service, seats.actor_at(self.service, lead, workshop_id), workshop_id)
        stream = self.lead.image().all(ValueStream)[0].id
        self.stages = [value_stream.add_stage(self.lead, stream_id=stream, name=name) for name in ("Ask", "Wait")]
        self.lane = next(one.id for one in self.lead.image().all(Lane) if one.kind == "pain_point")
        for text in ("Long wait", "Asked twice", "No answer"):
            pain_points.add_entry(self.lead, stage_id=self.stages[0], lane_id=self.lane, text=text)
            priorities.add_action(self.lead, name=f"Mend: {text}")
            customer.add_candidate(self.lead, name=f"Who meets: {text}")
        self.departments = {
            name: frame.add_to_frame(self.lead, kind="departments", fields={"name": name, "faces_customer": name != "Works"})  # type: ignore[arg-type]
            for name in dict.fromkeys(HOUSES.values())
        }
        token = invitations.invite(self.lead).token
        self.people = {}
        for name, house in HOUSES.items():
            invitations.join(self.service, self.keys[name], token=token, name=name, department_id=self.departments[house])
            actor = seats.actor_at(self.service, self.keys[name], workshop_id)
            self.people[name] = Context(self.service, actor, workshop_id)
        for one in self.people.values():
            assert one.actor.id
            roster.edit_person(self.lead, id=one.actor.id, present=True)
        self.gone: list[str] = []
        """What nothing may hold any more once the activity is over."""

    def identities(self) -> dict[str, tuple[str, ...]]:
        """All that tells of a person, by name."""
        return {
            name: (
                str(one.actor.id),
                str(one.actor.seat_id),
                f'"{name}"',
                self.keys[name],
                hashed(self.keys[name]),
                *([self.departments["Alone"]] if HOUSES[name] == "Alone" else []),
            )
            for name, one in self.people.items()
        }

    def restart(self) -> None:
        """Nothing is kept in memory."""
        service = self.service = Service(self.store)
        self.lead = replace(self.lead, service=service)
        self.people = {name: replace(one, service=service) for name, one in self.people.items()}

    def write(self, name: str, text: str, key: str | None, **more: Any) -> str:
        id = more.pop("id", None) or str(uuid.uuid4())
        at = {"stage_id": self.stages[0], "lane_id": self.lane}
        return write_sealed_card(self.people[name], id=id, text=text, key=key, **at, **more)


@pytest.fixture
def hall(store: Store) -> Hall:
    return Hall(store)


def units(hall: Hall) -> Iterator[Unit]:
    """Every row of every table there is, a line of the history once for each change, versions row by row; every export."""
    with hall.store.reading() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                values = dict(row)
                if table is ACTIVITY:
                    changes = values.pop("changes")
                    yield from ((f"activity, {one['kind']}", _text([values, one])) for one in changes or [{"kind": ""}])
                elif table is SNAPSHOTS:
                    yield from _rows(f"version {values['reason']}", json.loads(zlib.decompress(values["document"])))
                else:
                    yield table.name, _text(values)
    for who in (hall.lead, *hall.people.values()):
        yield from _rows("export", json.loads(export_document(who)))


def _rows(where: str, document: Any) -> Iterator[Unit]:
    yield from ((f"{where}, {kind}", _text(row)) for kind, rows in document.items() if isinstance(rows, list) for row in rows)


def _text(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def joined(hall: Hall, said: list[str]) -> set[tuple[str, str, str]]:
    """Where, of whom and what: something said, or a vote, that stands together with somebody who could have said it."""
    found = set()
    identities = hall.identities()
    for where, text in units(hall):
        vote = where.endswith("ballots")
        telling = [word for word in said if word in text] or (["a vote"] if vote else [])
        found |= {(where, name, what) for what in telling for name, own in identities.items() if any(one in text for one in own)}
    return found


def raw(store: Store) -> bytes:
    """The bytes of the database's files, the log's too; all that tables hold where there are none."""
    if store.dialect != "sqlite":
        return b""
    file = Path(str(store.url.database))
    return b"".join(one.read_bytes() for one in sorted(file.parent.glob(file.name + "*")))


def everything_alike(rows: list[Any], but: set[str]) -> None:
    """Nothing but ``but`` differs between rows, so that no other field can lead to somebody; by the model's fields."""
    assert len(rows) > 1
    for field in set(type(rows[0]).model_fields) - but - {"id", "position"}:
        assert len({str(getattr(one, field)) for one in rows}) == 1, field


def test_cards_without_names_lead_to_nobody(hall: Hall) -> None:
    said: list[str] = []
    for turn in ("first", "second"):
        activity = start_activity(hall.lead, kind="write", names_shown=False)
        keys = {name: f"key-{uuid.uuid4().hex}-{uuid.uuid4().hex}" for name in HOUSES}
        words = []
        for number in range(3):
            for name in HOUSES:
                ids = [hall.write(name, f"{turn} draft {number} {uuid.uuid4().hex}", keys[name])]
                words.append(f"{turn} thought {uuid.uuid4().hex}")
                hall.write(name, words[-1], keys[name], id=ids[0])
                ids.append(hall.write(name, f"{turn} taken back {uuid.uuid4().hex}", keys[name]))
                take_back_sealed_card(hall.people[name], id=ids[1], key=keys[name])
                hall.gone += ids
                say_done(hall.people[name])
        said += words
        assert joined(hall, said) == set(), "not even while it runs"
        hall.gone += [*keys.values(), *map(hashed, keys.values()), f"{turn} draft", f"{turn} taken back"]
        versions.take_snapshot(hall.lead, name=turn)
        assert reveal_activity(hall.lead, id=activity) == len(words)
        cards = [one for one in hall.lead.image().all(Entry) if one.text in words]
        everything_alike(cards, {"text", "stage_id", "lane_id", "department_id"})
        shown = Counter(one.department_id for one in cards)
        assert shown == {hall.departments["Desk"]: 12, hall.departments["Works"]: 12, None: 3}, "whoever is alone has none"
        assert [one.text for one in cards] != words
        with hall.store.reading() as connection:
            stored = [row.text for row in connection.execute(sa.text("SELECT text FROM entries")) if row.text in words]
        assert stored != words, "not by the order of rows either"
        close_activity(hall.lead, id=activity)
        versions.take_snapshot(hall.lead, name=f"{turn} over")
    assert joined(hall, said) == set()
    assert_gone(hall)


@pytest.mark.parametrize("kind", list(AXES))
def test_votes_lead_to_nobody(hall: Hall, kind: Any) -> None:
    activity = start_activity(hall.lead, kind=kind, dots=2)
    rounds = [activity]
    for turn in range(2):
        options = now(hall.lead)["activity"]["options"]
        for number, (name, one) in enumerate(hall.people.items()):
            for option in options if kind in ("rate", "score") else options[number % 2 :][:1]:
                for axis in option["axes"]:
                    low, high = LIMITS[axis]
                    value = 1 if kind in ("pick", "dot_vote") else low if number < 5 else high
                    if name == "Hal":  # has no device
                        cast(hall.lead, subject_id=option["id"], axis=axis, value=value, for_participant=one.actor.id)
                    else:
                        cast(one, subject_id=option["id"], axis=axis, value=value)
            say_done(one)
        assert {where for where, _, _ in joined(hall, [])} <= {"sealed_ballots"}, "only where it can still be changed"
        columns = set(SEALED_BALLOTS.c.keys())
        assert columns == {"session_activity_id", "voter_id", "subject_id", "axis", "value"}, "nothing more than is needed"
        reveal_activity(hall.lead, id=rounds[-1])
        assert joined(hall, []) == set()
        image = hall.lead.image()
        round_id = image.get(SessionActivity, rounds[-1]).round_id
        everything_alike(image.by(Ballot, "round_id")[round_id], {"subject_id", "axis", "value", "voter_group"})
        cells: dict[tuple[str, str], Counter[str | None]] = defaultdict(Counter)
        for ballot in image.all(Ballot):
            cells[ballot.round_id + ballot.subject_id, ballot.axis][ballot.voter_group] += 1
        assert all(min(groups.values()) >= 3 or set(groups) == {None} for groups in cells.values()), cells
        versions.take_snapshot(hall.lead, name=f"turn {turn}")
        if turn == 0 and kind in ("pick", "dot_vote", "score") and now(hall.lead)["results"]["again"]:
            rounds.append(vote_again(hall.lead, id=rounds[-1]))
        elif turn == 0:
            rounds.append(start_activity(hall.lead, kind=kind))
    close_activity(hall.lead, id=rounds[-1])
    assert joined(hall, []) == set()
    for id in rounds:  # as a sealed row begins in the file
        hall.gone += [id + str(one.actor.id) for one in hall.people.values()]
    assert_gone(hall)


def test_who_alone_meets_customers_is_not_told_by_her_group(hall: Hall) -> None:
    activity = start_activity(hall.lead, kind="score")
    option = now(hall.lead)["activity"]["options"][0]["id"]
    for name in ("Ana", "Eli", "Fay", "Gus", "Hal"):
        cast(hall.people[name], subject_id=option, axis="impact", value=1 if name == "Ana" else 5)
    reveal_activity(hall.lead, id=activity)
    assert {one.voter_group for one in hall.lead.image().all(Ballot)} == {None}


def test_what_is_said_of_cards_without_names_and_parked_without_one_leads_to_nobody(hall: Hall) -> None:
    activity = start_activity(hall.lead, kind="write", names_shown=False)
    written = [hall.write(name, f"card of {uuid.uuid4().hex}", f"key-{uuid.uuid4().hex}") for name in ("Ana", "Eli")]
    reveal_activity(hall.lead, id=activity)
    cards = [one for one in hall.lead.image().all(Entry) if one.text.startswith("card of ")]
    assert len(written) == len(cards) == 2
    keys = {name: f"echo-{uuid.uuid4().hex}" for name in HOUSES}
    said = [f"thought {uuid.uuid4().hex}" for _ in HOUSES]
    for text, (name, one) in zip(said, hall.people.items(), strict=True):
        act = one.once(str(uuid.uuid4()))
        assert park_thought(act, text=text, nameless=True) == park_thought(act, text=text, nameless=True), "sent twice"
        for card in cards:
            happens_to_us_too(one, id=card.id, key=keys[name])
        with pytest.raises(CjmError, match="without a name"):
            happens_to_us_too(one, id=cards[0].id)
    assert happens_to_us_too(hall.people["Ana"], id=cards[0].id, key=keys["Ana"]) == len(HOUSES), "said once a person"
    assert happens_to_us_too(hall.people["Ana"], id=cards[0].id, key=keys["Ana"], yes=False) == len(HOUSES) - 1
    assert happens_to_us_too(hall.people["Ana"], id=cards[0].id, key=keys["Ana"]) == len(HOUSES)
    echoes, thoughts = hall.lead.image().all(Echo), hall.lead.image().all(ParkedThought)
    assert len({one.id for one in echoes}) == 2 * len(HOUSES), "a person’s are not joined by what they have in common"
    but = {"entry_id", "created_at", "updated_at", "version", "deleted_at"}
    everything_alike(echoes, but)
    everything_alike(thoughts, {"text", "created_at", "updated_at"})
    assert {one.created_at.second + one.created_at.microsecond for one in (*echoes, *thoughts)} == {0}
    with hall.store.reading() as connection:
        query = sa.select(ACTIVITY).where(ACTIVITY.c.command.in_(["park_thought", "happens_to_us_too"]))
        lines = connection.execute(query).mappings().all()
        seen = [row.seen_at for row in connection.execute(sa.select(SEATS)) if row.seen_at != row.made_at]
    assert len(lines) > 3 * len(HOUSES) and {(one["actor_id"], one["actor_name"]) for one in lines} == {(None, "Somebody")}
    assert {one["at"].second + one["at"].microsecond for one in lines} == {0}
    assert not {one["at"] for one in lines} & set(seen)
    assert joined(hall, [*said, *(one.id for one in (*echoes, *thoughts)), "card of "]) == set()
    assert all(not one["mine"] for one in now(hall.people["Ana"])["parked"])
    with pytest.raises(NotAllowed):
        edit_parked_thought(hall.people["Ana"], id=thoughts[0].id, text="changed")
    hall.gone += keys.values()
    assert_gone(hall)


def assert_gone(hall: Hall) -> None:
    """Nothing of it in any byte of the files."""
    found = raw(hall.store)
    if found:
        assert b"Facilitator" in found, "it would be found"
    everything = _text(list(units(hall)))
    assert [word for word in hall.gone if word in everything or word.encode() in found] == []


def test_what_is_being_read_is_wiped_in_the_background_and_holds_up_nobody(sqlite_store: Store) -> None:
    hall = Hall(sqlite_store)
    log = Path(f"{sqlite_store.url.database}-wal")
    activity = start_activity(hall.lead, kind="write", names_shown=False)
    key = f"key-{uuid.uuid4().hex}"
    hall.write("Ana", "Said by nobody", key)
    with sqlite_store.reading() as connection:
        connection.execute(sa.select(ACTIVITY.c.revision)).all()
        reveal_activity(hall.lead, id=activity)
        assert hashed(key).encode() in raw(sqlite_store), "the log can’t be emptied while somebody reads it"
        pain_points.add_entry(hall.lead, stage_id=hall.stages[0], lane_id=hall.lane, text="Goes on")
        wiper = sqlite_store._wiper
        assert wiper is not None
    wiper.join(timeout=60)
    assert log.stat().st_size == 0 and hashed(key).encode() not in raw(sqlite_store)
    assert any(one.text == "Goes on" for one in hall.lead.image().all(Entry))


def test_what_was_stored_of_it_before_is_cleaned(store: Store) -> None:
    """Who was called to explain, which vote was entered for somebody, and the one who meets customers among those who don't."""
    hall = Hall(store)
    activity = start_activity(hall.lead, kind="score")
    option = now(hall.lead)["activity"]["options"][0]["id"]
    for name, one in hall.people.items():
        cast(one, subject_id=option, axis="impact", value=1 if name < "E" else 5)
    reveal_activity(hall.lead, id=activity)
    versions.take_snapshot(hall.lead, name="Scored")
    odd, mark, ida = hall.lead.image().all(Ballot)[0], str(uuid.uuid4()), hall.people["Ida"].actor.id

    def as_it_was(ballot: dict[str, Any]) -> dict[str, Any]:
        alone = ballot["id"] == odd.id
        told = {"source": "facilitator", "voter_group": "customer_facing"} if alone else {"voter_group": "delivering"}
        return {**ballot, **told}

    def version_as_it_was(packed: bytes) -> bytes:
        document = json.loads(zlib.decompress(packed))
        document = {**document, "ballots": [as_it_was(one) for one in document["ballots"]], "calls_to_explain": []}
        return zlib.compress(json.dumps(document).encode())

    config = _config()
    with store.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
        calls = sa.Table("calls_to_explain", sa.MetaData(), autoload_with=connection)
        moment = {name: hall.lead.image().workshop.created_at for name in ("created_at", "updated_at")}
        who = {"author_id": ida, "subject_id": option, "axis": "impact", "end": "highest", "round_id": odd.round_id}
        row = {"id": mark, "version": 1, "position": "a0", "visibility": "private", "internal": False, **who}
        connection.execute(calls.insert().values(workshop_id=hall.lead.workshop_id, **row, **moment))
        ballots = sa.Table("ballots", sa.MetaData(), autoload_with=connection)
        for stored in connection.execute(sa.select(ballots)).mappings().all():
            connection.execute(ballots.update().where(ballots.c.id == stored["id"]).values(**as_it_was(dict(stored))))
        for line in connection.execute(sa.select(ACTIVITY).where(ACTIVITY.c.command == "reveal_activity")).mappings().all():
            changes = [
                {**one, "after": as_it_was(one["after"])} if one["kind"] == "ballots" else one for one in line["changes"]
            ] + [{"op": "add", "kind": "calls_to_explain", "id": mark, "before": {}, "after": row}]
            connection.execute(ACTIVITY.update().where(ACTIVITY.c.revision == line["revision"]).values(changes=changes))
        for version in connection.execute(sa.select(SNAPSHOTS)).mappings().all():
            was = version_as_it_was(version["document"])
            connection.execute(SNAPSHOTS.update().where(SNAPSHOTS.c.id == version["id"]).values(document=was))
    if store.dialect == "sqlite":
        assert mark.encode() in raw(store)
    migrate(store)
    hall.restart()
    cast_then = hall.lead.image().by(Ballot, "round_id")[odd.round_id]
    everything_alike(cast_then, {"subject_id", "axis", "value"})
    told = [text for where, text in units(hall) if odd.id in text and "ballots" in where]
    assert len(told) >= 3 and not any("customer_facing" in one or '"facilitator"' in one for one in told)
    kept = versions.document_of(hall.lead, versions.snapshots(hall.lead)[0].id)
    assert encode(kept) == export_document(hall.lead), "a version can be opened, and its text is the exporter’s own"
    hall.gone += [mark]
    assert_gone(hall)
