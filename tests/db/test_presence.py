"""Who is here: one answer for counts, scribes, the roster and the wall, in every process and after a restart."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from cjm import insights, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.now.now import now, session_stamp
from cjm.people import invitations, presence, roster, seats
from cjm.people.presence import who_is_here
from cjm.session import sealed
from cjm.session.activities import reveal_activity, start_activity
from cjm.session.break_outs import NewGroup, break_out, write_for_us
from cjm.value_stream import add_stage, name_leading_department
from db.engine import Store
from db.tables import SEATS, BreakOut, Department, Entry, Lane, Stage, ValueStream

LEAD = "facilitator-browser-key-0123456789abcdef"


class Group:
    """A workshop, its facilitator, and people who join."""

    def __init__(self, store: Store) -> None:
        self.service = Service(store)
        self.id = workshops.create_workshop(self.service, Actor("Lead", Role.FACILITATOR), name="Shop", browser_key=LEAD)
        self.lead = Context(self.service, seats.actor_at(self.service, LEAD, self.id), self.id)
        add_stage(self.lead, stream_id=self.lead.image().all(ValueStream)[0].id, name="Till")

    def join(self, name: str) -> Context:
        key = f"{name.lower()}-browser-key-0123456789abcdef"
        invitations.join(self.service, key, token=invitations.invite(self.lead).token, name=name)
        return Context(self.service, seats.actor_at(self.service, key, self.id), self.id)

    def gone(self, *people: Context, ago: timedelta = timedelta(seconds=1)) -> None:
        """Their devices were closed, and what they are waited for is over."""
        with self.service.store.writing() as connection:
            until = datetime.now(UTC) - ago
            these = SEATS.c.id.in_([one.actor.seat_id for one in people])
            connection.execute(SEATS.update().where(these).values(here_until=until))

    def here(self) -> set[str]:
        ids = who_is_here(self.lead).ids
        return {one.name for one in roster.roster(self.lead).people if one.id in ids}

    def counted(self) -> tuple[int, int]:
        """Done, and of how many."""
        stamp, told = session_stamp(self.lead), now(self.lead)
        assert (stamp["done"], stamp["people"]) == (told["counts"]["done"], told["people"]), "one answer"
        return told["counts"]["done"], told["people"]


@pytest.fixture
def group(store: Store) -> Group:
    return Group(store)


def test_who_left_is_no_longer_missing_and_counts_again_when_back(group: Group) -> None:
    ana, ben, cem = (group.join(name) for name in ("Ana", "Ben", "Cem"))
    roster.add_person(group.lead, name="Dora")
    roster.add_person(group.lead, name="Emil", without_device=False)
    start_activity(group.lead, kind="write", question="?")
    assert group.here() == {"Ana", "Ben", "Cem", "Dora"}, "who has no device is there if marked so, who never came is not"
    assert group.counted() == (0, 4)
    group.gone(ana, ben)
    assert (group.here(), group.counted()) == ({"Cem", "Dora"}, (0, 2))
    sealed.say_done(cem)
    group.gone(cem)
    assert group.counted() == (1, 2), "who was done and left is not forgotten either"
    presence.beat(group.service, [str(ana.actor.seat_id)], [])
    assert (group.here(), group.counted()) == ({"Ana", "Dora"}, (1, 3))
    assert [one["name"] for one in now(group.lead)["roster"] if one["here"]] == ["Ana", "Dora"]
    view = roster.roster_now(group.lead)
    assert ({one.name for one in view.people if one.present}, view.present) == ({"Ana", "Dora"}, 2)


def test_another_process_and_one_that_was_restarted_give_the_same_answer(group: Group) -> None:
    ana, ben = group.join("Ana"), group.join("Ben")
    presence.beat(group.service, [str(ana.actor.seat_id)], [str(ben.actor.seat_id)])
    anew = Context(Service(group.service.store), group.lead.actor, group.id)
    assert who_is_here(anew) == who_is_here(group.lead) and who_is_here(anew).ids == {ana.actor.id, ben.actor.id}
    both = {ana.actor.seat_id, ben.actor.seat_id, group.lead.actor.seat_id}
    assert presence.open_devices(anew.service, [group.id]) == {group.id: both}
    group.gone(ben)
    assert who_is_here(anew).ids == {ana.actor.id}


def test_insights_go_by_who_is_here_now_and_by_the_roster_while_nobody_meets(group: Group) -> None:
    stage = group.lead.image().all(Stage)[0].id
    name_leading_department(group.lead, stage_id=stage, name="Sales")
    sales = group.lead.image().all(Department)[0].id
    ana, ben = group.join("Ana"), group.join("Ben")
    roster.edit_person(group.lead, id=str(ana.actor.id), department_id=sales)
    assert [one.unknown for one in insights.insights_now(group.lead).stages] == [""]
    group.gone(ana)
    assert [one.unknown for one in insights.insights_now(group.lead).stages] == ["nobody of Sales is here"]
    group.gone(ben)
    assert [one.unknown for one in insights.insights_now(group.lead).stages] == [""], "weeks later everybody on the list counts"


def test_a_card_without_a_name_has_a_department_only_while_three_of_it_are_here(group: Group) -> None:
    name_leading_department(group.lead, stage_id=group.lead.image().all(Stage)[0].id, name="Sales")
    sales = group.lead.image().all(Department)[0].id
    people = [group.join(name) for name in ("Ana", "Ben", "Cem")]
    for one in people:
        roster.edit_person(group.lead, id=str(one.actor.id), department_id=sales)
    round_ = start_activity(group.lead, kind="write", question="?", names_shown=False)
    stage, lane = group.lead.image().all(Stage)[0].id, group.lead.image().all(Lane)[0].id

    def write(at: int, text: str) -> None:
        key = str(at) * 20
        sealed.write_sealed_card(people[at], id=str(uuid.uuid4()), text=text, stage_id=stage, lane_id=lane, key=key)

    for at in range(3):
        write(at, "among three")
    group.gone(people[1])
    write(0, "among two")
    reveal_activity(group.lead, id=round_)
    said = {(card.text, card.department_id) for card in group.lead.image().all(Entry)}
    assert said == {("among three", sales), ("among two", None)}, "of two that are left, one would be known"


def test_a_seat_that_ended_or_was_put_down_is_nobodys_device(group: Group) -> None:
    ana, ben = group.join("Ana"), group.join("Ben")
    seats.revoke_seat(group.lead, seat_id=str(ana.actor.seat_id))
    seats.put_down(ben)
    assert who_is_here(group.lead).online == set()
    assert "Ben" not in group.here()


def test_all_are_here_at_one_press(group: Group) -> None:
    ana = group.join("Ana")
    for name in ("Ben", "Cem"):
        roster.add_person(group.lead, name=name, without_device=False)
    group.gone(ana)
    assert group.here() == set() and now(group.lead)["absent"] == 3
    assert presence.all_are_here(group.lead) == 3
    assert group.here() == {"Ana", "Ben", "Cem"} and now(group.lead)["absent"] == 0
    with pytest.raises(CjmError, match="already"):
        presence.all_are_here(group.lead)
    history.undo(group.lead)
    assert group.here() == set()


def test_who_writes_for_a_group_is_somebody_who_is_here_and_can_be_another(group: Group) -> None:
    ana, ben, cem = (group.join(name) for name in ("Ana", "Ben", "Cem"))
    roster.add_person(group.lead, name="Aaron")
    id = start_activity(group.lead, kind="break_out", question="?")
    group.gone(ana)
    [proposed] = now(group.lead)["proposed"][1]
    assert ana.actor.id not in proposed["people"] and proposed["scribe_id"] in {ben.actor.id, cem.actor.id}
    people = [str(one.actor.id) for one in (ana, ben)]
    [made] = break_out(group.lead, id=id, groups=[NewGroup(name="One", stage_ids=[], people=people)])
    assert group.lead.image().get(BreakOut, made).scribe_id == ben.actor.id, "not the first, who has left"
    presence.beat(group.service, [str(ana.actor.seat_id)], [])
    group.gone(ben)
    [shown] = now(ana)["activity"]["groups"]
    assert (shown["scribe"], shown["scribe_here"]) == ("Ben", False)
    with pytest.raises(NotAllowed, match="somebody of the group"):
        write_for_us(cem, id=made)
    with pytest.raises(NotAllowed, match="somebody of the group"):
        write_for_us(group.lead, id=made)
    write_for_us(ana, id=made)
    [shown] = now(ben)["activity"]["groups"]
    assert (shown["scribe"], shown["scribe_here"]) == ("Ana", True)
