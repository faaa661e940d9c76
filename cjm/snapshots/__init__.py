"""Snapshots: the workshop document at a revision, taken at the moments one wants to return to."""

from cjm.snapshots.reading import Snapshot, document_of, snapshots
from cjm.snapshots.taking import REASONS, delete_snapshot, put_back_snapshot, rename_snapshot, take, take_snapshot

__all__ = [
    "REASONS", "Snapshot", "delete_snapshot", "document_of", "put_back_snapshot", "rename_snapshot", "snapshots", "take",
    "take_snapshot",
]  # fmt: skip
