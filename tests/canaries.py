"""Fills a workshop so that every free text in it is a word of its own, and finds such words in what came over the line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cjm import reviewing
from cjm.commands import Tx, command
from cjm.service import Context
from db.tables import PARTS, Entry, Lane, Row, Stage, ValueStream, ValueStreamStage, Workshop

SHORTEST = 16
"""Letters a field must hold for a canary to fit."""
SHARED_KINDS = frozenset({"activity", "touchpoint", "channel", "pain_point", "quote", "bright_spot"})
"""Kept apart from the code on purpose: what customers may see of a workshop in which nobody has decided anything."""
Where = tuple[str, str, str]
"""Kind, id and field."""


def free_texts(model: type[Row]) -> list[str]:
    """The fields of a kind in which people write what they like."""
    found = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        if field.annotation is not str or name in {"id", "position"} or name.endswith("_id"):
            continue
        if isinstance(extra, dict) and ("enum" in extra or "pattern" in extra):
            continue
        limits = [getattr(rule, "max_length", None) for rule in field.metadata]
        if all(limit is None or limit >= SHORTEST for limit in limits):
            found.append(name)
    return found


@command("test_release_canaries")
def _release(tx: Tx) -> list[list[str]]:
    """Every free text of every living thing; returns where each canary sits."""
    released: list[list[str]] = []

    def canary(kind: str, id: str, field: str) -> str:
        word = f"kanari{len(released):06}x"
        released.append([word, kind, id, field])
        return word

    workshop = tx.image.workshop
    tx.change_workshop(
        **{name: canary("workshops", workshop.id, name) for name in free_texts(Workshop)},
        quadrant_names={"quick_wins": canary("workshops", workshop.id, "quadrant_names")},
        closed_without=[canary("workshops", workshop.id, "closed_without")],
    )
    for kind, model in PARTS.items():
        names = free_texts(model)
        for row in list(tx.image.all(model)) if names else []:
            fields: dict[str, Any] = {name: canary(kind, row.id, name) for name in names}
            if "facts" in type(row).model_fields:
                fields["facts"] = [[canary(kind, row.id, "facts"), canary(kind, row.id, "facts")]]
            tx.change(model, row.id, **fields)
    return released


def release(context: Context) -> dict[str, Where]:
    """Where each canary sits, by the canary."""
    made = {word: (kind, id, field) for word, kind, id, field in _release(context)}
    if waiting := reviewing.sharing(context).waiting:  # customers see what may be seen only once it is released to them
        reviewing.release_to_customers(context, read={one.id: one.text for one in waiting})
    return made


def may_fly(context: Context, canaries: dict[str, Where]) -> set[str]:
    """Those that customers may see: names of workshop and stages, and the text of cards in shared lanes that are not internal;
    of the chosen journey, else the first, alone."""
    image = context.service.image(context.workshop_id)
    kinds = {lane.id: lane.kind for lane in image.all(Lane) if not lane.internal}
    first = image.workshop.shown_stream_id or image.all(ValueStream)[0].id
    there = {place.stage_id for place in image.all(ValueStreamStage) if place.value_stream_id == first}
    stages = {stage.id for stage in image.all(Stage) if not stage.internal and stage.id in there}

    def out(kind: str, id: str, field: str) -> bool:
        if kind == "workshops":
            return field == "name"
        if kind == "stages":
            return field == "name" and id in stages
        card = image.find(Entry, id) if (kind, field) == ("entries", "text") else None
        return bool(
            card and kinds.get(card.lane_id) in SHARED_KINDS and card.stage_id in stages
            and not card.internal and card.whose == "customer" and card.visibility == "team" and card.shared is not False
            and card.value_stream_id in (None, first)
        )  # fmt: skip

    return {word for word, where in canaries.items() if out(*where)}


def caught(parts: Iterable[bytes]) -> set[str]:
    """The canaries in these bytes."""
    return {word.decode() for part in parts for word in re.findall(rb"kanari\d{6}x", part)}
