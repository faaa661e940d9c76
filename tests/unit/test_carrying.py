"""Whatever holds the id of something is carried along when that becomes something else, or says why not."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import sqlalchemy as sa

import cjm
from cjm.core.carrying import EXCUSED, excuse, pointers
from cjm.core.command import ABOUT_ITSELF, COMMANDS
from cjm.core.state import MERGED
from cjm.core.uniqueness import SAID_ONCE
from cjm.core.vocabulary import RELATIONS
from db.tables import PARTS, Base

for module in pkgutil.walk_packages(cjm.__path__, "cjm."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)


def columns_with_ids() -> Iterator[tuple[str, str]]:
    """Every column of every table that could hold an id, by its type or its name."""
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            wide = isinstance(column.type, sa.String) and column.type.length == 36
            if isinstance(column.type, sa.Boolean):
                continue
            if wide or column.foreign_keys or column.name.endswith(("_id", "_key")) or column.name in {"merged_into", "place"}:
                yield table.name, column.name


def test_every_column_with_an_id_is_carried_along_or_excused() -> None:
    carried = {(one.table, one.column) for one in pointers()}
    lost = [f"{one[0]}.{one[1]}" for one in columns_with_ids() if one not in carried and not excuse(*one)]
    assert not lost, "add these to cjm/core/carrying.py, or say there why they lead to nothing that becomes something else"


def test_no_excuse_is_left_over() -> None:
    columns = {f"{table}.{column}" for table, column in columns_with_ids()} | {column for _, column in columns_with_ids()}
    assert set(EXCUSED) <= columns
    tables = set(Base.metadata.tables)
    assert {one.table for one in pointers()} <= tables
    assert all(set(fields) <= set(PARTS[kind].model_fields) for kind, fields in SAID_ONCE.items())


def test_every_relation_is_carried_along_at_both_ends() -> None:
    ends = {(one.relation, one.column) for one in pointers() if one.relation}
    assert ends == {(relation, end) for relation in RELATIONS for end in ("from_id", "to_id")}


def test_what_can_be_merged_leads_on() -> None:
    assert set(MERGED) == {"participants", "stages", "themes", "groups", "resources", "kpis", "entries"}


def test_who_takes_something_out_means_it_and_not_what_it_became() -> None:
    about_itself = {name for name in COMMANDS if name.startswith(ABOUT_ITSELF)}
    assert {"remove_entry", "remove_stage", "merge_stages", "merge_people", "restore", "restore_entry"} <= about_itself
    assert not about_itself & {"write_sealed_card", "cast", "move_entry", "edit_entry", "add_entry"}
