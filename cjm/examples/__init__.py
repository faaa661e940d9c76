"""Workshops worth studying, for newcomers, tests and screenshots."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from cjm.access import Actor
from cjm.document import import_document
from cjm.errors import CjmError
from cjm.examples import hospital
from cjm.examples.days import moved
from cjm.service import Service

EXAMPLES = {"hospital": hospital.document}
TOLD_ON = {"hospital": hospital.TODAY}
"""The day that each takes for today."""


def load_example(
    service: Service, actor: Actor, name: str, *, request_id: str | None = None, browser_key: str | None = None,
    today: date | None = None,
) -> str:  # fmt: skip
    """Make a workshop of the example and return its id; each call makes another. Raises CjmError if there is no such one.

    Its days are moved so that it is told in the week of ``today``.
    """
    if name not in EXAMPLES:
        raise CjmError(f"There is no example called “{name}”: choose {' or '.join(EXAMPLES)}.")
    document = moved(EXAMPLES[name](), TOLD_ON[name], today or datetime.now(UTC).date())
    data = json.dumps(document).encode()
    return import_document(service, actor, data, fresh=True, request_id=request_id, browser_key=browser_key)
