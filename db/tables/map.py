"""The frame and the five steps: who, what, where it hurts, what shall be, what to do."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from db.columns import (
    TEXT,
    UtcDateTime,
    choice,
    items,
    key,
    line,
    maybe_key,
    paragraph,
    quarter,
    rating,
    released,
    required,
    successor,
)
from db.tables.base import TABLES, Part, Row, stored


@stored("workshops")
class Workshop(Row):
    """The workshop and its frame. ``revision`` lives in the table alone: it counts commands, not edits of the frame.

    From the standard deviation ``disagreement`` on, scores on the scale of 1 to 5 are said to disagree. ``closed_without`` says
    what was still missing when the group closed it; check-ins and reviews come ``every`` so many days. Customers who review the
    map see the stream ``shown_stream_id``, the first if that is empty or gone, and the future experience only if it is
    ``future_shared``. ``shown_since`` is when it was first chosen what they see: what is new or says something else
    since then waits until it is released. What they read of a row stands in its field that begins with ``shown_``.
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
    shown_stream_id: str | None = Field(default=None, sa_type=sa.String(36), max_length=36)
    shown_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


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
    merged_into: str | None = successor()


@stored("objectives")
class Objective(Part):
    text: str = required(400)


@stored("agenda_items")
class AgendaItem(Part):
    """One line of the agenda; ``step`` names the page it belongs to, empty for breaks."""

    title: str = required()
    minutes: int = Field(default=15, ge=0, le=1440)
    step: str | None = choice("frame", "customer", "value_stream", "pain_points", "future_state", "priorities", default=None)
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
        "demographics",
        "purchase history",
        "revenue",
        "product",
        "health index",
        "life-cycle stage",
        "use case",
        "growth potential",
        "needs",
        "behaviour",
        default=None,
    )
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
    shown_name: str | None = released()
    merged_into: str | None = successor()


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
        "activity",
        "touchpoint",
        "channel",
        "performer",
        "pain_point",
        "opportunity",
        "kpi",
        "system",
        "data",
        "transaction",
        "quote",
        "bright_spot",
        "other",
        default="other",
    )
    hidden: bool = False
    shared: bool | None = None
    shown_name: str | None = released()


@stored("themes")
class Theme(Part):
    name: str = required()
    merged_into: str | None = successor()


@stored("groups")
class Group(Part):
    """A titled pile of entries in one cell of the board."""

    title: str = required()
    merged_into: str | None = successor()


@stored("resources")
class Resource(Part):
    """The workshop-wide lists that entries point to."""

    kind: str = choice("performer", "channel", "system", "data", default="system")
    name: str = required()
    merged_into: str | None = successor()


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
    merged_into: str | None = successor()


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
    shown_text: str | None = released(400)
    merged_into: str | None = successor()


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
    shown_value: int | None = rating(-2, 2)


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
    shown_experience: str | None = released(TEXT)


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
