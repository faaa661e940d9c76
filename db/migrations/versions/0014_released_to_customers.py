"""What customers read of the map, as it was released to them; what they see today counts as released"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

READ: dict[str, tuple[str, str, sa.types.TypeEngine[Any]]] = {
    "stages": ("name", "shown_name", sa.String(length=200)),
    "lanes": ("name", "shown_name", sa.String(length=200)),
    "entries": ("text", "shown_text", sa.String(length=400)),
    "emotions": ("value", "shown_value", sa.Integer()),
    "future_states": ("experience", "shown_experience", sa.String(length=4000)),
}
IN_BY_DEFAULT = ("activity", "touchpoint", "channel", "pain_point", "quote", "bright_spot")


def upgrade() -> None:
    with op.batch_alter_table("workshops") as workshops:
        workshops.add_column(sa.Column("shown_since", sa.DateTime(timezone=True), nullable=True))
    for kind, (_, shown, type_) in READ.items():
        with op.batch_alter_table(kind) as table:
            table.add_column(sa.Column(shown, type_, nullable=True))
    _release_what_is_seen(op.get_bind())


def _release_what_is_seen(connection: sa.Connection) -> None:
    """Of every workshop that customers were let into."""
    meta = sa.MetaData()
    names = (*READ, "workshops", "invitations", "customer_marks")
    table = {name: sa.Table(name, meta, autoload_with=connection) for name in names}
    lanes, entries, workshops = table["lanes"], table["entries"], table["workshops"]
    invited = sa.select(table["invitations"].c.workshop_id).where(table["invitations"].c.role == "reviewer")
    heard = sa.select(table["customer_marks"].c.workshop_id)
    let_in = sa.or_(workshops.c.id.in_(invited), workshops.c.id.in_(heard))
    connection.execute(workshops.update().where(let_in).values(shown_since=sa.func.current_timestamp()))
    chosen = sa.select(workshops.c.id).where(workshops.c.shown_since.is_not(None))
    usual = sa.and_(lanes.c.shared.is_(None), lanes.c.kind.in_(IN_BY_DEFAULT))
    in_lane = sa.select(lanes.c.id).where(sa.or_(lanes.c.shared, usual))
    by_lane = sa.and_(entries.c.shared.is_(None), entries.c.whose != "internal", entries.c.lane_id.in_(in_lane))
    seen = {"entries": sa.or_(entries.c.shared, by_lane)}
    for kind, (said, shown, _) in READ.items():
        this = table[kind]
        where = (this.c.workshop_id.in_(chosen), this.c.visibility == "team", sa.not_(this.c.internal), seen.get(kind, sa.true()))
        connection.execute(this.update().where(*where).values({shown: this.c[said]}))


def downgrade() -> None:
    for kind, (_, shown, _type) in READ.items():
        with op.batch_alter_table(kind) as table:
            table.drop_column(shown)
    with op.batch_alter_table("workshops") as workshops:
        workshops.drop_column("shown_since")
