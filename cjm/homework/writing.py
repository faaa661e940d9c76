"""Afterwards, alone: each answers questions about the stages they look after. ``heat_map`` says how far everybody is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from cjm.core.access import Actor, Right, own_stages, require
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.view import seen_by
from cjm.core.vocabulary import QUESTIONS
from cjm.pain_points.reading import ordered_stages
from cjm.session.parking import nameless_moments
from cjm.session.sealed import reveals, running
from db.tables import (
    CardSeen,
    Department,
    Echo,
    Entry,
    Homework,
    Lane,
    NothingToAdd,
    Round,
    SessionActivity,
    Stage,
    StageDone,
)

Json = dict[str, Any]
USUAL = ("activity", "touchpoint", "pain_point", "opportunity", "quote", "bright_spot")
"""The kinds of lanes that are asked about unless the facilitator chooses others."""
VOTES = frozenset({"dot_vote", "score"})


# What is asked -------------------------------------------------------------------------------------------------------


def homework_of(image: WorkshopState) -> Homework | None:
    return next(iter(image.all(Homework)), None)


def asked_lanes(image: WorkshopState) -> list[Lane]:
    """The lanes that are asked about, in the order of the board."""
    homework = homework_of(image)
    chosen = set(image.linked_from("asks", homework.id)) if homework else set()
    lanes = image.all(Lane)
    asked = [lane for lane in lanes if lane.id in chosen]
    return asked or [lane for lane in lanes if lane.kind in USUAL]


def is_on(context: Context) -> bool:
    """Whether the workshop itself is over and homework is due: then “My stage” is where a contributor lands."""
    require(context.actor, Right.READ)
    image = context.service.image(context.workshop_id)
    homework = homework_of(image)
    return homework is not None and homework.due_on is not None and running(image) is None


def _vote_closed(image: WorkshopState) -> datetime | None:
    """When the first round of dots or scores closed: what is added later was not voted on."""
    times = [one.closed_at for one in image.all(Round) if one.kind in VOTES and one.state == "closed" and one.closed_at]
    return min(times, default=None)


def late_ids(image: WorkshopState) -> frozenset[str]:
    """Cards that somebody added after the vote. What a round of the session revealed is not among them: the room saw it, and
    without names nothing may tell more of it."""
    closed = _vote_closed(image)
    if closed is None:
        return frozenset()
    revealed = {moment for one in image.all(SessionActivity) for moment in reveals(one)}
    return frozenset(one.id for one in image.all(Entry) if one.created_at > closed and one.created_at not in revealed)


# Commands ------------------------------------------------------------------------------------------------------------


@command("set_homework", right=Right.FACILITATE)
def set_homework(
    tx: Tx,
    *,
    due_on: date | None = None,
    no_date: bool = False,
    lane_ids: Annotated[list[str], Field(max_length=100)] | None = None,
    expected_version: int | None = None,
) -> None:
    """By when, and which lanes are asked about; what is not given stays."""
    if lane_ids is not None and not lane_ids:
        raise CjmError("Leave at least one question to ask.")
    homework = homework_of(tx.image)
    made = homework.id if homework else tx.add(Homework)
    if due_on is not None or no_date:
        tx.change(Homework, made, expected_version=expected_version, due_on=None if no_date else due_on)
        tx.summarise("Took the date of the homework away" if no_date else f"Asked for the homework by {due_on:%d %B %Y}")
    if lane_ids is not None:
        tx.set_links("asks", made, [tx.image.get(Lane, id).id for id in lane_ids])
        tx.summarise("Changed the questions of the homework")


def _of(actor_id: str | None, rows: Iterable[NothingToAdd | StageDone]) -> list[Any]:
    return [row for row in rows if (row.participant_id or row.author_id) == actor_id]


@command("nothing_to_add", live=True)
def nothing_to_add(tx: Tx, *, stage_id: str, lane_id: str, nothing: bool = True) -> None:
    """“Nothing to add here”, or there is something after all."""
    stage, lane = tx.image.get(Stage, stage_id), tx.image.get(Lane, lane_id)
    here = [row for row in tx.image.by(NothingToAdd, "stage_id").get(stage_id, []) if row.lane_id == lane_id]
    said = _of(tx.actor.id, here)
    if nothing and not said:
        tx.add(NothingToAdd, participant_id=tx.actor.participant_id, stage_id=stage_id, lane_id=lane_id)
    for row in () if nothing else said:
        tx.remove(NothingToAdd, row.id)
    tx.summarise(f"{'Has nothing' if nothing else 'Has something'} to add to {lane.name} at {stage.name}")


@command("say_stage_done", live=True)
def say_stage_done(tx: Tx, *, stage_id: str, done: bool = True) -> None:
    """“I’m done” with a stage, or not yet."""
    stage = tx.image.get(Stage, stage_id)
    said = _of(tx.actor.id, tx.image.by(StageDone, "stage_id").get(stage_id, []))
    if done and not said:
        tx.add(StageDone, participant_id=tx.actor.participant_id, stage_id=stage_id)
    for row in () if done else said:
        tx.remove(StageDone, row.id)
    tx.summarise(f"Is {'done' if done else 'not done yet'} with {stage.name}")


@command("mark_cards_seen", right=Right.FACILITATE)
def mark_cards_seen(tx: Tx, *, ids: Annotated[list[str], Field(max_length=5000)] | None = None, seen: bool = True) -> None:
    """Tick cards that came after the vote as read, all of them if none is named; or take the tick back."""
    known = tx.image.by(CardSeen, "entry_id")
    wanted = sorted(late_ids(tx.image)) if ids is None else [tx.image.get(Entry, id).id for id in ids]
    for id in wanted:
        if seen and id not in known:
            tx.add(CardSeen, entry_id=id)
        for row in known.get(id, []) if not seen else ():
            tx.remove(CardSeen, row.id)
    tx.summarise(f"Marked {len(wanted)} new {'card' if len(wanted) == 1 else 'cards'} as {'read' if seen else 'not read'}")


# What somebody sees of their own stages ------------------------------------------------------------------------------


def my_stages(context: Context) -> Json:
    """Everything “My stage” shows one person, as JSON: ``stages`` to look after, ``lanes`` as questions, and in
    ``answers[stage][lane]`` their own cards, the others' cards, and whether they said that there is nothing to add."""
    require(context.actor, Right.READ)
    whole = context.service.image(context.workshop_id)
    image, actor = seen_by(context, whole), context.actor
    assigned = own_stages(actor, whole)
    stages = [one for one in ordered_stages(image) if assigned is None or one.id in assigned]
    lanes, homework, late = asked_lanes(image), homework_of(image), late_ids(image)
    departments, nameless = {one.id: one for one in image.all(Department)}, nameless_moments(image)
    done = {row.stage_id for row in _of(actor.id, image.all(StageDone))}
    nothing = {(row.stage_id, row.lane_id) for row in _of(actor.id, image.all(NothingToAdd))}
    answers: Json = {
        one.id: {lane.id: {"mine": [], "others": [], "nothing": (one.id, lane.id) in nothing} for lane in lanes} for one in stages
    }
    for entry in image.all(Entry):
        cell = answers.get(entry.stage_id, {}).get(entry.lane_id)
        if cell is not None:
            whose = "mine" if entry.author_id == actor.id else "others"
            cell[whose].append(_card(image, actor, entry, departments.get(entry.department_id or ""), entry.id in late, nameless))
    return {
        "revision": image.revision,
        "workshop": image.workshop.name,
        "me": actor.id or "",
        "assigned": assigned is not None,
        "became": {old: image.became(old) for old in image.successors if old in image.rows["stages"]},
        "due": homework.due_on.isoformat() if homework and homework.due_on else None,
        "stages": [{"id": one.id, "name": one.name, "done": one.id in done} for one in stages],
        "lanes": [_question(lane) for lane in lanes],
        "answers": answers,
    }


def _question(lane: Lane) -> Json:
    asked, hint = QUESTIONS.get(lane.kind, (lane.name, "A few words"))
    return {"id": lane.id, "kind": lane.kind, "name": lane.name, "question": asked, "hint": hint}


def _card(
    image: WorkshopState, actor: Actor, entry: Entry, department: Department | None, late: bool, nameless: frozenset[datetime]
) -> Json:
    """``nameless``: what is said of it is said without a name, and only the phone knows whether it did."""
    said = [one.author_id for one in image.by(Echo, "entry_id").get(entry.id, [])]
    return {
        "id": entry.id,
        "version": entry.version,
        "text": entry.text,
        "severity": entry.severity,
        "frequency": entry.frequency,
        "evidence": entry.evidence,
        "late": late,
        "echoes": len(said),
        "echoed": actor.id in said,
        "nameless": entry.author_id is None and entry.created_at in nameless,
        "department": department.name if department else "",
    }
