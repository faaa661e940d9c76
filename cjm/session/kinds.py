"""The kinds of activity: their words, defaults and what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from cjm.core.bounds import ends, longest
from cjm.core.state import WorkshopState, in_order
from cjm.priorities.ranking import ranked_actions
from db.tables import (
    Action,
    Ballot,
    BreakOut,
    Customer,
    Emotion,
    Entry,
    Group,
    Lane,
    ParkedThought,
    Part,
    Round,
    SessionActivity,
    Stage,
    Theme,
    Workshop,
)

Kind = Literal["write", "pick", "dot_vote", "rate", "score", "break_out", "close"]

AXES: dict[str, tuple[str, ...]] = {
    "pick": ("pick",),
    "dot_vote": ("dots",),
    "rate": ("severity", "frequency", "emotion"),
    "score": ("impact", "effort"),
}
"""The axes that a kind votes on; a subject takes those that fit it (``axes_of``)."""
LIMITS: dict[str, tuple[int, int]] = {
    "pick": (0, 1),
    "dots": (0, ends(SessionActivity, "dots")[1]),
    "severity": ends(Entry, "severity"),
    "frequency": ends(Entry, "frequency"),
    "emotion": ends(Emotion, "value"),
    "impact": ends(Workshop, "impact_midline"),
    "effort": ends(Workshop, "effort_midline"),
}
"""The least and the most of a vote on an axis."""
IN_FORMS: dict[str, int | tuple[int, int]] = {
    "minutes": ends(SessionActivity, "minutes"),
    "dots": ends(SessionActivity, "dots"),
    "question": longest(SessionActivity, "question"),
    "card": longest(Entry, "text"),
    "thought": longest(ParkedThought, "text"),
    "owner": longest(ParkedThought, "owner"),
    "group": longest(BreakOut, "name"),
}
"""What the facilitator's forms take: from least to most, or at most so many characters."""
MOST_MORE = ends(SessionActivity, "minutes")[1]
"""Minutes that can be added at once."""
FEWEST_DOTS, MOST_DOTS = 3, 8
MOST_RATED = 8


@dataclass(frozen=True)
class Told:
    """A kind in words: on the button that starts it, its usual question and minutes, and its step."""

    name: str
    start: str
    question: str
    minutes: int
    step: str
    icon: str


KINDS: dict[Kind, Told] = {
    "write": Told("Write", "Write unseen", "What gets in the customer’s way here?", 7, "pain_points", "edit_note"),
    "pick": Told("Pick", "Pick the customer", "Who is the customer we create value for?", 2, "customer", "how_to_reg"),
    "dot_vote": Told("Dot vote", "Vote with dots", "Which of these hurt most?", 3, "pain_points", "radio_button_checked"),
    "rate": Told("Rate", "Rate unseen", "How bad is it, and how often?", 5, "pain_points", "monitor_heart"),
    "score": Told("Score", "Score unseen", "How much pain does it remove, how much work is it?", 10, "priorities", "speed"),
    "break_out": Told("Break-out", "Break out", "Work on your stages, then report back", 30, "value_stream", "groups"),
    "close": Told("Closing", "Who takes what?", "Who takes it, and by when?", 20, "closing", "handshake"),
}


@dataclass(frozen=True)
class Defaults:
    """What the Start button proposes. ``subject_ids`` is what is voted on."""

    kind: Kind
    question: str
    minutes: int
    stage_ids: tuple[str, ...]
    lane_ids: tuple[str, ...]
    subject_ids: tuple[str, ...]
    dots: int


def dots_for(options: int) -> int:
    """A quarter of the options, but 3 to 8."""
    return min(MOST_DOTS, max(FEWEST_DOTS, ceil(options / 4)))


def defaults(image: WorkshopState, kind: Kind) -> Defaults:
    """Good ones for a workshop as it is now."""
    told = KINDS[kind]
    stages = tuple(stage.id for stage in image.all(Stage))
    lanes = tuple(lane.id for lane in image.all(Lane) if lane.kind == "pain_point" and not lane.hidden)
    subjects = tuple(row.id for row in possible(image, kind))
    if kind == "rate":
        subjects = top_voted(image, MOST_RATED) or subjects[:MOST_RATED]
    if kind == "close":
        subjects = tuple(one.id for one in image.all(Action) if one.chosen) or tuple(
            one.id for one in ranked_actions(image) if one.quadrant in {"quick_wins", "strategic_investments"}
        )
    covers_stages = kind in {"write", "break_out"}
    return Defaults(
        kind,
        told.question,
        told.minutes,
        stages if covers_stages else (),
        lanes if kind == "write" else (),
        subjects,
        dots_for(len(subjects)),
    )


BY_STEP: dict[str, tuple[Kind, ...]] = {
    "customer": ("pick",),
    "value_stream": ("break_out",),
    "pain_points": ("write", "dot_vote", "rate"),
    "future_state": ("write",),
    "priorities": ("score",),
    "closing": ("close",),
}
"""What can be started on a step's page, the usual first."""
FUTURE_QUESTION = "What would make this better?"


def starts(image: WorkshopState, step: str) -> list[Defaults]:
    """What the Start button of a step offers; the future is written in the lane of opportunities. What is given out in a workshop
    that is closed is promised already."""
    giving = bool(image.all(Action)) and image.workshop.closed_at is None
    found = [defaults(image, kind) for kind in BY_STEP.get(step, ()) if kind != "close" or giving]
    if step == "future_state":
        lanes = tuple(lane.id for lane in image.all(Lane) if lane.kind == "opportunity")
        found = [replace(one, question=FUTURE_QUESTION, lane_ids=lanes) for one in found]
    return found


def words_of(row: Part) -> str:
    """What people call something that is voted on."""
    return next(str(getattr(row, name)) for name in ("text", "title", "name") if hasattr(row, name))


def possible(image: WorkshopState, kind: Kind) -> list[Part]:
    """Everything that can be voted on; a group stands for the cards in it."""
    if kind == "pick":
        return list(image.all(Customer))
    if kind == "score":
        return list(image.all(Action))
    if kind == "close":
        return [image.get(Action, one.id) for one in ranked_actions(image)]
    if kind in {"dot_vote", "rate"}:
        pain = {lane.id for lane in image.all(Lane) if lane.kind == "pain_point"}
        cards = [entry for entry in image.all(Entry) if entry.lane_id in pain]
        if kind == "rate":
            return [*cards, *image.all(Stage)]
        grouped = {entry.group_id for entry in cards} - {None}
        return [*(group for group in image.all(Group) if group.id in grouped), *(card for card in cards if card.group_id is None)]
    return []


def axes_of(kind: str, subject: Part) -> tuple[str, ...]:
    """What a subject is judged by: cards by severity and frequency, stages by emotion."""
    if kind == "rate":
        return ("emotion",) if isinstance(subject, Stage) else ("severity", "frequency")
    return AXES.get(kind, ())


def top_voted(image: WorkshopState, most: int) -> tuple[str, ...]:
    """Cards that the last closed dot vote put first; a group brings its cards along."""
    rounds = [one for one in image.all(Round) if one.kind == "dot_vote" and one.state == "closed"]
    if not rounds:
        return ()
    latest = max(rounds, key=lambda one: (one.number, one.position, one.id))
    dots: dict[str, int] = {}
    for ballot in image.by(Ballot, "round_id").get(latest.id, []):
        subject = image.became(ballot.subject_id)
        dots[subject] = dots.get(subject, 0) + ballot.value
    ranked = sorted((id for id, count in dots.items() if count), key=lambda id: (-dots[id], id))
    cards: list[str] = []
    for id in ranked:
        if image.find(Entry, id):
            cards.append(id)
        elif image.find(Group, id):
            cards += [entry.id for entry in image.by(Entry, "group_id").get(id, [])]
    return tuple(cards[:most])


def covered(image: WorkshopState, activity: SessionActivity, model: type[Part]) -> list[Part]:
    """What of one kind an activity is about, in order: what was merged since is what it became."""
    ids = {image.became(id) for id in image.linked_from("covers", activity.id)}
    return [row for row in image.all(model) if row.id in ids]


VOTED_ON: dict[str, tuple[type[Part], ...]] = {
    "pick": (Customer,),
    "score": (Action,),
    "dot_vote": (Group, Entry),
    "rate": (Entry, Stage),
}
"""Of which kinds of things the options of a vote are, in their order."""
ONCE_VOTED_ON: tuple[type[Part], ...] = (Customer, Action, Theme, Group, Entry, Stage)


def option_of(image: WorkshopState, kind: str, id: str) -> Part | None:
    """What a voter sees in place of the thing with this id: what it was merged into, for dots the group it lies in. Where a card
    stands is no matter: it was voted on, and goes on being so. None if it is gone."""
    id = image.became(id)
    row = next((found for model in VOTED_ON.get(kind, ()) if (found := image.find(model, id))), None)
    if kind == "dot_vote":
        group = image.find(Group, row.group_id) if isinstance(row, Entry) else None
        row = group or row
        if isinstance(row, Group) and not image.by(Entry, "group_id").get(row.id):
            return None
    return row


def subjects(image: WorkshopState, activity: SessionActivity) -> list[Part]:
    """What is voted on, in the order of the board, the candidates or the actions; at the closing whatever is chosen now.

    While a vote runs its options follow the map. Once it is revealed they stay what they were then, gone from the map or not.
    """
    if activity.kind == "close":
        return [row for row in possible(image, "close") if isinstance(row, Action) and row.chosen]
    ids = set(image.linked_from("covers", activity.id))
    if activity.state == "running":
        ids = {row.id for id in ids if (row := option_of(image, activity.kind, id))}
        return [row for model in VOTED_ON.get(activity.kind, ()) for row in image.all(model) if row.id in ids]
    ids |= {one.subject_id for one in image.by(Ballot, "round_id").get(activity.round_id, [])}
    found: list[Part] = []
    for model in ONCE_VOTED_ON:
        rows = (image.rows[model.table_name].get(id) for id in ids)
        found += in_order(row for row in rows if isinstance(row, Part) and image.may_see(row))
    return found


def named(image: WorkshopState, ids: Sequence[str]) -> str:
    """A few stages in words."""
    names = [stage.name for stage in image.all(Stage) if stage.id in set(ids)]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
