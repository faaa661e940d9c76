"""What follows the workshop: projects, check-ins, readings, reviews, snapshots, and what customers say of the map"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _maybe(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _moment(name: str) -> sa.Column[Any]:
    return _maybe(name, sa.DateTime(timezone=True))


def _rating(name: str) -> sa.Column[Any]:
    return _maybe(name, sa.Integer())


def _new_tables() -> dict[str, tuple[dict[str, str], list[sa.Column[Any]], list[str]]]:
    """By table: its references (an optional one ends in ``?``), its own columns, and which of those have an index."""
    return {
        "projects": (
            {"action_id": "actions?", "participant_id": "participants?"},
            [
                _text("name", 200),
                _text("owner", 200),
                _text("status", 40),
                _text("outcome_kind", 40),
                _text("outcome", 4000),
                _text("standard_where", 2000),
                _text("standard_whose", 200),
                _text("problem", 400),
                _text("in_scope", 400),
                _text("out_of_scope", 400),
                _text("measure", 400),
                _text("help_needed", 4000),
                _maybe("starts_on", sa.Date()),
                _maybe("due_on", sa.Date()),
                _maybe("done_on", sa.Date()),
            ],
            [],
        ),
        "tasks": (
            {"project_id": "projects"},
            [_text("name", 400), _text("owner", 200), _maybe("due_on", sa.Date()), _maybe("done_on", sa.Date())],
            [],
        ),
        "check_ins": ({}, [_maybe("held_on", sa.Date()), _text("state", 40), _moment("closed_at")], []),
        "project_updates": (
            {"project_id": "projects", "check_in_id": "check_ins?", "participant_id": "participants?"},
            [
                _text("since_last", 4000),
                _text("next_steps", 4000),
                _text("blocked", 4000),
                _maybe("confidence", sa.String(length=40)),
                _text("said_by", 200),
                _moment("said_at"),
            ],
            [],
        ),
        "kpi_readings": (
            {"kpi_id": "kpis"},
            [
                sa.Column("read_on", sa.Date(), nullable=False),
                sa.Column("value", sa.Float(), nullable=False),
                _text("source", 400),
                _text("note", 400),
            ],
            [],
        ),
        "reviews": ({}, [_maybe("held_on", sa.Date()), _text("state", 40), _moment("closed_at"), _text("note", 4000)], []),
        "review_findings": (
            {"review_id": "reviews", "stage_id": "stages"},
            [_maybe("still_true", sa.String(length=40)), _text("words", 4000)],
            [],
        ),
        "re_ratings": (
            {"review_id": "reviews"},
            [_text("subject_id", 36), _text("axis", 40), _rating("before"), _rating("after")],
            ["subject_id"],
        ),
        "customer_marks": (
            {"stage_id": "stages", "entry_id": "entries?", "became_id": "entries?"},
            [_text("mark", 40), _text("words", 400), _text("said_by", 200), _text("state", 40)],
            [],
        ),
    }


def upgrade() -> None:
    for kind, (references, own, indexed) in _new_tables().items():
        targets = {"workshop_id": "workshops", **references}
        op.create_table(
            kind,
            _text("id", 36),
            sa.Column("version", sa.Integer(), nullable=False),
            _maybe("origin_id", sa.String(length=36)),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
            _moment("deleted_at"),
            sa.Column(
                "position", sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"), nullable=False
            ),
            _maybe("author_id", sa.String(length=36)),
            _text("visibility", 40),
            sa.Column("internal", sa.Boolean(), nullable=False),
            *(sa.Column(name, sa.String(length=36), nullable=target.endswith("?")) for name, target in targets.items()),
            *own,
            *(sa.ForeignKeyConstraint([name], [f"{target.rstrip('?')}.id"]) for name, target in targets.items()),
            sa.PrimaryKeyConstraint("id"),
        )
        for name in (*targets, *indexed):
            op.create_index(f"ix_{kind}_{name}", kind, [name])
    op.create_table(
        "snapshots",
        _text("id", 36),
        _text("workshop_id", 36),
        sa.Column("revision", sa.Integer(), nullable=False),
        _text("reason", 40),
        _text("name", 200),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _text("made_by", 200),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshops.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_snapshots_workshop_id", "snapshots", ["workshop_id"])
    with op.batch_alter_table("actions") as actions:
        actions.add_column(sa.Column("chosen", sa.Boolean(), server_default=sa.false(), nullable=False))
        actions.add_column(_maybe("taken_by_id", sa.String(length=36)))
        actions.add_column(_moment("taken_at"))
        actions.create_index("ix_actions_taken_by_id", ["taken_by_id"])
        actions.create_foreign_key("fk_actions_taken_by_id", "participants", ["taken_by_id"], ["id"])
    for kind in ("entries", "lanes"):
        with op.batch_alter_table(kind) as changed:
            changed.add_column(_maybe("shared", sa.Boolean()))
    with op.batch_alter_table("kpis") as kpis:
        for column in (
            _maybe("baseline", sa.Float()),
            _maybe("baseline_on", sa.Date()),
            _maybe("target", sa.Float()),
            _maybe("target_on", sa.Date()),
            sa.Column("baseline_source", sa.String(length=400), nullable=False, server_default=""),
        ):
            kpis.add_column(column)
    with op.batch_alter_table("workshops") as workshops:
        for column in (
            sa.Column("journey_owner", sa.String(length=200), nullable=False, server_default=""),
            _moment("closed_at"),
            sa.Column("closed_without", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("check_in_every", sa.Integer(), nullable=False, server_default="14"),
            _maybe("next_check_in_on", sa.Date()),
            sa.Column("review_every", sa.Integer(), nullable=False, server_default="91"),
            _maybe("next_review_on", sa.Date()),
        ):
            workshops.add_column(column)


def downgrade() -> None:
    added = {
        "workshops": [
            "next_review_on",
            "review_every",
            "next_check_in_on",
            "check_in_every",
            "closed_without",
            "closed_at",
            "journey_owner",
        ],
        "kpis": ["target_on", "target", "baseline_source", "baseline_on", "baseline"],
        "entries": ["shared"],
        "lanes": ["shared"],
    }
    for kind, names in added.items():
        with op.batch_alter_table(kind) as changed:
            for name in names:
                changed.drop_column(name)
    with op.batch_alter_table("actions") as actions:
        actions.drop_constraint("fk_actions_taken_by_id", type_="foreignkey")
        actions.drop_index("ix_actions_taken_by_id")
        for name in ("taken_at", "taken_by_id", "chosen"):
            actions.drop_column(name)
    op.drop_table("snapshots")
    for kind in reversed(_new_tables()):
        op.drop_table(kind)
