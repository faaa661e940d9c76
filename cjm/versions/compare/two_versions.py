"""Which two are compared: versions that were kept, or one and the present."""

from __future__ import annotations

from dataclasses import dataclass

from cjm.core.access import Right, require
from cjm.core.document import documented
from cjm.core.document_check import Document
from cjm.core.service import Context
from cjm.versions import document_of
from cjm.versions.compare.on_board import BoardThen, on_board
from cjm.versions.compare.parts import Comparison
from cjm.versions.compare.telling import compare

NOW = "now"


@dataclass(frozen=True)
class Compared:
    """A comparison and its picture."""

    revision: int
    comparison: Comparison
    board: BoardThen


def compared(context: Context, old: str, new: str = NOW) -> Compared:
    """From the version with the id ``old`` to ``new``, either of which may be the present. Raises CjmError if one is gone."""
    require(context.actor, Right.READ)
    image = context.image()

    def document(id: str) -> Document:
        return documented(image) if id == NOW else document_of(context, id)

    def make() -> Compared:
        was, now = document(old), document(new)
        made = compare(was, now)
        return Compared(image.revision, made, on_board(was, now, made))

    return context.service.once(context.workshop_id, image.revision, ("compared", old, new), make)
