"""Requests by another name, from other sites, and larger than anybody needs; and the headers of all answers."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket
from streamlit import net_util
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from cjm.core.access import Actor, Role
from cjm.core.service import Service
from cjm.workshops import create_workshop
from db.engine import Store
from pages.server import gate
from pages.server.assets import FOLDER
from pages.server.gate import LARGEST_BODY, Gate, Headers, known_host
from pages.server.identity import COOKIE
from pages.server.preload import head
from pages.server.routes import HANDLERS
from tests.conftest import serving, start_server, stop_server

PUBLIC = "https://maps.example.org"
KEY = "facilitator-browser-key-0123456789abcdef"


async def page(request: Request) -> Response:
    return HTMLResponse("<p>A page")


async def sized(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def asked(request: Request) -> Response:
    return PlainTextResponse(f"{request.headers.get('host')} {request.headers.get('origin')}")


async def bad(request: Request) -> Response:
    raise ZeroDivisionError("our bug")


async def stream(line: WebSocket) -> None:
    """As Streamlit does it."""
    if not _is_origin_allowed(line.headers.get("Origin"), line.headers.get("Host")):
        await line.close(1008)
        return
    await line.accept()
    await line.send_text("welcome")
    await line.close()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    def looked_up(*_: object, **__: object) -> str:
        raise AssertionError("an address is looked up in the middle of a handshake")

    monkeypatch.setattr(net_util, "get_external_ip", looked_up)
    monkeypatch.setattr(net_util, "get_internal_ip", looked_up)
    monkeypatch.setenv("CJM_PUBLIC_URL", PUBLIC)
    both = ["GET", "POST"]
    routes = [
        *(Route(path, page) for path in ("/page", "/healthz", "/_stcore/metrics", "/component/x/index.html")),
        Route("/sized", sized, methods=both),
        Route("/asked", asked, methods=both),
        Route("/bad", bad),
        WebSocketRoute("/stream", stream),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Headers), Middleware(Gate)], exception_handlers=HANDLERS)
    with serving(app) as port:
        yield port


def ask(
    port: int, path: str, *headers: str, method: str = "GET", host: str = "", body: bytes = b""
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of an answer to exactly this request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", "Connection: close", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        got = b""
        with suppress(ConnectionResetError):
            while part := line.recv(65536):
                got += part
    head, _, text = got.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    return int(first.split()[1]), {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}, text.decode()


# Names ---------------------------------------------------------------------------------------------------------------


OWN = [
    "localhost:8501",
    "127.0.0.1:9",
    "[::1]:8501",
    "192.168.1.20:8501",
    "10.0.0.7",
    "[fe80::1]:80",
    "0.0.0.0:1",
    "maps.example.org",
    "maps.example.org:443",
    "MAPS.example.org",
    "maps.example.org.",
]
OTHERS = [
    "evil.example",
    "evil.example:8501",
    "maps.example.org.evil.example",
    "xmaps.example.org",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "a b",
    "[::1",
    "::1",
    "127.0.0.1:8501@evil.example",
    "evil.example/127.0.0.1",
]


@pytest.mark.parametrize("host", OWN)
def test_it_answers_to_its_own_names(port: int, host: str) -> None:
    assert ask(port, "/page", host=host)[0] == 200


@pytest.mark.parametrize("host", OTHERS)
def test_a_name_that_was_made_to_lead_here_is_refused_with_a_sentence(port: int, host: str) -> None:
    status, _, text = ask(port, "/page", host=host)
    assert status == 400
    if "CJM_PUBLIC_URL" not in text:  # what is no name at all the server itself refuses
        assert text == "Invalid HTTP request received."
    assert ask(port, "/healthz", host="evil.example")[0] == 200, "a watchman may ask by any name"


def test_the_operator_names_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_HOSTS", "maps.intra, Maps-2.intra.")
    assert known_host("maps.intra:8501") and known_host("maps-2.intra") and not known_host("intra")


def test_the_machine_is_known_by_what_it_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.socket, "gethostname", lambda: "Laptop-7.office.example.org")
    gate._own_names.cache_clear()
    try:
        assert all(known_host(name) for name in ("laptop-7:8501", "laptop-7.local:8501", "laptop-7.office.example.org"))
        assert not known_host("office.example.org")
    finally:
        gate._own_names.cache_clear()


# Origins -------------------------------------------------------------------------------------------------------------

FOREIGN = [
    "http://evil.example",
    "null",
    "https://maps.example.org.evil.example",
    "http://127.0.0.1:1",
    "file://",
    "http://[",
    "chrome-extension://x",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_another_site_gets_no_line_and_changes_nothing(port: int, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://127.0.0.1:{port}/stream", origin=Origin(origin))
    assert refused.value.response.status_code == 403
    assert ask(port, "/asked", f"Origin: {origin}", method="POST", body=b"{}")[0] == 403
    status, headers, text = ask(port, "/asked", f"Origin: {origin}")
    assert status == 200 and text.endswith(" None"), "what is public is told to nobody in particular"
    assert "access-control-allow-origin" not in headers


def test_its_own_pages_get_one_behind_a_proxy_too(port: int) -> None:
    for origin in (f"http://127.0.0.1:{port}", PUBLIC, f"{PUBLIC}:443"):
        with connect(f"ws://127.0.0.1:{port}/stream", origin=Origin(origin)) as line:
            assert line.recv(timeout=5) == "welcome"
    assert ask(port, "/asked", f"Origin: {PUBLIC}", method="POST", body=b"{}")[2] == f"maps.example.org {PUBLIC}"
    assert ask(port, "/asked", f"Origin: {PUBLIC}", method="POST", host="maps.example.org:443")[0] == 200


# Sizes ---------------------------------------------------------------------------------------------------------------


def test_a_body_is_taken_up_to_a_megabyte(port: int) -> None:
    assert ask(port, "/sized", method="POST", body=b"x" * LARGEST_BODY)[2] == str(LARGEST_BODY)
    status, headers, _ = ask(port, "/sized", f"Content-Length: {LARGEST_BODY + 1}", method="POST")
    assert status == 413 and headers["connection"] == "close"
    assert ask(port, "/page", f"Content-Length: {LARGEST_BODY + 1}")[0] == 413
    assert ask(port, "/sized", "Content-Length: +5", method="POST")[0] in (400, 413)
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(b"POST /sized HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        sent = 0
        with suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
            while sent < 300:
                line.sendall(chunk)
                sent += 1
    assert sent < 300, "all of it was taken"


def resident(pid: int) -> int:
    """Bytes of memory that a process holds."""
    return 1024 * int(subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout)


class Poured:
    """300 MB sent as fast as they are taken, while the server's memory is looked at."""

    def __init__(self, port: int, pid: int) -> None:
        self.port, self.pid = port, pid
        self.most = 0

    def __call__(self, head: bytes, megabyte: bytes) -> int:
        """Megabytes that were taken."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            sent = 0
            with suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
                line.sendall(head)
                while sent < 300:
                    line.sendall(megabyte)
                    sent += 1
                    if sent % 20 == 0:
                        self.most = max(self.most, resident(self.pid))
        self.most = max(self.most, resident(self.pid))
        return sent


@pytest.mark.skipif(os.name != "posix", reason="ps")
def test_three_hundred_megabytes_cost_no_memory_on_any_route_or_line(tmp_path: Path) -> None:
    server, process = start_server(tmp_path, CJM_OPEN="")
    try:
        store = Store(server.database_url)
        workshop = create_workshop(Service(store), Actor("F", Role.FACILITATOR), name="Shop", browser_key=KEY)
        store.close()
        port = int(server.url.rpartition(":")[2])
        pour = Poured(port, process.pid)
        megabyte = b"x" * 1_000_000
        chunk = b"f4240\r\n" + megabyte + b"\r\n"
        own = f"Host: 127.0.0.1:{port}\r\nOrigin: {server.url}\r\nCookie: {COOKIE}={KEY}\r\n"
        upgrade = (
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        frame = b"\x82\xff" + (300_000_000).to_bytes(8, "big") + bytes(4)
        routes = (f"POST /api/review/{workshop}", "PUT /_stcore/upload_file/a/b", "POST /healthz")
        before = pour.most = resident(process.pid)
        for asks in routes:
            pour(f"{asks} HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\n".encode(), chunk)
            assert pour(f"{asks} HTTP/1.1\r\n{own}Content-Length: 300000000\r\n\r\n".encode(), megabyte) < 20
        lines = (f"/api/live/{workshop}", "/_stcore/stream")
        for path in lines:
            assert pour(f"GET {path} HTTP/1.1\r\n{own}{upgrade}".encode() + frame, megabyte) < 20
        assert pour(b"GET /" + b"x" * 1000, megabyte) < 20
        assert pour.most - before < 50_000_000, f"{(pour.most - before) / 1e6:.0f} MB"
        cookie = {"Cookie": f"{COOKIE}={KEY}"}
        for path in lines:  # and a whole one that is too large, of somebody who has a seat
            with connect(f"ws://127.0.0.1:{port}{path}", origin=Origin(server.url), additional_headers=cookie) as line:
                with pytest.raises(ConnectionClosed) as end:
                    line.send("x" * 1_100_000)
                    while True:
                        line.recv(timeout=10)
                assert end.value.rcvd is not None and end.value.rcvd.code == 1009
        for _ in range(20):  # what Streamlit would write a traceback of each time
            for sent in ("text", b"\xff\xff\xff"):
                with connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin=Origin(server.url)) as line:
                    line.send(sent)
                    with pytest.raises(ConnectionClosed):
                        while True:
                            line.recv(timeout=10)
        said = server.log.read_text()
        assert "Traceback" not in said and len(said.splitlines()) < 15, said
    finally:
        stop_server(process)


def test_what_is_sent_on_a_line_that_the_server_ended_is_no_fault() -> None:
    """For a frame too large the server closes by itself, and complains of who greets on that line."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.send", "text": "hello"})

    async def ended(message: Message) -> None:
        raise RuntimeError(f"Unexpected ASGI message '{message['type']}', after sending 'websocket.close'.")

    async def broken(message: Message) -> None:
        raise RuntimeError("something else")

    async def receive() -> Message:
        return {"type": "websocket.disconnect"}

    scope: Scope = {"type": "websocket", "path": "/api/live/1", "headers": []}
    # In a thread of its own: a browser test before this one may have left its loop in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Gate(app)(scope, receive, ended))).result()
        with pytest.raises(RuntimeError, match="something else"):
            thread.submit(lambda: asyncio.run(Gate(app)(scope, receive, broken))).result()


# Headers -------------------------------------------------------------------------------------------------------------


def test_every_answer_says_what_a_browser_may_do_with_it(port: int) -> None:
    policies = {}
    for path in ("/page", "/component/x/index.html", "/sized", "/nowhere", "/_stcore/metrics", "/_stcore/agent/openapi.json"):
        status, headers, _ = ask(port, path)
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer", path
        policies[path] = (status, headers["content-security-policy"])
    assert policies["/_stcore/metrics"][0] == policies["/_stcore/agent/openapi.json"][0] == 404
    status, whole = policies["/page"]
    assert "frame-ancestors 'none'" in whole and f"ws://127.0.0.1:{port}" in whole
    scripts = next(part for part in whole.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts and "http" not in scripts
    sent = (FOLDER / "index.html").read_text() + head({"path": "/frame", "query_string": b"w=1"}).decode()
    inline = re.findall(r"<script>(.*?)</script>", sent, re.DOTALL)
    assert len(inline) > 3 and all(b64encode(sha256(one.encode()).digest()).decode() in scripts for one in inline)
    status, headers, _ = ask(port, "/bad")  # answered outside all middleware
    assert status == 500 and headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'self'" in policies["/component/x/index.html"][1]
    assert policies["/sized"][1].startswith("default-src 'none'") and "frame-ancestors 'none'" in policies["/nowhere"][1]
    _, headers, _ = ask(port, "/page", host="evil.example;script-src")
    assert "evil" not in headers.get("content-security-policy", "")
