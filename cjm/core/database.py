"""The database, opened for the command line and for the web application alike."""

from __future__ import annotations

from sqlalchemy.exc import ArgumentError, DBAPIError

from cjm.core.errors import CjmError, just_now
from db.engine import Store
from db.faults import DatabaseFault, fault_of
from db.migrate import MigrationError, migrate


def open_database() -> Store:
    """The database at this version. Raises CjmError if it can't be used."""
    try:
        store = Store()
        migrate(store)
    except (MigrationError, ValueError) as error:
        raise CjmError(str(error)) from error
    except OSError as error:
        raise CjmError(f"The database can’t be opened: {reason(error)}.") from error
    except ArgumentError as error:
        raise CjmError("CJM_DATABASE_URL isn’t a database’s address, such as sqlite:///data/cjm.db.") from error
    except DBAPIError as error:
        fault = fault_of(error)
        if fault is not None and fault.why == "read-only":
            raise CjmError(_cannot_write(store, fault)) from error
        raise CjmError(f"The database can’t be used: {str(error.orig).splitlines()[0].rstrip('.')}.") from error
    return store


def require_writable(store: Store) -> str | None:
    """What to tell the operator before anybody is let in, or None. Raises CjmError where it makes no sense to begin.

    A full disk and another process that writes pass by themselves, and what people do waits for that; a file or a server that
    can only be read does not.
    """
    trouble = store.trouble()
    if trouble is None:
        return None
    if trouble.why in ("busy", "full"):
        return f"Nothing can be stored yet: {just_now(trouble)}. What people do is kept in their browsers and sent again."
    raise CjmError(_cannot_write(store, trouble))


def _cannot_write(store: Store, fault: DatabaseFault) -> str:
    if store.dialect == "postgresql":
        return f"Nothing can be stored: {just_now(fault)}. Name the server that takes writes in CJM_DATABASE_URL."
    file = f"“{store.url.database}”"
    return f"Nothing can be stored in {file}: {just_now(fault)}. Let the user that runs this write that file and its folder."


def reason(error: OSError) -> str:
    """Why a file or a folder can't be used, for the middle of a sentence."""
    return (error.strerror or "it doesn’t work").lower()
