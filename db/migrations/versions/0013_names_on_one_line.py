"""Fields of one line hold no line breaks: what a document brought in before is put on one line"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ONE_LINE = {
    "workshops": ("name", "sponsor", "currency", "journey_owner"),
    "organisations": ("name", "role"),
    "departments": ("name", "letters", "role"),
    "stakeholders": ("name", "role"),
    "participants": ("name",),
    "agenda_items": ("title",),
    "customers": ("name",),
    "segments": ("name",),
    "criteria": ("text",),
    "personas": ("name", "headline"),
    "value_streams": ("name",),
    "stages": ("name",),
    "milestones": ("name",),
    "deliverables": ("name", "signed_off_by"),
    "handoffs": ("what",),
    "lanes": ("name",),
    "themes": ("name",),
    "groups": ("title",),
    "resources": ("name",),
    "kpis": ("name", "unit"),
    "entries": ("speaker",),
    "actions": ("name", "owner", "decision_question"),
    "break_outs": ("name",),
    "parked_thoughts": ("owner",),
    "decisions": ("decided_by",),
    "answers": ("answered_by",),
    "projects": ("name", "owner", "standard_whose"),
    "tasks": ("owner",),
    "project_updates": ("said_by",),
    "customer_marks": ("said_by",),
}


def upgrade() -> None:
    for table, columns in ONE_LINE.items():
        for name in columns:
            column: sa.ColumnClause[str] = sa.column(name, sa.String)
            flat = sa.func.replace(column, "\n", " ")
            op.execute(sa.update(sa.table(table, column)).where(column.contains("\n")).values({name: flat}))


def downgrade() -> None:
    """What they were like is not known any more."""
