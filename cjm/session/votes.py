"""How sealed votes count while the map changes under them.

A vote keeps the ids of the one who gave it and of what they gave it to. Here it is read for what both are by now: two people who
were merged are one, two things that were merged are one, a card that lies in a group is its group. Nothing is written for that,
so undoing the change undoes it for the votes too, and nothing of it stands in the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sa

from cjm.core.state import WorkshopState
from cjm.session.kinds import option_of, words_of
from db.tables import SEALED_BALLOTS, Part, SessionActivity

_B = SEALED_BALLOTS.c
BUDGET = frozenset({"pick", "dots"})
"""Axes on which a person has so many, over all options."""


@dataclass(frozen=True)
class Vote:
    """One stored vote, or the same as it counts."""

    voter_id: str
    subject_id: str
    axis: str
    value: int | None


def stored(connection: sa.Connection, activity: SessionActivity, voters: Iterable[str] | None = None) -> list[Vote]:
    """All votes of a running activity, or those of some ids, as they were given."""
    query = sa.select(_B.voter_id, _B.subject_id, _B.axis, _B.value).where(_B.session_activity_id == activity.id)
    if voters is not None:
        query = query.where(_B.voter_id.in_(list(voters)))
    rows = connection.execute(query.order_by(_B.voter_id, _B.subject_id, _B.axis))
    return [Vote(*row) for row in rows]


def in_effect(image: WorkshopState, votes: Iterable[Vote]) -> Iterator[Vote]:
    """The votes of each person, under the id that they have by now. Of people who were merged those of the one who stays count;
    theirs who went only where the other gave none: none at all of dots or picks, none to this thing on this axis else."""
    of: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        of[image.became(vote.voter_id)].append(vote)
    for person, given in of.items():
        order = sorted({vote.voter_id for vote in given}, key=lambda id: (id != person, id))
        taken: dict[Any, str] = {}
        for id in order:
            for vote in given:
                if vote.voter_id == id:
                    what = vote.axis if vote.axis in BUDGET else (vote.axis, image.became(vote.subject_id))
                    if taken.setdefault(what, id) == id:
                        yield replace(vote, voter_id=person)


def counted(image: WorkshopState, activity: SessionActivity, votes: Iterable[Vote]) -> list[Vote]:
    """The votes as they count by now, one a person, option and axis: dots of cards that came together add up, of two scores the
    one that was given to what stayed counts. What is gone counts nowhere."""
    found: dict[tuple[str, str, str], Vote] = {}
    exact: set[tuple[str, str, str]] = set()
    for vote in in_effect(image, votes):
        option = option_of(image, activity.kind, vote.subject_id)
        if option is None:
            continue
        key = (vote.voter_id, option.id, vote.axis)
        now = replace(vote, subject_id=option.id)
        if vote.axis == "dots":
            found[key] = replace(now, value=(vote.value or 0) + (found[key].value or 0 if key in found else 0))
        elif key not in found or (vote.subject_id == option.id and key not in exact):
            found[key] = now
        if vote.subject_id == option.id:
            exact.add(key)
    return [vote for vote in found.values() if vote.value or vote.axis not in BUDGET]


def returned(image: WorkshopState, activity: SessionActivity, votes: Iterable[Vote]) -> list[dict[str, Any]]:
    """What somebody voted on and is gone, in words, with what they gave it: that is theirs again."""
    gone: dict[str, dict[str, Any]] = {}
    for vote in in_effect(image, votes):
        if vote.value is None or (not vote.value and vote.axis in BUDGET):
            continue
        row = next((rows[vote.subject_id] for rows in image.rows.values() if vote.subject_id in rows), None)
        if isinstance(row, Part) and option_of(image, activity.kind, vote.subject_id) is None:
            gone.setdefault(row.id, {"id": row.id, "text": words_of(row), "votes": {}})["votes"][vote.axis] = vote.value
    return sorted(gone.values(), key=lambda one: str(one["id"]))


# Writing ---------------------------------------------------------------------------------------------------------------


def place(connection: sa.Connection, image: WorkshopState, activity: SessionActivity, vote: Vote, option: Part) -> bool:
    """Give ``vote`` to ``option``, which its subject is by now. False, and nothing is written, if there are not so many dots."""
    ids = image.were(vote.voter_id)
    all_of_them = stored(connection, activity, ids)
    before = {(one.subject_id, one.axis): one for one in all_of_them if one.voter_id == vote.voter_id}
    kept = dict(before)
    taken_over: list[str] = []
    if vote.axis in BUDGET and not before:
        # somebody who was merged: from now on their own set counts, so it begins with what counted until now
        kept = {(one.subject_id, one.axis): one for one in in_effect(image, all_of_them)}
        taken_over = ids if kept else []
    if vote.axis == "pick":
        kept = {key: replace(one, value=0) for key, one in kept.items()}
    if vote.axis == "dots":
        _place_dots(image, activity, kept, vote, option)
        living = {key for key, one in kept.items() if option_of(image, activity.kind, one.subject_id)}
        placed = sum(one.value or 0 for key, one in kept.items() if key in living)
        if placed > activity.dots:
            return False
        _spend(kept, living, activity.dots - placed)
    else:
        kept[vote.subject_id, vote.axis] = vote
    if len(ids) == 1:  # a set of none is told from no set only where another's would count instead
        kept = {key: one for key, one in kept.items() if one.value or one.axis not in BUDGET}
    here = _B.session_activity_id == activity.id
    if taken_over:
        connection.execute(SEALED_BALLOTS.delete().where(here, _B.voter_id.in_(taken_over)))
    for subject_id, axis in [key for key, one in before.items() if kept.get(key) != one]:
        this = sa.and_(_B.voter_id == vote.voter_id, _B.subject_id == subject_id, _B.axis == axis)
        connection.execute(SEALED_BALLOTS.delete().where(here, this))
    new = [one for key, one in kept.items() if before.get(key) != one]
    if new:
        connection.execute(SEALED_BALLOTS.insert(), [{"session_activity_id": activity.id, **asdict(one)} for one in new])
    return True


def _place_dots(
    image: WorkshopState, activity: SessionActivity, kept: dict[tuple[str, str], Vote], vote: Vote, option: Part
) -> None:
    """So many dots on an option in all, or on one of the cards in it. Dots on its cards stay on them as far as they can, so that
    they are there when the group is taken apart."""
    wanted = vote.value or 0
    if vote.subject_id != option.id:
        kept[vote.subject_id, vote.axis] = vote
        return
    within = [
        key
        for key, one in sorted(kept.items())
        if one.subject_id != option.id and (other := option_of(image, activity.kind, one.subject_id)) and other.id == option.id
    ]
    for key in within:
        stays = min(kept[key].value or 0, wanted)
        kept[key] = replace(kept[key], value=stays)
        wanted -= stays
    kept[option.id, vote.axis] = replace(vote, value=wanted)


def _spend(kept: dict[tuple[str, str], Vote], living: set[tuple[str, str]], left: int) -> None:
    """Dots on what is gone wait there in case it comes back, until they are given to something else."""
    for key in sorted(kept.keys() - living):
        stays = min(kept[key].value or 0, left)
        kept[key] = replace(kept[key], value=stays)
        left -= stays
