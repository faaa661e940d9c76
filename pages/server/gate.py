"""What is asked of every request before anything else looks at it, and the headers that every answer has."""

from __future__ import annotations

import re
import socket
from base64 import b64encode
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected
from streamlit import config

from cjm.core.settings import further_hosts, is_loopback, public_url
from pages.server.assets import FOLDER
from pages.server.preload import INLINE

LARGEST_BODY = 1_000_000
READS = frozenset({"GET", "HEAD"})
CLOSED = ("/_stcore/metrics", "/_stcore/agent/")
"""Streamlit's routes that nobody here needs: what they tell is not public."""
HEALTH = "/healthz"
STREAM = "/_stcore/stream"
TOO_LARGE = "This is too large: at most one megabyte is taken at once."
FOREIGN = "This came from another site."
_HOST = re.compile(r"(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?")
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_PORTS = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443"}


# Who is asked, and from where ----------------------------------------------------------------------------------------


@cache
def _own_names() -> frozenset[str]:
    """What this machine calls itself. Nothing is looked up."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    bound = [config.get_option("server.address") or "", config.get_option("browser.serverAddress") or ""]
    return frozenset({name, short, f"{short}.local", *(one.lower() for one in bound)} - {""})


def _host_name(host: str) -> str:
    """The name in a Host header, without its port; empty for what can't be one."""
    if not _HOST.fullmatch(host):
        return ""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0].rstrip(".")


def known_host(host: str) -> bool:
    """Whether this server answers to a Host header.

    A page of somebody else's that makes its own name lead here is known by that name. An address in numbers can't be
    made to lead anywhere else, so all of them are right: behind a container this machine does not know its own.
    """
    name = _host_name(host.lower())
    if not name:
        return False
    try:
        ip_address(name)
    except ValueError:
        pass
    else:
        return True
    return is_loopback(name) or name in _own_names() or name == urlsplit(public_url("")).hostname or name in further_hosts()


def _place(address: str) -> str:
    """Host and port of an address, without a port that goes without saying."""
    parts = urlsplit(address)
    return parts.netloc.lower().removesuffix(_PORTS.get(parts.scheme, ":80"))


def _own_origin(origin: str, host: str) -> bool:
    try:
        scheme, place = urlsplit(origin).scheme, _place(origin)
    except ValueError:
        return False
    if scheme not in ("http", "https") or not place:
        return False
    return place in (_place(f"{scheme}://{host}"), _place(public_url("http://")))


def _unknown(host: str) -> str:
    return (
        f"This server doesn’t answer to “{host[:100]}”. Open it by its own address; or let whoever runs it set CJM_PUBLIC_URL "
        "to the address that people use, and have a proxy in front of it pass the Host header on."
    )


_ENDED = "after sending 'websocket.close'"


class Gate:
    """Refuses requests by a name that is not this server's, from other sites, and larger than a megabyte."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        status, sentence, scope = _judged(scope)
        if not status:
            await (_counted if scope["type"] == "http" else _passed)(self.app, scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(sentence, status, headers={"cache-control": "no-store", "connection": "close"})(
                scope, receive, send
            )
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})


def _judged(scope: Scope) -> tuple[int, str, Scope]:
    """The status and sentence to refuse with, or 0; and the request as it goes on."""
    path = scope["path"]
    if any(path.endswith(one) or (one.endswith("/") and one in path) for one in CLOSED):
        return 404, "Not Found", scope
    asked = dict(scope["headers"])
    host = asked.get(b"host", b"").decode("latin-1")
    if host and not known_host(host) and not path.endswith(HEALTH):
        return 400, _unknown(host), scope
    origin = asked.get(b"origin", b"").decode("latin-1")
    if not origin:
        return 0, "", scope
    others = [(name, value) for name, value in scope["headers"] if name not in (b"host", b"origin")]
    if _own_origin(origin, host):
        # the same for all who compare the two, also behind a proxy that asks by another name than the browser did
        there = urlsplit(origin).netloc.encode("latin-1")
        return 0, "", {**scope, "headers": [*others, (b"host", there), (b"origin", origin.encode("latin-1"))]}
    if scope["type"] == "http" and scope["method"] in READS:
        # an answer that names no origin can't be read there
        return 0, "", {**scope, "headers": [*others, (b"host", host.encode("latin-1"))]}
    return 403, FOREIGN, scope


async def _passed(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """A line; text on Streamlit's, which it would take for a fault of its own, ends it."""

    async def binary() -> Message:
        message = await receive()
        return message if message.get("text") is None else {"type": "websocket.disconnect", "code": 1003}

    async def sending(message: Message) -> None:
        try:
            await send(message)
        except RuntimeError as error:
            if _ENDED not in str(error):
                raise
            raise WebSocketDisconnect(1009) from error  # the server ended it by itself, for a frame too large

    with suppress(WebSocketDisconnect, WebSocketDisconnected):  # gone before it was welcomed
        await app(scope, binary if scope["path"].endswith(STREAM) else receive, sending)


async def _counted(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Hands a body on as it comes, and no more of it than ``LARGEST_BODY``."""
    began = over = False
    read = 0

    async def refuse() -> None:
        nonlocal over
        over = True
        if not began:
            await PlainTextResponse(TOO_LARGE, 413, headers={"connection": "close"})(scope, receive, send)

    async def counting() -> Message:
        nonlocal read
        message = await receive() if not over else {"type": "http.disconnect"}
        read += len(message.get("body", b""))
        if read <= LARGEST_BODY:
            return message
        if not over:
            await refuse()
        return {"type": "http.disconnect"}

    async def sending(message: Message) -> None:
        nonlocal began
        began = True
        if not over:
            await send(message)

    said = dict(scope["headers"]).get(b"content-length", b"0")
    if not said.isdigit() or int(said) > LARGEST_BODY:
        await refuse()
        return
    gone = False

    async def noticing() -> Message:
        nonlocal gone
        message = await counting()
        gone = gone or message["type"] == "http.disconnect"
        return message

    try:
        await app(scope, noticing, sending)
    except Exception:
        if not gone or began:  # who reads a body that was broken off has nobody to answer
            raise


# Headers -------------------------------------------------------------------------------------------------------------


def _hashes(*texts: bytes) -> str:
    """The scripts that stand in pages, as a policy names them."""
    found = dict.fromkeys(part for text in texts for part in _INLINE.findall(text))
    return " ".join(f"'sha256-{b64encode(sha256(part).digest()).decode()}'" for part in found)


def _policy(parts: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name} {value}" for name, value in parts)


@cache
def _page_policy(line: str) -> str:
    """For pages. Streamlit starts the scripts of components out of memory (blob:) and writes styles into the page."""
    scripts = _hashes((FOLDER / "index.html").read_bytes(), *(one.encode() for one in INLINE))
    return _policy(
        (
            ("default-src", "'none'"),
            ("script-src", f"'self' blob: {scripts}"),
            ("style-src", "'self' 'unsafe-inline'"),
            ("img-src", "'self' data: blob:"),
            ("font-src", "'self' data:"),
            ("media-src", "'self' data: blob:"),
            ("connect-src", f"'self' {line}".strip()),
            ("frame-src", "'self'"),
            ("worker-src", "'self' blob:"),
            ("manifest-src", "'self'"),
            ("base-uri", "'self'"),
            ("form-action", "'self'"),
            ("frame-ancestors", "'none'"),
        )
    )


@cache
def _frame_policy() -> str:
    """For the graph, which is a page of its own within ours and asks for nothing."""
    found = find_spec("streamlit_agraph")  # imported before Streamlit runs it would not be known to it
    assert found is not None and found.origin is not None
    folder = Path(found.origin).parent / "frontend" / "build"
    return _policy(
        (
            ("default-src", "'none'"),
            ("script-src", f"'self' {_hashes((folder / 'index.html').read_bytes())}"),
            ("style-src", "'self' 'unsafe-inline'"),
            ("img-src", "'self' data: blob:"),
            ("font-src", "'self' data:"),
            ("base-uri", "'self'"),
            ("form-action", "'none'"),
            ("frame-ancestors", "'self'"),
        )
    )


OTHER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""For what is no page, should somebody open it as one."""


def policy(kind: str, path: str, host: str) -> str:
    """The Content-Security-Policy of an answer of type ``kind``."""
    if not kind.startswith("text/html"):
        return OTHER_POLICY
    if "/component/" in path:
        return _frame_policy()
    # older browsers don't take a socket on the same host for 'self'
    return _page_policy(f"ws://{host} wss://{host}" if _host_name(host) else "")


class Headers:
    """Puts on every answer what keeps a browser from doing more with it than is meant."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1").lower()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = policy(headers.get("content-type", ""), scope["path"], host)
                headers["x-content-type-options"] = "nosniff"
                headers.setdefault("referrer-policy", "no-referrer")
            await send(message)

        await self.app(scope, receive, with_headers)
