"""The value stream: streams, stages, handoffs, friction, and where everything stands in the picture."""

from __future__ import annotations

from itertools import combinations

import pytest
import sqlalchemy as sa

from cjm import pain_points, workshops
from cjm import value_stream as vs
from cjm.core import history
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError, Conflict
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.value_stream import flow_layout
from db.engine import Store
from db.tables import ACTIVITY, Emotion, Entry, Handoff, Lane, Stage

ACTOR = Actor("Facilitator", Role.FACILITATOR)


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, workshops.create_workshop(service, ACTOR, name="A shop"))


@pytest.fixture
def hospital(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, load_example(service, ACTOR, "hospital"))


def stream_of(ctx: Context) -> str:
    found = vs.stream(ctx).stream
    assert found
    return found.id


def names(ctx: Context) -> list[str]:
    return [stage.name for stage in vs.stream(ctx).stages]


def paste(ctx: Context, text: str) -> list[str]:
    return vs.paste_stages(ctx, stream_id=stream_of(ctx), text=text)


def card(ctx: Context, stage_id: str, text: str) -> str:
    lane = ctx.service.image(ctx.workshop_id).all(Lane)[0].id
    return pain_points.add_entry(ctx, stage_id=stage_id, lane_id=lane, text=text)


def test_a_new_workshop_has_one_stream(ctx: Context) -> None:
    view = vs.stream(ctx)
    assert [one.name for one in view.streams] == ["Main journey"]
    assert view.stages == () and view.friction.handoffs == 0 and vs.flow(ctx).boxes == ()


def test_a_list_becomes_stages_with_departments_and_is_one_undo(ctx: Context) -> None:
    paste(ctx, "1. Discover | Marketing\n\n- Buy\tShop\n  * Return | marketing  \n2 for 1 offers\n")
    view = vs.stream(ctx)
    assert names(ctx) == ["Discover", "Buy", "Return", "2 for 1 offers"]
    assert [stage.department for stage in view.stages] == ["Marketing", "Shop", "Marketing", ""]
    assert [one.letters for one in view.departments] == ["MA", "SH"]
    history.undo(ctx)
    assert names(ctx) == [] and vs.stream(ctx).departments == ()
    with pytest.raises(CjmError, match="no stage in this list"):
        paste(ctx, " \n\n")


def test_stages_are_inserted_renamed_and_moved(ctx: Context) -> None:
    first, last = paste(ctx, "One\nThree")
    stream = stream_of(ctx)
    two = vs.add_stage(ctx, stream_id=stream, name="Two", after=first)
    vs.add_stage(ctx, stream_id=stream, name="Zero", first=True)
    vs.add_stage(ctx, stream_id=stream, name="Four")
    assert names(ctx) == ["Zero", "One", "Two", "Three", "Four"]
    vs.move_stage(ctx, stream_id=stream, stage_id=two, by=-1)
    vs.move_stage(ctx, stream_id=stream, stage_id=last, by=1)
    assert names(ctx) == ["Zero", "Two", "One", "Four", "Three"]
    vs.move_stage(ctx, stream_id=stream, stage_id=last, after=None)
    vs.edit_stage(ctx, id=last, name="Drei 🙂", duration=2.5, duration_unit="weeks", is_key=True, unknown_here=True)
    stage = vs.stream(ctx).stages[0]
    assert (stage.name, stage.lasts, stage.is_key) == ("Drei 🙂", "2.5 weeks", True)
    assert vs.stream(ctx).unknown == ("Drei 🙂",)
    vs.edit_stage(ctx, id=last, no_duration=True)
    assert vs.stream(ctx).stages[0].lasts == ""
    with pytest.raises(CjmError, match="can’t be empty"):
        vs.edit_stage(ctx, id=last, name="  ")


def test_handoffs_are_proposed_where_the_leading_department_changes(ctx: Context) -> None:
    a, b, _, d = paste(ctx, "A | X\nB | Y\nC | Y\nD")
    assert [(one.from_name, one.to_name) for one in vs.stream(ctx).proposals] == [("A", "B")]
    vs.name_leading_department(ctx, stage_id=d, name="Z")
    assert [(one.from_name, one.to_name) for one in vs.stream(ctx).proposals] == [("A", "B"), ("C", "D")]
    vs.add_handoff(ctx, stream_id=stream_of(ctx), from_stage_id=a, to_stage_id=b, what="order", risk=4)
    view = vs.stream(ctx)
    assert [(one.from_name, one.to_name) for one in view.proposals] == [("C", "D")]
    assert (view.friction.handoffs, view.friction.between_departments, view.friction.unmitigated) == (1, 1, 1)
    vs.edit_handoff(ctx, id=view.handoffs[0].id, mitigation="A list", crucial=True, waiting=1.5, waiting_unit="hours")
    view = vs.stream(ctx)
    assert (view.friction.unmitigated, view.friction.crucial, view.friction.waiting) == (0, 1, "1.5 hours")
    with pytest.raises(CjmError, match="two different"):
        vs.add_handoff(ctx, stream_id=stream_of(ctx), from_stage_id=a, to_stage_id=a)
    with pytest.raises(CjmError, match="at most 5"):
        vs.edit_handoff(ctx, id=view.handoffs[0].id, risk=6)


def test_one_department_leads_others_help(ctx: Context) -> None:
    (stage,) = paste(ctx, "A | X")
    other = vs.add_department_here(ctx, name="Y")
    vs.set_involvement(ctx, stage_id=stage, department_id=other, part="helps")
    vs.set_involvement(ctx, stage_id=stage, department_id=other, part="consulted")
    assert [row.parts for row in vs.stream(ctx).departments] == [("leads",), ("consulted",)]
    vs.set_involvement(ctx, stage_id=stage, department_id=other, part="leads")
    assert [row.parts for row in vs.stream(ctx).departments] == [("",), ("leads",)]
    vs.set_involvement(ctx, stage_id=stage, department_id=other, part="none")
    assert vs.stream(ctx).stages[0].department == ""


def test_removing_a_stage_moves_what_it_holds_in_one_undo(ctx: Context) -> None:
    a, b, c = paste(ctx, "A | X\nB | Y\nC | Z")
    stream = stream_of(ctx)
    card(ctx, b, "a card")
    pain_points.set_emotion(ctx, stage_id=b, value=-1)
    vs.add_detail(ctx, kind="steps", stage_id=b, text="a step")
    vs.add_handoff(ctx, stream_id=stream, from_stage_id=a, to_stage_id=b, what="one")
    vs.add_handoff(ctx, stream_id=stream, from_stage_id=b, to_stage_id=c, what="two")
    vs.remove_stage(ctx, id=b, stream_id=stream, cards_to=c)
    view = vs.stream(ctx)
    assert names(ctx) == ["A", "C"] and (view.stages[1].cards, view.stages[1].steps) == (1, 1)
    assert [(one.what, one.to_name) for one in view.handoffs] == [("one", "C")]
    assert ctx.service.image(ctx.workshop_id).all(Emotion)[0].stage_id == c
    history.undo(ctx)
    assert names(ctx) == ["A", "B", "C"] and vs.stream(ctx).stages[1].cards == 1 and len(vs.stream(ctx).handoffs) == 2
    vs.remove_stage(ctx, id=b, stream_id=stream)
    image = ctx.service.image(ctx.workshop_id)
    assert not image.all(Entry) and not image.all(Emotion) and not image.all(Handoff)
    with pytest.raises(CjmError, match="isn’t there"):
        vs.remove_stage(ctx, id=b)


def test_a_stage_is_split_and_merged_back(ctx: Context) -> None:
    a, b = paste(ctx, "A | X\nB | Y")
    stream = stream_of(ctx)
    vs.add_handoff(ctx, stream_id=stream, from_stage_id=a, to_stage_id=b, what="order")
    kept, moved = card(ctx, a, "stays"), card(ctx, a, "goes")
    second = vs.split_stage(ctx, id=a, name="A1", second_name="A2", moved=[moved])
    view = vs.stream(ctx)
    assert names(ctx) == ["A1", "A2", "B"] and [stage.cards for stage in view.stages] == [1, 1, 0]
    assert view.handoffs[0].from_id == second and view.stages[1].department == "X"
    vs.merge_stages(ctx, id=second, into=a, name="A")
    view = vs.stream(ctx)
    assert names(ctx) == ["A", "B"] and view.stages[0].cards == 2 and view.handoffs[0].from_id == a
    assert {id for id, _ in vs.detail(ctx, stage_id=a).cards} == {kept, moved}
    vs.merge_stages(ctx, id=b, into=a)
    assert vs.stream(ctx).handoffs == () and [row.parts for row in vs.stream(ctx).departments] == [("leads",), ("helps",)]


def test_streams_share_stages(ctx: Context) -> None:
    a, _ = paste(ctx, "A\nB")
    first = stream_of(ctx)
    second = vs.add_stream(ctx, name="Partners")
    vs.use_stage(ctx, stream_id=second, stage_id=a)
    vs.add_stage(ctx, stream_id=second, name="C")
    assert [stage.name for stage in vs.stream(ctx, stream_id=second).stages] == ["A", "C"]
    assert vs.stream(ctx).stages[0].shared == ("Partners",)
    vs.remove_stage(ctx, id=a, stream_id=first)
    assert names(ctx) == ["B"] and [stage.name for stage in vs.stream(ctx, stream_id=second).stages] == ["A", "C"]
    vs.edit_stream(ctx, id=second, trigger="A contract", end="Renewal")
    vs.remove_stream(ctx, id=second)
    assert [stage.name for stage in ctx.service.image(ctx.workshop_id).all(Stage)] == ["B"]
    with pytest.raises(CjmError, match="only stream"):
        vs.remove_stream(ctx, id=first)


def test_what_is_inside_a_stage_is_ordered_and_edited(ctx: Context) -> None:
    (stage,) = paste(ctx, "Scoping")
    ids = [vs.add_detail(ctx, kind="steps", stage_id=stage, text=text) for text in "abc"]
    vs.move_detail(ctx, kind="steps", id=ids[2], by=-1)
    vs.move_detail(ctx, kind="steps", id=ids[0], by=-1)
    assert [step.text for step in vs.detail(ctx, stage_id=stage).steps] == ["a", "c", "b"]
    made = vs.add_detail(ctx, kind="deliverables", stage_id=stage, text="Statement of work")
    vs.edit_detail(ctx, kind="deliverables", id=made, inputs="Needs", completion_criteria="Signed", signed_off_by="Customer")
    deliverable = vs.detail(ctx, stage_id=stage).deliverables[0]
    assert (deliverable.inputs, deliverable.completion_criteria, deliverable.signed_off_by) == ("Needs", "Signed", "Customer")
    vs.remove_detail(ctx, kind="steps", id=ids[0])
    assert [box.label for box in vs.steps_flow(ctx, stage_id=stage).boxes] == ["1 c", "2 b"]


def test_the_hospital_s_friction(hospital: Context) -> None:
    f = vs.stream(hospital).friction
    assert (f.handoffs, f.between_departments, f.crucial, f.unmitigated) == (12, 9, 5, 4)
    assert f.between_organisations > 0 and f.clusters[0].handoffs == 4


def overlapping(boxes: list[tuple[float, float, float, float]]) -> int:
    return sum(abs(a[0] - b[0]) * 2 < a[2] + b[2] and abs(a[1] - b[1]) * 2 < a[3] + b[3] for a, b in combinations(boxes, 2))


@pytest.mark.parametrize("count", [1, 4, 8, 10])
def test_nothing_covers_anything_in_the_picture(count: int) -> None:
    lanes = [flow_layout.Lane(str(n), f"Department {n}", n) for n in range(6)]
    stops = [flow_layout.Stop(f"s{n}", f"{n + 1} A stage with a long name", str(n * 7 % 6)) for n in range(count)]
    lines = [flow_layout.Line(f"h{n}", f"s{n}", f"s{n + 1}", "what is handed over", n % 6 or None) for n in range(count - 1)]
    made = flow_layout.lay_out(stops, lanes, lines)
    assert len(made.boxes) == count and (made.width, made.height) == (flow_layout.WIDTH, flow_layout.HEIGHT)
    boxes = [(box.x, box.y, box.width, box.height) for box in made.boxes]
    labels = [(label.x, label.y, label.width, label.height) for label in made.labels]
    assert len(labels) == count - 1 and not overlapping(boxes + labels)
    for x, y, width, height in boxes + labels:
        assert x - width / 2 >= flow_layout.LEFT and x + width / 2 <= flow_layout.WIDTH
        assert y - height / 2 >= 0 and y + height / 2 <= flow_layout.HEIGHT
    assert len({band.y for band in made.bands}) == len(made.bands)
    for box in made.boxes:
        assert any(abs(band.y - box.y) < 1 and band.colour == box.colour for band in made.bands)


def test_the_picture_of_the_hospital_is_free_of_overlaps(hospital: Context) -> None:
    made = vs.flow(hospital)
    assert len(made.boxes) == 8 and len(made.labels) == 12
    labels = [(one.x, one.y, one.width, one.height) for one in made.labels]
    assert not overlapping(labels + [(box.x, box.y, box.width, box.height) for box in made.boxes])


@pytest.mark.parametrize(
    "name",
    [
        "Rindfleischetikettierungsüberwachungsaufgabe",
        "שיווק ומכירות של בית החולים",
        "患者受付と事前問診の手続きについての説明",
        "🙂" * 30,
        "W" * 200,
    ],
)
def test_long_words_of_any_script_stay_in_their_box(name: str) -> None:
    lines = flow_layout.wrapped(name, 100, 16, 3)
    assert 1 <= len(lines) <= 3 and all(flow_layout.text_width(line, 16) <= 100 for line in lines)
    assert flow_layout.wrapped("Visit", 100, 16, 3) == ["Visit"]


def test_among_ten_stages_a_long_word_is_set_smaller_rather_than_broken() -> None:
    stops = [flow_layout.Stop(str(n), "Second appointment" if n else "Visit", "x") for n in range(10)]
    visit, second, *_ = flow_layout.lay_out(stops, [flow_layout.Lane("x", "X", 0)], []).boxes
    assert second.label == "Second\nappointment" and 13 <= second.font < visit.font


def test_a_curve_starts_and_ends_in_its_boxes_and_avoids_the_one_between() -> None:
    lanes = [flow_layout.Lane("x", "X", 0)]
    stops = [flow_layout.Stop(id, id, "x") for id in "abc"]
    made = flow_layout.lay_out(stops, lanes, [flow_layout.Line("h", "a", "c", "skips b")])
    (segment,) = made.segments
    assert (segment.start, segment.end, segment.arrow) == ("box:a", "box:c", True)
    assert segment.bend, "a straight line would run through b"


def test_long_streams_come_in_parts_with_stubs_to_the_others(ctx: Context) -> None:
    ids = paste(ctx, "\n".join(f"Stage {n}" for n in range(45)))
    stream = stream_of(ctx)
    view = vs.stream(ctx)
    assert view.parts == ("Stages 1 to 9", "Stages 10 to 18", "Stages 19 to 27", "Stages 28 to 36", "Stages 37 to 45")
    assert [len(vs.flow(ctx, part=part).boxes) for part in (0, 1, 4, 9)] == [9, 9, 9, 9]
    assert [stage.part for stage in view.stages[8:10]] == [0, 1]
    vs.add_handoff(ctx, stream_id=stream, from_stage_id=ids[2], to_stage_id=ids[20], what="order")
    (leaves,) = vs.flow(ctx, part=0).labels
    assert leaves.away and "order" in leaves.text and "→ 21" in leaves.text.replace("\n", " ")
    (comes,) = vs.flow(ctx, part=2).labels
    assert "← 3" in comes.text.replace("\n", " ")
    assert vs.flow(ctx, part=1).labels == ()


def test_moving_a_stage_writes_one_row_and_is_one_undo(ctx: Context) -> None:
    ids = paste(ctx, "A\nB\nC\nD")
    vs.move_stage(ctx, stream_id=stream_of(ctx), stage_id=ids[3], after=ids[0])
    assert names(ctx) == ["A", "D", "B", "C"]
    with ctx.service.store.reading() as connection:
        changes = connection.execute(sa.select(ACTIVITY.c.changes).order_by(ACTIVITY.c.revision.desc()).limit(1)).scalar_one()
    assert [change["kind"] for change in changes] == ["value_stream_stages"]
    history.undo(ctx)
    assert names(ctx) == ["A", "B", "C", "D"]


def test_a_stage_is_inserted_with_an_id_and_a_department_of_its_own(ctx: Context) -> None:
    first, _ = paste(ctx, "A\nB")
    id = "0f8fad5b-d9cb-469f-a165-70867728950e"
    vs.add_stage(ctx, stream_id=stream_of(ctx), name="Between", after=first, id=id, department="Shop")
    assert names(ctx) == ["A", "Between", "B"] and vs.stream(ctx).stages[1].id == id
    assert vs.stream(ctx).stages[1].department == "Shop"
    with pytest.raises(CjmError):
        vs.add_stage(ctx, stream_id=stream_of(ctx), name="X", id="not an id")


def test_two_people_in_one_field_are_told(ctx: Context) -> None:
    (stage,) = paste(ctx, "A")
    version = vs.stream(ctx).stages[0].version
    vs.edit_stage(ctx, id=stage, name="Theirs", expected_version=version)
    vs.edit_stage(ctx, id=stage, description="Another field is no conflict", expected_version=version)
    with pytest.raises(Conflict):
        vs.edit_stage(ctx, id=stage, name="Mine", expected_version=version)
    assert names(ctx) == ["Theirs"]


def test_what_is_open_chooses_the_stream(ctx: Context) -> None:
    paste(ctx, "A")
    second = vs.add_stream(ctx, name="Partners")
    a = vs.add_stage(ctx, stream_id=second, name="C")
    b = vs.add_stage(ctx, stream_id=second, name="D")
    handoff = vs.add_handoff(ctx, stream_id=second, from_stage_id=a, to_stage_id=b, what="contract")
    for held in (a, handoff):
        stream = vs.stream(ctx, holding=held).stream
        assert stream and stream.id == second
    assert [stage.name for stage in vs.stream(ctx, holding="gone").stages] == ["A"]
