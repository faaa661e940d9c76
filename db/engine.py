"""The two ways into the database: reading, which cannot write, and writing, one at a time."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from db.faults import DatabaseFault, fault_of
from db.tables import TABLES

DEFAULT_FILE = Path(__file__).resolve().parent.parent / "data" / "cjm.db"
BUSY_MS = 5_000
"""How long a write waits for another process's write before it fails, and comes again."""
WIPE_MS = 100
"""How long taking what was deleted out of the log waits for readers at a time; writers wait with it."""
WIPE_AGAIN = (0.2, 1.0, 5.0)
"""Seconds until it is tried again in the background; the last goes on."""
PROBE_MS = 500
"""How long another write is no trouble yet."""
REMEMBERED = 15.0
"""Seconds for which a write that failed is trouble, whatever a look at the database says: a quota is seen by none."""
LEAST_FREE = 16 * 2**20
"""Bytes on the disk, below which it counts as full: the next checkpoint needs some."""
WRITE_GATE = 0x636A6D01
MIGRATION_GATE = 0x636A6D02
"""PostgreSQL advisory locks; nothing else in the database should use these numbers."""


def database_url(url: str | None = None) -> sa.URL:
    """``url``, else ``CJM_DATABASE_URL``, else the SQLite file in ``data``; with the driver this product uses."""
    text = url or os.environ.get("CJM_DATABASE_URL")
    if not text:
        return sa.URL.create("sqlite", database=str(DEFAULT_FILE))
    made = sa.make_url(text)
    backend = made.drivername.partition("+")[0]
    if backend not in ("sqlite", "postgres", "postgresql"):
        raise ValueError("CJM_DATABASE_URL must be a sqlite or postgresql address")
    made = made.set(drivername="sqlite" if backend == "sqlite" else "postgresql+psycopg")
    file = made.database or ""
    if backend == "sqlite" and (file in ("", ":memory:") or file.startswith("file:")):
        raise ValueError("A database in memory is one per thread: give the path of a file, such as sqlite:///data/cjm.db.")
    return made


def _sqlite_engine(url: sa.URL, begin: str, busy_ms: int, *extra: str) -> sa.Engine:
    """An engine whose transactions start with ``begin``; ``extra`` are pragmas beyond the usual ones."""
    engine = sa.create_engine(url, pool_size=10, max_overflow=40, hide_parameters=True)
    pragmas = [f"busy_timeout={busy_ms}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", *extra]

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin late, and deferred
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Turn:
    """The lock behind which the writers of this process queue up: not for ever, where one of them waits for another process."""

    def __init__(self, seconds: float) -> None:
        self._lock = threading.RLock()
        self._seconds = seconds

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._seconds):
            raise DatabaseFault("busy", "the writers before this one wait")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


@contextmanager
def _told_apart(*, only_reading: bool = False) -> Iterator[None]:
    """Raises what the database by itself has as DatabaseFault."""
    try:
        yield
    except Exception as error:
        fault = fault_of(error, only_reading=only_reading)
        if fault is None:
            raise
        raise fault from None


class Store:
    """One database. Make one per process and share it between threads; ``close`` it at the end.

    Whatever the database by itself has comes out of it as DatabaseFault: locked, full, lost on the way, at the commit even.
    """

    def __init__(self, url: str | None = None, *, busy_ms: int = BUSY_MS) -> None:
        self.url = database_url(url)
        self.dialect = self.url.get_backend_name()
        self._gate = Turn(2 * busy_ms / 1000)
        self._wiper: threading.Thread | None = None
        self._wipes = 0
        self._wiping = threading.Lock()
        self._closing = threading.Event()
        self._last_fault: tuple[float, DatabaseFault | None] = 0.0, None
        if self.dialect == "sqlite":
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            self._writer = _sqlite_engine(self.url, "BEGIN IMMEDIATE", busy_ms)
            self._reader = _sqlite_engine(self.url, "BEGIN", busy_ms, "query_only=ON")
        else:
            options = {"options": f"-c lock_timeout={busy_ms}"}
            self._writer = sa.create_engine(
                self.url,
                pool_size=10,
                max_overflow=40,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args=options,
                isolation_level="READ COMMITTED",
            )
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one moment and cannot write."""
        with _told_apart(only_reading=True), self._reader.connect() as connection, connection.begin():
            yield connection

    def turn(self) -> Turn:
        """A lock of this process, held while it writes; hold it longer for what has to be done before the next write."""
        return self._gate

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """The one write transaction there can be, in this process and beyond; committed unless an exception leaves it.

        Threads queue at a lock, which is quicker and fairer than at the database. Do not nest.
        """
        try:
            with _told_apart(), self._gate, self._writer.connect() as connection, connection.begin():
                if self.dialect == "postgresql":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_GATE)))
                yield connection
        except DatabaseFault as fault:
            self._last_fault = time.monotonic(), fault
            raise
        self._last_fault = 0.0, None

    @contextmanager
    def migrating(self) -> Iterator[sa.Connection]:
        """A transaction for changing tables, alone among all processes.

        On SQLite a table is altered by copying it, which foreign keys would hinder; they are checked at the end instead.
        """
        if self.dialect == "postgresql":
            with self._gate, self._writer.connect() as connection, connection.begin():
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_GATE)))
                yield connection
            return
        engine = _sqlite_engine(self.url, "BEGIN IMMEDIATE", 60_000, "foreign_keys=OFF")
        try:
            with self._gate, engine.connect() as connection, connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken:
                    raise RuntimeError(f"the migration broke a reference in {broken[0]}")
        finally:
            engine.dispose()

    def plain_connection(self) -> Any:
        """A connection of SQLite's own, outside any pool and transaction, for any thread; close it."""
        return sqlite3.connect(str(self.url.database), isolation_level=None, check_same_thread=False)

    def wipe(self) -> None:
        """After a commit: what it deleted is overwritten in SQLite's file already; now the write-ahead log forgets it, too.

        Where somebody is reading, that is tried again in the background until it is done.
        """
        if self.dialect != "sqlite" or self._emptied_log():
            return
        with self._wiping:
            self._wipes += 1  # a thread that is about to end looks again
            if self._wiper is None or not self._wiper.is_alive():
                self._wiper = threading.Thread(target=self._wipe_later, name="wipe", daemon=True)
                self._wiper.start()

    def _wipe_later(self) -> None:
        waits = list(WIPE_AGAIN)
        while not self._closing.wait(waits.pop(0) if len(waits) > 1 else waits[0]):
            asked = self._wipes
            if self._emptied_log():
                with self._wiping:
                    if asked == self._wipes:
                        self._wiper = None
                        return

    def _emptied_log(self) -> bool:
        """Whether everything is in the file and the log is empty."""
        try:
            with self._gate, closing(self.plain_connection()) as connection:
                connection.execute(f"PRAGMA busy_timeout={WIPE_MS}")
                (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except (sqlite3.Error, DatabaseFault):  # writers wait, the disk is full: later
            return False
        return not busy

    def readable(self) -> bool:
        """Whether the database answers and has its tables."""
        try:
            with self.reading() as connection:
                connection.execute(sa.select(TABLES["workshops"].c.id).limit(1)).all()
        except (DatabaseFault, sa.exc.SQLAlchemyError, sqlite3.Error):
            return False
        return True

    def trouble(self) -> DatabaseFault | None:
        """Why nothing could be written just now; None if it could. Nothing is: the log does not grow by asking.

        Being busy for a moment is no trouble, being busy for longer than that is one.
        """
        try:
            if not self.readable():
                return DatabaseFault("away", "it can’t be read")
            with _told_apart():
                if self.dialect == "postgresql":
                    self._probe_postgres()
                else:
                    self._probe_sqlite()
        except DatabaseFault as fault:
            return fault
        met, last = self._last_fault
        return last if last is not None and last.why != "busy" and time.monotonic() - met < REMEMBERED else None

    def _probe_postgres(self) -> None:
        with self._writer.connect() as connection, connection.begin():
            reads = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool"
            if connection.exec_driver_sql(reads).scalar():
                raise DatabaseFault("read-only", "PostgreSQL takes no writes")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PROBE_MS}")
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_GATE)))

    def _probe_sqlite(self) -> None:
        path = Path(str(self.url.database))
        connection = sqlite3.connect(str(path), timeout=PROBE_MS / 1000, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE workshops SET revision = revision WHERE 0")  # a file that only can be read is noticed here
            connection.execute("ROLLBACK")
        finally:
            connection.close()
        if shutil.disk_usage(path.parent).free < LEAST_FREE:
            raise DatabaseFault("full", "the disk has no room left")

    def close(self) -> None:
        """Give every connection back."""
        self._closing.set()
        self._reader.dispose()
        self._writer.dispose()


class Watch:
    """Tells cheaply whether somebody, in whatever process, may have committed since the last look."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Any = None
        self._version: int | None = None

    def moved(self) -> bool:
        """Always true on PostgreSQL. On SQLite this takes microseconds, on one connection that is kept."""
        if self._store.dialect != "sqlite":
            return True
        with _told_apart(only_reading=True):
            if self._connection is None:
                self._connection = self._store.plain_connection()
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        seen, self._version = self._version, int(version)
        return seen != self._version

    def close(self) -> None:
        """Give the connection back; the next look is as if it were the first."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._version = None
