"""Who is at the other end: one random key per browser, and the one function that turns it into an actor."""

from __future__ import annotations

import re
import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cjm.access import Actor, Role
from cjm.errors import CjmError
from cjm.seats import NoSeat, actor_at
from cjm.settings import open_installation, public_url
from pages.components.runtime import service

COOKIE = "cjm_browser"
INVITATION = "cjm_invitation"
_KEY = re.compile(r"[A-Za-z0-9_-]{32,64}")
_WORKSHOP = re.compile(r"[A-Za-z0-9-]{1,36}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,100}")
OPEN_ACTOR = Actor("Facilitator", Role.FACILITATOR)


class BrowserKey:
    """Gives every browser its key with the first page it gets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = _key_in(scope) is not None

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["referrer-policy"] = "no-referrer"
                    if not known:
                        headers.append("set-cookie", cookie(COOKIE, secrets.token_urlsafe(24), 34560000, scope))
            await send(message)

        await self.app(scope, receive, with_cookie)


def cookie(name: str, value: str, seconds: int, scope: Scope) -> str:
    """The header that makes a browser keep ``value`` where no script and no other site gets at it."""
    forwarded = next((value for key, value in scope["headers"] if key == b"x-forwarded-proto"), b"")
    tls = scope.get("scheme") == "https" or forwarded == b"https" or public_url("http://").startswith("https:")
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{'; Secure' if tls else ''}"


def _key_in(scope: Scope) -> str | None:
    raw = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    return browser_key(cookie_parser(raw.decode("latin-1")).get(COOKIE))


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
