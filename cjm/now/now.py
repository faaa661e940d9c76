"""What a screen of the session shows: the running activity, filtered for who asks. One document for phones, the facilitator's own
device and the room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from cjm.closing.promises import promises
from cjm.core.access import Right, Role, require
from cjm.core.service import Context
from cjm.core.state import WorkshopState
from cjm.core.view import audience, seen_by
from cjm.core.vocabulary import CLOSING, STEPS
from cjm.people.presence import Here, here_in
from cjm.people.seats import claims
from cjm.priorities.results import Spread, spread
from cjm.session import sealed
from cjm.session.activities import to_vote_again
from cjm.session.break_outs import groups_of, proposed
from cjm.session.kinds import AXES, IN_FORMS, KINDS, Defaults, axes_of, covered, option_of, possible, starts, subjects, words_of
from cjm.session.pace import SITTING, pace, step_of
from cjm.session.read_out import pile, place_of
from cjm.session.sealed import FEWEST_OF_A_DEPARTMENT
from db.tables import (
    Action,
    AgendaItem,
    Ballot,
    Department,
    Echo,
    Entry,
    Group,
    Lane,
    ParkedThought,
    Part,
    Participant,
    Round,
    SessionActivity,
    Stage,
)

Json = dict[str, Any]


def session_stamp(context: Context) -> Json:
    """What is sent to every open screen when it changes: which activity is on in which state, and its counts. No contents."""
    image = context.image()
    activity = sealed.running(image)
    with context.service.store.reading() as connection:
        present = here_in(connection, image).ids
        if activity is None:
            return {"id": None, "version": 0, "state": "", "people": len(present)}
        counted = sealed.counts(connection, activity.id, image)
        expected = present | sealed.done_voters(connection, activity.id, image)
        place = place_of(connection, activity, image)
    return {
        "id": activity.id,
        "version": activity.version,
        "state": activity.state,
        "people": len(expected),
        "place": place,
        **asdict(counted),
    }


def now(context: Context, *, room: bool = False, step: str = "", online: frozenset[str] = frozenset()) -> Json:
    """The session for one person, or with ``room`` for the projector: no own votes, nothing sealed, no personal data.

    With ``step`` a facilitator is told what can be started there, and whose screens are open, by ``online``, their actors' ids.
    """
    require(context.actor, Right.READ)
    service = context.service
    with service.store.reading() as connection:
        image = service.image_in(connection, context.workshop_id)
        activity = sealed.running(image)
        mine: Json = {}
        done: set[str] = set()
        present = here_in(connection, image)
        counted = sealed.Counts()
        place = place_of(connection, activity, image) if activity is not None else None
        if activity is not None:
            counted = sealed.counts(connection, activity.id, image)
            done = sealed.done_voters(connection, activity.id, image)
            if not room and activity.state == "running":
                mine = {
                    "cards": sealed.own_cards(connection, activity.id, context.actor, image) if activity.names_shown else [],
                    **sealed.own_votes(connection, activity, context.actor, image),
                    "done": sealed.voter_id(context.actor) in done,
                }
    seen = seen_by(context, image)
    facilitates = context.actor.role is Role.FACILITATOR and not room
    people = [one for one in image.all(Participant) if one.id in present.ids]
    shown: Json = {
        "revision": image.revision,
        "workshop": image.workshop.name,
        "now": _time(datetime.now(UTC)),
        "people": len(present.ids | done),
        "counts": asdict(counted),
        "activity": _activity(seen, activity, present) if activity else None,
        "stages": [{"id": one.id, "name": one.name} for one in seen.all(Stage)],
        "lanes": [{"id": one.id, "name": one.name, "kind": one.kind} for one in seen.all(Lane) if not one.hidden],
    }
    if activity is not None and activity.state != "running":
        shown["results"] = results(seen, activity)
        said = {one.entry_id for one in seen.all(Echo) if one.author_id is not None and one.author_id == context.actor.id}
        if not room:
            mine = {"echoes": sorted(said)}
        shown["place"] = place
    elif activity is not None and activity.kind == "close":
        shown["place"] = place
    if activity is None or activity.kind == "close":
        shown["promises"] = _promised(context, seen, None if room else context.actor.participant_id)
    if room:
        shown |= in_the_room(seen, people)
        if shown["activity"]:
            shown["activity"]["groups"] = [
                {**{name: group[name] for name in ("id", "name", "reported", "stage_ids")}, "size": len(group["people"])}
                for group in shown["activity"]["groups"]
            ]
    if not room:
        shown["became"] = {old: image.became(old) for old in image.successors if old in image.rows["stages"]}
        shown["me"] = _me(seen, context)
        shown["mine"] = mine
        shown["parked"] = [_thought(one, context) for one in seen.all(ParkedThought) if not one.settled]
    if facilitates:
        in_groups = {id for group in groups_of(seen) for id in seen.linked_from("joins", group.id)}
        listed = present.ids | done | in_groups
        shown["roster"] = [
            {
                "id": one.id,
                "name": one.name,
                "done": one.id in done,
                "without_device": one.without_device,
                "online": one.id in online | present.online,
                "here": one.id in present.ids,
            }
            for one in image.all(Participant)
            if one.id in listed
        ]
        shown["absent"] = len(image.all(Participant)) - len(people)
        shown |= for_the_facilitator(seen, activity, present)
        shown["claims"] = [{"seat_id": one.seat_id, "name": one.name, "typed": one.typed} for one in claims(context)]
        shown["limits"] = IN_FORMS
        shown["starts"] = [_start(seen, one) for one in starts(seen, step)]
    return shown


def _me(image: WorkshopState, context: Context) -> Json:
    """Who asks; ``faces_customer`` is what their department does, None if that is unknown."""
    person = image.find(Participant, context.actor.participant_id)
    department = image.find(Department, person.department_id) if person else None
    mine = image.linked_from("looks_after", person.id) if person else []
    return {
        "name": context.actor.name,
        "role": context.actor.role.value,
        "id": sealed.voter_id(context.actor),
        "stage_ids": [one.id for one in image.all(Stage) if one.id in mine],
        "faces_customer": department.faces_customer if department else None,
    }


def in_the_room(image: WorkshopState, people: list[Participant]) -> Json:
    """What the wall shows between activities: how many of each department are here, the steps' questions and the agenda."""
    latest = max((one for one in image.all(SessionActivity) if one.started_at), key=lambda one: str(one.started_at), default=None)
    here: dict[str | None, int] = defaultdict(int)
    for one in people:
        here[one.department_id] += 1
    return {
        "step": step_of(image, latest) if latest else "customer",
        "steps": [{"key": key, "name": name, "question": question} for key, name, question in (*STEPS, CLOSING)],
        "opens": opens_on_promises(image, datetime.now(UTC)),
        "departments": [
            {"name": one.name, "letters": one.letters, "colour": one.colour, "count": here[one.id]}
            for one in image.all(Department)
            if here[one.id]
        ],
        "agenda": [
            {"title": one.title, "minutes": one.minutes, "step": one.step, "is_break": one.is_break, "day": one.day}
            for day in sorted(image.by(AgendaItem, "day").items())
            for one in day[1]
        ],
    }


def opens_on_promises(image: WorkshopState, now: datetime) -> bool:
    """Whether a session that begins now begins with what was promised: the workshop was closed, and nothing has been done since
    on this day."""
    closed = image.workshop.closed_at
    since = [one.started_at for one in image.all(SessionActivity) if one.started_at and closed and one.started_at > closed]
    return closed is not None and not any(now - start < SITTING for start in since)


def for_the_facilitator(image: WorkshopState, activity: SessionActivity | None, present: Here) -> Json:
    """What only the bar shows: the parking lot whole, how the steps keep to the agenda, and break-out groups to begin with."""
    moment = datetime.now(UTC)
    thoughts = image.all(ParkedThought)
    shown: Json = {
        "thoughts": [
            {"id": one.id, "version": one.version, "text": one.text, "owner": one.owner, "settled": one.settled}
            for one in thoughts
        ],
        "pace": {
            step: {"planned": one.planned, "used": one.used, "late": one.late, "since": _time(one.since)}
            for step, one in pace(image, moment).items()
        },
    }
    if activity is not None and activity.kind == "break_out" and activity.state == "running":
        most = min(6, len(image.all(Stage)) or 1)
        dealt = {number: proposed(image, number, present) for number in range(1, most + 1)}
        shown["proposed"] = {number: [one.model_dump() for one in groups] for number, groups in dealt.items()}
    return shown


def _start(image: WorkshopState, one: Defaults) -> Json:
    told = KINDS[one.kind]
    return {
        **asdict(one),
        "name": told.name,
        "start": told.start,
        "icon": told.icon,
        "subjects": [{"id": row.id, "text": words_of(row)} for row in possible(image, one.kind)],
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _activity(image: WorkshopState, activity: SessionActivity, present: Here) -> Json:
    told = KINDS[activity.kind]  # type: ignore[index]
    number = next((one.number for one in image.all(Round) if one.id == activity.round_id), 1)
    return {
        "id": activity.id,
        "version": activity.version,
        "kind": activity.kind,
        "name": told.name,
        "question": activity.question,
        "names_shown": activity.names_shown,
        "state": activity.state,
        "minutes": activity.minutes,
        "ends_at": _time(activity.ends_at),
        "started_at": _time(activity.started_at),
        "dots": activity.dots,
        "round": number,
        "stage_ids": [row.id for row in covered(image, activity, Stage)] if activity.kind not in AXES else [],
        "lane_ids": [row.id for row in covered(image, activity, Lane)],
        "stands": _stands(image, activity),
        "options": [_option(image, activity, row) for row in subjects(image, activity)] if activity.kind != "close" else [],
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "scribe_id": group.scribe_id,
                "reported": group.reported,
                "stage_ids": image.linked_from("takes", group.id),
                "people": image.linked_from("joins", group.id),
                "members": _names(image, image.linked_from("joins", group.id)),
                "scribe": "".join(_names(image, [group.scribe_id])),
                "scribe_here": group.scribe_id in present.ids,
            }
            for group in groups_of(image)
        ],
    }


def _stands(image: WorkshopState, activity: SessionActivity) -> dict[str, str]:
    """Of what was grouped or merged while it is voted on: which option it is now."""
    if activity.kind not in AXES or activity.state != "running":
        return {}
    now = ((id, option_of(image, activity.kind, id)) for id in image.linked_from("covers", activity.id))
    return {id: option.id for id, option in now if option is not None and option.id != id}


def _promised(context: Context, image: WorkshopState, person_id: str | None) -> Json:
    """What is given out as one person sees it: which of it is theirs. Without a person, for the room, nobody's id is told."""
    today = datetime.now(UTC).date()
    key = ("promised", audience(context.actor, image), today)
    shown: Json = context.service.once(context.workshop_id, image.revision, key, lambda: promised(image, today))
    actions = [{name: value for name, value in one.items() if name != "by"} for one in shown["actions"]]
    for one, known in zip(actions, shown["actions"], strict=True):
        one["mine"] = person_id is not None and known["by"] == person_id
    return {**shown, "actions": actions}


def promised(image: WorkshopState, today: date) -> Json:
    """What is given out, who took it and where it stands on ``today``; and what was missing when the workshop was closed."""
    workshop = image.workshop
    departments = {one.id: one for one in image.all(Department)}
    return {
        "closed_at": _time(workshop.closed_at),
        "without": list(workshop.closed_without),
        "owner": workshop.journey_owner,
        "check_in_on": str(workshop.next_check_in_on or ""),
        "review_on": str(workshop.next_review_on or ""),
        "today": str(today),
        "actions": [
            {
                "id": one.id,
                "text": one.name,
                "number": one.number,
                "owner": one.owner,
                "due_on": str(one.due_on or ""),
                "taken": one.taken,
                "by": one.taken_by_id,
                "state": one.state,
                "told": one.told,
                "quadrant": one.quadrant or "",
                "letters": department.letters if department else "",
                "colour": department.colour if department else 0,
                "department": department.name if department else "",
                "note": image.get(Action, one.id).note,
            }
            for one in promises.compute(image, today=today)
            for department in [departments.get(one.department_id or "")]
        ],
    }


def _names(image: WorkshopState, ids: list[Any]) -> list[str]:
    return [one.name for one in image.all(Participant) if one.id in ids]


def _option(image: WorkshopState, activity: SessionActivity, row: Part) -> Json:
    """What is voted on, in words: its text, and beneath it where it stands."""
    text, note = words_of(row), ""
    if isinstance(row, Entry):
        stage = image.find(Stage, row.stage_id)
        note = stage.name if stage else ""
    elif hasattr(row, "note"):
        note = row.note
    elif row.table_name == "groups":
        cards = image.by(Entry, "group_id").get(row.id, [])
        stage = image.find(Stage, cards[0].stage_id) if cards else None
        note = f"{len(cards)} cards" + (f", {stage.name}" if stage else "")
    if row.deleted_at is not None:
        note = "taken apart since" if row.table_name == "groups" else "not on the map any more"
    return {"id": row.id, "text": text, "note": note, "axes": list(axes_of(activity.kind, row))}


def _thought(one: ParkedThought, context: Context) -> Json:
    mine = one.author_id is not None and one.author_id == context.actor.id
    return {"id": one.id, "version": one.version, "text": one.text, "owner": one.owner, "mine": mine}


def results(image: WorkshopState, activity: SessionActivity) -> Json:
    """What a revealed activity says, without names: the new cards along the journey, shuffled in each cell, or each option's
    spread by axis, with what it was in rounds before."""
    if activity.kind not in AXES:
        cards = pile(image, activity)
        titles = {one.group_id: image.get(Group, one.group_id).title for one in cards if one.group_id}
        return {"cards": [_card(image, activity, one) for one in cards], "groups": titles}
    cast: dict[tuple[str, str], list[Ballot]] = defaultdict(list)
    for ballot in image.by(Ballot, "round_id").get(activity.round_id, []):
        cast[ballot.subject_id, ballot.axis].append(ballot)
    threshold = image.workshop.disagreement
    earlier = _earlier_rounds(image, activity)
    rows = []
    for row in subjects(image, activity):
        axes: Json = {}
        for axis in axes_of(activity.kind, row):
            ballots = cast.get((row.id, axis), [])
            low, high = (-2, 2) if axis == "emotion" else (1, 5)
            whole = spread([one.value for one in ballots], threshold)
            axes[axis] = {
                "total": sum(one.value for one in ballots),
                "count": len(ballots),
                "earlier": [
                    {"round": number, "mean": before.mean, "median": before.median, "deviation": round(before.deviation, 2)}
                    for number, votes in earlier
                    if (before := spread(votes.get((row.id, axis), []), threshold))
                ],
                **(_spread(whole, low, high) if whole and axis not in {"dots", "pick"} else {}),
                "groups": {
                    group: _spread(part, low, high)
                    for group in ("customer_facing", "delivering")
                    if axis not in {"dots", "pick"}
                    and (part := spread([one.value for one in ballots if one.voter_group == group], threshold))
                    and part is not None
                    and len(part.values) >= FEWEST_OF_A_DEPARTMENT
                },
            }
        rows.append({"id": row.id, "axes": axes})
    return {"options": rows, "again": list(to_vote_again(image, activity))}


def _earlier_rounds(image: WorkshopState, activity: SessionActivity) -> list[tuple[int, dict[tuple[str, str], list[int]]]]:
    """Number and values of the rounds before on the same question, the oldest first."""
    this = image.find(Round, activity.round_id)
    found = []
    for one in image.all(Round):
        if this is None or (one.kind, one.question) != (this.kind, this.question) or one.number >= this.number:
            continue
        votes: dict[tuple[str, str], list[int]] = defaultdict(list)
        for ballot in image.by(Ballot, "round_id").get(one.id, []):
            votes[ballot.subject_id, ballot.axis].append(ballot.value)
        found.append((one.number, votes))
    return sorted(found, key=lambda pair: pair[0])


def _spread(one: Spread, low: int, high: int) -> Json:
    return {
        "strip": list(one.strip(low, high)),
        "mean": one.mean,
        "median": one.median,
        "deviation": round(one.deviation, 2),
        "low": one.low,
        "high": one.high,
        "disagree": one.disagree,
    }


def _card(image: WorkshopState, activity: SessionActivity, entry: Entry) -> Json:
    department = image.find(Department, entry.department_id)
    person = image.find(Participant, entry.author_id) if activity.names_shown else None
    return {
        "id": entry.id,
        "text": entry.text,
        "stage_id": entry.stage_id,
        "lane_id": entry.lane_id,
        "department": department.name if department else "",
        "letters": department.letters if department else "",
        "colour": department.colour if department else 0,
        "author": person.name if person else "",
        "group_id": entry.group_id,
        "echoes": len(image.by(Echo, "entry_id").get(entry.id, [])),
    }
