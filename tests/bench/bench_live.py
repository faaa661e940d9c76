"""Many people writing at once, over the real sockets: how long until one's own card is acknowledged, and until others see it.

``make bench-live`` fills a workshop with 300 cards, seats n participants (each with a browser key of its own), lets each write
every five seconds for ``SECONDS``, and watches from one more screen. It prints milliseconds, processor time and memory of the
server per participant, what playing the people cost (they share the machine), where an aim is missed and why. At the end every
acknowledged card must be on the board. Then two real browsers (``bench_typing``).
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator

import psutil
import sqlalchemy as sa
from websockets.asyncio.client import connect

from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.service import Context, Service
from cjm.core.tokens import hashed
from cjm.people.seats import sit
from db.engine import Store
from db.tables import TABLES, Lane, Participant, Stage
from tests.bench.bench_pages import ROOT, fill, serving
from tests.bench.bench_typing import browsers
from tests.bench.lines import Seen

PEOPLE = (1, 30, 100, 300, 500)
SECONDS = 20
OWN, SEEN, SEEN_BY_FEW, FEW = 150, 500, 100, 30
"""The aims: milliseconds of p95, and up to how many people are few."""


@command("bench_seats")
def bench_seats(tx: Tx, *, keys: list[str]) -> int:
    """Seat so many contributors at browsers of their own."""
    for number, key in enumerate(keys):
        person = tx.add(Participant, name=f"Person {number}", present=True)
        sit(tx, Role.CONTRIBUTOR, f"Person {number}", hashed(key), person)
    tx.summarise("Seated people")
    return len(keys)


def seat(url: str, workshop_id: str, people: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Browser keys of so many contributors; the cells, stage and lane, they write in."""
    keys = [secrets.token_urlsafe(24) for _ in range(people)]
    store = Store(url)
    service = Service(store)
    bench_seats(Context(service, Actor("Bench", Role.FACILITATOR), workshop_id), keys=keys)
    image = service.image(workshop_id)
    lanes = [lane.id for lane in image.all(Lane) if not lane.hidden]
    store.close()
    return keys, [(stage.id, lane_id) for stage in image.all(Stage) for lane_id in lanes]


async def watch(port: int, workshop_id: str, key: str, seen: Seen) -> None:
    """One more screen, which reads everything."""
    headers = {"Cookie": f"cjm_browser={key}"}
    address = f"ws://127.0.0.1:{port}/api/live/{workshop_id}"
    async with connect(address, origin=f"http://127.0.0.1:{port}", additional_headers=headers, max_size=None) as socket:  # type: ignore[arg-type]
        async for text in socket:
            now = time.perf_counter()
            for card in (json.loads(text).get("patch") or {}).get("cards", {}):
                seen.shown.setdefault(card, now)


async def session(port: int, workshop_id: str, keys: list[str], cells: list[tuple[str, str]]) -> Seen:
    """The people in a process of their own, so that the watching screen is not held up by them."""
    seen = Seen()
    watching = asyncio.create_task(watch(port, workshop_id, keys[0], seen))
    wanted = {"port": port, "workshop_id": workshop_id, "keys": keys[1:], "cells": cells, "seconds": SECONDS}
    people = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.lines", cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await people.communicate(json.dumps(wanted).encode())
    watching.cancel()
    return Seen(**{**json.loads(told), "shown": seen.shown})


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
    more = (("cpu ms/write", 14), ("MB/person", 11), ("people's cpu %", 16), ("late ms", 9))
    print("".join(f"{name:>{width}}" for name, width in (*heads, *more)) + "  lost")
    for count in people:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/live.db"
            workshop_id = fill(url, (300,))["300"]
            keys, cells = seat(url, workshop_id, count + 1)
            with serving(ROOT / "app.py", ROOT, {"CJM_DATABASE_URL": url, "CJM_OPEN": ""}) as (port, process):
                measure(port, process, url, workshop_id, keys, cells, count)
    browsers()


def measure(
    port: int, process: psutil.Process, url: str, workshop_id: str, keys: list[str], cells: list[tuple[str, str]], count: int
) -> None:
    empty = process.memory_info().rss
    before = process.cpu_times()
    began = time.perf_counter()
    seen = asyncio.run(session(port, workshop_id, keys, cells))
    took = time.perf_counter() - began
    after = process.cpu_times()
    spent = (after.user - before.user) + (after.system - before.system)
    memory = (process.memory_info().rss - empty) / 1e6 / count
    own = [seen.acknowledged[card] - seen.sent[card] for card in seen.acknowledged]
    others = [seen.shown[card] - seen.sent[card] for card in seen.shown if card in seen.sent]
    lost = len(seen.acknowledged) - stored(url, set(seen.acknowledged))
    print(
        f"{count:>7}{len(seen.sent):>8}{p(own, 50):>9.0f}{p(own, 95):>9.0f}{p(others, 50):>10.0f}{p(others, 95):>10.0f}"
        f"{100 * spent / took:>7.0f}{1000 * spent / max(1, len(seen.sent)):>14.1f}{memory:>11.2f}"
        f"{100 * seen.processor / took:>16.0f}{1000 * seen.late:>9.0f}  {lost}",
        flush=True,
    )
    breaks = list(reasons(count, p(own, 95), p(others, 95), spent / took, seen, lost))
    if breaks:
        print(f"{'':>7} breaks here: {'; '.join(breaks)}", flush=True)


def reasons(count: int, own: float, others: float, busy: float, seen: Seen, lost: int) -> Iterator[str]:
    """In which aim this number of people missed, and what was short: nothing where all were met."""
    aim = SEEN_BY_FEW if count <= FEW else SEEN
    if own > OWN:
        yield f"own write p95 is {own:.0f} ms, not under {OWN}"
    if others > aim:
        yield f"seen elsewhere p95 is {others:.0f} ms, not under {aim}"
    if lost:
        yield f"{lost} acknowledged cards are not stored"
    if len(seen.acknowledged) < len(seen.sent):
        yield f"{len(seen.sent) - len(seen.acknowledged)} were not acknowledged within {SECONDS + 2} s"
    if seen.lost:
        yield f"{seen.lost} lines were closed"
    if seen.refused:
        yield f"{len(seen.refused)} were refused, such as: {seen.refused[0]}"
    if own > OWN or others > aim:
        load = os.getloadavg()[0]
        if busy > 0.85:
            yield f"the server's one interpreter is full ({100 * busy:.0f} %)"
        elif load > (os.cpu_count() or 1) + 1:
            yield f"the machine is busy with other things (load {load:.1f} on {os.cpu_count()} cores)"
        if 1000 * seen.late > own / 2:
            yield f"the process that plays the people was itself up to {1000 * seen.late:.0f} ms late"


if __name__ == "__main__":
    main()
