"""What is kept from one revision to the next is the same as what is worked out anew."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm.core import service
from cjm.core.access import Actor, Role
from cjm.core.duplicates import Alike
from cjm.core.service import Context, Service
from cjm.core.state import WorkshopState
from cjm.examples import load_example
from cjm.pain_points import add_entry, edit_entry, move_entry, reading, remove_entries
from cjm.pain_points.reading import board_json, board_text, figures_of
from db.engine import Store
from db.tables import Entry, Lane, Stage

ACTOR = Actor("Test", Role.FACILITATOR)
WORDS = ("patient", "waits", "form", "filled", "again", "phone", "nobody", "answers", "twice", "counter")


@pytest.fixture
def hospital(sqlite_store: Store) -> Context:
    known = Service(sqlite_store)
    return Context(known, ACTOR, load_example(known, ACTOR, "hospital"))


def change(context: Context, chance: random.Random) -> None:
    image = context.service.image(context.workshop_id)
    entry = chance.choice(image.all(Entry))
    stage, lane = chance.choice(image.all(Stage)).id, chance.choice(image.all(Lane)).id
    text = " ".join(chance.sample(WORDS, 4))
    match chance.randrange(4):
        case 0:
            add_entry(context, stage_id=stage, lane_id=lane, text=text)
        case 1:
            edit_entry(context, id=entry.id, fields={"text": text})  # type: ignore[arg-type]
        case 2:
            move_entry(context, id=entry.id, stage_id=stage, lane_id=lane)
        case _:
            remove_entries(context, ids=[entry.id])


def test_a_board_that_is_advanced_is_the_board_that_is_made_anew(hospital: Context) -> None:
    chance = random.Random(5)
    for _ in range(60):
        change(hospital, chance)
        image = hospital.service.image(hospital.workshop_id)
        for field in ("stage_id", "lane_id"):
            image.by(Entry, field)  # kept from here on
    kept = board_json(hospital)
    new = WorkshopState(image.revision, image.rows)
    for field in ("stage_id", "lane_id"):
        assert image.by(Entry, field) == new.by(Entry, field)
    assert figures_of(image) == figures_of(new)
    reading._cards.clear()
    fresh = board_json.compute(new)
    assert {**kept, "duplicates": None} == {**fresh, "duplicates": None}
    assert json.loads(board_text(kept, server="x")) == json.loads(json.dumps({**kept, "server": "x"}))


SAID = st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True), max_size=8)


@given(SAID, st.randoms(use_true_random=False))
def test_likely_duplicates_do_not_depend_on_what_was_there_before(texts: list[list[str]], chance: random.Random) -> None:
    said = [" ".join(words) for words in texts]
    entries = [Entry.model_construct(id=str(n), lane_id="a", text=text, group_id=None) for n, text in enumerate(said)]
    kept = Alike()
    for _ in range(4):
        kept.pairs(chance.sample(entries, chance.randint(0, len(entries))))
    assert kept.pairs(entries) == Alike().pairs(entries)


def test_a_reader_that_looked_a_moment_too_early_loads_nothing(hospital: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    known = hospital.service
    known.image(hospital.workshop_id)

    def load(*_: object) -> WorkshopState:
        raise AssertionError("loaded")

    monkeypatch.setattr(service, "load", load)
    real = service.current_revision

    def looked(connection: object, workshop_id: str) -> int:
        revision = real(connection, workshop_id)  # type: ignore[arg-type]
        monkeypatch.setattr(service, "current_revision", real)
        image = known.images[workshop_id]
        add_entry(hospital, stage_id=image.all(Stage)[0].id, lane_id=image.all(Lane)[0].id, text="meanwhile")
        return revision

    before = known.images[hospital.workshop_id].revision
    monkeypatch.setattr(service, "current_revision", looked)
    assert known.image(hospital.workshop_id).revision == before + 1


def test_a_database_that_was_put_back_is_read_anew(hospital: Context) -> None:
    known = hospital.service
    image = known.image(hospital.workshop_id)
    ahead = image.draft()
    ahead.revision = image.revision + 5
    known.keep(hospital.workshop_id, ahead)
    assert known.image(hospital.workshop_id).revision == image.revision
