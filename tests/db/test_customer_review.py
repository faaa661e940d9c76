"""Customers at the door and what they say, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from cjm import customer_review, pain_points, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.document import export_document
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.people import invitations, seats
from db.engine import Store
from db.tables import CustomerMark, Entry, Lane, ValueStream

LEAD, PHONE, OTHER = (f"{who}-browser-key-0123456789abcdef" for who in ("facilitator", "phone", "other"))


class Table:
    """A workshop with one stage and one pain point."""

    def __init__(self, store: Store) -> None:
        self.service = Service(store)
        starter = Actor("Lead", Role.FACILITATOR)
        self.id = workshops.create_workshop(self.service, starter, name="Shop", browser_key=LEAD)
        self.lead = self.at(LEAD)
        image = self.lead.image()
        self.stage = value_stream.add_stage(self.lead, stream_id=image.all(ValueStream)[0].id, name="Till")
        self.lane = next(lane.id for lane in image.all(Lane) if lane.kind == "pain_point")
        self.card = pain_points.add_entry(self.lead, stage_id=self.stage, lane_id=self.lane, text="The queue is long")

    def at(self, key: str) -> Context:
        return Context(self.service, seats.actor_at(self.service, key, self.id), self.id)

    def join(self, key: str, role: Role = Role.REVIEWER, name: str = "") -> Context:
        invitations.join(self.service, key, token=invitations.invite(self.lead, role).token, name=name)
        return self.at(key)


@pytest.fixture
def table(store: Store) -> Table:
    return Table(store)


def test_a_customer_needs_no_name_and_gets_no_other_right(table: Table) -> None:
    customer = table.join(PHONE)
    assert (customer.actor.name, customer.actor.role) == ("A customer", Role.REVIEWER)
    secret = invitations.invite(table.lead, Role.REVIEWER)
    assert secret.code == "" and invitations.look_up(table.service, token=secret.token).departments == ()
    again = table.join(PHONE)
    assert again.actor == customer.actor, "the link opened twice is one customer"
    reads: list[Any] = [
        pain_points.board_json,
        history.recent,
        export_document,
        workshops.progress,
        customer_review.what_came,
        seats.seats_of,
    ]
    for read in reads:
        with pytest.raises(NotAllowed):
            read(customer)
    assert invitations.my_reviews(table.service, PHONE) == {table.id: "Shop"}
    assert invitations.my_workshops(table.service, PHONE) == {}


def test_who_is_in_already_stays_what_they_are(table: Table) -> None:
    assert table.join(LEAD).actor.role is Role.FACILITATOR
    table.join(PHONE)
    assert table.join(PHONE, Role.CONTRIBUTOR, "Ana").actor.role is Role.CONTRIBUTOR
    assert table.join(PHONE).actor.role is Role.CONTRIBUTOR
    assert invitations.my_reviews(table.service, PHONE) == {}
    assert set(invitations.my_workshops(table.service, PHONE)) == {table.id}


def test_a_link_that_was_revoked_lets_no_customer_in(table: Table) -> None:
    token = invitations.invite(table.lead, Role.REVIEWER).token
    customer = table.join(PHONE)
    invitations.revoke(table.lead, role=Role.REVIEWER)
    with pytest.raises(invitations.Refused):
        invitations.join(table.service, OTHER, token=token)
    customer_review.mark_card(customer, entry_id=table.card, mark="true")
    seats.revoke_seat(table.lead, seat_id=customer.actor.seat_id or "")
    with pytest.raises(seats.NoSeat):
        table.at(PHONE)


def test_what_is_said_is_stored_taken_over_and_undone(table: Table) -> None:
    customer, other = table.join(PHONE, name="Mira"), table.join(OTHER)
    true = customer_review.mark_card(customer, entry_id=table.card, mark="true")
    missing = customer_review.say_missing(other, stage_id=table.stage, words="No 🚲 stand\nin front")
    customer_review.take_over_true(table.lead, ids=[true])
    card = customer_review.take_over_missing(table.lead, id=missing, lane_id=table.lane)
    image = table.lead.image()
    assert (image.get(Entry, table.card).evidence, image.get(Entry, card).text) == ("confirmed", "No 🚲 stand\nin front")
    history.undo(table.lead)
    history.undo(table.lead)
    image = table.lead.image()
    assert image.find(Entry, card) is None and image.get(Entry, table.card).evidence == "assumed"
    assert {one.state for one in image.all(CustomerMark)} == {"open"}
    fresh = Service(table.service.store).image(table.id)
    assert fresh.all(CustomerMark) == image.all(CustomerMark)


def test_what_a_customer_takes_back_nobody_brings_back(table: Table) -> None:
    customer = table.join(PHONE)
    made = customer_review.say_missing(customer, stage_id=table.stage, words="My neighbour works here")
    customer_review.take_back_mark(customer, id=made)
    line = history.recent(table.lead)[0]
    assert not line.may_undo(table.lead.actor) and "neighbour" not in line.summary
    with pytest.raises(CjmError):
        history.undo(table.lead, revision=line.revision)
    assert all(one.kind != "customer_marks" for one in history.trash(table.lead))
