"""A version becomes a workshop of its own; the present stays as it is."""

from __future__ import annotations

import uuid

from cjm.core.access import Right, require
from cjm.core.command import Tx, command
from cjm.core.document import encode
from cjm.core.document_check import Document
from cjm.core.service import Context
from cjm.imports.document import import_document
from cjm.versions.reading import document_of
from cjm.versions.taking import called, get, take

NAME_LIMIT = 200


@command("keep_before_restore", right=Right.FACILITATE, undoable=False)
def keep_before_restore(tx: Tx, *, id: str) -> str:
    """Keep the present before the version ``id`` is restored."""
    name = called(get(tx, id))
    kept = take(tx, "before_restore", f"Before restoring {name}"[:NAME_LIMIT])
    tx.log_only(f"Restored the version {name} as a workshop of its own")
    return kept


def restore_copy(context: Context, id: str, *, as_of: str, browser_key: str | None = None) -> str:
    """Make a workshop of the version ``id``, called after the day ``as_of`` in words, and return its id.

    The present is kept as a version before. Whoever sits at the browser with ``browser_key`` is the copy's facilitator.
    """
    require(context.actor, Right.FACILITATE)
    document = document_of(context, id)
    request = context.request_id or str(uuid.uuid4())
    keep_before_restore(context.once(f"{request}:before"[:64]), id=id)
    suffix = f" as of {as_of}"
    name = document.workshop.name[: NAME_LIMIT - len(suffix)] + suffix
    text = encode(Document(document.workshop.model_copy(update={"name": name}), document.rows))
    return import_document(context.service, context.actor, text, fresh=True, request_id=request, browser_key=browser_key)
