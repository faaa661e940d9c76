"""What follows the workshop: projects, check-ins, readings, reviews, what customers say; and the links between things."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from db.columns import UtcDateTime, choice, key, line, maybe_key, paragraph, rating, required
from db.tables.base import Part, stored


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
    """A rating of a stage or card that a review changed or confirmed: what it was before, and what it has been since. An emotion
    that one stream has of its own is a subject by itself."""

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
    """``from_id`` and ``to_id`` are rows of the kinds that ``relation`` joins (``cjm.core.vocabulary.RELATIONS``)."""

    relation: str = choice(
        "answers",
        "uses",
        "moves",
        "removes",
        "realises",
        "carries_out",
        "looks_after",
        "covers",
        "takes",
        "joins",
        "asks",
        "depends_on",
        "measures",
        default="answers",
    )
    from_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
    to_id: str = Field(sa_type=sa.String(36), max_length=36, index=True)
