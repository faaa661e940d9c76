"""Differences in sentences, by stage."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cjm.core.document import image_of
from cjm.core.document_check import Document
from cjm.core.vocabulary import KINDS, label_of
from cjm.pain_points.reading import ordered_stages
from cjm.versions.compare.parts import Area, Comparison, Edit, How, Told
from cjm.versions.compare.rows import TOGETHER, Diff, Key, Pair
from cjm.versions.compare.words import day, edit, field_name, value_words
from db.tables import Emotion, Row, Stage

SECTIONS: dict[str, tuple[str, ...]] = {
    "Frame": ("workshops", "organisations", "departments", "stakeholders", "participants", "objectives", "agenda_items"),
    "Customer": ("customers", "segments", "criteria", "personas", "evidence"),
    "Value streams": ("value_streams",),
    "Lanes and lists": ("lanes", "themes", "groups", "resources"),
    "Priorities": ("actions",),
    "KPIs": ("kpis",),
    "Projects and check-ins": ("projects", "check_ins", "reviews"),
}
SESSION = "Session and homework"
_SECTION = {kind: name for name, kinds in SECTIONS.items() for kind in kinds}
_NOUNS = {
    "pain_point": "pain point",
    "bright_spot": "bright spot",
    "performer": "job performer",
    "kpi": "KPI",
    "other": "card",
    "transaction": "key transaction",
}
_RELATIONS = {
    "answers": "answers",
    "uses": "uses",
    "moves": "moves the KPI",
    "removes": "takes away",
    "realises": "realises",
    "carries_out": "carries out",
    "looks_after": "looks after",
    "depends_on": "depends on",
    "measures": "measures",
}
_COUNTED = {
    "ballots": "votes and scores",
    "break_outs": "break-out groups",
    "nothing_to_add": "“nothing to add”",
    "stages_done": "“I’m done”",
    "cards_seen": "reading marks",
}
_MANY = {"kpi_readings": "readings", "project_updates": "updates", "tasks": "tasks"}
"""What is only counted where more than ``FEW`` of it differ."""
FEW = 2
_QUIET = {"covers", "takes", "joins", "asks"}
PLACES = {"entries": {"stage_id", "lane_id", "position"}, "handoffs": {"from_stage_id", "to_stage_id"}}


def compare(old: Document, new: Document) -> Comparison:
    """What differs from ``old`` to ``new``. Pure."""
    pair = Pair(old, new)
    told: dict[str, list[Told]] = {}
    for key, diffs in pair.carriers().items():
        told.setdefault(_area(pair, key), []).append(_tell(pair, key, diffs))
    areas = []
    for stage in stages_of_both(pair):
        if stage.id in told:
            diff = pair.diffs.get(("stages", stage.id))
            how: How | None = None if diff is None or not diff.alone else "added" if diff.before is None else "removed"
            areas.append(Area(stage.id, label_of("stages", stage), _sorted(told[stage.id]), how))
    areas += [Area(name, name, _sorted(told[name])) for name in (*SECTIONS, SESSION) if name in told]
    return Comparison(tuple(areas))


def stages_of_both(pair: Pair) -> list[Stage]:
    """In the new order, with those that are gone behind the one they stood after."""
    placed = list(ordered_stages(image_of(pair.new)))
    here = {stage.id for stage in placed}
    before: str | None = None
    for stage in ordered_stages(image_of(pair.old)):
        if stage.id not in here:
            at = next((number + 1 for number, one in enumerate(placed) if one.id == before), 0)
            placed.insert(at, stage)
        before = stage.id
    return placed


_FIRST = ("stages", "emotions", "entries", "handoffs", "future_states")
_HOW = ("added", "removed", "moved", "changed")


def _sorted(told: list[Told]) -> tuple[Told, ...]:
    return tuple(sorted(told, key=lambda one: (_FIRST.index(one.kind) if one.kind in _FIRST else 9, _HOW.index(one.how))))


def _area(pair: Pair, key: Key) -> str:
    kind, id = key
    row: Any = pair.find(id)
    if kind == "stages":
        return id
    if row is not None:
        at = getattr(row, "stage_id", None) or getattr(row, "from_stage_id", None)
        if at is None and kind == "decisions":
            subject: Any = pair.find(row.subject_id)
            at = getattr(subject, "stage_id", None)
            if at is None:
                return _SECTION.get(subject.table_name, SESSION) if subject is not None else "Priorities"
        if at is not None:
            return str(at)
    return _SECTION.get(kind, SESSION)


def _tell(pair: Pair, key: Key, diffs: list[Diff]) -> Told:
    kind, id = key
    own = next((diff for diff in diffs if (diff.kind, diff.id) == key), None)
    rows = tuple((diff.kind, diff.id) for diff in diffs)
    if own is not None and own.alone:
        how: How = "added" if own.before is None else "removed"
        return Told(how, kind, id, _came_or_went(pair, own, how), (), rows)
    carried = [diff for diff in diffs if diff is not own]
    places = PLACES.get(kind, {"position"})
    edits = (
        [edit(kind, name, own.before, own.after, pair.was, pair.now) for name in own.fields if name not in places]
        if (own is not None and own.before is not None and own.after is not None)
        else []
    )
    moved = _moved(pair, own) if own is not None and places & set(own.fields) else ""
    moves = [words for diff in carried if (words := _stage_moved(pair, diff))]
    edits += _carried(pair, [diff for diff in carried if not _stage_moved(pair, diff)])
    felt = next((one for one in edits if kind == "emotions" and one.what == field_name("value") and one.old), None)
    where = [part for part in (moved, *moves, f"went from {felt.old} to {felt.new}" if felt else "") if part]
    name = called(pair, kind, id)
    changed = ", ".join(one.said() for one in edits if one is not felt)
    if where:
        sentence = f"{name} {' and '.join(where)}" + (f"; {changed}" if changed else "")
    else:
        sentence = f"{name}: {changed}" if changed else f"{name} changed"
    return Told("moved" if moved or moves else "changed", kind, id, _capital(sentence), tuple(edits), rows)


def called(pair: Pair, kind: str, id: str) -> str:
    """How something is called inside a sentence, by its newer name."""
    row: Any = pair.find(id)
    if row is None:
        return KINDS.get(kind, kind)
    if kind == "workshops":
        return "the frame"
    if kind in {"emotions", "future_states"}:
        what = "the emotion at" if kind == "emotions" else "the future of"
        stream = _name(pair, getattr(row, "value_stream_id", None))
        return f"{what} {_name(pair, row.stage_id)}" + (f" for {stream}" if stream else "")
    if kind == "decisions":
        return f"the decision on “{_name(pair, row.subject_id)}”"
    if kind == "handoffs" and not row.what:
        return f"the handoff from {_name(pair, row.from_stage_id)} to {_name(pair, row.to_stage_id)}"
    if kind in {"rounds", "session_activities"}:
        return f"“{row.question}”" if row.question else f"a {KINDS[kind]}"
    if kind in {"reviews", "check_ins"}:
        return f"the {KINDS[kind]} of {day(row.held_on)}" if row.held_on else f"a {KINDS[kind]}"
    if kind == "customer_marks":
        about = f" on “{_name(pair, row.entry_id)}”" if row.entry_id else ""
        return f"a customer’s “{row.mark}”{about}" + (f" (“{row.words}”)" if row.words else "")
    if kind in {"homework", "links"}:
        return f"the {KINDS[kind]}"
    return f"“{label_of(kind, row)}”"


def _name(pair: Pair, id: str | None) -> str:
    row = pair.find(id)
    return label_of(row.table_name, row) if row is not None else ""


def noun(pair: Pair, kind: str, row: Any) -> str:
    """What it is: a card is called after its lane."""
    if kind == "entries":
        lane: Any = pair.find(row.lane_id)
        return _NOUNS.get(lane.kind, lane.kind) if lane is not None else "card"
    return KINDS.get(kind, kind)


def _came_or_went(pair: Pair, diff: Diff, how: How) -> str:
    name, what = called(pair, diff.kind, diff.id), noun(pair, diff.kind, diff.row)
    if not name.startswith("“"):
        return _capital(f"{name} was {how}")
    more = ""
    if diff.kind == "handoffs":
        more = f", {_name(pair, diff.row.from_stage_id)} to {_name(pair, diff.row.to_stage_id)}"
    return f"New {what}: {name}{more}" if how == "added" else f"{_capital(what)} removed: {name}{more}"


def _moved(pair: Pair, diff: Diff) -> str:
    before: Any = diff.before
    after: Any = diff.after
    if diff.kind == "handoffs":
        was = f"{_name(pair, before.from_stage_id)} to {_name(pair, before.to_stage_id)}"
        return f"now goes from {_name(pair, after.from_stage_id)} to {_name(pair, after.to_stage_id)} instead of {was}"
    if diff.kind == "entries":
        stage, lane = "stage_id" in diff.fields, "lane_id" in diff.fields
        if stage or lane:
            ends = [
                ", ".join(_name(pair, getattr(row, name)) for name, on in (("stage_id", stage), ("lane_id", lane)) if on)
                for row in (before, after)
            ]
            return f"moved from {ends[0]} to {ends[1]}"
        return f"has another place among the {_name(pair, after.lane_id).lower()}"
    return "has another place"


def _stage_moved(pair: Pair, diff: Diff) -> str:
    """A stage that is elsewhere in its stream."""
    if diff.kind != "value_stream_stages" or diff.alone or "position" not in diff.fields:
        return ""
    row: Any = diff.after
    places = [one for one in pair.new.rows["value_stream_stages"] if one.value_stream_id == row.value_stream_id]  # type: ignore[attr-defined]
    places.sort(key=lambda one: (one.position, one.id))
    at = next(number for number, one in enumerate(places) if one.id == row.id)
    where = f"after “{_name(pair, places[at - 1].stage_id)}”" if at else "to the beginning"  # type: ignore[attr-defined]
    stream = _name(pair, row.value_stream_id)
    return f"moved {where}" + (f" in {stream}" if len(pair.new.rows["value_streams"]) > 1 else "")


def _carried(pair: Pair, diffs: list[Diff]) -> list[Edit]:
    """What hangs on something, as edits of it."""
    edits = []
    counted: Counter[tuple[str, str]] = Counter()
    often = Counter(diff.kind for diff in diffs)
    for diff in diffs:
        many = _COUNTED.get(diff.kind) or (_MANY.get(diff.kind) if often[diff.kind] > FEW else None)
        if many:
            counted[many, "new" if diff.before is None else "gone" if diff.after is None else "other"] += 1
        elif diff.kind == "links" and diff.row.relation in _QUIET:
            counted["connections", "new" if diff.before is None else "gone"] += 1
        else:
            was = _part(pair, diff.before, pair.was) if diff.before is not None else ""
            now = _part(pair, diff.after, pair.now) if diff.after is not None else ""
            edits.append(Edit(_part_name(diff), was, now))
    edits += [
        Edit(what, f"{number}", "") if how == "gone" else Edit(what, "", f"({number} {how})")
        for (what, how), number in counted.items()
    ]
    return edits


def _part_name(diff: Diff) -> str:
    if diff.kind == "links":
        return str(_RELATIONS.get(diff.row.relation, diff.row.relation))
    return {
        "value_stream_stages": "placed in",
        "stage_departments": "takes part:",
        "echoes": "“happens to us too” from",
        "answers": "the answer",
        "kpi_readings": "a reading of",
        "tasks": "the task",
        "project_updates": "the update",
        "review_findings": "the finding on",
        "re_ratings": "rated again:",
    }.get(diff.kind, KINDS.get(diff.kind, diff.kind))


def _part(pair: Pair, row: Any, known: dict[str, Row]) -> str:
    def name(id: str | None) -> str:
        other = known.get(id or "") or pair.find(id)
        return f"“{label_of(other.table_name, other)}”" if other is not None else ""

    match row.table_name:
        case "links":
            return name(row.to_id)
        case "value_stream_stages":
            return name(row.value_stream_id)
        case "stage_departments":
            return f"{name(row.department_id)} {'helps' if row.involvement == 'helps' else 'is consulted'}"
        case "echoes":
            return name(row.department_id) or "somebody"
        case "answers":
            words = value_words("answers", "answer", row.answer, known)
            return str(words) + (f", “{row.words}”" if row.words else "")
        case "kpi_readings":
            return f"{row.value:g} on {day(row.read_on)}"
        case "tasks":
            return f"“{row.name}”" + (f", done on {day(row.done_on)}" if row.done_on else "")
        case "project_updates":
            return ", ".join(str(part) for part in (row.confidence, row.said_by, row.since_last) if part) or "empty"
        case "review_findings":
            return f"{name(row.stage_id)}{f': {row.still_true}' if row.still_true else ''}"
        case "re_ratings":
            felt: Any = known.get(row.subject_id) or pair.find(row.subject_id)
            if isinstance(felt, Emotion):
                return f"emotion at {name(felt.stage_id)} in {name(felt.value_stream_id)} {row.before} → {row.after}"
            return f"{row.axis} of {name(row.subject_id)} {row.before} → {row.after}"
    return f"“{label_of(row.table_name, row)}”"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


assert set(TOGETHER) <= set(_COUNTED)
