"""The database has a fault of its own, which passes: no final no is answered, nothing is lost and nothing is stored twice."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.leaders.visits import visit
from cjm.live.hub import carry_out
from cjm.pain_points import add_theme
from cjm.people.seats import actor_at
from cjm.session.activities import start_activity
from cjm.session.kinds import subjects
from cjm.workshops import create_workshop
from db.engine import Store
from db.faults import DatabaseFault, fault_of
from db.tables import ACTIVITY, SEALED_BALLOTS, SEALED_CARDS, SEATS, Entry, Lane, SessionActivity, Stage, Theme
from tests.conftest import ROOT

ACTOR = Actor("Test", Role.FACILITATOR)
BUSY_MS = 50


def hospital(store: Store) -> Context:
    service = Service(store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


@pytest.fixture
def ctx(store: Store) -> Iterator[Context]:
    """A hospital in a store that waits for others only shortly."""
    quick = Store(store.url.render_as_string(hide_password=False), busy_ms=BUSY_MS)
    yield hospital(quick)
    quick.close()


def card(ctx: Context, text: str) -> dict[str, Any]:
    place = {"stage_id": ctx.image().all(Stage)[0].id, "lane_id": ctx.image().all(Lane)[0].id}
    return {"id": f"act-{uuid.uuid4()}", "do": "add_entry", "with": {"id": str(uuid.uuid4()), "text": text, **place}}


def stored(ctx: Context, *texts: str) -> list[str]:
    """These texts, as often and in the order in which the map has them."""
    return [one.text for one in ctx.service.image(ctx.workshop_id).all(Entry) if one.text in texts]


@contextmanager
def locked(ctx: Context) -> Iterator[None]:
    """Another process holds the database."""
    with Store(ctx.service.store.url.render_as_string(hide_password=False)).writing():
        yield


@contextmanager
def full(ctx: Context) -> Iterator[None]:
    """No page can be added to the file."""
    store = ctx.service.store
    most = "PRAGMA max_page_count={}"
    with store.writing() as connection:
        before = connection.exec_driver_sql("PRAGMA max_page_count").scalar()
        connection.exec_driver_sql(most.format(1))
    with pytest.raises(DatabaseFault, match="full"):
        for number in range(10_000):  # what room there is within its pages
            add_theme(ctx, name=f"{number} " + "long " * 20)
    yield
    with store.writing() as connection:
        connection.exec_driver_sql(most.format(before))


@contextmanager
def read_only(ctx: Context) -> Iterator[None]:
    """Another server has taken over, and this one only answers questions."""
    store = ctx.service.store
    name = store.url.database
    with store._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    store._writer.dispose()
    yield
    with store._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET default_transaction_read_only = off")
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    store._writer.dispose()


def waits_and_is_stored_once(ctx: Context, fault: Callable[[Context], Any], why: str, *texts: str) -> None:
    acts = [card(ctx, text) for text in texts]
    with fault(ctx):
        answers = [carry_out(ctx, act) for act in acts]
    assert all("ok" not in one and why in one["later"] for one in answers), answers
    assert [one["id"] for one in answers] == [act["id"] for act in acts]
    assert stored(ctx, *texts) == []
    for _ in range(2):  # the second time is a repeat of what is stored
        assert all(carry_out(ctx, act)["ok"] for act in acts)
    assert stored(ctx, *texts) == list(texts)


def test_while_another_process_holds_it(ctx: Context) -> None:
    waits_and_is_stored_once(ctx, locked, "busy", "One", "Two", "Three")


def test_while_the_disk_is_full(sqlite_store: Store) -> None:
    waits_and_is_stored_once(hospital(sqlite_store), full, "full", *(f"{number} {'long ' * 70}end" for number in range(3)))


@pytest.mark.postgres
def test_while_another_server_takes_over(postgres_store: Store) -> None:
    waits_and_is_stored_once(hospital(postgres_store), read_only, "can’t be written", "One", "Two")


WRITE = """
import json, os, sys
from cjm.core.access import Actor, Role
from cjm.live.hub import carry_out
from cjm.pain_points import add_theme
from cjm.core.service import Context, Service
from db.engine import Store
store = Store(sys.argv[1], busy_ms=50)
assert store.readable()
store.close()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)  # the superuser may write everywhere
ctx = Context(Service(store), Actor("Test", Role.FACILITATOR), sys.argv[2])
print(json.dumps(carry_out(ctx, {"id": "act-12345678", "do": "add_theme", "with": {"name": "Queues"}})))
"""


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_or_folder_that_only_can_be_read(sqlite_store: Store, what: str) -> None:
    workshop_id = create_workshop(Service(sqlite_store), ACTOR, name="Shop")
    sqlite_store.close()
    folder = Path(tempfile.mkdtemp())
    try:
        shutil.copy(str(sqlite_store.url.database), folder)
        (folder / "cjm.db").chmod(0o444 if what == "file" else 0o666)
        folder.chmod(0o777 if what == "file" else 0o555)
        told = subprocess.run(
            [sys.executable, "-c", WRITE, f"sqlite:///{folder / 'cjm.db'}", workshop_id],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert '"later"' in told and "act-12345678" in told and '"ok"' not in told
    finally:
        folder.chmod(0o777)
        shutil.rmtree(folder)


def end(ctx: Context, process: int) -> None:
    """An operator ends a connection of ours."""
    with sa.create_engine(ctx.service.store.url).connect() as other:
        other.execute(sa.select(sa.func.pg_terminate_backend(process, 5000)))


def own_process(connection: sa.Connection) -> int:
    return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


@pytest.mark.postgres
@pytest.mark.parametrize("when", ["in the middle", "before the commit", "after the commit"])
def test_a_connection_that_is_lost(postgres_store: Store, when: str) -> None:
    """After the commit it is stored though nobody has heard of it; asked again it is not stored again, and answered yes."""
    service = Service(postgres_store)
    ctx = Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))
    act = {"id": "act-12345678", "do": "add_theme", "with": {"name": "Queues"}}
    lost: list[str] = []

    def in_the_middle(connection: sa.Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if "INSERT INTO themes" in statement and not lost:
            lost.append(when)
            end(ctx, own_process(connection))

    def at_commit(connection: sa.Connection) -> None:
        if lost:
            return
        lost.append(when)
        process = own_process(connection)
        if when == "after the commit":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN")  # the driver sends a commit of its own, and that one is lost
        end(ctx, process)

    if when == "in the middle":
        sa.event.listen(postgres_store._writer, "before_cursor_execute", in_the_middle)
    else:
        sa.event.listen(postgres_store._writer, "commit", at_commit)
    answer = carry_out(ctx, act)
    assert lost and "later" in answer and "ok" not in answer, answer
    assert carry_out(ctx, act)["ok"]
    assert carry_out(ctx, act)["ok"]
    assert [one.name for one in ctx.service.image(ctx.workshop_id).all(Theme)] == ["Queues"]
    with postgres_store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).where(ACTIVITY.c.request_id == act["id"])).scalar() == 1


def test_sealed_writes_wait_too_and_count_once(ctx: Context) -> None:
    start_activity(ctx, kind="write", names_shown=True)
    act = {**card(ctx, "Unseen"), "do": "write_sealed_card"}
    with locked(ctx):
        assert "busy" in carry_out(ctx, act)["later"]
    assert [carry_out(ctx, act)["ok"] for _ in range(2)] == [True, True]
    with ctx.service.store.reading() as connection:
        assert connection.execute(sa.select(SEALED_CARDS.c.text)).scalars().all() == ["Unseen"]


def test_votes_wait_too_and_count_once(ctx: Context) -> None:
    activity = start_activity(ctx, kind="dot_vote", dots=3)
    image = ctx.service.image(ctx.workshop_id)
    subject = subjects(image, image.get(SessionActivity, activity))[0].id
    act = {"id": "act-12345678", "do": "cast", "with": {"subject_id": subject, "axis": "dots", "value": 3}}
    with locked(ctx):
        assert "busy" in carry_out(ctx, act)["later"]
    assert [carry_out(ctx, act)["ok"] for _ in range(2)] == [True, True]
    with ctx.service.store.reading() as connection:
        assert connection.execute(sa.select(SEALED_BALLOTS.c.value)).scalars().all() == [3]


def test_who_queues_behind_one_that_waits_does_not_wait_for_ever(ctx: Context) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with ctx.service.store.writing():
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    with pytest.raises(DatabaseFault, match="busy"):
        add_theme(ctx, name="Queues")
    done.set()
    thread.join()
    add_theme(ctx, name="Queues")


def test_what_is_a_mistake_of_ours_is_no_fault_of_the_database(ctx: Context) -> None:
    with pytest.raises(sa.exc.DBAPIError) as met, ctx.service.store.writing() as connection:
        connection.exec_driver_sql("SELECT nothing FROM nowhere")
    assert fault_of(met.value) is None
    with pytest.raises(sa.exc.IntegrityError), ctx.service.store.writing() as connection:
        connection.execute(sa.insert(ACTIVITY).values(workshop_id="nowhere", revision=1))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("SQLITE_BUSY", "busy"),
        ("SQLITE_BUSY_SNAPSHOT", "busy"),
        ("SQLITE_FULL", "full"),
        ("SQLITE_IOERR_WRITE", "broken"),
        ("SQLITE_IOERR_FSYNC", "broken"),
        ("SQLITE_READONLY_DBMOVED", "read-only"),
        ("SQLITE_CANTOPEN", "away"),
        ("SQLITE_CORRUPT", "broken"),
        ("SQLITE_NOTADB", "broken"),
        ("SQLITE_CONSTRAINT_UNIQUE", None),
        ("SQLITE_ERROR", None),
    ],
)
def test_what_sqlite_says(name: str, why: str | None) -> None:
    error = sqlite3.OperationalError("secret words")
    error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name  # type: ignore[misc]
    fault = fault_of(sa.exc.OperationalError("INSERT", {"text": "secret words"}, error))
    assert (fault and fault.why) == why
    assert "secret" not in str(fault)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("40001", "busy"),
        ("40P01", "busy"),
        ("53100", "full"),
        ("53300", "full"),
        ("55P03", "busy"),
        ("57P01", "away"),
        ("57P03", "away"),
        ("25006", "read-only"),
        ("08006", "away"),
        ("58030", "broken"),
        ("23505", None),
        ("42P01", None),
    ],
)
def test_what_postgresql_says(state: str, why: str | None) -> None:
    import psycopg

    error = psycopg.errors.lookup(state)("secret words")
    fault = fault_of(sa.exc.DBAPIError("INSERT", {"text": "secret words"}, error))
    assert (fault and fault.why) == why
    assert "secret" not in str(fault)


def test_who_only_looks_can_do_so_while_nothing_can_be_written(ctx: Context) -> None:
    key = "facilitator-browser-key-0123456789abcdef"
    workshop_id = create_workshop(ctx.service, ACTOR, name="Shop", browser_key=key)
    with ctx.service.store.writing() as connection:
        connection.execute(SEATS.update().values(seen_at=datetime(2026, 1, 1, tzinfo=UTC)))
    with locked(ctx):
        actor = actor_at(ctx.service, key, workshop_id)
        assert actor.role is Role.FACILITATOR
        assert visit(Context(ctx.service, actor, workshop_id)).changes == ()
