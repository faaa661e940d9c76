"""Routes beside Streamlit's: health, the board as data, and the live socket."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import gzip
import json
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from cjm.closing.calendar import calendar_of
from cjm.core import history
from cjm.core.access import Right, require
from cjm.core.database import open_database, require_writable
from cjm.core.errors import CjmError, DatabaseFault, NotAllowed, just_now
from cjm.core.incidents import quiet_logs, tell_fault
from cjm.core.registry import require_commands
from cjm.core.service import Context, Held, Service
from cjm.core.settings import most_starts
from cjm.core.view import audience
from cjm.customer_review import review as shown_to_customers
from cjm.homework import my_stages
from cjm.imports.pasted_reading import proposal
from cjm.insights import trace as chain
from cjm.live.hub import MOST_ACTS, UNREADABLE, Hub, Message, carry_out
from cjm.now.now import now
from cjm.pain_points import board_json, board_text
from cjm.people import seats
from cjm.people.seats import PutDown
from pages.frontend.served import ADDRESS, SCRIPTS
from pages.server import lifetime, whole_runs
from pages.server.gate import Headers
from pages.server.identity import COOKIE, INVITATION, actor_of, browser_key, cookie, invitation
from pages.server.sends import SENDS

LARGEST_MESSAGE = 1_000_000
HEALTH_KEPT = 1.0
HEALTH_PATIENCE = 3.0
"""Seconds after which a database that says nothing counts as away."""
LONG = 2.0
"""Seconds after which a screen hears that its act is still being stored."""
TRY_AGAIN = 1013
"""The code with which a line is closed that may be opened again in a moment."""
REVIEW_ACTS = frozenset({"mark_card", "say_missing", "take_back_mark", "share_entry"})
INVITATION_SECONDS = 1800
SWITCH_EVERY = 0.0005
"""Seconds a thread computes while another waits: each of many messages gives the word away, and has to get it back."""
GONE = (WebSocketDisconnect, WebSocketDisconnected)
"""What a line that is closed meanwhile raises."""
LEFT = frozenset({1000, 1001, 1005})
"""Codes with which a browser closes the line of a page that is left."""
_HALF = re.compile("[\ud800-\udfff]")


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Migrate, then hold the service and the hub for as long as the process lives.

    A database that can't be used ends the process with one sentence: there is nothing to serve.
    """
    quiet_logs()
    try:
        require_commands(SENDS)
        most_starts()  # what the operator set is wrong now, or never
        store = await asyncio.to_thread(open_database)
        warning = await asyncio.to_thread(require_writable, store)
    except CjmError as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(2)  # an exception would be shown as a traceback
    if warning:
        print(warning, file=sys.stderr, flush=True)
    service = Service(store)
    hub = Hub()
    global _health
    _health = Health()
    service.listeners.append(hub.tell)
    lifetime.install(service, hub)
    whole_runs.install()
    sys.setswitchinterval(SWITCH_EVERY)
    gc.freeze()
    try:
        yield {"service": service, "hub": hub}
    finally:
        lifetime.install(None)
        hub.writers.shutdown()
        _health.stop()
        store.close()


def _context(connection: HTTPConnection) -> Context:
    workshop_id = connection.path_params["workshop_id"]
    return Context(lifetime.service(), actor_of(browser_key(connection.cookies.get(COOKIE)), workshop_id), workshop_id)


class Health:
    """Whether something can be stored, looked up at most once a second, in a thread of its own: the others may wait for just that."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "health")
        self._asked: asyncio.Future[DatabaseFault | None] | None = None
        self._at = 0.0

    async def trouble(self) -> DatabaseFault | None:
        now = time.monotonic()
        if self._asked is None or (self._asked.done() and now - self._at > HEALTH_KEPT):
            self._at = now
            self._asked = asyncio.get_running_loop().run_in_executor(self._thread, lifetime.service().store.trouble)
        done, _ = await asyncio.wait({self._asked}, timeout=HEALTH_PATIENCE)
        return self._asked.result() if done else DatabaseFault("away", "it does not answer")

    def stop(self) -> None:
        self._thread.shutdown(wait=False)


_health: Health
"""Made by the lifespan, in its event loop."""


async def healthz(request: Request) -> Response:
    """200 and ok, 200 and busy while another process writes, which passes; else 503 and what is the matter."""
    trouble = await _health.trouble()
    headers = {"cache-control": "no-store"}
    if trouble is None:
        return JSONResponse({"status": "ok"}, headers=headers)
    return JSONResponse({"status": just_now(trouble)}, status_code=200 if trouble.why == "busy" else 503, headers=headers)


async def board(request: Request) -> Response:
    """The whole board; unchanged since the ETag it costs one query."""
    try:
        context = await asyncio.to_thread(_context, request)
        body = await asyncio.to_thread(_encoded_board, context)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    revision, encoded, packed = body
    role, person = context.actor.role, context.actor.id
    etag = f'"{lifetime.hub().server[:8]}-{revision}-{role}-{person or ""}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            packed, media_type="application/json", headers={**headers, "content-encoding": "gzip", "vary": "Accept-Encoding"}
        )
    return Response(encoded, media_type="application/json", headers=headers)


def _encoded_board(context: Context) -> tuple[int, bytes, bytes]:
    """The revision, and the board as bytes: plain, and packed once for all who fetch it."""
    context = replace(context, held=Held(lambda: lifetime))
    model, image = board_json(context), context.image()

    def encoded() -> tuple[bytes, bytes]:
        plain = board_text(model, server=lifetime.hub().server).encode()
        return plain, gzip.compress(plain, 4, mtime=0)

    key = ("encoded board", audience(context.actor, image))
    return image.revision, *context.service.once(context.workshop_id, image.revision, key, encoded)


async def trace(request: Request) -> Response:
    """What hangs on the thing ``?kind=`` and ``?id=``, asked for when its details are opened."""
    try:
        context = await asyncio.to_thread(_context, request)
        asked = request.query_params
        kind, id = asked.get("kind", ""), asked.get("id", "")
        gone = await asyncio.to_thread(history.told_gone, context, kind, id)
        if gone:
            return JSONResponse({"error": gone}, status_code=404)
        found = await asyncio.to_thread(chain.trace, context, kind, id)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return JSONResponse({**asdict(found), "alone": found.alone}, headers={"cache-control": "private, no-store"})


def _from_elsewhere(request: Request) -> Response | None:
    """The answer to what another site’s page sends."""
    if urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host"):
        return None
    return JSONResponse({"error": "This came from another site."}, status_code=403)


async def pasted(request: Request) -> Response:
    """What the text that was pasted would become; it is asked about before it is stored."""
    if elsewhere := _from_elsewhere(request):
        return elsewhere
    try:
        context = await asyncio.to_thread(_context, request)
        require(context.actor, Right.EDIT)
        text = (await request.body()).decode("utf-8", "replace")
        where: Any = "stages" if request.query_params.get("where") == "stages" else "cards"
        found = await asyncio.to_thread(proposal, context, text=text, where=where)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    return JSONResponse(found, headers={"cache-control": "no-store"})


async def session(request: Request) -> Response:
    """The running session for this person; with ``?room=1`` for the projector, with ``?step=`` what can be started there."""
    try:
        context = await asyncio.to_thread(_context, request)
        asked = request.query_params
        online = frozenset(lifetime.hub().people(context.workshop_id))
        shown = await asyncio.to_thread(now, context, room=asked.get("room") == "1", step=asked.get("step", ""), online=online)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return JSONResponse(shown, headers={"cache-control": "private, no-store"})


async def calendar(request: Request) -> Response:
    """What somebody took, as a file for their calendar."""
    action_id = request.path_params["action_id"]
    try:
        context = await asyncio.to_thread(_context, request)
        page = f"{lifetime.address(str(request.base_url))}/now?w={context.workshop_id}"
        made = await asyncio.to_thread(calendar_of, context, action_id, page)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    headers = {"cache-control": "private, no-store", "content-disposition": 'attachment; filename="promise.ics"'}
    return Response(made, media_type="text/calendar", headers=headers)


async def stage(request: Request) -> Response:
    """“My stage” for this person."""
    try:
        context = await asyncio.to_thread(_context, request)
        shown = await asyncio.to_thread(my_stages, context)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return JSONResponse(shown, headers={"cache-control": "private, no-store"})


async def review(request: Request) -> Response:
    """What a customer sees of the map, with their own marks. The tag tells of changes in just that, and of nothing else."""
    try:
        context = await asyncio.to_thread(_context, request)
        etag, shown = await asyncio.to_thread(shown_to_customers, context)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    headers = {"etag": f'"{etag}"', "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == f'"{etag}"':
        return Response(status_code=304, headers=headers)
    return JSONResponse(shown, headers=headers)


async def say_in_review(request: Request) -> Response:
    """Acts of a customer, or of the facilitator who looks at the same page before them; answers what became of each."""
    if elsewhere := _from_elsewhere(request):
        return elsewhere
    try:
        context = await asyncio.to_thread(_context, request)
        require(context.actor, Right.REVIEW)
        acts = _acts((await request.body()).decode("utf-8", "replace"))
        if acts is None:
            return JSONResponse({"error": UNREADABLE}, status_code=400)
        acks: list[dict[str, Any]] = []
        for act in acts:
            ack = await asyncio.to_thread(_say, context, act)
            if "later" in ack:  # this one and those behind it come again
                return JSONResponse(
                    {"acks": acks, "later": ack["later"]}, status_code=200 if acks else 503, headers={"cache-control": "no-store"}
                )
            acks.append(ack)
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return JSONResponse({"acks": acks}, headers={"cache-control": "no-store"})


async def put_down(request: Request) -> Response:
    """The phone is passed on: it is nobody's from now on."""
    if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host"):
        return JSONResponse({"error": "This came from another site."}, status_code=403)
    try:
        context = await asyncio.to_thread(_context, request)
        await asyncio.to_thread(seats.put_down, context)
    except PutDown:
        pass  # pressed twice
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, status_code=403)
    except CjmError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    return Response(status_code=204, headers={"cache-control": "no-store"})


def _say(context: Context, act: object) -> dict[str, Any]:
    """How an act went, without the revision: that counts what everybody does."""
    if not (isinstance(act, dict) and act.get("do") in REVIEW_ACTS):
        return {"id": act.get("id") if isinstance(act, dict) else None, "ok": False, "error": UNREADABLE}
    ack = carry_out(context, act)
    return {name: ack[name] for name in ("id", "ok", "error", "later", "aside") if name in ack}


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
    sending = asyncio.Lock()

    async def send(message: dict[str, Any], code: int = 4403) -> None:
        async with sending:
            await socket.send_text(message.text if isinstance(message, Message) else _encoded(message))
            if "refused" in message:
                await socket.close(code=code)

    def again() -> Context:
        return _context(socket)

    hub = lifetime.hub()
    try:
        context = await asyncio.to_thread(again)
        listener = await hub.join(context, send, again)
    except NotAllowed as error:
        await send({"refused": str(error)})
        return
    except CjmError as error:
        await send({"refused": str(error)}, code=4404)
        return
    except DatabaseFault as fault:
        tell_fault(fault)
        await socket.close(code=TRY_AGAIN)
        return
    waits: object = None
    why, lost = "", True
    before: list[object] = []
    try:
        while (frame := await socket.receive())["type"] == "websocket.receive":
            acts = _acts(frame.get("text"))
            if acts is None:
                await send({"refused": UNREADABLE}, code=4400)
                break
            put_off: list[object] = []
            for act in acts:
                if slow := float(os.environ.get("CJM_SLOW_MS", "0")) / 1000:
                    await asyncio.sleep(slow)
                id = act.get("id") if isinstance(act, dict) else None
                if waits is None or id in before:  # what was put off comes again, from the oldest on
                    before.clear()
                    ack = await _answered(hub, again, act, send)
                    if "later" not in ack:
                        waits = None
                        await send({"acks": [ack]})
                        continue
                    waits, why = id, ack["later"]
                put_off.append(id)  # no act overtakes another
            before += put_off
            if put_off:
                await send({"later": {"ids": put_off, "why": why}})
                if "later" not in socket.query_params:  # a page older than this message sends all again on a new line
                    await socket.close(code=TRY_AGAIN)
                    break
        lost = frame.get("code") not in LEFT
    except NotAllowed as error:
        with contextlib.suppress(*GONE):  # closed meanwhile
            await send({"refused": str(error)})
    except CjmError as error:
        with contextlib.suppress(*GONE):
            await send({"refused": str(error)}, code=4404)
    except GONE:
        pass  # the line is gone; what was not acknowledged is sent again
    finally:
        await hub.leave(listener, lost=lost)


async def _answered(
    hub: Hub, again: Callable[[], Context], act: object, send: Callable[[dict[str, Any]], Awaitable[None]]
) -> dict[str, Any]:
    """What became of an act, carried out as whoever sits there now: a seat may have been taken away since the last one.

    While it takes long, the screen is told so now and then, or it would think that the line is dead.
    """
    work = hub.loop.run_in_executor(hub.writers, carry_out, again, act)
    while not (await asyncio.wait({work}, timeout=LONG))[0]:
        await send({"trying": "Kept here, not stored yet: the database is busy just now."})
    return work.result()


def _acts(text: str | None) -> list[object] | None:
    """The acts of a message; None if it can't be read."""
    try:
        message = json.loads(text) if text is not None and len(text) <= LARGEST_MESSAGE else None
    except (ValueError, RecursionError):
        return None
    acts = message.get("acts") if isinstance(message, dict) else None
    return acts if isinstance(acts, list) and len(acts) <= MOST_ACTS else None


def _encoded(message: dict[str, Any]) -> str:
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    # what a screen sent may be in what it is told, and half a letter can't be sent as it is
    return text if text.isascii() or not _HALF.search(text) else json.dumps(message, separators=(",", ":"))


def _same_origin(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == socket.headers.get("host")


async def not_now(request: Request, error: Exception) -> Response:
    """A fault of the database in a route: the screen asks again by itself."""
    assert isinstance(error, DatabaseFault)
    tell_fault(error)
    return PlainTextResponse(
        f"Not now: {just_now(error)} just now.", status_code=503, headers={"retry-after": "2", "cache-control": "no-store"}
    )


async def broken(request: Request, error: Exception) -> Headers:
    """A fault of ours, which the server logs: answered outside all middleware, so the headers are put on here."""
    return Headers(PlainTextResponse("Internal Server Error", 500, {"cache-control": "no-store"}))


HANDLERS: Mapping[Any, Any] = {DatabaseFault: not_now, Exception: broken}
"""What Starlette does with errors that leave a route."""


async def script(request: Request) -> Response:
    """One of our scripts; by a name of another version the present one, which is not to be kept then."""
    file = request.path_params["file"]
    found = SCRIPTS.get(file.partition(".")[0])
    if found is None:
        return Response(status_code=404)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        "cache-control": "public, immutable, max-age=31536000" if file == found.file else "no-store",
        "vary": "Accept-Encoding",
    }
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(found.packed if packed else found.text, media_type="text/javascript", headers=headers)


ROUTES: list[BaseRoute] = [
    Route("/healthz", healthz),
    Route("/join/{token}", join),
    Route("/api/board/{workshop_id}", board),
    Route(f"/{ADDRESS}{{file}}", script),
    Route("/api/session/{workshop_id}", session),
    Route("/api/trace/{workshop_id}", trace),
    Route("/api/pasted/{workshop_id}", pasted, methods=["POST"]),
    Route("/api/stage/{workshop_id}", stage),
    Route("/api/review/{workshop_id}", review),
    Route("/api/review/{workshop_id}", say_in_review, methods=["POST"]),
    Route("/api/put_down/{workshop_id}", put_down, methods=["POST"]),
    Route("/api/calendar/{workshop_id}/{action_id}.ics", calendar),
    WebSocketRoute("/api/live/{workshop_id}", live),
]


def beneath(base: str) -> list[BaseRoute]:
    """Our routes where Streamlit's are: beneath a path, such as /maps."""
    return [
        Route(base + one.path, one.endpoint, methods=one.methods)
        if isinstance(one, Route)
        else WebSocketRoute(base + one.path, one.endpoint)
        for one in ROUTES
        if isinstance(one, Route | WebSocketRoute)
    ]
