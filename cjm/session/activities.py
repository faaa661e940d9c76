"""The facilitator's side of an activity: start, more time, reveal, close."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from fractional_indexing import generate_n_keys_between

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.priorities.results import rounded, spread, tied
from cjm.session import sealed, votes
from cjm.session.kinds import AXES, KINDS, MOST_MORE, Kind, defaults, option_of, possible, subjects
from cjm.session.sealed import FEWEST_OF_A_DEPARTMENT
from db.tables import (
    SEALED_BALLOTS,
    SEALED_CARDS,
    SEALED_DONE,
    Action,
    Ballot,
    Department,
    Emotion,
    Entry,
    Lane,
    ParkedThought,
    Participant,
    Round,
    SessionActivity,
    Stage,
)

_CHANCE = random.SystemRandom()


@command("start_activity", right=Right.FACILITATE, live=True, undoable=False)
def start_activity(
    tx: Tx,
    *,
    kind: Kind,
    question: str = "",
    minutes: int | None = None,
    stage_ids: list[str] | None = None,
    lane_ids: list[str] | None = None,
    subject_ids: list[str] | None = None,
    dots: int | None = None,
    names_shown: bool = True,
) -> str:
    """Begin; what is shown of the one before is put away. Refused while one still runs, or if there is nothing to vote on."""
    before = sealed.running(tx.image)
    if before is not None:
        if before.state == "running":
            raise CjmError(f"“{before.question}” is still running: reveal it first.")
        tx.change(SessionActivity, before.id, state="closed")
    told = KINDS[kind]
    covered = _given_out(tx, subject_ids) if kind == "close" else _covered(tx, kind, stage_ids, lane_ids, subject_ids)
    round_id = None
    if kind in AXES:
        numbers = [one.number for one in tx.image.all(Round) if one.kind == kind]
        asked = question.strip() or told.question
        round_id = tx.add(Round, kind=kind, question=asked, number=max(numbers, default=0) + 1)
    length = told.minutes if minutes is None else minutes
    made = tx.add(
        SessionActivity,
        kind=kind,
        question=question.strip() or told.question,
        minutes=length,
        names_shown=names_shown if kind == "write" else True,
        dots=dots or max(1, min(8, len(covered))),
        round_id=round_id,
        started_at=tx.now,
        ends_at=tx.now + timedelta(minutes=length) if length else None,
    )
    tx.set_links("covers", made, [*covered, *_cards_in(tx, covered)] if kind == "dot_vote" else covered)
    tx.summarise(f"Started: {told.name.lower()}, “{question.strip() or told.question}”")
    return made


def _cards_in(tx: Tx, ids: list[str]) -> list[str]:
    """The cards in groups that are voted on: they are options of their own when a group is taken apart."""
    return [card.id for id in ids for card in tx.image.by(Entry, "group_id").get(id, [])]


def _given_out(tx: Tx, subject_ids: list[str] | None) -> list[str]:
    """The actions that somebody is to take: those named, else the chosen or proposed ones. They are chosen from now on."""
    wanted = list(defaults(tx.image, "close").subject_ids) if subject_ids is None else list(dict.fromkeys(subject_ids))
    if not wanted:
        raise CjmError("Choose at least one action first: what is somebody to take?")
    if tx.image.workshop.closed_at is not None:
        raise CjmError("The workshop is closed, and what was promised stays. Open it again first, then give more out.")
    for action in tx.image.all(Action):
        if action.chosen != (action.id in wanted):
            tx.change(Action, action.id, chosen=not action.chosen)
    return [tx.image.get(Action, id).id for id in wanted]


def _covered(
    tx: Tx, kind: Kind, stage_ids: list[str] | None, lane_ids: list[str] | None, subject_ids: list[str] | None
) -> list[str]:
    """Ids of what it is about, all of them where nothing is said. Raises CjmError if that is too little."""
    if kind in AXES:
        rows = possible(tx.image, kind)
        asked = [row.id for row in rows] if subject_ids is None else subject_ids
        wanted = list(dict.fromkeys(row.id for id in asked if (row := option_of(tx.image, kind, id))))
        if len(wanted) < (2 if kind in {"pick", "dot_vote"} else 1):
            few = {
                "pick": "Name at least two candidates first.",
                "dot_vote": "There are not two pain points to choose between yet.",
                "rate": "There is no pain point to rate yet.",
                "score": "There is no action to score yet.",
            }
            raise CjmError(few[kind])
        return wanted
    stages = stage_ids if stage_ids is not None else [stage.id for stage in tx.image.all(Stage)]
    lanes = lane_ids if lane_ids is not None else [lane.id for lane in tx.image.all(Lane) if lane.kind == "pain_point"][:1]
    if not stages:
        raise CjmError("The value stream has no stage to write about yet.")
    if kind == "write" and not lanes:
        raise CjmError("Choose at least one lane to write in.")
    return [*(tx.image.get(Stage, id).id for id in stages), *(tx.image.get(Lane, id).id for id in lanes)]


@command("extend_activity", right=Right.FACILITATE, live=True, undoable=False)
def extend_activity(tx: Tx, *, id: str, minutes: int) -> None:
    """More time, counted from now if it has run out."""
    activity = _running(tx, id)
    if not 1 <= minutes <= MOST_MORE:
        raise CjmError(f"Add 1 to {MOST_MORE} minutes.")
    end = max(activity.ends_at or tx.now, tx.now) + timedelta(minutes=minutes)
    tx.change(SessionActivity, id, ends_at=end)
    tx.summarise(f"Gave {minutes} minutes more to “{activity.question}”")


@command("reveal_activity", right=Right.FACILITATE, live=True, undoable=False)
def reveal_activity(tx: Tx, *, id: str) -> int:
    """Show at once what was sealed; it is closed then. Returns how many cards or votes there were."""
    activity = _running(tx, id)
    if activity.kind == "close":
        raise CjmError("Nothing is hidden here: end it when everything is given out.")
    if activity.kind in AXES:
        number = _open_votes(tx, activity)
        tx.summarise(f"Revealed {number} votes on “{activity.question}”")
    else:
        number = _open_cards(tx, activity)
        tx.summarise(f"Revealed {number} cards on “{activity.question}”")
    tx.connection.execute(SEALED_DONE.delete().where(SEALED_DONE.c.session_activity_id == id))
    tx.change(SessionActivity, id, state="revealed", closed_at=tx.now)
    tx.forget()
    return number


@command("close_activity", right=Right.FACILITATE, live=True, undoable=False)
def close_activity(tx: Tx, *, id: str) -> None:
    """Put away what is shown; what is still sealed is revealed first, so that nothing is lost."""
    activity = tx.image.get(SessionActivity, id)
    if activity.state == "running" and activity.kind == "close":
        tx.change(SessionActivity, id, closed_at=tx.now)
    elif activity.state == "running":
        reveal_activity.carry_out(tx, id=id)
    if activity.state != "closed":
        tx.change(SessionActivity, id, state="closed")
        tx.forget()
        tx.summarise(f"Ended “{activity.question}”")


def _running(tx: Tx, id: str) -> SessionActivity:
    activity = tx.image.get(SessionActivity, id)
    if activity.state != "running":
        raise CjmError(f"“{activity.question}” is closed already.")
    return activity


# Cards ---------------------------------------------------------------------------------------------------------------


def _open_cards(tx: Tx, activity: SessionActivity) -> int:
    """Sealed cards become entries in a shuffled order, all of one moment; the keys of a round without names go with the seal."""
    here = SEALED_CARDS.c.session_activity_id == activity.id
    rows = [
        {**row, **{name: tx.whole.became(row[name]) for name in ("stage_id", "lane_id", "author_id") if row[name]}}
        for row in tx.connection.execute(sa.select(SEALED_CARDS).where(here)).mappings()
    ]
    _CHANCE.shuffle(rows)
    shown = _departments_shown(rows) if not activity.names_shown else None
    last = max((entry.position for entry in tx.image.all(Entry)), default=None)
    kept = 0
    for row, position in zip(rows, generate_n_keys_between(last, None, len(rows)), strict=True):
        if tx.image.find(Stage, row["stage_id"]) is None or tx.image.find(Lane, row["lane_id"]) is None:
            # its stage is gone: a card without a place is kept as a thought for later, and the room sees it there
            tx.add(ParkedThought, text=row["text"], author_id=row["author_id"])
            kept += 1
            continue
        department = tx.image.find(Department, row["department_id"])
        if shown is not None and row["department_id"] not in shown:
            department = None
        tx.add(
            Entry,
            text=row["text"],
            stage_id=row["stage_id"],
            lane_id=row["lane_id"],
            department_id=department.id if department else None,
            author_id=row["author_id"],
            position=position,
        )
        kept += 1
    tx.connection.execute(SEALED_CARDS.delete().where(here))
    return kept


def _departments_shown(rows: Iterable[Any]) -> set[str]:
    wrote: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["department_id"] is not None:
            wrote[row["department_id"]].add(row["author_key"])
    return {id for id, keys in wrote.items() if len(keys) >= FEWEST_OF_A_DEPARTMENT}


# Votes ---------------------------------------------------------------------------------------------------------------


def _open_votes(tx: Tx, activity: SessionActivity) -> int:
    """Sealed votes become ballots without names, shuffled. Who gave the lowest and the highest only their own phone knows, which
    asks them to explain (``pages/frontend/now/between.js``): nothing here keeps it."""
    here = SEALED_BALLOTS.c.session_activity_id == activity.id
    given = votes.counted(tx.whole, activity, votes.stored(tx.connection, activity))
    rows = [asdict(vote) for vote in given if vote.value is not None]
    # from here on the result says what was voted on now, whatever becomes of it
    tx.set_links("covers", activity.id, [row.id for row in subjects(tx.image, activity)])
    _CHANCE.shuffle(rows)
    assert activity.round_id is not None
    group_of = _groups_told(rows, _voter_groups(tx))
    last = max((ballot.position for ballot in tx.image.all(Ballot)), default=None)
    for row, position in zip(rows, generate_n_keys_between(last, None, len(rows)), strict=True):
        tx.add(
            Ballot,
            round_id=activity.round_id,
            subject_id=row["subject_id"],
            axis=row["axis"],
            value=row["value"],
            source="own",
            voter_group=group_of[row["subject_id"], row["axis"]].get(row["voter_id"]),
            author_id=None,
            position=position,
        )
    if activity.kind == "rate":
        _take_medians(tx, activity)
    tx.connection.execute(SEALED_BALLOTS.delete().where(here))
    tx.change(Round, activity.round_id, state="closed", closed_at=tx.now)
    return len(rows)


def _voter_groups(tx: Tx) -> dict[str, str]:
    departments = {one.id: one for one in tx.image.all(Department)}
    people = [one for one in tx.image.all(Participant) if one.department_id in departments]
    return {one.id: "customer_facing" if departments[one.department_id or ""].faces_customer else "delivering" for one in people}


def _groups_told(rows: Sequence[Any], group_of: dict[str, str]) -> dict[tuple[str, str], dict[str, str]]:
    """By subject and axis the voters whose group is kept: everybody's or nobody's. Were one group small, or those of whom it is
    unknown, then the others' groups would tell whose the odd values are."""
    cast: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        cast[row["subject_id"], row["axis"]].append(row["voter_id"])
    told: dict[tuple[str, str], dict[str, str]] = {}
    for what, voters in cast.items():
        sizes = Counter(group_of.get(voter) for voter in voters)
        told[what] = group_of if min(sizes.values()) >= FEWEST_OF_A_DEPARTMENT else {}
    return told


def _take_medians(tx: Tx, activity: SessionActivity) -> None:
    """What the group said blindly becomes the rating: the median, half going up."""
    values: dict[tuple[str, str], list[int]] = defaultdict(list)
    for ballot in tx.image.by(Ballot, "round_id").get(activity.round_id, []):
        values[ballot.subject_id, ballot.axis].append(ballot.value)
    for (subject, axis), given in sorted(values.items()):
        result = spread(given, tx.image.workshop.disagreement)
        if result is None:
            continue
        rating = rounded(result.median)
        if axis == "emotion":
            felt = next((one for one in tx.image.all(Emotion) if one.stage_id == subject and one.value_stream_id is None), None)
            if felt is None:
                tx.add(Emotion, stage_id=subject, value=rating)
            else:
                tx.change(Emotion, felt.id, value=rating)
        elif tx.image.find(Entry, subject):
            tx.change(Entry, subject, **{axis: rating})


# Again ---------------------------------------------------------------------------------------------------------------


def to_vote_again(image: WorkshopState, activity: SessionActivity) -> tuple[str, ...]:
    """What a second round is about: ties at the cut of a dot vote, else the subjects on which scores disagree."""
    cast: dict[tuple[str, str], list[int]] = defaultdict(list)
    for ballot in image.by(Ballot, "round_id").get(activity.round_id, []):
        cast[ballot.subject_id, ballot.axis].append(ballot.value)
    living = [row for row in subjects(image, activity) if option_of(image, activity.kind, row.id) is not None]
    if activity.kind in {"dot_vote", "pick"}:
        counted = {row.id: sum(cast.get((row.id, AXES[activity.kind][0]), [])) for row in living}
        return tied(counted, 1 if activity.kind == "pick" else activity.dots)
    disputed = {
        subject for (subject, _), values in cast.items() if (s := spread(values, image.workshop.disagreement)) and s.disagree
    }
    return tuple(row.id for row in living if row.id in disputed)


@command("vote_again", right=Right.FACILITATE, live=True, undoable=False)
def vote_again(tx: Tx, *, id: str, whole: bool = False) -> str:
    """A further round on what is tied or disagreed about alone, or with ``whole`` on the same with the same dots, for those who
    were not done; the earlier round stays.

    Votes are never taken back behind the reveal: it parted them from the people who gave them, and to give them back would
    take what joins the two.
    """
    activity = tx.image.get(SessionActivity, id)
    again = [row.id for row in subjects(tx.image, activity)] if whole else list(to_vote_again(tx.image, activity))
    if activity.kind not in AXES:
        raise CjmError("Nothing was voted on here: write some more instead.")
    if activity.state == "running":
        raise CjmError(f"“{activity.question}” is still running: reveal it first.")
    if not again:
        raise CjmError("Nothing is tied or disagreed about: there is no need to vote again.")
    fewer = max(1, len(again) // 4) if activity.kind == "dot_vote" else None
    made: str = start_activity.carry_out(
        tx,
        kind=activity.kind,  # type: ignore[arg-type]
        question=activity.question,
        minutes=max(1, activity.minutes // 2),
        subject_ids=again,
        dots=activity.dots if whole else fewer,
    )
    return made


@command("write_on", right=Right.FACILITATE, live=True, undoable=False)
def write_on(tx: Tx, *, id: str, minutes: int = 2) -> None:
    """Go on writing what was revealed already, for so many minutes more.

    What was revealed stays on the map. Sealed again it would be in nobody's hands: of a round without names nobody knows
    whose it is, and all have read it. What comes now is sealed as before, until it is revealed.
    """
    activity = tx.image.get(SessionActivity, id)
    if activity.kind not in {"write", "break_out"}:
        raise CjmError("Nothing was written here: vote again instead.")
    if activity.state != "revealed":
        raise CjmError(f"“{activity.question}” is not on the wall any more: start it anew.")
    if not 1 <= minutes <= MOST_MORE:
        raise CjmError(f"Add 1 to {MOST_MORE} minutes.")
    before = [moment.isoformat() for moment in sorted(sealed.reveals(activity))]
    end = tx.now + timedelta(minutes=minutes)
    tx.change(SessionActivity, id, state="running", revealed_before=before, closed_at=None, ends_at=end)
    tx.summarise(f"Went on with “{activity.question}” for {minutes} minutes")
