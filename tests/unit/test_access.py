"""Every command and every view asks who is there: the whole table, made from the code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import cjm.core.registry  # noqa: F401  every command and view
from cjm import customer_review, homework, pain_points, projects, versions, workshops
from cjm.closing import calendar
from cjm.core import document, history
from cjm.core.access import RIGHTS, Actor, Right, Role
from cjm.core.command import COMMANDS
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.core.view import VIEWS
from cjm.imports.document import import_document
from cjm.people import invitations, seats
from cjm.versions import compare

RULES = {
    Right.READ: """
        join
    """,
    Right.EDIT: """
        add_action add_action_from add_actions add_candidate add_candidates add_criterion add_department_here
        add_detail add_entries add_entry
        add_evidence add_facts add_future_handoff add_handoff add_segment add_theme carry_out change_handoff_future
        describe_persona
        edit_action edit_candidate edit_criterion edit_detail edit_entry edit_evidence edit_handoff edit_stage group_entries
        link_entry
        move_detail move_entry name_leading_department pass_on personal_link put_down rate_entry
        write_for_us remove_criterion remove_detail
        remove_entries remove_entry remove_evidence remove_handoff remove_pain remove_pains_elsewhere remove_segment
        rename_group rename_listed rename_segment restore restore_entry set_emotion set_entry_links set_involvement
        take_out_future_handoff undo ungroup use_opportunity write_future_state
        describe_kpi remove_listed
        add_kpi edit_kpi paste_readings remove_reading set_measures take_reading
        cast edit_parked_thought happens_to_us_too park_thought say_done take_back_sealed_card write_sealed_card
        nothing_to_add say_stage_done
        make_it_differ share_again
        edit_project move_project set_dependencies add_task edit_task tick_task remove_task save_update
        take_action give_back_action
    """,
    Right.ANSWER: """
        answer_action take_back_answer
    """,
    Right.REVIEW: """
        join_review mark_card say_missing take_back_mark
    """,
    Right.FACILITATE: """
        answer_wrong keep_lane_internal release_to_customers set_aside_marks share_entry share_future share_lane share_stream
        take_over_missing
        take_over_true
        ask_leaders reply_to_leader
        add_agenda_item add_agenda_items add_lane add_names add_people add_person add_stage add_stream
        add_to_frame agree_on_customer assign_stages
        change_matrix count_hands decide_action edit_agenda_item edit_frame edit_in_frame edit_person edit_stream
        end_links invite lay_out_agenda merge_people merge_stages move_agenda_item move_in_frame move_lane
        move_stage paste_stages paste_table
        pick_again remove_action remove_agenda_item remove_candidate remove_from_frame remove_person
        remove_stage remove_stream rename_lane renew_links restore_workshop revoke_links revoke_seat score_action
        break_out close_activity extend_activity group_reported park_entry remove_parked_thought reveal_activity
        start_activity vote_again write_on read_out shift_the_rest share_facilitation show_lane
        mark_cards_seen set_homework
        all_are_here free_place keep_place
        delete_snapshot finish_step keep_before_restore put_back_snapshot rename_snapshot take_snapshot
        make_common_stream start_stream_from
        make_project add_project remove_project open_check_in close_check_in set_check_ins
        close_review edit_review found_evidence plan_reviews re_rate start_review write_finding
        choose_actions close_workshop plan_follow_up reopen_workshop
        write_for nothing_to_add_for say_stage_done_for
        split_stage step_down trash_workshop use_stage withdraw_decision write_north_star
    """,
}
"""Who may give which command: everybody who may do what the right says. A new command is written down here, or the test fails."""
RULE = {name: right for right, names in RULES.items() for name in names.split()}
MAY = {
    Role.FACILITATOR: {Right.READ, Right.EDIT, Right.ANSWER, Right.FACILITATE, Right.REVIEW},
    Role.CONTRIBUTOR: {Right.READ, Right.EDIT},
    Role.LEADER: {Right.READ, Right.ANSWER},
    Role.REVIEWER: {Right.REVIEW},
}
VIEW_RULES: dict[str, Right] = {
    "cjm.homework.heat_map._heat_map": Right.FACILITATE,
    "cjm.customer_review.sharing._sharing": Right.FACILITATE,
    "cjm.customer_review.picture._picture": Right.REVIEW,
}
"""Views that are not for everybody who may read."""
REAL = sorted(name for name in COMMANDS if not name.startswith("test_"))
"""Without those that tests make for themselves."""


class NeverReached:
    """A store that fails the test when a refused command or view touches it."""

    def reading(self) -> None:
        raise AssertionError("read before asking who is there")

    writing = turn = reading


def context(role: Role) -> Context:
    return Context(Service(NeverReached()), Actor("Somebody", role), "workshop")  # type: ignore[arg-type]


def test_every_command_has_a_rule() -> None:
    assert sorted(set(REAL) - RULE.keys()) == [], "decide who may give this command and write it into RULES"
    assert sorted(RULE.keys() - set(REAL)) == [], "this command is gone: take it out of RULES"
    assert {role: set(rights) for role, rights in RIGHTS.items()} == MAY


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", REAL)
def test_command_asks_first(role: Role, name: str) -> None:
    wrong_arguments = {"no_such_argument": 1}
    expected = AssertionError if RULE[name] in MAY[role] else NotAllowed
    with pytest.raises(expected):
        COMMANDS[name](context(role), **wrong_arguments)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_view_asks_first(role: Role, name: str) -> None:
    expected = AssertionError if VIEW_RULES.get(name, Right.READ) in MAY[role] else NotAllowed
    with pytest.raises(expected):
        VIEWS[name](context(role))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("read", "right"),
    [
        (history.recent, Right.READ),
        (history.next_undo, Right.READ),
        (document.export_document, Right.READ),
        (versions.snapshots, Right.READ),
        (lambda c: versions.restore_copy(c, "id", as_of="today"), Right.FACILITATE),
        (lambda c: compare.compared(c, "now"), Right.READ),
        (lambda c: versions.document_of(c, "id"), Right.READ),
        (pain_points.board_json, Right.READ),
        (homework.my_stages, Right.READ),
        (homework.is_on, Right.READ),
        (lambda c: projects.asked_now(c, date(2027, 2, 17)), Right.READ),
        (projects.owns_some, Right.READ),
        (customer_review.review, Right.REVIEW),
        (lambda c: calendar.calendar_of(c, "action"), Right.READ),
        (seats.seats_of, Right.FACILITATE),
        (invitations.links, Right.FACILITATE),
        (lambda c: invitations.known_secret(c, Role.CONTRIBUTOR), Right.FACILITATE),
        (lambda c: workshops.list_workshops(c.service, c.actor), Right.READ),
        (lambda c: workshops.create_workshop(c.service, c.actor, name="W"), Right.FACILITATE),
        (lambda c: import_document(c.service, c.actor, b"{"), Right.FACILITATE),
    ],
)
def test_what_is_no_command_and_no_view_asks_too(role: Role, read: Callable[[Context], object], right: Right) -> None:
    expected = (AssertionError, CjmError) if right in MAY[role] else NotAllowed
    with pytest.raises(expected) as raised:
        read(context(role))
    assert isinstance(raised.value, NotAllowed) == (right not in MAY[role])


def test_a_link_that_raises_rights_is_the_facilitators() -> None:
    for make in (invitations.invite, invitations.renew):
        for role in (Role.CONTRIBUTOR, Role.LEADER, Role.REVIEWER):
            with pytest.raises(NotAllowed):
                make(context(role), Role.FACILITATOR)
