"""The leak tests see every text there is."""

from __future__ import annotations

import json

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from db.engine import Store
from db.tables import PARTS, Customer, Department, Participant, Workshop
from tests.canaries import caught, release, texts, without_canary


def test_a_canary_sits_in_every_text_field_of_every_table(sqlite_store: Store) -> None:
    service, actor = Service(sqlite_store), Actor("Test", Role.FACILITATOR)
    context = Context(service, actor, load_example(service, actor, "hospital"))
    release(context)
    assert without_canary(context) == []


def test_names_and_short_ones_are_among_them() -> None:
    assert {"name", "currency", "vision", "quadrant_names"} <= texts(Workshop).keys()
    assert "name" in texts(Participant) and "name" in texts(Customer) and "letters" in texts(Department)
    assert sum(len(texts(model)) for model in (Workshop, *PARTS.values())) > 110


def test_short_ones_are_found_however_they_are_written() -> None:
    word = "\ua500\ua501\ua62b"
    for way in (word.encode(), json.dumps({"a": word}).encode(), b"\x08\x01" + word.encode() + b"\xff"):
        assert caught([way]) == {word}
