"""Run by alembic with the connection that ``db.migrate`` hands over; what comes out is committed or rolled back there."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from db.columns import UtcDateTime
from db.tables import Base


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Our own types as plain ones: a revision must not change when the product's code does."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, AutoString):
        length = thing.length or getattr(thing.impl, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    return False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    render_item=render,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
