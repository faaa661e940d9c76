"""Workshops: the lobby, starting, copying and removing them."""

from cjm.workshops.writing import (
    Listed,
    Progress,
    ago,
    copy_of,
    create_workshop,
    finish_step,
    list_workshops,
    progress,
    restore_workshop,
    trash_workshop,
)

__all__ = [
    "Listed",
    "Progress",
    "ago",
    "copy_of",
    "create_workshop",
    "finish_step",
    "list_workshops",
    "progress",
    "restore_workshop",
    "trash_workshop",
]
