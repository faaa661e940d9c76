"""Live screens: one hub a process, which sends each open board what changed, once a revision and audience."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cjm.core.access import Right, require
from cjm.core.command import COMMANDS
from cjm.core.errors import CjmError, NotAllowed, just_now, sentence
from cjm.core.incidents import incident, tell_fault
from cjm.core.service import Context, Held, Service
from cjm.core.view import audience
from cjm.now.now import session_stamp
from cjm.pain_points import board_json, board_patch
from cjm.people.presence import OPEN_FOR, beat, open_devices
from cjm.people.seats import Seating, seating
from db.engine import Watch
from db.faults import DatabaseFault
from db.tables import TABLES

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 0.2
REST = 2
"""How many times as long as a round of sending took the next one is waited for, within these pauses."""
SENT_AT_ONCE = 25
"""Screens that are sent something before others are listened to again."""
LONGEST_SULK = 60.0
"""Seconds until a room whose sending broke, again and again, is tried once more."""
WATCH_EVERY = {"sqlite": 0.5, "postgresql": 1.0}
"""Seconds between looks for what other processes wrote."""
ATTEND_EVERY = 1.0
"""Seconds between looks for who came and who left."""
MOST_ACTS = 200
WRITERS = 2
"""One writes while the other is told who sits there."""
UNREADABLE = "The screen sent something that can’t be read. Reload the page."

UNKNOWN = "This version of the product doesn’t know what the screen asked for. Reload the page; what you wrote is kept here."

Send = Callable[[dict[str, Any]], Awaitable[None]]
"""Sends one message to a screen; after ``{"refused": sentence}`` the line is closed."""


Audience = tuple[bool, str | None]


class Message(dict[str, Any]):
    """What is sent to many screens; it is encoded once."""

    @cached_property
    def text(self) -> str:
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))


class Act(BaseModel):
    """One act of a screen: ``id`` is made there and makes a repeat harmless."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")
    do: str = Field(max_length=80)
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")


def carry_out(who: Context | Callable[[], Context], raw: object) -> dict[str, Any]:
    """Carry out one act from outside, as ``who`` says it is, and say how it went.

    An answer is final, ``ok`` or not, or there is none yet: ``later`` says why, and the same act may be sent again, for ever.
    A final no with ``aside`` isn't the writer's fault, and is kept by the screen. Raises CjmError only where ``who`` does.
    """
    given = raw.get("id") if isinstance(raw, dict) else None
    given = given if isinstance(given, str) else None
    try:
        context = who() if callable(who) else who
    except DatabaseFault as fault:
        return _later(given, fault)
    try:
        act = Act.model_validate(raw)
        command = COMMANDS.get(act.do)
        if command is None:
            return {"id": given, "ok": False, "error": UNKNOWN, "aside": "unknown"}
        if not command.live or not {"self", "context"}.isdisjoint(act.with_):
            raise NotAllowed("The screen asked for something it may not do. Reload the page.")
        result, revision = command.execute(context.once(act.id), **act.with_)
    except ValidationError as error:
        return {"id": given, "ok": False, "error": UNREADABLE if error.title == Act.__name__ else sentence(error)}
    except CjmError as error:
        return {"id": given, "ok": False, "error": str(error)}
    except DatabaseFault as fault:
        return _later(given, fault)
    except Exception as error:
        number = incident(error)
        sorry = f"This could not be saved; what you wrote is kept here. Tell the operator: incident {number}."
        return {"id": given, "ok": False, "error": sorry, "aside": "incident"}
    return {"id": act.id, "ok": True, "result": result, "revision": revision}


def _later(id: str | None, fault: DatabaseFault) -> dict[str, Any]:
    tell_fault(fault)
    return {"id": id, "later": f"Kept here, not stored yet: {just_now(fault)} just now. It is sent again by itself."}


@dataclass(eq=False)
class Listener:
    """An open screen; ``again`` tells who sits there now."""

    context: Context
    send: Send
    revision: int
    again: Callable[[], Context] | None = None
    seating: Seating | None = None
    session: dict[str, Any] = field(default_factory=dict)
    """What it was last told of the session."""
    sending: asyncio.Task[None] | None = None
    """What is on its way; a slow line gets the next when it has taken this."""


@dataclass
class Room:
    """The open screens of one workshop."""

    listeners: set[Listener] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None
    seating: Seating | None = None
    boards: dict[Audience, dict[str, Any]] = field(default_factory=dict)
    """What each audience was last sent the changes to."""


@dataclass
class Look:
    """What one round of sending needs to know, read in a thread: where the workshop stands and who may hear of it."""

    seating: Seating | None
    who: dict[Listener, Context | CjmError]
    """Of the screens where somebody else may sit by now."""
    boards: dict[Audience, dict[str, Any]]
    patches: dict[Audience, dict[str, Any] | None]
    audiences: dict[Listener, Audience]
    session: dict[str, Any]


def look(service: Service, workshop_id: str, room: Room, listeners: list[Listener]) -> Look:
    """Rights are looked up first: nothing is worked out for who has lost theirs. Raises CjmError if the workshop is gone."""
    asked = [listener for listener in listeners if listener.again is not None]
    seats = seating(service, workshop_id, room.seating) if asked else None
    moved = [one for one in asked if seats is not None and seats.may_differ(one.seating, one.context.actor.seat_id)]
    who = dict(zip(moved, _who(moved), strict=True))
    image = service.image(workshop_id)
    held = Held(lambda: image)
    held.image(lambda: image)
    boards: dict[Audience, dict[str, Any]] = {}
    audiences: dict[Listener, Audience] = {}
    for listener in listeners:
        context = who.get(listener, listener.context)
        if isinstance(context, CjmError):
            continue
        audiences[listener] = group = audience(context.actor, image)
        if group not in boards:
            boards[group] = board_json(replace(context, held=held))
    patches = {}
    for group, new in boards.items():
        old = room.boards.get(group)
        patches[group] = board_patch(old, new) if old is not None and old["revision"] < new["revision"] else None
    stamp = dict(session_stamp(Context(service, listeners[0].context.actor, workshop_id, held=held)))
    return Look(seats, who, boards, patches, audiences, stamp)


class Hub:
    """Lives in the application's state; made and used in its event loop, told of writes from any thread."""

    def __init__(self) -> None:
        self.server = uuid.uuid4().hex
        self.loop = asyncio.get_running_loop()
        self.rooms: dict[str, Room] = {}
        self.writers = ThreadPoolExecutor(WRITERS, "writer")
        """Carries out what screens send: more at a time would only wait for each other, and keep the sending waiting."""
        self._watching: asyncio.Task[None] | None = None
        self._attending: asyncio.Task[None] | None = None
        self._told: dict[str, float] = {}
        """When it was last said of a seat that its device is open."""
        self._left: set[str] = set()
        """Seats whose last page was closed since."""

    def tell(self, workshop_id: str, revision: int) -> None:
        """A write was committed; called from the writer's thread."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._wake, workshop_id)

    def people(self, workshop_id: str) -> set[str]:
        """Who has a screen open: their actors' ids."""
        room = self.rooms.get(workshop_id)
        return {listener.context.actor.id for listener in room.listeners if listener.context.actor.id} if room else set()

    def _wake(self, workshop_id: str) -> None:
        room = self.rooms.get(workshop_id)
        if room is not None:
            room.changed.set()

    async def join(self, context: Context, send: Send, again: Callable[[], Context] | None = None) -> Listener:
        """Open a screen: it is greeted with the server's id and the revision it starts from.

        ``again`` is asked, in a thread, when seats may have changed; if it raises CjmError, the screen is refused.
        """
        require(context.actor, Right.READ)
        image = await asyncio.to_thread(context.service.image, context.workshop_id)
        listener = Listener(context, send, image.revision, again)
        await send({"hello": {"server": self.server, "revision": image.revision, "me": context.actor.id}})
        # Nothing is awaited from here on: the last one to leave takes the room away.
        room = self.rooms.setdefault(context.workshop_id, Room())
        room.listeners.add(listener)
        if room.task is None or room.task.done():
            room.task = asyncio.create_task(self._serve(context.workshop_id, room))
        self._left.discard(context.actor.seat_id or "")
        if self._attending is None or self._attending.done():
            self._attending = asyncio.create_task(self._attend(context.service))
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch(context.service))
        room.changed.set()
        return listener

    async def leave(self, listener: Listener, *, lost: bool = False) -> None:
        """A screen is closed; ``lost`` if its line broke, so that it may be a phone in a pocket."""
        seat = listener.context.actor.seat_id
        workshop_id = listener.context.workshop_id
        room = self.rooms.get(workshop_id)
        if room is None:
            return
        room.listeners.discard(listener)
        room.changed.set()
        if seat and not lost and not any(one.context.actor.seat_id == seat for one in room.listeners):
            self._left.add(seat)
        if not room.listeners:
            if room.task is not None:
                room.task.cancel()
            self.rooms.pop(workshop_id, None)

    async def _attend(self, service: Service) -> None:
        """Say whose devices are open, and wake the rooms in which somebody came or left, here or in another process."""
        known: dict[str, frozenset[str]] = {}
        while self.rooms or self._left:
            now = time.monotonic()
            seats = {seat for room in self.rooms.values() for one in room.listeners if (seat := one.context.actor.seat_id)}
            long = now - OPEN_FOR.total_seconds() / 3
            due = {seat for seat in seats if seat not in self._told or self._told[seat] < long}
            left = self._left - seats
            with contextlib.suppress(DatabaseFault, CjmError):  # the database is away: it is said a moment later
                if due or left:
                    await asyncio.to_thread(beat, service, due, left)
                    self._left -= left
                    self._told = {seat: at for seat, at in self._told.items() if seat in seats} | dict.fromkeys(due, now)
                here = await asyncio.to_thread(open_devices, service, tuple(self.rooms))
                for workshop_id in here:
                    if known.get(workshop_id) != here[workshop_id]:
                        self._wake(workshop_id)
                known = here
            await asyncio.sleep(ATTEND_EVERY)

    async def _watch(self, service: Service) -> None:
        """Wake the rooms in whose workshops another process wrote, as long as there are rooms."""
        watch = Watch(service.store)
        try:
            while self.rooms:
                await asyncio.sleep(WATCH_EVERY[service.store.dialect])
                with contextlib.suppress(DatabaseFault):  # it is asked again
                    for workshop_id, revision in await asyncio.to_thread(_revisions, service, watch, tuple(self.rooms)):
                        room = self.rooms.get(workshop_id)
                        if room is not None and any(listener.revision < revision for listener in room.listeners):
                            room.changed.set()
        finally:
            watch.close()

    async def _serve(self, workshop_id: str, room: Room) -> None:
        failures = 0
        while True:
            await room.changed.wait()
            room.changed.clear()
            began = time.monotonic()
            try:
                await self._send_round(workshop_id, room)
                failures = 0
            except CjmError:
                pass  # the workshop is gone; its screens find that out when they ask for it
            except Exception as error:
                if isinstance(error, DatabaseFault):
                    tell_fault(error)
                else:
                    incident(error)
                failures += 1
                room.changed.set()
                await asyncio.sleep(min(LONGEST_SULK, 0.5 * 2**failures))
            spent = time.monotonic() - began
            await asyncio.sleep(min(LONGEST_PAUSE, max(FIRST_PAUSE, REST * spent)))

    async def _send_round(self, workshop_id: str, room: Room) -> None:
        """What changed, worked out and encoded once for all who see the same; then which activity is on, its counts, and how many
        screens are open: sealed writes change nothing but these.

        Before anything is sent, whoever lost their seat is refused, and whoever has another role gets what that one sees.
        """
        listeners = list(room.listeners)
        if not listeners:
            return
        now = await asyncio.to_thread(look, listeners[0].context.service, workshop_id, room, listeners)
        room.seating = now.seating
        for listener in listeners:
            listener.seating = now.seating
            who = now.who.get(listener)
            if isinstance(who, CjmError):
                room.listeners.discard(listener)
                self._tell(room, listener, Message(refused=str(who)))
            elif who is not None and who.actor != listener.context.actor:
                if (who.actor.role, who.actor.id) != (listener.context.actor.role, listener.context.actor.id):
                    listener.revision = 0  # what they have is somebody else's view: let them fetch the whole
                listener.context = who
        session = {**now.session, "here": len({one.context.actor.id or id(one) for one in room.listeners})}
        messages: dict[object, Message] = {}
        told = 0
        for listener, group in now.audiences.items():
            if listener not in room.listeners:
                continue
            if listener.sending is not None and not listener.sending.done():
                listener.sending.add_done_callback(lambda _: room.changed.set())
                continue
            new, old = now.boards[group], room.boards.get(group)
            message: list[Message] = []
            if listener.revision < new["revision"]:
                since, fits = listener.revision + 1, old is not None and listener.revision == old["revision"]
                patch = {"first": since, "last": new["revision"], "patch": now.patches[group] if fits else None}
                message.append(messages.setdefault((group, since), Message(patch)))
            if listener.session != session:
                message.append(messages.setdefault("session", Message(session=session)))
            if message:
                self._tell(room, listener, *message)
                listener.revision, listener.session = new["revision"], session
                told += 1
                if told % SENT_AT_ONCE == 0:
                    await asyncio.sleep(0)  # let what others say be heard, and be answered
        room.boards = now.boards
        on_their_way = [one.sending for one in listeners if one.sending is not None and not one.sending.done()]
        if on_their_way:
            await asyncio.wait(on_their_way, timeout=LONGEST_PAUSE)

    def _tell(self, room: Room, listener: Listener, *messages: Message) -> None:
        """Send without waiting: who has a slow line holds up nobody else."""

        async def sending() -> None:
            try:
                for message in messages:
                    await listener.send(message)
            except Exception:
                # A closed connection shows in many ways; whatever it was, this screen is not listening any more.
                room.listeners.discard(listener)

        listener.sending = asyncio.create_task(sending())


def _who(listeners: Iterable[Listener]) -> list[Context | CjmError]:
    """Who sits at each of these screens now, or why nobody does."""
    found: list[Context | CjmError] = []
    for listener in listeners:
        assert listener.again is not None
        try:
            context = listener.again()
            require(context.actor, Right.READ)
            found.append(context)
        except CjmError as error:
            found.append(error)
    return found


def _revisions(service: Service, watch: Watch, workshop_ids: tuple[str, ...]) -> list[tuple[str, int]]:
    """Where these workshops stand, if anything at all may have been written since the last look."""
    table = TABLES["workshops"]
    try:
        if not workshop_ids or not watch.moved():
            return []
        with service.store.reading() as connection:
            rows = connection.execute(sa.select(table.c.id, table.c.revision).where(table.c.id.in_(workshop_ids)))
            return [(row.id, row.revision) for row in rows]
    except Exception:
        watch.close()  # what it has seen was not told
        raise
