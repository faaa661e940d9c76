"""The map is taken apart and together while the group writes and votes unseen: nothing is lost, doubled or told."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from cjm import customer, pain_points, value_stream, workshops
from cjm.closing.taking import take_action
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.future_state import FutureFields, write_future_state
from cjm.homework import my_stages, nothing_to_add, say_stage_done
from cjm.now.now import now, session_stamp
from cjm.people import roster
from cjm.priorities import add_action, carry_out, remove_action
from cjm.session.activities import close_activity, reveal_activity, start_activity, vote_again, write_on
from cjm.session.break_outs import NewGroup, break_out
from cjm.session.kinds import words_of
from cjm.session.parking import park_entry
from cjm.session.read_out import read_out
from cjm.session.sealed import cast, running, say_done, write_sealed_card
from db.engine import Store
from db.tables import (
    ACTIVITY,
    PARTS,
    SEALED_BALLOTS,
    SEALED_CARDS,
    Action,
    Ballot,
    Customer,
    Entry,
    FutureState,
    Group,
    Lane,
    ParkedThought,
    Participant,
    SessionActivity,
    Stage,
    StageDone,
    ValueStream,
)

KEY = "the-key-of-the-phone-of-"


class Room:
    """A facilitator, three people with phones, four stages, seven cards, three candidates and three actions."""

    def __init__(self, store: Store) -> None:
        service = Service(store)
        lead = Actor("Lead", Role.FACILITATOR, str(uuid.uuid4()))
        self.lead = Context(service, lead, workshops.create_workshop(service, lead, name="W"))
        lanes = {one.kind: one.id for one in self.rows(Lane)}
        self.pain, self.other = lanes["pain_point"], lanes["opportunity"]
        stream = self.rows(ValueStream)[0].id
        self.stages = [value_stream.add_stage(self.lead, stream_id=stream, name=name) for name in ("Look", "Buy", "Use", "Leave")]
        self.cards = [
            pain_points.add_entry(self.lead, stage_id=self.stages[number % 4], lane_id=self.pain, text=f"card {number}")
            for number in range(7)
        ]
        self.people = [roster.add_person(self.lead, name=name) for name in ("Ana", "Ben", "Cem")]
        self.customers = [customer.add_candidate(self.lead, name=name) for name in ("Patient", "Payer", "Partner")]
        self.actions = [add_action(self.lead, name=name, impact=4, effort=2) for name in ("One", "Two", "Three")]

    def rows(self, model: Any) -> list[Any]:
        return self.lead.service.image(self.lead.workshop_id).all(model)

    def revision(self) -> int:
        return self.lead.service.image(self.lead.workshop_id).revision

    def stages_now(self) -> list[str]:
        return [one.id for one in self.rows(Stage)]

    def phone(self, person: str) -> Context:
        """Whoever sits there by now: a seat leads on to the one that its participant became."""
        rows, id = self.lead.service.image(self.lead.workshop_id).rows["participants"], person
        while rows[id].deleted_at is not None:
            id = rows[id].merged_into  # type: ignore[attr-defined]
        return Context(self.lead.service, Actor("Somebody", Role.CONTRIBUTOR, id, id), self.lead.workshop_id)

    def votes(self, person: str) -> dict[str, Any]:
        mine: dict[str, Any] = now(self.phone(person))["mine"]
        return mine

    def dots(self, person: str) -> tuple[int, int]:
        """How many are placed on what can be seen, and how many came back from what is gone."""
        mine = self.votes(person)
        placed = sum(axes.get("dots", 0) for axes in mine["votes"].values())
        return placed, sum(one["votes"].get("dots", 0) for one in mine.get("returned", []))

    def write(self, person: str, text: str, stage: str, **more: Any) -> str:
        return write_sealed_card(self.phone(person), id=str(uuid.uuid4()), text=text, stage_id=stage, lane_id=self.pain, **more)

    def sealed(self) -> dict[str, int]:
        store = self.lead.service.store
        with store.reading() as connection:
            return {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0
                for table in (SEALED_CARDS, SEALED_BALLOTS)
            }

    def fingerprint(self) -> str:
        """All that people see and the map holds, without when and how often it was written."""
        image = self.lead.service.image(self.lead.workshop_id)
        quiet = {"version", "updated_at"}
        rows = {kind: {row.id: row.model_dump(mode="json", exclude=quiet) for row in image.all(PARTS[kind])} for kind in PARTS}
        seen = []
        for person in self.people:
            shown = now(self.phone(person))
            seen.append([shown["mine"], shown["me"], shown["counts"], shown.get("results"), shown["activity"]])
        for one in seen:
            if one[4] is not None:
                one[4]["version"] = 0
        return json.dumps([rows, seen], sort_keys=True, default=str)


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


# Cards ---------------------------------------------------------------------------------------------------------------


def texts(room: Room) -> Counter[str]:
    return Counter(one.text for one in room.rows(Entry))


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("way", ["merge", "remove"])
def test_cards_written_unseen_go_along_with_their_stage(room: Room, named: bool, way: str) -> None:
    look, buy = room.stages[:2]
    on = start_activity(room.lead, kind="write", names_shown=named)
    room.write(room.people[0], "unseen", look, key=None if named else KEY + "0")
    if way == "merge":
        value_stream.merge_stages(room.lead, id=look, into=buy)
    else:
        value_stream.remove_stage(room.lead, id=look, cards_to=buy)
    if named:
        assert [one["stage_id"] for one in room.votes(room.people[0])["cards"]] == [buy], "the phone shows where it will stand"
    room.write(room.people[1], "sent late", look, key=None if named else KEY + "1")
    assert reveal_activity(room.lead, id=on) == 2
    assert {one.text: one.stage_id for one in room.rows(Entry) if one.text in {"unseen", "sent late"}} == {
        "unseen": buy,
        "sent late": buy,
    }


def test_undo_of_a_merge_brings_the_unseen_cards_back_to_their_stage(room: Room) -> None:
    look, buy = room.stages[:2]
    on = start_activity(room.lead, kind="write")
    room.write(room.people[0], "unseen", look)
    before = room.fingerprint()
    value_stream.merge_stages(room.lead, id=look, into=buy)
    history.undo(room.lead)
    assert room.fingerprint() == before
    reveal_activity(room.lead, id=on)
    assert next(one.stage_id for one in room.rows(Entry) if one.text == "unseen") == look


def test_a_stage_with_unseen_cards_is_not_dropped_without_a_word(room: Room) -> None:
    look, buy = room.stages[:2]
    start_activity(room.lead, kind="write")
    room.write(room.people[0], "unseen", look)
    with pytest.raises(CjmError, match=r"nobody has seen yet wait at “Look”.*which stage"):
        value_stream.remove_stage(room.lead, id=look)
    second = value_stream.split_stage(room.lead, id=buy, name="Choose", second_name="Pay")
    assert second in now(room.phone(room.people[0]))["activity"]["stage_ids"], "people write about both parts of a split stage"
    room.write(room.people[0], "at the till", second)
    with pytest.raises(CjmError, match=r"wait at “Pay”.*Reveal them first"):
        history.undo(room.lead)


def test_a_card_whose_stage_is_gone_all_the_same_is_parked(room: Room) -> None:
    """Another process may take a stage that nobody could refuse: its cards are not lost even so."""
    on = start_activity(room.lead, kind="write", names_shown=False)
    room.write(room.people[0], "homeless", room.stages[0], key=KEY + "0")
    with room.lead.service.store.writing() as connection:
        connection.execute(SEALED_CARDS.update().values(stage_id=str(uuid.uuid4())))
    assert reveal_activity(room.lead, id=on) == 1
    assert [(one.text, one.author_id) for one in room.rows(ParkedThought)] == [("homeless", None)]


def test_writing_goes_on_after_a_reveal(room: Room) -> None:
    on = start_activity(room.lead, kind="write", names_shown=False)
    room.write(room.people[0], "first", room.stages[0], key=KEY + "0")
    reveal_activity(room.lead, id=on)
    write_on(room.lead, id=on)
    shown = now(room.phone(room.people[1]))
    assert shown["activity"]["state"] == "running" and shown["activity"]["id"] == on
    room.write(room.people[1], "second", room.stages[1], key=KEY + "1")
    assert "second" not in json.dumps(now(room.phone(room.people[0]))) and texts(room)["first"] == 1
    reveal_activity(room.lead, id=on)
    read = now(room.lead)["results"]["cards"]
    assert sorted(one["text"] for one in read) == ["first", "second"] and {one["author"] for one in read} == {""}
    close_activity(room.lead, id=on)
    with pytest.raises(CjmError, match="start it anew"):
        write_on(room.lead, id=on)


def test_homework_and_who_looks_after_a_stage_go_along_with_it(room: Room) -> None:
    ana, ben = room.people[:2]
    look, buy, use = room.stages[:3]
    roster.assign_stages(room.lead, participant_id=ana, stage_ids=[look])
    roster.assign_stages(room.lead, participant_id=ben, stage_ids=[look, buy])
    for stage in (look, buy):
        say_stage_done(room.phone(ben), stage_id=stage)
    nothing_to_add(room.phone(ana), stage_id=look, lane_id=room.other)
    before = room.fingerprint()
    value_stream.merge_stages(room.lead, id=look, into=buy)
    mine, bens = my_stages(room.phone(ana)), my_stages(room.phone(ben))
    assert [one["id"] for one in mine["stages"]] == [buy] and mine["answers"][buy][room.other]["nothing"]
    assert mine["became"] == {look: buy}, "the phone finds what was typed about the one at the other"
    assert [(one["id"], one["done"]) for one in bens["stages"]] == [(buy, True)] and len(room.rows(StageDone)) == 1
    nothing_to_add(room.phone(ana), stage_id=look, lane_id=room.pain)
    assert my_stages(room.phone(ana))["answers"][buy][room.pain]["nothing"], "and what it sends late lands there"
    history.undo(room.phone(ana))
    history.undo(room.lead)
    assert room.fingerprint() == before
    second = value_stream.split_stage(room.lead, id=look, name="Search", second_name="Compare")
    assert [one["id"] for one in my_stages(room.phone(ana))["stages"]] == [look, second]
    value_stream.remove_stage(room.lead, id=second, cards_to=use)
    assert {one["id"] for one in my_stages(room.phone(ana))["stages"]} == {look, use}


def test_what_points_to_a_future_points_to_the_one_it_became(room: Room) -> None:
    look, buy = room.stages[:2]
    idea = pain_points.add_entry(room.lead, stage_id=look, lane_id=room.other, text="idea")
    for stage, words in ((look, "Sees it at once"), (buy, "Pays with one tap")):
        write_future_state(room.lead, stage_id=stage, fields=FutureFields(experience=words))
    first, second = (one.id for one in sorted(room.rows(FutureState), key=lambda one: one.created_at))
    carry_out(room.lead, id=room.actions[0], things=[first, idea])
    value_stream.merge_stages(room.lead, id=look, into=buy)
    (stays,) = room.rows(FutureState)
    assert stays.id == second and stays.experience == "Pays with one tap\nSees it at once"
    assert set(room.lead.service.image(room.lead.workshop_id).linked_from("carries_out", room.actions[0])) == {second, idea}


def test_a_read_out_goes_on_where_its_card_was(room: Room) -> None:
    on = start_activity(room.lead, kind="write")
    for number in range(3):
        room.write(room.people[0], f"unseen {number}", room.stages[number])
    reveal_activity(room.lead, id=on)
    cards = now(room.lead)["results"]["cards"]
    read_out(room.lead, place=cards[1]["id"])
    value_stream.merge_stages(room.lead, id=cards[1]["stage_id"], into=cards[0]["stage_id"])
    assert now(room.lead)["place"] == cards[1]["id"]
    history.undo(room.lead)
    park_entry(room.lead, id=cards[1]["id"])
    assert now(room.lead)["place"] == session_stamp(room.lead)["place"] == cards[2]["id"]


# Dots ----------------------------------------------------------------------------------------------------------------


def vote(room: Room, person: str, subject: str, value: int = 1, axis: str = "dots") -> None:
    cast(room.phone(person), subject_id=subject, axis=axis, value=value)


def totals(room: Room) -> dict[str, int]:
    axis = {"dot_vote": "dots", "pick": "pick"}
    shown = now(room.lead)
    return {one["id"]: one["axes"][axis[shown["activity"]["kind"]]]["total"] for one in shown["results"]["options"]}


def test_dots_of_cards_laid_together_count_for_the_group(room: Room) -> None:
    ana, ben = room.people[:2]
    on = start_activity(room.lead, kind="dot_vote", dots=3)
    vote(room, ana, room.cards[0], 2)
    vote(room, ana, room.cards[1])
    vote(room, ben, room.cards[1])
    before = room.fingerprint()
    group = pain_points.group_entries(room.lead, onto=room.cards[0], ids=[room.cards[1]])
    assert room.votes(ana)["votes"] == {group: {"dots": 3}}
    history.undo(room.lead)
    assert room.fingerprint() == before, "and so they lie where they lay when it is undone"
    group = pain_points.group_entries(room.lead, onto=room.cards[0], ids=[room.cards[1]])
    vote(room, ana, group, 2)
    vote(room, ana, room.cards[2])
    with pytest.raises(CjmError, match="All 3 dots"):
        vote(room, ana, group, 3)
    reveal_activity(room.lead, id=on)
    assert totals(room)[group] == 3 and totals(room)[room.cards[2]] == 1
    pain_points.ungroup(room.lead, id=group)
    pain_points.remove_entry(room.lead, id=room.cards[2])
    assert totals(room)[group] == 3 and totals(room)[room.cards[2]] == 1, "a result goes on showing what was voted on"
    notes = {one["id"]: one["note"] for one in now(room.lead)["activity"]["options"]}
    assert notes[group] == "taken apart since" and notes[room.cards[2]] == "not on the map any more"


def test_dots_on_a_group_that_is_taken_apart(room: Room) -> None:
    ana = room.people[0]
    group = pain_points.group_entries(room.lead, onto=room.cards[0], ids=[room.cards[1]])
    start_activity(room.lead, kind="dot_vote", dots=3)
    vote(room, ana, group, 2)
    pain_points.ungroup(room.lead, id=group)
    options = {one["id"] for one in now(room.phone(ana))["activity"]["options"]}
    assert {room.cards[0], room.cards[1]} <= options and group not in options
    assert room.dots(ana) == (0, 2), "theirs again, and the phone says of what"
    vote(room, ana, room.cards[0], 3)
    assert room.dots(ana) == (3, 0)
    history.undo(room.lead)
    assert room.dots(ana) == (3, 0), "three dots stay three"


@pytest.mark.parametrize("way", ["remove", "move", "park"])
def test_no_dot_is_stuck_on_a_card_that_leaves(room: Room, way: str) -> None:
    ana, card = room.people[0], room.cards[0]
    on = start_activity(room.lead, kind="dot_vote", dots=3)
    vote(room, ana, card, 2)
    before = room.fingerprint()
    if way == "move":
        pain_points.move_entry(room.lead, id=card, stage_id=room.stages[3], lane_id=room.other)
        assert room.dots(ana) == (2, 0), "what is voted on is voted on, wherever it stands"
    else:
        pain_points.remove_entry(room.lead, id=card)
        mine = room.votes(ana)
        assert mine["votes"] == {} and [(one["text"], one["votes"]) for one in mine["returned"]] == [("card 0", {"dots": 2})]
        with pytest.raises(CjmError, match=r"removed meanwhile.*yours again"):
            vote(room, ana, card)
    history.undo(room.lead)
    assert room.fingerprint() == before
    vote(room, ana, room.cards[1])
    reveal_activity(room.lead, id=on)
    assert (totals(room)[card], totals(room)[room.cards[1]]) == (2, 1)


def test_another_round_of_the_same_dots(room: Room) -> None:
    on = start_activity(room.lead, kind="dot_vote", dots=5)
    vote(room, room.people[0], room.cards[0], 5)
    reveal_activity(room.lead, id=on)
    again = vote_again(room.lead, id=on, whole=True)
    shown = now(room.phone(room.people[1]))["activity"]
    assert (shown["id"], shown["dots"], shown["round"], len(shown["options"])) == (again, 5, 2, 7)
    vote(room, room.people[0], room.cards[1], 5)
    reveal_activity(room.lead, id=again)
    assert totals(room)[room.cards[1]] == 5
    assert sum(one.value for one in room.rows(Ballot) if one.axis == "dots") == 10, "the first round is kept"


# People --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "axis", "values"), [("dot_vote", "dots", (2, 3)), ("pick", "pick", (1, 1)), ("score", "impact", (5, 1))]
)
def test_two_people_who_are_one_have_one_vote(room: Room, kind: Any, axis: str, values: tuple[int, int]) -> None:
    ana, ben, cem = room.people
    things = {"dot_vote": room.cards, "pick": room.customers, "score": room.actions}[kind]
    on = start_activity(room.lead, kind=kind, **({"dots": 3} if kind == "dot_vote" else {}))
    vote(room, ana, things[0], values[0], axis)
    vote(room, ben, things[0] if kind == "score" else things[1], values[1], axis)
    vote(room, cem, things[0], values[0], axis)
    for person in (ana, ben):
        say_done(room.phone(person))
    before = room.fingerprint()
    roster.merge_people(room.lead, keep=ana, doubled=ben)
    shown = now(room.lead)["counts"]
    assert (shown["voters"], shown["done"]) == (2, 1)
    assert room.votes(ben)["votes"] == {things[0]: {axis: values[0]}}, "the vote of the one who stays counts"
    history.undo(room.lead)
    assert room.fingerprint() == before
    roster.merge_people(room.lead, keep=ana, doubled=ben)
    reveal_activity(room.lead, id=on)
    cast_then = [one for one in room.rows(Ballot) if one.axis == axis and one.source != "facilitator"]
    assert [(one.subject_id, one.value) for one in cast_then] == [(things[0], values[0])] * 2


def test_whoever_came_twice_keeps_what_only_the_other_did(room: Room) -> None:
    ana, ben = room.people[:2]
    start_activity(room.lead, kind="dot_vote", dots=3)
    vote(room, ben, room.cards[0], 2)
    roster.merge_people(room.lead, keep=ana, doubled=ben)
    assert room.dots(ana) == room.dots(ben) == (2, 0)
    vote(room, ana, room.cards[1])
    assert room.dots(ben) == (3, 0), "either phone goes on with it"
    with pytest.raises(CjmError, match="All 3 dots"):
        vote(room, ben, room.cards[2])
    history.undo(room.lead)
    assert room.dots(ana)[0] + room.dots(ben)[0] == 3, "parted again, no dot is doubled"


def test_a_scribe_and_a_promise_go_along_with_a_person(room: Room) -> None:
    ana, ben = room.people[:2]
    on = start_activity(room.lead, kind="break_out")
    break_out(room.lead, id=on, groups=[NewGroup(name="G", stage_ids=room.stages[:2], people=[ana, ben], scribe_id=ben)])
    roster.merge_people(room.lead, keep=ana, doubled=ben)
    value_stream.merge_stages(room.lead, id=room.stages[0], into=room.stages[1])
    (group,) = now(room.phone(ben))["activity"]["groups"]
    assert (group["scribe_id"], group["people"], group["stage_ids"]) == (ana, [ana], [room.stages[1]])


# Everything at once --------------------------------------------------------------------------------------------------

EXAMPLES = int(os.environ.get("CJM_RESHAPING", "20"))
KINDS = ("write", "nameless", "pick", "dot_vote", "rate", "score", "break_out", "close")


class Reshaping(RuleBasedStateMachine):
    """Somebody reshapes the map at random while the group is at something."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        path = Path(self.folder) / "cjm.db"
        shutil.copy(self.template, path)
        self.store = Store(f"sqlite:///{path}")
        self.room = Room(self.store)
        self.everything = Counter(self.room_texts())
        self.waiting: Counter[str] = Counter()
        self.result: dict[str, Any] | None = None
        self.number = 0

    def teardown(self) -> None:
        self.finish()
        self.store.close()
        shutil.rmtree(self.folder)

    def finish(self) -> None:
        on = self.running()
        if on is not None and on.state == "running":
            self.reveal()

    # What there is

    def room_texts(self) -> list[str]:
        image = self.room.lead.service.image(self.room.lead.workshop_id)
        return [one.text for kind in ("entries", "parked_thoughts") for one in image.rows[kind].values()]  # type: ignore[attr-defined]

    def running(self) -> SessionActivity | None:
        return running(self.room.lead.service.image(self.room.lead.workshop_id))

    def is_on(self, *kinds: str) -> bool:
        on = self.running()
        return on is not None and on.state == "running" and (not kinds or on.kind in kinds)

    def pick(self, model: Any, number: int) -> Any:
        # not by ids, which differ each time
        rows = sorted(self.room.rows(model), key=lambda row: (row.created_at, words_of(row)))
        return rows[number % len(rows)].id if rows else None

    def given(self) -> dict[str, tuple[int, int]]:
        """By person: how much they have given to what is there, and to what is gone."""
        found = {}
        for person in self.room.rows(Participant):
            mine = self.room.votes(person.id)
            votes = mine.get("votes", {})
            budget = [axes[axis] for axes in votes.values() for axis in ("dots", "pick") if axis in axes]
            many = sum(budget) if budget else sum(len(axes) for axes in votes.values())
            gone = [vote for one in mine.get("returned", []) for vote in one["votes"].items()]
            found[person.id] = (many, sum(value if axis in {"dots", "pick"} else 1 for axis, value in gone))
        return found

    def reshape(self, act: Callable[[], Any], *, loses: int = 0, back: bool = False) -> None:
        """Nothing that anybody gave is lost by it but ``loses``, and one undo brings all of it back."""
        voting = self.is_on("pick", "dot_vote", "rate", "score")
        given = self.given() if voting else {}
        before = self.room.fingerprint()
        people, revision = len(self.room.rows(Participant)), self.room.revision()
        try:
            act()
        except CjmError:
            assert self.room.fingerprint() == before, "what is refused changes nothing"
            return
        if voting and len(self.room.rows(Participant)) == people:
            for person, (there, gone) in self.given().items():
                assert sum(given[person]) - loses <= there + gone <= sum(given[person])
        if back and self.room.revision() > revision:
            history.undo(self.room.lead)
            assert self.room.fingerprint() == before

    # What people do

    @initialize(kind=st.sampled_from(KINDS))
    def begin(self, kind: str) -> None:
        self.start(kind)

    @precondition(lambda self: not self.is_on())
    @rule(kind=st.sampled_from(KINDS))
    def start(self, kind: str) -> None:
        self.result = None
        lead = self.room.lead
        try:
            if kind == "nameless":
                start_activity(lead, kind="write", names_shown=False)
            else:
                made = start_activity(lead, kind=kind, dots=3 if kind == "dot_vote" else None)  # type: ignore[arg-type]
                if kind == "break_out":
                    people = [one.id for one in self.room.rows(Participant)]
                    break_out(lead, id=made, groups=[NewGroup(name="G", stage_ids=self.room.stages_now(), people=people)])
        except CjmError:
            pass  # nothing is left to vote on

    @precondition(lambda self: self.is_on("write", "break_out"))
    @rule(person=st.integers(0, 2), stage=st.integers(0, 30), late=st.booleans())
    def write(self, person: int, stage: int, late: bool) -> None:
        on = self.running()
        assert on is not None
        rows = self.room.lead.image().rows["stages"].values() if late else self.room.rows(Stage)
        ids = [one.id for one in sorted(rows, key=lambda row: row.created_at)]
        text = f"unseen {self.number}"
        key = None if on.names_shown else KEY + str(person)
        try:
            self.room.write(self.room.people[person], text, ids[stage % len(ids)], key=key)
        except CjmError as error:
            assert late and "isn’t there any more" in str(error), "only what was dropped without an heir"
            return
        self.number += 1
        self.everything[text] += 1
        self.waiting[text] += 1

    @precondition(lambda self: self.is_on("pick", "dot_vote", "rate", "score"))
    @rule(person=st.integers(0, 2), option=st.integers(0, 30), axis=st.integers(0, 1), value=st.integers(1, 3))
    def vote(self, person: int, option: int, axis: int, value: int) -> None:
        options = now(self.room.phone(self.room.people[person]))["activity"]["options"]
        if not options:
            return
        one = options[option % len(options)]
        name = one["axes"][axis % len(one["axes"])]
        if name == "emotion":
            value -= 2
        try:
            vote(self.room, self.room.people[person], one["id"], 1 if name == "pick" else value, name)
        except CjmError as error:
            assert "dots are placed" in str(error)

    @precondition(lambda self: self.is_on("close"))
    @rule(person=st.integers(0, 2), action=st.integers(0, 2))
    def promise(self, person: int, action: int) -> None:
        if (id := self.pick(Action, action)) is not None:
            try:
                take_action(self.room.phone(self.room.people[person]), id=id)
            except CjmError as error:
                assert "was faster" in str(error) or "not given out" in str(error)

    @precondition(lambda self: self.is_on("write", "dot_vote", "rate", "score", "pick", "break_out"))
    @rule(person=st.integers(0, 2), done=st.booleans())
    def done(self, person: int, done: bool) -> None:
        say_done(self.room.phone(self.room.people[person]), done=done)
        assert self.room.votes(self.room.people[person])["done"] is done

    # What becomes of the map

    @rule(one=st.integers(0, 9), other=st.integers(0, 9), back=st.booleans())
    def merge_stages(self, one: int, other: int, back: bool) -> None:
        id, into = self.pick(Stage, one), self.pick(Stage, other)
        if len(self.room.rows(Stage)) > 2:
            # whoever judged both has judged one: that counts which was given to the one that stays
            loses = 1 if self.is_on("rate") else 0
            self.reshape(lambda: value_stream.merge_stages(self.room.lead, id=id, into=into), loses=loses, back=back)

    @rule(one=st.integers(0, 9), cards=st.lists(st.integers(0, 20), max_size=3), back=st.booleans())
    def split(self, one: int, cards: list[int], back: bool) -> None:
        moved = [self.pick(Entry, card) for card in cards if self.room.rows(Entry)]
        self.number += 1
        names = {"name": f"First {self.number}", "second_name": f"Second {self.number}"}
        self.reshape(lambda: value_stream.split_stage(self.room.lead, id=self.pick(Stage, one), moved=moved, **names), back=back)

    @rule(one=st.integers(0, 9), other=st.integers(0, 9), along=st.booleans(), back=st.booleans())
    def remove_stage(self, one: int, other: int, along: bool, back: bool) -> None:
        id, to = self.pick(Stage, one), self.pick(Stage, other)
        if len(self.room.rows(Stage)) > 2:
            loses = 1 if along and self.is_on("rate") else 0
            act = lambda: value_stream.remove_stage(self.room.lead, id=id, cards_to=to if along else None)  # noqa: E731
            self.reshape(act, loses=loses, back=back)

    @rule(card=st.integers(0, 20), stage=st.integers(0, 9), other_lane=st.booleans(), back=st.booleans())
    def move(self, card: int, stage: int, other_lane: bool, back: bool) -> None:
        if (id := self.pick(Entry, card)) is not None:
            lane = self.room.other if other_lane else self.room.pain
            act = lambda: pain_points.move_entry(self.room.lead, id=id, stage_id=self.pick(Stage, stage), lane_id=lane)  # noqa: E731
            self.reshape(act, back=back)

    @rule(onto=st.integers(0, 20), cards=st.lists(st.integers(0, 20), min_size=1, max_size=3), back=st.booleans())
    def group(self, onto: int, cards: list[int], back: bool) -> None:
        ids = [self.pick(Entry, card) for card in cards]
        if ids[0] is not None:
            self.reshape(lambda: pain_points.group_entries(self.room.lead, onto=self.pick(Entry, onto), ids=ids), back=back)

    @rule(group=st.integers(0, 5), back=st.booleans())
    def ungroup(self, group: int, back: bool) -> None:
        if (id := self.pick(Group, group)) is not None:
            self.reshape(lambda: pain_points.ungroup(self.room.lead, id=id), back=back)

    @rule(card=st.integers(0, 20), back=st.booleans())
    def remove_card(self, card: int, back: bool) -> None:
        if (id := self.pick(Entry, card)) is not None:
            self.reshape(lambda: pain_points.remove_entry(self.room.lead, id=id), back=back)

    @rule(one=st.integers(0, 2), back=st.booleans())
    def remove_candidate(self, one: int, back: bool) -> None:
        if (id := self.pick(Customer, one)) is not None:
            self.reshape(lambda: customer.remove_candidate(self.room.lead, id=id), back=back)

    @rule(one=st.integers(0, 2), back=st.booleans())
    def drop_action(self, one: int, back: bool) -> None:
        if (id := self.pick(Action, one)) is not None:
            self.reshape(lambda: remove_action(self.room.lead, id=id), back=back)

    @rule(keep=st.integers(0, 2), doubled=st.integers(0, 2), back=st.booleans())
    def merge_people(self, keep: int, doubled: int, back: bool) -> None:
        one, other = self.pick(Participant, keep), self.pick(Participant, doubled)
        if len(self.room.rows(Participant)) == 1 or one == other:
            return
        given = self.given() if self.is_on("pick", "dot_vote", "rate", "score") else None
        kind = self.running().kind if given else ""  # type: ignore[union-attr]
        self.reshape(lambda: roster.merge_people(self.room.lead, keep=one, doubled=other), back=back)
        if given and not back:
            there = self.given()[one]
            if kind in {"dot_vote", "pick"}:
                assert there in {given[one], given[other]} and (there == given[one] or sum(given[one]) == 0)
            else:
                assert max(sum(given[one]), sum(given[other])) <= sum(there) <= sum(given[one]) + sum(given[other])

    @rule()
    def undo(self) -> None:
        voting = self.is_on("dot_vote")
        try:
            history.undo(self.room.lead)
        except CjmError:
            return
        if voting:
            assert all(there <= 3 for there, _ in self.given().values()) or len(self.room.rows(Participant)) == 3

    # What the room sees

    @precondition(lambda self: self.is_on())
    @rule()
    def reveal(self) -> None:
        on = self.running()
        assert on is not None
        if on.kind == "close":
            close_activity(self.room.lead, id=on.id)
            return
        people = [one.id for one in self.room.rows(Participant)]
        votes = {person: self.room.votes(person).get("votes", {}) for person in people}
        reveal_activity(self.room.lead, id=on.id)
        assert self.room.sealed() == {"sealed_cards": 0, "sealed_ballots": 0}
        if on.round_id is None:
            stages = {one.id for one in self.room.rows(Stage)}
            shown = Counter(one.text for one in self.room.rows(Entry) if one.stage_id in stages)
            assert all(shown[text] == 1 for text in self.waiting)
            self.waiting.clear()
            return
        expected = Counter(
            (id, axis, value) for mine in votes.values() for id, axes in mine.items() for axis, value in axes.items()
        )
        cast_then = [one for one in self.room.rows(Ballot) if one.round_id == on.round_id]
        assert Counter((one.subject_id, one.axis, one.value) for one in cast_then) == expected
        self.result = self.shown()
        total = sum(axis["total"] for axes in self.result.values() for axis in axes.values())
        assert total == sum(one.value for one in cast_then)

    @precondition(lambda self: self.running() is not None and self.running().state == "revealed")
    @rule()
    def again(self) -> None:
        on = self.running()
        assert on is not None
        try:
            if on.round_id is None:
                write_on(self.room.lead, id=on.id)
            else:
                vote_again(self.room.lead, id=on.id, whole=True)
                self.result = None
        except CjmError as error:
            assert on.round_id is not None and ("left" in str(error) or "There" in str(error) or "Name" in str(error))

    def shown(self) -> dict[str, Any]:
        return {one["id"]: one["axes"] for one in now(self.room.lead)["results"]["options"]}

    @invariant()
    def no_card_is_lost_or_doubled(self) -> None:
        with self.store.reading() as connection:
            sealed = list(connection.execute(sa.select(SEALED_CARDS.c.text)).scalars())
        assert Counter([*self.room_texts(), *sealed]) == self.everything

    @invariant()
    def no_dot_is_stuck_or_too_many(self) -> None:
        if self.is_on("dot_vote"):
            for person in self.room.rows(Participant):
                shown = now(self.room.phone(person.id))
                assert set(shown["mine"]["votes"]) <= {one["id"] for one in shown["activity"]["options"]}

    @invariant()
    def a_result_stays_what_it_was(self) -> None:
        on = self.running()
        if self.result is not None and on is not None and on.state == "revealed":
            assert self.shown() == self.result

    @invariant()
    def every_promise_is_somebodys(self) -> None:
        people = {one.id for one in self.room.rows(Participant)}
        assert all(one.taken_by_id in people for one in self.room.rows(Action) if one.taken_at is not None)

    @invariant()
    def nothing_unseen_stands_in_the_history(self) -> None:
        if self.waiting and self.number % 5 == 0:
            with self.store.reading() as connection:
                told = json.dumps([list(row) for row in connection.execute(sa.select(ACTIVITY.c.summary, ACTIVITY.c.changes))])
            assert not [text for text in self.waiting if f'"{text}"' in told]


def test_nothing_is_lost_while_the_map_is_reshaped(sqlite_template: Path) -> None:
    Reshaping.template = sqlite_template
    run_state_machine_as_test(Reshaping, settings=settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None))
