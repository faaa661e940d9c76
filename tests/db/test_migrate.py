"""Models and migrations agree, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cjm.core.document_check import one_line
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


OLD_CARDS: dict[str, dict[str, object]] = {
    "plain": {},
    "inside": {"internal": True},
    "ours": {"whose": "internal"},
    "out": {"shared": False},
}


def test_what_customers_see_today_counts_as_released(store: Store) -> None:
    """In a workshop that customers were let into; in the others nobody has chosen yet."""
    from alembic import command

    from db.migrate import _config

    config, now = _config(), sa.func.current_timestamp()
    both = {"created_at": now, "updated_at": now, "version": 1}
    card = {**both, "position": "a0", "visibility": "team", "internal": False}
    with store.migrating() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0013")
        old = sa.MetaData()
        old.reflect(connection)

        def put(table: str, **values: object) -> None:
            connection.execute(old.tables[table].insert().values(**values))

        for id in ("seen", "alone"):
            put("workshops", id=id, name=id, **_filled(old.tables["workshops"], both))
            put("stages", id=f"{id}-stage", workshop_id=id, name="Till", **_filled(old.tables["stages"], card))
            for lane, kind, shared in (("pain", "pain_point", None), ("ideas", "opportunity", None), ("systems", "system", True)):
                lanes = _filled(old.tables["lanes"], {**card, "kind": kind, "shared": shared})
                put("lanes", id=f"{id}-{lane}", workshop_id=id, name=lane, **lanes)
                for name, fields in OLD_CARDS.items():
                    entry = {**card, "stage_id": f"{id}-stage", "lane_id": f"{id}-{lane}", "text": name, **fields}
                    put("entries", id=f"{id}-{lane}-{name}", workshop_id=id, **_filled(old.tables["entries"], entry))
        put("invitations", id="i", workshop_id="seen", role="reviewer", token_hash="t", made_at=now)
    migrate(store)
    with store.reading() as connection:
        read = connection.execute(sa.select(TABLES["entries"].c["id", "shown_text"])).all()
        assert {row.id for row in read if row.shown_text is not None} == {"seen-pain-plain", "seen-systems-plain"}
        stages = connection.execute(sa.select(TABLES["stages"].c["id", "shown_name"])).all()
        assert dict(row._tuple() for row in stages) == {"seen-stage": "Till", "alone-stage": None}
        chosen = sa.select(TABLES["workshops"].c.id).where(TABLES["workshops"].c.shown_since.is_not(None))
        assert connection.execute(chosen).scalars().all() == ["seen"]


def _filled(table: sa.Table, given: dict[str, object]) -> dict[str, object]:
    """``given`` and something for every other column that can't be empty."""
    empty = {str: "", int: 0, bool: False, float: 0.0, list: [], dict: {}}
    needed = {
        column.name: [] if isinstance(column.type, sa.JSON) else empty.get(column.type.python_type, "")
        for column in table.columns
        if not column.nullable and column.server_default is None and not column.primary_key and not column.foreign_keys
    }
    return {name: value for name, value in {**needed, **given}.items() if name in table.columns and name not in {"name"}} | (
        {"whose": "customer"} if "whose" in table.columns and "whose" not in given else {}
    )


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
