"""Who may do and see what. The only place where that is decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cjm.errors import NotAllowed
from db.tables import Row


class Role(StrEnum):
    FACILITATOR = "facilitator"
    CONTRIBUTOR = "contributor"
    LEADER = "leader"
    REVIEWER = "reviewer"


class Right(StrEnum):
    READ = "read"
    EDIT = "edit"
    FACILITATE = "facilitate"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.FACILITATOR: frozenset(Right),
    Role.CONTRIBUTOR: frozenset({Right.READ, Right.EDIT}),
    Role.LEADER: frozenset({Right.READ}),
    Role.REVIEWER: frozenset(),
}


@dataclass(frozen=True)
class Actor:
    """Who is asking. ``id`` is their own, empty for the one person of an open installation."""

    name: str
    role: Role
    id: str | None = None

    @property
    def audience(self) -> tuple[str, str | None]:
        """People with the same audience see the same rows; views are cached by it."""
        return (self.role.value, self.id)


def require(actor: Actor, right: Right) -> None:
    """Raises NotAllowed in a sentence."""
    if right not in RIGHTS[actor.role]:
        raise NotAllowed(f"As a {actor.role.value} you can’t do that. Ask the facilitator.")


def may_see(actor: Actor, row: Row) -> bool:
    """Whether ``actor`` may see ``row`` at all; the same filter serves pages, routes, exports and live changes."""
    visibility = getattr(row, "visibility", "team")
    if visibility != "team" and (actor.id is None or getattr(row, "author_id", None) != actor.id):
        return False
    return not (actor.role is Role.REVIEWER and getattr(row, "internal", False))
