"""The vocabulary as tables.

Each thing is written down once: a frozen model that validates input and is handed out to readers, and beside it
the SQLModel table of the same fields, made by ``@stored``. Rows are read and written as columns, so no ORM object ever
leaves a transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from pydantic import ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from db.columns import (
    POSITION,
    UtcDateTime,
    check_items,
    choice,
    items,
    key,
    line,
    maybe_key,
    paragraph,
    quarter,
    rating,
    required,
    unstorable,
)


class Base(SQLModel, registry=registry()):
    """A registry of our own: a reloaded module may then define its tables again."""


class Row(Base):
    """What everything stored has. ``version`` counts the changes of one row; ``origin_id`` is the row it was copied from."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)  # type: ignore[assignment]
    table_name: ClassVar[str] = ""
    required_references: ClassVar[frozenset[str]] = frozenset()

    id: str = Field(primary_key=True, sa_type=sa.String(36), max_length=36)
    version: int = 1
    origin_id: str | None = Field(default=None, sa_type=sa.String(36), max_length=36)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @field_validator("*", mode="after")
    @classmethod
    def _clean(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            fault = unstorable(value)
            if fault:
                raise PydanticCustomError("unstorable", "contains {fault}", {"fault": fault})
            extra = cls.model_fields[info.field_name or ""].json_schema_extra
            if isinstance(extra, dict) and "enum" in extra and value not in list(extra["enum"] or []):  # type: ignore[arg-type]
                raise PydanticCustomError("choice", "is not one of the choices")
            if isinstance(extra, dict) and "pattern" in extra and not re.fullmatch(str(extra["pattern"]), value):
                raise PydanticCustomError("quarter", "is not a quarter")
            rules = cls.model_fields[info.field_name or ""].metadata
            if not value.strip() and any(getattr(rule, "min_length", 0) for rule in rules):
                raise PydanticCustomError("blank", "is blank")
        elif isinstance(value, list | dict):
            check_items(value)
        return value


class Part(Row):
    """A thing in a workshop. ``visibility`` and ``internal`` decide who may see it; ``author_id`` is empty where unknown."""

    workshop_id: str = key("workshops.id")
    position: str = Field(default="a0", sa_type=POSITION, max_length=255)
    author_id: str | None = Field(default=None, sa_type=sa.String(36), max_length=36)
    visibility: str = choice("private", "hidden", "team", default="team")
    internal: bool = False


PARTS: dict[str, type[Part]] = {}
"""Every kind of part by its plural, in an order in which each refers only to earlier ones."""
TABLES: dict[str, sa.Table] = {}
"""The SQLAlchemy table of every kind, workshops included."""


R = TypeVar("R", bound=Row)


def stored(plural: str) -> Callable[[type[R]], type[R]]:
    """Make the table ``plural`` for a model and register both."""

    def make(model: type[R]) -> type[R]:
        metaclass: Any = type(model)
        names = {"__tablename__": plural, "__module__": __name__}
        table = metaclass(f"{model.__name__}Table", (model,), names, table=True)
        TABLES[plural] = table.__table__
        model.table_name = plural
        if issubclass(model, Part):
            PARTS[plural] = model
        return model

    return make


@stored("workshops")
class Workshop(Row):
    """The workshop and its frame. ``revision`` lives in the table alone: it counts commands, not edits of the frame.

    From the standard deviation ``disagreement`` on, scores on the scale of 1 to 5 are said to disagree. ``closed_without`` says
    what was still missing when the group closed it; check-ins and reviews come ``every`` so many days. Customers who review the
    map see the future experience only if it is ``future_shared``.
    """

    name: str = required()
    purpose: str = choice("action", "alignment", default="action")
    goal: str = paragraph()
    scope: str = paragraph()
    sponsor: str = line()
    vision: str = paragraph()
    north_star: str = line(limit=400)
    starts_on: date | None = None
    currency: str = line("EUR", 3)
    impact_midline: float = Field(default=3.0, ge=1, le=5)
    effort_midline: float = Field(default=3.0, ge=1, le=5)
    disagreement: float = Field(default=1.0, ge=0.3, le=2)
    quadrant_names: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    finished_steps: list[str] = items()
    journey_owner: str = line()
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_without: list[str] = items()
    check_in_every: int = Field(default=14, ge=1, le=366, sa_column_kwargs={"server_default": "14"})
    next_check_in_on: date | None = None
    review_every: int = Field(default=91, ge=1, le=1100, sa_column_kwargs={"server_default": "91"})
    next_review_on: date | None = None
    future_shared: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


TABLES["workshops"].append_column(sa.Column("revision", sa.Integer, nullable=False, server_default="0"))


@stored("organisations")
class Organisation(Part):
    name: str = required()
    role: str = line()


@stored("departments")
class Department(Part):
    """``letters`` are the two that stand on cards; ``colour`` is an index into the palette."""

    name: str = required()
    organisation_id: str | None = maybe_key("organisations.id")
    letters: str = line(limit=3)
    colour: int = Field(default=0, ge=0, le=99)
    role: str = line()
    needs: str = paragraph()
    faces_customer: bool = False


@stored("stakeholders")
class Stakeholder(Part):
    name: str = required()
    role: str = line()
    department_id: str | None = maybe_key("departments.id")
    signs_up_for: str = paragraph()


@stored("participants")
class Participant(Part):
    """Somebody who takes part. ``present`` counts them as being there; without a device, the facilitator enters things for them.

    The stages they look after are links, ``looks_after``; without any it is all of them. ``merged_into`` is the id of the
    participant that a doubled one in the trash became.
    """

    name: str = required()
    department_id: str | None = maybe_key("departments.id")
    present: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    without_device: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    merged_into: str | None = Field(default=None, sa_type=sa.String(36), max_length=36)


@stored("objectives")
class Objective(Part):
    text: str = required(400)


@stored("agenda_items")
class AgendaItem(Part):
    """One line of the agenda; ``step`` names the page it belongs to, empty for breaks."""

    title: str = required()
    minutes: int = Field(default=15, ge=0, le=1440)
    step: str | None = choice(
        "frame", "customer", "value_stream", "pain_points", "future_state", "priorities", default=None
    )
    is_break: bool = False
    day: int = Field(default=1, ge=1, le=10)


@stored("customers")
class Customer(Part):
    """A candidate; the one with ``primary`` is agreed, ``because`` says why."""

    name: str = required()
    note: str = line(limit=400)
    relation: str = choice("external", "internal", default="external")
    primary: bool = False
    because: str = paragraph()


@stored("segments")
class Segment(Part):
    customer_id: str = key("customers.id")
    name: str = required()


@stored("criteria")
class Criterion(Part):
    """What members of a segment share."""

    segment_id: str = key("segments.id")
    kind: str | None = choice(
        "demographics", "purchase history", "revenue", "product", "health index", "life-cycle stage", "use case",
        "growth potential", "needs", "behaviour", default=None,
    )  # fmt: skip
    text: str = required()


@stored("personas")
class Persona(Part):
    """``facts`` is a list of ``[number, what it counts]``, both strings."""

    segment_id: str = key("segments.id")
    name: str = required()
    headline: str = line()
    quote: str = line(limit=400)
    scenario: str = paragraph()
    goal: str = paragraph()
    behaviours: str = paragraph()
    preferences: str = paragraph()
    expectations: str = paragraph()
    gives_up_when: str = paragraph()
    facts: list[list[str]] = items()


@stored("evidence")
class Evidence(Part):
    """What is known of the customer. Without a source it is an assumption."""

    customer_id: str | None = maybe_key("customers.id")
    text: str = required(400)
    source: str = line(limit=400)
    link: str = line(limit=2000)
    state: str = choice("assumed", "observed", "confirmed", default="assumed")


@stored("value_streams")
class ValueStream(Part):
    name: str = required()
    customer_id: str | None = maybe_key("customers.id")
    trigger: str = line(limit=400)
    end: str = line(limit=400)


@stored("stages")
class Stage(Part):
    """``duration`` and its unit say how long the stage lasts. ``department_id`` leads."""

    name: str = required()
    description: str = paragraph()
    department_id: str | None = maybe_key("departments.id")
    is_key: bool = False
    unknown_here: bool = False
    duration: float | None = Field(default=None, ge=0, le=100000)
    duration_unit: str = choice("minutes", "hours", "days", "weeks", "months", default="days")


@stored("value_stream_stages")
class ValueStreamStage(Part):
    """A stage's place in a stream."""

    value_stream_id: str = key("value_streams.id")
    stage_id: str = key("stages.id")


@stored("stage_departments")
class StageDepartment(Part):
    """Who helps or is consulted at a stage; who leads stands on the stage."""

    stage_id: str = key("stages.id")
    department_id: str = key("departments.id")
    involvement: str = choice("helps", "consulted", default="helps")


@stored("milestones")
class Milestone(Part):
    stage_id: str = key("stages.id")
    name: str = required()


@stored("deliverables")
class Deliverable(Part):
    stage_id: str = key("stages.id")
    name: str = required()
    inputs: str = paragraph()
    completion_criteria: str = paragraph()
    signed_off_by: str = line()


@stored("steps")
class Step(Part):
    """Who does what inside a stage, in order."""

    stage_id: str = key("stages.id")
    text: str = required(400)
    department_id: str | None = maybe_key("departments.id")


@stored("handoffs")
class Handoff(Part):
    """``waiting_minutes`` is what the customer waits here; ``future`` is what becomes of it."""

    value_stream_id: str = key("value_streams.id")
    from_stage_id: str = key("stages.id")
    to_stage_id: str = key("stages.id")
    what: str = line()
    risk: int | None = rating()
    risk_note: str = line(limit=400)
    mitigation: str = line(limit=400)
    dependency: str = line(limit=400)
    crucial: bool = False
    waiting_minutes: int | None = Field(default=None, ge=0, le=10_000_000)
    future: str = choice("kept", "changed", "removed", "new", default="kept")
    future_note: str = line(limit=400)


@stored("lanes")
class Lane(Part):
    """A row of the board. ``kind`` is what its entries are. ``shared`` says whether customers who review the map see it; empty
    leaves that to the kind."""

    name: str = required()
    kind: str = choice(
        "activity", "touchpoint", "channel", "performer", "pain_point", "opportunity", "kpi", "system", "data",
        "transaction", "quote", "bright_spot", "other", default="other",
    )  # fmt: skip
    hidden: bool = False
    shared: bool | None = None


@stored("themes")
class Theme(Part):
    name: str = required()


@stored("groups")
class Group(Part):
    """A titled pile of entries in one cell of the board."""

    title: str = required()


@stored("resources")
class Resource(Part):
    """The workshop-wide lists that entries point to."""

    kind: str = choice("performer", "channel", "system", "data", default="system")
    name: str = required()


@stored("kpis")
class Kpi(Part):
    """A number to watch. ``direction`` says which way is better; ``target`` is to be reached by ``target_on``."""

    name: str = required()
    unit: str = line(limit=40)
    direction: str = choice("up", "down", default="down")
    baseline: float | None = None
    baseline_on: date | None = None
    baseline_source: str = line(limit=400)
    target: float | None = None
    target_on: date | None = None


@stored("entries")
class Entry(Part):
    """A card on the board. Fields that its lane's kind does not show are kept, so that it can be retyped and back. ``shared``
    says whether customers who review the map see it; empty leaves that to the lane."""

    stage_id: str = key("stages.id")
    lane_id: str = key("lanes.id")
    value_stream_id: str | None = maybe_key("value_streams.id")
    text: str = required(400)
    note: str = paragraph()
    whose: str = choice("customer", "internal", default="customer")
    severity: int | None = rating()
    frequency: int | None = rating()
    evidence: str = choice("assumed", "observed", "confirmed", default="assumed")
    source: str = line(limit=400)
    link: str = line(limit=2000)
    blocks: str = paragraph()
    drop_off: str = paragraph()
    better_or_worse: str = paragraph()
    speaker: str = line()
    department_id: str | None = maybe_key("departments.id")
    theme_id: str | None = maybe_key("themes.id")
    group_id: str | None = maybe_key("groups.id")
    shared: bool | None = None


@stored("echoes")
class Echo(Part):
    """Somebody says of a card: happens to us too."""

    entry_id: str = key("entries.id")
    department_id: str | None = maybe_key("departments.id")


@stored("emotions")
class Emotion(Part):
    """How the customer feels at a stage today, -2 to +2."""

    stage_id: str = key("stages.id")
    value_stream_id: str | None = maybe_key("value_streams.id")
    value: int = Field(ge=-2, le=2)
    reason: str = line(limit=400)


@stored("future_states")
class FutureState(Part):
    """What a stage will be. ``people`` to ``data`` hold one short line each per newline; ``emotion`` is expected, -2 to +2."""

    stage_id: str = key("stages.id")
    experience: str = paragraph()
    moment_that_matters: bool = False
    unchanged: bool = False
    people: str = paragraph()
    process: str = paragraph()
    technology: str = paragraph()
    data: str = paragraph()
    emotion: int | None = rating(-2, 2)
    emotion_reason: str = line(limit=400)


@stored("actions")
class Action(Part):
    """``value_minor`` and ``cost_minor`` are in hundredths of the workshop's currency.

    ``decision_asked_at`` says since when leaders are asked to decide on it, ``decision_question`` what exactly. ``chosen`` are
    those that somebody is to take at the closing; ``taken_by_id`` said "I take it" then.
    """

    name: str = required()
    note: str = paragraph()
    owner: str = line()
    department_id: str | None = maybe_key("departments.id")
    theme_id: str | None = maybe_key("themes.id")
    objective_id: str | None = maybe_key("objectives.id")
    due_on: date | None = None
    horizon: str | None = choice("short", "mid", "long", default=None)
    quarter: str | None = quarter()
    has_resources: str = choice("yes", "no", "unclear", default="unclear")
    has_owner: str = choice("yes", "no", "unclear", default="unclear")
    has_support: str = choice("yes", "no", "unclear", default="unclear")
    value_minor: int | None = Field(default=None, ge=0, le=10**15, sa_type=sa.BigInteger)
    cost_minor: int | None = Field(default=None, ge=0, le=10**15, sa_type=sa.BigInteger)
    decision_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision_question: str = line()
    chosen: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    taken_by_id: str | None = maybe_key("participants.id")
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


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

    What was voted unseen keeps no name: only whether the voter faces customers or delivers.
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
    """What the group does now, or did: one question with its time. Links of the relation ``covers`` say what it is about."""

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


@stored("calls_to_explain")
class CallToExplain(Part):
    """Asks the one who scored lowest or highest to say why; only they see it (``author_id``), until the next round closes."""

    round_id: str = key("rounds.id")
    subject_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
    axis: str = choice("impact", "effort", default="impact")
    end: str = choice("lowest", "highest", default="lowest")


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


@stored("projects")
class Project(Part):
    """What carries an action out. ``problem`` to ``measure`` are its charter; a ``standard`` is a process or policy that is
    written down somewhere and is somebody's. ``participant_id`` is the owner, if they are on the roster. Links ``depends_on``
    go to other projects."""

    action_id: str | None = maybe_key("actions.id")
    name: str = required()
    owner: str = line()
    participant_id: str | None = maybe_key("participants.id")
    status: str = choice("planned", "running", "blocked", "done", "stopped", default="planned")
    outcome_kind: str = choice("result", "standard", default="result")
    outcome: str = paragraph()
    standard_where: str = line(limit=2000)
    standard_whose: str = line()
    problem: str = line(limit=400)
    in_scope: str = line(limit=400)
    out_of_scope: str = line(limit=400)
    measure: str = line(limit=400)
    help_needed: str = paragraph()
    starts_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None


@stored("tasks")
class Task(Part):
    """One thing to do in a project; ``done_on`` is empty until it is done."""

    project_id: str = key("projects.id")
    name: str = required(400)
    owner: str = line()
    due_on: date | None = None
    done_on: date | None = None


@stored("check_ins")
class CheckIn(Part):
    """A meeting that goes from project to project."""

    held_on: date | None = None
    state: str = choice("open", "closed", default="open")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@stored("project_updates")
class ProjectUpdate(Part):
    """What is said of a project at a check-in; handed in beforehand, ``check_in_id`` is empty until there is one."""

    project_id: str = key("projects.id")
    check_in_id: str | None = maybe_key("check_ins.id")
    since_last: str = paragraph()
    next_steps: str = paragraph()
    blocked: str = paragraph()
    confidence: str | None = choice("green", "amber", "red", default=None)
    said_by: str = line()
    participant_id: str | None = maybe_key("participants.id")
    said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@stored("kpi_readings")
class KpiReading(Part):
    """What a KPI was on a day, in its own unit."""

    kpi_id: str = key("kpis.id")
    read_on: date
    value: float
    source: str = line(limit=400)
    note: str = line(limit=400)


@stored("reviews")
class Review(Part):
    """The map is walked again."""

    held_on: date | None = None
    state: str = choice("open", "closed", default="open")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str = paragraph()


@stored("review_findings")
class ReviewFinding(Part):
    """What a review says of a stage."""

    review_id: str = key("reviews.id")
    stage_id: str = key("stages.id")
    still_true: str | None = choice("yes", "partly", "no", default=None)
    words: str = paragraph()


@stored("re_ratings")
class ReRating(Part):
    """A rating of a stage or card that a review changed or confirmed: what it was before, and what it has been since."""

    review_id: str = key("reviews.id")
    subject_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
    axis: str = choice("emotion", "severity", "frequency", default="emotion")
    before: int | None = rating(-2, 5)
    after: int | None = rating(-2, 5)


@stored("customer_marks")
class CustomerMark(Part):
    """What a customer who reviews the map says: a card is true or wrong, or something is missing at a stage. ``became_id`` is the
    card that the facilitator made of it."""

    stage_id: str = key("stages.id")
    entry_id: str | None = maybe_key("entries.id")
    mark: str = choice("true", "wrong", "missing", default="true")
    words: str = line(limit=400)
    said_by: str = line()
    state: str = choice("open", "taken_over", "set_aside", default="open")
    became_id: str | None = maybe_key("entries.id")


@stored("links")
class Link(Part):
    """``from_id`` and ``to_id`` are rows of the kinds that ``relation`` joins (``cjm.words.RELATIONS``)."""

    relation: str = choice(
        "answers", "uses", "moves", "removes", "realises", "carries_out", "looks_after", "covers", "takes", "joins",
        "asks", "depends_on", "measures",
        default="answers",
    )  # fmt: skip
    from_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
    to_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)


ACTIVITY = sa.Table(
    "activity",
    Base.metadata,
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("request_id", sa.String(64), nullable=False, unique=True),
    sa.Column("command", sa.String(80), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("actor_name", sa.String(200), nullable=False),
    sa.Column("actor_id", sa.String(36)),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("undo_of", sa.Integer),
    sa.Column("only_for", sa.String(36)),
    sa.Column("result", sa.JSON),
    sa.Column("changes", sa.JSON, nullable=False),
)
"""The change feed: one line a command, ``changes`` a list of ``{op, kind, id, before, after}``; ``only_for`` is the
actor's id where the line tells of something that the team may not see yet."""

SEATS = sa.Table(
    "seats",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
    sa.Column("key_hash", sa.String(64), nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("participant_id", sa.String(36), sa.ForeignKey("participants.id"), index=True),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    sa.Index("ix_seats_key_hash", "key_hash", "workshop_id"),
)
"""Who sits at which browser. Of several at one, the one ``taken_at`` last counts (a shared phone). No part of the workshop."""

VISITS = sa.Table(
    "visits",
    Base.metadata,
    sa.Column("seat_id", sa.String(36), sa.ForeignKey("seats.id"), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("since_revision", sa.Integer),
    sa.Column("since_at", UtcDateTime),
)
"""What a seat has seen of the page for leaders: up to which revision, and where its visit before ended."""

INVITATIONS = sa.Table(
    "invitations",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("participant_id", sa.String(36), sa.ForeignKey("participants.id"), index=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("code_hash", sa.String(64), unique=True),
    sa.Column("code_ends_at", UtcDateTime),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime),
    sa.Column("revoked_at", UtcDateTime),
)
"""Links that make seats; with a participant it is that person's own. Link and spoken code are stored as hashes only."""

SEALED_CARDS = sa.Table(
    "sealed_cards",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), nullable=False, index=True),
    sa.Column("author_key", sa.String(64)),
    sa.Column("author_id", sa.String(36)),
    sa.Column("department_id", sa.String(36)),
    sa.Column("stage_id", sa.String(36), nullable=False),
    sa.Column("lane_id", sa.String(36), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Cards that only their author sees until the reveal, which moves them out of here in a shuffled order.

Without names ``author_key`` is the hash of a key that only the author's phone has, ``author_id`` is empty, and nothing tells
when or in which order they came: no time, no revision, and no row number either.
"""

SEALED_BALLOTS = sa.Table(
    "sealed_ballots",
    Base.metadata,
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), primary_key=True),
    sa.Column("voter_id", sa.String(36), primary_key=True),
    sa.Column("subject_id", sa.String(36), primary_key=True),
    sa.Column("axis", sa.String(40), primary_key=True),
    sa.Column("value", sa.Integer),
    sa.Column("source", sa.String(40), nullable=False),
    sqlite_with_rowid=False,
)
"""Votes of an open round, one a person, subject and axis; an empty value is "I can't judge"."""

SEALED_DONE = sa.Table(
    "sealed_done",
    Base.metadata,
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), primary_key=True),
    sa.Column("voter_id", sa.String(36), primary_key=True),
    sqlite_with_rowid=False,
)
"""Who said "I'm done"; never what they wrote or chose."""

READ_OUTS = sa.Table(
    "read_outs",
    Base.metadata,
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), primary_key=True),
    sa.Column("place", sa.String(36), nullable=False),
    sqlite_with_rowid=False,
)
"""Where a read-out stands: the id of the card on the wall, or "all" for every card at once. Turning a page is no change of the
workshop, so it has no revision and no line of activity."""

SNAPSHOTS = sa.Table(
    "snapshots",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("made_by", sa.String(200), nullable=False),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
)
"""The workshop document at a revision, compressed. Not part of the workshop: an image does not hold it, an export neither."""
