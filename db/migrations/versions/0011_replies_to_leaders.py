"""The facilitator replies to what a leader asks"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answers") as answers:
        answers.add_column(sa.Column("reply", sa.String(length=400), nullable=False, server_default=""))
        answers.add_column(sa.Column("replied_by", sa.String(length=200), nullable=False, server_default=""))
        answers.add_column(sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("answers") as answers:
        answers.drop_column("replied_at")
        answers.drop_column("replied_by")
        answers.drop_column("reply")
