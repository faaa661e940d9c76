"""Step 3: what people do, what gets in their way and what could be better, stage by stage.

The commands are here; what the board shows is put together in ``reading``. Everything that is done on the board is a live
command, and whoever sends it makes the new ids, so that a card can be edited before the server has heard of it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fractional_indexing import generate_key_between
from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.bounds import cleaned
from cjm.core.carrying import become, carry_marks
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.uniqueness import same
from cjm.core.vocabulary import Certainty
from cjm.pain_points.reading import Board, BoardStage, board, board_json, board_patch, board_text
from db.tables import Emotion, Entry, Group, Kpi, Lane, Resource, Stage, Theme, ValueStream

__all__ = ["Board", "BoardStage", "board", "board_json", "board_patch", "board_text"]

START_LANES: tuple[tuple[str, str, bool], ...] = (
    ("Activities", "activity", False),
    ("Touchpoints", "touchpoint", False),
    ("Channels", "channel", True),
    ("Pain points", "pain_point", False),
    ("Opportunities", "opportunity", False),
    ("Quotes", "quote", True),
    ("Bright spots", "bright_spot", True),
    ("Job performers", "performer", True),
    ("KPIs", "kpi", True),
    ("Systems", "system", True),
    ("Data", "data", True),
    ("Key transactions", "transaction", True),
)
"""Name, kind and whether it is hidden at first."""

Listed = Literal["performer", "channel", "system", "data", "kpi", "answers", "answered_by"]
NewId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""An id made by whoever sends the command."""


class EntryFields(BaseModel):
    """What can be written on a card; what is not given stays as it is. ``theme`` is a name, made if it is new."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    note: str | None = None
    whose: Literal["customer", "internal"] | None = None
    severity: int | None = None
    frequency: int | None = None
    evidence: Certainty | None = None
    source: str | None = None
    link: str | None = None
    blocks: str | None = None
    drop_off: str | None = None
    better_or_worse: str | None = None
    speaker: str | None = None
    department_id: str | None = None
    theme: str | None = None
    internal: bool | None = None
    value_stream_id: str | None = None


class NewEntry(BaseModel):
    """One of several cards added at once; its own lane if it says so."""

    model_config = ConfigDict(extra="forbid")

    text: str
    id: NewId | None = None
    lane_id: str | None = None


def start_lanes(tx: Tx) -> None:
    """The rows a new board starts with."""
    for name, kind, hidden in START_LANES:
        tx.add(Lane, name=name, kind=kind, hidden=hidden)


def quoted(text: str) -> str:
    """What somebody wrote, short enough for a sentence."""
    return f"“{text if len(text) <= 60 else text[:59].rstrip() + '…'}”"


def _what(entry: Entry) -> str:
    return quoted(entry.text)


def _cell(tx: Tx, stage_id: str, lane_id: str, but: str | None = None) -> list[Entry]:
    in_stage = tx.image.by(Entry, "stage_id").get(stage_id, [])
    return [entry for entry in in_stage if entry.lane_id == lane_id and entry.id != but]


def _end(tx: Tx, stage_id: str, lane_id: str) -> list[Entry]:
    """The last card of a cell, if there is one."""
    in_stage = tx.image.by(Entry, "stage_id").get(stage_id, [])
    return [last] if (last := next((one for one in reversed(in_stage) if one.lane_id == lane_id), None)) else []


def _theme_id(tx: Tx, name: str | None) -> str | None:
    return _theme_named(tx, name) if name and name.strip() else None


def _theme_named(tx: Tx, name: str, id: str | None = None) -> str:
    """The theme of that name, made if there is none."""
    known = next((theme.id for theme in tx.image.all(Theme) if same(theme.name) == same(name)), None)
    return known or tx.add(Theme, id=id, name=name.strip())


def _written(tx: Tx, fields: EntryFields) -> dict[str, Any]:
    """The columns for what was given."""
    given: dict[str, Any] = fields.model_dump(exclude_unset=True)
    if "theme" in given:
        given["theme_id"] = _theme_id(tx, fields.theme)
        del given["theme"]
    for name in ("text", "whose", "evidence", "internal"):
        if name in given and given[name] is None:
            del given[name]
    for name in ("note", "source", "link", "blocks", "drop_off", "better_or_worse", "speaker"):
        if name in given and given[name] is None:
            given[name] = ""
    return given


@command("add_entry", right=Right.EDIT, live=True)
def add_entry(
    tx: Tx, *, stage_id: str, lane_id: str, text: str, id: NewId | None = None, fields: EntryFields | None = None
) -> str:
    """Put one card at the end of a cell."""
    made = tx.add(
        Entry,
        id=id,
        **{
            **(_written(tx, fields) if fields else {}),
            "stage_id": stage_id,
            "lane_id": lane_id,
            "text": text,
            "position": tx.last(_end(tx, stage_id, lane_id)),
        },
    )
    tx.summarise(f"Added {quoted(text)} to {tx.image.get(Stage, stage_id).name}")
    return made


@command("add_entries", right=Right.EDIT, live=True)
def add_entries(
    tx: Tx,
    *,
    stage_id: str,
    lane_id: str,
    entries: Annotated[list[NewEntry], Field(min_length=1, max_length=500)],
    value_stream_id: str | None = None,
) -> list[str]:
    """Put many cards at the end of a cell, as one act; with ``value_stream_id`` they are of that stream only."""
    ends: dict[str, str] = {}
    made = []
    for entry in entries:
        lane = entry.lane_id or lane_id
        after = ends.get(lane)
        ends[lane] = str(generate_key_between(after, None)) if after else tx.last(_end(tx, stage_id, lane))
        place = {"stage_id": stage_id, "lane_id": lane, "position": ends[lane], "value_stream_id": value_stream_id}
        made.append(tx.add(Entry, id=entry.id, text=entry.text, **place))
    tx.summarise(f"Added {len(made)} cards to {tx.image.get(Stage, stage_id).name}")
    return made


@command("edit_entry", right=Right.EDIT, live=True)
def edit_entry(
    tx: Tx,
    *,
    id: str,
    fields: EntryFields | None = None,
    was: dict[str, str] | None = None,
    links: dict[Listed, list[str]] | None = None,
    expected_version: int | None = None,
) -> str:
    """Write on a card. ``was`` holds the texts the writer started from: what somebody else wrote since is not overwritten."""
    entry = tx.image.get(Entry, id)
    written = _written(tx, fields or EntryFields())
    for name, before in (was or {}).items():
        now = cleaned(getattr(entry, name, None))
        if name in written and now != before and now != written[name]:
            theirs, mine = quoted(str(now)), quoted(str(written[name]))
            raise CjmError(f"Somebody changed this card meanwhile. It now says {theirs}; you wrote {mine}.")
    tx.change(Entry, id, expected_version=expected_version, **written)
    for kind, wanted in (links or {}).items():
        _set_listed(tx, entry, kind, wanted)
    tx.summarise(f"Edited {_what(tx.image.get(Entry, id))}")
    return id


def _set_listed(tx: Tx, entry: Entry, kind: Listed, wanted: list[str]) -> None:
    """Make ``entry`` point to exactly the ids or names in ``wanted``, and make the names that are new."""
    if kind == "answers":
        tx.set_links("answers", entry.id, [tx.image.get(Entry, other).id for other in wanted])
    elif kind == "answered_by":
        before = set(tx.image.linked_to("answers", entry.id))
        for other in before ^ set(wanted):
            tx.image.get(Entry, other)
            kept = [pain for pain in tx.image.linked_from("answers", other) if pain != entry.id]
            tx.set_links("answers", other, [*kept, entry.id] if other in wanted else kept)
    elif kind == "kpi":
        by_name = {same(kpi.name): kpi.id for kpi in tx.image.all(Kpi)}
        tx.set_links("moves", entry.id, _ids(tx, wanted, by_name, {k.id for k in tx.image.all(Kpi)}, kind))
    else:
        of_kind = [resource for resource in tx.image.all(Resource) if resource.kind == kind]
        by_name = {same(resource.name): resource.id for resource in of_kind}
        chosen = _ids(tx, wanted, by_name, {resource.id for resource in of_kind}, kind)
        others = [
            used for used in tx.image.linked_from("uses", entry.id) if (r := tx.image.find(Resource, used)) and r.kind != kind
        ]
        tx.set_links("uses", entry.id, others + chosen)


def _ids(tx: Tx, wanted: list[str], by_name: dict[str, str], known: set[str], kind: str) -> list[str]:
    chosen: list[str] = []
    for given in wanted:
        name = given.strip()
        if not name:
            continue
        found = name if name in known else by_name.get(same(name))
        if found is None:
            found = tx.add(Kpi, name=name) if kind == "kpi" else tx.add(Resource, kind=kind, name=name)
            by_name[same(name)] = found
        if found not in chosen:
            chosen.append(found)
    return chosen


@command("set_entry_links", right=Right.EDIT, live=True)
def set_entry_links(tx: Tx, *, id: str, kind: Listed, to: list[str]) -> str:
    """Say what a card answers, is answered by, uses or moves: ids, or names (made if they are new)."""
    entry = tx.image.get(Entry, id)
    _set_listed(tx, entry, kind, to)
    tx.summarise(f"Linked {_what(entry)}")
    return id


@command("link_entry", right=Right.EDIT, live=True)
def link_entry(tx: Tx, *, id: str, to: str, linked: bool) -> str:
    """Say that an opportunity answers a pain point, or that it does not; either of the two may be ``id``."""
    kinds = {entry: tx.image.get(Lane, tx.image.get(Entry, entry).lane_id).kind for entry in (id, to)}
    if linked and set(kinds.values()) != {"pain_point", "opportunity"}:
        raise CjmError("A pain point is linked with an opportunity; these two are not one of each.")
    answer, pain = (id, to) if kinds[id] == "opportunity" else (to, id)
    others = [other for other in tx.image.linked_from("answers", answer) if other != pain]
    tx.set_links("answers", answer, [*others, pain] if linked else others)
    if not linked:  # a card that was turned into the other kind keeps its links the other way round
        tx.set_links("answers", pain, [other for other in tx.image.linked_from("answers", pain) if other != answer])
    names = quoted(tx.image.get(Entry, answer).text), quoted(tx.image.get(Entry, pain).text)
    tx.summarise(f"Linked {names[0]} with {names[1]}" if linked else f"{names[0]} no longer answers {names[1]}")
    return id


@command("rate_entry", right=Right.EDIT, live=True)
def rate_entry(tx: Tx, *, id: str, axis: Literal["severity", "frequency"], value: int | None) -> str:
    """Say how bad or how often, 1 to 5; None takes it back."""
    tx.change(Entry, id, **{axis: value})
    entry = tx.image.get(Entry, id)
    tx.summarise(f"Rated {_what(entry)}" if value is not None else f"Took the {axis} of {_what(entry)} back")
    return id


@command("move_entry", right=Right.EDIT, live=True)
def move_entry(tx: Tx, *, id: str, stage_id: str, lane_id: str, place: str = "last") -> str:
    """Move a card to a cell: ``place`` is "first", "last" or the id of the card it comes after.

    Another lane makes it another kind; its fields stay.
    """
    entry = tx.image.get(Entry, id)
    stage, lane = tx.image.get(Stage, stage_id), tx.image.get(Lane, lane_id)
    cell = _cell(tx, stage_id, lane_id, but=id)
    after = next((other for other in cell if other.id == place), None)
    if place == "first":
        position = tx.between(cell, None)
    elif after is not None:
        position = tx.between(cell, after.id)
    else:
        position = tx.last(cell)
    stays = entry.stage_id == stage_id and entry.lane_id == lane_id
    group_id = entry.group_id if stays else None
    tx.change(Entry, id, stage_id=stage_id, lane_id=lane_id, position=position, group_id=group_id)
    carry_marks(tx, id, stage_id)
    where = lane.name if entry.stage_id == stage_id else stage.name
    tx.summarise(f"Moved {_what(entry)}" if stays else f"Moved {_what(entry)} to {where}")
    return id


@command("remove_entry", right=Right.EDIT, live=True)
def remove_entry(tx: Tx, *, id: str) -> str:
    """Put a card into the trash."""
    entry = tx.image.get(Entry, id)
    tx.remove(Entry, id)
    tx.summarise(f"Removed {_what(entry)}")
    return id


@command("remove_entries", right=Right.EDIT, live=True)
def remove_entries(tx: Tx, *, ids: Annotated[list[str], Field(min_length=1, max_length=500)]) -> None:
    """Put several cards into the trash as one act."""
    for id in ids:
        tx.remove(Entry, id)
    tx.summarise(f"Removed {len(ids)} cards")


@command("restore_entry", right=Right.EDIT, live=True)
def restore_entry(tx: Tx, *, id: str) -> str:
    """Take a card back out of the trash."""
    tx.restore(Entry, id)
    tx.summarise(f"Took {_what(tx.image.get(Entry, id))} back out of the trash")
    return id


@command("group_entries", right=Right.EDIT, live=True)
def group_entries(
    tx: Tx, *, onto: str, ids: Annotated[list[str], Field(min_length=1, max_length=100)], id: NewId | None = None, title: str = ""
) -> str:
    """Lay cards onto another; together they are a titled group in its cell. The cards themselves stay as they are."""
    base = tx.image.get(Entry, onto)
    group = tx.image.find(Group, base.group_id)
    if group is None:
        made = tx.add(Group, id=id, title=" ".join((title.strip() or base.text).split())[:200])
        tx.change(Entry, onto, group_id=made)
        group = tx.image.get(Group, made)
    after = onto
    before = {one.group_id for id in ids if (one := tx.image.find(Entry, id))} - {None, group.id}
    for other in ids:
        if other == onto:
            continue
        cell = _cell(tx, base.stage_id, base.lane_id, but=other)
        position = tx.between(cell, after)
        tx.change(Entry, other, stage_id=base.stage_id, lane_id=base.lane_id, group_id=group.id, position=position)
        carry_marks(tx, other, base.stage_id)
        after = other
    for emptied in before:
        if emptied and not tx.whole.by(Entry, "group_id").get(emptied) and tx.image.find(Group, emptied):
            become(tx, Group, emptied, group.id)
    tx.summarise(f"Grouped cards as {quoted(group.title)}")
    return group.id


@command("rename_group", right=Right.EDIT, live=True)
def rename_group(tx: Tx, *, id: str, title: str) -> str:
    tx.change(Group, id, title=title)
    tx.summarise(f"Named a group {quoted(title)}")
    return id


@command("ungroup", right=Right.EDIT, live=True)
def ungroup(tx: Tx, *, id: str) -> str:
    """Take a group apart."""
    group = tx.image.get(Group, id)
    for entry in tx.image.by(Entry, "group_id").get(id, []):
        tx.change(Entry, entry.id, group_id=None)
    tx.remove(Group, id)
    tx.summarise(f"Took the group {quoted(group.title)} apart")
    return id


@command("set_emotion", right=Right.EDIT, live=True)
def set_emotion(
    tx: Tx, *, stage_id: str, value: int | None, reason: str | None = None, value_stream_id: str | None = None
) -> None:
    """How the customer feels at a stage today, -2 to +2, in all streams or in one; None takes it back."""
    stage = tx.image.get(Stage, stage_id)
    felt = tx.image.by(Emotion, "stage_id").get(stage_id, [])
    known = next((one for one in felt if one.value_stream_id == value_stream_id), None)
    if value is None:
        if known:
            tx.remove(Emotion, known.id)
        tx.summarise(f"Took the emotion at {stage.name} back")
        return
    given: dict[str, Any] = {"value": value} if reason is None else {"value": value, "reason": reason}
    if known:
        tx.change(Emotion, known.id, **given)
    else:
        tx.add(Emotion, stage_id=stage_id, value_stream_id=value_stream_id, **given)
    where = f" in {tx.image.get(ValueStream, value_stream_id).name}" if value_stream_id else ""
    tx.summarise(f"Set the emotion at {stage.name}{where} to {value:+d}".replace("-", "−"))


@command("add_lane", right=Right.EDIT, live=True)
def add_lane(tx: Tx, *, name: str, id: NewId | None = None) -> str:
    made = tx.add(Lane, id=id, name=name.strip(), kind="other")
    tx.summarise(f"Added the lane {quoted(name)}")
    return made


@command("rename_lane", right=Right.EDIT, live=True)
def rename_lane(tx: Tx, *, id: str, name: str) -> str:
    before = tx.image.get(Lane, id).name
    tx.change(Lane, id, name=name.strip())
    tx.summarise(f"Renamed the lane {quoted(before)} to {quoted(name)}")
    return id


@command("show_lane", right=Right.EDIT, live=True)
def show_lane(tx: Tx, *, id: str, hidden: bool) -> str:
    """Show a lane or hide it; its cards stay."""
    tx.change(Lane, id, hidden=hidden)
    tx.summarise(f"{'Hid' if hidden else 'Showed'} the lane {quoted(tx.image.get(Lane, id).name)}")
    return id


@command("move_lane", right=Right.EDIT, live=True)
def move_lane(tx: Tx, *, id: str, after: str | None) -> str:
    """Put a lane after another one; None puts it first."""
    others = [lane for lane in tx.image.all(Lane) if lane.id != id]
    tx.change(Lane, id, position=tx.between(others, after))
    tx.summarise(f"Moved the lane {quoted(tx.image.get(Lane, id).name)}")
    return id


@command("add_theme", right=Right.EDIT, live=True)
def add_theme(tx: Tx, *, name: str, id: NewId | None = None) -> str:
    """Name what several pains have in common; a theme of that name that is there already is that one."""
    made = _theme_named(tx, name, id)
    tx.summarise(f"Added the theme {quoted(name)}")
    return made
