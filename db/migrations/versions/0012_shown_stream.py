"""Which value stream customers who review the map see"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workshops") as workshops:
        workshops.add_column(sa.Column("shown_stream_id", sa.String(length=36), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workshops") as workshops:
        workshops.drop_column("shown_stream_id")
