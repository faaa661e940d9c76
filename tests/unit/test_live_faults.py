"""The hub when things go wrong: screens that come and go, rights taken away, other processes, and our own bugs."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.live import hub
from cjm.live.hub import Hub, Listener, carry_out
from cjm.pain_points import add_theme
from cjm.people.invitations import invite, join
from cjm.people.seats import actor_at, next_person, put_down, revoke_seat
from cjm.workshops import create_workshop
from db.engine import Store
from db.faults import DatabaseFault
from db.tables import ACTIVITY, SEATS
from tests.conftest import ROOT

ACTOR = Actor("Test", Role.FACILITATOR)
FACILITATOR, PHONE = (f"{who}-browser-key-0123456789abcdef" for who in ("facilitator", "phone"))


@pytest.fixture
def context(sqlite_store: Store) -> Context:
    return fresh(sqlite_store)


def fresh(store: Store) -> Context:
    service = Service(store)
    return Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))


def in_a_loop(work: Callable[[], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        return await work()

    # In a thread of its own: a browser test before this one may have left its loop in the main thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


async def until(happened: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.02)


async def opened(hub: Hub, context: Context, again: Callable[[], Context] | None = None) -> tuple[Listener, list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        if "session" not in message:
            heard.append(message)

    return await hub.join(context, send, again), heard


def test_a_screen_that_joins_as_the_last_one_leaves_hears_of_changes(context: Context) -> None:
    async def work() -> None:
        hub = Hub()
        context.service.listeners.append(hub.tell)
        first, _ = await opened(hub, context)
        heard: list[dict[str, Any]] = []

        async def slow_send(message: dict[str, Any]) -> None:
            if "hello" in message:
                await hub.leave(first)
            heard.append(message)

        second = await hub.join(context, slow_send)
        await asyncio.to_thread(add_theme, context, name="Queues")
        await until(lambda: len(heard) > 1)
        await hub.leave(second)
        assert not hub.rooms

    in_a_loop(work)


def test_a_bug_while_sending_is_logged_and_ends_nothing(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = [True]
    real = hub.board_json

    def board_json(asker: Context) -> Any:
        if broken[0]:
            broken[0] = False
            raise ZeroDivisionError("our bug")
        return real(asker)

    monkeypatch.setattr(hub, "board_json", board_json)

    async def work() -> None:
        hub = Hub()
        context.service.listeners.append(hub.tell)
        listener, heard = await opened(hub, context)
        await until(lambda: not broken[0])
        await asyncio.to_thread(add_theme, context, name="Queues")
        await until(lambda: len(heard) > 1)
        await hub.leave(listener)

    with caplog.at_level(logging.ERROR):
        in_a_loop(work)
    assert "incident" in caplog.text and "our bug" in caplog.text


@pytest.mark.parametrize("bug", [TypeError("a bug of ours"), ZeroDivisionError("another"), RecursionError("deep")])
def test_an_act_that_meets_a_bug_is_answered_and_logged(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, bug: Exception
) -> None:
    def carry(*_: Any, **__: Any) -> None:
        raise bug

    monkeypatch.setattr(add_theme, "carry_out", carry)
    with caplog.at_level(logging.ERROR):
        answer = carry_out(context, {"id": "act-12345", "do": "add_theme", "with": {"name": "Queues"}})
    number = answer["error"].rpartition(" ")[2].rstrip(".")
    assert answer["id"] == "act-12345" and answer["ok"] is False
    assert answer["aside"] == "incident", "it is not sent for ever, and what it says is not thrown away"
    assert number in caplog.text and str(bug) in caplog.text


@pytest.mark.parametrize(
    ("do", "given"),
    [
        ("undo", {"revision": 10**30}),
        ("add_theme", {"context": 1, "name": "x"}),
        ("add_theme", {"tx": 1, "name": "x"}),
        ("add_theme", {"\ud800": "x"}),
        ("\ud800", {}),
    ],
)
def test_odd_acts_are_answered(context: Context, do: str, given: dict[str, Any]) -> None:
    before = context.service.image(context.workshop_id).revision
    answer = carry_out(context, {"id": "act-12345", "do": do, "with": given})
    assert answer["id"] == "act-12345" and answer["ok"] is False and answer["error"].endswith(".")
    assert context.service.image(context.workshop_id).revision == before


def test_what_this_version_does_not_know_is_kept_for_one_that_does(context: Context) -> None:
    answer = carry_out(context, {"id": "act-12345", "do": "of_another_version", "with": {"text": "Words"}})
    assert (answer["id"], answer["ok"], answer["aside"]) == ("act-12345", False, "unknown") and "Reload" in answer["error"]
    hidden = carry_out(context, {"id": "act-12345", "do": "trash_workshop", "with": {}})
    assert hidden["ok"] is False and "aside" not in hidden, "no screen may ever do that"


def test_who_has_lost_the_seat_while_the_database_was_away_is_not_answered_for_it(context: Context) -> None:
    def away() -> Context:
        raise DatabaseFault("away", "no connection")

    answer = carry_out(away, {"id": "act-12345", "do": "add_theme", "with": {"name": "Queues"}})
    assert "ok" not in answer and "can’t be reached" in answer["later"]


def test_what_another_process_writes_is_heard(store: Store) -> None:
    context = fresh(store)
    write = (
        "import sys; from cjm.core.access import Actor, Role; from cjm.pain_points import add_theme; from db.engine import Store;"
        "from cjm.core.service import Context, Service; s = Service(Store());"
        "add_theme(Context(s, Actor('Else', Role.FACILITATOR), sys.argv[1]), name='From elsewhere'); s.store.close()"
    )

    async def work() -> float:
        hub = Hub()
        context.service.listeners.append(hub.tell)
        listener, heard = await opened(hub, context)
        await until(lambda: listener.revision)
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", write, context.workshop_id],
            cwd=ROOT,
            env={**os.environ, "CJM_DATABASE_URL": store.url.render_as_string(hide_password=False)},
            check=True,
        )
        began = time.monotonic()
        await until(lambda: len(heard) > 1)
        spent = time.monotonic() - began
        await hub.leave(listener)
        return spent

    assert in_a_loop(work) < 2


def seated(store: Store) -> tuple[Context, Context]:
    """A workshop with a facilitator and with Ann, a contributor, each as their own browser's key says."""
    service = Service(store)
    workshop_id = create_workshop(service, ACTOR, name="Shop", browser_key=FACILITATOR)
    first = Context(service, actor_at(service, FACILITATOR, workshop_id), workshop_id)
    join(service, PHONE, token=invite(first).token, name="Ann")
    return first, Context(service, actor_at(service, PHONE, workshop_id), workshop_id)


def sits_at_the_phone(ann: Context) -> Context:
    return replace(ann, actor=actor_at(ann.service, PHONE, ann.workshop_id))


def test_who_loses_the_seat_is_refused_before_anything_more_is_sent(sqlite_store: Store) -> None:
    first, ann = seated(sqlite_store)
    seat = ann.actor.seat_id
    assert seat

    async def work() -> tuple[list[dict[str, Any]], list[dict[str, Any]], set[str]]:
        hub = Hub()
        first.service.listeners.append(hub.tell)
        staying, heard = await opened(hub, first, lambda: first)
        at_phone = partial(sits_at_the_phone, ann)
        leaving, refused = await opened(hub, ann, at_phone)
        both = hub.people(first.workshop_id)
        await until(lambda: staying.session and leaving.session)
        await asyncio.to_thread(lambda: revoke_seat(first, seat_id=seat))
        await until(lambda: len(heard) > 1 and len(refused) > 1)
        assert hub.people(first.workshop_id) == {first.actor.id}
        await hub.leave(staying)
        assert hub.people(first.workshop_id) == set()
        return heard, refused, both

    heard, refused, both = in_a_loop(work)
    assert both == {first.actor.id, ann.actor.id}
    assert "last" in heard[1]
    assert [list(message) for message in refused] == [["hello"], ["refused"]] and "no seat" in refused[1]["refused"]


def test_a_phone_that_is_put_down_gets_nothing_more(sqlite_store: Store) -> None:
    first, ann = seated(sqlite_store)

    async def work() -> list[dict[str, Any]]:
        hub = Hub()
        first.service.listeners.append(hub.tell)
        listener, heard = await opened(hub, ann, partial(sits_at_the_phone, ann))
        await until(lambda: listener.seating)
        await asyncio.to_thread(put_down, ann)
        await until(lambda: len(heard) > 1)
        await asyncio.to_thread(add_theme, first, name="Queue")
        assert hub.people(first.workshop_id) == set()
        await hub.leave(listener)
        return heard

    assert [list(message) for message in in_a_loop(work)] == [["hello"], ["refused"]]


def passed_on(ann: Context, name: str) -> None:
    """Without the phone being asked meanwhile."""
    put_down(ann)
    next_person(ann.service, PHONE, ann.workshop_id, name=name)


def test_on_a_phone_that_is_passed_on_the_whole_is_fetched_again(sqlite_store: Store) -> None:
    first, ann = seated(sqlite_store)

    async def work() -> dict[str, Any]:
        hub = Hub()
        first.service.listeners.append(hub.tell)
        at_phone = partial(sits_at_the_phone, ann)
        listener, heard = await opened(hub, ann, at_phone)
        await until(lambda: listener.seating)
        first.service.listeners.remove(hub.tell)
        await asyncio.to_thread(passed_on, ann, "Bea")
        hub.tell(first.workshop_id, 0)
        await until(lambda: len(heard) > 1)
        assert hub.people(first.workshop_id) == {listener.context.actor.id} != {ann.actor.id}
        await hub.leave(listener)
        return heard[1]

    assert in_a_loop(work)["patch"] is None


def test_a_slow_line_holds_up_nobody_else_and_then_fetches_the_whole(context: Context) -> None:
    async def work() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        hub = Hub()
        context.service.listeners.append(hub.tell)
        takes = asyncio.Event()
        slow: list[dict[str, Any]] = []

        async def slow_send(message: dict[str, Any]) -> None:
            if "first" in message:
                await takes.wait()
            if "session" not in message:
                slow.append(message)

        listener, heard = await opened(hub, context)
        phone = await hub.join(context, slow_send)
        await until(lambda: listener.session and phone.session)
        for number in range(3):
            await asyncio.to_thread(add_theme, context, name=f"Queue {number}")
            await until(lambda number=number: len(heard) == number + 2)  # type: ignore[misc]
        assert [list(message) for message in slow] == [["hello"]]
        takes.set()
        await until(lambda: len(slow) == 3)
        await hub.leave(listener)
        await hub.leave(phone)
        return heard, slow

    heard, slow = in_a_loop(work)
    assert slow[1] == heard[1], "what it was slow to take"
    assert (slow[2]["first"], slow[2]["last"], slow[2]["patch"]) == (heard[2]["first"], heard[3]["last"], None)


def test_only_the_browsers_whose_seats_changed_are_looked_up_again(sqlite_store: Store) -> None:
    first, ann = seated(sqlite_store)
    asked: list[str] = []

    def again(who: str, context: Context) -> Context:
        asked.append(who)
        return context

    async def work() -> None:
        hub = Hub()
        first.service.listeners.append(hub.tell)
        here, heard = await opened(hub, first, partial(again, "first", first))
        there, _ = await opened(hub, ann, partial(again, "ann", ann))
        await until(lambda: here.session and there.session)
        asked.clear()
        await asyncio.to_thread(passed_on, ann, "Bea")
        await until(lambda: len(heard) > 1)
        await hub.leave(here)
        await hub.leave(there)

    in_a_loop(work)
    assert asked == ["ann"]


def test_an_acknowledgement_tells_the_revision_of_its_own_act(context: Context) -> None:
    acts = [{"id": f"act-{number:05}", "do": "add_theme", "with": {"name": f"Theme {number}"}} for number in range(24)]
    with ThreadPoolExecutor(8) as threads:
        told = {answer["id"]: answer["revision"] for answer in threads.map(partial(carry_out, context), acts)}
    with context.service.store.reading() as connection:
        lines = connection.execute(sa.select(ACTIVITY.c.request_id, ACTIVITY.c.revision)).all()
    assert told == {id: revision for id, revision in lines if id in told}
    assert carry_out(context, acts[3])["revision"] == told["act-00003"], "a repeat tells the same"


def test_a_page_that_is_closed_leaves_the_room_and_one_that_falls_silent_is_waited_for(sqlite_store: Store) -> None:
    first, ann = seated(sqlite_store)

    def until_when() -> float:
        with first.service.store.reading() as connection:
            row = connection.execute(sa.select(SEATS.c.here_until).where(SEATS.c.id == ann.actor.seat_id)).one()
        return float((row.here_until - datetime.now(UTC)).total_seconds())

    async def work() -> list[float]:
        hub, told = Hub(), []
        for lost in (True, False):
            listener, _ = await opened(hub, ann)
            await until(lambda: until_when() > 60)
            await hub.leave(listener, lost=lost)
            if not lost:
                await until(lambda: until_when() < 10)
            told.append(until_when())
        return told

    silent, closed = in_a_loop(work)
    assert silent > 60 > 10 > closed
