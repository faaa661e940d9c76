"""What leaders read in a minute, and what they answer."""

from cjm.leaders.answering import AnswerKind, answer_action, ask_leaders, reply_to_leader, take_back_answer
from cjm.leaders.parts import (
    ANSWERS,
    Answered,
    Became,
    Leaders,
    Planned,
    Sure,
    Waiting,
    WhereItStands,
    days_late,
    due_words,
)
from cjm.leaders.reading import leaders
from cjm.leaders.since import Change, Since
from cjm.leaders.visits import visit

__all__ = [
    "ANSWERS",
    "AnswerKind",
    "Answered",
    "Became",
    "Change",
    "Leaders",
    "Planned",
    "Since",
    "Sure",
    "Waiting",
    "WhereItStands",
    "answer_action",
    "ask_leaders",
    "days_late",
    "due_words",
    "leaders",
    "reply_to_leader",
    "take_back_answer",
    "visit",
]
