"""The server's connections: how many there may be, how long a request may take to come, and what is left for files.

Streamlit starts uvicorn and passes few of its settings on. ``Connections`` is the one place that sets the others: it finds
uvicorn's own configuration when that starts the application, before the first connection is accepted.
"""

from __future__ import annotations

import asyncio
import logging
import os
import selectors
import socket
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import h11
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

try:
    import resource
except ImportError:  # where there is no such limit
    resource = None  # type: ignore[assignment]

WANTED = 16_384
"""File descriptors: for some thousands of people, their pages still loading."""
ENOUGH_PEOPLE = 1000
A_PERSON = 2
"""Connections of somebody whose page is open: Streamlit's line and ours."""
RESERVED = 120
"""Descriptors that are left for the database, files and what comes in while a connection is made room for."""
HEAD_SECONDS = 15.0
BODY_SECONDS = 60.0
WRITE_SECONDS = 60.0
LARGEST_FRAME = 1_000_000
SAY_EVERY = 10.0
FULL = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 5\r\ncontent-length: 0\r\n\r\n"
SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
log = logging.getLogger("cjm.connections")


class Seldom:
    """Writes at most one line in ``every`` seconds, and how many were left out."""

    def __init__(self, every: float = SAY_EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        self._every, self._clock = every, clock
        self._last = float("-inf")
        self._left_out = 0

    def warning(self, text: str, *given: object) -> None:
        if self._clock() - self._last < self._every:
            self._left_out += 1
            return
        more = f" ({self._left_out} more times since the last such line)" if self._left_out else ""
        self._last, self._left_out = self._clock(), 0
        log.warning(text + more, *given)


FROM_OUTSIDE = {
    "uvicorn.error": (
        "Invalid HTTP request received.",
        "Unsupported upgrade request.",
        "Invalid UTF-8 sequence received from client.",
    ),
    "streamlit.web.server.starlette.starlette_websocket": ("Error deserializing back message", "Client WebSocket message size"),
}
"""Lines of others' logs, some with a traceback, that anybody can cause as often as they like."""


class Sparing(logging.Filter):
    """Lets lines that begin in these ways through at most once in ``every`` seconds each."""

    def __init__(self, starts: tuple[str, ...], every: float = SAY_EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._every, self._clock = every, clock
        self._last = dict.fromkeys(starts, float("-inf"))

    def filter(self, record: logging.LogRecord) -> bool:
        start = next((one for one in self._last if str(record.msg).startswith(one)), None)
        if start is None:
            return True
        if self._clock() - self._last[start] < self._every:
            return False
        self._last[start] = self._clock()
        record.exc_info = record.exc_text = None
        return True


# Descriptors ---------------------------------------------------------------------------------------------------------


def raise_limit(wanted: int = WANTED) -> int:
    """Let this process open as many files and connections as it may, up to ``wanted``; returns how many that are."""
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    for asked in (most, 10_240, 4096):  # some systems refuse more than they say
        if soft == resource.RLIM_INFINITY or soft >= asked:
            break
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (asked, hard))
        except (OSError, ValueError):
            continue
        soft = asked
        break
    return wanted if soft == resource.RLIM_INFINITY else soft


def too_few(descriptors: int, used: int) -> str:
    """What to say about a limit that is too low; empty if it is not."""
    people = max(0, descriptors - used - RESERVED) // A_PERSON
    if people >= ENOUGH_PEOPLE:
        return ""
    return (
        f"This process may hold only {descriptors} files and connections open: enough for about {people} people at once. "
        f"For more, start it with a higher limit (“ulimit -n {WANTED}”, “LimitNOFILE={WANTED}” in a service’s unit)."
    )


def used_now() -> int:
    """Descriptors that this process holds, as far as the system tells."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return len(os.listdir(folder))
        except OSError:
            continue
    return 32


class ScriptLoop(asyncio.SelectorEventLoop):
    """An event loop that holds no descriptor until it runs.

    Streamlit makes one for the scripts of each session, where an ordinary one holds three for as long as the page is open.
    Ours never run.
    """

    _ssock: socket.socket | None
    _csock: socket.socket | None

    def __init__(self) -> None:
        super().__init__(selectors.PollSelector())

    def _make_self_pipe(self) -> None:
        self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        if self._ssock is not None:
            super()._close_self_pipe()  # type: ignore[misc]

    def run_forever(self) -> None:
        if self._ssock is None and not self.is_closed():
            super()._make_self_pipe()  # type: ignore[misc]
        super().run_forever()


def save_descriptors() -> None:
    """From now on new event loops are ``ScriptLoop``; the one that runs the server is there already."""
    if not hasattr(selectors, "PollSelector"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)

        class Policy(asyncio.DefaultEventLoopPolicy):
            def new_event_loop(self) -> asyncio.AbstractEventLoop:
                return ScriptLoop()

        asyncio.set_event_loop_policy(Policy())


# Connections ---------------------------------------------------------------------------------------------------------


class Room:
    """How many connections there may be. Where there is no room who has asked for nothing yet goes, the oldest first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.waiting: dict[Connection, None] = {}
        self.says = Seldom()

    def make(self, comer: Connection) -> bool:
        """Whether the newcomer may stay."""
        if len(comer.connections) <= self.most:
            return True
        self.says.warning(
            "There are %s connections, as many as this process may hold; who has sent no whole request gives way.", self.most
        )
        oldest = next((one for one in self.waiting if one is not comer), None)
        if oldest is None:
            return False
        oldest.transport.abort()
        self.waiting.pop(oldest, None)
        return True


class Connection(H11Protocol):
    """A connection that is closed when a request does not come whole, or an answer is not taken, in good time."""

    def __init__(self, *, room: Room, **given: Any) -> None:
        super().__init__(**given)
        self.room = room
        self._timer: asyncio.TimerHandle | None = None
        self._phase = ""
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if (line := transport.get_extra_info("socket")) is not None and line.family != getattr(socket, "AF_UNIX", None):
            line.setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
            )  # asyncio does it only for sockets that name their protocol
        if not self.room.make(self):
            transport.write(FULL)
            transport.close()
            return
        self._wait_for("head", HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look(came=True)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._wait_for("")
        super().handle_websocket_upgrade(event)

    def _look(self, came: bool = False) -> None:
        """Which part of a request is missing now."""
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            self._wait_for("")
        elif self.conn.their_state is h11.SEND_BODY:
            self._wait_for("body", BODY_SECONDS)
        elif self.conn.their_state is h11.IDLE:
            # between two requests uvicorn's own time counts, until the next one begins
            self._wait_for("head" if came or self.conn.trailing_data[0] else "between", HEAD_SECONDS)
        else:
            self._wait_for("")

    def _wait_for(self, phase: str, seconds: float = 0.0) -> None:
        if phase == self._phase:
            return
        self._phase = phase
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if phase in ("head", "body"):
            self._timer = self.loop.call_later(seconds, self._too_slow)
        self.room.waiting.pop(self, None)
        if phase:
            self.room.waiting[self] = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            if self._phase == "head" and self.conn.trailing_data[0]:  # who has asked for nothing needs no answer
                self.transport.write(SLOW)
            self.transport.close()
        self._wait_for("")

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._stuck is None:
            self._stuck = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unstick()

    def _unstick(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_for("")
        self._unstick()
        super().connection_lost(exc)


class Line(WebSocketsSansIOProtocol):
    """A socket of a browser that is gone is given up even while something is left to be sent to it."""

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(5, self.transport.abort)


class Connections:
    """Sets what Streamlit leaves as uvicorn has it, when the application starts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            settle(getattr(getattr(receive, "__self__", None), "config", None))
        await self.app(scope, receive, send)


def settle(config: Any) -> None:
    """Give uvicorn's configuration, which accepts no connection yet, our own kinds of connection and limits."""
    if not hasattr(config, "http_protocol_class"):
        print("This is not uvicorn as it is known here: requests have no time-out, frames no limit.", file=sys.stderr, flush=True)
        return
    descriptors, used = raise_limit(), used_now()
    if sentence := too_few(descriptors, used):
        print(sentence, file=sys.stderr, flush=True)
    room = Room(max(descriptors - used - RESERVED, descriptors // 2))
    config.http_protocol_class = lambda **given: Connection(room=room, **given)
    config.ws_protocol_class = Line
    config.ws_max_size = LARGEST_FRAME
    config.encoded_headers = [(name, value) for name, value in config.encoded_headers if name != b"server"]
    for name, starts in FROM_OUTSIDE.items():
        logging.getLogger(name).addFilter(Sparing(starts))
    save_descriptors()
    hear_of_exhaustion(asyncio.get_running_loop())


def hear_of_exhaustion(loop: asyncio.AbstractEventLoop) -> None:
    """asyncio tells of each connection that it can't accept, with a traceback, some thousand times a second."""
    says = Seldom()

    def heard(loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        if told.get("message") == "socket.accept() out of system resource":
            says.warning("No connection could be accepted: %s.", told.get("exception"))
        else:
            loop.default_exception_handler(told)

    loop.set_exception_handler(heard)
