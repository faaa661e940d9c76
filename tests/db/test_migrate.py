"""Models and migrations agree, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cjm.imports.check import one_line
from db.engine import Store
from db.migrate import SCRIPTS, MigrationError, migrate
from db.tables import PARTS, TABLES, Base, Workshop


def test_models_and_migrations_agree(store: Store) -> None:
    with store.migrating() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": Base.metadata})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store)
    assert store.readable()


def test_down_and_up_again(store: Store) -> None:
    from alembic import command

    from db.migrate import _config

    config = _config()
    with store.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert not store.readable()
    migrate(store)
    assert store.readable()


def test_names_that_had_line_breaks_are_put_on_one_line(store: Store) -> None:
    from alembic import command

    from db.migrate import _config

    config, now = _config(), sa.func.current_timestamp()
    with store.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0012")
        values = {"id": "w", "name": "Two\nlines", "vision": "One.\nTwo.", "created_at": now, "updated_at": now}
        connection.execute(TABLES["workshops"].insert().values(**values))
    migrate(store)
    with store.reading() as connection:
        assert connection.execute(sa.select(TABLES["workshops"].c["name", "vision"])).one() == ("Two lines", "One.\nTwo.")


def test_the_models_and_that_migration_agree_on_which_fields_are_one_line() -> None:
    from importlib import import_module

    listed = import_module("db.migrations.versions.0013_names_on_one_line").ONE_LINE
    for kind, model in (("workshops", Workshop), *PARTS.items()):
        assert set(listed.get(kind, ())) == set(one_line(model)), kind


def test_a_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(ZeroDivisionError), store.migrating() as connection:
        connection.exec_driver_sql("CREATE TABLE half (a int)")
        raise ZeroDivisionError
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master").all() == []
    store.close()


def test_a_database_of_a_later_version_is_refused_in_a_sentence(store: Store) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MigrationError, match="another version"):
        migrate(store)


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    code = "import sys; from db.engine import Store; from db.migrate import migrate; migrate(Store(sys.argv[1]))"
    url = f"sqlite:///{tmp_path / 'new.db'}"
    running = [subprocess.Popen([sys.executable, "-c", code, url], cwd=SCRIPTS.parent.parent) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]


def test_every_kind_has_a_table() -> None:
    assert set(TABLES) == {*PARTS, "workshops"}


def test_every_part_refers_only_to_earlier_kinds() -> None:
    seen = {"workshops"}
    for plural in PARTS:
        assert {key.column.table.name for key in TABLES[plural].foreign_keys} <= {*seen, plural}
        seen.add(plural)
