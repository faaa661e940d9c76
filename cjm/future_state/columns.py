"""What the stages of step 4 are made of: today's pains, the future of each stage, and both emotions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cjm.core.state import WorkshopState
from cjm.pain_points.reading import ordered_stages, pain_of
from db.tables import Department, Emotion, Entry, FutureState, Lane, Stage, Theme, ValueStream, ValueStreamStage

CHANGES: tuple[str, ...] = ("people", "process", "technology", "data")
"""What changes, in the order in which it is asked."""
SQUARES = 6
WORST = 2
"""How many of today's pains stand over a future."""


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
    def squares(self) -> tuple[bool, ...]:
        """One for each pain, filled where it is removed; of more than ``SQUARES`` pains their share."""
        if self.pains <= SQUARES:
            return tuple(index < self.removed for index in range(self.pains))
        return tuple(index < round(SQUARES * self.removed / self.pains) for index in range(SQUARES))

    @property
    def answered(self) -> bool:
        """Whether somebody has said what becomes of this stage."""
        return self.unchanged or bool(self.experience.strip())


def stream_of(image: WorkshopState, stream_id: str | None) -> ValueStream | None:
    return image.find(ValueStream, stream_id)


def stages_of(image: WorkshopState, stream: ValueStream | None) -> list[Stage]:
    if stream is None:
        return ordered_stages(image)
    places = image.by(ValueStreamStage, "value_stream_id").get(stream.id, [])
    found = (image.find(Stage, place.stage_id) for place in places)
    return [stage for stage in found if stage is not None]


def entries_of(image: WorkshopState, kind: str) -> dict[str, list[Entry]]:
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == kind}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in image.all(Entry):
        if entry.lane_id in lanes:
            found[entry.stage_id].append(entry)
    return found


def futures_of(image: WorkshopState) -> dict[str, FutureState]:
    return {stage_id: futures[0] for stage_id, futures in image.by(FutureState, "stage_id").items()}


def linked(image: WorkshopState, relation: str) -> set[str]:
    """What any living future state removes or realises."""
    return {link.to_id for link in image.links(relation) if image.find(FutureState, link.from_id) is not None}


def worst_first(entry: Entry) -> tuple[int, int]:
    return (-(pain_of(entry) or 0), -(entry.severity or 0))


def pain_seen(image: WorkshopState, entry: Entry, removed: set[str]) -> Pain:
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


def emotion_of(image: WorkshopState, stage_id: str, stream: ValueStream | None) -> Emotion | None:
    found = image.by(Emotion, "stage_id").get(stage_id, [])
    wanted = stream.id if stream else None
    return next((one for one in found if one.value_stream_id == wanted), found[0] if found else None)


def column_of(
    image: WorkshopState,
    stage: Stage,
    stream: ValueStream | None,
    pains: list[Entry],
    removed: set[str],
    future: FutureState | None,
) -> FutureColumn:
    department = image.find(Department, stage.department_id)
    emotion = emotion_of(image, stage.id, stream)
    today = emotion.value if emotion else None
    unchanged = bool(future and future.unchanged)
    expected = future.emotion if future else None
    if expected is None and unchanged:
        expected = today
    worst = sorted(pains, key=worst_first)[:WORST]
    return FutureColumn(
        id=stage.id,
        name=stage.name,
        department=department.name if department else "",
        letters=(department.letters or department.name[:2].upper()) if department else "",
        colour=department.colour if department else -1,
        is_key=stage.is_key,
        worst=tuple(pain_seen(image, entry, removed) for entry in worst),
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
