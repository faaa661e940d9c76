"""What a comparison consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["added", "removed", "moved", "changed"]
HOW: dict[How, str] = {"added": "Added", "removed": "Removed", "moved": "Moved", "changed": "Changed"}
Piece = tuple[Literal["same", "gone", "new"], str]
"""A run of words that both texts have, or only the older or the newer one."""
_REWRITTEN = {"the words": "reworded", "the name": "renamed", "the title": "renamed"}


@dataclass(frozen=True)
class Edit:
    """One thing about something: what it was and what it is, in words; ``marked`` has the words of a longer text."""

    what: str
    old: str
    new: str
    marked: tuple[Piece, ...] = ()

    def said(self) -> str:
        """As part of a sentence."""
        if self.marked:
            return _REWRITTEN.get(self.what, f"{self.what} rewritten")
        if not self.old:
            return f"{self.what} {self.new}"
        return f"{self.what} no longer {self.old}" if not self.new else f"{self.what} from {self.old} to {self.new}"


@dataclass(frozen=True)
class Told:
    """One difference in one sentence. ``rows`` are the (kind, id) whose difference it tells; each is told once."""

    how: How
    kind: str
    id: str
    sentence: str
    edits: tuple[Edit, ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Area:
    """A stage, or a part of the workshop that belongs to none. ``how`` says that the stage itself came or went."""

    id: str
    name: str
    told: tuple[Told, ...]
    how: How | None = None


@dataclass(frozen=True)
class Comparison:
    """Only areas in which something differs; stages in their order first."""

    areas: tuple[Area, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        return tuple(one for area in self.areas for one in area.told)

    def count(self, how: How) -> int:
        return sum(one.how == how for one in self.told)
