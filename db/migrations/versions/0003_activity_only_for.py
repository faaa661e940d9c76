"""Say for whom alone a line of the activity is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activity", sa.Column("only_for", sa.String(36)))


def downgrade() -> None:
    op.drop_column("activity", "only_for")
