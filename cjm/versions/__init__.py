"""Snapshots: the workshop document at a revision, taken at the moments one wants to return to."""

from cjm.versions.reading import Snapshot, document_of, snapshots
from cjm.versions.restoring import keep_before_restore, restore_copy
from cjm.versions.taking import REASONS, delete_snapshot, put_back_snapshot, rename_snapshot, take, take_snapshot

__all__ = [
    "REASONS",
    "Snapshot",
    "delete_snapshot",
    "document_of",
    "keep_before_restore",
    "put_back_snapshot",
    "rename_snapshot",
    "restore_copy",
    "snapshots",
    "take",
    "take_snapshot",
]
