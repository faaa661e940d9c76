"""Out of a database and in again."""

from __future__ import annotations

import json
import shutil
import tempfile
import types
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
import sqlalchemy as sa
from fractional_indexing import generate_n_keys_between
from hypothesis import given, settings
from hypothesis import strategies as st

from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.document import encode, export_document
from cjm.core.document_check import AT_LARGE, FORMAT, LEFT_OUT, one_line, read, references
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.core.uniqueness import SAME
from cjm.core.vocabulary import RELATIONS, SUBJECTS
from cjm.customer_review import share_stream
from cjm.examples import load_example
from cjm.imports.document import import_document
from cjm.pain_points import add_entry, group_entries, rename_lane
from db.engine import Store
from db.tables import ACTIVITY, PARTS, TABLES, Ballot, Entry, Group, Lane, Link, Round, Row, Stage, Theme, ValueStream, Workshop

ACTOR = Actor("Facilitator", Role.FACILITATOR)
POSITIONS = [*generate_n_keys_between(None, None, 6), *generate_n_keys_between("a0", "a1", 4)]


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store)


@contextmanager
def empty(template: Path) -> Iterator[Service]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "cjm.db")
        store = Store(f"sqlite:///{folder}/cjm.db")
        yield Service(store)
        store.close()


def export(service: Service, workshop_id: str, actor: Actor = ACTOR) -> bytes:
    return export_document(Context(service, actor, workshop_id))


# Any document --------------------------------------------------------------------------------------------------------

UUIDS = st.uuids(version=4).map(str)
CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("\n\t\"\\<&'’ \u2028\u200f\u202eשלום😀é\u0301")
)
TIMES = st.datetimes(timezones=st.just(UTC)).map(lambda time: time.isoformat(timespec="microseconds").replace("+00:00", "Z"))
SPECIAL = {
    "quarter": st.one_of(st.none(), st.sampled_from(["2026-Q4", "2027-Q1"])),
    "position": st.sampled_from(POSITIONS),
    "version": st.integers(1, 9),
    "origin_id": st.one_of(st.none(), UUIDS),
    "author_id": st.one_of(st.none(), UUIDS),
}


def limit(field: Any, name: str, default: Any) -> Any:
    return next((getattr(item, name) for item in field.metadata if hasattr(item, name)), default)


def values(model: type[Row], name: str) -> st.SearchStrategy[Any]:
    """JSON values for a field of a model."""
    field = model.model_fields[name]
    if name in SPECIAL:
        return SPECIAL[name]
    kinds = get_args(field.annotation) if get_origin(field.annotation) in {Union, types.UnionType} else (field.annotation,)
    plain = next(kind for kind in kinds if kind is not type(None))
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "enum" in extra:
        found: st.SearchStrategy[Any] = st.sampled_from(list(extra["enum"]))  # type: ignore[arg-type]
    elif plain is str:
        longest = min(limit(field, "max_length", 8), 8)
        least = limit(field, "min_length", 0)
        letters = CHARACTERS.filter(lambda letter: letter != "\n") if name in one_line(model) else CHARACTERS
        found = st.text(letters, min_size=least, max_size=longest).filter(lambda text: not least or bool(text.strip()))
    elif plain is bool:
        found = st.booleans()
    elif plain is int:
        found = st.integers(limit(field, "ge", 0), limit(field, "le", 99))
    elif plain is float:
        found = st.floats(limit(field, "ge", 0), limit(field, "le", 99))
    elif plain is datetime:
        found = TIMES
    elif plain is date:
        found = st.dates().map(str)
    elif name == "facts":
        found = st.lists(st.lists(st.text(CHARACTERS, max_size=3), min_size=2, max_size=2), max_size=2)
    elif name == "revealed_before":
        found = st.lists(st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat), max_size=2)
    elif plain == list[str]:
        found = st.lists(st.text(CHARACTERS, max_size=3), max_size=2)
    else:
        found = st.dictionaries(st.text(CHARACTERS, max_size=3), st.text(CHARACTERS, max_size=3), max_size=2)
    return st.one_of(st.none(), found) if type(None) in kinds else found


FIELDS = {
    kind: {
        name: values(model, name)
        for name in model.model_fields
        if name not in LEFT_OUT | AT_LARGE | {"id"} and name not in references(kind)
    }
    for kind, model in ({"workshops": Workshop} | PARTS).items()
}
ROWS = {kind: st.fixed_dictionaries({}, optional=fields) for kind, fields in FIELDS.items()}
NEEDED = {
    kind: st.fixed_dictionaries({name: fields[name] for name in fields if model.model_fields[name].is_required()})
    for (kind, model), fields in zip(({"workshops": Workshop} | PARTS).items(), FIELDS.values(), strict=True)
}


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Documents with up to two rows a kind, referring to each other as they like."""
    ids: dict[str, list[str]] = {}
    raw: dict[str, Any] = {"format": FORMAT}
    taken: set[tuple[Any, ...]] = set()

    def second(kind: str, made: dict[str, Any]) -> bool:
        """Whether there is one already of what there can be only one of; a handoff to the same stage can't be either."""
        seat = (kind, *(made.get(name, PARTS[kind].model_fields[name].default) for name in SAME.get(kind, ())))
        there = kind in SAME and (kind != "customers" or made.get("primary", False)) and seat in taken
        taken.add(seat if kind != "customers" or made.get("primary") else ())
        return there or (kind == "handoffs" and made["from_stage_id"] == made["to_stage_id"])

    def row(kind: str) -> dict[str, Any]:
        return {"id": draw(UUIDS), **draw(ROWS[kind]), **draw(NEEDED[kind])}

    raw["workshop"] = row("workshops")
    for kind in PARTS:
        raw[kind] = []
        for _ in range(draw(st.integers(0, 2))):
            made = row(kind)
            subjects = [i for subject in SUBJECTS.get(kind, ()) for i in ids[subject]]
            open_ends = {"subject_id": subjects} if kind in SUBJECTS else {}
            if kind == "links":
                made["relation"] = draw(st.sampled_from(sorted(RELATIONS)))
                start, ends = RELATIONS[made["relation"]]
                open_ends = {"from_id": ids[start], "to_id": [i for end in ends for i in ids[end]]}
            choices = {name: ids[target] for name, target in references(kind).items()} | open_ends
            for name, possible in choices.items():
                optional = TABLES[kind].c[name].nullable
                made[name] = draw(st.sampled_from([*possible, *([None] if optional else [])])) if possible or optional else ""
            if "" not in [made[name] for name in choices] and not second(kind, made):
                raw[kind].append(made)
        ids[kind] = [made["id"] for made in raw[kind]]
    raw["workshop"] |= {name: draw(st.sampled_from([*ids[target], None])) for name, target in references("workshops").items()}
    closed = {made["id"] for made in raw["rounds"] if made.get("state", "open") == "closed"}
    raw["ballots"] = [made for made in raw["ballots"] if made["round_id"] in closed]
    return encode(read(json.dumps(raw).encode()))


@given(document=documents())
def test_any_document_comes_back_byte_for_byte(sqlite_template: Path, document: bytes) -> None:
    with empty(sqlite_template) as service:
        workshop_id = import_document(service, ACTOR, document)
        assert workshop_id == json.loads(document)["workshop"]["id"]
        assert export(service, workshop_id) == document
        copy = import_document(service, ACTOR, document)
        assert copy != workshop_id
        assert export(service, workshop_id) == document
        assert shape(export(service, copy)) == shape(document)


@pytest.mark.postgres
@settings(max_examples=8)
@given(document=documents())
def test_any_document_comes_back_from_postgresql(postgres_store: Store, document: bytes) -> None:
    service = Service(postgres_store)
    workshop_id = import_document(service, ACTOR, document)
    exported = export(service, workshop_id)
    if workshop_id == json.loads(document)["workshop"]["id"]:  # else an earlier example had one of its ids
        assert exported == document
    assert shape(exported) == shape(document)


def shape(document: bytes) -> Any:
    """A document without what a copy must differ in: ids are replaced by where they stand, times and versions dropped."""
    raw = json.loads(document)
    rows = [("workshop", raw["workshop"])] + [(kind, row) for kind in PARTS for row in raw[kind]]
    contents = []
    for kind, row in rows:
        dropped = {"id", "origin_id", "version", "created_at", "updated_at"}
        contents.append((kind, {name: value for name, value in row.items() if name not in dropped and not name.endswith("_id")}))
    return sorted(json.dumps(content, sort_keys=True) for content in contents)


# The hospital --------------------------------------------------------------------------------------------------------


def test_the_hospital_comes_back_byte_for_byte(service: Service, sqlite_template: Path) -> None:
    workshop_id = load_example(service, ACTOR, "hospital")
    document = export(service, workshop_id)
    assert export(Service(service.store), workshop_id) == document
    with empty(sqlite_template) as other:
        assert import_document(other, ACTOR, document) == workshop_id
        assert export(other, workshop_id) == document


def test_a_second_import_is_a_workshop_of_its_own(service: Service) -> None:
    first = load_example(service, ACTOR, "hospital")
    here = Context(service, ACTOR, first)
    share_stream(here, id=here.image().all(ValueStream)[1].id)
    document = export(service, first)
    copy = json.loads(export(service, import_document(service, ACTOR, document)))
    original = json.loads(document)
    new_id = {original["workshop"]["id"]: copy["workshop"]["id"]}
    assert copy["workshop"]["origin_id"] == original["workshop"]["id"]
    for kind in PARTS:
        assert len(copy[kind]) == len(original[kind])
        new_id |= {row["origin_id"]: row["id"] for row in copy[kind]}
        assert {row["origin_id"] for row in copy[kind]} == {row["id"] for row in original[kind]}
    assert not set(new_id) & set(new_id.values())
    assert copy["workshop"]["shown_stream_id"] == new_id[original["workshop"]["shown_stream_id"]]
    for kind in PARTS:
        names = [name for name in PARTS[kind].model_fields if name in AT_LARGE or name in references(kind)]
        by_origin = {row["origin_id"]: row for row in copy[kind]}
        for row in original[kind]:
            assert {n: by_origin[row["id"]][n] for n in names} == {n: new_id.get(row[n]) for n in names}


def test_an_import_is_one_line_of_activity(service: Service) -> None:
    heard: list[tuple[str, int]] = []
    service.listeners.append(lambda workshop_id, revision: heard.append((workshop_id, revision)))
    first = load_example(service, ACTOR, "hospital", request_id="r1")
    assert load_example(service, ACTOR, "hospital", request_id="r1") == first
    with service.store.reading() as connection:
        line = connection.execute(sa.select(ACTIVITY)).one()
        workshop = connection.execute(sa.select(TABLES["workshops"])).one()
    assert (line.command, line.request_id, line.revision, line.result) == ("import", "r1", 1, first)
    assert (workshop.id, workshop.revision) == (first, 1)
    assert heard == [(first, 1)]


def test_a_broken_document_stores_nothing(service: Service) -> None:
    raw = json.loads(export(service, load_example(service, ACTOR, "hospital")))
    raw["decisions"][0]["impact"] = 7
    with pytest.raises(CjmError, match=r"^decisions\[0\]\.impact: must be between 1 and 5$"):
        import_document(service, ACTOR, json.dumps(raw).encode())
    with service.store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(TABLES["workshops"])).scalar() == 1
        assert connection.execute(sa.select(sa.func.count()).select_from(ACTIVITY)).scalar() == 1


def test_rights(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    workshop_id = load_example(service, ACTOR, "hospital")
    document = export(service, workshop_id, Actor("Lee", Role.LEADER))
    with pytest.raises(CjmError):
        import_document(service, Actor("Con", Role.CONTRIBUTOR), document)
    with pytest.raises(CjmError):
        export(service, workshop_id, Actor("Rita", Role.REVIEWER))
    with pytest.raises(CjmError):
        export(service, "nowhere")


@command("test_document_hide")
def hide(tx: Tx) -> list[str]:
    """Puts in what a document does not hold; returns the texts that must not be in it, then those that must."""
    stage, lane = tx.image.all(Stage)[0], tx.image.all(Lane)[0]
    theme = tx.add(Theme, name="theme in the trash")
    tx.add(Entry, stage_id=stage.id, lane_id=lane.id, text="card whose theme is gone", theme_id=theme)
    tx.remove(Theme, theme)
    gone = tx.add(Entry, stage_id=stage.id, lane_id=lane.id, text="card in the trash")
    tx.add(Entry, stage_id=stage.id, lane_id=lane.id, text="card of mine alone", visibility="private")
    tx.add(Entry, stage_id=stage.id, lane_id=lane.id, text="card to be revealed", visibility="hidden")
    lost = tx.add(Lane, name="lane in the trash")
    tx.add(Entry, stage_id=stage.id, lane_id=lost, text="card whose lane is gone")
    tx.add(Link, relation="answers", from_id=tx.image.all(Entry)[0].id, to_id=gone)
    tx.remove(Entry, gone)
    tx.remove(Lane, lost)
    asked = tx.add(Round, question="asked just now", state="open")
    tx.add(Ballot, round_id=asked, subject_id=stage.id, value=4321)
    tx.summarise("Hid things")
    never = ["theme in the trash", "card in the trash", "card of mine alone", "card to be revealed", "lane in the trash"]
    return [*never, "card whose lane is gone", '"value": 4321', gone]


def test_what_is_hidden_gone_or_open_is_not_exported(service: Service, sqlite_template: Path) -> None:
    workshop_id = load_example(service, ACTOR, "hospital")
    actor = Actor("Me", Role.FACILITATOR, "5e0f5bd1-2f4b-4e3a-8a55-0b3b8e6c0001")
    behind = Service(service.store)
    export(behind, workshop_id)
    never = hide(Context(service, actor, workshop_id))
    document = export(service, workshop_id, actor)
    text = document.decode()
    assert [word for word in never if word in text] == []
    assert "card whose theme is gone" in text
    assert "asked just now" in text
    assert export(behind, workshop_id, actor) == document
    assert export(Service(service.store), workshop_id, actor) == document
    with empty(sqlite_template) as other:
        import_document(other, ACTOR, document)
        assert export(other, workshop_id) == document


def test_what_a_name_may_not_hold_is_refused_where_it_is_written_too(service: Service) -> None:
    here = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    lane, stage = here.image().all(Lane)[0], here.image().all(Stage)[0]
    with pytest.raises(CjmError, match="goes on one line"):
        rename_lane(here, id=lane.id, name="Two\nlines")
    one, two = (add_entry(here, stage_id=stage.id, lane_id=lane.id, text=f"A card\nof two lines {n}") for n in (1, 2))
    group_entries(here, onto=one, ids=[two])  # called after the card
    copy = import_document(service, ACTOR, export(service, here.workshop_id))
    assert "A card of two lines 1" in {group.title for group in service.image(copy).all(Group)}
