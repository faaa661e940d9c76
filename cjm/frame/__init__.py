"""The frame of a workshop: what it is for, who takes part, and when."""

from cjm.frame.writing import (
    COLOURS,
    FrameFields,
    FrameKind,
    FrameView,
    PartFields,
    add_names,
    add_to_frame,
    colour_for,
    edit_frame,
    edit_in_frame,
    letters_for,
    move_in_frame,
    remove_from_frame,
    summary,
    with_department,
)

__all__ = [
    "COLOURS",
    "FrameFields",
    "FrameKind",
    "FrameView",
    "PartFields",
    "add_names",
    "add_to_frame",
    "colour_for",
    "edit_frame",
    "edit_in_frame",
    "letters_for",
    "move_in_frame",
    "remove_from_frame",
    "summary",
    "with_department",
]
