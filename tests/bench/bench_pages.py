"""Cost of each page's rerun beside an empty page on stock Streamlit, over the real WebSocket, in one run.

``make bench`` prints a table: processor and wall milliseconds a rerun, and the ratio to the empty stock page. The
workshops are the hospital example, and journeys with 300 and 3,000 entries.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).parents[2]
PAGES = (
    "frame",
    "customer",
    "value_stream",
    "pain_points",
    "future_state",
    "priorities",
    "trash",
    "versions",
    "side_by_side",
    "projects",
    "check_in",
    "kpis",
    "reviews",
    "insights",
    "closing",
    "customers_turn",
    "customer_review",
    "now",
    "stage",
    "homework",
    "people",
    "matrix",
    "my_projects",
)
RERUNS = 30


@contextmanager
def serving(script: Path, folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    log = folder / "server.log" if folder != ROOT else Path(tempfile.gettempdir()) / f"cjm-bench-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=out, stderr=out)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError(log.read_text())
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)
        log.unlink(missing_ok=True)


def rerun(line: ClientConnection, page: str, query: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    line.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(line.recv(timeout=60))
        if answer.WhichOneof("type") == "script_finished":
            return


def measure(port: int, process: psutil.Process, page: str = "", query: str = "") -> tuple[float, float]:
    """Median wall and mean processor milliseconds of a rerun."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, origin=f"http://127.0.0.1:{port}", subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
        for _ in range(5):
            rerun(line, page, query)
        walls = []
        before = process.cpu_times()
        for _ in range(RERUNS):
            began = time.perf_counter()
            rerun(line, page, query)
            walls.append(time.perf_counter() - began)
        after = process.cpu_times()
    spent = (after.user - before.user) + (after.system - before.system)
    return statistics.median(walls) * 1000, spent / RERUNS * 1000


def fill(url: str, sizes: tuple[int, ...] = (300, 3000)) -> dict[str, str]:
    """The workshops to measure with, by their names in the table: the hospital, and it with so many cards in lanes that show."""
    sys.path.insert(0, str(ROOT))
    from cjm.core.access import Actor, Role
    from cjm.core.service import Context, Service
    from cjm.examples import load_example
    from cjm.pain_points import NewEntry, add_entries
    from db.engine import Store
    from db.migrate import migrate
    from db.tables import Entry, Lane, Stage

    store = Store(url)
    migrate(store)
    service, actor = Service(store), Actor("Bench", Role.FACILITATOR)
    made = {"hospital": load_example(service, actor, "hospital")}
    for wanted in sizes:
        workshop_id = load_example(service, actor, "hospital")
        context = Context(service, actor, workshop_id)
        image = service.image(workshop_id)
        shown = [lane.id for lane in image.all(Lane) if not lane.hidden]
        cells = [(stage.id, lane_id) for stage in image.all(Stage) for lane_id in shown]
        missing = wanted - sum(entry.lane_id in shown for entry in image.all(Entry))
        for number, (stage_id, lane_id) in enumerate(cells):
            count = missing // len(cells) + (1 if number < missing % len(cells) else 0)
            texts = [NewEntry(text=f"Something else number {n} happens here and takes a while") for n in range(count)]
            for start in range(0, count, 100):
                add_entries(context, stage_id=stage_id, lane_id=lane_id, entries=texts[start : start + 100])
        made[f"{wanted}"] = workshop_id
    store.close()
    return made


def main(pages: Sequence[str] = PAGES) -> None:
    """Measure ``pages``, named behind the command, or all."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        empty = folder / "empty"
        empty.mkdir()
        (empty / "empty.py").write_text("import streamlit as st\n")
        with serving(empty / "empty.py", empty, {}) as (port, process):
            stock_wall, stock = measure(port, process)
        url = f"sqlite:///{folder}/bench.db"
        made = fill(url)
        print(f"{'page':<16}{'workshop':<10}{'wall ms':>9}{'cpu ms':>9}{'cpu / stock empty':>19}{'cpu / 300':>11}")
        print(f"{'(stock empty)':<16}{'':<10}{stock_wall:>9.1f}{stock:>9.1f}{1:>19.2f}")
        with serving(ROOT / "app.py", ROOT, {"CJM_DATABASE_URL": url, "CJM_OPEN": "1"}) as (port, process):
            for page in pages:
                of_300 = 0.0
                for name, workshop_id in made.items():
                    wall, cpu = measure(port, process, page, f"w={workshop_id}")
                    of_300 = cpu if name == "300" else of_300
                    ratio = f"{cpu / of_300:>11.2f}" if name == "3000" and of_300 else ""
                    print(f"{page:<16}{name:<10}{wall:>9.1f}{cpu:>9.1f}{cpu / stock:>19.2f}{ratio}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or PAGES)
