"""Who is at the other end: one random key per browser, and the one function that turns it into an actor."""

from __future__ import annotations

import secrets
from http.cookies import SimpleCookie

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cjm.access import Actor, Role

COOKIE = "cjm_browser"


class BrowserKey:
    """Gives every browser its key with the first page it gets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _has_key(scope):
            await self.app(scope, receive, send)
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    secure = "; Secure" if scope.get("scheme") == "https" else ""
                    value = secrets.token_urlsafe(24)
                    headers.append(
                        "set-cookie", f"{COOKIE}={value}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax{secure}"
                    )
                    headers["referrer-policy"] = "no-referrer"
            await send(message)

        await self.app(scope, receive, with_cookie)


def _has_key(scope: Scope) -> bool:
    raw = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    return COOKIE in SimpleCookie(raw.decode("latin-1"))


def actor_of(browser_key: str | None) -> Actor:
    """Who this browser is. An open installation has one person, its facilitator; seats will be looked up here."""
    return Actor("Facilitator", Role.FACILITATOR)
