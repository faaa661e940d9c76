"""What our scripts send over the live line and in a review; the application does not start without what carries it out."""

from __future__ import annotations

SENDS = frozenset(
    {
        "add_entries", "add_entry", "add_lane", "add_stage", "agree_on_customer", "all_are_here", "break_out", "cast",
        "close_activity",
        "close_check_in", "describe_kpi", "edit_entry", "edit_parked_thought", "edit_project", "edit_stage",
        "extend_activity", "free_place", "give_back_action", "group_entries", "group_reported", "happens_to_us_too",
        "keep_lane_internal", "keep_place", "link_entry", "make_it_differ", "mark_card", "move_entry", "move_lane",
        "move_project", "move_stage", "nothing_to_add", "park_entry", "park_thought", "paste_stages", "paste_table", "rate_entry",
        "read_out", "remove_entries", "remove_entry", "remove_listed", "remove_parked_thought", "rename_group",
        "rename_lane", "rename_listed", "restore_entry", "reveal_activity", "save_update", "say_done", "say_missing",
        "say_stage_done", "set_emotion", "share_again", "share_entry", "shift_the_rest", "show_lane", "start_activity",
        "take_action", "take_back_mark", "take_back_sealed_card", "tick_task", "undo", "ungroup", "vote_again",
        "write_for_us", "write_on", "write_sealed_card",
    }
)  # fmt: skip
