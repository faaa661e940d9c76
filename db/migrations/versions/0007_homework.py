"""What is asked after the workshop, what is answered and done, and which late cards were read"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS: dict[str, list[str]] = {
    "homework": [],
    "nothing_to_add": ["participant_id", "stage_id", "lane_id"],
    "stages_done": ["participant_id", "stage_id"],
    "cards_seen": ["entry_id"],
}
"""Each table's references."""
REQUIRED = {"stage_id": "stages", "lane_id": "lanes", "entry_id": "entries", "workshop_id": "workshops"}
OPTIONAL = {"participant_id": "participants"}


def upgrade() -> None:
    for kind, references in KINDS.items():
        columns: list[sa.Column[Any]] = [
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
            *(sa.Column(name, sa.String(length=36), nullable=name in OPTIONAL) for name in references),
        ]
        if kind == "homework":
            columns.append(sa.Column("due_on", sa.Date(), nullable=True))
        keys = ["workshop_id", *references]
        targets = REQUIRED | OPTIONAL
        op.create_table(
            kind,
            *columns,
            *(sa.ForeignKeyConstraint([name], [f"{targets[name]}.id"]) for name in keys),
            sa.PrimaryKeyConstraint("id"),
        )
        with op.batch_alter_table(kind, schema=None) as batch_op:
            for name in keys:
                batch_op.create_index(batch_op.f(f"ix_{kind}_{name}"), [name], unique=False)


def downgrade() -> None:
    for kind, references in reversed(KINDS.items()):
        with op.batch_alter_table(kind, schema=None) as batch_op:
            for name in ["workshop_id", *references]:
                batch_op.drop_index(batch_op.f(f"ix_{kind}_{name}"))
        op.drop_table(kind)
