"""What a merged row became, and when what was gone on with had been revealed before"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
MERGED = ("stages", "themes", "groups", "resources", "kpis", "entries")


def upgrade() -> None:
    for kind in MERGED:
        with op.batch_alter_table(kind) as table:
            table.add_column(sa.Column("merged_into", sa.String(length=36), nullable=True))
    with op.batch_alter_table("session_activities") as table:
        table.add_column(sa.Column("revealed_before", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("session_activities") as table:
        table.drop_column("revealed_before")
    for kind in MERGED:
        with op.batch_alter_table(kind) as table:
            table.drop_column("merged_into")
