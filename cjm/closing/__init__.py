"""Closing the workshop: who takes what by when, who owns the journey, when the group meets again, and what is still missing."""

from cjm.closing.parts import Closing, Parked, Promise
from cjm.closing.promises import promises
from cjm.closing.reading import closing, missing_in
from cjm.closing.taking import choose_actions, give_back_action, take_action
from cjm.closing.writing import close_workshop, plan_follow_up, reopen_workshop

__all__ = [
    "Closing",
    "Parked",
    "Promise",
    "choose_actions",
    "close_workshop",
    "closing",
    "give_back_action",
    "missing_in",
    "plan_follow_up",
    "promises",
    "reopen_workshop",
    "take_action",
]
