"""What is pasted: lists lose their marks, tables become stages, departments and cards, and what is refused is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm import value_stream as vs
from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.history import undo
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.imports.pasted_reading import proposal
from cjm.imports.pasted_writing import paste_table
from cjm.pasted.grid import grid_of
from cjm.pasted.lists import items_of, unmarked
from cjm.pasted.table import laid_out, likely
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Department, Entry, Lane, Stage

ACTOR = Actor("Test", Role.FACILITATOR)
LANES = ["pain point", "Pain points", "Opportunities", "Activities", "touchpoint"]
ACROSS = (
    '\tReferral\tFirst visit\nLed by\tContact centre\tFront desk\nPain points\tlong wait\t"no seats\nno water"\n'
    "Opportunities\tcall back\t\n"
)
DOWN = (
    "Stage;Department;Pain points;Opportunities\nReferral;Contact centre;long wait;call back\nFirst visit;Front desk;no seats;\n"
)


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))


@pytest.mark.parametrize(
    "line",
    [
        "• Buy",
        "◦ Buy",
        "- Buy",
        "* Buy",
        "– Buy",
        "▪ Buy",
        "o Buy",
        "1. Buy",
        "1) Buy",
        "(a) Buy",
        "[ ] Buy",
        "[x] Buy",
        "☐ Buy",
        "✓ Buy",
        "- [ ] Buy",
        "•\tBuy",
        "\uf0b7\u00a0Buy",
        "  12.\tBuy",
        "\ufeff• Buy",
        "•\u200bBuy",
        "1.2. Buy",
        "Buy\u000b",
        "B\u00aduy",
        "\u2060Buy\u00a0",
    ],
)
def test_a_line_loses_its_bullet_number_and_box(line: str) -> None:
    assert [one.text for one in items_of(line)] == ["Buy"]


@pytest.mark.parametrize(
    "line",
    [
        "2 for 1 offers",
        "3rd visit",
        "-5 degrees",
        "A stage",
        "2.5 hours wait",
        "(optional) call",
        "10-day wait",
        "O’Neill",
        "[sic]",
    ],
)
def test_what_is_no_bullet_stays(line: str) -> None:
    assert [one.text for one in items_of(line)] == [line]


def test_soft_breaks_are_blanks_and_what_joins_stays() -> None:
    assert unmarked("First\u000bvisit\u2028at\u00a0night") == "First visit at night"
    for whole in ("👩‍⚕️ calls", "👨‍👩‍👧", "🏳️‍🌈", "🧑🏽‍💻", "❤️‍🔥", "می‌خواهم", "क्‍ष"):
        assert unmarked(whole) == whole
    assert unmarked("a\u200db\u200cc") == "abc"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("A\tB\tC", [("A", "B", "C")]),
        ('"A\nx"\tB\nC', [("A\nx", "B"), ("C", "")]),
        ('"say ""hi"""\tB\nC\tD', [('say "hi"', "B"), ("C", "D")]),
        ('5" pipe\t"x\nb\tc', [('5" pipe', '"x'), ("b", "c")]),
        ("A;B\r\nC;D", [("A", "B"), ("C", "D")]),
        ("1.\tA\tx\n2.\tB\ty", [("A", "x"), ("B", "y")]),
        ("A\t\tB\nC\t\tD", [("A", "B"), ("C", "D")]),
        ('"one\ntwo"\nthree', [("one\ntwo",), ("three",)]),
        ("\tA\n\n\nP\tx", [("", "A"), ("P", "x")]),
    ],
)
def test_cells(text: str, cells: list[tuple[str, ...]]) -> None:
    grid = grid_of(text)
    assert grid is not None and [record.cells for record in grid.records] == cells


@pytest.mark.parametrize(
    "text",
    [
        "Wait; nobody calls",
        "One\nTwo; or three\nFour",
        "\tindented\n\tlist",
        "•\tone\n•\ttwo",
        'He said "no"\nand left',
        "a, b\nc, d",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert grid_of(text) is None


def test_a_row_of_cells_is_a_row_of_stages() -> None:
    grid = grid_of("Aware\tRefer\tVisit")
    assert grid is not None and likely(grid, LANES)[0] == "stages"
    assert laid_out(grid, "stages", LANES).stages == [("Aware", ""), ("Refer", ""), ("Visit", "")]


@pytest.mark.parametrize(("text", "layout"), [(ACROSS, "across"), (DOWN, "down")])
def test_a_whole_map_becomes_stages_departments_and_cards_in_lanes(text: str, layout: str) -> None:
    grid = grid_of(text)
    assert grid is not None and likely(grid, LANES)[0] == layout
    laid = laid_out(grid, likely(grid, LANES)[0], LANES)
    assert laid.stages == [("Referral", "Contact centre"), ("First visit", "Front desk")] and not laid.refused
    found = {(card.stage, card.lane, card.text) for card in laid.cards}
    assert {(0, "Pain points", "long wait"), (1, "Pain points", "no seats"), (0, "Opportunities", "call back")} <= found
    assert len(found) == (4 if layout == "across" else 3)


def test_it_is_stored_as_one_act_beside_what_is_there_and_one_undo_takes_it_back(ctx: Context) -> None:
    stream = vs.add_stream(ctx, name="Care")
    vs.add_stage(ctx, stream_id=stream, name="first VISIT")
    before = ctx.service.image(ctx.workshop_id)
    told = paste_table(ctx, stream_id=stream, text=ACROSS, layout="across")
    assert told == {"stages": 1, "cards": 4, "refused": []}
    image = ctx.service.image(ctx.workshop_id)
    assert [stage.name for stage in image.all(Stage)] == ["first VISIT", "Referral"], "a stage of that name is the same one"
    lanes = {lane.id: lane.name for lane in image.all(Lane)}
    assert sorted((lanes[card.lane_id], card.text) for card in image.all(Entry)) == [
        ("Opportunities", "call back"),
        ("Pain points", "long wait"),
        ("Pain points", "no seats"),
        ("Pain points", "no water"),
    ]
    assert {one.name for one in image.all(Department)} >= {"Contact centre"} and image.revision == before.revision + 1
    undo(ctx, revision=image.revision)
    assert not ctx.service.image(ctx.workshop_id).all(Entry) and len(ctx.service.image(ctx.workshop_id).all(Stage)) == 1


def test_what_is_refused_names_its_line_and_the_rest_is_stored(ctx: Context) -> None:
    found = proposal(ctx, text="Buy\n" + "x" * 201 + "\n• Return | Shop\nbad \u0007 bell", where="stages")
    assert found["items"] == ["Buy", "Return | Shop"] and [one["line"] for one in found["refused"]] == [2, 4]
    assert "200 characters" in found["refused"][0]["why"] and "control character" in found["refused"][1]["why"]
    told = paste_table(
        ctx, stream_id=vs.add_stream(ctx, name="S"), text=f"\tA\t{'b' * 201}\nPain\t{'c' * 401}\td\nPain\tgood\t", layout="across"
    )
    assert told["stages"] == 1 and told["cards"] == 1 and [one["line"] for one in told["refused"]] == [1, 2, 2]
    with pytest.raises(CjmError, match="at most 100"):
        proposal(ctx, text="\n".join(f"Stage {number}" for number in range(101)), where="stages")


def test_on_the_board_columns_with_the_names_of_lanes_are_cards_in_them(sqlite_store: Store) -> None:
    service = Service(sqlite_store)
    ctx = Context(service, ACTOR, load_example(service, ACTOR, "hospital"))
    lanes = {lane.name: lane.id for lane in service.image(ctx.workshop_id).all(Lane)}
    pains, ideas = list(lanes)[2], list(lanes)[3]
    choice = proposal(ctx, text=f"{pains}\t{ideas}\nlong wait\tcall back\nno seats\t")["choices"][0]
    assert choice["layout"] == "cards" and choice["items"] == ["long wait", "call back", "no seats"]
    assert choice["lanes"] == [lanes[pains], lanes[ideas], lanes[pains]]


WORDS = st.text(alphabet="ab \"';\té\n•-1.)", max_size=12)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=6))
def test_cells_copied_as_a_spreadsheet_does_come_back(rows: list[list[str]]) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\t\n"') else text

    grid = grid_of("\n".join("\t".join(map(cell, row)) for row in rows))
    if grid is None:
        return
    words = "".join(" ".join("".join(row) for row in rows).split())
    got = "".join("".join(record.cells) for record in grid.records)
    assert len("".join(got.split())) <= len(words)
    for layout in likely(grid, LANES):
        laid = laid_out(grid, layout, LANES)
        assert all(name.strip() == name and "\n" not in name for name, _ in laid.stages)
        assert all(card.text and "\n" not in card.text for card in laid.cards)


@given(st.text(max_size=200))
def test_nothing_breaks_it(text: str) -> None:
    grid = grid_of(text)
    for layout in likely(grid, LANES) if grid else ():
        laid_out(grid, layout, LANES)  # type: ignore[arg-type]
    assert all(one.text.strip() for one in items_of(text)) and unmarked(unmarked(text)) == unmarked(text)
