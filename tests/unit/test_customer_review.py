"""The customers' turn: what is shared and what never is, marks and their limits, and what is made of them."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from cjm import customer_review
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.service import Context, Service
from cjm.customer_review.marks import MOST_MISSING
from cjm.customer_review.picture import Picture, SharedCard, SharedGroup, SharedStage
from cjm.examples import load_example
from cjm.pain_points import EntryFields, add_entry, board_json, edit_entry, set_emotion
from cjm.people import invitations
from cjm.value_stream import add_stage, add_stream, merge_stages, remove_stage, remove_stream
from db.engine import Store
from db.tables import CustomerMark, Entry, Lane, Participant, Stage, ValueStream
from tests.canaries import caught, may_fly, release


@command("test_set_part")
def set_part(tx: Tx, *, id: str, values: dict[str, Any]) -> None:
    kind = next(model for model in (Entry, Lane, Stage, Participant) if tx.image.find(model, id))
    tx.change(kind, id, **values)


@command("test_set_workshop")
def set_workshop(tx: Tx, *, values: dict[str, Any]) -> None:
    tx.change_workshop(**values)


class Table:
    """The hospital, its facilitator, and two customers."""

    def __init__(self, store: Store) -> None:
        service = Service(store)
        lead = Actor("Lead", Role.FACILITATOR, "lead")
        workshop_id = load_example(service, lead, "hospital")
        self.lead = Context(service, lead, workshop_id)
        self.mira = Context(service, Actor("Mira", Role.REVIEWER, "mira"), workshop_id)
        self.other = Context(service, Actor("A customer", Role.REVIEWER, "other"), workshop_id)

    def card(self, text: str) -> Entry:
        return next(one for one in self.lead.service.image(self.lead.workshop_id).all(Entry) if one.text == text)

    def lane(self, kind: str) -> Lane:
        return next(one for one in self.lead.image().all(Lane) if one.kind == kind)

    def stage(self, name: str) -> Stage:
        return next(one for one in self.lead.image().all(Stage) if one.name == name)

    def seen(self) -> set[str]:
        """The texts of all cards that customers see."""
        stages = customer_review.picture(self.mira).stages
        return {card.text for stage in stages for group in stage.groups for card in group.cards}

    def mark(self, id: str) -> CustomerMark:
        return self.lead.image().get(CustomerMark, id)


@pytest.fixture
def table(sqlite_store: Store) -> Table:
    return Table(sqlite_store)


HOLD, WAITS = "Eleven minutes on hold at midday", "Waits 40 minutes without news"
FAXES = "Referral faxes get lost or are unreadable"


# What is shown -------------------------------------------------------------------------------------------------------


def test_nothing_but_what_may_be_seen_is_in_the_picture(table: Table) -> None:
    canaries = release(table.lead)
    _, told = customer_review.review(table.mira)
    assert caught([json.dumps(told).encode()]) == may_fly(table.lead, canaries)
    assert len(canaries) > 500 and 50 < len(may_fly(table.lead, canaries)) < 80
    assert told == {**customer_review.review(table.lead)[1], "me": "mira", "preview": False}, "the preview is the same"


def test_the_picture_has_these_fields_and_no_others(table: Table) -> None:
    """Whoever adds one decides with it that customers see it: then it is written down here."""
    assert {model: [one.name for one in fields(model)] for model in (Picture, SharedStage, SharedGroup, SharedCard)} == {
        Picture: ["workshop", "open", "stages"],
        SharedStage: ["id", "name", "feeling", "future", "groups"],
        SharedGroup: ["kind", "title", "cards"],
        SharedCard: ["id", "text"],
    }
    _, told = customer_review.review(table.mira)
    assert set(told) == {"me", "preview", "workshop", "open", "stages", "marks"}


def test_by_default_the_customers_side_is_shown_and_ours_is_not(table: Table) -> None:
    seen = table.seen()
    assert {HOLD, "Calls to find a time that fits", "Call centre, portal", "Did you even get the letter?", "Letter"} <= seen
    ours = {FAXES, "Billing system", "Cover", "Minutes on hold", "E-referral with a receipt", "Billing clerk", "Claim sent"}
    assert not ours & seen and ours <= {one.text for one in table.lead.image().all(Entry)}
    stages = customer_review.picture(table.mira).stages
    assert [stage.feeling for stage in stages] == [1, -1, -1, -2, 1, 0, -2, -1]
    assert {stage.future for stage in stages} == {""}
    customer_review.share_future(table.lead, shared=True)
    assert "Is called within 48 hours, by name" in {stage.future for stage in customer_review.picture(table.mira).stages}


def test_a_lane_and_a_card_can_be_switched(table: Table) -> None:
    systems, billing = table.lane("system"), table.card("Billing system")
    customer_review.share_entry(table.lead, id=billing.id, shared=True)
    assert "Billing system" in table.seen() and "Website" not in table.seen()
    customer_review.share_lane(table.lead, id=systems.id, shared=True)
    assert {"Billing system", "Website"} <= table.seen()
    customer_review.share_entry(table.lead, id=billing.id, shared=False)
    assert "Billing system" not in table.seen() and "Website" in table.seen()
    customer_review.share_lane(table.lead, id=systems.id, shared=False)
    assert not {"Billing system", "Website"} & table.seen()
    history.undo(table.lead)
    assert "Website" in table.seen()


def test_a_lane_that_is_left_out_takes_along_what_was_shown_by_hand(table: Table) -> None:
    pains, reviews = table.lane("pain_point"), table.card("Reviews shown are two years old")
    customer_review.share_entry(table.lead, id=table.card("Website").id, shared=True)
    customer_review.share_lane(table.lead, id=table.lane("system").id, shared=False)
    assert "Website" not in table.seen(), "off is off"
    customer_review.share_lane(table.lead, id=pains.id, shared=False)
    assert not {HOLD, reviews.text} & table.seen()
    customer_review.share_entry(table.lead, id=reviews.id, shared=True)
    assert reviews.text in table.seen() and HOLD not in table.seen()


@pytest.mark.parametrize("what", ["card", "lane", "stage"])
def test_what_is_internal_stays_in_whatever_is_switched(table: Table, what: str) -> None:
    card = table.card(HOLD)
    set_part(table.lead, id={"card": card.id, "lane": card.lane_id, "stage": card.stage_id}[what], values={"internal": True})
    assert HOLD not in table.seen()
    with pytest.raises(CjmError, match="internal"):
        customer_review.share_entry(table.lead, id=card.id, shared=True)
    set_part(table.lead, id=card.id, values={"shared": True})
    assert HOLD not in table.seen()
    if what == "lane":
        with pytest.raises(CjmError, match="internal"):
            customer_review.share_lane(table.lead, id=card.lane_id, shared=True)
    if what == "stage":
        assert "Scheduling" not in {stage.name for stage in customer_review.picture(table.mira).stages}


def test_customers_look_at_one_journey(table: Table) -> None:
    streams = table.lead.image().all(ValueStream)
    hold = table.card(HOLD)
    set_part(table.lead, id=hold.id, values={"value_stream_id": streams[1].id})
    assert HOLD not in table.seen(), "it is said of another kind of customer"
    set_part(table.lead, id=hold.id, values={"value_stream_id": streams[0].id})
    assert HOLD in table.seen()
    triage = add_stage(table.lead, stream_id=streams[1].id, name="Triage")
    add_entry(table.lead, stage_id=triage, lane_id=table.lane("touchpoint").id, text="Red line on the floor")
    assert "Triage" not in {stage.name for stage in customer_review.picture(table.mira).stages}
    with pytest.raises(CjmError, match="not in the journey that is shown"):
        customer_review.share_entry(table.lead, id=table.card("Red line on the floor").id, shared=True)
    with pytest.raises(CjmError, match="isn’t part of what is shown"):
        customer_review.say_missing(table.mira, stage_id=triage, words="x")


def test_the_facilitator_chooses_which_journey(table: Table) -> None:
    first, _, abroad = table.lead.image().all(ValueStream)
    assert {(first.id, first.name), (abroad.id, abroad.name)} <= set(customer_review.sharing(table.lead).streams)
    abroad_only = {"Nobody here reads her letters", "Her doctor at home hears nothing"}
    assert not abroad_only & table.seen() and customer_review.sharing(table.lead).stream == first.id
    stages = [stage.name for stage in customer_review.picture(table.mira).stages]
    tag, _ = customer_review.review(table.mira)
    customer_review.share_stream(table.lead, id=abroad.id)
    assert abroad_only <= table.seen() and customer_review.sharing(table.lead).stream == abroad.id
    shown = customer_review.picture(table.mira).stages
    assert [stage.name for stage in shown] == stages[1:], "its own stages, in its order"
    assert next(stage for stage in shown if stage.name == "Scheduling").feeling == -2
    assert dict(customer_review.sharing(table.lead).reasons)["at stages of other journeys"] > 0
    assert customer_review.review(table.mira)[0] != tag, "their page follows"
    canaries = release(table.lead)
    assert caught([json.dumps(customer_review.review(table.mira)[1]).encode()]) == may_fly(table.lead, canaries)
    remove_stream(table.lead, id=abroad.id)
    assert customer_review.sharing(table.lead).stream == first.id, "one that is gone is not shown"
    history.undo(table.lead)
    assert customer_review.sharing(table.lead).stream == abroad.id
    empty = add_stream(table.lead, name="At home")
    with pytest.raises(CjmError, match="no stage yet"):
        customer_review.share_stream(table.lead, id=empty)


def test_a_card_of_another_journey_stays_inside_whatever_is_switched(table: Table) -> None:
    abroad = table.lead.image().all(ValueStream)[2]
    hold = table.card(HOLD)
    customer_review.share_entry(table.lead, id=hold.id, shared=True)
    set_part(table.lead, id=hold.id, values={"shared": True, "value_stream_id": abroad.id})
    assert HOLD not in table.seen()
    with pytest.raises(CjmError, match="only in another journey"):
        customer_review.share_entry(table.lead, id=hold.id, shared=True)
    customer_review.share_stream(table.lead, id=abroad.id)
    assert HOLD in table.seen()


def test_a_lane_is_kept_internal_on_the_board(table: Table) -> None:
    lane = table.lane("touchpoint")
    customer_review.keep_lane_internal(table.lead, id=lane.id, internal=True)
    assert "Web search, reviews" not in table.seen()
    assert [one["name"] for one in board_json(table.lead)["lanes"] if one.get("internal")] == [lane.name]
    history.undo(table.lead)
    assert "Web search, reviews" in table.seen()
    edit_entry(table.lead, id=table.card("Web search, reviews").id, fields=EntryFields(internal=True))
    assert "Web search, reviews" not in table.seen()
    assert board_json(table.lead)["cards"][table.card("Web search, reviews").id]["internal"]


def test_a_card_that_names_somebody_waits_for_a_decision(table: Table) -> None:
    card = table.card(HOLD)
    for name in ("P. Okafor", "Okafor", "Patient council"):
        set_part(table.lead, id=card.id, values={"text": f"On hold until {name} answers", "shared": None, "shown_text": HOLD})
        assert next(one for one in customer_review.sharing(table.lead).waiting if one.id == card.id).names
        let_out(table)
        assert card.id not in {one.id for one in _shown(table)}
    words = "On hold until Okaforia answers"
    set_part(table.lead, id=card.id, values={"text": words, "shown_text": words})
    assert card.id in {one.id for one in _shown(table)}, "a name is a word of its own"
    set_part(table.lead, id=card.id, values={"text": "On hold until Okafor answers"})
    customer_review.share_entry(table.lead, id=card.id, shared=True, read="On hold until Okafor answers")
    assert card.id in {one.id for one in _shown(table)}


def let_out(table: Table) -> None:
    """All that waits is released."""
    waiting = customer_review.sharing(table.lead).waiting
    customer_review.release_to_customers(table.lead, read={one.id: one.text for one in waiting})


# What comes after the choice waits -----------------------------------------------------------------------------------


def reveal_nameless(table: Table, text: str) -> str:
    """A card of a round without names, as the reveal makes it."""
    made = add_entry(table.lead, stage_id=table.stage("Visit").id, lane_id=table.lane("pain_point").id, text=text)
    set_part(table.lead, id=made, values={"author_id": None})
    return made


def test_what_is_new_in_a_lane_that_is_shown_waits_the_nameless_first(table: Table) -> None:
    before = customer_review.review(table.mira)
    visit, touch = table.stage("Visit"), table.lane("touchpoint")
    named = add_entry(table.lead, stage_id=table.stage("Awareness").id, lane_id=touch.id, text="Poster in the bus")
    nameless = reveal_nameless(table, "The night porter is rude")
    parking = add_stage(table.lead, stream_id=table.lead.image().all(ValueStream)[0].id, name="Parking")
    there = add_entry(table.lead, stage_id=parking, lane_id=touch.id, text="Barrier")
    set_emotion(table.lead, stage_id=visit.id, value=2)
    set_emotion(table.lead, stage_id=parking, value=-1)
    edit_entry(table.lead, id=table.card(HOLD).id, fields=EntryFields(text="Mr Lee in the call centre naps"))
    assert customer_review.review(table.mira) == before, "nothing of it reaches them by itself, not even the tag"
    for id in (named, nameless, there):
        with pytest.raises(CjmError, match="isn’t part of what is shown"):
            customer_review.mark_card(table.mira, entry_id=id, mark="true")
    with pytest.raises(CjmError, match="isn’t part of what is shown"):
        customer_review.say_missing(table.mira, stage_id=parking, words="x")
    waits = customer_review.sharing(table.lead).waiting
    assert {one.id for one in waits[:2]} == {nameless, table.card("Mr Lee in the call centre naps").id}
    assert [one.nameless for one in waits] == [True, True, False, False, False, False, False]
    assert {(one.text, one.was) for one in waits} == {
        ("The night porter is rude", ""),
        ("Poster in the bus", ""),
        ("Parking", ""),
        ("Barrier", ""),
        ("+2", "+1"),
        ("−1", ""),
        ("Mr Lee in the call centre naps", HOLD),
    }
    assert dict(customer_review.sharing(table.lead).reasons)["new since you chose"] == 3
    customer_review.release_to_customers(table.lead, read={named: "Poster in the bus"})
    assert "Poster in the bus" in table.seen() and not {"The night porter is rude", "Barrier"} & table.seen()
    customer_review.share_entry(table.lead, id=nameless, shared=False)
    let_out(table)
    assert {"Barrier", "Mr Lee in the call centre naps"} <= table.seen() and HOLD not in table.seen()
    assert "The night porter is rude" not in table.seen() and customer_review.sharing(table.lead).waiting == ()
    assert {stage.name: stage.feeling for stage in customer_review.picture(table.mira).stages}["Parking"] == -1
    history.undo(table.lead)
    assert HOLD in table.seen() and "Barrier" not in table.seen()


def test_only_what_was_read_is_released(table: Table) -> None:
    made = reveal_nameless(table, "The lift is slow")
    read = {one.id: one.text for one in customer_review.sharing(table.lead).waiting}
    edit_entry(table.lead, id=made, fields=EntryFields(text="The lift is slow, and Kim says so"))
    late = reveal_nameless(table, "Came meanwhile")
    with pytest.raises(CjmError, match="Look at what waits once more"):
        customer_review.release_to_customers(table.lead, read=read)
    with pytest.raises(CjmError, match="Read it again"):
        customer_review.share_entry(table.lead, id=made, shared=True, read="The lift is slow")
    assert {one.id for one in customer_review.sharing(table.lead).waiting} == {made, late}


def test_a_card_that_comes_into_view_by_a_move_or_a_mark_taken_off_waits_too(table: Table) -> None:
    billing, hold = table.card("Billing system"), table.card(HOLD)
    set_part(table.lead, id=billing.id, values={"lane_id": table.lane("touchpoint").id})
    internal = EntryFields(internal=True)
    inside = add_entry(table.lead, stage_id=hold.stage_id, lane_id=hold.lane_id, text="We lose forms", fields=internal)
    set_part(table.lead, id=inside, values={"internal": False})
    secret = add_entry(table.lead, stage_id=hold.stage_id, lane_id=hold.lane_id, text="Mine alone")
    set_part(table.lead, id=secret, values={"visibility": "private"})
    assert secret not in {one.id for one in customer_review.sharing(table.lead).waiting}
    set_part(table.lead, id=secret, values={"visibility": "team"})
    assert not {"We lose forms", "Mine alone"} & table.seen()
    assert {inside, secret} <= {one.id for one in customer_review.sharing(table.lead).waiting}


def test_a_lane_a_journey_and_the_future_are_released_by_being_chosen(table: Table) -> None:
    lane = table.lane("system").id
    made = add_entry(table.lead, stage_id=table.stage("Visit").id, lane_id=lane, text="Paging system")
    customer_review.share_lane(table.lead, id=lane, shared=True)
    assert "Paging system" in table.seen()
    late = add_entry(table.lead, stage_id=table.stage("Visit").id, lane_id=lane, text="Another pager")
    assert late in {one.id for one in customer_review.sharing(table.lead).waiting} and "Another pager" not in table.seen()
    history.undo(table.lead)
    history.undo(table.lead)
    assert table.lead.image().get(Entry, made).shown_text is None, "undo takes back that it was released"
    stream = add_stream(table.lead, name="At home")
    porch = add_stage(table.lead, stream_id=stream, name="Porch")
    add_entry(table.lead, stage_id=porch, lane_id=table.lane("touchpoint").id, text="Doorbell")
    customer_review.share_stream(table.lead, id=stream)
    assert table.seen() == {"Doorbell"} and [one.name for one in customer_review.picture(table.mira).stages] == ["Porch"]


def test_before_it_was_chosen_customers_see_nothing_and_the_facilitator_what_would_be(sqlite_store: Store) -> None:
    table = Table(sqlite_store)
    set_workshop(table.lead, values={"shown_since": None})
    assert not customer_review.review(table.mira)[1]["stages"] and customer_review.review(table.lead)[1]["stages"]
    with pytest.raises(CjmError, match="isn’t part of what is shown"):
        customer_review.mark_card(table.mira, entry_id=table.card(HOLD).id, mark="true")
    assert customer_review.sharing(table.lead).waiting == ()
    invitations.invite(table.lead, Role.REVIEWER)
    assert HOLD in table.seen() and customer_review.sharing(table.lead).chosen


def _shown(table: Table) -> list[SharedCard]:
    return [card for stage in customer_review.picture(table.mira).stages for group in stage.groups for card in group.cards]


def test_the_facilitator_reads_how_many_are_out_and_why(table: Table) -> None:
    view = customer_review.sharing(table.lead)
    assert (view.shown, view.shown + view.left_out) == (len(_shown(table)), len(table.lead.image().all(Entry)))
    assert dict(view.reasons)["marked as internal"] == 6
    assert sum(count for _, count in view.reasons) == view.left_out
    with pytest.raises(NotAllowed):
        customer_review.sharing(table.mira)


def test_the_tag_tells_of_nothing_but_what_is_shown(table: Table) -> None:
    tag, _ = customer_review.review(table.mira)
    stage, systems = table.stage("Intake"), table.lane("system")
    add_entry(table.lead, stage_id=stage.id, lane_id=systems.id, text="Another system")
    set_part(table.lead, id=table.card(HOLD).id, values={"note": "Asked the vendor", "severity": 1})
    customer_review.mark_card(table.other, entry_id=table.card(HOLD).id, mark="true")
    assert customer_review.review(table.mira)[0] == tag
    set_part(table.lead, id=table.card(HOLD).id, values={"text": "Twelve minutes on hold"})
    assert customer_review.review(table.mira)[0] == tag, "they read what was released"
    let_out(table)
    assert customer_review.review(table.mira)[0] != tag


# What customers say --------------------------------------------------------------------------------------------------


def mine(context: Context) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = customer_review.review(context)[1]["marks"]
    return found


def test_marks_are_ones_own_and_can_be_changed_and_taken_back(table: Table) -> None:
    card, stage = table.card(HOLD), table.stage("Visit")
    made = customer_review.mark_card(table.mira, entry_id=card.id, mark="wrong", words=" It was twenty ")
    assert customer_review.mark_card(table.mira, entry_id=card.id, mark="true") == made
    missing = customer_review.say_missing(table.mira, stage_id=stage.id, words="The car park")
    customer_review.say_missing(table.mira, stage_id=stage.id, words="The car park is full", id=missing)
    assert [(one["card"], one["mark"], one["words"]) for one in mine(table.mira)] == [
        (card.id, "true", ""),
        (None, "missing", "The car park is full"),
    ]
    assert mine(table.other) == [] and mine(table.lead) == []
    customer_review.take_back_mark(table.other, id=missing)
    customer_review.take_back_mark(table.mira, entry_id=card.id)
    assert [one["id"] for one in mine(table.mira)] == [missing]
    assert (table.mark(missing).said_by, table.mark(missing).author_id) == ("Mira", "mira")
    customer_review.say_missing(table.other, stage_id=stage.id, words="Nothing hot to eat")
    assert {one.said_by for one in table.lead.image().all(CustomerMark) if one.author_id == "other"} == {""}


def test_only_what_is_shown_can_be_marked(table: Table) -> None:
    for hidden in (FAXES, "Billing system"):
        with pytest.raises(CjmError, match="isn’t part of what is shown") as refused:
            customer_review.mark_card(table.mira, entry_id=table.card(hidden).id, mark="true")
        assert hidden not in str(refused.value)
    with pytest.raises(CjmError, match="isn’t part of what is shown"):
        customer_review.mark_card(table.mira, entry_id="00000000-0000-4000-8000-000000000000", mark="true")
    set_part(table.lead, id=table.stage("Visit").id, values={"internal": True})
    with pytest.raises(CjmError, match="isn’t part of what is shown"):
        customer_review.say_missing(table.mira, stage_id=table.stage("Visit").id, words="x")


def test_marks_have_limits(table: Table) -> None:
    stage, card = table.stage("Visit"), table.card(HOLD)
    with pytest.raises(CjmError, match="400 characters"):
        customer_review.mark_card(table.mira, entry_id=card.id, mark="wrong", words="x" * 401)
    with pytest.raises(CjmError, match="few words"):
        customer_review.say_missing(table.mira, stage_id=stage.id, words="  ")
    for number in range(MOST_MISSING):
        customer_review.say_missing(table.mira, stage_id=stage.id, words=f"Thing {number}")
    with pytest.raises(CjmError, match="a lot for one stage"):
        customer_review.say_missing(table.mira, stage_id=stage.id, words="One more")
    with pytest.raises(CjmError, match="theirs alone"):
        customer_review.mark_card(table.lead, entry_id=card.id, mark="true")


# What is made of it --------------------------------------------------------------------------------------------------


def stage_said(table: Table, name: str) -> customer_review.StageSaid:  # type: ignore[name-defined]
    return next(one for one in customer_review.what_came(table.lead).stages if one.name == name)


def test_true_cards_are_confirmed_a_stage_at_once_and_it_can_be_undone(table: Table) -> None:
    waits, asks = table.card(WAITS), table.card("Doctor asks what the form already said")
    for context, card in ((table.mira, waits), (table.other, waits), (table.mira, asks)):
        customer_review.mark_card(context, entry_id=card.id, mark="true")
    said = stage_said(table, "Visit")
    assert (said.true, len(said.open_true)) == (3, 3)
    customer_review.take_over_true(table.lead, ids=list(said.open_true))
    after = table.card(WAITS)
    assert after.evidence == "confirmed" and after.source.startswith("Stopwatch, 60 visits; customers’ review, ")
    assert after.source.count("customers’ review") == 1
    assert not stage_said(table, "Visit").open_true and mine(table.mira)[0]["settled"]
    with pytest.raises(CjmError, match="taken this over"):
        customer_review.take_back_mark(table.mira, entry_id=waits.id)
    with pytest.raises(CjmError, match="taken this over"):
        customer_review.mark_card(table.mira, entry_id=waits.id, mark="wrong")
    history.undo(table.lead)
    assert (table.card(WAITS).evidence, len(stage_said(table, "Visit").open_true)) == ("observed", 3)


def test_a_wrong_card_changes_as_the_facilitator_chooses(table: Table) -> None:
    made = customer_review.mark_card(table.mira, entry_id=table.card(HOLD).id, mark="wrong", words="Twenty, on Mondays")
    customer_review.answer_wrong(table.lead, id=made, evidence="assumed")
    card = table.card(HOLD)
    assert card.evidence == "assumed" and "wrong, “Twenty, on Mondays”" in card.note
    with pytest.raises(CjmError, match="taken over already"):
        customer_review.answer_wrong(table.lead, id=made)
    other = customer_review.mark_card(table.other, entry_id=card.id, mark="wrong")
    customer_review.answer_wrong(table.lead, id=other, evidence="confirmed", text="Twenty minutes on hold on Mondays")
    assert table.card("Twenty minutes on hold on Mondays").evidence == "confirmed"


def test_what_is_missing_becomes_a_card_or_is_set_aside(table: Table) -> None:
    stage, pains = table.stage("Visit"), table.lane("pain_point")
    made = customer_review.say_missing(table.mira, stage_id=stage.id, words="The car park is full at nine")
    assert customer_review.what_came(table.lead).usual_lane == pains.id
    card = customer_review.take_over_missing(table.lead, id=made, lane_id=pains.id)
    entry = table.lead.image().get(Entry, card)
    assert (entry.evidence, entry.stage_id, entry.lane_id) == ("confirmed", stage.id, pains.id)
    assert entry.source.startswith("customers’ review, ") and table.mark(made).became_id == card
    other = customer_review.say_missing(table.other, stage_id=stage.id, words="Hm")
    customer_review.set_aside_marks(table.lead, ids=[other])
    assert (table.mark(other).state, mine(table.other)[0]["settled"]) == ("set_aside", False)
    customer_review.say_missing(table.other, stage_id=stage.id, words="No bench in the corridor", id=other)
    assert table.mark(other).state == "open", "who says it anew is heard anew"
    with pytest.raises(CjmError, match="taken over already"):
        customer_review.set_aside_marks(table.lead, ids=[made])
    leader = Context(table.lead.service, Actor("Ada", Role.LEADER, "ada"), table.lead.workshop_id)
    assert customer_review.what_came(leader).total == customer_review.what_came(table.lead).total
    with pytest.raises(NotAllowed):
        customer_review.what_came(table.mira)


def test_what_was_said_goes_where_its_card_and_its_stage_go(table: Table) -> None:
    visit, treatment = table.stage("Visit"), table.stage("Treatment")
    customer_review.mark_card(table.mira, entry_id=table.card(WAITS).id, mark="true")
    customer_review.say_missing(table.mira, stage_id=visit.id, words="The car park")
    before = stage_said(table, "Treatment")
    moved = stage_said(table, "Visit")
    merge_stages(table.lead, id=visit.id, into=treatment.id)
    assert len(stage_said(table, "Treatment").said) == len(before.said) + len(moved.said)
    assert {one["stage"] for one in mine(table.mira)} == {treatment.id}
    remove_stage(table.lead, id=treatment.id)
    assert mine(table.mira) == []
    history.undo(table.lead)
    assert len(mine(table.mira)) == 2
