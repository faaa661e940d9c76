"""Bring a database to the tables of this version: ``migrate(store)``.

A new revision after a change of ``db.tables``: ``python -m db.migrate "Add seats"`` writes one, by comparing the models with a
fresh database, into ``db/migrations/versions``. Read it before committing it.
"""

from __future__ import annotations

import io
import logging
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from db.engine import Store

SCRIPTS = Path(__file__).resolve().parent / "migrations"


class MigrationError(Exception):
    """The database can't be brought to this version; the text says why."""


def _config() -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(store: Store, revision: str = "head") -> None:
    """Upgrade to ``revision``, all or nothing. Processes that call it at once wait for the first to do the work."""
    config = _config()
    with store.migrating() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise MigrationError(f"This database was made by another version of the product ({error}).") from error
    store.wipe()  # what a process that was killed left in the log, too


def write_revision(message: str) -> Path:
    """Write a revision that takes the last one's tables to the models'."""
    config = _config()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/empty.db")
        migrate(store)
        number = len(list((SCRIPTS / "versions").glob("[0-9]*.py"))) + 1
        with store.migrating() as connection:
            config.attributes["connection"] = connection
            made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        store.close()
    if made is None or isinstance(made, list):
        raise MigrationError("Nothing was written.")
    return Path(made.path)


if __name__ == "__main__":
    print(write_revision(" ".join(sys.argv[1:])))
