"""Who is at the other end: one random key per browser, and the one function that turns it into an actor."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.settings import open_installation, public_url
from cjm.people.seats import NoSeat, actor_at, known, renew
from pages.server.lifetime import service

COOKIE = "cjm_browser"
INVITATION = "cjm_invitation"
JOIN = "/join"
FORMER = 8
"""Keys that are kept behind the present one: other servers at the same address may not have seen it yet."""
SETTLED = 10_000
_HOST = "__Host-"
_BEHIND = "~"
_KEY = re.compile(r"[A-Za-z0-9_-]{32,64}")
_WORKSHOP = re.compile(r"[A-Za-z0-9-]{1,36}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,100}")
OPEN_ACTOR = Actor("Facilitator", Role.FACILITATOR)


class BrowserKey:
    """Gives every browser its key with the first page it gets, and another one before somebody sits down at it.

    A key that somebody else has put into a browser is worth nothing to them then. The cookie holds the key and behind it the
    former ones, whose seats it takes over when it comes back: so nothing is lost if it never does, and the former ones open
    nothing any more. All who come after this see the key alone, by one name.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.settled: dict[str, None] = {}
        self.lines: dict[str, set[Callable[[], Awaitable[None]]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        keys, migrates = _keys_in(scope)
        page = scope["type"] == "http" and any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
        if keys[1:] and (page or scope["type"] == "websocket" or keys[0] not in self.settled):
            try:
                await self.settle(keys)
            except Exception:  # the database: the same will be asked again
                await _later(scope, receive, send)
                return
        scope = _plain(scope, keys[0] if keys else None)
        if scope["type"] == "websocket":
            await self.line(keys[0] if keys else "", scope, receive, send)
            return
        await self.app(scope, receive, self.with_cookie(scope, send, keys, migrates))

    async def settle(self, keys: list[str]) -> None:
        """The first key takes over from the others; who is still on the line with one of those asks again with the new one."""
        await asyncio.to_thread(renew, service(), keys[0], keys[1:])
        self.settled[keys[0]] = None
        while len(self.settled) > SETTLED:
            del self.settled[next(iter(self.settled))]
        for key in keys[1:]:
            for close in list(self.lines.get(key, ())):
                await close()

    async def line(self, key: str, scope: Scope, receive: Receive, send: Send) -> None:
        over = False

        async def close() -> None:
            nonlocal over
            if not over:
                over = True
                with suppress(Exception):  # gone by itself meanwhile
                    await send({"type": "websocket.close", "code": 1012})

        async def sending(message: Message) -> None:
            if not over:
                await send(message)

        self.lines.setdefault(key, set()).add(close)
        try:
            await self.app(scope, receive, sending)
        finally:
            self.lines[key].discard(close)
            if not self.lines[key]:
                del self.lines[key]

    def with_cookie(self, scope: Scope, send: Send, keys: list[str], migrates: bool) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["referrer-policy"] = "no-referrer"
                    if not keys or migrates or await self.anew(scope, keys):
                        made = [secrets.token_urlsafe(24), *keys][: 1 + FORMER]
                        headers.append("set-cookie", cookie(COOKIE, _BEHIND.join(made), 34560000, scope))
                    if migrates:
                        headers.append("set-cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
            await send(message)

        return sending

    async def anew(self, scope: Scope, keys: list[str]) -> bool:
        """Whether somebody may sit down next: on the page for it, and with a key that nobody has sat down with yet."""
        ahead = any(name in (b"sec-purpose", b"purpose") for name, _ in scope["headers"])
        if open_installation() or ahead:  # what is loaded ahead may never be looked at, and would be a second one beside it
            return False
        if scope["path"].endswith(JOIN):
            return True
        try:
            return not keys[1:] and not await asyncio.to_thread(known, service(), keys[0])
        except Exception:  # the database: next time
            return False


async def _later(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013})
    else:
        await PlainTextResponse("Try again in a moment.", 503, headers={"retry-after": "2"})(scope, receive, send)


def _secure(scope: Scope) -> bool:
    forwarded = next((value for key, value in scope["headers"] if key == b"x-forwarded-proto"), b"")
    return scope.get("scheme") in ("https", "wss") or forwarded == b"https" or public_url("http://").startswith("https:")


def cookie(name: str, value: str, seconds: int, scope: Scope) -> str:
    """The header that makes a browser keep ``value`` where no script and no other site gets at it.

    Over https not even a neighbour under the same domain can put another one there: the name says so to the browser.
    """
    start, end = (_HOST, "; Secure") if _secure(scope) else ("", "")
    return f"{start}{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{end}"


def _cookies(scope: Scope) -> list[str]:
    return [part.strip() for name, raw in scope["headers"] if name == b"cookie" for part in raw.decode("latin-1").split(";")]


def _value(scope: Scope, name: str) -> str | None:
    return next((part[len(name) + 1 :] for part in _cookies(scope) if part.startswith(f"{name}=")), None)


def _keys_in(scope: Scope) -> tuple[list[str], bool]:
    """The browser's key and its former ones; and whether they came by the name that is for plain http where there is a better one."""
    better = _value(scope, _HOST + COOKIE) if _secure(scope) else None
    given = better if better is not None else _value(scope, COOKIE)
    keys = [key for key in (given or "").split(_BEHIND)[: 1 + FORMER] if browser_key(key)]
    return keys, bool(keys) and better is None and _secure(scope)


def _plain(scope: Scope, key: str | None) -> Scope:
    """The request with our cookies by their short names, whichever the browser keeps them by."""
    invited = (_value(scope, _HOST + INVITATION) if _secure(scope) else None) or _value(scope, INVITATION)
    ours = tuple(f"{start}{name}=" for start in ("", _HOST) for name in (COOKIE, INVITATION))
    parts = [part for part in _cookies(scope) if part and not part.startswith(ours)]
    parts += [f"{name}={value}" for name, value in ((COOKIE, key), (INVITATION, invited)) if value]
    headers = [one for one in scope["headers"] if one[0] != b"cookie"]
    return {**scope, "headers": [*headers, (b"cookie", "; ".join(parts).encode("latin-1"))] if parts else headers}


def browser_key(given: object) -> str | None:
    """The browser's key out of what its cookie holds: None for anything that we have not made."""
    return given if isinstance(given, str) and _KEY.fullmatch(given) else None


def invitation(given: object) -> str | None:
    """The token that the link has left in a cookie."""
    return given if isinstance(given, str) and _TOKEN.fullmatch(given) else None


def actor_of(key: str | None, workshop_id: str) -> Actor:
    """Who this browser is in a workshop; one query. Raises NoSeat, or in an open installation takes them for the facilitator.

    What can't be a workshop's id, out of an address that somebody typed, raises CjmError before any database sees it.
    """
    if not _WORKSHOP.fullmatch(workshop_id):
        raise CjmError("This workshop isn’t there. Go back to all workshops and open it from the list.")
    try:
        return actor_at(service(), key, workshop_id)
    except NoSeat:
        if open_installation():
            return OPEN_ACTOR
        raise
