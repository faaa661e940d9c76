"""Step 2: streams, their stages, who leads them, what each stage delivers, and what is handed over between them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field

from cjm.access import Right
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.flow import PER_PART, Flow, Lane, Line, Stop, lay_out, parts_of
from cjm.frame import colour_for, letters_for
from cjm.image import Image
from cjm.views import view
from db.tables import (
    Customer,
    Deliverable,
    Department,
    Emotion,
    Entry,
    FutureState,
    Handoff,
    Milestone,
    Organisation,
    Part,
    Stage,
    StageDepartment,
    Step,
    ValueStream,
    ValueStreamStage,
)

RISKY = 3
"""From this risk on a handoff needs a mitigation."""
UNITS: dict[str, int] = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080, "months": 43800}
"""Minutes in each unit."""
Unit = Literal["minutes", "hours", "days", "weeks", "months"]
Involvement = Literal["leads", "helps", "consulted", "none"]
Detail = Literal["milestones", "deliverables", "steps"]
DETAILS: dict[str, type[Milestone] | type[Deliverable] | type[Step]] = {
    "milestones": Milestone,
    "deliverables": Deliverable,
    "steps": Step,
}
CONTENT: tuple[type[Part], ...] = (Entry, Step, Milestone, Deliverable)
"""What moves from stage to stage as it is."""
ON_A_STAGE: tuple[type[Part], ...] = (*CONTENT, Emotion, FutureState, StageDepartment, ValueStreamStage)


# What is shown -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StreamTab:
    id: str
    name: str
    customer_id: str | None
    customer: str
    trigger: str
    end: str
    version: int


@dataclass(frozen=True)
class StageCard:
    """``number`` is its place in this stream, ``shared`` the names of the other streams it stands in."""

    id: str
    number: int
    name: str
    description: str
    department_id: str | None
    department: str
    letters: str
    colour: int
    is_key: bool
    unknown_here: bool
    duration: float | None
    duration_unit: str
    lasts: str
    cards: int
    steps: int
    milestones: int
    deliverables: int
    handoffs: int
    shared: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class HandoffCard:
    """``waits`` is the waiting time in words, ``needs_mitigation`` a high risk without one."""

    id: str
    from_id: str
    from_name: str
    to_id: str
    to_name: str
    what: str
    risk: int | None
    risk_note: str
    mitigation: str
    dependency: str
    crucial: bool
    waiting: float | None
    waiting_unit: str
    waits: str
    between_departments: bool
    between_organisations: bool
    needs_mitigation: bool
    version: int


@dataclass(frozen=True)
class Proposal:
    """Neighbours whose leading departments differ, with no handoff between them yet."""

    from_id: str
    from_name: str
    from_department: str
    to_id: str
    to_name: str
    to_department: str


@dataclass(frozen=True)
class Cluster:
    stage_id: str
    name: str
    colour: int
    handoffs: int


@dataclass(frozen=True)
class Friction:
    handoffs: int
    between_departments: int
    between_organisations: int
    crucial: int
    unmitigated: int
    unrated: int
    waiting: str
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True)
class DepartmentRow:
    """A row of the matrix: ``parts`` has leads, helps, consulted or nothing for each stage of the stream."""

    id: str
    name: str
    letters: str
    colour: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class StreamView:
    revision: int
    streams: tuple[StreamTab, ...]
    stream: StreamTab | None
    stages: tuple[StageCard, ...]
    elsewhere: tuple[tuple[str, str], ...]
    handoffs: tuple[HandoffCard, ...]
    proposals: tuple[Proposal, ...]
    friction: Friction
    departments: tuple[DepartmentRow, ...]
    customers: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    parts: int

    def stage(self, stage_id: str | None) -> StageCard | None:
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def handoff(self, handoff_id: str | None) -> HandoffCard | None:
        return next((handoff for handoff in self.handoffs if handoff.id == handoff_id), None)


@dataclass(frozen=True)
class StageDetail:
    """What is inside a stage."""

    revision: int
    milestones: tuple[Milestone, ...]
    deliverables: tuple[Deliverable, ...]
    steps: tuple[Step, ...]
    cards: tuple[tuple[str, str], ...]


def _places(image: Image, stream_id: str) -> list[ValueStreamStage]:
    """Places of living stages, in order."""
    places = image.by(ValueStreamStage, "value_stream_id").get(stream_id, [])
    return [place for place in places if image.find(Stage, place.stage_id)]


def _stages(image: Image, stream_id: str) -> list[Stage]:
    return [image.get(Stage, place.stage_id) for place in _places(image, stream_id)]


def _handoffs(image: Image, stream_id: str) -> list[Handoff]:
    """Today's, whose two stages stand in the stream, in the stream's order."""
    place = {stage.id: number for number, stage in enumerate(_stages(image, stream_id))}
    found = [
        one
        for one in image.by(Handoff, "value_stream_id").get(stream_id, [])
        if one.future != "new" and one.from_stage_id in place and one.to_stage_id in place
    ]
    return sorted(found, key=lambda one: (place[one.from_stage_id], place[one.to_stage_id]))


def _letters(department: Department | None) -> str:
    return (department.letters or department.name[:2].upper()) if department else ""


def in_words(minutes: float) -> str:
    """A time span with the largest unit that leaves a readable number."""
    if minutes <= 0:
        return "no time"
    unit = next(name for name in reversed(UNITS) if minutes >= UNITS[name] * (3 if name == "months" else 1) or name == "minutes")
    amount = round(minutes / UNITS[unit], 1)
    return f"{amount:g} {unit if amount != 1 else unit.removesuffix('s')}"


def _split_minutes(minutes: int | None) -> tuple[float | None, str]:
    """The unit in which ``minutes`` is a whole number, for the form."""
    if minutes is None:
        return None, "days"
    unit = next(name for name in reversed(UNITS) if (minutes and minutes % UNITS[name] == 0) or name == "minutes")
    return minutes / UNITS[unit], unit


def needs_mitigation(handoff: Handoff) -> bool:
    return handoff.risk is not None and handoff.risk >= RISKY and not handoff.mitigation.strip()


def _tab(image: Image, stream: ValueStream) -> StreamTab:
    customer = image.find(Customer, stream.customer_id)
    return StreamTab(
        stream.id, stream.name, customer.id if customer else None, customer.name if customer else "", stream.trigger, stream.end,
        stream.version,
    )  # fmt: skip


def _card(image: Image, stage: Stage, number: int, stream_id: str, handoffs: int) -> StageCard:
    department = image.find(Department, stage.department_id)
    others = (
        image.find(ValueStream, place.value_stream_id)
        for place in image.by(ValueStreamStage, "stage_id").get(stage.id, [])
        if place.value_stream_id != stream_id
    )
    lasts = "" if stage.duration is None else in_words(stage.duration * UNITS[stage.duration_unit])
    return StageCard(
        id=stage.id,
        number=number,
        name=stage.name,
        description=stage.description,
        department_id=department.id if department else None,
        department=department.name if department else "",
        letters=_letters(department),
        colour=department.colour if department else -1,
        is_key=stage.is_key,
        unknown_here=stage.unknown_here,
        duration=stage.duration,
        duration_unit=stage.duration_unit,
        lasts=lasts,
        cards=len(image.by(Entry, "stage_id").get(stage.id, [])),
        steps=len(image.by(Step, "stage_id").get(stage.id, [])),
        milestones=len(image.by(Milestone, "stage_id").get(stage.id, [])),
        deliverables=len(image.by(Deliverable, "stage_id").get(stage.id, [])),
        handoffs=handoffs,
        shared=tuple(stream.name for stream in others if stream),
        version=stage.version,
    )


def _handoff_card(image: Image, handoff: Handoff) -> HandoffCard:
    start, end = image.get(Stage, handoff.from_stage_id), image.get(Stage, handoff.to_stage_id)
    first, second = image.find(Department, start.department_id), image.find(Department, end.department_id)
    organisations = (first.organisation_id if first else None, second.organisation_id if second else None)
    waiting, unit = _split_minutes(handoff.waiting_minutes)
    return HandoffCard(
        id=handoff.id,
        from_id=start.id,
        from_name=start.name,
        to_id=end.id,
        to_name=end.name,
        what=handoff.what,
        risk=handoff.risk,
        risk_note=handoff.risk_note,
        mitigation=handoff.mitigation,
        dependency=handoff.dependency,
        crucial=handoff.crucial,
        waiting=waiting,
        waiting_unit=unit,
        waits="" if handoff.waiting_minutes is None else in_words(handoff.waiting_minutes),
        between_departments=bool(first and second and first.id != second.id),
        between_organisations=bool(
            organisations[0] != organisations[1] and all(image.find(Organisation, one) for one in organisations)
        ),
        needs_mitigation=needs_mitigation(handoff),
        version=handoff.version,
    )


def _proposals(image: Image, stages: list[Stage], handoffs: list[Handoff]) -> tuple[Proposal, ...]:
    present = {(one.from_stage_id, one.to_stage_id) for one in handoffs}
    found = []
    for start, end in pairwise(stages):
        first, second = image.find(Department, start.department_id), image.find(Department, end.department_id)
        if first and second and first.id != second.id and (start.id, end.id) not in present:
            found.append(Proposal(start.id, start.name, first.name, end.id, end.name, second.name))
    return tuple(found)


def _friction(cards: tuple[HandoffCard, ...], handoffs: list[Handoff], stages: list[Stage], image: Image) -> Friction:
    at: Counter[str] = Counter()
    for one in handoffs:
        at.update({one.from_stage_id, one.to_stage_id})
    clusters = []
    for stage in sorted((stage for stage in stages if at[stage.id]), key=lambda stage: -at[stage.id]):
        department = image.find(Department, stage.department_id)
        clusters.append(Cluster(stage.id, stage.name, department.colour if department else -1, at[stage.id]))
    waited = [one.waiting_minutes for one in handoffs if one.waiting_minutes is not None]
    return Friction(
        handoffs=len(cards),
        between_departments=sum(card.between_departments for card in cards),
        between_organisations=sum(card.between_organisations for card in cards),
        crucial=sum(card.crucial for card in cards),
        unmitigated=sum(card.needs_mitigation for card in cards),
        unrated=sum(card.risk is None for card in cards),
        waiting=in_words(sum(waited)) if waited else "",
        clusters=tuple(clusters),
    )


def _chosen(image: Image, stream_id: str | None) -> ValueStream | None:
    """The stream asked for, else the first."""
    return image.find(ValueStream, stream_id) or next(iter(image.all(ValueStream)), None)


@view
def stream(image: Image, *, stream_id: str | None = None) -> StreamView:
    """One stream with everything around it; the first without ``stream_id``."""
    chosen = _chosen(image, stream_id)
    stages = _stages(image, chosen.id) if chosen else []
    handoffs = _handoffs(image, chosen.id) if chosen else []
    cards = tuple(_handoff_card(image, one) for one in handoffs)
    at: Counter[str] = Counter()
    for one in handoffs:
        at.update({one.from_stage_id, one.to_stage_id})
    parts = {(part.stage_id, part.department_id): part.involvement for part in image.all(StageDepartment)}
    parts.update({(stage.id, stage.department_id): "leads" for stage in stages if stage.department_id})
    here = {stage.id for stage in stages}
    return StreamView(
        revision=image.revision,
        streams=tuple(_tab(image, one) for one in image.all(ValueStream)),
        stream=_tab(image, chosen) if chosen else None,
        stages=tuple(
            _card(image, stage, n, chosen.id if chosen else "", at[stage.id]) for n, stage in enumerate(stages, start=1)
        ),
        elsewhere=tuple((stage.id, stage.name) for stage in image.all(Stage) if stage.id not in here),
        handoffs=cards,
        proposals=_proposals(image, stages, handoffs),
        friction=_friction(cards, handoffs, stages, image),
        departments=tuple(
            DepartmentRow(
                one.id, one.name, _letters(one), one.colour, tuple(parts.get((stage.id, one.id), "") for stage in stages)
            )
            for one in image.all(Department)
        ),
        customers=tuple((one.id, one.name) for one in image.all(Customer)),
        unknown=tuple(stage.name for stage in stages if stage.unknown_here),
        parts=parts_of(len(stages)),
    )


@view
def detail(image: Image, *, stage_id: str) -> StageDetail:
    """Milestones, deliverables, steps and cards of a stage."""
    image.get(Stage, stage_id)
    return StageDetail(
        image.revision,
        tuple(image.by(Milestone, "stage_id").get(stage_id, [])),
        tuple(image.by(Deliverable, "stage_id").get(stage_id, [])),
        tuple(image.by(Step, "stage_id").get(stage_id, [])),
        tuple((entry.id, entry.text) for entry in image.by(Entry, "stage_id").get(stage_id, [])),
    )


def _lanes(image: Image, department_ids: list[str]) -> list[Lane]:
    """A lane per department in order of first appearance; the nameless one is for what nobody leads."""
    lanes = []
    for department_id in dict.fromkeys(department_ids):
        department = image.find(Department, department_id)
        name, colour = (department.name, department.colour) if department else ("Nobody yet", -1)
        lanes.append(Lane(department_id, name, colour))
    return lanes


@view
def flow(image: Image, *, stream_id: str | None = None, part: int = 0) -> Flow:
    """Where everything of a stream stands in the picture; ``part`` counts from 0 for long streams."""
    chosen = _chosen(image, stream_id)
    stages = _stages(image, chosen.id) if chosen else []
    start = PER_PART * max(0, min(part, parts_of(len(stages)) - 1))
    stops = [
        Stop(stage.id, f"{number} {stage.name}", _lane_of(image, stage), stage.is_key, stage.unknown_here)
        for number, stage in enumerate(stages, start=1)
    ][start : start + PER_PART]
    lines = [
        Line(one.id, one.from_stage_id, one.to_stage_id, one.what or "not named yet", one.risk, needs_mitigation(one))
        for one in (_handoffs(image, chosen.id) if chosen else [])
    ]
    return lay_out(stops, _lanes(image, [stop.lane for stop in stops]), lines)


def _lane_of(image: Image, stage: Stage) -> str:
    department = image.find(Department, stage.department_id)
    return department.id if department else ""


@view
def steps_flow(image: Image, *, stage_id: str) -> Flow:
    """One level down: the steps of a stage, in the lanes of who does them."""
    stage = image.get(Stage, stage_id)
    steps = image.by(Step, "stage_id").get(stage_id, [])
    lead = _lane_of(image, stage)
    stops = []
    for number, step in enumerate(steps, start=1):
        department = image.find(Department, step.department_id)
        stops.append(Stop(step.id, f"{number} {step.text}", department.id if department else lead))
    lines = [Line(f"{a.id}-{b.id}", a.id, b.id) for a, b in pairwise(stops)]
    return lay_out(stops, _lanes(image, [stop.lane for stop in stops]), lines)


# Streams -------------------------------------------------------------------------------------------------------------


def start_stream(tx: Tx) -> None:
    """A new workshop begins with one stream."""
    tx.add(ValueStream, name="Main journey")


@command("add_stream", right=Right.EDIT)
def add_stream(tx: Tx, *, name: str) -> str:
    agreed = next((customer.id for customer in tx.image.all(Customer) if customer.primary), None)
    id = tx.add(ValueStream, name=name.strip(), customer_id=agreed)
    tx.say(f"Added the stream “{name.strip()}”")
    return id


@command("edit_stream", right=Right.EDIT)
def edit_stream(
    tx: Tx, *, id: str, name: str | None = None, trigger: str | None = None, end: str | None = None,
    customer_id: str | None = None, no_customer: bool = False,
) -> None:  # fmt: skip
    """Changes what is given; ``no_customer`` takes the customer away."""
    given: dict[str, Any] = {
        key: value.strip() for key, value in {"name": name, "trigger": trigger, "end": end}.items() if value is not None
    }
    if customer_id is not None or no_customer:
        given["customer_id"] = customer_id
    tx.change(ValueStream, id, **given)
    tx.say(f"Changed the stream “{tx.image.get(ValueStream, id).name}”")


@command("remove_stream", right=Right.EDIT)
def remove_stream(tx: Tx, *, id: str) -> None:
    """Takes the stream and its handoffs out. Stages with nothing in them that no other stream holds go too."""
    gone = tx.image.get(ValueStream, id)
    if len(tx.image.all(ValueStream)) == 1:
        raise CjmError("This is the only stream: a journey needs one. Rename it instead.")
    stages = _stages(tx.image, id)
    for handoff in tx.image.by(Handoff, "value_stream_id").get(id, []):
        tx.remove(Handoff, handoff.id)
    for place in tx.image.by(ValueStreamStage, "value_stream_id").get(id, []):
        tx.remove(ValueStreamStage, place.id)
    for stage in stages:
        empty = not any(tx.image.by(model, "stage_id").get(stage.id) for model in ON_A_STAGE[:-2])
        if empty and not tx.image.by(ValueStreamStage, "stage_id").get(stage.id):
            _drop_stage(tx, stage.id)
    tx.remove(ValueStream, id)
    tx.say(f"Removed the stream “{gone.name}”")


# Stages --------------------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\(?\d{1,3}[.)]\s+)?")


def pasted(text: str) -> list[tuple[str, str]]:
    """(name, leading department or nothing) for each line; the department comes after a tab or a bar."""
    found = []
    for line in text.splitlines():
        name, _, department = _BULLET.sub("", line).replace("\t", "|").partition("|")
        if name.strip():
            found.append((name.strip(), department.partition("|")[0].strip()))
    return found


def _department(tx: Tx, name: str) -> str:
    """The department of that name, made if there is none."""
    present = tx.image.all(Department)
    known = next((one.id for one in present if one.name.casefold() == name.casefold()), None)
    return known or tx.add(
        Department, name=name, letters=letters_for(name, [one.letters for one in present]),
        colour=colour_for([one.colour for one in present]),
    )  # fmt: skip


def _put(tx: Tx, stream_id: str, stage_id: str, after: str | None) -> None:
    """Give a stage its place after the stage ``after``; None is first."""
    places = tx.image.by(ValueStreamStage, "value_stream_id").get(stream_id, [])
    before = next((place.id for place in places if place.stage_id == after), after)
    tx.add(ValueStreamStage, value_stream_id=stream_id, stage_id=stage_id, position=tx.between(places, before))


@command("add_stage", right=Right.EDIT)
def add_stage(tx: Tx, *, stream_id: str, name: str, after: str | None = None, first: bool = False) -> str:
    """At the end, or right after the stage ``after``, or ``first``."""
    tx.image.get(ValueStream, stream_id)
    places = _places(tx.image, stream_id)
    stage_id = tx.add(Stage, name=name.strip())
    _put(tx, stream_id, stage_id, None if first else after or (places[-1].stage_id if places else None))
    tx.say(f"Added the stage “{name.strip()}”")
    return stage_id


@command("paste_stages", right=Right.EDIT)
def paste_stages(tx: Tx, *, stream_id: str, text: Annotated[str, Field(max_length=20000)]) -> list[str]:
    """One stage a line at the end of the stream, with its leading department after a tab or a bar if there is one."""
    tx.image.get(ValueStream, stream_id)
    wanted = pasted(text)
    if not wanted:
        raise CjmError("There is no stage in this list: write one name on each line.")
    if len(wanted) > 100:
        raise CjmError(f"These are {len(wanted)} lines: paste at most 100 stages at once.")
    ids = []
    places = _places(tx.image, stream_id)
    last = places[-1].stage_id if places else None
    for name, department in wanted:
        last_id = tx.add(Stage, name=name, department_id=_department(tx, department) if department else None)
        _put(tx, stream_id, last_id, last)
        last = last_id
        ids.append(last_id)
    tx.say(f"Added {len(ids)} stages" if len(ids) > 1 else f"Added the stage “{wanted[0][0]}”")
    return ids


@command("use_stage", right=Right.EDIT)
def use_stage(tx: Tx, *, stream_id: str, stage_id: str) -> None:
    """Give a stage of another stream a place at the end of this one too; what it holds is entered once."""
    tx.image.get(ValueStream, stream_id)
    stage = tx.image.get(Stage, stage_id)
    places = _places(tx.image, stream_id)
    if all(place.stage_id != stage_id for place in places):
        _put(tx, stream_id, stage_id, places[-1].stage_id if places else None)
        tx.say(f"Placed “{stage.name}” in this stream too")


@command("edit_stage", right=Right.EDIT)
def edit_stage(
    tx: Tx, *, id: str, name: str | None = None, description: str | None = None, is_key: bool | None = None,
    unknown_here: bool | None = None, duration: float | None = None, duration_unit: Unit | None = None, no_duration: bool = False,
) -> None:  # fmt: skip
    """Changes what is given; ``no_duration`` empties it."""
    before = tx.image.get(Stage, id)
    fields: dict[str, Any] = {
        "name": name.strip() if name is not None else None, "description": description, "is_key": is_key,
        "unknown_here": unknown_here, "duration": duration, "duration_unit": duration_unit,
    }  # fmt: skip
    given = {key: value for key, value in fields.items() if value is not None}
    if no_duration:
        given["duration"] = None
    tx.change(Stage, id, **given)
    after = tx.image.get(Stage, id)
    tx.say(f"Renamed “{before.name}” to “{after.name}”" if after.name != before.name else f"Changed the stage “{after.name}”")


@command("move_stage", right=Right.EDIT)
def move_stage(tx: Tx, *, stream_id: str, stage_id: str, by: Literal[-1, 1] | None = None, after: str | None = None) -> None:
    """One place earlier (-1) or later (1), or right after the stage ``after`` (None is first)."""
    places = _places(tx.image, stream_id)
    index = next((number for number, place in enumerate(places) if place.stage_id == stage_id), None)
    if index is None:
        raise CjmError("This stage isn’t in this stream any more.")
    mine = places.pop(index)
    if by is not None:
        index = max(0, min(len(places), index + by))
        before = places[index - 1].id if index else None
    else:
        before = next((place.id for place in places if place.stage_id == after), after)
    tx.change(ValueStreamStage, mine.id, position=tx.between(places, before))
    tx.say(f"Moved “{tx.image.get(Stage, stage_id).name}”")


@command("set_involvement", right=Right.EDIT)
def set_involvement(tx: Tx, *, stage_id: str, department_id: str | None, part: Involvement) -> None:
    """What a department does at a stage. Who leads is one; with no department, nobody leads."""
    stage = tx.image.get(Stage, stage_id)
    department = tx.image.get(Department, department_id) if department_id else None
    present = [one for one in tx.image.by(StageDepartment, "stage_id").get(stage_id, []) if one.department_id == department_id]
    if part in ("leads", "none") or department is None:
        for one in present:
            tx.remove(StageDepartment, one.id)
        if part == "leads":
            tx.change(Stage, stage_id, department_id=department_id)
        elif stage.department_id == department_id or department is None:
            tx.change(Stage, stage_id, department_id=None)
    else:
        if stage.department_id == department_id:
            tx.change(Stage, stage_id, department_id=None)
        if present:
            tx.change(StageDepartment, present[0].id, involvement=part)
        else:
            tx.add(StageDepartment, stage_id=stage_id, department_id=department_id, involvement=part)
    words = {"leads": "leads", "helps": "helps at", "consulted": "is consulted at", "none": "has no part in"}[part]
    tx.say(f"{department.name} {words} “{stage.name}”" if department else f"Nobody leads “{stage.name}”")


@command("name_leading_department", right=Right.EDIT)
def name_leading_department(tx: Tx, *, stage_id: str, name: str) -> str:
    """Let the department of that name lead, and make it if there is none."""
    if not name.strip():
        raise CjmError("A department needs a name.")
    department_id = _department(tx, name.strip())
    tx.change(Stage, stage_id, department_id=department_id)
    for one in tx.image.by(StageDepartment, "stage_id").get(stage_id, []):
        if one.department_id == department_id:
            tx.remove(StageDepartment, one.id)
    tx.say(f"{name.strip()} leads “{tx.image.get(Stage, stage_id).name}”")
    return department_id


@command("add_department_here", right=Right.EDIT)
def add_department_here(tx: Tx, *, name: str) -> str:
    """A department for the whole workshop; one that has the name already is used."""
    if not name.strip():
        raise CjmError("A department needs a name.")
    tx.say(f"Added the department “{name.strip()}”")
    return _department(tx, name.strip())


@command("split_stage", right=Right.EDIT)
def split_stage(
    tx: Tx, *, id: str, name: str, second_name: str, moved: Annotated[list[str], Field(max_length=2000)] | None = None
) -> str:
    """Makes a second stage right after this one, in every stream; cards and steps in ``moved`` go to it, and what was handed
    over from the stage is now handed over from the second."""
    stage = tx.image.get(Stage, id)
    tx.change(Stage, id, name=name.strip())
    second = tx.add(
        Stage, name=second_name.strip(), department_id=stage.department_id, unknown_here=stage.unknown_here,
        duration_unit=stage.duration_unit,
    )  # fmt: skip
    for part in tx.image.by(StageDepartment, "stage_id").get(id, []):
        tx.add(StageDepartment, stage_id=second, department_id=part.department_id, involvement=part.involvement)
    for place in tx.image.by(ValueStreamStage, "stage_id").get(id, []):
        _put(tx, place.value_stream_id, second, id)
    for handoff in tx.image.by(Handoff, "from_stage_id").get(id, []):
        tx.change(Handoff, handoff.id, from_stage_id=second)
    chosen = set(moved or [])
    for model in (Entry, Step):
        for row in list(tx.image.by(model, "stage_id").get(id, [])):
            if row.id in chosen:
                tx.change(model, row.id, stage_id=second)
    tx.say(f"Split “{stage.name}” into “{name.strip()}” and “{second_name.strip()}”")
    return second


@command("merge_stages", right=Right.EDIT)
def merge_stages(tx: Tx, *, id: str, into: str, name: str = "") -> None:
    """Puts everything of the stage ``id`` into the stage ``into``, which gets ``name`` if there is one."""
    stage, other = tx.image.get(Stage, id), tx.image.get(Stage, into)
    if id == into:
        raise CjmError("A stage can’t be merged with itself: choose another one.")
    involved = {part.department_id for part in tx.image.by(StageDepartment, "stage_id").get(into, [])} | {other.department_id}
    helpers = [(part.department_id, part.involvement) for part in tx.image.by(StageDepartment, "stage_id").get(id, [])]
    if other.department_id is None:
        tx.change(Stage, into, department_id=stage.department_id)
        involved.add(stage.department_id)
    elif stage.department_id is not None:
        helpers.insert(0, (stage.department_id, "helps"))
    for department_id, involvement in helpers:
        if department_id not in involved:
            involved.add(department_id)
            tx.add(StageDepartment, stage_id=into, department_id=department_id, involvement=involvement)
    there = {place.value_stream_id for place in tx.image.by(ValueStreamStage, "stage_id").get(into, [])}
    for place in list(tx.image.by(ValueStreamStage, "stage_id").get(id, [])):
        if place.value_stream_id not in there:
            tx.change(ValueStreamStage, place.id, stage_id=into)
    _move_content(tx, id, into)
    _drop_stage(tx, id)
    fields: dict[str, Any] = {"is_key": stage.is_key or other.is_key}
    if name.strip():
        fields["name"] = name.strip()
    tx.change(Stage, into, **fields)
    tx.say(f"Merged “{stage.name}” into “{other.name}”")


@command("remove_stage", right=Right.EDIT)
def remove_stage(tx: Tx, *, id: str, stream_id: str | None = None, cards_to: str | None = None) -> None:
    """Moves what the stage holds to the stage ``cards_to``, or drops it with the stage. A stage that other streams hold too
    only leaves ``stream_id``, with its handoffs there."""
    stage = tx.image.get(Stage, id)
    if cards_to == id:
        raise CjmError("The cards can’t go to the stage that is removed: choose another one.")
    places = tx.image.by(ValueStreamStage, "stage_id").get(id, [])
    here = [place for place in places if place.value_stream_id == stream_id]
    if here and len(places) > len(here):
        for place in here:
            tx.remove(ValueStreamStage, place.id)
        for handoff in _handoffs_at(tx.image, id):
            if handoff.value_stream_id == stream_id:
                tx.remove(Handoff, handoff.id)
        tx.say(f"Took “{stage.name}” out of this stream")
        return
    if cards_to is not None:
        tx.image.get(Stage, cards_to)
        _move_content(tx, id, cards_to)
    _drop_stage(tx, id)
    tx.say(f"Removed the stage “{stage.name}”")


def _handoffs_at(image: Image, stage_id: str) -> list[Handoff]:
    return [one for one in image.all(Handoff) if stage_id in (one.from_stage_id, one.to_stage_id)]


def _move_content(tx: Tx, id: str, into: str) -> None:
    """Everything but the stage itself. An emotion or a future that the other stage has already is kept there."""
    for model in CONTENT:
        last = None
        for row in list(tx.image.by(model, "stage_id").get(id, [])):
            last = tx.last(tx.image.all(model)) if last is None or model is not Entry else last
            fields: dict[str, Any] = {"stage_id": into} if model is Entry else {"stage_id": into, "position": last}
            tx.change(model, row.id, **fields)
    felt = {one.value_stream_id for one in tx.image.by(Emotion, "stage_id").get(into, [])}
    for emotion in list(tx.image.by(Emotion, "stage_id").get(id, [])):
        if emotion.value_stream_id not in felt:
            tx.change(Emotion, emotion.id, stage_id=into)
    if not tx.image.by(FutureState, "stage_id").get(into):
        for future in tx.image.by(FutureState, "stage_id").get(id, [])[:1]:
            tx.change(FutureState, future.id, stage_id=into)
    for handoff in _handoffs_at(tx.image, id):
        start = into if handoff.from_stage_id == id else handoff.from_stage_id
        end = into if handoff.to_stage_id == id else handoff.to_stage_id
        if start == end:
            tx.remove(Handoff, handoff.id)
        else:
            tx.change(Handoff, handoff.id, from_stage_id=start, to_stage_id=end)


def _drop_stage(tx: Tx, id: str) -> None:
    """The stage and whatever still hangs on it, into the trash."""
    for model in ON_A_STAGE:
        for row in list(tx.image.by(model, "stage_id").get(id, [])):
            tx.remove(model, row.id)
    for handoff in _handoffs_at(tx.image, id):
        tx.remove(Handoff, handoff.id)
    tx.remove(Stage, id)


# Inside a stage ------------------------------------------------------------------------------------------------------


@command("add_detail", right=Right.EDIT)
def add_detail(tx: Tx, *, kind: Detail, stage_id: str, text: str, department_id: str | None = None) -> str:
    """A milestone, deliverable or step at the end of a stage."""
    if kind == "steps":
        id = tx.add(Step, stage_id=stage_id, text=text.strip(), department_id=department_id)
    else:
        id = tx.add(DETAILS[kind], stage_id=stage_id, name=text.strip())
    tx.say(f"Added the {kind.removesuffix('s')} “{text.strip()}”")
    return id


@command("edit_detail", right=Right.EDIT)
def edit_detail(
    tx: Tx, *, kind: Detail, id: str, text: str | None = None, department_id: str | None = None, no_department: bool = False,
    inputs: str | None = None, completion_criteria: str | None = None, signed_off_by: str | None = None,
) -> None:  # fmt: skip
    """Changes what is given, as far as that kind has it."""
    model = DETAILS[kind]
    fields: dict[str, Any] = {}
    if text is not None:
        fields["text" if kind == "steps" else "name"] = text.strip()
    if kind == "steps" and (department_id is not None or no_department):
        fields["department_id"] = department_id
    if kind == "deliverables":
        given = {"inputs": inputs, "completion_criteria": completion_criteria, "signed_off_by": signed_off_by}
        fields.update({key: value for key, value in given.items() if value is not None})
    tx.change(model, id, **fields)
    tx.say(f"Changed a {kind.removesuffix('s')}")


@command("move_detail", right=Right.EDIT)
def move_detail(tx: Tx, *, kind: Detail, id: str, by: Literal[-1, 1]) -> None:
    """One place up (-1) or down (1) in its stage."""
    model: type[Part] = DETAILS[kind]
    stage_id = tx.image.get(DETAILS[kind], id).stage_id
    siblings = list(tx.image.by(model, "stage_id").get(stage_id, []))
    index = next(number for number, row in enumerate(siblings) if row.id == id)
    siblings.pop(index)
    index = max(0, min(len(siblings), index + by))
    tx.change(model, id, position=tx.between(siblings, siblings[index - 1].id if index else None))
    tx.say(f"Moved a {kind.removesuffix('s')}")


@command("remove_detail", right=Right.EDIT)
def remove_detail(tx: Tx, *, kind: Detail, id: str) -> None:
    tx.image.get(DETAILS[kind], id)
    tx.remove(DETAILS[kind], id)
    tx.say(f"Removed a {kind.removesuffix('s')}")


# Handoffs ------------------------------------------------------------------------------------------------------------

Risk = Annotated[int, Field(ge=1, le=5)]


def _two_stages(tx: Tx, stream_id: str, start: str, end: str) -> None:
    if start == end:
        raise CjmError("A handoff goes from one stage to another: choose two different ones.")
    here = {place.stage_id for place in _places(tx.image, stream_id)}
    if start not in here or end not in here:
        raise CjmError("One of the two stages isn’t in this stream any more.")


@command("add_handoff", right=Right.EDIT)
def add_handoff(tx: Tx, *, stream_id: str, from_stage_id: str, to_stage_id: str, what: str = "", risk: Risk | None = None) -> str:
    """Also accepts what is proposed between neighbours."""
    tx.image.get(ValueStream, stream_id)
    _two_stages(tx, stream_id, from_stage_id, to_stage_id)
    id = tx.add(
        Handoff, value_stream_id=stream_id, from_stage_id=from_stage_id, to_stage_id=to_stage_id, what=what.strip(), risk=risk
    )
    tx.say(f"Added the handoff “{what.strip()}”" if what.strip() else "Added a handoff")
    return id


@command("edit_handoff", right=Right.EDIT)
def edit_handoff(
    tx: Tx, *, id: str, what: str | None = None, risk: Risk | None = None, no_risk: bool = False, risk_note: str | None = None,
    mitigation: str | None = None, dependency: str | None = None, crucial: bool | None = None,
    from_stage_id: str | None = None, to_stage_id: str | None = None, waiting: float | None = None,
    waiting_unit: Unit = "minutes", no_waiting: bool = False,
) -> None:  # fmt: skip
    """Changes what is given; ``no_risk`` and ``no_waiting`` empty those."""
    handoff = tx.image.get(Handoff, id)
    fields: dict[str, Any] = {
        "what": what.strip() if what is not None else None, "risk": risk, "risk_note": risk_note, "mitigation": mitigation,
        "dependency": dependency, "crucial": crucial, "from_stage_id": from_stage_id, "to_stage_id": to_stage_id,
        "waiting_minutes": round(waiting * UNITS[waiting_unit]) if waiting is not None else None,
    }  # fmt: skip
    given = {key: value for key, value in fields.items() if value is not None}
    if no_risk:
        given["risk"] = None
    if no_waiting:
        given["waiting_minutes"] = None
    if from_stage_id or to_stage_id:
        _two_stages(tx, handoff.value_stream_id, from_stage_id or handoff.from_stage_id, to_stage_id or handoff.to_stage_id)
    tx.change(Handoff, id, **given)
    name = tx.image.get(Handoff, id).what
    tx.say(f"Changed the handoff “{name}”" if name else "Changed a handoff")


@command("remove_handoff", right=Right.EDIT)
def remove_handoff(tx: Tx, *, id: str) -> None:
    handoff = tx.image.get(Handoff, id)
    tx.remove(Handoff, id)
    tx.say(f"Removed the handoff “{handoff.what}”" if handoff.what else "Removed a handoff")
