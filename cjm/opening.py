"""The database, opened for the command line and for the web application alike."""

from __future__ import annotations

from sqlalchemy.exc import ArgumentError, DBAPIError

from cjm.errors import CjmError
from db.engine import Store
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
        raise CjmError(f"The database can’t be used: {str(error.orig).splitlines()[0].rstrip('.')}.") from error
    return store


def reason(error: OSError) -> str:
    """Why a file or a folder can't be used, for the middle of a sentence."""
    return (error.strerror or "it doesn’t work").lower()
