"""Links, codes, seats and the roster, on both databases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cjm import customer, frame, pain_points, value_stream, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.document import export_document
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.core.tokens import hashed
from cjm.imports.document import import_document
from cjm.people import invitations, roster, seats
from cjm.people.invitations import Refused, invite, join, look_up, personal_link, renew
from cjm.people.seats import ANOTHER, NoSeat, PutDown, WhoAreYou, actor_at, seats_at
from db.engine import Store
from db.tables import ACTIVITY, INVITATIONS, SEATS, Ballot, Base, Entry, Lane, Participant, Round, Stage, ValueStream

STARTER = Actor("Facilitator", Role.FACILITATOR)
FACILITATOR, PHONE, OTHER = (f"{who}-browser-key-0123456789abcdef" for who in ("facilitator", "phone", "other"))


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store)


@pytest.fixture
def ctx(service: Service) -> Context:
    """A workshop and its facilitator."""
    workshop_id = workshops.create_workshop(service, STARTER, name="Shop", browser_key=FACILITATOR)
    return Context(service, actor_at(service, FACILITATOR, workshop_id), workshop_id)


def seated(ctx: Context, key: str, name: str, **how: Any) -> Context:
    """``name`` joins as a contributor."""
    join(ctx.service, key, token=invite(ctx).token, name=name, **how)
    return Context(ctx.service, actor_at(ctx.service, key, ctx.workshop_id), ctx.workshop_id)


def stages(ctx: Context, *names: str) -> list[str]:
    stream = ctx.service.image(ctx.workshop_id).all(ValueStream)[0]
    return [str(value_stream.add_stage(ctx, stream_id=stream.id, name=name)) for name in names]


def card(ctx: Context, stage: str, text: str) -> Any:
    lane = ctx.service.image(ctx.workshop_id).all(Lane)[0]
    return pain_points.add_entry(ctx, stage_id=stage, lane_id=lane.id, text=text)


def test_who_starts_a_workshop_is_its_facilitator(ctx: Context) -> None:
    assert ctx.actor.role is Role.FACILITATOR and ctx.actor.id == ctx.actor.seat_id
    with pytest.raises(NoSeat):
        actor_at(ctx.service, PHONE, ctx.workshop_id)
    with pytest.raises(NoSeat):
        actor_at(ctx.service, None, ctx.workshop_id)
    with pytest.raises(NoSeat):
        actor_at(ctx.service, FACILITATOR, "nowhere")
    copy = import_document(ctx.service, STARTER, export_document(ctx), browser_key=PHONE)
    assert actor_at(ctx.service, PHONE, copy).role is Role.FACILITATOR
    assert invitations.my_workshops(ctx.service, PHONE) == {copy: Role.FACILITATOR}
    assert invitations.my_workshops(ctx.service, None) == {}


def test_a_contributor_joins_with_a_name_and_a_department(ctx: Context) -> None:
    frame.add_names(ctx, kind="departments", names=["Sales", "Support"])
    secret = invite(ctx)
    found = look_up(ctx.service, token=secret.token)
    assert (found.workshop, found.role) == ("Shop", Role.CONTRIBUTOR)
    assert [name for _, name in found.departments] == ["Sales", "Support"]
    with pytest.raises(NoSeat):
        actor_at(ctx.service, PHONE, ctx.workshop_id)  # looking is not joining: link previews look too
    join(ctx.service, PHONE, token=secret.token, name=" Ana 🛍 ", department_id=found.departments[1][0])
    actor = actor_at(ctx.service, PHONE, ctx.workshop_id)
    assert (actor.name, actor.role, actor.id) == ("Ana 🛍", Role.CONTRIBUTOR, actor.participant_id)
    people = roster.roster(ctx).people
    assert [(one.id, one.name, one.department, one.present) for one in people] == [(actor.id, "Ana 🛍", "Support", True)]
    join(ctx.service, PHONE, token=secret.token, name="Ana again")
    assert len(roster.roster(ctx).people) == 1, "pressing Join twice is joining once"


def test_the_spoken_code_lets_in_as_the_link_does(ctx: Context) -> None:
    secret = invite(ctx)
    join(ctx.service, PHONE, code=f" {secret.spoken} ", name="Ben")
    assert actor_at(ctx.service, PHONE, ctx.workshop_id).name == "Ben"
    assert invite(ctx, Role.LEADER).code == invite(ctx, Role.FACILITATOR).code == ""


def test_links_made_earlier_go_on_until_they_are_renewed(ctx: Context) -> None:
    first, second = invite(ctx), invite(ctx)
    assert invitations.known_secret(ctx, Role.CONTRIBUTOR) == second
    assert invitations.known_secret(replace(ctx, service=Service(ctx.service.store)), Role.CONTRIBUTOR) is None
    assert look_up(ctx.service, token=first.token).workshop == "Shop"
    third = renew(ctx)
    for old in ({"token": first.token}, {"code": second.code}):
        with pytest.raises(Refused) as refused:
            look_up(ctx.service, **old)
        assert refused.value.kind == "revoked" and "facilitator" in str(refused.value)
    assert look_up(ctx.service, token=third.token)
    invitations.revoke(ctx, role=Role.CONTRIBUTOR)
    with pytest.raises(Refused):
        join(ctx.service, PHONE, token=third.token, name="Ana")


def test_a_link_ends_when_it_was_told_to(ctx: Context) -> None:
    secret = invite(ctx)
    with pytest.raises(CjmError, match="future"):
        invitations.end(ctx, role=Role.CONTRIBUTOR, at=datetime.now(UTC) - timedelta(hours=1))
    invitations.end(ctx, role=Role.CONTRIBUTOR, at=datetime.now(UTC) + timedelta(hours=1))
    assert look_up(ctx.service, token=secret.token) and invitations.links(ctx)[0].ends_at
    later = invite(ctx)
    with ctx.service.store.writing() as connection:
        connection.execute(INVITATIONS.update().values(ends_at=datetime.now(UTC) - timedelta(seconds=1)))
    for one in (secret, later):
        with pytest.raises(Refused) as refused:
            look_up(ctx.service, token=one.token)
        assert refused.value.kind == "old"
    assert invitations.links(ctx) == []


def test_a_spoken_code_ends_with_the_day_but_its_link_does_not(ctx: Context) -> None:
    secret = invite(ctx)
    with ctx.service.store.writing() as connection:
        connection.execute(INVITATIONS.update().values(code_ends_at=datetime.now(UTC)))
    with pytest.raises(Refused) as refused:
        look_up(ctx.service, code=secret.code)
    assert refused.value.kind == "old"
    assert look_up(ctx.service, token=secret.token)
    known = invitations.known_secret(ctx, Role.CONTRIBUTOR)
    assert known is not None and known.spoken == ""


def test_wrong_guesses_are_refused_and_slowed_down(ctx: Context) -> None:
    code = invite(ctx).code
    for guess in ("0000 0000", "nonsense", "", "12345678901234567890", "1" * 300, "0000 0001"):
        with pytest.raises(Refused):
            look_up(ctx.service, code=guess, browser_key=PHONE)
    with pytest.raises(CjmError, match="Too many"):
        look_up(ctx.service, code=code, browser_key=PHONE)
    assert look_up(ctx.service, code=code, browser_key=OTHER)


def test_made_up_links_keep_nobody_out(ctx: Context) -> None:
    token = invite(ctx).token
    for number in range(70):
        with pytest.raises(Refused):
            look_up(ctx.service, token=f"made-up-link-{number}", browser_key=PHONE if number % 2 else f"browser {number}")
    assert look_up(ctx.service, token=token, browser_key=PHONE)
    assert join(ctx.service, OTHER, token=token, name="Ana") == ctx.workshop_id


def test_no_secret_is_stored_or_logged(ctx: Context) -> None:
    secret, leader = invite(ctx), renew(ctx, Role.LEADER)
    ana = seated(ctx, PHONE, "Ana")
    own = personal_link(ana, str(ana.actor.participant_id))
    with ctx.service.store.reading() as connection:
        raw = "".join(str(row) for table in Base.metadata.sorted_tables for row in connection.execute(sa.select(table)))
    hidden = [secret.token, secret.code, leader.token, own.token, FACILITATOR, PHONE]
    assert [one for one in hidden if one in raw] == []
    assert secret.token not in repr(secret) and secret.code not in repr(secret)
    told = [line.summary for line in history.recent(ctx)]
    assert {"Made a link for contributors", "Renewed the link for leaders: the old one lets nobody in", "Ana joined"} <= set(told)
    assert b"seats" not in export_document(ctx) and hashed(PHONE).encode() not in export_document(ctx)


def test_a_leader_reads_and_a_better_link_raises_who_is_in_already(ctx: Context) -> None:
    join(ctx.service, PHONE, token=invite(ctx, Role.LEADER).token, name="Lea")
    lea = Context(ctx.service, actor_at(ctx.service, PHONE, ctx.workshop_id), ctx.workshop_id)
    assert (lea.actor.name, lea.actor.role) == ("Lea", Role.LEADER)
    assert roster.roster(lea).people == ()
    with pytest.raises(NotAllowed):
        customer.add_candidate(lea, name="Shopper")
    join(ctx.service, PHONE, token=invite(ctx).token, name="Lea")
    assert actor_at(ctx.service, PHONE, ctx.workshop_id).role is Role.LEADER
    join(ctx.service, PHONE, token=invite(ctx, Role.FACILITATOR).token)
    raised = actor_at(ctx.service, PHONE, ctx.workshop_id)
    assert (raised.name, raised.role, raised.id) == ("Lea", Role.FACILITATOR, lea.actor.id)


def test_a_contributor_changes_their_own_stages_only(ctx: Context) -> None:
    browse, buy = stages(ctx, "Browse", "Buy")
    ana = seated(ctx, PHONE, "Ana")
    theirs = card(ctx, buy, "queue")
    card(ana, buy, "anything while nothing is assigned")
    roster.assign_stages(ctx, participant_id=str(ana.actor.id), stage_ids=[browse])
    mine = card(ana, browse, "reads a review")
    with pytest.raises(NotAllowed, match="“Buy” is not yours to change: you look after “Browse”"):
        card(ana, buy, "not mine")
    with pytest.raises(NotAllowed):
        pain_points.remove_entry(ana, id=theirs)
    with pytest.raises(NotAllowed):
        pain_points.move_entry(ana, id=mine, stage_id=buy, lane_id=ctx.service.image(ctx.workshop_id).all(Lane)[0].id)
    with pytest.raises(NotAllowed):
        value_stream.add_detail(ana, kind="steps", stage_id=buy, text="x")
    for refused in (
        lambda: value_stream.remove_stage(ana, id=browse),
        lambda: customer.agree_on_customer(ana, id="x"),
        lambda: history.undo(ana, revision=ctx.service.image(ctx.workshop_id).revision - 2),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert {entry.text for entry in ctx.service.image(ctx.workshop_id).all(Entry)} == {
        "queue",
        "anything while nothing is assigned",
        "reads a review",
    }


def test_undo_takes_back_ones_own(ctx: Context) -> None:
    (stage,) = stages(ctx, "Browse")
    ana = seated(ctx, PHONE, "Ana")
    card(ctx, stage, "the facilitator’s")
    card(ana, stage, "Ana’s")
    invite(ctx)
    seated(ctx, OTHER, "Ben")
    line = history.next_undo(ctx)
    assert line is not None and "the facilitator’s" in line.summary
    history.undo(ana)
    texts = [entry.text for entry in ctx.service.image(ctx.workshop_id).all(Entry)]
    assert texts == ["the facilitator’s"]
    joined = next(line for line in history.recent(ctx) if line.summary == "Ben joined")
    assert not joined.may_undo(ctx.actor)
    with pytest.raises(CjmError, match="can’t be undone"):
        history.undo(ctx, revision=joined.revision)
    again = card(ana, stage, "Ana’s second")
    history.undo(ctx, revision=ctx.service.image(ctx.workshop_id).revision)
    assert ctx.service.image(ctx.workshop_id).find(Entry, again) is None, "the facilitator may undo anybody’s"


def test_go_on_at_home(ctx: Context) -> None:
    ana = seated(ctx, PHONE, "Ana")
    ben = seated(ctx, "ben-key-0123456789abcdef01234567", "Ben")
    with pytest.raises(NotAllowed):
        personal_link(ben, str(ana.actor.id))
    first = personal_link(ana, str(ana.actor.id))
    assert look_up(ctx.service, token=first.token).person == "Ana"
    join(ctx.service, OTHER, token=first.token)
    assert actor_at(ctx.service, OTHER, ctx.workshop_id).id == ana.actor.id
    again = personal_link(ctx, str(ana.actor.id))
    with pytest.raises(Refused):
        join(ctx.service, "third-key-0123456789abcdef012345", token=first.token)
    join(ctx.service, "third-key-0123456789abcdef012345", token=again.token)
    assert len(roster.roster(ctx).people) == 2
    with pytest.raises(CjmError, match="other device"):
        join(ctx.service, FACILITATOR, token=again.token)
    renew(ctx)
    assert look_up(ctx.service, token=again.token), "renewing the room’s link leaves personal ones"


def test_a_listed_person_is_recognised_and_one_without_a_device_is_counted(ctx: Context) -> None:
    frame.add_names(ctx, kind="participants", names=["Ana", "Ben"])
    roster.add_person(ctx, name="Carl")
    assert (roster.roster(ctx).present, len(roster.roster(ctx).people)) == (1, 3)
    with pytest.raises(WhoAreYou) as asked:
        seated(ctx, PHONE, "ana")
    ana = seated(ctx, PHONE, "ana", am=asked.value.people[0].id)
    assert (ana.actor.name, roster.roster(ctx).present, len(roster.roster(ctx).people)) == ("Ana", 2, 3)
    roster.edit_person(ctx, id=str(ana.actor.id), present=False)
    assert [one.name for one in roster.roster(ctx).people if one.present] == ["Carl"]
    assert history.recent(ctx)[0].summary == "Ana is not there"


def people_like(ctx: Context, name: str, key: str = PHONE) -> list[str]:
    """Whom somebody who types ``name`` may be asked about."""
    try:
        seated(ctx, key, name)
    except WhoAreYou as error:
        return [one.called for one in error.people]
    return []


@pytest.mark.parametrize("typed", ["P. Okafor", "p. okafor", "Okafor, P.", "Paul Okafor", "OKAFOR  P", "P. Ókafor", "Okafor"])
def test_a_name_like_one_on_the_roster_is_asked_about(ctx: Context, typed: str) -> None:
    [centre] = frame.add_names(ctx, kind="departments", names=["Contact centre"])
    listed = roster.add_person(ctx, name="P. Okafor", department_id=centre, without_device=False)
    before = ctx.image().revision
    secret = invite(ctx)
    with pytest.raises(WhoAreYou, match=r"Are you P\. Okafor, Contact centre\?") as asked:
        join(ctx.service, PHONE, code=secret.code, name=typed)
    assert [(one.id, one.taken, one.here) for one in asked.value.people] == [(listed, False, False)]
    with pytest.raises(NoSeat):
        actor_at(ctx.service, PHONE, ctx.workshop_id)
    assert ctx.image().revision == before + 1, "only the link was made"
    join(ctx.service, PHONE, code=secret.code, name=typed, am=listed)
    assert (actor_at(ctx.service, PHONE, ctx.workshop_id).id, len(roster.roster(ctx).people)) == (listed, 1)


@pytest.mark.parametrize("typed", ["Q. Okafor", "P. Okaforia", "P.", "Maria Okafor Blum", "🛍"])
def test_another_name_is_not(ctx: Context, typed: str) -> None:
    roster.add_person(ctx, name="P. Okafor", without_device=False)
    assert people_like(ctx, typed) == [] and len(roster.roster(ctx).people) == 2


def test_the_facilitator_sees_who_took_a_place_and_takes_it_back(ctx: Context) -> None:
    [desk, sales] = frame.add_names(ctx, kind="departments", names=["Desk", "Sales"])
    listed = roster.add_person(ctx, name="P. Okafor", department_id=desk)
    other = seated(ctx, PHONE, "Okafor", am=listed, department_id=sales)
    person = roster.roster(ctx).people[0]
    assert (person.department, person.present, person.without_device) == ("Desk", True, False)
    assert [(one.name, one.typed, one.participant_id) for one in seats.claims(ctx)] == [("P. Okafor", "Okafor", listed)]
    assert history.recent(ctx)[0].summary == "P. Okafor took their place on the roster"
    with pytest.raises(NotAllowed):
        seats.claims(other)
    seats.free_place(ctx, seat_id=seats.claims(ctx)[0].seat_id)
    with pytest.raises(NoSeat):
        actor_at(ctx.service, PHONE, ctx.workshop_id)
    person = roster.roster(ctx).people[0]
    assert (person.id, person.present, person.without_device, seats.claims(ctx)) == (listed, True, True, [])
    seated(ctx, PHONE, "P. Okafor", am=listed)
    [again] = seats.claims(ctx)
    seats.keep_place(ctx, seat_id=again.seat_id)
    assert seats.claims(ctx) == [] and actor_at(ctx.service, PHONE, ctx.workshop_id).id == listed
    with pytest.raises(CjmError, match="already"):
        seats.free_place(ctx, seat_id=again.seat_id)


def test_nobody_becomes_who_sits_elsewhere_or_a_second_of_that_name_in_silence(ctx: Context) -> None:
    ana = seated(ctx, PHONE, "Ana Berg")
    with pytest.raises(WhoAreYou) as asked:
        seated(ctx, OTHER, "ana berg")
    assert [(one.id, one.taken) for one in asked.value.people] == [(ana.actor.id, True)]
    with pytest.raises(CjmError, match="Open your own link here"):
        seated(ctx, OTHER, "ana berg", am=str(ana.actor.id))
    with pytest.raises(CjmError, match="Type your name once more"):
        seated(ctx, OTHER, "Zoe", am=str(ana.actor.id))
    second = seated(ctx, OTHER, "Ana Berg", am=ANOTHER)
    assert second.actor.id != ana.actor.id and seats.claims(ctx) == []
    third = "third-key-0123456789abcdef012345"
    join(ctx.service, third, token=personal_link(ctx, str(ana.actor.id)).token)
    assert actor_at(ctx.service, third, ctx.workshop_id).id == ana.actor.id, "a personal link names the person already"


def test_a_shared_phone_asks_too_and_knows_who_sat_at_it(ctx: Context) -> None:
    roster.add_person(ctx, name="Ben", without_device=False)
    ana = seated(ctx, PHONE, "Ana")
    seats.put_down(ana)
    with pytest.raises(WhoAreYou, match="Are you Ben"):
        seats.next_person(ctx.service, PHONE, ctx.workshop_id, name="ben")
    ben = roster.roster(ctx).people[0]
    seats.next_person(ctx.service, PHONE, ctx.workshop_id, name="ben", am=ben.id)
    here = Context(ctx.service, actor_at(ctx.service, PHONE, ctx.workshop_id), ctx.workshop_id)
    assert (here.actor.id, [one.name for one in seats.claims(ctx)]) == (ben.id, ["Ben"])
    seats.put_down(here)
    with pytest.raises(WhoAreYou) as asked:
        seats.next_person(ctx.service, PHONE, ctx.workshop_id, name="ANA")
    assert asked.value.people[0].here
    seats.next_person(ctx.service, PHONE, ctx.workshop_id, name="ANA", am=str(ana.actor.id))
    assert [seat.name for seat in seats_at(ctx.service, PHONE, ctx.workshop_id)] == ["Ana", "Ben"]


def test_a_shared_phone_is_passed_on_and_back(ctx: Context) -> None:
    ana = seated(ctx, PHONE, "Ana")
    service, workshop = ctx.service, ctx.workshop_id
    with pytest.raises(CjmError, match="let them pass it on first"):
        seats.next_person(service, PHONE, workshop, name="Ben")
    seats.put_down(ana)
    with pytest.raises(PutDown):
        actor_at(service, PHONE, workshop)
    assert [seat.name for seat in seats.sat_here(service, PHONE, workshop)] == ["Ana"]
    seats.next_person(service, PHONE, workshop, name="Ben")
    ben = Context(service, actor_at(service, PHONE, workshop), workshop)
    assert ben.actor.name == "Ben" and seats.sat_here(service, PHONE, workshop) == []
    here = seats_at(service, PHONE, workshop)
    assert [seat.name for seat in here] == ["Ben", "Ana"]
    with pytest.raises(CjmError):
        seats.take_over(service, PHONE, workshop, here[1].id)
    assert actor_at(service, PHONE, workshop).name == "Ben", "nobody takes a phone that is somebody's"
    seats.put_down(ben)
    with pytest.raises(CjmError):
        seats.take_over(service, PHONE, workshop, str(ctx.actor.seat_id))
    seats.take_over(service, PHONE, workshop, here[1].id)
    assert actor_at(service, PHONE, workshop).id == ana.actor.id
    seats.put_down(ana)
    join(service, PHONE, token=personal_link(ctx, str(ana.actor.id)).token)
    assert actor_at(service, PHONE, workshop).id == ana.actor.id, "her own link says who holds it"
    seats.put_down(ana)
    join(service, PHONE, token=invite(ctx).token, name="Cleo")
    assert actor_at(service, PHONE, workshop).name == "Cleo"
    with pytest.raises(CjmError, match="passed on"):
        seats.put_down(ctx)


@command("test_seats_vote")
def vote(tx: Tx, *, votes: list[tuple[str, str, int]]) -> None:
    asked = next((one.id for one in tx.image.all(Round)), None) or tx.add(Round, state="open")
    for person, subject, value in votes:
        tx.add(Ballot, round_id=asked, participant_id=person, subject_id=subject, value=value)
    tx.summarise("Voted")


def test_doubled_people_are_merged_and_parted_again(ctx: Context) -> None:
    browse, buy = stages(ctx, "Browse", "Buy")
    ana, twin = seated(ctx, PHONE, "Ana"), seated(ctx, OTHER, "Anna")
    keep, doubled = str(ana.actor.id), str(twin.actor.id)
    both = card(twin, browse, "from her tablet")
    vote(ctx, votes=[(keep, browse, 1), (doubled, browse, 5), (doubled, buy, 4)])
    for person, mine in ((keep, browse), (doubled, buy)):
        roster.assign_stages(ctx, participant_id=person, stage_ids=[mine])
    before = ctx.service.image(ctx.workshop_id)
    roster.merge_people(ctx, keep=keep, doubled=doubled)
    image = ctx.service.image(ctx.workshop_id)
    assert {(b.participant_id, b.subject_id, b.value) for b in image.all(Ballot)} == {(keep, browse, 1), (keep, buy, 4)}
    assert image.get(Entry, both).author_id == keep
    assert [one.stages for one in roster.roster(ctx).people] == [("Browse", "Buy")]
    moved = actor_at(ctx.service, OTHER, ctx.workshop_id)
    assert (moved.id, moved.name) == (keep, "Ana"), "her tablet goes on as her"
    assert ctx.workshop_id in invitations.my_workshops(ctx.service, OTHER)
    history.undo(ctx)
    assert actor_at(ctx.service, OTHER, ctx.workshop_id).id == doubled
    after = ctx.service.image(ctx.workshop_id)
    for kind in (Ballot, Participant, Entry, Stage):
        assert {(row.id, getattr(row, "participant_id", None), row.author_id) for row in after.all(kind)} == {
            (row.id, getattr(row, "participant_id", None), row.author_id) for row in before.all(kind)
        }


def test_who_is_taken_off_the_roster_is_out_until_that_is_undone(ctx: Context) -> None:
    ana = seated(ctx, PHONE, "Ana")
    roster.remove_person(ctx, id=str(ana.actor.id))
    with pytest.raises(NoSeat):
        actor_at(ctx.service, PHONE, ctx.workshop_id)
    assert invitations.my_workshops(ctx.service, PHONE) == {}
    history.undo(ctx)
    assert actor_at(ctx.service, PHONE, ctx.workshop_id) == ana.actor


def test_facilitation_is_shared_handed_on_and_never_lost(ctx: Context) -> None:
    ana = seated(ctx, PHONE, "Ana")
    with pytest.raises(CjmError, match="needs a facilitator"):
        seats.step_down(ctx, seat_id=str(ctx.actor.seat_id))
    with pytest.raises(CjmError, match="needs a facilitator"):
        seats.revoke_seat(ctx, seat_id=str(ctx.actor.seat_id))
    unseated = roster.add_person(ctx, name="Carl")
    with pytest.raises(CjmError, match="no seat yet"):
        seats.share_facilitation(ctx, participant_id=unseated)
    seats.hand_on(ctx, str(ana.actor.id))
    raised = actor_at(ctx.service, PHONE, ctx.workshop_id)
    assert (raised.role, raised.id) == (Role.FACILITATOR, ana.actor.id)
    stepped = actor_at(ctx.service, FACILITATOR, ctx.workshop_id)
    assert stepped.role is Role.CONTRIBUTOR and stepped.participant_id is not None
    now = replace(ctx, actor=raised)
    seats.revoke_seat(now, seat_id=str(stepped.seat_id))
    with pytest.raises(NoSeat):
        actor_at(ctx.service, FACILITATOR, ctx.workshop_id)
    assert {seat.name for seat in seats.seats_of(now)} == {"Ana"}


def test_asking_who_is_there_costs_one_query(ctx: Context) -> None:
    seated(ctx, PHONE, "Ana")
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    try:
        actor_at(ctx.service, PHONE, ctx.workshop_id)
    finally:
        sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)
    assert len(statements) == 1
    if ctx.service.store.dialect == "sqlite":
        with ctx.service.store.reading() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[0]}", (hashed(PHONE), ctx.workshop_id)).all()
        assert "ix_seats_key_hash" in str(plan)


def test_a_document_made_before_there_was_a_roster(ctx: Context) -> None:
    frame.add_names(ctx, kind="participants", names=["Ana"])
    raw = json.loads(export_document(ctx))
    for row in raw["participants"]:
        for name in ("present", "without_device", "merged_into"):
            del row[name]
    copy = import_document(ctx.service, STARTER, json.dumps(raw).encode())
    (person,) = roster.roster(Context(ctx.service, STARTER, copy)).people
    assert (person.name, person.present, person.without_device) == ("Ana", False, False)


def test_seats_bump_the_revision_so_that_open_tabs_see_them(ctx: Context) -> None:
    before = ctx.service.image(ctx.workshop_id).revision
    seated(ctx, PHONE, "Ana")
    assert ctx.service.image(ctx.workshop_id).revision > before
    with ctx.service.store.reading() as connection:
        lines = connection.execute(sa.select(ACTIVITY.c.revision).where(ACTIVITY.c.workshop_id == ctx.workshop_id)).all()
        assert len(lines) == ctx.service.image(ctx.workshop_id).revision
        assert connection.execute(sa.select(sa.func.count()).select_from(SEATS)).scalar() == 2
