"""Step 4: futures, what they remove and use, handoffs then, and both curves."""

from __future__ import annotations

import json

import pytest

from cjm import future_state, workshops
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, Conflict
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.examples.writer import Writer
from cjm.figures import curves
from cjm.future_state import FutureFields
from cjm.imports.document import import_document
from db.engine import Store
from db.tables import Entry

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def service(sqlite_store: Store) -> Service:
    return Service(sqlite_store)


@pytest.fixture
def hospital(service: Service) -> Context:
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


@pytest.fixture
def shop(service: Service) -> Context:
    """Four stages, two departments, three pains, one opportunity, three handoffs; no future yet."""
    book = Writer("shop", "2026-11-23T08:00:00.000000Z")
    book.add("departments", "S", name="Store", letters="ST")
    book.add("departments", "C", name="Call centre", letters="CC")
    book.add("value_streams", "buy", name="Buying a backpack")
    for key, department, is_key in (("Search", "S", False), ("Buy", "S", True), ("Return", "C", True), ("Visit", "S", False)):
        book.add("stages", key, name=key, department=department, is_key=is_key)
        book.add("value_stream_stages", key, value_stream="buy", stage=key)
    for key, kind in (("pain", "pain_point"), ("chance", "opportunity"), ("quote", "quote")):
        book.add("lanes", key, name=key, kind=kind)
    book.add("entries", "guest", stage="Buy", lane="pain", text="Buys as a guest", severity=2, frequency=5)
    book.add("entries", "queue", stage="Return", lane="pain", text="Long wait in the queue", severity=5, frequency=4)
    book.add("entries", "colour", stage="Return", lane="pain", text="The wrong colour arrived", severity=4, frequency=1)
    book.add("entries", "match", stage="Buy", lane="chance", text="Match guest checkouts to accounts")
    for start, end in (("Search", "Buy"), ("Buy", "Return"), ("Return", "Visit")):
        book.add("handoffs", start, value_stream="buy", from_stage=start, to_stage=end)
    book.add("emotions", "Return", stage="Return", value=-2, reason="on hold")
    data = json.dumps(book.document(name="A shop")).encode()
    return Context(service, ACTOR, import_document(service, ACTOR, data, fresh=True))


def stage_id(ctx: Context, name: str) -> str:
    return next(column.id for column in future_state.journey(ctx).columns if column.name == name)


def entry_id(ctx: Context, text: str) -> str:
    return next(entry.id for entry in ctx.service.image(ctx.workshop_id).all(Entry) if entry.text.startswith(text))


def test_an_empty_workshop_has_an_empty_picture(service: Service) -> None:
    ctx = Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="Empty"))
    whole = future_state.journey(ctx)
    assert whole.columns == () and whole.unanswered == () and whole.handoffs.today == 0
    assert future_state.handoffs(ctx).handoffs == ()
    assert curves.described(()) and not curves.figure(()).layout.height


def test_the_hospital_is_told_from_end_to_end(hospital: Context) -> None:
    whole = future_state.journey(hospital)
    assert all(one.answered for one in whole.columns) and len(whole.columns) >= 8 and whole.north_star
    assert sum(one.moment for one in whole.columns) >= 2
    assert all(column.worst and column.pains and column.changes for column in whole.columns)
    assert whole.handoffs.then < whole.handoffs.today
    assert 0 < len(whole.unanswered) < 10 and all((one.severity or 0) >= 4 for one in whole.unanswered)


def test_work_begins_with_the_key_stages(shop: Context) -> None:
    whole = future_state.journey(shop)
    assert [whole.column(id).name for id in whole.order] == ["Buy", "Return", "Search", "Visit"]  # type: ignore[union-attr]
    following = whole.next_after(stage_id(shop, "Buy"))
    assert following is not None and following.name == "Return"
    future_state.write_future_state(shop, stage_id=stage_id(shop, "Return"), fields=FutureFields(unchanged=True))
    following = future_state.journey(shop).next_after(stage_id(shop, "Buy"))
    assert following is not None and following.name == "Search"


def test_a_future_is_written_field_by_field_in_one_row(shop: Context) -> None:
    buy = stage_id(shop, "Buy")
    text = "Is known by name 🎒\nשלום"
    first = future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(experience=text))
    second = future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(people="Adviser\n\n- Greeter", emotion=2))
    future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(moment_that_matters=True))
    one = future_state.stage(shop, buy)
    assert first == second and one.experience == text and one.emotion == 2 and one.moment
    assert one.column.changes == (("people", ("Adviser", "Greeter")),)
    future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(emotion=None))
    assert future_state.stage(shop, buy).emotion is None
    with pytest.raises(CjmError):
        future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(emotion=3))
    with pytest.raises(CjmError, match="any more"):
        future_state.write_future_state(shop, stage_id="gone", fields=FutureFields(experience="x"))


def test_whoever_comes_second_sees_both_texts(shop: Context) -> None:
    buy = stage_id(shop, "Buy")
    assert future_state.stage(shop, buy).version == 0
    future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(experience="Theirs"), expected_version=0)
    future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(people="Another field"), expected_version=0)
    with pytest.raises(Conflict) as refused:
        future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(experience="Mine"), expected_version=0)
    assert refused.value.theirs == {"experience": "Theirs"} and future_state.stage(shop, buy).people == "Another field"
    seen = future_state.stage(shop, buy).version
    future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(emotion=2), expected_version=seen)
    future_state.write_future_state(shop, stage_id=buy, fields=FutureFields(experience="Mine"), expected_version=seen)
    before = future_state.journey(shop).version
    future_state.write_north_star(shop, text="Known everywhere", expected_version=before)
    with pytest.raises(Conflict):
        future_state.write_north_star(shop, text="Mine", expected_version=before)
    assert future_state.journey(shop).north_star == "Known everywhere"


def test_pains_are_removed_and_opportunities_used(shop: Context) -> None:
    back, queue = stage_id(shop, "Return"), entry_id(shop, "Long wait")
    assert [one.text for one in future_state.journey(shop).unanswered] == ["Long wait in the queue", "The wrong colour arrived"]
    future_state.remove_pain(shop, stage_id=back, entry_id=queue, removed=True)
    column = future_state.stage(shop, back).column
    assert (column.removed, column.pains) == (1, 2) and len(future_state.journey(shop).unanswered) == 1
    future_state.remove_pain(shop, stage_id=back, entry_id=queue, removed=False)
    assert future_state.stage(shop, back).column.removed == 0
    match, buy = entry_id(shop, "Match"), stage_id(shop, "Buy")
    future_state.use_opportunity(shop, stage_id=buy, entry_id=match, used=True)
    assert [one.used for one in future_state.stage(shop, buy).openings] == [True]
    future_state.use_opportunity(shop, stage_id=buy, entry_id=match, used=False)
    assert [one.used for one in future_state.stage(shop, buy).openings] == [False]
    with pytest.raises(CjmError, match="another kind"):
        future_state.remove_pain(shop, stage_id=buy, entry_id=match, removed=True)


def test_a_future_may_remove_pains_of_other_stages(shop: Context) -> None:
    buy, back = stage_id(shop, "Buy"), stage_id(shop, "Return")
    guest, queue = entry_id(shop, "Buys as"), entry_id(shop, "Long wait")
    future_state.remove_pain(shop, stage_id=buy, entry_id=guest, removed=True)
    future_state.remove_pains_elsewhere(shop, stage_id=buy, entry_ids=[queue])
    one = future_state.stage(shop, buy)
    assert [on for id, _, on in one.elsewhere if id == queue] == [True] and one.column.removed == 1
    assert future_state.stage(shop, back).column.removed == 1
    future_state.remove_pain(shop, stage_id=back, entry_id=queue, removed=False)
    assert future_state.stage(shop, back).column.removed == 0


def test_what_stays_unchanged_feels_as_today(shop: Context) -> None:
    back = stage_id(shop, "Return")
    future_state.write_future_state(shop, stage_id=back, fields=FutureFields(unchanged=True))
    column = future_state.stage(shop, back).column
    assert column.answered and column.expected == -2 == column.today and column.rise == 0


def test_handoffs_are_counted_today_and_then(shop: Context) -> None:
    found = future_state.handoffs(shop)
    assert (found.count.today, found.count.then, found.count.between_today) == (3, 3, 2)
    first, second, _ = (one.id for one in found.handoffs)
    future_state.change_handoff_future(shop, handoff_id=second, future="removed")
    future_state.change_handoff_future(shop, handoff_id=first, future="changed", note="By app")
    made = future_state.add_future_handoff(
        shop, from_stage_id=stage_id(shop, "Search"), to_stage_id=stage_id(shop, "Visit"), what="A booking"
    )
    count = future_state.handoffs(shop).count
    assert (count.today, count.then, count.between_then) == (3, 3, 1)
    with pytest.raises(CjmError, match="can’t become new"):
        future_state.change_handoff_future(shop, handoff_id=first, future="new")
    with pytest.raises(CjmError, match="today"):
        future_state.take_out_future_handoff(shop, handoff_id=first)
    future_state.take_out_future_handoff(shop, handoff_id=made)
    assert future_state.handoffs(shop).count.then == 2
    with pytest.raises(CjmError, match="two different"):
        future_state.add_future_handoff(shop, from_stage_id=stage_id(shop, "Buy"), to_stage_id=stage_id(shop, "Buy"))


def test_a_tick_is_one_step_to_undo(shop: Context) -> None:
    back = stage_id(shop, "Return")
    future_state.remove_pain(shop, stage_id=back, entry_id=entry_id(shop, "Long wait"), removed=True)
    history.undo(shop)
    assert future_state.stage(shop, back).column.removed == 0


def test_curves_stand_under_their_columns_and_say_nothing_as_html() -> None:
    points = tuple(
        curves.Point(str(number), f"<b>Stage {number}</b>", number % 5 - 2, (number + 3) % 5 - 2, "<a href='x'>why</a>")
        for number in range(20)
    )
    drawn = curves.figure(points, dark=True, small=True, chosen="3")
    assert drawn.layout.margin.l == curves.GUTTER + curves.GAP // 2 and list(drawn.layout.xaxis.range) == [-0.5, 19.5]
    assert [one[0] for one in drawn.data[2].customdata] == [str(number) for number in range(20)]
    told = [one.text for one in drawn.layout.annotations] + list(drawn.data[2].hovertext)
    assert not any("<a " in text or "<b>Stage" in text for text in told)
    assert "Stage 3" in curves.described(points) and curves.signed(-1) == "−1"
