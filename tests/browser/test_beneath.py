"""Behind a proxy that has the application beneath a path: it takes the path away, or Streamlit is told of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cjm.core.access import Actor, Role
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.people.invitations import invite
from cjm.people.seats import actor_at
from db.engine import Store
from tests.browser.rooms import LAPTOP_KEY, WALL
from tests.conftest import Server, start_server, stop_server

pytestmark = pytest.mark.browser


class Proxy:
    """Hands on what is asked for beneath ``path``, with or without it; ``outside`` is what was asked for elsewhere."""

    def __init__(self, port: int, path: str, strips: bool) -> None:
        self.port, self.path, self.strips = port, path, strips
        self.outside: list[str] = []
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                threading.Thread(target=self.serve, args=(self.listening.accept()[0],), daemon=True).start()

    def serve(self, near: socket.socket) -> None:
        with suppress(OSError), near:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (part := near.recv(65536)):
                    return
                head += part
            first, _, rest = head.partition(b"\r\n")
            method, asked, version = first.split(b" ", 2)
            if not asked.decode().startswith(f"{self.path}/"):
                self.outside.append(asked.decode())
                near.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                return
            if self.strips:
                asked = asked.removeprefix(self.path.encode())
            if b"upgrade: websocket" not in rest.lower():  # one request a connection: then only its first line needs reading
                rest = rest.replace(b"Connection: keep-alive", b"Connection: close")
            with socket.create_connection(("127.0.0.1", self.port)) as far:
                far.sendall(b" ".join([method, asked, version]) + b"\r\n" + rest)
                back = threading.Thread(target=self.pipe, args=(far, near), daemon=True)
                back.start()
                self.pipe(near, far)
                back.join()

    def pipe(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                target.sendall(part)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@pytest.fixture(params=[False, True], ids=["told", "taken away"])
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, Proxy]]:
    how = {} if request.param else {"options": ("--server.baseUrlPath=maps",), "beneath": "/maps"}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server, process = start_server(tmp_path, port=port, CJM_OPEN="", CJM_PUBLIC_URL="", **how)
    proxy = Proxy(port, "/maps", strips=request.param)
    yield server, proxy
    proxy.listening.close()
    stop_server(process)


def test_everything_is_found_beneath_the_path(behind: tuple[Server, Proxy], browser: object, come: Callable[..., Page]) -> None:
    server, proxy = behind
    service = Service(Store(server.database_url))
    id = load_example(service, Actor("Facilitator", Role.FACILITATOR), "hospital", browser_key=LAPTOP_KEY)
    ctx = Context(service, actor_at(service, LAPTOP_KEY, id), id)
    laptop = come(viewport=WALL["viewport"])
    laptop.context.add_cookies([{"name": "cjm_browser", "value": LAPTOP_KEY, "url": proxy.url}])
    laptop.goto(f"{proxy.url}/maps/people?w={id}")
    laptop.get_by_role("button", name="Let people in").click(delay=100)
    expect(laptop.get_by_text(f"{proxy.url.removeprefix('http://')}/maps/join", exact=True)).to_be_visible()

    phone = come(viewport={"width": 390, "height": 844})
    phone.goto(f"{proxy.url}/maps/join/{invite(ctx).token}")
    phone.get_by_label("Your name").fill("Zofia")
    phone.get_by_role("button", name="Join").click(delay=100)
    phone.wait_for_url(f"{proxy.url}/maps/*?w={id}")
    for page in (phone, laptop):
        if page is laptop:
            page.goto(f"{proxy.url}/maps/pain_points?w={id}")
            page.locator(".card").first.wait_for(timeout=30_000)
        page.wait_for_function("(id) => window.__cjmLives?.[id]?.state === 'open'", arg=id, timeout=20_000)
    laptop.goto(f"{proxy.url}/maps/projector?w={id}")
    laptop.wait_for_function("(id) => window.__cjmLives?.[id]?.state === 'open'", arg=id, timeout=20_000)
    assert proxy.outside == []
    service.store.close()
