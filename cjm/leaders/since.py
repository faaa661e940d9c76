"""What changed between two moments, in words that leaders understand: the net difference, without who did it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cjm.core.state import Change as Written
from cjm.core.state import Rows, WorkshopState, from_json
from cjm.leaders.parts import ANSWERS
from cjm.leaders.waiting import answers_in
from cjm.priorities import Priorities, Ranked, priorities
from db.tables import FutureState, Stage

Group = Literal["actions", "owners", "decisions", "scores", "future"]
NAMED = 2
"""How many things a sentence names before it counts."""


@dataclass(frozen=True)
class Change:
    """One sentence of a group."""

    group: Group
    told: str


@dataclass(frozen=True)
class Since:
    """What changed since ``at``; ``visited`` if that is when the reader was here last, else it is just a while ago."""

    at: datetime
    visited: bool
    changes: tuple[Change, ...]


def before(image: WorkshopState, lines: Sequence[Sequence[Written]]) -> WorkshopState:
    """The image as it was before ``lines`` of changes, oldest first; behind the same filter."""
    rows: Rows = {kind: dict(known) for kind, known in image.rows.items()}
    for changes in reversed(lines):
        for change in reversed(changes):
            known = rows.get(change["kind"], {})
            row = known.get(change["id"])
            if row is None:
                continue
            if change["op"] == "add":
                del known[change["id"]]
            else:
                fields = {name: from_json(change["kind"], name, value) for name, value in change["before"].items()}
                known[change["id"]] = row.model_copy(update=fields)
    return WorkshopState(image.revision - len(lines), rows).visible_to(image.may_see)


def changes_between(old: WorkshopState, new: WorkshopState) -> tuple[Change, ...]:
    """Pure; both behind the reader's filter."""
    was, now = priorities.compute(old), priorities.compute(new)
    known = {one.id: one for one in was.actions}
    both = [(known[one.id], one) for one in now.actions if one.id in known]
    return (
        *_actions(known, now),
        *_owners(both),
        *_decisions(both, old, new),
        *_scores(both, was, now),
        *_future(old, new),
    )


def _named(names: Iterable[str]) -> str:
    all_names = list(names)
    if len(all_names) <= NAMED + 1:
        return " and ".join([", ".join(all_names[:-1]), all_names[-1]] if len(all_names) > 1 else all_names)
    return f"{', '.join(all_names[:NAMED])} and {len(all_names) - NAMED} more"


def _actions(known: dict[str, Ranked], now: Priorities) -> list[Change]:
    added = [one.name for one in now.actions if one.id not in known]
    present = {one.id for one in now.actions}
    gone = [one.name for id, one in known.items() if id not in present]
    made = [Change("actions", f"New: {_named(added)}")] if added else []
    return made + ([Change("actions", f"Dropped: {_named(gone)}")] if gone else [])


def _owners(both: list[tuple[Ranked, Ranked]]) -> list[Change]:
    made = []
    for was, now in both:
        before_, after = was.owner.strip(), now.owner.strip()
        if before_ != after:
            told = (
                f"has an owner, {after}"
                if not before_
                else f"goes from {before_} to {after}"
                if after
                else "has no owner any more"
            )
            made.append(Change("owners", f"{now.name} {told}"))
        if was.due_on != now.due_on:
            earlier = f", was {_day(was.due_on)}" if was.due_on else ""
            made.append(
                Change(
                    "owners",
                    f"{now.name} is due {_day(now.due_on)}{earlier}" if now.due_on else f"{now.name} has no date any more",
                )
            )
    return made


def _day(day: date | None) -> str:
    return f"{day:%-d %b %Y}" if day else ""


def _decisions(both: list[tuple[Ranked, Ranked]], old: WorkshopState, new: WorkshopState) -> list[Change]:
    made = []
    for was, now in both:
        if now.decided and (was.decided, was.reason, was.impact, was.effort) != (True, now.reason, now.impact, now.effort):
            made.append(Change("decisions", f"Decided on {now.name}: {now.reason}"))
        elif was.decided and not now.decided:
            made.append(Change("decisions", f"The decision on {now.name} was withdrawn"))
    seen = {(one.action_id, one.author_id, one.by, one.answer, one.words) for one in answers_in(old)}
    names = {one.id: one.name for _, one in both}
    for one in answers_in(new):
        if (one.action_id, one.author_id, one.by, one.answer, one.words) not in seen and one.action_id in names:
            words = f"{ANSWERS[one.answer]} {one.by or 'somebody'}: {names[one.action_id]}"
            made.append(Change("decisions", words))
    return made


def _scores(both: list[tuple[Ranked, Ranked]], was: Priorities, now: Priorities) -> list[Change]:
    made = []
    first = [after for before_, after in both if before_.impact is None and after.impact_score]
    again = [
        after
        for before_, after in both
        if before_.impact_score and (before_.impact_score, before_.effort_score) != (after.impact_score, after.effort_score)
    ]
    for scored, told in ((first, "scored"), (again, "scored again")):
        if scored:
            made.append(Change("scores", f"{_named(one.name for one in scored)} {'was' if len(scored) == 1 else 'were'} {told}"))
    old_names, new_names = ({field.key: field.name for field in one.quadrants} for one in (was, now))
    for before_, after in both:
        if before_.quadrant and after.quadrant and before_.quadrant != after.quadrant:
            made.append(Change("scores", f"{after.name} moved from {old_names[before_.quadrant]} to {new_names[after.quadrant]}"))
    apart = [after.name for before_, after in both if after.disagreed and not before_.disagreed]
    if apart:
        made.append(Change("scores", f"The room disagrees on {_named(apart)}"))
    return made


def _future(old: WorkshopState, new: WorkshopState) -> list[Change]:
    def told(image: WorkshopState) -> dict[str, tuple[object, ...]]:
        return {
            one.stage_id: (one.experience, one.unchanged, one.people, one.process, one.technology, one.data, one.emotion)
            for one in image.all(FutureState)
        }

    was, now = told(old), told(new)
    names = [stage.name for stage in new.all(Stage) if now.get(stage.id) != was.get(stage.id)]
    made = [Change("future", f"The future of {_named(names)} was rewritten")] if names else []
    if old.workshop.north_star != new.workshop.north_star and new.workshop.north_star:
        made.append(Change("future", f"The north star is now: {new.workshop.north_star}"))
    return made
