"""Activities of a session, what is sealed until its reveal, break-outs, parked thoughts"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parked_thoughts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column(
            "position", sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("parked_thoughts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parked_thoughts_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "calls_to_explain",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column(
            "position", sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("round_id", sa.String(length=36), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("end", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("calls_to_explain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calls_to_explain_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calls_to_explain_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_calls_to_explain_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "session_activities",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column(
            "position", sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=400), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("names_shown", sa.Boolean(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["rounds.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("session_activities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_activities_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_activities_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "sealed_ballots",
        sa.Column("session_activity_id", sa.String(length=36), nullable=False),
        sa.Column("voter_id", sa.String(length=36), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_activity_id"],
            ["session_activities.id"],
        ),
        sa.PrimaryKeyConstraint("session_activity_id", "voter_id", "subject_id", "axis"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_cards",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("session_activity_id", sa.String(length=36), nullable=False),
        sa.Column("author_key", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("department_id", sa.String(length=36), nullable=True),
        sa.Column("stage_id", sa.String(length=36), nullable=False),
        sa.Column("lane_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_activity_id"],
            ["session_activities.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sealed_cards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_cards_session_activity_id"), ["session_activity_id"], unique=False)

    op.create_table(
        "sealed_done",
        sa.Column("session_activity_id", sa.String(length=36), nullable=False),
        sa.Column("voter_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_activity_id"],
            ["session_activities.id"],
        ),
        sa.PrimaryKeyConstraint("session_activity_id", "voter_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "break_outs",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column(
            "position", sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("session_activity_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scribe_id", sa.String(length=36), nullable=True),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scribe_id"],
            ["participants.id"],
        ),
        sa.ForeignKeyConstraint(
            ["session_activity_id"],
            ["session_activities.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("break_outs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_break_outs_scribe_id"), ["scribe_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_break_outs_session_activity_id"), ["session_activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_break_outs_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "echoes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workshop_id", sa.String(length=36), nullable=False),
        sa.Column(
            "position", sa.String(length=255).with_variant(sa.String(length=255, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("visibility", sa.String(length=40), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("department_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("echoes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_echoes_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_echoes_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_echoes_workshop_id"), ["workshop_id"], unique=False)

    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voter_group", sa.String(length=40), nullable=True))

    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.add_column(sa.Column("disagreement", sa.Float(), nullable=False, server_default="1.0"))


def downgrade() -> None:
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.drop_column("disagreement")

    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.drop_column("voter_group")

    with op.batch_alter_table("echoes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_echoes_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_echoes_entry_id"))
        batch_op.drop_index(batch_op.f("ix_echoes_department_id"))

    op.drop_table("echoes")
    with op.batch_alter_table("break_outs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_break_outs_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_break_outs_session_activity_id"))
        batch_op.drop_index(batch_op.f("ix_break_outs_scribe_id"))

    op.drop_table("break_outs")
    op.drop_table("sealed_done")
    with op.batch_alter_table("sealed_cards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_cards_session_activity_id"))

    op.drop_table("sealed_cards")
    op.drop_table("sealed_ballots")
    with op.batch_alter_table("session_activities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_activities_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_session_activities_round_id"))

    op.drop_table("session_activities")
    with op.batch_alter_table("calls_to_explain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calls_to_explain_workshop_id"))
        batch_op.drop_index(batch_op.f("ix_calls_to_explain_subject_id"))
        batch_op.drop_index(batch_op.f("ix_calls_to_explain_round_id"))

    op.drop_table("calls_to_explain")
    with op.batch_alter_table("parked_thoughts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parked_thoughts_workshop_id"))

    op.drop_table("parked_thoughts")
