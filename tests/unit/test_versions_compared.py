"""Two documents compared: nothing is told of what is the same, and each difference once."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm.core.document import documented, image_of
from cjm.core.document_check import Document, read
from cjm.examples.hospital import document as hospital
from cjm.versions.compare import compare, on_board
from cjm.versions.compare.parts import Told
from cjm.versions.compare.rows import IGNORED, ORDERED, Pair
from cjm.versions.compare.words import differing_words
from db.tables import PARTS

WHOLE = read(json.dumps(hospital()).encode())


def with_rows(**rows: Any) -> Document:
    """The hospital with other rows of some kinds, and without what is left hanging then."""
    return documented(image_of(Document(WHOLE.workshop, {**WHOLE.rows, **rows})))


def one(kind: str, **where: Any) -> Any:
    return next(row for row in WHOLE.rows[kind] if all(getattr(row, name) == value for name, value in where.items()))


def changed(kind: str, id: str, **fields: Any) -> Document:
    rows = [row.model_copy(update=fields) if row.id == id else row for row in WHOLE.rows[kind]]
    return Document(WHOLE.workshop, {**WHOLE.rows, kind: rows})


def told(old: Document, new: Document) -> list[Told]:
    return list(compare(old, new).told)


def differing(old: Document, new: Document) -> Counter[tuple[str, str]]:
    return Counter(Pair(old, new).diffs.keys())


def test_a_document_compared_with_itself_says_nothing() -> None:
    assert told(WHOLE, WHOLE) == []
    untold = {"version": 9, "updated_at": WHOLE.workshop.created_at, "author_id": None}
    later = [row.model_copy(update=untold) for row in WHOLE.rows["entries"]]
    assert told(WHOLE, Document(WHOLE.workshop, {**WHOLE.rows, "entries": later})) == []


@st.composite
def other_documents(draw: st.DrawFn) -> Document:
    """The hospital after a handful of changes of any kind: rows gone with what hangs on them, copies added, fields written."""
    rows: dict[str, list[Any]] = {kind: list(found) for kind, found in WHOLE.rows.items()}
    kinds = [kind for kind in PARTS if rows[kind]]
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(kinds))
        at = draw(st.integers(0, len(rows[kind]) - 1)) if rows[kind] else None
        if at is None:
            continue
        row = rows[kind][at]
        act = draw(st.sampled_from(["remove", "add", "write", "place"]))
        if act == "remove":
            del rows[kind][at]
        elif act == "add" and kind not in {"links", "rounds"}:
            copied = {"id": str(uuid.uuid5(uuid.UUID(row.id), "copy")), "position": row.position + "V"}
            rows[kind].append(row.model_copy(update=copied))
        elif act == "place":
            rows[kind][at] = row.model_copy(update={"position": draw(st.sampled_from(["Zz", "zz", row.position + "V"]))})
        else:
            texts = [
                name
                for name, field in PARTS[kind].model_fields.items()
                if field.annotation is str and not name.endswith("id") and name not in IGNORED and not field.json_schema_extra
            ]
            if texts:
                name = draw(st.sampled_from(texts))
                rows[kind][at] = row.model_copy(update={name: draw(st.text("ab <&“é", max_size=12))})
    return documented(image_of(Document(WHOLE.workshop, rows)))


@given(other_documents())
def test_each_difference_is_told_exactly_once(other: Document) -> None:
    for old, new in ((WHOLE, other), (other, WHOLE)):
        said = Counter(row for sentence in told(old, new) for row in sentence.rows)
        assert said == differing(old, new)
        assert all(sentence.sentence and "None" not in sentence.sentence for sentence in told(old, new))
        picture = on_board(old, new, compare(old, new))
        shown = sum(len(cell.marked) + cell.more for row in picture.cells for cell in row)
        assert shown == sum(sentence.kind == "entries" for sentence in told(old, new))


def test_one_change_is_one_sentence() -> None:
    for kind in sorted(ORDERED.keys() | {"entries", "actions", "kpis", "themes", "segments", "personas", "future_states"}):
        rows = WHOLE.rows[kind]
        if kind == "value_stream_stages" or not rows:
            continue
        name = next(n for n in ("text", "name", "title", "experience") if hasattr(rows[0], n))
        found = told(WHOLE, changed(kind, rows[0].id, **{name: "Quite another"}))
        assert [(sentence.how, sentence.kind) for sentence in found] == [("changed", kind)]
        assert found[0].edits[0].new == "Quite another"


def test_a_card_that_went_elsewhere() -> None:
    card, there = one("entries", text="Eleven minutes on hold at midday"), one("stages", name="Billing")
    was: Any = one("stages", id=card.stage_id)
    new = changed("entries", card.id, stage_id=there.id, severity=1)
    comparison = compare(WHOLE, new)
    assert [area.name for area in comparison.areas] == ["Billing"]
    found = comparison.told[0]
    assert found.how == "moved"
    assert found.sentence.startswith(f"“{card.text}” moved from {was.name} to Billing; severity")
    marked = [one for row in on_board(WHOLE, new, comparison).cells for cell in row for one in cell.marked]
    assert [(one.how, one.note) for one in marked] == [("moved", f"from {was.name}")]


def test_a_stage_that_went_takes_what_it_held_along() -> None:
    gone = one("stages", name="Visit")
    new = with_rows(stages=[row for row in WHOLE.rows["stages"] if row.id != gone.id])
    stage = next(area for area in compare(WHOLE, new).areas if area.how == "removed")
    assert stage.name == "Visit" and stage.told[0].sentence == "Stage removed: “Visit”"
    assert all(one.how == "removed" for one in stage.told if one.kind == "entries")
    names = [column.name for column in on_board(WHOLE, new, compare(WHOLE, new)).columns]
    assert names.index("Visit") == names.index("Intake") + 1


def test_a_stage_that_moved_says_after_which() -> None:
    stage, first = one("stages", name="Billing"), one("value_streams", name="Planned care")
    place = one("value_stream_stages", stage_id=stage.id, value_stream_id=first.id)
    found = told(WHOLE, changed("value_stream_stages", place.id, position="a0V"))
    assert len(found) == 1 and found[0].how == "moved"
    assert found[0].sentence.startswith("“Billing” moved after “Awareness” in Planned care")


def test_feelings_and_links_in_words() -> None:
    intake = one("stages", name="Intake")
    emotion = one("emotions", stage_id=intake.id)
    found = told(WHOLE, changed("emotions", emotion.id, value=2))
    assert found[0].sentence == f"The emotion at Intake went from {emotion.value:+d} to +2".replace("-", "−")
    link = one("links", relation="answers")
    texts = {row.id: getattr(row, "text", "") for row in WHOLE.rows["entries"]}
    found = told(WHOLE, with_rows(links=[row for row in WHOLE.rows["links"] if row.id != link.id]))
    assert found[0].sentence == f"“{texts[link.from_id]}”: answers no longer “{texts[link.to_id]}”"
    back = told(with_rows(links=[row for row in WHOLE.rows["links"] if row.id != link.id]), WHOLE)
    assert back[0].sentence == f"“{texts[link.from_id]}”: answers “{texts[link.to_id]}”"


@given(st.text("ab c\n", max_size=30), st.text("ab c\n", max_size=30))
def test_marked_words_are_both_texts(old: str, new: str) -> None:
    pieces = differing_words(old, new)
    assert "".join(text for how, text in pieces if how != "new") == old
    assert "".join(text for how, text in pieces if how != "gone") == new


@pytest.mark.parametrize("kind", sorted(PARTS))
def test_every_kind_can_come_and_go(kind: str) -> None:
    without = with_rows(**{kind: []})
    for old, new in ((WHOLE, without), (without, WHOLE)):
        said = Counter(row for sentence in told(old, new) for row in sentence.rows)
        assert said == differing(old, new)
