"""The customer's turn: what customers see of the map, what they say of it, and what the group makes of that."""

from __future__ import annotations

from cjm.customer_review.marks import mark_card, say_missing, take_back_mark
from cjm.customer_review.picture import Picture, picture, review
from cjm.customer_review.sharing import (
    keep_lane_internal,
    release_to_customers,
    share_entry,
    share_future,
    share_lane,
    share_stream,
    sharing,
)
from cjm.customer_review.taking_over import answer_wrong, set_aside_marks, take_over_missing, take_over_true, what_came

__all__ = [
    "Picture",
    "answer_wrong",
    "keep_lane_internal",
    "mark_card",
    "picture",
    "release_to_customers",
    "review",
    "say_missing",
    "set_aside_marks",
    "share_entry",
    "share_future",
    "share_lane",
    "share_stream",
    "sharing",
    "take_back_mark",
    "take_over_missing",
    "take_over_true",
    "what_came",
]
