"""What the application holds while it runs, and who asks what of which workshop."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from cjm.core.access import Actor
from cjm.core.limiter import Guesses
from cjm.core.state import WorkshopState, changes_since, current_revision, load
from db.engine import Store

KEPT_IMAGES = 64
KEPT_REVISIONS = 2
"""Of each workshop: the latest, and the one that pages being drawn still read."""
KEPT_VIEWS = 500
"""Of each revision."""
KEPT_NOTES = 10_000
FAR_BEHIND = 200
"""Revisions behind which loading again costs less than advancing."""

Listener = Callable[[str, int], None]
T = TypeVar("T")


@dataclass
class Service:
    """One per process: the store, the images and views of workshops in use, and who wants to hear of writes."""

    store: Store
    images: OrderedDict[str, WorkshopState] = field(default_factory=OrderedDict)
    views: OrderedDict[str, dict[int, OrderedDict[Any, Any]]] = field(default_factory=OrderedDict)
    listeners: list[Listener] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    guesses: Guesses = field(default_factory=Guesses)
    noted: OrderedDict[Any, float] = field(default_factory=OrderedDict)
    """When something was last noted on the side."""
    secrets: OrderedDict[str, tuple[str, str]] = field(default_factory=OrderedDict)
    """Token and spoken code by invitation, as long as the process lives: the database has only their hashes."""

    def image(self, workshop_id: str) -> WorkshopState:
        """The workshop as it is now: one query if it has not changed."""
        with self.store.reading() as connection:
            return self.image_in(connection, workshop_id)

    def image_in(self, connection: sa.Connection, workshop_id: str) -> WorkshopState:
        """The same inside a transaction that is open already; in one that only reads, what a moment later wrote counts too."""
        before = self.images.get(workshop_id)
        revision = current_revision(connection, workshop_id)
        known = self.images.get(workshop_id)
        # what was known before the look and is ahead of it tells of a database that was put back: that is loaded
        if known is not None and known.revision >= revision and (before is None or before.revision <= revision):
            return known
        if known is not None and known.revision < revision <= known.revision + FAR_BEHIND:
            lines = changes_since(connection, workshop_id, known.revision)
            image = known.advanced(revision, [changes for _, changes in lines])
        else:
            image = load(connection, workshop_id)
        self.keep(workshop_id, image)
        return image

    def keep(self, workshop_id: str, image: WorkshopState) -> None:
        """Remember an image of what is committed."""
        with self.lock:
            known = self.images.get(workshop_id)
            if known is None or known.revision <= image.revision:
                self.images[workshop_id] = image
                self.images.move_to_end(workshop_id)
            while len(self.images) > KEPT_IMAGES:
                self.images.popitem(last=False)

    def once(self, workshop_id: str, revision: int, key: Any, make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out once for a revision of a workshop."""
        with self.lock:
            kept = self.views.get(workshop_id, {}).get(revision)
            if kept is not None and key in kept:
                kept.move_to_end(key)
                known: T = kept[key]
                return known
        made = make()
        with self.lock:
            revisions = self.views.setdefault(workshop_id, {})
            self.views.move_to_end(workshop_id)
            revisions.setdefault(revision, OrderedDict())[key] = made
            while len(revisions[revision]) > KEPT_VIEWS:
                revisions[revision].popitem(last=False)
            while len(revisions) > KEPT_REVISIONS:
                del revisions[min(revisions)]
            while len(self.views) > KEPT_IMAGES:
                self.views.popitem(last=False)
        return made

    def seldom(self, what: Any, pause: timedelta) -> bool:
        """Whether it is ``pause`` ago, or never, that this was asked of ``what``: for notes that are only taken on the side."""
        now = time.monotonic()
        with self.lock:
            last = self.noted.pop(what, None)
            again = last is None or now - last > pause.total_seconds()
            self.noted[what] = now if again else last  # type: ignore[assignment]
            while len(self.noted) > KEPT_NOTES:
                self.noted.popitem(last=False)
        return again

    def published(self, workshop_id: str, revision: int) -> None:
        """Tell the live screens, after the commit."""
        for listener in self.listeners:
            listener(workshop_id, revision)


class Held:
    """The image that everything in one run of a page reads, so that one page never shows two revisions.

    ``run`` gives an object of its own for each run, or None outside of any: then nothing is held.
    """

    def __init__(self, run: Callable[[], object | None]) -> None:
        self.run = run
        self._of: object | None = None
        self._image: WorkshopState | None = None

    def image(self, load: Callable[[], WorkshopState]) -> WorkshopState:
        now = self.run()
        if self._image is None or now is None or self._of is not now:
            self._image, self._of = load(), now
        return self._image

    def renew(self) -> None:
        self._image = None


@dataclass(frozen=True)
class Context:
    """Who asks, of which workshop; ``request_id`` was made when a form was drawn, from a row of the version ``based_on``."""

    service: Service
    actor: Actor
    workshop_id: str
    request_id: str | None = None
    based_on: int | None = None
    held: Held | None = field(default=None, compare=False)

    def once(self, request_id: str, based_on: int | None = None) -> Context:
        """The same for one command: sent twice, it is carried out once."""
        return replace(self, request_id=request_id, based_on=based_on)

    def image(self) -> WorkshopState:
        """The workshop as this run of the page sees it."""
        if self.held is None:
            return self.service.image(self.workshop_id)
        return self.held.image(lambda: self.service.image(self.workshop_id))

    def renew(self) -> None:
        """What is read next is read anew: something was written, or refused because of what others wrote."""
        if self.held is not None:
            self.held.renew()
