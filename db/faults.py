"""What a database can have by itself, told apart from mistakes in what was asked: it passes, and the same can be asked again."""

from __future__ import annotations

import sqlite3
from typing import Literal

import psycopg
import sqlalchemy as sa

Why = Literal["busy", "full", "read-only", "away", "broken"]

_SQLITE: dict[int, Why] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_INTERRUPT: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_SCHEMA: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_NOMEM: "full",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_PERM: "read-only",
    sqlite3.SQLITE_CANTOPEN: "away",
    sqlite3.SQLITE_IOERR: "broken",
    sqlite3.SQLITE_CORRUPT: "broken",
    sqlite3.SQLITE_NOTADB: "broken",
}
"""By the lower eight bits of SQLite's code; every other code is a mistake in what was asked."""
_POSTGRES: dict[str, Why] = {
    "08": "away",  # the connection
    "28": "away",  # who may come in changes when another server takes over
    "3D": "away",  # no such database, for the same reason
    "40": "busy",  # rolled back: a serialization failure, a deadlock, an unknown end
    "53": "full",  # no room, no memory, no connection left
    "55": "busy",  # a lock that was not given
    "57": "away",  # shut down, starting, recovering, cancelled
    "58": "broken",  # the system around it
    "XX": "broken",
}
"""By the class of an SQLSTATE."""
_POSTGRES_EXACT: dict[str, Why] = {"25006": "read-only", "25P03": "away", "25P04": "away", "57014": "busy", "55000": "away"}


class DatabaseFault(Exception):
    """The database can't be used just now. Whether a commit that it met was made is not known. Its text is for the log, and has
    nothing of what was stored."""

    def __init__(self, why: Why, told: str) -> None:
        super().__init__(f"the database is {why}: {told}")
        self.why = why


def fault_of(error: BaseException, *, only_reading: bool = False) -> DatabaseFault | None:
    """``error`` as a fault of the database; None if it is something else, such as a statement that can't be right.

    ``only_reading``: that it refuses to be written is our own mistake then.
    """
    if isinstance(error, sa.exc.TimeoutError):
        return DatabaseFault("busy", "no connection was free")
    if isinstance(error, sa.exc.PendingRollbackError | sa.exc.ResourceClosedError):
        return DatabaseFault("away", "the connection was lost")
    lost = isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        if only_reading and code == sqlite3.SQLITE_READONLY:
            return None
        known = _SQLITE.get(code & 0xFF) if code is not None else None
        if known is not None:
            return DatabaseFault(known, getattr(cause, "sqlite_errorname", "SQLite"))
    elif isinstance(cause, psycopg.Error):
        state = cause.sqlstate
        if only_reading and state == "25006":
            return None
        if state is None and isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
            return DatabaseFault("away", "no connection to PostgreSQL")
        known = _POSTGRES_EXACT.get(state or "") or _POSTGRES.get((state or "")[:2])
        if known is not None:
            return DatabaseFault(known, f"PostgreSQL says {state}")
    return DatabaseFault("away", "the connection was lost") if lost else None
