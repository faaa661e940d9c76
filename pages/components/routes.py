"""Routes beside Streamlit's: health, the board as data, and the live socket."""

from __future__ import annotations

import asyncio
import gc
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

import cjm.customer
import cjm.value_stream  # noqa: F401  as above
from cjm.errors import CjmError, NotAllowed
from cjm.live import MOST_ACTS, Hub, carry_out
from cjm.pain_points import board_json
from cjm.service import Context, Service
from db.engine import Store
from db.migrate import migrate
from pages.components import runtime
from pages.components.identity import COOKIE, INVITATION, actor_of, browser_key, cookie, invitation

LARGEST_MESSAGE = 1_000_000
INVITATION_SECONDS = 1800


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Migrate, then hold the service and the hub for as long as the process lives."""
    store = Store()
    await asyncio.to_thread(migrate, store)
    service = Service(store)
    hub = Hub()
    service.listeners.append(hub.tell)
    runtime.install(service)
    gc.freeze()
    try:
        yield {"service": service, "hub": hub}
    finally:
        runtime.install(None)
        store.close()


def _hub() -> Hub:
    service = runtime.service()
    listener = service.listeners[0]
    hub: Hub = listener.__self__  # type: ignore[attr-defined]
    return hub


def _context(connection: HTTPConnection) -> Context:
    workshop_id = connection.path_params["workshop_id"]
    return Context(runtime.service(), actor_of(browser_key(connection.cookies.get(COOKIE)), workshop_id), workshop_id)


async def healthz(request: Request) -> Response:
    readable = await asyncio.to_thread(runtime.service().store.readable)
    return JSONResponse({"status": "ok" if readable else "the database can't be read"}, status_code=200 if readable else 503)


async def board(request: Request) -> Response:
    """The whole board; unchanged since the ETag it costs one query."""
    try:
        context = await asyncio.to_thread(_context, request)
        body = await asyncio.to_thread(_encoded_board, context)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    revision, encoded = body
    role, person = context.actor.audience
    etag = f'"{_hub().server[:8]}-{revision}-{role}-{person or ""}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(encoded, media_type="application/json", headers=headers)


def _encoded_board(context: Context) -> tuple[int, bytes]:
    model = board_json(context)
    service = context.service
    key = ("encoded board", context.workshop_id, model["revision"], context.actor.audience)
    with service.lock:
        kept = service.views.get(key)
    if kept is None:
        kept = json.dumps({**model, "server": _hub().server}, ensure_ascii=False, separators=(",", ":")).encode()
        with service.lock:
            service.views[key] = kept
    return model["revision"], kept


async def join(request: Request) -> Response:
    """Remember the invitation and go on to a clean address. Nobody is let in yet: link previews come here too."""
    token = request.path_params["token"]
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    answer = RedirectResponse("../join", status_code=303, headers=headers)
    known = invitation(token) or "unreadable"
    answer.headers.append("set-cookie", cookie(INVITATION, known, INVITATION_SECONDS, request.scope))
    return answer


async def live(socket: WebSocket) -> None:
    """Acts in, acknowledgements and changes out."""
    if not _same_origin(socket):
        await socket.close(code=4403)
        return
    await socket.accept()
    try:
        context = await asyncio.to_thread(_context, socket)
    except CjmError as error:
        await socket.send_text(json.dumps({"refused": str(error)}, ensure_ascii=False))
        await socket.close(code=4403)
        return
    sending = asyncio.Lock()

    async def send(message: dict[str, Any]) -> None:
        async with sending:
            await socket.send_text(json.dumps(message, ensure_ascii=False, separators=(",", ":")))

    hub = _hub()
    try:
        listener = await hub.join(context, send)
    except CjmError as error:
        await send({"refused": str(error)})
        await socket.close(code=4404)
        return
    try:
        while True:
            text = await socket.receive_text()
            context = await asyncio.to_thread(_context, socket)  # a seat may be taken away, or get another role
            await _take(text, context, send)
    except NotAllowed as error:
        await send({"refused": str(error)})
        await socket.close(code=4403)
    except WebSocketDisconnect:
        pass
    finally:
        await hub.leave(listener)


async def _take(text: str, context: Context, send: Any) -> None:
    try:
        message = json.loads(text) if len(text) <= LARGEST_MESSAGE else None
    except ValueError:
        message = None
    acts = message.get("acts") if isinstance(message, dict) else None
    if not isinstance(acts, list) or len(acts) > MOST_ACTS:
        await send({"refused": "The screen sent something that can’t be read. Reload the page."})
        return
    slow = float(os.environ.get("CJM_SLOW_MS", "0")) / 1000
    for act in acts:
        if slow:
            await asyncio.sleep(slow)
        await send({"acks": [await asyncio.to_thread(carry_out, context, act)]})


def _same_origin(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == socket.headers.get("host")


ROUTES: list[BaseRoute] = [
    Route("/healthz", healthz),
    Route("/join/{token}", join),
    Route("/api/board/{workshop_id}", board),
    WebSocketRoute("/api/live/{workshop_id}", live),
]
