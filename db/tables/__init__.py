"""The vocabulary as tables.

Each thing is written down once: a frozen model that validates input and is handed out to readers, and beside it
the SQLModel table of the same fields, made by ``@stored``. Rows are read and written as columns, so no ORM object ever
leaves a transaction.
"""

from __future__ import annotations

# isort: off
from db.tables.base import PARTS, TABLES, Base, Part, Row, stored
from db.tables.map import (
    Workshop, Organisation, Department, Stakeholder, Participant, Objective, AgendaItem, Customer, Segment, Criterion,
    Persona, Evidence, ValueStream, Stage, ValueStreamStage, StageDepartment, Milestone, Deliverable, Step, Handoff, Lane,
    Theme, Group, Resource, Kpi, Entry, Echo, Emotion, FutureState, Action,
)
from db.tables.session import (
    Round, Ballot, SessionActivity, BreakOut, ParkedThought, Homework, NothingToAdd, StageDone, CardSeen,
    Decision, Answer,
)
from db.tables.follow_up import (
    Project, Task, CheckIn, ProjectUpdate, KpiReading, Review, ReviewFinding, ReRating, CustomerMark, Link,
)
from db.tables.beside import (
    ACTIVITY, SEATS, VISITS, INVITATIONS, SEALED_CARDS, SEALED_BALLOTS, SEALED_DONE, READ_OUTS, SNAPSHOTS,
)
# isort: on; each kind refers only to earlier ones, so the order in which they are made is that of PARTS

__all__ = [
    "ACTIVITY", "INVITATIONS", "PARTS", "READ_OUTS", "SEALED_BALLOTS", "SEALED_CARDS", "SEALED_DONE", "SEATS", "SNAPSHOTS",
    "TABLES", "VISITS", "Action", "AgendaItem", "Answer", "Ballot", "Base", "BreakOut", "CardSeen",
    "CheckIn", "Criterion", "Customer", "CustomerMark", "Decision", "Deliverable", "Department", "Echo", "Emotion", "Entry",
    "Evidence", "FutureState", "Group", "Handoff", "Homework", "Kpi", "KpiReading", "Lane", "Link", "Milestone",
    "NothingToAdd", "Objective", "Organisation", "ParkedThought", "Part", "Participant", "Persona", "Project",
    "ProjectUpdate", "ReRating", "Resource", "Review", "ReviewFinding", "Round", "Row", "Segment", "SessionActivity", "Stage",
    "StageDepartment", "StageDone", "Stakeholder", "Step", "Task", "Theme", "ValueStream", "ValueStreamStage", "Workshop",
    "stored",
]
