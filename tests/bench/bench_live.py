"""Many people writing at once, over the real sockets: how long until one's own card is acknowledged, and until others see it.

``make bench-live`` fills a workshop with 300 cards, seats n participants (each with a browser key of its own), lets each write
every five seconds for ``SECONDS``, and watches from one more screen. It prints milliseconds, and processor time and memory of the
server per participant. At the end every acknowledged card must be on the board.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import statistics
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import psutil
import sqlalchemy as sa
from websockets.asyncio.client import ClientConnection, connect

from cjm.access import Actor, Role
from cjm.commands import Tx, command
from cjm.keys import hashed
from cjm.seats import sit
from cjm.service import Context, Service
from db.engine import Store
from db.tables import TABLES, Lane, Participant, Stage
from tests.bench.bench_pages import ROOT, fill, serving

PEOPLE = (1, 30, 100, 300, 500)
SECONDS = 20
EVERY = 5.0


@dataclass
class Seen:
    """When a card was sent, acknowledged and seen on the watching screen; seconds of one clock."""

    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, float] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)
    """Card by act."""


@command("bench_seats")
def bench_seats(tx: Tx, *, keys: list[str]) -> int:
    """Seat so many contributors at browsers of their own."""
    for number, key in enumerate(keys):
        person = tx.add(Participant, name=f"Person {number}", present=True)
        sit(tx, Role.CONTRIBUTOR, f"Person {number}", hashed(key), person)
    tx.say("Seated people")
    return len(keys)


def seat(url: str, workshop_id: str, people: int) -> tuple[list[str], str, str]:
    """Browser keys of so many contributors; a stage and a lane to write in."""
    keys = [secrets.token_urlsafe(24) for _ in range(people)]
    store = Store(url)
    service = Service(store)
    bench_seats(Context(service, Actor("Bench", Role.FACILITATOR), workshop_id), keys=keys)
    image = service.image(workshop_id)
    found = image.all(Stage)[0].id, next(lane.id for lane in image.all(Lane) if lane.kind == "pain_point")
    store.close()
    return keys, *found


def line(port: int, workshop_id: str, key: str) -> Any:
    headers = {"Cookie": f"cjm_browser={key}"}
    address = f"ws://127.0.0.1:{port}/api/live/{workshop_id}"
    return connect(address, origin=f"http://127.0.0.1:{port}", additional_headers=headers, max_size=None)  # type: ignore[arg-type]


async def participate(port: int, workshop_id: str, key: str, place: tuple[str, str], seen: Seen, end: float) -> None:
    """Write every five seconds, starting somewhere in the first five."""
    async with line(port, workshop_id, key) as socket:
        hearing = asyncio.create_task(hear_own(socket, seen))
        await asyncio.sleep(random.random() * EVERY)
        while time.perf_counter() < end:
            card, act = str(uuid.uuid4()), str(uuid.uuid4())
            given = {"id": card, "stage_id": place[0], "lane_id": place[1], "text": f"Waits again, says {card[:8]}"}
            seen.cards[act] = card
            seen.sent[card] = time.perf_counter()
            await socket.send(json.dumps({"acts": [{"id": act, "do": "add_entry", "with": given}]}))
            await asyncio.sleep(EVERY)
        await asyncio.sleep(2)
        hearing.cancel()


async def hear_own(socket: ClientConnection, seen: Seen) -> None:
    async for text in socket:
        if text[:8] != '{"acks":':  # what others did is read and thrown away, as a busy phone would
            continue
        for ack in json.loads(text)["acks"]:
            if ack["ok"]:
                seen.acknowledged[seen.cards[ack["id"]]] = time.perf_counter()
            else:
                seen.refused.append(ack["error"])


async def watch(port: int, workshop_id: str, key: str, seen: Seen) -> None:
    async with line(port, workshop_id, key) as socket:
        async for text in socket:
            now = time.perf_counter()
            for card in (json.loads(text).get("patch") or {}).get("cards", {}):
                seen.shown.setdefault(card, now)


async def session(port: int, workshop_id: str, keys: list[str], place: tuple[str, str]) -> Seen:
    seen = Seen()
    watching = asyncio.create_task(watch(port, workshop_id, keys[0], seen))
    await asyncio.sleep(1)
    end = time.perf_counter() + SECONDS
    await asyncio.gather(*(participate(port, workshop_id, key, place, seen, end) for key in keys[1:]))
    watching.cancel()
    return seen


def p(values: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    if len(values) < 2:
        return 1000 * values[0] if values else float("nan")
    return 1000 * statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def stored(url: str, cards: set[str]) -> int:
    store = Store(url)
    with store.reading() as connection:
        ids = set(connection.execute(sa.select(TABLES["entries"].c.id)).scalars())
    store.close()
    return len(cards & ids)


def main() -> None:
    people = tuple(int(arg) for arg in sys.argv[1:]) or PEOPLE
    heads = (("people", 7), ("writes", 8), ("own p50", 9), ("own p95", 9), ("seen p50", 10), ("seen p95", 10), ("cpu %", 7))
    print("".join(f"{name:>{width}}" for name, width in (*heads, ("cpu ms/write", 14), ("MB/person", 11))) + "  lost")
    for count in people:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/live.db"
            workshop_id = fill(url, (300,))["300"]
            keys, *place = seat(url, workshop_id, count + 1)
            with serving(ROOT / "app.py", ROOT, {"CJM_DATABASE_URL": url, "CJM_OPEN": ""}) as (port, process):
                measure(port, process, url, workshop_id, keys, (place[0], place[1]), count)


def measure(
    port: int, process: psutil.Process, url: str, workshop_id: str, keys: list[str], place: tuple[str, str], count: int
) -> None:
    empty = process.memory_info().rss
    before = process.cpu_times()
    began = time.perf_counter()
    seen = asyncio.run(session(port, workshop_id, keys, place))
    took = time.perf_counter() - began
    after = process.cpu_times()
    spent = (after.user - before.user) + (after.system - before.system)
    memory = (process.memory_info().rss - empty) / 1e6 / count
    own = [seen.acknowledged[card] - seen.sent[card] for card in seen.acknowledged]
    others = [seen.shown[card] - seen.sent[card] for card in seen.shown if card in seen.sent]
    lost = len(seen.acknowledged) - stored(url, set(seen.acknowledged))
    print(
        f"{count:>7}{len(seen.sent):>8}{p(own, 50):>9.0f}{p(own, 95):>9.0f}{p(others, 50):>10.0f}{p(others, 95):>10.0f}"
        f"{100 * spent / took:>7.0f}{1000 * spent / max(1, len(seen.sent)):>14.1f}{memory:>11.2f}  {lost}"
        + (f"   refused: {seen.refused[0]}" if seen.refused else ""),
        flush=True,
    )
    if len(seen.acknowledged) < len(seen.sent):
        print(f"{'':>7} {len(seen.sent) - len(seen.acknowledged)} were not acknowledged within {SECONDS + 2} s")


if __name__ == "__main__":
    main()
