"""Who scored lowest or highest is stored no more, nor which vote the facilitator entered, nor the group of few voters"""

import json
import zlib
from collections import Counter, defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FEWEST = 3
BALLOTS = sa.table("ballots", *map(sa.column, ("id", "round_id", "subject_id", "axis", "source", "voter_group")))
ACTIVITIES = sa.table("session_activities", sa.column("round_id"))
ACTIVITY = sa.table("activity", *map(sa.column, ("workshop_id", "revision")), sa.column("changes", sa.JSON))
SNAPSHOTS = sa.table("snapshots", sa.column("id"), sa.column("document", sa.LargeBinary))


def upgrade() -> None:
    connection = op.get_bind()
    blind = {row.round_id for row in connection.execute(sa.select(ACTIVITIES.c.round_id)) if row.round_id}
    ballots = connection.execute(sa.select(BALLOTS)).mappings()
    known = told([row for row in ballots if row["round_id"] in blind])
    for id, values in known.items():
        connection.execute(BALLOTS.update().where(BALLOTS.c.id == id).values(**values))
    _clean_history(connection, known)
    for row in connection.execute(sa.select(SNAPSHOTS)).all():
        _clean_snapshot(connection, row.id, row.document)
    op.drop_table("calls_to_explain")
    op.drop_column("sealed_ballots", "source")


def told(ballots: list[Any]) -> dict[str, dict[str, Any]]:
    """What differs from now on of the ballots of unseen rounds, by id."""
    cells: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row in ballots:
        cells[row["round_id"], row["subject_id"], row["axis"]].append(row)
    found: dict[str, dict[str, Any]] = {}
    for rows in cells.values():
        few = min(Counter(row.get("voter_group") for row in rows).values()) < FEWEST
        for row in rows:
            values = {"source": "own", "voter_group": None if few else row.get("voter_group")}
            if values != {name: row.get(name) for name in values}:
                found[row["id"]] = values
    return found


def _clean_history(connection: sa.Connection, known: dict[str, dict[str, Any]]) -> None:
    text = sa.cast(ACTIVITY.c.changes, sa.Text)
    lines = sa.select(ACTIVITY).where(sa.or_(text.contains("calls_to_explain"), text.contains('"ballots"')))
    for row in connection.execute(lines).all():
        kept = [change for change in row.changes if change["kind"] != "calls_to_explain"]
        for change in kept:
            for side in ("before", "after") if change["kind"] == "ballots" else ():
                values = known.get(change["id"], {})
                change[side].update({name: value for name, value in values.items() if name in change[side]})
        this = sa.and_(ACTIVITY.c.workshop_id == row.workshop_id, ACTIVITY.c.revision == row.revision)
        connection.execute(ACTIVITY.update().where(this).values(changes=kept))


def _clean_snapshot(connection: sa.Connection, id: str, packed: bytes) -> None:
    """The text stays as the exporter writes it: keys sorted, a row a line."""
    document = json.loads(zlib.decompress(packed))
    blind = {one.get("round_id") for one in document.get("session_activities", ())} - {None}
    known = told([row for row in document.get("ballots", ()) if row["round_id"] in blind])
    if not known and "calls_to_explain" not in document:
        return
    document.pop("calls_to_explain", None)
    for row in document.get("ballots", ()):
        row.update(known.get(row["id"], {}))
    parts = [f" {_text(name)}: {_rows(value) if isinstance(value, list) else _text(value)}" for name, value in document.items()]
    text = "{\n" + ",\n".join(sorted(parts)) + "\n}\n"
    connection.execute(SNAPSHOTS.update().where(SNAPSHOTS.c.id == id).values(document=zlib.compress(text.encode(), 1)))


def _rows(rows: list[Any]) -> str:
    return "[\n" + ",\n".join("  " + _text(row) for row in rows) + "\n ]" if rows else "[]"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def downgrade() -> None:
    """The table comes back empty: who was in it is not known any more."""
    op.add_column("sealed_ballots", sa.Column("source", sa.String(40), nullable=False, server_default="own"))
    op.create_table(
        "calls_to_explain",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("origin_id", sa.String(36)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
        sa.Column("position", sa.String(255), nullable=False),
        sa.Column("author_id", sa.String(36)),
        sa.Column("visibility", sa.String(40), nullable=False),
        sa.Column("internal", sa.Boolean, nullable=False),
        sa.Column("round_id", sa.String(36), sa.ForeignKey("rounds.id"), nullable=False, index=True),
        sa.Column("subject_id", sa.String(36), nullable=False, index=True),
        sa.Column("axis", sa.String(40), nullable=False),
        sa.Column("end", sa.String(40), nullable=False),
    )
