"""A room full of people, and half-sent requests, under the limits of an ordinary machine."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from cjm import value_stream, workshops
from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.core.tokens import hashed
from cjm.people.seats import actor_at
from db.engine import Store
from db.tables import SEATS, Lane, ValueStream
from pages.server import connections
from pages.server.connections import ScriptLoop, Seldom, too_few
from tests.bench.lines import Line, Seen
from tests.conftest import Server, serving, start_server, stop_server

PEOPLE = 500
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
FACILITATOR = "facilitator-browser-key-0123456789abcdef"


# One connection ------------------------------------------------------------------------------------------------------


async def sized(request: Request) -> Response:
    try:
        return PlainTextResponse(str(len(await request.body())))
    except ClientDisconnect:
        return Response(status_code=400)


async def echo(line: WebSocket) -> None:
    await line.accept()
    async for text in line.iter_text():
        await line.send_text(text)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A small application, whose connections are in a hurry."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.8)
    monkeypatch.setattr(connections, "save_descriptors", lambda: None)
    routes = [Route("/", sized, methods=["GET", "POST"]), WebSocketRoute("/line", echo)]
    app = Starlette(routes=routes, middleware=[Middleware(connections.Connections)])
    with serving(app) as port:
        yield port


def heard(line: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    got = b""
    try:
        while part := line.recv(65536):
            got += part
    except ConnectionResetError:
        pass
    return got


def dripping(port: int, first: bytes, drip: bytes) -> tuple[float, bytes]:
    """Sends ``first`` and then ``drip`` over and over; after how many seconds that was refused, and what was answered."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=0.05) as line:
        line.sendall(first)
        got = b""
        while time.monotonic() - began < 10:
            try:
                if not (part := line.recv(65536)):
                    break
                got += part
            except TimeoutError:
                line.sendall(drip)
            except (ConnectionResetError, BrokenPipeError):
                break
        return time.monotonic() - began, got


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("first", "drip"),
    [
        (HALF, b"x"),
        (b"GET", b""),
        (WHOLE + b"GET / HTTP/1.1\r\nX-Again: ", b"x"),
        (b"POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 90000\r\n\r\n", b"x"),
    ],
    ids=["head", "silent", "second", "body"],
)
def test_a_request_that_does_not_come_whole_is_given_up(port: int, first: bytes, drip: bytes) -> None:
    seconds, answer = dripping(port, first, drip)
    assert seconds < 5, "it was held for ever"
    assert answer.count(b"200 OK") == first.count(WHOLE)


def test_who_is_quick_enough_notices_nothing(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/line") as line, socket.create_connection(("127.0.0.1", port), timeout=5) as http:
        for number in range(4):  # longer than any time-out together
            http.sendall(b"POST / HTTP/1.1\r\nHost: x\r\ncontent-length: 10\r\n\r\n01234")
            time.sleep(0.25)
            http.sendall(b"56789")
            answer = b""
            while not answer.endswith(b"10"):
                answer += http.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")
            line.send(str(number))
            assert line.recv(timeout=5) == str(number)


def test_no_answer_says_what_serves_it(port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        assert answer.headers["server"] is None
    with connect(f"ws://127.0.0.1:{port}/line") as line:
        assert line.response is not None and "server" not in line.response.headers


# What is said --------------------------------------------------------------------------------------------------------


def test_a_limit_that_is_too_low_is_said_with_how_many_people_it_is_enough_for() -> None:
    assert "about 437 people" in too_few(1024, 30)
    assert too_few(16_384, 30) == ""


def test_the_same_line_comes_seldom(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    says = Seldom(10, lambda: now[0])
    for second in range(25):
        for _ in range(2000):
            says.warning("No connection could be accepted: %s.", "too many open files")
        now[0] = second
    assert [record.getMessage().partition(" (")[2] for record in caplog.records] == [
        "",
        "21999 more times since the last such line)",
        "19999 more times since the last such line)",
    ]


def apart(scene: Callable[[], object]) -> None:
    """In a thread of its own: a browser test before this one may have left a loop running here."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(scene).result()


def test_a_loop_for_scripts_holds_nothing_and_works_all_the_same() -> None:
    apart(_loop_for_scripts)


def _loop_for_scripts() -> None:
    before = connections.used_now()
    loop = ScriptLoop()
    assert connections.used_now() == before

    async def work() -> int:
        return await asyncio.get_running_loop().run_in_executor(None, lambda: 7)

    assert loop.run_until_complete(work()) == 7
    assert loop.run_until_complete(asyncio.sleep(0.01, 8)) == 8
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    assert connections.used_now() == before
    ScriptLoop().close()


# A room full of people -----------------------------------------------------------------------------------------------


class Room:
    """A workshop with ``PEOPLE`` seats."""

    def __init__(self, server: Server) -> None:
        store = Store(server.database_url)
        service = Service(store)
        self.port = int(server.url.rpartition(":")[2])
        self.id = workshops.create_workshop(service, Actor("F", Role.FACILITATOR), name="Shop", browser_key=FACILITATOR)
        ctx = Context(service, actor_at(service, FACILITATOR, self.id), self.id)
        image = service.image(self.id)
        self.stage = value_stream.add_stage(ctx, stream_id=image.all(ValueStream)[0].id, name="Buy")
        self.lane = image.all(Lane)[0].id
        self.keys = [f"person-{number:03}-browser-key-0123456789abcdef" for number in range(PEOPLE)]
        now = datetime.now(UTC)
        seats = [
            {
                "id": str(uuid.uuid4()),
                "workshop_id": self.id,
                "role": "facilitator",
                "name": key[:10],
                "key_hash": hashed(key),
                "made_at": now,
                "taken_at": now,
                "seen_at": now,
            }
            for key in self.keys
        ]
        with store.writing() as connection:
            connection.execute(SEATS.insert(), seats)
        store.close()

    async def line(self, key: str, seen: Seen) -> Line:
        line = Line(self.port, self.id, key, seen)
        await asyncio.get_running_loop().create_connection(lambda: line, "127.0.0.1", self.port)
        await asyncio.wait_for(line.open, 30)
        return line

    async def page(self) -> asyncio.StreamWriter:
        """Streamlit's own line, as a page holds it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: http://127.0.0.1:{self.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: streamlit\r\n\r\n".encode()
        )
        assert b" 101 " in await asyncio.wait_for(reader.readline(), 30)
        return writer

    async def half(self) -> asyncio.StreamWriter:
        writer = (await asyncio.open_connection("127.0.0.1", self.port))[1]
        writer.write(HALF)
        return writer

    async def healthy(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        assert b" 200 " in await asyncio.wait_for(reader.readline(), 10)
        writer.close()

    async def everybody_writes(self, lines: list[Line], seen: Seen) -> None:
        for line in lines:
            line.write_card(self.stage, self.lane)
        while len(seen.acknowledged) < len(lines) and not seen.refused and not seen.lost:
            await asyncio.sleep(0.05)
        assert (seen.lost, seen.refused) == (0, [])


async def in_batches(make: Callable[[], asyncio.Future[object]], count: int) -> list[object]:
    made: list[object] = []
    while len(made) < count:
        made += await asyncio.gather(*(make() for _ in range(min(50, count - len(made)))))
    return made


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    """This process holds the other ends."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096 if hard == resource.RLIM_INFINITY else min(hard, 4096), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_five_hundred_people_and_a_thousand_half_sent_requests(tmp_path: Path, many_descriptors: None) -> None:
    """With the usual soft limit, which the app raises by itself."""
    server, process = start_server(tmp_path, descriptors=(1024, 4096), CJM_OPEN="")

    async def scene(room: Room) -> None:
        seen, lines = Seen(), []
        pages = await in_batches(room.page, PEOPLE)
        held = len(list(Path(f"/proc/{process.pid}/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
        assert held < 1.4 * PEOPLE, "a page holds more than its connection"
        lines += [await room.line(key, seen) for key in room.keys[:250]]
        half = await in_batches(room.half, 1100)
        await room.healthy()
        lines += [await room.line(key, seen) for key in room.keys[250:]]
        await asyncio.wait_for(room.everybody_writes(lines, seen), 60)
        await room.healthy()
        for one in [*pages, *half]:
            one.transport.abort()
        for line in lines:
            line.transport.abort()

    try:
        apart(lambda: asyncio.run(scene(Room(server))))
        said = server.log.read_text()
        assert "Traceback" not in said and said.count("as many as this process may hold") <= 6, said[-2000:]
    finally:
        stop_server(process)


def test_five_hundred_people_where_the_limit_cannot_be_raised(tmp_path: Path, many_descriptors: None) -> None:
    """Half-sent requests give way to people, however many there are; and when descriptors do run out the server comes back."""
    server, process = start_server(tmp_path, descriptors=(1024, 1024), CJM_OPEN="")

    async def scene(room: Room) -> None:
        seen, lines = Seen(), []
        half = await in_batches(room.half, 1100)
        await room.healthy()
        lines += [await room.line(key, seen) for key in room.keys]
        half += await in_batches(room.half, 600)
        await room.healthy()
        await asyncio.wait_for(room.everybody_writes(lines, seen), 60)
        if hasattr(resource, "prlimit"):  # for a while there is no descriptor left at all
            resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (100, 1024))
            half += await in_batches(room.half, 50)
            while "No connection could be accepted" not in server.log.read_text():
                await asyncio.sleep(0.05)
            resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (1024, 1024))
        await room.healthy()
        await asyncio.wait_for(room.everybody_writes(lines, seen), 60)
        for one in half:
            one.transport.abort()
        for line in lines:
            line.transport.abort()

    try:
        apart(lambda: asyncio.run(scene(Room(server))))
        said = server.log.read_text()
        assert said.count("enough for about 4") == 1, said
        assert "Traceback" not in said and said.count("No connection could be accepted") <= 2, said[-2000:]
    finally:
        stop_server(process)
