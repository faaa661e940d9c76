"""Step 4: what the customer will experience instead, stage by stage, and what has to change for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from cjm.access import Right
from cjm.board import ordered_stages, pain_of
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.image import Image
from cjm.views import view
from db.tables import (
    Department,
    Emotion,
    Entry,
    FutureState,
    Handoff,
    Lane,
    Persona,
    Stage,
    Theme,
    ValueStream,
    ValueStreamStage,
)

CHANGES: tuple[str, ...] = ("people", "process", "technology", "data")
"""What changes, in the order in which it is asked."""
SEVERE = 4
"""From which severity on a pain asks for an answer."""
WORST = 2
"""How many of today's pains stand over a future."""

HandoffFuture = Literal["kept", "changed", "removed", "new"]


@dataclass(frozen=True)
class Pain:
    """A pain point as step 4 sees it; ``hurts`` is severity times frequency, None while it is not rated."""

    id: str
    text: str
    severity: int | None
    frequency: int | None
    hurts: int | None
    evidence: str
    whose: str
    theme: str
    drop_off: str
    removed: bool


@dataclass(frozen=True)
class Opening:
    """An opportunity, and whether this stage's future uses it."""

    id: str
    text: str
    evidence: str
    answers: int
    used: bool


@dataclass(frozen=True)
class Said:
    """A quote or a bright spot."""

    id: str
    text: str
    speaker: str


@dataclass(frozen=True)
class FutureColumn:
    """One stage of the picture. ``today`` and ``expected`` are emotions; what stays unchanged is expected to feel as today."""

    id: str
    name: str
    department: str
    letters: str
    colour: int
    is_key: bool
    worst: tuple[Pain, ...]
    pains: int
    removed: int
    experience: str
    moment: bool
    unchanged: bool
    changes: tuple[tuple[str, tuple[str, ...]], ...]
    today: int | None
    today_reason: str
    expected: int | None
    reason: str

    @property
    def rise(self) -> int | None:
        """How much better it will feel."""
        return None if self.today is None or self.expected is None else self.expected - self.today

    @property
    def answered(self) -> bool:
        """Whether somebody has said what becomes of this stage."""
        return self.unchanged or bool(self.experience.strip())


@dataclass(frozen=True)
class Unanswered:
    """A severe pain that no future state removes."""

    id: str
    text: str
    severity: int | None
    stage_id: str
    stage: str


@dataclass(frozen=True)
class HandoffCount:
    """Handoffs today and then, all of them and those between departments."""

    today: int
    then: int
    between_today: int
    between_then: int


@dataclass(frozen=True)
class Journey:
    """The whole picture. ``order`` is the order of work: key stages first."""

    revision: int
    customer: str
    north_star: str
    vision: str
    streams: tuple[tuple[str, str], ...]
    columns: tuple[FutureColumn, ...]
    order: tuple[str, ...]
    unanswered: tuple[Unanswered, ...]
    all_pains_unrated: bool
    handoffs: HandoffCount

    @property
    def answered(self) -> int:
        return sum(column.answered for column in self.columns)

    @property
    def moments(self) -> int:
        return sum(column.moment for column in self.columns)

    def column(self, stage_id: str | None) -> FutureColumn | None:
        return next((column for column in self.columns if column.id == stage_id), None)

    def next_after(self, stage_id: str) -> FutureColumn | None:
        """The stage to work on after this one: the next in the order of work that nobody has answered, else simply the next."""
        place = self.order.index(stage_id) if stage_id in self.order else -1
        round_trip = (*self.order[place + 1 :], *self.order[: max(place, 0)])
        found = [column for id in round_trip if (column := self.column(id)) is not None]
        return next((column for column in found if not column.answered), found[0] if found else None)


@dataclass(frozen=True)
class StageFuture:
    """Everything that stands side by side for one stage."""

    revision: int
    column: FutureColumn
    pains: tuple[Pain, ...]
    openings: tuple[Opening, ...]
    elsewhere: tuple[tuple[str, str, bool], ...]
    quotes: tuple[Said, ...]
    bright_spots: tuple[Said, ...]
    experience: str
    moment: bool
    unchanged: bool
    people: str
    process: str
    technology: str
    data: str
    emotion: int | None
    emotion_reason: str


@dataclass(frozen=True)
class FutureHandoff:
    """A handoff and what becomes of it; ``added`` was written down for the future and may be taken out again."""

    id: str
    from_stage: str
    to_stage: str
    from_department: str
    to_department: str
    what: str
    risk: int | None
    waiting_minutes: int | None
    future: str
    note: str


@dataclass(frozen=True)
class Handoffs:
    """The handoffs of one stream or of all, in the order of the stages."""

    revision: int
    count: HandoffCount
    handoffs: tuple[FutureHandoff, ...]
    stages: tuple[tuple[str, str], ...]


def _stream_of(image: Image, stream_id: str | None) -> ValueStream | None:
    return image.find(ValueStream, stream_id)


def _stages(image: Image, stream: ValueStream | None) -> list[Stage]:
    if stream is None:
        return ordered_stages(image)
    places = image.by(ValueStreamStage, "value_stream_id").get(stream.id, [])
    found = (image.find(Stage, place.stage_id) for place in places)
    return [stage for stage in found if stage is not None]


def _of_kind(image: Image, kind: str) -> dict[str, list[Entry]]:
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == kind}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in image.all(Entry):
        if entry.lane_id in lanes:
            found[entry.stage_id].append(entry)
    return found


def _futures(image: Image) -> dict[str, FutureState]:
    return {stage_id: futures[0] for stage_id, futures in image.by(FutureState, "stage_id").items()}


def _linked(image: Image, relation: str) -> set[str]:
    """What any living future state removes or realises."""
    return {link.to_id for link in image.links(relation) if image.find(FutureState, link.from_id) is not None}


def _worst_first(entry: Entry) -> tuple[int, int]:
    return (-(pain_of(entry) or 0), -(entry.severity or 0))


def _pain(image: Image, entry: Entry, removed: set[str]) -> Pain:
    theme = image.find(Theme, entry.theme_id)
    return Pain(
        id=entry.id,
        text=entry.text,
        severity=entry.severity,
        frequency=entry.frequency,
        hurts=pain_of(entry),
        evidence=entry.evidence,
        whose=entry.whose,
        theme=theme.name if theme else "",
        drop_off=entry.drop_off,
        removed=entry.id in removed,
    )


def short_lines(text: str) -> tuple[str, ...]:
    """A paragraph as the short lines it stands for."""
    return tuple(line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t"))


def _emotion(image: Image, stage_id: str, stream: ValueStream | None) -> Emotion | None:
    found = image.by(Emotion, "stage_id").get(stage_id, [])
    wanted = stream.id if stream else None
    return next((one for one in found if one.value_stream_id == wanted), found[0] if found else None)


def _column(
    image: Image, stage: Stage, stream: ValueStream | None, pains: list[Entry], removed: set[str], future: FutureState | None
) -> FutureColumn:
    department = image.find(Department, stage.department_id)
    emotion = _emotion(image, stage.id, stream)
    today = emotion.value if emotion else None
    unchanged = bool(future and future.unchanged)
    expected = future.emotion if future else None
    if expected is None and unchanged:
        expected = today
    worst = sorted(pains, key=_worst_first)[:WORST]
    return FutureColumn(
        id=stage.id,
        name=stage.name,
        department=department.name if department else "",
        letters=(department.letters or department.name[:2].upper()) if department else "",
        colour=department.colour if department else -1,
        is_key=stage.is_key,
        worst=tuple(_pain(image, entry, removed) for entry in worst),
        pains=len(pains),
        removed=sum(entry.id in removed for entry in pains),
        experience=future.experience if future else "",
        moment=bool(future and future.moment_that_matters),
        unchanged=unchanged,
        changes=tuple((name, lines) for name in CHANGES if future and (lines := short_lines(getattr(future, name)))),
        today=today,
        today_reason=emotion.reason if emotion else "",
        expected=expected,
        reason=future.emotion_reason if future else "",
    )


def _between(image: Image, handoff: Handoff) -> bool:
    start, end = image.find(Stage, handoff.from_stage_id), image.find(Stage, handoff.to_stage_id)
    return bool(start and end and start.department_id and end.department_id and start.department_id != end.department_id)


def _handoffs_of(image: Image, stream: ValueStream | None) -> list[Handoff]:
    place = {stage.id: index for index, stage in enumerate(_stages(image, stream))}
    found = [
        handoff
        for handoff in image.all(Handoff)
        if (stream is None or handoff.value_stream_id == stream.id)
        and image.find(Stage, handoff.from_stage_id)
        and image.find(Stage, handoff.to_stage_id)
    ]
    last = len(place)
    return sorted(found, key=lambda one: (place.get(one.from_stage_id, last), place.get(one.to_stage_id, last)))


def _count(image: Image, handoffs: list[Handoff]) -> HandoffCount:
    today = [one for one in handoffs if one.future != "new"]
    then = [one for one in handoffs if one.future != "removed"]
    return HandoffCount(
        len(today), len(then), sum(_between(image, one) for one in today), sum(_between(image, one) for one in then)
    )


def journey_of(image: Image, stream_id: str | None = None) -> Journey:
    """The whole picture, of one stream or of everything."""
    stream = _stream_of(image, stream_id)
    stages = _stages(image, stream)
    pains, removed, futures = _of_kind(image, "pain_point"), _linked(image, "removes"), _futures(image)
    columns = tuple(
        _column(image, stage, stream, pains.get(stage.id, []), removed, futures.get(stage.id)) for stage in stages
    )
    unrated = all(entry.severity is None for found in pains.values() for entry in found)
    unanswered = [
        (entry, stage)
        for stage in stages
        for entry in pains.get(stage.id, [])
        if entry.id not in removed and (unrated or (entry.severity or 0) >= SEVERE)
    ]
    unanswered.sort(key=lambda pair: _worst_first(pair[0]))
    return Journey(
        revision=image.revision,
        customer=_customer(image),
        north_star=image.workshop.north_star,
        vision=image.workshop.vision,
        streams=tuple((one.id, one.name) for one in image.all(ValueStream)),
        columns=columns,
        order=(
            *(column.id for column in columns if column.is_key),
            *(column.id for column in columns if not column.is_key),
        ),
        unanswered=tuple(
            Unanswered(entry.id, entry.text, entry.severity, stage.id, stage.name) for entry, stage in unanswered
        ),
        all_pains_unrated=unrated and bool(unanswered),
        handoffs=_count(image, _handoffs_of(image, stream)),
    )


def _customer(image: Image) -> str:
    """The persona's first name, if there is one: the question of the step is asked of her."""
    persona = next((one.name for one in image.all(Persona) if one.name.strip()), "")
    return persona.split(",")[0].split(" ")[0].strip()


@view
def journey(image: Image, stream_id: str | None = None) -> Journey:
    """The whole picture, of one stream or of everything."""
    return journey_of(image, stream_id)


@view
def stage(image: Image, stage_id: str, stream_id: str | None = None) -> StageFuture:
    """One stage, today beside future. Raises CjmError if it is gone."""
    row = image.get(Stage, stage_id)
    pains, removed, futures = _of_kind(image, "pain_point"), _linked(image, "removes"), _futures(image)
    future = futures.get(stage_id)
    mine = sorted(pains.get(stage_id, []), key=_worst_first)
    removes = set(image.linked_from("removes", future.id)) if future else set()
    used = set(image.linked_from("realises", future.id)) if future else set()
    elsewhere = [
        (entry.id, f"{entry.text} ({one.name})", entry.id in removes)
        for one in ordered_stages(image)
        if one.id != stage_id
        for entry in sorted(pains.get(one.id, []), key=_worst_first)
    ]
    opportunities = _of_kind(image, "opportunity")
    here = opportunities.get(stage_id, [])
    borrowed = [
        entry for found in opportunities.values() for entry in found if entry.id in used and entry.stage_id != stage_id
    ]
    return StageFuture(
        revision=image.revision,
        column=_column(image, row, _stream_of(image, stream_id), mine, removed, future),
        pains=tuple(_pain(image, entry, removed) for entry in mine),
        openings=tuple(
            Opening(entry.id, entry.text, entry.evidence, len(image.linked_from("answers", entry.id)), entry.id in used)
            for entry in (*here, *borrowed)
        ),
        elsewhere=tuple(elsewhere),
        quotes=_said(image, "quote", stage_id),
        bright_spots=_said(image, "bright_spot", stage_id),
        experience=future.experience if future else "",
        moment=bool(future and future.moment_that_matters),
        unchanged=bool(future and future.unchanged),
        people=future.people if future else "",
        process=future.process if future else "",
        technology=future.technology if future else "",
        data=future.data if future else "",
        emotion=future.emotion if future else None,
        emotion_reason=future.emotion_reason if future else "",
    )


def _said(image: Image, kind: str, stage_id: str) -> tuple[Said, ...]:
    return tuple(Said(entry.id, entry.text, entry.speaker) for entry in _of_kind(image, kind).get(stage_id, []))


@view
def handoffs(image: Image, stream_id: str | None = None) -> Handoffs:
    """What becomes of the handoffs of one stream, or of all."""
    stream = _stream_of(image, stream_id)
    found = _handoffs_of(image, stream)
    return Handoffs(
        revision=image.revision,
        count=_count(image, found),
        handoffs=tuple(_future_handoff(image, one) for one in found),
        stages=tuple((one.id, one.name) for one in _stages(image, stream)),
    )


def _future_handoff(image: Image, handoff: Handoff) -> FutureHandoff:
    start, end = image.get(Stage, handoff.from_stage_id), image.get(Stage, handoff.to_stage_id)
    from_department, to_department = image.find(Department, start.department_id), image.find(Department, end.department_id)
    return FutureHandoff(
        id=handoff.id,
        from_stage=start.name,
        to_stage=end.name,
        from_department=from_department.name if from_department else "",
        to_department=to_department.name if to_department else "",
        what=handoff.what,
        risk=handoff.risk,
        waiting_minutes=handoff.waiting_minutes,
        future=handoff.future,
        note=handoff.future_note,
    )


@view
def gaps(image: Image) -> tuple[str, ...]:
    """What is missing most, in sentences; key stages first."""
    whole = journey_of(image)
    open_stages = [column for id in whole.order if (column := whole.column(id)) is not None and not column.answered]
    missing = [f"“{column.name}” has no future yet" for column in open_stages]
    if missing:
        return tuple(missing)
    unanswered = len(whole.unanswered)
    if unanswered:
        pains = "one severe pain" if unanswered == 1 else f"{unanswered} severe pains"
        missing.append(f"No future state answers {pains} yet")
    if whole.columns and not whole.moments:
        missing.append("No moment that matters is marked yet")
    blank = [column.name for column in whole.columns if column.expected is None and not column.unchanged]
    if blank:
        missing.append(f"“{blank[0]}” has no expected emotion yet")
    if whole.columns and not whole.north_star.strip():
        missing.append("The north star is not written yet")
    return tuple(missing)


class FutureFields(BaseModel):
    """What can be written of one stage's future; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    experience: str | None = None
    moment_that_matters: bool | None = None
    unchanged: bool | None = None
    people: str | None = None
    process: str | None = None
    technology: str | None = None
    data: str | None = None
    emotion: int | None = None
    emotion_reason: str | None = None


_WROTE = {
    "experience": "Wrote what the customer will experience at",
    "people": "Wrote what changes for people at",
    "process": "Wrote what changes in the process at",
    "technology": "Wrote what changes in technology at",
    "data": "Wrote what changes in data at",
    "emotion": "Set the expected emotion at",
    "emotion_reason": "Wrote why it will feel so at",
}


def _future_of(tx: Tx, stage_id: str) -> str:
    """The stage's future state, begun if there is none."""
    tx.image.get(Stage, stage_id)
    present = tx.image.by(FutureState, "stage_id").get(stage_id)
    return present[0].id if present else tx.add(FutureState, stage_id=stage_id)


@command("write_future_state", right=Right.EDIT)
def write_future_state(tx: Tx, *, stage_id: str, fields: FutureFields, was: str | None = None) -> str:
    """Write fields of one stage's future. ``was`` is the one text given as its writer saw it; raises CjmError with both texts if
    somebody else has changed it since."""
    given = fields.model_dump(exclude_unset=True)
    for name in given:
        if given[name] is None and name != "emotion":
            raise CjmError("Nothing was written. Write it again.")
    future_id = _future_of(tx, stage_id)
    future = tx.image.get(FutureState, future_id)
    for name, value in given.items():
        now = getattr(future, name)
        if was is not None and isinstance(now, str) and now not in (was, value):
            raise CjmError(f"Someone else wrote “{now}” here meanwhile, and it is kept. Yours was “{value}”.")
    tx.change(FutureState, future_id, **given)
    name = tx.image.get(Stage, stage_id).name
    tx.say(_sentence(given, name))
    return future_id


def _sentence(given: dict[str, object], stage_name: str) -> str:
    if "moment_that_matters" in given:
        if given["moment_that_matters"]:
            return f"Marked “{stage_name}” as a moment that matters"
        return f"“{stage_name}” is no longer a moment that matters"
    if "unchanged" in given:
        return f"“{stage_name}” stays as it is" if given["unchanged"] else f"“{stage_name}” will change"
    started = next((_WROTE[name] for name in given if name in _WROTE), "Changed the future of")
    return f"{started} “{stage_name}”"


def _entry_of_kind(tx: Tx, entry_id: str, kind: str) -> Entry:
    entry = tx.image.get(Entry, entry_id)
    if tx.image.get(Lane, entry.lane_id).kind != kind:
        raise CjmError("This card is of another kind by now. Look at it on the board.")
    return entry


@command("remove_pain", right=Right.EDIT)
def remove_pain(tx: Tx, *, stage_id: str, entry_id: str, removed: bool) -> None:
    """Say that the future of a stage removes a pain point, or that nothing removes it after all."""
    entry = _entry_of_kind(tx, entry_id, "pain_point")
    future_id = _future_of(tx, stage_id)
    if removed:
        tx.set_links("removes", future_id, [*tx.image.linked_from("removes", future_id), entry_id])
        tx.say(f"“{_short(entry.text)}” will be gone")
        return
    for other in tx.image.linked_to("removes", entry_id):
        if other == future_id or entry.stage_id == stage_id:
            tx.set_links("removes", other, [one for one in tx.image.linked_from("removes", other) if one != entry_id])
    tx.say(f"“{_short(entry.text)}” will still be there")


@command("remove_pains_elsewhere", right=Right.EDIT)
def remove_pains_elsewhere(tx: Tx, *, stage_id: str, entry_ids: list[str]) -> None:
    """Say which pain points of other stages this stage's future removes as well."""
    for entry_id in entry_ids:
        _entry_of_kind(tx, entry_id, "pain_point")
    future_id = _future_of(tx, stage_id)
    own = [
        one
        for one in tx.image.linked_from("removes", future_id)
        if (entry := tx.image.find(Entry, one)) is None or entry.stage_id == stage_id
    ]
    alive = [one for one in own if tx.image.find(Entry, one) is not None]
    tx.set_links("removes", future_id, [*alive, *entry_ids])
    tx.say(f"Said which pains elsewhere the future of “{tx.image.get(Stage, stage_id).name}” removes")


@command("use_opportunity", right=Right.EDIT)
def use_opportunity(tx: Tx, *, stage_id: str, entry_id: str, used: bool) -> None:
    """Say that the future of a stage realises an opportunity, or that it does not."""
    entry = _entry_of_kind(tx, entry_id, "opportunity")
    future_id = _future_of(tx, stage_id)
    present = [one for one in tx.image.linked_from("realises", future_id) if one != entry_id]
    tx.set_links("realises", future_id, [*present, entry_id] if used else present)
    stage_name = tx.image.get(Stage, stage_id).name
    tx.say(f"“{stage_name}” {'uses' if used else 'no longer uses'} “{_short(entry.text)}”")


@command("write_north_star", right=Right.EDIT)
def write_north_star(tx: Tx, *, text: str, was: str | None = None) -> None:
    """The one line that all futures point to. Raises CjmError with both texts if somebody else wrote another."""
    now = tx.image.workshop.north_star
    if was is not None and now not in (was, text):
        raise CjmError(f"Someone else wrote “{now}” meanwhile, and it is kept. Yours was “{text}”.")
    tx.change_workshop(north_star=text)
    tx.say("Wrote the north star" if text.strip() else "Took the north star away")


@command("change_handoff_future", right=Right.EDIT)
def change_handoff_future(tx: Tx, *, handoff_id: str, future: HandoffFuture | None = None, note: str | None = None) -> None:
    """Say what becomes of a handoff."""
    handoff = tx.image.get(Handoff, handoff_id)
    fields: dict[str, Any] = {}
    if future is not None:
        if (handoff.future == "new") != (future == "new"):
            raise CjmError("A handoff of today can’t become new, and a new one has no today. Add or remove one instead.")
        fields["future"] = future
    if note is not None:
        fields["future_note"] = note
    tx.change(Handoff, handoff_id, **fields)
    words = {"kept": "stays", "changed": "changes", "removed": "goes away", "new": "is new"}
    tx.say(f"{_passage(tx, handoff)} {words[future]}" if future else f"Wrote what becomes of {_passage(tx, handoff)}")


@command("add_future_handoff", right=Right.EDIT)
def add_future_handoff(
    tx: Tx, *, from_stage_id: str, to_stage_id: str, what: str = "", value_stream_id: str | None = None
) -> str:
    """Add a handoff that there is only in the future; in the stream given, else in the one that has both stages."""
    if from_stage_id == to_stage_id:
        raise CjmError("A handoff joins two different stages. Choose another one.")
    start, end = tx.image.get(Stage, from_stage_id), tx.image.get(Stage, to_stage_id)
    streams = tx.image.all(ValueStream)
    both = [
        stream.id for stream in streams if {start.id, end.id} <= {stage.id for stage in _stages(tx.image, stream)}
    ] or [stream.id for stream in streams]
    if not both and value_stream_id is None:
        raise CjmError("There is no value stream yet. Lay it out in step 2 first.")
    stream_id = value_stream_id or both[0]
    made = tx.add(
        Handoff, value_stream_id=stream_id, from_stage_id=start.id, to_stage_id=end.id, what=what.strip(), future="new"
    )
    tx.say(f"Added a handoff from “{start.name}” to “{end.name}” for the future")
    return made


@command("take_out_future_handoff", right=Right.EDIT)
def take_out_future_handoff(tx: Tx, *, handoff_id: str) -> None:
    """Take out a handoff that there is only in the future."""
    handoff = tx.image.get(Handoff, handoff_id)
    if handoff.future != "new":
        raise CjmError("There is this handoff today. Say that it is removed instead.")
    tx.remove(Handoff, handoff_id)
    tx.say(f"Took out {_passage(tx, handoff)} from the future")


def _passage(tx: Tx, handoff: Handoff) -> str:
    start, end = tx.image.find(Stage, handoff.from_stage_id), tx.image.find(Stage, handoff.to_stage_id)
    return f"the handoff from “{start.name if start else '?'}” to “{end.name if end else '?'}”"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
