"""Workshops worth studying, for newcomers, tests and screenshots."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache

from cjm.core.access import Actor
from cjm.core.document import documented, encode
from cjm.core.document_check import Document, read
from cjm.core.errors import CjmError
from cjm.core.service import Service
from cjm.examples import hospital, hospital_versions
from cjm.examples.days import moved
from cjm.imports.document import import_document
from cjm.versions.taking import any_kept, store

EXAMPLES = {"hospital": hospital.document}
TOLD_ON = {"hospital": hospital.TODAY}
"""The day that each takes for today."""
Version = tuple[str, str, datetime, str, Document]
VERSIONS: dict[str, Callable[[Document], list[Version]]] = {"hospital": hospital_versions.versions}
"""The earlier versions that each brings: why, name, when, by whom and what."""


def load_example(
    service: Service,
    actor: Actor,
    name: str,
    *,
    request_id: str | None = None,
    browser_key: str | None = None,
    today: date | None = None,
) -> str:
    """Make a workshop of the example and return its id; each call makes another. Raises CjmError if there is no such one.

    Its days are moved so that it is told in the week of ``today``.
    """
    if name not in EXAMPLES:
        raise CjmError(f"There is no example called “{name}”: choose {' or '.join(EXAMPLES)}.")
    document = _told(name, today or datetime.now(UTC).date())
    id = import_document(service, actor, document, fresh=True, request_id=request_id, browser_key=browser_key)
    _keep_versions(service, id, name)
    return id


@lru_cache(maxsize=4)
def _told(name: str, today: date) -> Document:
    """The example as it is told on a day; checked once, since it is the same for everybody who opens it."""
    return read(json.dumps(moved(EXAMPLES[name](), TOLD_ON[name], today)).encode())


def _keep_versions(service: Service, workshop_id: str, name: str) -> None:
    """A snapshot is no part of a document, so it comes after the import; loaded once more by the same request it is there."""
    kept = VERSIONS[name](documented(service.image(workshop_id))) if name in VERSIONS else []
    with service.store.writing() as connection:
        if any_kept(connection, workshop_id):
            return
        for reason, called, at, by, document in kept:
            told = {"id": str(uuid.uuid4()), "reason": reason, "name": called, "made_at": at, "made_by": by}
            store(connection, workshop_id, revision=0, text=encode(document), **told)
