"""Workshops worth studying, for newcomers, tests and screenshots."""

from __future__ import annotations

import json

from cjm.access import Actor
from cjm.document import import_document
from cjm.errors import CjmError
from cjm.examples import hospital
from cjm.service import Service

EXAMPLES = {"hospital": hospital.document}


def load_example(
    service: Service, actor: Actor, name: str, *, request_id: str | None = None, browser_key: str | None = None
) -> str:
    """Make a workshop of the example and return its id; each call makes another. Raises CjmError if there is no such one."""
    if name not in EXAMPLES:
        raise CjmError(f"There is no example called “{name}”: choose {' or '.join(EXAMPLES)}.")
    data = json.dumps(EXAMPLES[name]()).encode()
    return import_document(service, actor, data, fresh=True, request_id=request_id, browser_key=browser_key)
