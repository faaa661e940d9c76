"""The read and write gates."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.engine import Store, database_url
from db.migrate import migrate
from db.tables import PARTS, TABLES

workshops = TABLES["workshops"]
NOW = datetime(2026, 5, 4, 3, 2, 1, 999, tzinfo=UTC)


def insert_workshop(connection: sa.Connection, key: str = "w", **fields: object) -> None:
    values = {
        "id": key,
        "version": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "name": "W",
        "purpose": "action",
        "goal": "",
        "scope": "",
        "sponsor": "",
        "vision": "",
        "north_star": "",
        "currency": "EUR",
        "impact_midline": 3.0,
        "effort_midline": 3.0,
        "quadrant_names": {},
        "finished_steps": [],
    }
    connection.execute(sa.insert(workshops).values({**values, **fields}))


def test_pragmas(sqlite_store: Store) -> None:
    expected = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}
    for gate, query_only in ((sqlite_store.reading, 1), (sqlite_store.writing, 0)):
        with gate() as connection:
            got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert got == expected
            assert connection.exec_driver_sql("PRAGMA query_only").scalar() == query_only


def test_a_read_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(sa.exc.DBAPIError), store.reading() as connection:
        insert_workshop(connection)
    with store.writing() as connection:
        insert_workshop(connection)
    with pytest.raises(sa.exc.DBAPIError), store.reading() as connection:
        connection.execute(sa.delete(workshops))


def test_a_read_transaction_sees_one_moment(store: Store) -> None:
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(workshops)).scalar() == 0
        with store.writing() as other:
            insert_workshop(other)
        assert connection.execute(sa.select(sa.func.count()).select_from(workshops)).scalar() == 0
    with store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(workshops)).scalar() == 1


def test_an_exception_rolls_back_and_frees_the_gate(store: Store) -> None:
    with pytest.raises(KeyError), store.writing() as connection:
        insert_workshop(connection)
        raise KeyError
    with store.writing() as connection:
        assert connection.execute(sa.select(workshops.c.id)).all() == []
        insert_workshop(connection)


def test_references_are_enforced(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError), store.writing() as connection:
        values = {"id": "t", "version": 1, "created_at": NOW, "updated_at": NOW, "workshop_id": "nowhere", "position": "a0"}
        connection.execute(sa.insert(TABLES["themes"]).values(**values, visibility="team", internal=False, name="T"))


def test_moments_come_back_in_utc(store: Store) -> None:
    with store.writing() as connection:
        insert_workshop(connection)
    with store.reading() as connection:
        assert connection.execute(sa.select(workshops.c.created_at)).scalar() == NOW


def test_no_update_is_lost(store: Store) -> None:
    """Read, add one, write, from many threads and two stores: one in-process lock alone would not do."""
    second = Store(store.url.render_as_string(hide_password=False))
    with store.writing() as connection:
        insert_workshop(connection)

    def work(mine: Store) -> None:
        for _ in range(10):
            with mine.writing() as connection:
                seen = connection.execute(sa.select(workshops.c.revision)).scalar_one()
                connection.execute(sa.update(workshops).values(revision=seen + 1))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (store, second) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert connection.execute(sa.select(workshops.c.revision)).scalar_one() == 80
    second.close()


def test_positions_sort_bytewise(store: Store) -> None:
    """As Python sorts them; a language's order would put "a" before "B"."""
    positions = ["a0", "Zz", "a0V", "aZ", "b00", "B", "_", "z", "A5"]
    common = {"version": 1, "created_at": NOW, "updated_at": NOW, "workshop_id": "w"}
    theme = {**common, "visibility": "team", "internal": False, "name": "T"}
    rows = [{**theme, "id": f"t{n}", "position": position} for n, position in enumerate(positions)]
    with store.writing() as connection:
        insert_workshop(connection)
        connection.execute(sa.insert(TABLES["themes"]), rows)
    column = TABLES["themes"].c.position
    with store.reading() as connection:
        assert list(connection.execute(sa.select(column).order_by(column)).scalars()) == sorted(positions)


@pytest.mark.postgres
def test_every_position_says_how_it_sorts(postgres_store: Store) -> None:
    """The test's server sorts bytewise by default, others don't."""
    query = "SELECT table_name, collation_name FROM information_schema.columns WHERE column_name = 'position'"
    with postgres_store.reading() as connection:
        assert {(name, collation) for name, collation in connection.exec_driver_sql(query)} == {(name, "C") for name in PARTS}


def test_readable(store: Store) -> None:
    assert store.readable()
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE workshops RENAME TO gone")
    assert not store.readable()


def test_readable_of_a_new_file_and_of_no_database(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'deep' / 'er' / 'new.db'}")
    assert not store.readable()
    migrate(store)
    assert store.readable()
    store.close()
    (tmp_path / "text.db").write_text("this is no database, and long enough to be looked at" * 40)
    broken = Store(f"sqlite:///{tmp_path / 'text.db'}")
    assert not broken.readable()
    broken.close()
    nobody = Store("postgresql://nobody@127.0.0.1:1/none")
    assert not nobody.readable()
    nobody.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_addresses_get_the_driver(scheme: str) -> None:
    assert database_url(f"{scheme}://u:p@h/d").drivername == "postgresql+psycopg"


def test_the_default_is_a_file_in_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CJM_DATABASE_URL", raising=False)
    assert str(database_url().database).endswith("data/cjm.db")
    monkeypatch.setenv("CJM_DATABASE_URL", "sqlite:///elsewhere.db")
    assert database_url().database == "elsewhere.db"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://h/d"])
def test_what_would_not_work_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"file|must be"):
        database_url(url)
