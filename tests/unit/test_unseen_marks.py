"""Marks that nobody sees come into no text, whoever types or pastes it and by whichever command: derived from all commands."""

from __future__ import annotations

import types
import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from cjm import priorities
from cjm import value_stream as vs
from cjm.core.bounds import bounded_model
from cjm.core.command import COMMANDS
from cjm.core.errors import CjmError
from cjm.core.service import Context, Service
from cjm.customer_review.sharing import share_entry
from cjm.live.hub import carry_out
from cjm.pain_points import EntryFields, edit_entry
from cjm.priorities.writing import ActionFields
from cjm.workshops import create_workshop
from db.engine import Store
from db.tables import Action, Entry, Lane
from tests.unit.test_bounds import arguments, has, leaves
from tests.unit.test_pasted import ACTOR

MARKS = "\u00a0\u2009\u202f\u000b\u000c\u0085\u2028\u2029\u200b\u200c\u200d\u2060\ufeff\u00ad\u2011\ufffc\u001e\u001f"
KEPT = "👩\u200d⚕️ می\u200cخواهم"


def dirty(longest: int) -> str:
    """A text with every mark in it and beside it, as long as there is room for."""
    whole = "".join(f"x{mark}" for mark in MARKS) + KEPT
    return whole if longest >= len(whole) else f"x{MARKS[0]}x"


def filled(hint: Any, rules: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Values that ``hint`` takes; each text in them has marks. None where there is no text in it."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *own = get_args(hint)
        yield from filled(inner, (*rules, *(rule for one in own for rule in getattr(one, "metadata", [one])), *own))
    elif origin in (Union, types.UnionType):
        for one in get_args(hint):
            yield from filled(one, rules)
    elif origin is list:
        yield from ([one] for one in filled(get_args(hint)[0]))
    elif origin is tuple:
        yield from ((one,) for one in filled(get_args(hint)[0]))
    elif origin is dict:
        key = next((one for one in get_args(get_args(hint)[0])), "x") if get_origin(get_args(hint)[0]) is Literal else "x"
        yield from ({key: one} for one in filled(get_args(hint)[1]))
    elif hint is str:
        longest = min((most for rule in rules if isinstance(most := getattr(rule, "max_length", None), int)), default=4000)
        yield dirty(longest)
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        fields = bounded_model(hint).model_fields
        needed = {name: plain(field.annotation) for name, field in fields.items() if field.is_required()}
        for name, field in fields.items():
            yield from ({**needed, name: one} for one in filled(field.annotation, tuple(field.metadata)))


def plain(hint: Any) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        return plain(get_args(hint)[0])
    if origin is Literal:
        return get_args(hint)[0]
    return {str: "x" * 20, int: 1, float: 1.0, bool: True}.get(hint, [] if origin is list else {} if origin is dict else None)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for _, one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


TEXTS = sorted(
    (name, argument)
    for name in COMMANDS
    if not name.startswith("test_")
    for argument, hint in arguments(name).items()
    if any(kind is str and not has(rules, "pattern") for kind, rules in leaves(hint))
)


@pytest.mark.parametrize(("name", "argument"), TEXTS)
def test_no_argument_of_any_command_takes_marks_that_nobody_sees(name: str, argument: str) -> None:
    reader: TypeAdapter[Any] = TypeAdapter(arguments(name)[argument])
    tried = 0
    for given in filled(arguments(name)[argument]):
        try:
            taken = reader.validate_python(given)
        except (ValidationError, CjmError):  # a date, a colour: nobody writes sentences there
            continue
        for text in texts(taken):
            if "x" in text and text != "x" * 20:
                tried += 1
                left = [f"U+{ord(char):04X}" for char in text.removesuffix(KEPT) if char in MARKS]
                assert not left, (given, left)
                assert text.startswith("x x") and (len(text) < 20 or text.endswith(KEPT)), text
    assert tried, f"no text got through as {argument}: fill it better"
    assert len(TEXTS) > 150


@pytest.fixture
def ctx(sqlite_store: Store) -> Context:
    service = Service(sqlite_store)
    return Context(service, ACTOR, create_workshop(service, ACTOR, name="Shop"))


def test_a_page_stores_clean_texts_too(ctx: Context) -> None:
    made = priorities.add_action(ctx, name="One\u00a0patient view for\u000bagents\u200b")
    priorities.edit_action(ctx, id=made, fields=ActionFields(note="Check\u2011in 👩\u200d⚕️ می\u200cخواهم"))
    action = ctx.image().get(Action, made)
    assert (action.name, action.note) == ("One patient view for agents", "Check-in 👩\u200d⚕️ می\u200cخواهم")


def test_a_card_with_marks_from_before_can_still_be_written_on_and_shown(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, lane = vs.add_stage(ctx, stream_id=vs.add_stream(ctx, name="Care"), name="Visit"), ctx.image().all(Lane)[0].id
    with monkeypatch.context() as earlier:  # as it was stored before texts were cleaned
        earlier.setattr("cjm.core.bounds.unmarked", lambda text: text)
        told = carry_out(
            ctx,
            {"id": str(uuid.uuid4()), "do": "add_entry", "with": {"stage_id": stage, "lane_id": lane, "text": "No\u00a0call"}},
        )
    card = told["result"]
    assert ctx.image().get(Entry, card).text == "No\u00a0call"
    share_entry(ctx, id=card, shared=True, read="No\u00a0call")
    edit_entry(ctx, id=card, fields=EntryFields(text="No call back"), was={"text": "No\u00a0call"})
    assert ctx.image().get(Entry, card).text == "No call back"
