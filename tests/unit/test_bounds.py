"""What screens may send has an end, whatever it is: derived from the signatures of all live commands."""

from __future__ import annotations

import inspect
import json
import shutil
import types
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
import sqlalchemy as sa
from pydantic import BaseModel

from cjm.core.bounds import LARGEST, MOST, WHOLE, bounded_model, ends
from cjm.core.command import COMMANDS
from cjm.core.service import Context, Service
from cjm.examples import load_example
from cjm.live.hub import carry_out
from cjm.session.kinds import AXES, LIMITS
from db.columns import TEXT
from db.engine import Store
from db.tables import PARTS, TABLES, Entry, SessionActivity
from tests.browser.rooms import STARTER

LIVE = {name: one for name, one in COMMANDS.items() if one.live}
HUGE: list[Any] = [2**31, -(2**31), 10**30, -(10**400), 1e300, float("nan"), float("inf"), -float("inf")]
DEEP: Any = []
for _ in range(900):
    DEEP = [DEEP]
JUNK: list[Any] = [
    *HUGE,
    True,
    "x" * 100_000,
    "\ud800",
    "a\x00b",
    ["x"] * 100_000,
    [{}] * 100_000,
    [1.5] * 100_000,
    {"a": {"b": [1, {"c": None}]}},
    {},
    [],
    DEEP,
    {str(number): "x" for number in range(100_000)},
    [[["a"]]],
    "5",
    1.5,
    "‮evil",
    "../../etc/passwd",
    {"__class__": "x"},
    0,
    -1,
    1440.5,
    "",
]


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any) -> Iterator[Context]:
    path = tmp_path_factory.mktemp("bounds") / "cjm.db"
    shutil.copy(sqlite_template, path)
    store = Store(f"sqlite:///{path}")
    service = Service(store)
    yield Context(service, STARTER, load_example(service, STARTER, "hospital"))
    store.close()


def arguments(name: str) -> dict[str, Any]:
    """Every argument with what its annotation says."""
    carried = COMMANDS[name].__wrapped__  # type: ignore[attr-defined]
    given = list(inspect.signature(carried).parameters.items())[1:]
    return {argument: one.annotation for argument, one in given}


def leaves(hint: Any, rules: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The plain types within ``hint``, each with the rules that hold for it."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *own = get_args(hint)
        flat = [rule for one in own for rule in getattr(one, "metadata", [one])]
        yield from leaves(inner, (*rules, *flat, *own))
    elif origin in (Union, types.UnionType):
        for one in get_args(hint):
            yield from leaves(one, rules)
    elif origin is Literal or hint is type(None):
        return
    elif origin in (list, dict, tuple):
        yield origin, rules
        for one in get_args(hint):
            yield from leaves(one)
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        for field in bounded_model(hint).model_fields.values():
            yield from leaves(field.annotation, tuple(field.metadata))
    else:
        yield hint, rules


def has(rules: tuple[Any, ...], *names: str) -> bool:
    return any(getattr(rule, name, None) is not None for rule in rules for name in names)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_argument_has_an_end(name: str) -> None:
    for argument, hint in arguments(name).items():
        for kind, rules in leaves(hint):
            if kind is str:
                assert has(rules, "max_length", "pattern"), f"{argument} is a text without an end"
            elif kind in (int, float):
                assert has(rules, "ge", "gt") and has(rules, "le", "lt"), f"{argument} is a number without ends"
            elif kind in (list, dict):
                assert has(rules, "max_length"), f"{argument} holds any number of things"


def state(context: Context) -> str:
    """All that is stored, sealed rows included."""
    with context.service.store.reading() as connection:
        tables = {**TABLES, **{table.name: table for table in TABLES["workshops"].metadata.sorted_tables}}
        return json.dumps(
            {
                name: [[str(cell) for cell in row] for row in connection.execute(sa.select(table))]
                for name, table in tables.items()
            }
        )


def plausible(context: Context, name: str, argument: str, hint: Any) -> Any:
    """Something that would pass for this argument, so that what is junk is the only thing wrong."""
    image = context.service.image(context.workshop_id)
    kinds = {
        "stage_id": "stages",
        "lane_id": "lanes",
        "stream_id": "value_streams",
        "subject_id": "entries",
        "onto": "entries",
        "to": "entries",
    }
    by_name = {
        "lane": "lanes",
        "stage": "stages",
        "entry": "entries",
        "entries": "entries",
        "group": "groups",
        "project": "projects",
    }
    plural = kinds.get(argument) or next((kind for word, kind in by_name.items() if word in name), "entries")
    if argument.endswith("id") or argument in kinds:
        row = next(iter(image.all(PARTS[plural])), None)
        return row.id if row else str(uuid.uuid4())
    for kind, _ in leaves(hint):
        return {int: 2, float: 2.0, bool: True, str: "Fine", list: [next(iter(image.all(Entry))).id], dict: {}}.get(kind)
    options = [one for one in (get_args(hint) or ()) if isinstance(one, str)]
    return options[0] if options else None


@pytest.mark.parametrize("name", sorted(LIVE))
def test_junk_is_refused_in_a_sentence_and_nothing_is_stored(ctx: Context, name: str) -> None:
    taken = arguments(name)
    before = state(ctx)
    for argument, hint in taken.items():
        whole = {one: plausible(ctx, name, one, said) for one, said in taken.items() if one != argument}
        kinds = {kind for kind, _ in leaves(hint)}
        for junk in JUNK:
            told = carry_out(ctx, {"id": str(uuid.uuid4()), "do": name, "with": {**whole, argument: junk}})
            shown = repr(junk)[:40]
            assert "incident" not in str(told) and told.get("aside") is None and "later" not in told, (argument, shown, told)
            if not told["ok"]:
                assert told["error"][-1] in ".?”" and len(told["error"]) < 400, (argument, shown, told["error"])
            wrong = (isinstance(junk, bool) and bool not in kinds) or any(junk is one for one in HUGE)
            wrong = wrong or (isinstance(junk, (list, dict, str)) and len(junk) > max(TEXT, MOST, 20_000))
            assert not (told["ok"] and wrong), f"{argument}={shown} was taken"
            if told["ok"]:
                before = state(ctx)
        assert state(ctx) == before, f"something was stored by junk in {argument} that was refused"


def test_soft_breaks_of_office_programs_become_blanks(ctx: Context) -> None:
    image = ctx.service.image(ctx.workshop_id)
    entry = image.all(Entry)[0]
    for text in ("long\u000bwait", "long\u2028wait", "long\u0085wait"):
        sent = {"stage_id": entry.stage_id, "lane_id": entry.lane_id, "text": text, "fields": {"note": text}}
        told = carry_out(ctx, {"id": str(uuid.uuid4()), "do": "add_entry", "with": sent})
        assert told["ok"], told
        assert ctx.service.image(ctx.workshop_id).get(Entry, told["result"]).text == "long wait"


def test_a_vote_has_the_ends_of_what_it_is_about(ctx: Context) -> None:
    assert ends(Entry, "severity") == LIMITS["severity"] == (1, 5) and LIMITS["dots"][1] == ends(SessionActivity, "dots")[1]
    entry = next(one for one in ctx.service.image(ctx.workshop_id).all(Entry) if one.severity)
    running = carry_out(
        ctx, {"id": str(uuid.uuid4()), "do": "start_activity", "with": {"kind": "rate", "subject_ids": [entry.id]}}
    )
    assert running["ok"], running
    for axis in AXES["rate"]:
        low, high = LIMITS[axis]
        for value in (low - 1, high + 1, 0 if low > 0 else high + 2, WHOLE, LARGEST, True, "3", 2.5, float("nan")):
            sent = {"subject_id": entry.id, "axis": axis, "value": value, "activity_id": running["result"]}
            told = carry_out(ctx, {"id": str(uuid.uuid4()), "do": "cast", "with": sent})
            assert not told["ok"] and "incident" not in told["error"], (axis, value, told)
