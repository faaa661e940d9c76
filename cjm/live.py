"""Live screens: one hub a process, which sends each open board what changed, once a revision and audience."""

from __future__ import annotations

import asyncio
import contextlib
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cjm.access import Right, require
from cjm.commands import COMMANDS
from cjm.errors import CjmError, NotAllowed, sentence
from cjm.pain_points import board_json, board_patch
from cjm.service import Context

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.2
MOST_ACTS = 200

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Act(BaseModel):
    """One act of a screen: ``id`` is made there and makes a repeat harmless."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")
    do: str = Field(max_length=80)
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")


def carry_out(context: Context, raw: object) -> dict[str, Any]:
    """Carry out one act from outside and say how it went: never raises what a person can mend."""
    try:
        act = Act.model_validate(raw)
    except ValidationError:
        given = raw.get("id") if isinstance(raw, dict) else None
        return {"id": given, "ok": False, "error": "The screen sent something that can’t be read. Reload the page."}
    command = COMMANDS.get(act.do)
    try:
        if command is None or not command.live:
            raise NotAllowed("The screen asked for something it may not do. Reload the page.")
        result = command(context.once(act.id), **act.with_)
    except ValidationError as error:
        return {"id": act.id, "ok": False, "error": sentence(error)}
    except CjmError as error:
        return {"id": act.id, "ok": False, "error": str(error)}
    except TypeError:
        return {"id": act.id, "ok": False, "error": "The screen sent something that can’t be read. Reload the page."}
    return {"id": act.id, "ok": True, "result": result, "revision": context.service.image(context.workshop_id).revision}


@dataclass(eq=False)
class Listener:
    """An open screen."""

    context: Context
    send: Send
    revision: int


@dataclass
class Room:
    """The open screens of one workshop."""

    listeners: set[Listener] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Hub:
    """Lives in the application's state; made and used in its event loop, told of writes from any thread."""

    def __init__(self) -> None:
        self.server = uuid.uuid4().hex
        self.loop = asyncio.get_running_loop()
        self.rooms: dict[str, Room] = {}

    def tell(self, workshop_id: str, revision: int) -> None:
        """A write was committed; called from the writer's thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._wake, workshop_id)

    def _wake(self, workshop_id: str) -> None:
        room = self.rooms.get(workshop_id)
        if room is not None:
            room.changed.set()

    async def join(self, context: Context, send: Send) -> Listener:
        """Open a screen: it is greeted with the server's id and the revision it starts from."""
        require(context.actor, Right.READ)
        room = self.rooms.setdefault(context.workshop_id, Room())
        image = await asyncio.to_thread(context.service.image, context.workshop_id)
        listener = Listener(context, send, image.revision)
        await send({"hello": {"server": self.server, "revision": image.revision}})
        room.listeners.add(listener)
        if room.task is None:
            room.task = asyncio.create_task(self._serve(context.workshop_id, room))
        room.changed.set()
        return listener

    async def leave(self, listener: Listener) -> None:
        workshop_id = listener.context.workshop_id
        room = self.rooms.get(workshop_id)
        if room is None:
            return
        room.listeners.discard(listener)
        if not room.listeners and room.task is not None:
            room.task.cancel()
            self.rooms.pop(workshop_id, None)

    async def _serve(self, workshop_id: str, room: Room) -> None:
        known: dict[tuple[str, str | None], dict[str, Any]] = {}
        while True:
            await room.changed.wait()
            room.changed.clear()
            began = time.monotonic()
            with contextlib.suppress(CjmError):  # the workshop is gone; its screens find that out when they ask for it
                await self._send_changes(room, known)
            spent = time.monotonic() - began
            await asyncio.sleep(min(LONGEST_PAUSE, max(FIRST_PAUSE, spent)))

    async def _send_changes(self, room: Room, known: dict[tuple[str, str | None], dict[str, Any]]) -> None:
        audiences: dict[tuple[str, str | None], list[Listener]] = {}
        for listener in room.listeners:
            audiences.setdefault(listener.context.actor.audience, []).append(listener)
        for audience, listeners in audiences.items():
            new = await asyncio.to_thread(board_json, listeners[0].context)
            old = known.get(audience)
            known[audience] = new
            patch = board_patch(old, new) if old is not None and old["revision"] < new["revision"] else None
            for listener in listeners:
                await self._send_to(room, listener, old, new, patch)

    async def _send_to(
        self, room: Room, listener: Listener, old: dict[str, Any] | None, new: dict[str, Any], patch: dict[str, Any] | None
    ) -> None:
        if listener.revision >= new["revision"]:
            return
        fits = old is not None and patch is not None and listener.revision == old["revision"]
        message = {"first": listener.revision + 1, "last": new["revision"], "patch": patch if fits else None}
        listener.revision = new["revision"]
        try:
            await listener.send(message)
        except Exception:
            # A closed connection shows in many ways; whatever it was, this screen is not listening any more.
            room.listeners.discard(listener)
