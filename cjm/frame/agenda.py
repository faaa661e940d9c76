"""The agenda: what the group does when, with breaks, and whether it fits the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.frame.writing import moved_position
from cjm.pasted.lists import AT_ONCE
from db.tables import AgendaItem as AgendaItem

Length = Literal["half", "one", "two"]
StepName = Literal["frame", "customer", "value_stream", "pain_points", "future_state", "priorities"]
_Line = tuple[str, int, StepName | None]

LENGTHS: dict[Length, str] = {"half": "Half a day", "one": "One day", "two": "Two days"}

DEFAULTS: dict[Length, tuple[tuple[_Line, ...], ...]] = {
    "half": (
        (
            ("Welcome, purpose and scope", 15, "frame"),
            ("Who is the customer?", 30, "customer"),
            ("The value stream and its handoffs", 40, "value_stream"),
            ("Break", 15, None),
            ("Pain points and opportunities", 60, "pain_points"),
            ("The future state", 40, "future_state"),
            ("What we do first, and who", 40, "priorities"),
        ),
    ),
    "one": (
        (
            ("Welcome, purpose and scope", 30, "frame"),
            ("Who is the customer?", 60, "customer"),
            ("Break", 15, None),
            ("The value stream and its handoffs", 75, "value_stream"),
            ("Lunch", 60, None),
            ("Pain points and opportunities", 90, "pain_points"),
            ("Break", 15, None),
            ("The future state", 60, "future_state"),
            ("What we do first, and who", 60, "priorities"),
            ("What happens next", 15, None),
        ),
    ),
    "two": (
        (
            ("Welcome, purpose and scope", 45, "frame"),
            ("Who is the customer?", 75, "customer"),
            ("Break", 15, None),
            ("The value stream: stages", 75, "value_stream"),
            ("Lunch", 60, None),
            ("Handoffs, milestones and deliverables", 60, "value_stream"),
            ("Break", 15, None),
            ("Activities and touchpoints", 75, "pain_points"),
        ),
        (
            ("Looking back at day 1", 15, None),
            ("Pain points and opportunities", 105, "pain_points"),
            ("Break", 15, None),
            ("The future state", 75, "future_state"),
            ("Lunch", 60, None),
            ("Actions, impact and effort", 75, "priorities"),
            ("Break", 15, None),
            ("Owners, roadmap and business case", 60, "priorities"),
            ("What happens next", 15, None),
        ),
    ),
}
"""Title, minutes and step of each line, day by day. What belongs to no step and is a pause counts as a break."""
BREAKS = frozenset({"Break", "Lunch"})


class AgendaFields(BaseModel):
    """What can be written on a line; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = None
    minutes: int | None = None
    step: StepName | None = None
    is_break: bool | None = None
    day: int | None = None


@dataclass(frozen=True)
class AgendaLine:
    """``start`` is minutes since the day began."""

    item: AgendaItem
    start: int


@dataclass(frozen=True)
class AgendaDay:
    day: int
    lines: tuple[AgendaLine, ...]
    minutes: int
    breaks: int


@dataclass(frozen=True)
class AgendaView:
    """The days, and how long each step takes in all."""

    revision: int
    days: tuple[AgendaDay, ...]
    minutes: int
    breaks: int
    by_step: tuple[tuple[str, int], ...]


@view
def agenda(image: WorkshopState) -> AgendaView:
    """The agenda with its times added up."""
    days = []
    steps: dict[str, int] = {}
    for day, items in sorted(image.by(AgendaItem, "day").items()):
        start = 0
        lines = []
        for item in items:
            lines.append(AgendaLine(item, start))
            start += item.minutes
            if item.step:
                steps[item.step] = steps.get(item.step, 0) + item.minutes
        pauses = sum(item.minutes for item in items if item.is_break)
        days.append(AgendaDay(day, tuple(lines), start, pauses))
    total = sum(day.minutes for day in days)
    return AgendaView(image.revision, tuple(days), total, sum(day.breaks for day in days), tuple(steps.items()))


def hours(minutes: int) -> str:
    """95 as ``1 h 35``."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole} h {rest:02}" if rest else f"{whole} h"


@command("lay_out_agenda", right=Right.FACILITATE)
def lay_out_agenda(tx: Tx, *, length: Length) -> None:
    """Replace the agenda by the usual one for this length; the lines before it go to the trash."""
    for item in tx.image.all(AgendaItem):
        tx.remove(AgendaItem, item.id)
    add_default_agenda(tx, length)
    tx.summarise(f"Laid out the agenda for {LENGTHS[length].lower()}")


def add_default_agenda(tx: Tx, length: Length) -> None:
    """The usual lines for this length."""
    for day, lines in enumerate(DEFAULTS[length], start=1):
        for title, minutes, step in lines:
            tx.add(AgendaItem, title=title, minutes=minutes, step=step, is_break=title in BREAKS, day=day)


@command("add_agenda_item", right=Right.FACILITATE)
def add_agenda_item(tx: Tx, *, title: str, minutes: int = 15, is_break: bool = False, day: int = 1) -> str:
    made = tx.add(AgendaItem, title=title.strip(), minutes=minutes, is_break=is_break, day=day)
    tx.summarise(f"Added “{title.strip()}” to the agenda")
    return made


@command("add_agenda_items", right=Right.FACILITATE)
def add_agenda_items(
    tx: Tx,
    *,
    titles: Annotated[list[str], Field(min_length=1, max_length=AT_ONCE)],
    minutes: int = 15,
    is_break: bool = False,
    day: int = 1,
) -> list[str]:
    """Lines of a pasted agenda, each as long; how long each really is can be written on it."""
    made = [add_agenda_item.carry_out(tx, title=title, minutes=minutes, is_break=is_break, day=day) for title in titles]
    tx.summarise(f"Added {len(made)} lines to the agenda")
    return made


@command("edit_agenda_item", right=Right.FACILITATE)
def edit_agenda_item(tx: Tx, *, id: str, fields: AgendaFields, expected_version: int | None = None) -> str:
    given: dict[str, Any] = {
        name: value for name, value in fields.model_dump(exclude_unset=True).items() if value is not None or name == "step"
    }
    title = tx.image.get(AgendaItem, id).title
    tx.change(AgendaItem, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed “{title}” in the agenda")
    return id


@command("remove_agenda_item", right=Right.FACILITATE)
def remove_agenda_item(tx: Tx, *, id: str) -> None:
    title = tx.image.get(AgendaItem, id).title
    tx.remove(AgendaItem, id)
    tx.summarise(f"Removed “{title}” from the agenda")


@command("move_agenda_item", right=Right.FACILITATE)
def move_agenda_item(tx: Tx, *, id: str, by: int) -> None:
    """Move a line up (-1) or down (+1); at the end of a day it goes on into the next one."""
    item = tx.image.get(AgendaItem, id)
    days = tx.image.by(AgendaItem, "day")
    here = days[item.day]
    index = next(i for i, one in enumerate(here) if one.id == id)
    others = [day for day in sorted(days) if (day > item.day if by > 0 else day < item.day)]
    if 0 <= index + by < len(here) or not others:
        tx.change(AgendaItem, id, position=moved_position(tx, here, id, by))
    elif by > 0:
        tx.change(AgendaItem, id, day=others[0], position=tx.between(days[others[0]], None))
    else:
        tx.change(AgendaItem, id, day=others[-1], position=tx.last(days[others[-1]]))
    tx.summarise(f"Moved “{item.title}” in the agenda")
