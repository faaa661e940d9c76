"""What lies beside a workshop and is no part of it: the activity, seats and invitations, what is sealed, snapshots."""

from __future__ import annotations

import sqlalchemy as sa

from db.columns import UtcDateTime
from db.tables.base import Base

ACTIVITY = sa.Table(
    "activity",
    Base.metadata,
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("request_id", sa.String(64), nullable=False, unique=True),
    sa.Column("command", sa.String(80), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("actor_name", sa.String(200), nullable=False),
    sa.Column("actor_id", sa.String(36)),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("undo_of", sa.Integer),
    sa.Column("only_for", sa.String(36)),
    sa.Column("result", sa.JSON),
    sa.Column("changes", sa.JSON, nullable=False),
)
"""The change feed: one line a command, ``changes`` a list of ``{op, kind, id, before, after}``; ``only_for`` is the
actor's id where the line tells of something that the team may not see yet."""

SEATS = sa.Table(
    "seats",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
    sa.Column("key_hash", sa.String(64), nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("participant_id", sa.String(36), sa.ForeignKey("participants.id"), index=True),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    sa.Column("claim", sa.JSON(none_as_null=True)),
    sa.Column("put_down_at", UtcDateTime),
    sa.Column("here_until", UtcDateTime),
    sa.Index("ix_seats_key_hash", "key_hash", "workshop_id"),
)
"""Who sits at which browser. Of several at one, the one ``taken_at`` last counts (a shared phone); nobody holds the
phone while that one is ``put_down_at``. ``claim`` is
filled while a place on the roster was taken by nothing but a name that was typed and affirmed: with what stood there before, for
the facilitator to take it back. Until ``here_until`` a device counts as open. No part of the workshop."""

VISITS = sa.Table(
    "visits",
    Base.metadata,
    sa.Column("seat_id", sa.String(36), sa.ForeignKey("seats.id"), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("since_revision", sa.Integer),
    sa.Column("since_at", UtcDateTime),
)
"""What a seat has seen of the page for leaders: up to which revision, and where its visit before ended."""

INVITATIONS = sa.Table(
    "invitations",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("participant_id", sa.String(36), sa.ForeignKey("participants.id"), index=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("code_hash", sa.String(64), unique=True),
    sa.Column("code_ends_at", UtcDateTime),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("ends_at", UtcDateTime),
    sa.Column("revoked_at", UtcDateTime),
)
"""Links that make seats; with a participant it is that person's own. Link and spoken code are stored as hashes only."""

SEALED_CARDS = sa.Table(
    "sealed_cards",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), nullable=False, index=True),
    sa.Column("author_key", sa.String(64)),
    sa.Column("author_id", sa.String(36)),
    sa.Column("department_id", sa.String(36)),
    sa.Column("stage_id", sa.String(36), nullable=False),
    sa.Column("lane_id", sa.String(36), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Cards that only their author sees until the reveal, which moves them out of here in a shuffled order.

Without names ``author_key`` is the hash of a key that only the author's phone has, ``author_id`` is empty, and nothing tells
when or in which order they came: no time, no revision, and no row number either.
"""

SEALED_BALLOTS = sa.Table(
    "sealed_ballots",
    Base.metadata,
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), primary_key=True),
    sa.Column("voter_id", sa.String(36), primary_key=True),
    sa.Column("subject_id", sa.String(36), primary_key=True),
    sa.Column("axis", sa.String(40), primary_key=True),
    sa.Column("value", sa.Integer),
    sqlite_with_rowid=False,
)
"""Votes of an open round, one a person, subject and axis; an empty value is "I can't judge". The voter stands beside the value
only until the reveal: a vote can be changed until then, from another phone or after a restart too."""

SEALED_DONE = sa.Table(
    "sealed_done",
    Base.metadata,
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), primary_key=True),
    sa.Column("voter_id", sa.String(36), primary_key=True),
    sqlite_with_rowid=False,
)
"""Who said "I'm done"; never what they wrote or chose."""

READ_OUTS = sa.Table(
    "read_outs",
    Base.metadata,
    sa.Column("session_activity_id", sa.String(36), sa.ForeignKey("session_activities.id"), primary_key=True),
    sa.Column("place", sa.String(36), nullable=False),
    sqlite_with_rowid=False,
)
"""Where a read-out stands: the id of the card on the wall, or "all" for every card at once. Turning a page is no change of the
workshop, so it has no revision and no line of activity."""

SNAPSHOTS = sa.Table(
    "snapshots",
    Base.metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("workshop_id", sa.String(36), sa.ForeignKey("workshops.id"), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("made_by", sa.String(200), nullable=False),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
)
"""The workshop document at a revision, compressed. Not part of the workshop: an image does not hold it, an export neither."""
