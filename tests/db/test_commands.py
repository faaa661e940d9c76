"""The write path on both databases: what is written is what is read, kept in memory, and taken back."""

from __future__ import annotations

import threading
import uuid
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType
from typing import Any, get_args

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.document_check import one_line
from cjm.core.errors import CjmError, Conflict
from cjm.core.history import next_undo, recent, restore, trash, undo
from cjm.core.service import Context, Service
from cjm.core.state import MODELS, WorkshopState, load
from cjm.core.vocabulary import RELATIONS
from db.engine import Store
from db.tables import ACTIVITY, PARTS, TABLES, Customer, Department, Link, Part, Row, Theme, Workshop

ANNA = Actor("Anna", Role.FACILITATOR)


@command("test_acts")
def acts(tx: Tx, *, many: list[dict[str, Any]]) -> list[str]:
    """Whatever the test wants, as one act; nothing is removed from under something else."""
    ids = []
    for act in many:
        model = MODELS[act["kind"]]
        if act["op"] == "add":
            ids.append(tx.add(PARTS[act["kind"]], **act["fields"]))
        elif act["op"] == "change":
            tx.change(model, act["id"], **act["fields"])
        else:
            others = [row for part in PARTS.values() for row in tx.image.all(part) if row.id != act["id"]]
            if not any(act["id"] in dict(row).values() for row in others):
                tx.remove(model, act["id"])
    tx.summarise("Did something")
    return ids


def workshop_in(store: Store, service: Service | None = None) -> Context:
    """A new, empty workshop."""
    now = datetime.now(UTC)
    workshop = Workshop.model_validate({"id": str(uuid.uuid4()), "name": "W", "created_at": now, "updated_at": now})
    with store.writing() as connection:
        connection.execute(TABLES["workshops"].insert().values(**workshop.model_dump(), revision=1))
    return Context(service or Service(store), ANNA, workshop.id)


def add(context: Context, kind: str, **fields: Any) -> str:
    return acts(context, many=[{"op": "add", "kind": kind, "fields": fields}])[0]


def fresh(context: Context) -> WorkshopState:
    with context.service.store.reading() as connection:
        return load(connection, context.workshop_id)


def contents(image: WorkshopState) -> dict[str, dict[str, dict[str, Any]]]:
    return {kind: {key: dict(row) for key, row in rows.items()} for kind, rows in image.rows.items()}


def meaning(image: WorkshopState) -> dict[tuple[str, str], dict[str, Any]]:
    """The living rows without what counts changes."""
    return {
        (kind, key): {name: value for name, value in row if name not in {"version", "updated_at"}}
        for kind, rows in image.rows.items()
        for key, row in rows.items()
        if row.deleted_at is None
    }


# What may be typed: every character but control characters and halves of emoji; with those that are known to hurt, often.
SPECIAL = [*"\n\t'%é", "🤦🏽‍♀️", "שלום", "مرحبا", "\u202e", "e\u0301", "\u200b", " ", '"', "\\", "\ufeff", "\U0010fffd", "ß"]
characters = st.one_of(st.sampled_from(SPECIAL), st.characters(exclude_categories=["Cs", "Cc"]))
typed = st.lists(characters, min_size=1, max_size=12).map("".join)
on_one_line = typed.map(lambda text: text.replace("\n", " "))


@cache
def strategy(model: type[Row], name: str) -> st.SearchStrategy[Any]:
    """Valid values of a field that is no reference."""
    field = model.model_fields[name]
    extra = field.json_schema_extra
    names = ("ge", "le", "min_length", "max_length", "pattern")
    limits = {name: getattr(item, name) for item in field.metadata for name in names if hasattr(item, name)}
    annotation = field.annotation
    optional = NoneType in get_args(annotation)
    kind = next((arg for arg in get_args(annotation) if arg is not NoneType), annotation) if optional else annotation
    made: st.SearchStrategy[Any]
    if isinstance(extra, dict) and "enum" in extra:
        made = st.sampled_from(extra["enum"])  # type: ignore[arg-type]
    elif name == "quarter":
        made = st.from_regex(r"\A[0-9]{4}-Q[1-4]\Z")
    elif kind is bool:
        made = st.booleans()
    elif kind is str:
        made = (on_one_line if name in one_line(model) else typed).map(lambda text: text[: limits.get("max_length", 30)])
        made = made.filter(str.strip) if limits.get("min_length") else made
    elif kind is int:
        made = st.integers(limits.get("ge", 0), min(limits.get("le", 1000), 10**15))
    elif kind is float:
        made = st.floats(limits.get("ge", 0), limits.get("le", 1000))
    elif kind is date:
        made = st.dates(date(1900, 1, 1))
    elif kind is datetime:
        made = st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC))
    elif name == "revealed_before":
        made = st.lists(st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat), max_size=2)
    elif kind == list[str]:
        made = st.lists(typed, max_size=2)
    else:
        made = st.lists(st.lists(typed, min_size=2, max_size=2), max_size=2)
    return st.none() | made if optional else made


OWN = {"workshop_id", "position", "author_id", *Row.model_fields}


@st.composite
def parts(draw: st.DrawFn, kind: str, living: dict[str, list[str]]) -> dict[str, Any] | None:
    """Fields of a row of ``kind``; None if something it must refer to is lacking."""
    model = PARTS[kind]
    fields = {}
    for name in model.model_fields:
        references = [key.column.table.name for key in TABLES[kind].c[name].foreign_keys]
        if name in OWN or name == "visibility":
            continue
        if name in {"from_id", "to_id"}:
            continue
        if references:
            there = living.get(references[0], [])
            if not there and not TABLES[kind].c[name].nullable:
                return None
            choices: list[str | None] = [*there, *([None] if TABLES[kind].c[name].nullable else [])]
            fields[name] = draw(st.sampled_from(choices))
        else:
            fields[name] = draw(strategy(model, name))
    if model is Link:
        start, ends = RELATIONS[fields["relation"]]
        for end, kinds in (("from_id", (start,)), ("to_id", ends)):
            there = [key for kind in kinds for key in living.get(kind, [])]
            if not there:
                return None
            fields[end] = draw(st.sampled_from(there))
    return fields


def some_act(data: st.DataObject, context: Context, few: list[str]) -> None:
    """One act of one to three changes; one that would make a second one of what there is one of leaves nothing behind."""
    image = fresh(context)
    living = {kind: [row.id for row in image.all(model)] for kind, model in PARTS.items()}
    many: list[dict[str, Any]] = []
    touched: set[str] = set()
    for _ in range(data.draw(st.integers(1, 3))):
        kind = data.draw(st.sampled_from(few))
        there = [key for key in living[kind] if key not in touched]
        op = data.draw(st.sampled_from(["add", "change", "change", "remove"])) if there else "add"
        fields = data.draw(parts(kind, living)) if op != "remove" else {}
        if fields is None:
            continue
        act: dict[str, Any] = {"op": op, "kind": kind, "fields": fields}
        if op != "add":
            act["id"] = data.draw(st.sampled_from(there))
        if op == "change":
            act["fields"] = {name: fields[name] for name in data.draw(st.sets(st.sampled_from(sorted(fields)), min_size=1))}
        if op == "remove":
            touched.add(act["id"])
            living = {kind: [key for key in keys if key != act["id"]] for kind, keys in living.items()}
        many.append(act)
    before = contents(image)
    try:
        acts(context, many=many)
    except CjmError as refused:
        assert " already" in str(refused)  # a second one of what there can be only one of (cjm.core.uniqueness)
        assert contents(fresh(context)) == before


kinds = st.lists(st.sampled_from(list(PARTS)), min_size=1, max_size=4, unique=True).map(
    lambda few: ["stages", "departments", "lanes", *few]
)


@given(data=st.data(), few=kinds)
@settings(max_examples=6, phases=[Phase.generate])
def test_an_advanced_image_is_the_one_freshly_loaded(store: Store, data: st.DataObject, few: list[str]) -> None:
    """In the writer, in a process that follows each change, and in one that catches up at the end."""
    context = workshop_in(store)
    follower, late = Service(store), Service(store)
    late.image(context.workshop_id)
    for _ in range(data.draw(st.integers(1, 5))):
        some_act(data, context, few)
        assert contents(follower.image(context.workshop_id)) == contents(fresh(context))
    expected = fresh(context)
    for service in (context.service, follower, late):
        image = service.image(context.workshop_id)
        assert image.revision == expected.revision
        assert contents(image) == contents(expected)
        for kind, rows in image.rows.items():
            for key, row in rows.items():
                assert type(row) is MODELS[kind]
                loaded = expected.rows[kind][key]
                assert [type(value) for _, value in row] == [type(value) for _, value in loaded]


@given(data=st.data(), few=kinds)
@settings(max_examples=6, phases=[Phase.generate])
def test_undoing_everything_leads_back_step_by_step(store: Store, data: st.DataObject, few: list[str]) -> None:
    context = workshop_in(store)
    past = [meaning(fresh(context))]
    for _ in range(data.draw(st.integers(1, 5))):
        before = context.service.image(context.workshop_id).revision
        some_act(data, context, few)
        if context.service.image(context.workshop_id).revision > before:
            past.append(meaning(fresh(context)))
    while len(past) > 1:
        past.pop()
        undo(context)
        assert meaning(fresh(context)) == past[-1]
    assert next_undo(context) is None
    with pytest.raises(CjmError, match="nothing to undo"):
        undo(context)


def test_an_undo_can_be_undone(store: Store) -> None:
    context = workshop_in(store)
    theme = add(context, "themes", name="One")
    acts(context, many=[{"op": "change", "kind": "themes", "id": theme, "fields": {"name": "Two"}}])
    undo(context)
    undone = recent(context)[0]
    assert undone.undo_of == undone.revision - 1
    undo(context, revision=undone.revision)
    assert fresh(context).get(Theme, theme).name == "Two"
    undo(context)
    assert fresh(context).get(Theme, theme).name == "One"


def test_undo_reaches_back_far(sqlite_store: Store) -> None:
    context = workshop_in(sqlite_store)
    for number in range(60):
        add(context, "themes", name=str(number))
    for _ in range(60):
        undo(context)
    assert fresh(context).all(Theme) == []


def test_only_the_same_field_is_a_conflict(store: Store) -> None:
    context = workshop_in(store)
    department = add(context, "departments", name="Desk", role="admits")

    def write(version: int, **fields: str) -> None:
        change = {"op": "change", "kind": "departments", "id": department, "fields": {**fields, "expected_version": version}}
        acts(context, many=[change])

    write(1, name="Front desk")
    write(1, role="admits and asks")
    with pytest.raises(Conflict, match="Someone changed “Front desk”") as caught:
        write(1, name="Reception")
    assert caught.value.theirs == {"name": "Front desk"}
    write(1, name="Front desk")  # the same text twice is nothing to choose between
    write(3, name="Reception")
    stored = fresh(context).get(Department, department)
    assert (stored.name, stored.role) == ("Reception", "admits and asks")


def test_undo_is_refused_if_the_same_was_changed_since(store: Store) -> None:
    context = workshop_in(store)
    theme = add(context, "themes", name="One")
    first = recent(context)[0].revision
    acts(context, many=[{"op": "change", "kind": "themes", "id": theme, "fields": {"name": "Two"}}])
    second = recent(context)[0].revision
    acts(context, many=[{"op": "change", "kind": "themes", "id": theme, "fields": {"name": "Three"}}])
    for revision in (first, second):
        with pytest.raises(CjmError, match="Three"):
            undo(context, revision=revision)
    assert fresh(context).get(Theme, theme).name == "Three"


def test_undo_of_an_addition_is_refused_while_something_stands_on_it(store: Store) -> None:
    context = workshop_in(store)
    stage = add(context, "stages", name="Intake")
    added = recent(context)[0].revision
    add(context, "steps", stage_id=stage, text="Greet")
    with pytest.raises(CjmError, match="Intake"):
        undo(context, revision=added)
    undo(context)
    undo(context)
    assert meaning(fresh(context)).keys() == {("workshops", context.workshop_id)}


def test_nothing_comes_back_onto_something_that_is_gone(store: Store) -> None:
    context = workshop_in(store)
    stage = add(context, "stages", name="Intake")
    step = add(context, "steps", stage_id=stage, text="Greet")
    acts(context, many=[{"op": "remove", "kind": "steps", "id": step}])
    removed = recent(context)[0].revision
    acts(context, many=[{"op": "remove", "kind": "stages", "id": stage}])
    assert fresh(context).all(PARTS["stages"]) == []
    with pytest.raises(CjmError, match="stage"):
        undo(context, revision=removed)
    with pytest.raises(CjmError, match="stage"):
        restore(context, kind="steps", id=step)
    restore(context, kind="stages", id=stage)
    restore(context, kind="steps", id=step)
    assert trash(context) == ()


def test_what_went_together_comes_back_together(store: Store) -> None:
    context = workshop_in(store)
    stage = add(context, "stages", name="Intake")
    step = add(context, "steps", stage_id=stage, text="Greet")
    before = meaning(fresh(context))
    together = [{"op": "remove", "kind": kind, "id": key} for kind, key in (("steps", step), ("stages", stage))]
    acts(context, many=together)
    undo(context)
    assert meaning(fresh(context)) == before
    acts(context, many=together)
    restore(context, kind="stages", id=stage)
    assert meaning(fresh(context)) == before


@given(name=on_one_line.filter(str.strip), note=typed)
@settings(max_examples=40)
def test_text_comes_back_exactly(store: Store, name: str, note: str) -> None:
    context = workshop_in(store)
    key = add(context, "customers", name=name, note=note)
    image = fresh(context)
    assert (image.get(Customer, key).name, image.get(Customer, key).note) == (name, note)
    with store.reading() as connection:
        mine = ACTIVITY.c.workshop_id == context.workshop_id
        stored = connection.execute(sa.select(ACTIVITY.c.changes).where(mine)).scalar_one()
    assert (stored[0]["after"]["name"], stored[0]["after"]["note"]) == (name, note)


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d", "\x1b[31m", "a\rb", "a\nb", "x" * 201, ""])
def test_text_that_can_not_be_kept_is_refused_in_a_sentence(store: Store, text: str) -> None:
    context = workshop_in(store)
    with pytest.raises(CjmError, match=r"^The name .*\.$"):
        add(context, "themes", name=text)
    assert recent(context) == []


def test_a_repeated_request_returns_the_first_result(store: Store) -> None:
    context = workshop_in(store).once(str(uuid.uuid4()))
    first = acts(context, many=[{"op": "add", "kind": "themes", "fields": {"name": "T"}}])
    again = acts(context, many=[{"op": "add", "kind": "themes", "fields": {"name": "T"}}])
    assert first == again
    assert len(fresh(context).all(Theme)) == 1


def test_a_refused_command_leaves_nothing(store: Store) -> None:
    context = workshop_in(store)
    good = {"op": "add", "kind": "themes", "fields": {"name": "T"}}
    with pytest.raises(CjmError):
        acts(context, many=[good, {"op": "add", "kind": "steps", "fields": {"text": "S", "stage_id": "nowhere"}}])
    assert fresh(context).all(Theme) == []
    assert context.service.image(context.workshop_id).all(Theme) == []


def test_many_writers_lose_nothing_and_share_no_position(store: Store) -> None:
    """Two services on two stores, as two processes would be; every revision once, every theme at its own place."""
    context = workshop_in(store)
    second = Store(store.url.render_as_string(hide_password=False))
    other = Context(Service(second), ANNA, context.workshop_id)
    failed: list[Exception] = []

    def work(mine: Context) -> None:
        try:
            for number in range(5):
                add(mine, "themes", name=str(number))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (context, other) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()
    assert failed == []
    image = fresh(context)
    assert image.revision == 31
    assert sorted(line.revision for line in recent(context, 100)) == list(range(2, 32))
    assert len({theme.position for theme in image.all(Theme)}) == 30


def test_who_writes_second_is_told(store: Store) -> None:
    context = workshop_in(store)
    theme = add(context, "themes", name="One")
    acts(context, many=[{"op": "change", "kind": "themes", "id": theme, "fields": {"name": "Two", "expected_version": 1}}])
    with pytest.raises(CjmError, match="Two"):
        acts(context, many=[{"op": "change", "kind": "themes", "id": theme, "fields": {"name": "Mine", "expected_version": 1}}])
    assert fresh(context).get(Theme, theme).name == "Two"


def test_every_kind_can_be_stored_and_read_again(store: Store) -> None:
    """With nothing but what it must have."""
    context = workshop_in(store)
    ids: dict[str, str] = {}
    for kind, model in PARTS.items():
        fields: dict[str, Any] = {}
        for name, field in model.model_fields.items():
            target = next(iter(TABLES[kind].c[name].foreign_keys), None)
            if field.is_required() and name not in OWN:
                least: dict[Any, Any] = {int: 1, float: 1.0, date: date(2027, 2, 1)}
                fields[name] = ids[target.column.table.name] if target is not None else least.get(field.annotation, "x")
        ids[kind] = add(context, kind, **fields)
        found: Part = fresh(context).get(model, ids[kind])
        assert found.version == 1
        assert found == context.service.image(context.workshop_id).get(model, ids[kind])


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("themes", {"name": "   "}, "can’t be empty"),
        ("workshops", {"quadrant_names": {"quick_wins": "half \ud83d"}}, "broken emoji"),
        ("workshops", {"finished_steps": ["x"] * 201}, "keep it to 200"),
        ("workshops", {"impact_midline": float("nan")}, "must be a number"),
    ],
)
def test_what_no_screen_can_show_is_refused(store: Store, kind: str, fields: dict[str, Any], sentence: str) -> None:
    context = workshop_in(store)
    with pytest.raises(CjmError, match=sentence):
        if kind == "workshops":
            acts(context, many=[{"op": "change", "kind": kind, "id": context.workshop_id, "fields": fields}])
        else:
            add(context, kind, **fields)
