"""How far everybody is with what was asked after the workshop: for the facilitator alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from cjm.core.access import Right
from cjm.core.state import WorkshopState
from cjm.core.view import View
from cjm.homework.writing import asked_lanes, homework_of, late_ids
from cjm.pain_points.reading import ordered_stages
from db.tables import CardSeen, Echo, Entry, Lane, NothingToAdd, Participant, Stage, StageDone


@dataclass(frozen=True)
class HeatCell:
    """``cards`` of everybody; of the ``asked`` who look after this stage, ``answered`` have said something here. ``heat`` is 0
    to 5: the cards beside the fullest cell."""

    cards: int
    answered: int
    asked: int
    heat: int


@dataclass(frozen=True)
class HeatRow:
    """One stage across the lanes that are asked."""

    id: str
    name: str
    cells: tuple[HeatCell, ...]
    done: tuple[str, ...]
    started: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Progress:
    """One person of the roster: ``state`` is done, started or waiting; ``missing`` says what is, in words."""

    id: str
    name: str
    state: str
    missing: str


@dataclass(frozen=True)
class LateCard:
    """A card that came after the vote."""

    id: str
    text: str
    stage: str
    lane: str
    author: str
    at: datetime
    seen: bool


@dataclass(frozen=True)
class HeatMap:
    """The facilitator's picture: stages across lanes, people, and what is new since the workshop, the newest first."""

    revision: int
    workshop: str
    version: int | None
    due_on: date | None
    lanes: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    people: tuple[Progress, ...]
    late: tuple[LateCard, ...]
    reminder: str

    def of(self, state: str) -> tuple[Progress, ...]:
        return tuple(one for one in self.people if one.state == state)

    @property
    def unread(self) -> int:
        return sum(1 for one in self.late if not one.seen)


def _answered(image: WorkshopState) -> dict[str, set[tuple[str, str]]]:
    """Stage and lane of what each person has written, seconded or had nothing to add to."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entry in image.all(Entry):
        if entry.author_id:
            found[entry.author_id].add((entry.stage_id, entry.lane_id))
    for echo in image.all(Echo):
        of = image.find(Entry, echo.entry_id)
        if of is not None and echo.author_id:
            found[echo.author_id].add((of.stage_id, of.lane_id))
    for row in image.all(NothingToAdd):
        found[row.participant_id or row.author_id or ""].add((row.stage_id, row.lane_id))
    return found


def _heat_map(image: WorkshopState) -> HeatMap:
    homework, lanes, stages = homework_of(image), asked_lanes(image), ordered_stages(image)
    asked = {lane.id for lane in lanes}
    people, answered = image.all(Participant), _answered(image)
    mine = {one.id: [s for s in stages if s.id in image.linked_from("looks_after", one.id)] for one in people}
    done: dict[str, set[str]] = defaultdict(set)
    for row in image.all(StageDone):
        done[row.participant_id or row.author_id or ""].add(row.stage_id)
    cards = Counter((one.stage_id, one.lane_id) for one in image.all(Entry) if one.lane_id in asked)
    fullest = max(cards.values(), default=0)

    def cell(stage: Stage, lane: Lane) -> HeatCell:
        at = (stage.id, lane.id)
        asked_here = [one for one in people if stage in mine[one.id]]
        said = sum(1 for one in asked_here if at in answered[one.id])
        return HeatCell(cards[at], said, len(asked_here), -(-5 * cards[at] // fullest) if fullest else 0)

    def row_of(stage: Stage) -> HeatRow:
        names: dict[str, list[str]] = {"done": [], "started": [], "waiting": []}
        for one in people:
            here = any(at[0] == stage.id and at[1] in asked for at in answered[one.id])
            state = "done" if stage.id in done[one.id] else "started" if here else "waiting"
            if stage in mine[one.id] or (not mine[one.id] and state != "waiting"):
                names[state].append(one.name)
        cells = tuple(cell(stage, lane) for lane in lanes)
        return HeatRow(stage.id, stage.name, cells, tuple(names["done"]), tuple(names["started"]), tuple(names["waiting"]))

    told = tuple(_progress(one, mine[one.id], answered[one.id], done[one.id], asked) for one in people)
    due = homework.due_on if homework else None
    return HeatMap(
        image.revision,
        image.workshop.name,
        homework.version if homework else None,
        due,
        tuple((one.id, one.name) for one in image.all(Lane)),
        tuple((one.id, one.name) for one in lanes),
        tuple(row_of(stage) for stage in stages),
        told,
        _late(image),
        _reminder(image.workshop.name, due, told),
    )


def _progress(one: Participant, mine: list[Stage], answered: set[tuple[str, str]], done: set[str], asked: set[str]) -> Progress:
    if not mine:  # looks after no stage in particular: one that they are done with is enough
        begun = any(lane in asked for _, lane in answered)
        state = "done" if done else "started" if begun else "waiting"
        return Progress(one.id, one.name, state, "" if done else "“I’m done” is missing" if begun else "not started")
    left = [stage for stage in mine if stage.id not in done]
    said = {stage.id: sum(1 for at in answered if at[0] == stage.id and at[1] in asked) for stage in mine}
    missing = "; ".join(
        f"{stage.name}: {said[stage.id]} of {len(asked)} answered" if said[stage.id] else f"{stage.name}: not started"
        for stage in left
    )
    begun = any(said.values()) or len(left) < len(mine)
    return Progress(one.id, one.name, "started" if left and begun else "waiting" if left else "done", missing)


def _late(image: WorkshopState) -> tuple[LateCard, ...]:
    seen = image.by(CardSeen, "entry_id")
    people = {one.id: one.name for one in image.all(Participant)}
    late = late_ids(image)
    stages = {one.id: one.name for one in image.all(Stage)}
    lanes = {one.id: one.name for one in image.all(Lane)}
    cards = [
        LateCard(
            one.id,
            one.text,
            stages[one.stage_id],
            lanes[one.lane_id],
            people.get(one.author_id or "", ""),
            one.created_at,
            one.id in seen,
        )
        for one in image.all(Entry)
        if one.id in late and one.stage_id in stages and one.lane_id in lanes
    ]
    return tuple(sorted(cards, key=lambda one: (one.at, one.id), reverse=True))


def _reminder(workshop: str, due_on: date | None, people: tuple[Progress, ...]) -> str:
    """A text to send to those who are not done; empty if all are."""
    late = [one for one in people if one.state != "done"]
    if not late:
        return ""
    by = f" by {due_on:%A}, {due_on.day} {due_on:%B}" if due_on else ""
    missing = "\n".join(f"- {one.name}: {one.missing}" for one in late)
    return (
        f"“{workshop}”: please finish your part{by}.\n\nStill missing:\n{missing}\n\n"
        "It takes a few minutes on your phone: open the workshop with your own link (if you can’t find it, ask me for a new "
        "one), choose “My stage”, answer what you can, and press “I’m done”. “Nothing to add here” is an answer too.\n"
    )


heat_map = View(_heat_map, Right.FACILITATE)
"""How far everybody is, for the facilitator alone."""
