"""Whether something can be stored is said before anybody tries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import engine
from db.engine import Store
from tests.conftest import ROOT, Postgres
from tests.db.test_faults import full, hospital, locked


def test_nothing_is_the_matter_and_asking_writes_nothing(store: Store) -> None:
    assert store.trouble() is None
    if store.dialect == "sqlite":
        log = Path(f"{store.url.database}-wal")
        before = log.stat().st_size
        for _ in range(20):
            assert store.trouble() is None
        assert log.stat().st_size == before


def test_busy_is_not_broken(store: Store) -> None:
    ctx = hospital(store)
    with locked(ctx):
        fault = store.trouble()
        assert fault is not None and fault.why == "busy"
    assert store.trouble() is None


def test_own_writers_that_take_turns_are_no_trouble(store: Store) -> None:
    ctx = hospital(store)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with ctx.service.store.writing() as connection:
                connection.exec_driver_sql("UPDATE workshops SET revision = revision")

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    told = [store.trouble() for _ in range(5)]
    stop.set()
    for thread in threads:
        thread.join()
    assert [one for one in told if one is not None and one.why != "busy"] == []


def test_a_disk_without_room(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage("/")
    monkeypatch.setattr(engine.shutil, "disk_usage", lambda _: free._replace(free=1000))
    fault = sqlite_store.trouble()
    assert fault is not None and fault.why == "full"


def test_a_write_that_failed_counts_for_a_while(sqlite_store: Store) -> None:
    """A quota is seen by no look at the disk."""
    with full(hospital(sqlite_store)):
        fault = sqlite_store.trouble()
        assert fault is not None and fault.why == "full"
    assert sqlite_store.trouble() is None, "a write that succeeded ends it"


@pytest.mark.postgres
def test_a_server_that_is_away_and_comes_back(postgres: Postgres, postgres_store: Store) -> None:
    name = postgres_store.url.database
    assert postgres_store.trouble() is None
    with postgres.engine.connect() as operator:
        operator.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        operator.exec_driver_sql(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
        fault = postgres_store.trouble()
        assert fault is not None and fault.why == "away"
        operator.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert postgres_store.trouble() is None


START = """
import asyncio, os, sys
import pages.server.routes as routes
from db.engine import Store
store = Store()
store.readable()
store.close()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)  # the superuser may write everywhere

async def start():
    async with routes.lifespan(None):
        print("started")

asyncio.run(start())
"""


@pytest.fixture
def folder(sqlite_template: Path) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp())
    shutil.copy(sqlite_template, made / "cjm.db")
    (made / "cjm.db").chmod(0o666)
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)


@pytest.mark.parametrize("what", ["file", "folder", "neither"])
def test_the_server_does_not_start_on_what_can_only_be_read(folder: Path, what: str) -> None:
    if what == "file":
        (folder / "cjm.db").chmod(0o444)
    elif what == "folder":
        folder.chmod(0o555)
    told = subprocess.run(
        [sys.executable, "-c", START],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "CJM_DATABASE_URL": f"sqlite:///{folder / 'cjm.db'}"},
    )
    if what == "neither":
        assert (told.returncode, told.stdout) == (0, "started\n"), told.stderr
    else:
        said = [line for line in told.stderr.splitlines() if "cjm.db" in line]
        assert told.returncode == 2 and told.stdout == "" and len(said) == 1
        assert "can’t be written" in said[0] and "Let the user" in said[0] and "Traceback" not in told.stderr
