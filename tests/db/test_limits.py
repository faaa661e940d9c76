"""A workshop has its bounds, and what twenty people add at once under one name is one."""

from __future__ import annotations

import json
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cjm.__main__ import main
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.document import export_document
from cjm.core.errors import CjmError
from cjm.core.limits import MOST
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.frame import PartFields, add_names, add_to_frame
from cjm.imports.document import import_document
from cjm.kpis.writing import add_kpi
from cjm.pain_points import EntryFields, NewEntry, add_entries, add_entry, add_theme, edit_entry, remove_entries
from cjm.session.activities import reveal_activity, start_activity
from cjm.session.sealed import write_sealed_card
from cjm.value_stream import add_department_here
from cjm.versions import document_of, snapshots, take_snapshot
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import PARTS, SEATS, Department, Entry, Kpi, Lane, Resource, Stage, Theme

ACTOR = Actor("Test", Role.FACILITATOR)
KEY, OTHER = (f"{who}-browser-key-0123456789abcdef" for who in ("one", "another"))


@pytest.fixture
def ctx(store: Store) -> Context:
    service = Service(store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def place(ctx: Context) -> dict[str, str]:
    return {"stage_id": ctx.image().all(Stage)[0].id, "lane_id": ctx.image().all(Lane)[0].id}


def number(ctx: Context, kind: type[Any]) -> int:
    return len(ctx.service.image(ctx.workshop_id).all(kind))


# Bounds ----------------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_bound() -> None:
    assert MOST.keys() == PARTS.keys()
    assert MOST["entries"] == 20_000


def test_a_full_map_takes_no_more_and_says_so(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MOST, "entries", number(ctx, Entry) + 2)
    cards = [NewEntry(text=f"Card {one}", id=str(uuid.uuid4())) for one in range(3)]
    with pytest.raises(CjmError, match="no room for another card: a workshop holds"):
        add_entries(ctx, entries=cards, **place(ctx))
    assert number(ctx, Entry) == MOST["entries"] - 2, "nothing of what does not fit is stored"
    first = add_entry(ctx, text="One", **place(ctx))
    add_entry(ctx, text="Two", **place(ctx))
    with pytest.raises(CjmError, match="no room"):
        add_entry(ctx, text="Three", **place(ctx))
    remove_entries(ctx, ids=[first])
    add_entry(ctx, text="Three", **place(ctx))
    edit_entry(ctx, id=ctx.service.image(ctx.workshop_id).all(Entry)[0].id, fields=EntryFields(text="Changed"))


def test_what_people_have_given_is_never_refused(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    running = start_activity(ctx, kind="write", names_shown=True)
    full = number(ctx, Entry) + 2
    monkeypatch.setitem(MOST, "entries", full)
    for one in range(2):
        write_sealed_card(ctx, id=str(uuid.uuid4()), text=f"Unseen {one}", **place(ctx))
    with pytest.raises(CjmError, match="no room"):
        write_sealed_card(ctx, id=str(uuid.uuid4()), text="Unseen 2", **place(ctx))
    mine = add_entry(ctx, text="Meanwhile", **place(ctx))
    remove_entries(ctx, ids=[mine])
    assert reveal_activity(ctx, id=running) == 2
    history.undo(ctx, revision=ctx.service.image(ctx.workshop_id).revision - 1)
    assert number(ctx, Entry) == full + 1


# Documents -------------------------------------------------------------------------------------------------------------


def with_cards(ctx: Context, cards: int) -> bytes:
    document = json.loads(export_document(ctx))
    one = document["entries"][0]
    document["entries"] += [{**one, "id": str(uuid.uuid4())} for _ in range(cards - len(document["entries"]))]
    return json.dumps(document).encode()


@pytest.fixture
def measured() -> Iterator[Callable[[], float]]:
    """How many megabytes were in use at most since the test asked first."""
    yield lambda: tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()


def test_too_many_cards_are_refused_before_they_are_built(sqlite_store: Store, measured: Callable[[], float]) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    data = with_cards(ctx, 40_000)
    tracemalloc.start()
    with pytest.raises(CjmError, match="entries: holds 40,000, and a workshop at most 20,000"):
        import_document(service, ACTOR, data)
    assert measured() < 6 * len(data) / 2**20


ODD = {"lists": b"[" + b"[]," * 10_000_000 + b"1]", "deep": b"[" * 1_000_000, "numbers": b"[" + b"1.5," * 8_000_000 + b"1]"}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_would_fill_the_memory_is_refused_unread(sqlite_store: Store, odd: bytes, measured: Callable[[], float]) -> None:
    tracemalloc.start()
    with pytest.raises(CjmError, match="too large"):
        import_document(Service(sqlite_store), ACTOR, odd)
    assert measured() < 1


def test_the_command_line_reads_no_more_than_it_takes(
    sqlite_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    measured: Callable[[], float],
) -> None:
    monkeypatch.setenv("CJM_DATABASE_URL", sqlite_store.url.render_as_string())
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(2**30)
    tracemalloc.start()
    assert main(["import", str(tmp_path / "large.json")]) == 2
    assert "too large" in capsys.readouterr().err and measured() < 100


def test_a_version_that_was_kept_here_comes_back_whatever_it_holds(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    take_snapshot(ctx, name="As it was")
    monkeypatch.setitem(MOST, "entries", 3)
    assert len(document_of(ctx, snapshots(ctx)[0].id).rows["entries"]) > 3


# Workshops -------------------------------------------------------------------------------------------------------------


def test_a_browser_starts_so_many_workshops_an_hour(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_STARTS_PER_HOUR", "3")
    service = Service(store)
    create_workshop(service, ACTOR, name="One", browser_key=KEY)
    load_example(service, ACTOR, "hospital", browser_key=KEY)
    third = create_workshop(service, ACTOR, name="Three", browser_key=KEY, request_id="the-third-one")
    assert create_workshop(service, ACTOR, name="Three", browser_key=KEY, request_id="the-third-one") == third, "a repeat is none"
    with pytest.raises(CjmError, match="3 workshops an hour are enough"):
        create_workshop(service, ACTOR, name="Four", browser_key=KEY)
    with pytest.raises(CjmError, match="3 workshops an hour are enough"):
        load_example(service, ACTOR, "hospital", browser_key=KEY)
    create_workshop(service, ACTOR, name="Elsewhere", browser_key=OTHER)
    with service.store.writing() as connection:
        connection.execute(SEATS.update().values(made_at=datetime.now(UTC) - timedelta(hours=1, seconds=1)))
    create_workshop(service, ACTOR, name="Later", browser_key=KEY)


# At once ---------------------------------------------------------------------------------------------------------------

WAYS = ["Long queues", "long queues", "  Long   queues ", "Ｌong\u00a0queues", "LONG QUEUES"]


def at_once(ctx: Context, act: Callable[[Context, str], Any]) -> list[Any]:
    """Twenty people, at two processes' stores."""
    second = Store(ctx.service.store.url.render_as_string(hide_password=False))
    rooms = [ctx, Context(Service(second), ACTOR, ctx.workshop_id)]

    def one(number: int) -> Any:
        with suppress(CjmError):
            return act(rooms[number % 2], WAYS[number % len(WAYS)])

    with ThreadPoolExecutor(20) as people:
        made = list(people.map(one, range(20)))
    second.close()
    return made


def called(ctx: Context, kind: type[Any]) -> list[Any]:
    return [one for one in ctx.service.image(ctx.workshop_id).all(kind) if "queues" in one.name.casefold()]


def test_twenty_people_add_one_theme(ctx: Context) -> None:
    made = at_once(ctx, lambda who, name: add_theme(who, name=name))
    (theme,) = called(ctx, Theme)
    assert set(made) == {theme.id}


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Theme, lambda name: {"fields": EntryFields(theme=name)}),
        (Resource, lambda name: {"links": {"system": [name]}}),
        (Kpi, lambda name: {"links": {"kpi": [name]}}),
    ],
    ids=["theme", "system", "KPI"],
)
def test_twenty_people_name_one_on_their_cards(ctx: Context, kind: type[Any], given: Callable[[str], dict[str, Any]]) -> None:
    cards = iter([one.id for one in ctx.image().all(Entry)][:20])
    at_once(ctx, lambda who, name: edit_entry(who, id=next(cards), **given(name)))
    assert len(called(ctx, kind)) == 1


@pytest.mark.parametrize(
    ("kind", "act"),
    [
        (Department, lambda who, name: add_department_here(who, name=name)),
        (Department, lambda who, name: add_to_frame(who, kind="departments", fields=PartFields(name=name))),
        (Department, lambda who, name: add_names(who, kind="departments", names=[name])),
        (Kpi, lambda who, name: add_kpi(who, name=name)),
    ],
    ids=["at a stage", "in the frame", "pasted", "KPI"],
)
def test_twenty_people_add_one_to_a_list(ctx: Context, kind: type[Any], act: Callable[[Context, str], Any]) -> None:
    at_once(ctx, act)
    assert len(called(ctx, kind)) == 1
