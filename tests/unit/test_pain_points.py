"""Step 3: what the commands do, the board's figures, and the difference between two boards."""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cjm import pain_points, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import COMMANDS
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.pain_points import EntryFields, NewEntry, shared_lists
from db.engine import Store


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    actor = Actor("Facilitator", Role.FACILITATOR)
    made = Context(service, actor, workshops.create_workshop(service, actor, name="A shop"))
    stream = pain_points.board_json(made)["streams"][0]["id"]
    for name in ("Browse", "Buy", "Return", "Call"):
        value_stream.add_stage(made, stream_id=stream, name=name)
    STAGES[made.workshop_id] = [stage.id for stage in pain_points.board(made).stages]
    return made


STAGES: dict[str, list[str]] = {}


def lane(ctx: Context, kind: str) -> str:
    found: str = next(one["id"] for one in pain_points.board_json(ctx)["lanes"] if one["kind"] == kind)
    return found


def pain(ctx: Context, text: str = "Waits too long", stage: int = 0, **fields: Any) -> str:
    return pain_points.add_entry(
        ctx, stage_id=STAGES[ctx.workshop_id][stage], lane_id=lane(ctx, "pain_point"), text=text, fields=EntryFields(**fields)
    )


def card(ctx: Context, id: str) -> dict[str, Any]:
    found: dict[str, Any] = pain_points.board_json(ctx)["cards"][id]
    return found


def test_a_board_starts_with_four_lanes_in_sight(ctx: Context) -> None:
    lanes = pain_points.board_json(ctx)["lanes"]
    assert [one["kind"] for one in lanes if not one["hidden"]] == ["activity", "touchpoint", "pain_point", "opportunity"]
    assert len(lanes) == 12 and all(one["icon"] for one in lanes)


def test_pain_is_severity_times_frequency_of_what_is_rated(ctx: Context) -> None:
    pain(ctx, "a", 0, severity=4, frequency=5)
    pain(ctx, "b", 0, severity=2, frequency=2, whose="internal")
    pain(ctx, "c", 0, severity=5)
    pain(ctx, "d", 1, severity=5, frequency=5)
    pain(ctx, "e", 2, severity=1, frequency=1)
    pain(ctx, "f", 3)
    board = pain_points.board(ctx)
    browse, buy, back, call = board.stages
    assert (browse.pain, browse.pain_customer, browse.pain_internal, browse.rated, browse.pains) == (24, 20, 4, 2, 3)
    assert [stage.rank for stage in board.stages] == [2, 1, 3, None]
    assert [stage.heat for stage in board.stages] == [5, 5, 1, 0]
    assert (call.pain, call.rated, call.pains) == (0, 0, 1), "not rated is not zero"
    assert (board.stats.rated, board.stats.pains) == (4, 6)
    assert buy.pain == 25 and back.pain == 1


def test_an_empty_board_has_no_bottleneck(ctx: Context) -> None:
    board = pain_points.board(ctx)
    assert all(stage.rank is None and stage.heat == 0 for stage in board.stages)


def test_many_cards_are_one_undo_and_stay_in_order(ctx: Context) -> None:
    wanted = [f"Card {number:02d}" for number in range(30)]
    stage, row = STAGES[ctx.workshop_id][0], lane(ctx, "pain_point")
    pain_points.add_entries(ctx, stage_id=stage, lane_id=row, entries=[NewEntry(text=text) for text in wanted])
    cards = sorted(pain_points.board_json(ctx)["cards"].values(), key=lambda one: (one["position"], one["id"]))
    assert [one["text"] for one in cards] == wanted
    history.undo(ctx)
    assert pain_points.board_json(ctx)["cards"] == {}


def test_the_same_act_twice_is_one_card(ctx: Context) -> None:
    stage, row = STAGES[ctx.workshop_id][0], lane(ctx, "quote")
    for _ in range(3):
        pain_points.add_entry(ctx.once("11111111-act"), id=str(uuid.uuid4()), stage_id=stage, lane_id=row, text="!")
    assert len(pain_points.board_json(ctx)["cards"]) == 1


def test_another_lane_keeps_all_fields(ctx: Context) -> None:
    id = pain(ctx, severity=3, frequency=4, drop_off="They leave", theme="Slow")
    there, back = lane(ctx, "opportunity"), lane(ctx, "pain_point")
    stage = STAGES[ctx.workshop_id][1]
    pain_points.move_entry(ctx, id=id, stage_id=stage, lane_id=there)
    assert card(ctx, id)["kind"] == "opportunity"
    pain_points.move_entry(ctx, id=id, stage_id=stage, lane_id=back)
    kept = card(ctx, id)
    assert (kept["severity"], kept["frequency"], kept["drop_off"], kept["stage"]) == (3, 4, "They leave", stage)
    assert kept["theme"] == pain_points.board_json(ctx)["themes"][0]["id"]


def test_cards_are_put_first_last_or_after_another(ctx: Context) -> None:
    a, b, c = (pain(ctx, text) for text in "abc")
    stage, row = STAGES[ctx.workshop_id][0], lane(ctx, "pain_point")

    def order() -> str:
        cards = pain_points.board_json(ctx)["cards"].values()
        return "".join(one["text"] for one in sorted(cards, key=lambda one: (one["position"], one["id"])))

    pain_points.move_entry(ctx, id=c, stage_id=stage, lane_id=row, place="first")
    assert order() == "cab"
    pain_points.move_entry(ctx, id=c, stage_id=stage, lane_id=row, place=a)
    assert order() == "acb"
    pain_points.move_entry(ctx, id=a, stage_id=stage, lane_id=row)
    assert order() == "cba" and b


def test_who_comes_second_is_told_both_texts_and_other_fields_do_not_clash(ctx: Context) -> None:
    id = pain(ctx, "before")
    pain_points.edit_entry(ctx, id=id, fields=EntryFields(text="theirs"), was={"text": "before"})
    with pytest.raises(CjmError, match="“theirs”; you wrote “mine”"):
        pain_points.edit_entry(ctx, id=id, fields=EntryFields(text="mine"), was={"text": "before"})
    pain_points.edit_entry(ctx, id=id, fields=EntryFields(note="mine too"), was={"note": ""})
    assert card(ctx, id)["text"] == "theirs" and card(ctx, id)["note"] == "mine too"


def test_groups_keep_their_cards_and_can_be_taken_apart(ctx: Context) -> None:
    a, b = pain(ctx, "Long queue"), pain(ctx, "Waits", 1)
    group = pain_points.group_entries(ctx, onto=a, ids=[b])
    board = pain_points.board_json(ctx)
    assert board["groups"] == {group: "Long queue"}
    assert {board["cards"][id]["group"] for id in (a, b)} == {group} and board["cards"][b]["stage"] == board["cards"][a]["stage"]
    pain_points.rename_group(ctx, id=group, title="Waiting")
    pain_points.ungroup(ctx, id=group)
    board = pain_points.board_json(ctx)
    assert board["groups"] == {} and board["cards"][a]["group"] is None and board["cards"][b]["group"] is None
    history.undo(ctx)
    assert pain_points.board_json(ctx)["groups"] == {group: "Waiting"}


def test_a_group_comes_out_of_the_trash_with_its_cards(ctx: Context) -> None:
    a, b = pain(ctx, "Long queue"), pain(ctx, "Waits", 1)
    group = pain_points.group_entries(ctx, onto=a, ids=[b])
    pain_points.ungroup(ctx, id=group)
    pain_points.edit_entry(ctx, id=b, fields=EntryFields(text="Waits long"))
    history.restore(ctx, kind="groups", id=group)
    cards = pain_points.board_json(ctx)["cards"]
    assert cards[a]["group"] == cards[b]["group"] == group and cards[b]["text"] == "Waits long"


def test_lists_are_chosen_by_name_made_when_new_and_rolled_up(ctx: Context) -> None:
    a, b = pain(ctx, "a"), pain(ctx, "b", 1)
    pain_points.set_entry_links(ctx, id=a, kind="system", to=["Mail tool", "mail TOOL", "Shop"])
    pain_points.set_entry_links(ctx, id=b, kind="system", to=["MAIL tool"])
    pain_points.set_entry_links(ctx, id=a, kind="kpi", to=["Minutes waiting"])
    board = pain_points.board_json(ctx)
    assert [one["name"] for one in board["resources"]] == ["Mail tool", "Shop"] and len(board["cards"][a]["chips"]) == 3
    mail = board["resources"][0]["id"]
    assert board["rollups"]["system"][STAGES[ctx.workshop_id][1]] == [mail]
    shared_lists.rename_listed(ctx, kind="resource", id=mail, name="Newsletter tool")
    assert pain_points.board_json(ctx)["resources"][0]["name"] == "Newsletter tool"
    pain_points.set_entry_links(ctx, id=a, kind="channel", to=["Phone"])
    pain_points.set_entry_links(ctx, id=a, kind="system", to=[])
    left = card(ctx, a)["chips"]
    names = {one["id"]: one["name"] for one in pain_points.board_json(ctx)["resources"]}
    assert [names[id] for id in left if id in names] == ["Phone"]


def test_two_of_one_name_become_one_and_what_is_removed_leaves_the_cards(ctx: Context) -> None:
    a, b = pain(ctx, "a"), pain(ctx, "b", 1)
    pain_points.set_entry_links(ctx, id=a, kind="system", to=["Cerner", "Epic"])
    pain_points.set_entry_links(ctx, id=b, kind="system", to=["Cerner"])
    ids = {one["name"]: one["id"] for one in pain_points.board_json(ctx)["resources"]}
    assert shared_lists.rename_listed(ctx, kind="resource", id=ids["Cerner"], name="epic") == ids["Epic"]
    assert [one["name"] for one in pain_points.board_json(ctx)["resources"]] == ["Epic"]
    assert card(ctx, a)["chips"] == [ids["Epic"]] == card(ctx, b)["chips"]
    history.undo(ctx)
    assert card(ctx, b)["chips"] == [ids["Cerner"]]
    shared_lists.remove_listed(ctx, kind="resource", id=ids["Cerner"])
    assert card(ctx, b)["chips"] == [] and card(ctx, a)["chips"] == [ids["Epic"]]
    history.undo(ctx)
    assert card(ctx, b)["chips"] == [ids["Cerner"]]


def test_pains_and_opportunities_are_linked_from_both_ends(ctx: Context) -> None:
    one, two = pain(ctx, "a"), pain(ctx, "b", 1)
    stage, row = STAGES[ctx.workshop_id][0], lane(ctx, "opportunity")
    openings = [pain_points.add_entry(ctx, stage_id=stage, lane_id=row, text=text) for text in "xy"]
    pain_points.set_entry_links(ctx, id=openings[0], kind="answers", to=[one, two])
    pain_points.set_entry_links(ctx, id=one, kind="answered_by", to=[openings[1]])
    assert card(ctx, one)["links"] == [openings[1]] and card(ctx, openings[0])["links"] == [two]
    pain_points.remove_entry(ctx, id=two)
    assert card(ctx, openings[0])["links"] == []
    pain_points.restore_entry(ctx, id=two)
    assert card(ctx, openings[0])["links"] == [two]


def test_one_pair_is_linked_and_unlinked_and_the_other_links_stay(ctx: Context) -> None:
    one, two = pain(ctx, "a"), pain(ctx, "b", 1)
    opening = pain_points.add_entry(ctx, stage_id=STAGES[ctx.workshop_id][0], lane_id=lane(ctx, "opportunity"), text="x")
    pain_points.link_entry(ctx, id=one, to=opening, linked=True)
    pain_points.link_entry(ctx, id=opening, to=two, linked=True)
    pain_points.link_entry(ctx, id=opening, to=two, linked=True)
    assert card(ctx, opening)["links"] == [one, two]
    pain_points.link_entry(ctx, id=one, to=opening, linked=False)
    assert card(ctx, opening)["links"] == [two] and card(ctx, one)["links"] == []
    with pytest.raises(CjmError, match="A pain point is linked with an opportunity"):
        pain_points.link_entry(ctx, id=one, to=two, linked=True)
    history.undo(ctx)
    assert card(ctx, opening)["links"] == [one, two]


def test_a_card_can_stand_in_one_stream_only(ctx: Context) -> None:
    stream = pain_points.board_json(ctx)["streams"][0]["id"]
    id = pain(ctx, "Only here", value_stream_id=stream)
    assert card(ctx, id)["stream"] == stream
    pain_points.edit_entry(ctx, id=id, fields=EntryFields(value_stream_id=None))
    assert "stream" not in card(ctx, id)


def test_emotions_and_lanes(ctx: Context) -> None:
    stage = STAGES[ctx.workshop_id][0]
    pain_points.set_emotion(ctx, stage_id=stage, value=-2, reason="Queue")
    pain_points.set_emotion(ctx, stage_id=stage, value=1)
    column = pain_points.board(ctx).stages[0]
    assert (column.emotion, column.emotion_reason) == (1, "Queue")
    with pytest.raises(CjmError):
        pain_points.set_emotion(ctx, stage_id=stage, value=3)
    pain_points.set_emotion(ctx, stage_id=stage, value=None)
    assert pain_points.board(ctx).stages[0].emotion is None
    mine = pain_points.add_lane(ctx, name="Law")
    pain_points.rename_lane(ctx, id=mine, name="Rules")
    pain_points.move_lane(ctx, id=mine, after=None)
    pain_points.show_lane(ctx, id=mine, hidden=True)
    first = pain_points.board_json(ctx)["lanes"][0]
    assert (first["name"], first["hidden"], first["kind"]) == ("Rules", True, "other")


def test_likely_duplicates_are_offered_until_they_are_grouped(ctx: Context) -> None:
    a = pain(ctx, "The same forms are filled in three times")
    b = pain(ctx, "Same form filled in three times!", 1)
    pain(ctx, "Parking is full")
    assert pain_points.board_json(ctx)["duplicates"] == [sorted([a, b])] or pain_points.board_json(ctx)["duplicates"] == [[a, b]]
    pain_points.group_entries(ctx, onto=a, ids=[b])
    assert pain_points.board_json(ctx)["duplicates"] == []


def test_what_the_board_sends_is_live_and_nothing_else_of_a_workshop_is() -> None:
    sent = {
        "add_entry",
        "add_entries",
        "edit_entry",
        "rate_entry",
        "move_entry",
        "remove_entry",
        "restore_entry",
        "group_entries",
        "rename_group",
        "ungroup",
        "set_emotion",
        "add_lane",
        "rename_lane",
        "show_lane",
        "move_lane",
        "rename_listed",
        "remove_listed",
        "describe_kpi",
    }
    assert sent <= {name for name, one in COMMANDS.items() if one.live}


def patched(old: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    new = {**old, **{key: value for key, value in patch.items() if key not in ("cards", "gone")}}
    new["cards"] = {**old["cards"], **patch["cards"]}
    for id in patch["gone"]:
        del new["cards"][id]
    return new


contents = some.fixed_dictionaries({"text": some.text(max_size=3), "version": some.integers(1, 3)})
cards = some.dictionaries(some.sampled_from("abcdef"), contents)
boards = some.fixed_dictionaries(
    {"revision": some.integers(0, 9), "cards": cards, "lanes": some.lists(some.integers(0, 2)), "stats": some.integers(0, 3)}
)


@given(boards, boards)
def test_a_patch_makes_the_old_board_the_new_one_and_says_no_more_than_needed(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = copy.deepcopy((old, new))
    patch = pain_points.board_patch(old, new)
    assert {**patched(old, patch), "revision": 0} == {**new, "revision": 0}
    assert (old, new) == before
    assert pain_points.board_patch(new, new) == {"cards": {}, "gone": []}


def test_the_board_is_json_and_a_change_is_a_small_patch(ctx: Context) -> None:
    ids = [pain(ctx, f"Card {number}") for number in range(20)]
    old = pain_points.board_json(ctx)
    pain_points.edit_entry(ctx, id=ids[3], fields=EntryFields(evidence="confirmed"))
    new = pain_points.board_json(ctx)
    assert json.loads(json.dumps(new)) == new
    patch = pain_points.board_patch(old, new)
    assert set(patch) == {"cards", "gone"} and list(patch["cards"]) == [ids[3]]
