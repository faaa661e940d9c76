"""What people add after the workshop, each alone."""

from cjm.homework.writing import (
    is_on,
    late_ids,
    mark_cards_seen,
    my_stages,
    nothing_to_add,
    say_stage_done,
    set_homework,
)

__all__ = [
    "is_on",
    "late_ids",
    "mark_cards_seen",
    "my_stages",
    "nothing_to_add",
    "say_stage_done",
    "set_homework",
]
