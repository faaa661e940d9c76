"""Reading a document, its schema, and the hospital example's content."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from cjm.core.document import document_schema, encode
from cjm.core.document_check import read
from cjm.core.errors import CjmError
from cjm.examples import hospital
from db.tables import PARTS

Raw = dict[str, Any]


def encoded(raw: Any) -> bytes:
    return json.dumps(raw).encode()


@pytest.fixture(scope="module")
def text() -> str:
    return json.dumps(hospital.document())


@pytest.fixture
def raw(text: str) -> Raw:
    made: Raw = json.loads(text)
    return made


def setting(path: list[str | int], value: Any) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        place: Any = raw
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = value

    return change


def dropping(path: list[str | int]) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        place: Any = raw
        for part in path[:-1]:
            place = place[part]
        del place[path[-1]]

    return change


def same_id(raw: Raw) -> None:
    raw["themes"][1]["id"] = raw["stages"][0]["id"]


FAULTS = [
    (setting(["format"], "cjm/2"), "format: must be “cjm/1”"),
    (dropping(["format"]), "format: is missing"),
    (setting(["seats"], []), "seats: is not part of"),
    (dropping(["workshop"]), "workshop: must be an object"),
    (setting(["workshop", "name"], ""), "workshop.name: can’t be empty"),
    (setting(["workshop", "name"], "Two\nlines"), "workshop.name: must be one line, without a line break"),
    (setting(["stages", 2, "name"], "In\ntake"), "stages[2].name: must be one line, without a line break"),
    (setting(["workshop", "purpose"], "fun"), "workshop.purpose: must be one of action, alignment"),
    (setting(["workshop", "revision"], 3), "workshop.revision: there is no such field in a workshop"),
    (setting(["workshop", "starts_on"], "soon"), "workshop.starts_on: must be a date"),
    (setting(["workshop", "impact_midline"], 5.5), "workshop.impact_midline: must be between 1 and 5"),
    (setting(["workshop", "effort_midline"], "3"), "workshop.effort_midline: must be a number"),
    (setting(["workshop", "quadrant_names"], {"a\ud800": "x"}), "its name contains"),
    (setting(["entries"], {}), "entries: must be a list"),
    (setting(["entries", 3], "text"), "entries[3]: must be an object"),
    (setting(["entries", 3, "severity"], 6), "entries[3].severity: must be between 1 and 5"),
    (setting(["entries", 3, "severity"], "4"), "entries[3].severity: must be a whole number"),
    (setting(["entries", 3, "severity"], True), "entries[3].severity: must be a whole number"),
    (setting(["entries", 3, "internal"], 1), "entries[3].internal: must be true or false"),
    (setting(["entries", 3, "text"], "x" * 401), "entries[3].text: must have at most 400 characters"),
    (setting(["entries", 3, "text"], "a\x00b"), "entries[3].text: contains an invisible control character"),
    (setting(["entries", 3, "speaker"], "A\nB"), "entries[3].speaker: must be one line"),
    (setting(["entries", 3, "text"], None), "entries[3].text: must be text"),
    (dropping(["entries", 3, "text"]), "entries[3].text: is missing"),
    (setting(["entries", 3, "visibility"], "private"), "entries[3].visibility: there is no such field in a card"),
    (setting(["entries", 3, "workshop_id"], "x"), "entries[3].workshop_id: there is no such field"),
    (setting(["entries", 3, "lane_id"], "nowhere"), "entries[3].lane_id: there is no such lane in this document"),
    (setting(["entries", 3, "id"], "3"), "entries[3].id: must be a UUID"),
    (setting(["entries", 3, "origin_id"], "3"), "entries[3].origin_id: must be a UUID"),
    (setting(["entries", 3, "version"], 0), "entries[3].version: must be at least 1"),
    (setting(["entries", 3, "version"], 2**31), "entries[3].version: must be at most"),
    (setting(["entries", 3, "position"], "a00"), "entries[3].position: is not a position"),
    (setting(["entries", 3, "position"], ""), "entries[3].position: is not a position"),
    (setting(["entries", 3, "position"], "a1\n"), "entries[3].position: is not a position"),
    (setting(["entries", 3, "created_at"], "2026-11-23T08:00:00"), "entries[3].created_at: must be a time with its zone"),
    (setting(["entries", 3, "created_at"], "0001-01-01T00:00:00+10:00"), "entries[3].created_at: must be a time between"),
    (setting(["personas", 0, "facts", 1], ["5", "a\u0007"]), "personas[0].facts[1][1]: contains"),
    (setting(["personas", 0, "facts", 1], [5, "a"]), "personas[0].facts[1][0]: must be text"),
    (setting(["personas", 0, "facts", 1], ["5"]), "personas[0].facts: must be pairs"),
    (
        setting(["session_activities", 0, "revealed_before"], ["soon"]),
        "session_activities[0].revealed_before[0]: must be a moment",
    ),
    (setting(["session_activities", 0, "revealed_before"], ["2026-11-23T08:00:00"]), "must be a moment"),
    (setting(["actions", 0, "quarter"], "Q1"), "actions[0].quarter: must be a quarter"),
    (setting(["links", 2, "to_id"], "gone"), "links[2].to_id: there is no such"),
    (setting(["ballots", 5, "subject_id"], "gone"), "ballots[5].subject_id: there is no such"),
    (setting(["decisions", 0, "subject_id"], "gone"), "decisions[0].subject_id: there is no such candidate or card or action"),
    (setting(["links", 2, "relation"], "removes"), "links[2].from_id: there is no such future state"),
    (setting(["workshop", "shown_stream_id"], "gone"), "workshop.shown_stream_id: there is no such value stream"),
    (same_id, "themes[1].id: stands on two things"),
]


@pytest.mark.parametrize(("change", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_fault_is_named_by_its_path(raw: Raw, change: Callable[[Raw], None], message: str) -> None:
    change(raw)
    with pytest.raises(CjmError) as caught:
        read(encoded(raw))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1, column 1: is not valid JSON"),
        (b'{"format": "cjm/1",\n "x"}', "line 2, column 5: is not valid JSON"),
        (b"\xff\xfe{}", "isn’t text in UTF-8"),
        (b"[]", "format: is missing"),
        (b'{"format": NaN}', "NaN: is not a number"),
        (
            b'{"format": "cjm/1", "workshop": {"id": "5e0f5bd1-2f4b-4e3a-8a55-0b3b8e6c0001", "name": "W", '
            b'"impact_midline": 1e999, '
            b'"created_at": "2026-11-23T08:00:00Z", "updated_at": "2026-11-23T08:00:00Z"}}',
            "workshop.impact_midline: must be",
        ),
        (b'{"format": "cjm/1", "format": "cjm/1"}', "format: stands twice"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"format": ' + b"9" * 5000 + b"}", "a number that is too long"),
        (b'{"format": "cjm/1", "a\\u0000b\\n": 1}', "a?b?: is not part"),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(CjmError, match=message.replace("?", r"\?")) as caught:
        read(data)
    assert "\n" not in str(caught.value)


def test_left_out_fields_and_lists_get_their_defaults(raw: Raw) -> None:
    short = {"format": raw["format"], "workshop": raw["workshop"], "themes": raw["themes"]}
    document = read(encoded(short))
    assert document.workshop.finished_steps == []
    assert [theme.version for theme in document.rows["themes"]] == [1] * len(raw["themes"])
    assert document.rows["entries"] == []


def test_times_are_brought_to_utc(raw: Raw) -> None:
    raw["themes"][0]["created_at"] = "2026-11-23T10:30:00.5+02:30"
    written = json.loads(encode(read(encoded(raw))))
    assert written["themes"][0]["created_at"] == "2026-11-23T08:00:00.500000Z"


def test_the_encoding_is_canonical(raw: Raw) -> None:
    for rows in raw.values():
        if isinstance(rows, list):
            rows.reverse()
    written = encode(read(encoded(raw)))
    assert encode(read(written)) == written
    read_back = json.loads(written)
    assert list(read_back) == sorted(["format", "workshop", *PARTS])
    for kind in PARTS:
        rows = read_back[kind]
        assert [(row["position"], row["id"]) for row in rows] == sorted((row["position"], row["id"]) for row in rows)
        assert all(list(row) == sorted(row) for row in rows)


def test_the_schema_describes_the_document(raw: Raw) -> None:
    schema = document_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(encode(read(encoded(raw)))))
    for change in (
        setting(["entries", 3, "severity"], 6),
        setting(["entries", 3, "visibility"], "private"),
        setting(["entries", 3, "evidence"], "rumour"),
        setting(["seats"], []),
        dropping(["workshop", "name"]),
    ):
        broken = json.loads(json.dumps(raw))
        change(broken)
        assert not validator.is_valid(broken)


def test_the_example_is_complete(raw: Raw) -> None:
    least = {
        "customers": 3,
        "organisations": 2,
        "departments": 6,
        "stages": 8,
        "handoffs": 10,
        "entries": 60,
        "actions": 12,
        "future_states": 8,
        "emotions": 8,
        "participants": 24,
    }
    assert {kind: len(raw[kind]) >= number for kind, number in least.items()} == dict.fromkeys(least, True)
    assert set(PARTS) == {kind for kind in raw if raw[kind]} - {"format", "workshop"}
    lanes = {lane["id"]: lane["kind"] for lane in raw["lanes"]}
    assert {lanes[entry["lane_id"]] for entry in raw["entries"]} == set(lanes.values())
    assert {link["relation"] for link in raw["links"]} == {
        "answers",
        "uses",
        "moves",
        "removes",
        "realises",
        "carries_out",
        "covers",
        "takes",
        "joins",
        "looks_after",
        "depends_on",
        "measures",
    }
    assert all(UUID(row["id"]) for kind in PARTS for row in raw.get(kind, ()))


def test_the_example_shows_what_the_pictures_show(raw: Raw) -> None:
    stages = {stage["id"]: stage["name"] for stage in raw["stages"]}
    pain: Counter[str] = Counter()
    for entry in raw["entries"]:
        if entry.get("value_stream_id"):  # of the journey from abroad only
            continue
        pain[stages[entry["stage_id"]]] += entry.get("severity", 0) * entry.get("frequency", 0)
    assert dict(pain) == {
        "Awareness": 13,
        "Referral": 36,
        "Scheduling": 52,
        "Intake": 43,
        "Visit": 28,
        "Treatment": 31,
        "Billing": 44,
        "Follow-up": 24,
    }
    assert [one["value"] for one in raw["emotions"] if not one.get("value_stream_id")] == [1, -1, -1, -2, 1, 0, -2, -1]
    assert [future["emotion"] for future in raw["future_states"]] == [1, 1, 1, 1, 2, 1, 0, 2]
    leads = {stage["id"]: stage["department_id"] for stage in raw["stages"]}
    handoffs = [h for h in raw["handoffs"] if h["value_stream_id"] == raw["value_streams"][0]["id"]]
    assert sum(leads[h["from_stage_id"]] != leads[h["to_stage_id"]] for h in handoffs) == 9
    assert sum(not h["mitigation"] for h in handoffs) == 4
    hands = [ballot["value"] for ballot in raw["ballots"] if ballot["axis"] == "pick"]
    assert hands == [15, 4, 3, 2]


def test_the_examples_scores_fill_all_four_quadrants(raw: Raw) -> None:
    values: dict[tuple[str, str], list[int]] = {}
    for ballot in raw["ballots"]:
        values.setdefault((ballot["subject_id"], ballot["axis"]), []).append(ballot["value"])
    means = [
        tuple(sum(values[action["id"], axis]) / len(values[action["id"], axis]) for axis in ("impact", "effort"))
        for action in raw["actions"]
    ]
    assert means == [pytest.approx(row[12:14]) for row in hospital.ACTIONS]
    assert {(impact >= 3, effort >= 3) for impact, effort in means} == {(a, b) for a in (True, False) for b in (True, False)}
