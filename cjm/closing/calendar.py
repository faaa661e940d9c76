"""A promise as a calendar file (RFC 5545), for whoever made it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from cjm.core.access import Right, Role, require
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context
from db.tables import Action

REMIND_BEFORE = timedelta(days=7)


def calendar_of(context: Context, action_id: str, page: str = "") -> bytes:
    """The day of an action, with a reminder a week before, and the next check-in; ``page`` is an address that leads back.

    Only for who took it, and for the facilitator. Raises CjmError.
    """
    require(context.actor, Right.READ)
    image = context.image()
    action = image.get(Action, action_id)
    mine = action.taken_by_id is not None and action.taken_by_id == context.actor.participant_id
    if action.taken_at is None or not (mine or context.actor.role is Role.FACILITATOR):
        raise NotAllowed("This file is for whoever took the action. Take it first, or ask the facilitator.")
    if action.due_on is None:
        raise CjmError("This action has no date yet: choose one first.")
    workshop = image.workshop
    calendar = Calendar()
    calendar.add("prodid", "-//Journey canvas//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    words = [f"{action.owner} said “I take it”.", action.note, workshop.name]
    event = _all_day(f"{action.id}@journey-canvas", action.name, action.due_on, words, page)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", action.name)
    alarm.add("trigger", -REMIND_BEFORE)
    event.add_component(alarm)
    calendar.add_component(event)
    if workshop.next_check_in_on is not None:
        name = f"Check-in: {workshop.name}"
        calendar.add_component(_all_day(f"{workshop.id}-check-in@journey-canvas", name, workshop.next_check_in_on, [], page))
    return bytes(calendar.to_ical())


def _all_day(uid: str, name: str, day: date, words: list[str], page: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.now(UTC))
    event.add("summary", name)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if any(words):
        event.add("description", "\n".join(one for one in words if one))
    if page:
        event.add("url", page)
    return event
