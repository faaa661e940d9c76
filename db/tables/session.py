"""What a group does and says together: rounds, activities, homework, decisions."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from db.columns import Moment, UtcDateTime, choice, items, key, line, maybe_key, paragraph, required
from db.tables.base import Part, stored


@stored("rounds")
class Round(Part):
    """One asking of a question. A tally in step 1 and a facilitator's scores in step 5 are rounds too."""

    kind: str = choice("pick", "dot_vote", "rate", "score", default="score")
    question: str = line(limit=400)
    number: int = Field(default=1, ge=1, le=10_000)
    state: str = choice("open", "closed", default="open")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@stored("ballots")
class Ballot(Part):
    """One value for one subject on one axis; a show of hands is one ballot whose value is the count.

    What was voted unseen keeps no name, and nothing of who entered it: only whether the voter faces customers or delivers, and
    that only where three or more of each did.
    """

    round_id: str = key("rounds.id")
    participant_id: str | None = maybe_key("participants.id")
    subject_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
    axis: str = choice("pick", "dots", "impact", "effort", "severity", "frequency", "emotion", default="impact")
    value: int = Field(ge=-2, le=10000)
    source: str = choice("own", "show_of_hands", "facilitator", default="facilitator")
    voter_group: str | None = choice("customer_facing", "delivering", default=None)


@stored("session_activities")
class SessionActivity(Part):
    """What the group does now, or did: one question with its time. Links of the relation ``covers`` say what it is about.

    ``revealed_before`` are the moments of earlier reveals, of what was gone on with.
    """

    kind: str = choice("write", "pick", "dot_vote", "rate", "score", "break_out", "close", default="write")
    question: str = line(limit=400)
    minutes: int = Field(default=5, ge=0, le=1440)
    names_shown: bool = True
    dots: int = Field(default=3, ge=1, le=20)
    round_id: str | None = maybe_key("rounds.id")
    state: str = choice("running", "revealed", "closed", default="running")
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revealed_before: list[Moment] = items(server_default="[]")


@stored("break_outs")
class BreakOut(Part):
    """A group of a break-out: links ``takes`` are its stages, links ``joins`` its people; ``scribe_id`` writes for it."""

    session_activity_id: str = key("session_activities.id")
    name: str = required()
    scribe_id: str | None = maybe_key("participants.id")
    reported: bool = False


@stored("parked_thoughts")
class ParkedThought(Part):
    """A thought for later. The parking lot is empty when each has an owner and is settled."""

    text: str = required(400)
    owner: str = line()
    settled: bool = False


@stored("homework")
class Homework(Part):
    """What is asked of contributors after the workshop; links of the relation ``asks`` are the lanes, none means the usual."""

    due_on: date | None = None


@stored("nothing_to_add")
class NothingToAdd(Part):
    """Somebody was asked about a lane of a stage and has nothing to add: that is an answer. ``author_id`` says who has no place
    on the roster."""

    participant_id: str | None = maybe_key("participants.id")
    stage_id: str = key("stages.id")
    lane_id: str = key("lanes.id")


@stored("stages_done")
class StageDone(Part):
    """Somebody is done with a stage."""

    participant_id: str | None = maybe_key("participants.id")
    stage_id: str = key("stages.id")


@stored("cards_seen")
class CardSeen(Part):
    """The facilitator has read a card that came after the vote."""

    entry_id: str = key("entries.id")


@stored("decisions")
class Decision(Part):
    """What somebody decided against or beside the scores, with the reason."""

    subject_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
    impact: float | None = Field(default=None, ge=1, le=5)
    effort: float | None = Field(default=None, ge=1, le=5)
    reason: str = paragraph()
    decided_by: str = line()


@stored("answers")
class Answer(Part):
    """What a leader (``author_id``) answers to an action: one row each, changed when they change their mind. ``reply`` is what
    the facilitator says to their question."""

    action_id: str = key("actions.id")
    answer: str = choice("approve", "not_now", "ask", default="approve")
    words: str = line(limit=400)
    answered_by: str = line()
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    replied_by: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    replied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
