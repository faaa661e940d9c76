"""Every argument of a command has an end: what the annotation doesn't say is bounded here, once for all commands."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Gt, Le, Lt, MaxLen
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError, create_model
from pydantic_core import PydanticCustomError

from cjm.core.errors import CjmError, sentence
from cjm.pasted.lists import unmarked
from db.columns import TEXT, unstorable
from db.tables import PARTS, Workshop
from db.tables.base import Row

LONGEST_ID = 64
MOST = 5000
"""Things in a list."""
MOST_NAMED = 500
"""Things in an object."""
WHOLE = 2**31 - 1
"""What a column of whole numbers holds on every database."""
LARGEST = 10**15


def ends(model: type[Row], field: str) -> tuple[int, int]:
    """The least and the most that ``field`` of ``model`` holds."""
    rules = model.model_fields[field].metadata
    low, high = _end(rules, "ge"), _end(rules, "le")
    assert low is not None and high is not None, f"{model.__name__}.{field} has no ends"
    return int(low), int(high)


def longest(model: type[Row], field: str) -> int:
    """How many characters the text ``field`` of ``model`` holds."""
    most = _end(model.model_fields[field].metadata, "max_length")
    assert most is not None, f"{model.__name__}.{field} has no end"
    return int(most)


@dataclass(frozen=True)
class _Ends:
    low: float | None = None
    high: float | None = None
    longest: int | None = None


@cache
def _stored() -> dict[str, _Ends]:
    """What columns of this name hold at least, at most and in characters, the widest of them; None where one has no such end."""
    found: dict[str, list[tuple[float | None, ...]]] = {}
    models: tuple[type[Row], ...] = (Workshop, *PARTS.values())
    for model in models:
        for name, field in model.model_fields.items():
            one = tuple(_end(field.metadata, rule) for rule in ("ge", "le", "max_length"))
            found.setdefault(name, []).append(one)
    ends_of = {}
    for name, rows in found.items():
        lows, highs, lengths = ([value for value in column if value is not None] for column in zip(*rows, strict=True))
        whole = len(rows)
        ends_of[name] = _Ends(
            min(lows) if len(lows) == whole else None,
            max(highs) if len(highs) == whole else None,
            int(max(lengths)) if len(lengths) == whole else None,
        )
    return ends_of


def _end(rules: Iterable[Any], name: str) -> float | None:
    return next((value for rule in rules if (value := getattr(rule, name, None)) is not None), None)


def _no_truth(value: object) -> object:
    """True and false are no numbers, and neither is a text, though Python counts with the first and pydantic reads the second."""
    if isinstance(value, bool | str | bytes):
        raise PydanticCustomError("float_parsing", "is no number")
    return value


def cleaned(value: Any) -> Any:
    """The same without the marks that office programs, web pages and phones leave in texts, which nobody sees: however deep the
    texts stand."""
    if isinstance(value, str):
        return unmarked(value.replace("\r\n", "\n").replace("\r", " "))
    if isinstance(value, BaseModel):
        changed = {name: new for name in value.model_fields_set if (new := cleaned(old := getattr(value, name))) != old}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, list | tuple):
        return type(value)(cleaned(one) for one in value)
    return {cleaned(key): cleaned(one) for key, one in value.items()} if isinstance(value, dict) else value


def _storable(value: object) -> object:
    """The same, and refused where no database could keep it: an id is looked for there before any model has seen it."""
    if not isinstance(value, str):
        return value
    clean = cleaned(value)
    if fault := unstorable(clean):
        raise PydanticCustomError("unstorable", "can’t be stored", {"fault": fault})
    return clean


def bound(function: Callable[..., Any]) -> None:
    """Give every argument of ``function`` an end, in what its annotations say."""
    hints = get_type_hints(function, include_extras=True)
    function.__annotations__ = {
        name: hint if name == "return" or index == 0 else bounded(hint, name) for index, (name, hint) in enumerate(hints.items())
    }


def bounded(hint: Any, name: str = "", rules: tuple[Any, ...] = ()) -> Any:
    """``hint`` with an end, if it has none of its own. ``name`` is the argument's: an id is shorter than a text."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *own = get_args(hint)
        rules = (*rules, *(rule for one in own for rule in getattr(one, "metadata", [one])), *own)
        if inner is str:  # what is wrong with a text is said of the text as long as only its own rules stand before it
            return Annotated[(str, *own, *_text_ends(name, rules), BeforeValidator(_storable))]
        return Annotated[(bounded(inner, name, rules), *own)]
    if origin in (Union, types.UnionType):
        return Union[tuple(bounded(one, name, rules) for one in get_args(hint))]  # noqa: UP007
    if origin in (list, tuple, set, frozenset, dict):
        inside = [one if one is Ellipsis else bounded(one, name) for one in get_args(hint)]
        made = origin[tuple(inside)]
        if (origin is tuple and Ellipsis not in inside) or _has(rules, MaxLen):
            return made
        return Annotated[made, Field(max_length=MOST_NAMED if origin is dict else MOST)]
    if hint is str:
        return Annotated[(str, *_text_ends(name, rules), BeforeValidator(_storable))]
    if hint is int or hint is float:
        most = WHOLE if hint is int else LARGEST
        stored = _stored().get(name, _Ends())
        least, largest = Ge(-most if stored.low is None else stored.low), Le(most if stored.high is None else stored.high)
        added = [rule for kinds, rule in (((Ge, Gt), least), ((Le, Lt), largest)) if not _has(rules, *kinds)]
        return Annotated[(hint, BeforeValidator(_no_truth), *added)]
    if hint is bool:
        return StrictBool
    if origin is Literal and not all(isinstance(one, str) for one in get_args(hint)):
        return Annotated[hint, BeforeValidator(_no_truth)]
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Annotated[hint, BeforeValidator(_within(hint))]
    return hint


def _text_ends(name: str, rules: tuple[Any, ...]) -> list[Any]:
    """How long a text may be at most, where ``rules`` don't say so."""
    if _has(rules, MaxLen) or any(_pattern(rule) for rule in rules):
        return []
    return [Field(max_length=LONGEST_ID if _is_id(name) else _stored().get(name, _Ends()).longest or TEXT)]


@cache
def bounded_model(model: type[BaseModel]) -> type[BaseModel]:
    """The same fields as ``model``, each with an end."""
    fields: dict[str, Any] = {
        name: (bounded(field.annotation, name, tuple(field.metadata)), field)
        for name, field in ((name, copy(field)) for name, field in model.model_fields.items())
    }
    return create_model(model.__name__, __config__=ConfigDict(extra="forbid", allow_inf_nan=False), **fields)


def _within(model: type[BaseModel]) -> Callable[[object], object]:
    """What is given as an object is looked at before it is read: what a page made of it itself, and what a screen sent."""

    def check(value: object) -> object:
        given = value.model_dump(exclude_unset=True) if isinstance(value, BaseModel) else value
        try:
            bounded_model(model).model_validate(given)
        except ValidationError as error:
            raise CjmError(sentence(error)) from error
        return cleaned(value)

    return check


def _has(rules: tuple[Any, ...], *kinds: type) -> bool:
    long = MaxLen in kinds and any(getattr(rule, "max_length", None) for rule in rules)
    return long or any(isinstance(rule, kinds) for rule in rules)


def _pattern(rule: Any) -> bool:
    return bool(getattr(rule, "pattern", None))


def _is_id(name: str) -> bool:
    return name in {"id", "ids", "to", "onto", "after", "into"} or name.endswith(("_id", "_ids"))
