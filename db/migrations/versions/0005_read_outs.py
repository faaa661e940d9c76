"""Where a read-out stands"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_outs",
        sa.Column("session_activity_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["session_activity_id"], ["session_activities.id"]),
        sa.PrimaryKeyConstraint("session_activity_id"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("read_outs")
