"""The hub: acts come in once, changes go out by revision, a screen that is behind is told to fetch the whole."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.live.hub import Hub, carry_out
from cjm.pain_points import add_entry
from cjm.value_stream import add_stage
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Entry, Lane, ValueStream


def started(store: Store) -> tuple[Context, str, str]:
    service, actor = Service(store), Actor("Test", Role.FACILITATOR)
    context = Context(service, actor, create_workshop(service, actor, name="Shop"))
    stream = service.image(context.workshop_id).all(ValueStream)[0]
    stage = add_stage(context, stream_id=stream.id, name="Browse")
    return context, str(stage), service.image(context.workshop_id).all(Lane)[0].id


def act(stage: str, lane: str, text: str, name: str = "add_entry") -> dict[str, Any]:
    return {"id": f"act-{text.replace(' ', '-')}", "do": name, "with": {"stage_id": stage, "lane_id": lane, "text": text}}


def test_an_act_sent_twice_is_carried_out_once(sqlite_store: Store) -> None:
    context, stage, lane = started(sqlite_store)
    first, second = (carry_out(context, act(stage, lane, "reads a review")) for _ in range(2))
    assert first["ok"] and first["result"] == second["result"]
    assert [entry.text for entry in context.service.image(context.workshop_id).all(Entry)] == ["reads a review"]


def test_what_a_screen_may_not_do_is_refused_in_a_sentence(sqlite_store: Store) -> None:
    context, stage, lane = started(sqlite_store)
    before = context.service.image(context.workshop_id).revision
    bad_acts: list[object] = [
        act(stage, lane, "trash-it", "trash_workshop"),
        act(stage, lane, "nonsense", "no_such"),
        "text",
        {"id": "x"},
        {"id": "act-12345", "do": "add_entry", "with": {"text": 5}},
        act(stage, "no-such-lane", "nowhere-12"),
    ]
    for bad in bad_acts:
        answer = carry_out(context, bad)
        assert answer["ok"] is False
        assert answer["error"].endswith((".", "!"))
    assert context.service.image(context.workshop_id).revision == before


def test_leaders_can_not_act(sqlite_store: Store) -> None:
    context, stage, lane = started(sqlite_store)
    leader = Context(context.service, Actor("Lead", Role.LEADER), context.workshop_id)
    assert carry_out(leader, act(stage, lane, "from-above"))["ok"] is False


def test_a_write_reaches_the_other_screens_as_a_patch(sqlite_store: Store) -> None:
    context, stage, lane = started(sqlite_store)

    async def watch() -> list[dict[str, Any]]:
        hub = Hub()
        context.service.listeners.append(hub.tell)
        heard: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            heard.append(message)

        listener = await hub.join(context, send)
        await asyncio.sleep(0.1)
        await asyncio.to_thread(add_entry, context, stage_id=stage, lane_id=lane, text="leaves without buying")
        for _ in range(60):
            if any("patch" in one for one in heard):
                break
            await asyncio.sleep(0.05)
        await hub.leave(listener)
        assert context.workshop_id not in hub.rooms
        return [one for one in heard if "session" not in one]

    # In a thread of its own: a browser test before this one may have left its loop in the main thread.
    with ThreadPoolExecutor(1) as thread:
        hello, change = thread.submit(lambda: asyncio.run(watch())).result()
    assert change["first"] == hello["hello"]["revision"] + 1
    assert [card["text"] for card in change["patch"]["cards"].values()] == ["leaves without buying"]
