"""How the session keeps to its agenda: what each step was given and what it has taken. For the facilitator alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.session.kinds import KINDS, MOST_MORE, covered
from db.tables import AgendaItem, Lane, SessionActivity

SITTING = timedelta(hours=14)
"""What began longer ago belongs to another day."""
PAUSE = timedelta(minutes=30)
"""How long after its last activity a step is taken to go on."""
StepKey = Literal["customer", "value_stream", "pain_points", "future_state", "priorities"]


@dataclass(frozen=True)
class Pace:
    """Minutes that a step was given and has taken today. ``since`` is when it was begun or gone back to, if it goes on now."""

    planned: int
    used: int
    since: datetime | None

    @property
    def late(self) -> int:
        """Minutes over what was planned; 0 where nothing was."""
        return max(0, self.used - self.planned) if self.planned else 0


def step_of(image: WorkshopState, activity: SessionActivity) -> str:
    """The step that an activity serves; what is written in no lane but opportunities is the future."""
    if activity.kind == "write":
        kinds = {lane.kind for lane in covered(image, activity, Lane) if isinstance(lane, Lane)}
        return "future_state" if kinds == {"opportunity"} else "pain_points"
    return KINDS[activity.kind].step  # type: ignore[index]


def pace(image: WorkshopState, now: datetime) -> dict[str, Pace]:
    """By step. A step lasts from its first activity until one of another step begins; the last of them goes on while an
    activity is on, and half an hour longer."""
    planned: dict[str, int] = defaultdict(int)
    for item in image.all(AgendaItem):
        if item.step:
            planned[item.step] += item.minutes
    begun = sorted(
        (one.started_at, one) for one in image.all(SessionActivity) if one.started_at and now - one.started_at < SITTING
    )
    spans: list[tuple[str, datetime]] = []
    for start, one in begun:
        step = step_of(image, one)
        if not spans or spans[-1][0] != step:
            spans.append((step, start))
    used: dict[str, timedelta] = defaultdict(timedelta)
    since: dict[str, datetime] = {}
    for number, (step, start) in enumerate(spans):
        if number + 1 < len(spans):
            used[step] += spans[number + 1][1] - start
            continue
        latest = begun[-1][1]
        quiet = latest.closed_at if latest.state == "closed" else None
        used[step] += min(now, quiet + PAUSE) - start if quiet else now - start
        if quiet is None or now - quiet < PAUSE:
            since[step] = start
    return {step: Pace(planned[step], int(used[step].total_seconds() // 60), since.get(step)) for step in {*planned, *used}}


@command("shift_the_rest", right=Right.FACILITATE, live=True)
def shift_the_rest(tx: Tx, *, step: StepKey, minutes: int) -> None:
    """Give a step ``minutes`` more on the agenda, so that all that follows begins so much later."""
    if not 1 <= minutes <= MOST_MORE:
        raise CjmError(f"Shift the rest by 1 to {MOST_MORE} minutes.")
    mine = [item for item in tx.image.all(AgendaItem) if item.step == step]
    if not mine:
        raise CjmError("The agenda has no line for this step, so there is nothing to shift.")
    tx.change(AgendaItem, mine[-1].id, minutes=mine[-1].minutes + minutes)
    tx.summarise(f"Shifted what follows “{mine[-1].title}” by {minutes} minutes")
