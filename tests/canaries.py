"""Fills a workshop so that every free text in it is a word of its own, and finds such words in what came over the line."""

from __future__ import annotations

import json
import re
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from cjm import customer_review, versions
from cjm.core.command import Tx, command
from cjm.core.service import Context
from cjm.people import invitations
from cjm.session.activities import start_activity
from cjm.session.sealed import write_sealed_card
from db.columns import ONE_LINE
from db.tables import PARTS, TABLES, Base, Entry, Lane, Participant, Row, Stage, ValueStream, ValueStreamStage, Workshop

SHORTEST = 16
"""Letters a field must hold for a canary to fit."""
SHARED_KINDS = frozenset({"activity", "touchpoint", "channel", "pain_point", "quote", "bright_spot"})
"""Kept apart from the code on purpose: what customers may see of a workshop in which nobody has decided anything."""
NO_TEXTS = frozenset({"id", "position", "merged_into", "finished_steps", "revealed_before"})
"""Ids, keys and moments, which nobody writes."""
NO_TEXTS_BESIDE = frozenset({"id", "role", "reason", "command", "axis", "place", "only_for", "result"})
BESIDE = 800_000
"""The number of the first canary that sits in no part of the workshop."""
RARE = 0xA500, 300
"""Where the letters of canaries for very short fields begin, and how many there are (Vai, in which nobody writes here)."""
Where = tuple[str, str, str]
"""Kind, id and field."""


def texts(model: type[Row]) -> dict[str, int | None]:
    """Every field of a kind in which people's words can stand, and its limit: all texts but ids, choices and quarters, and all
    lists and objects."""
    found: dict[str, int | None] = {}
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        texts = {str, str | None, dict[str, str], list[str], list[list[str]]}
        if field.annotation not in texts or name in NO_TEXTS or name.endswith("_id"):
            continue
        if "enum" not in extra and extra.get("pattern", ONE_LINE) == ONE_LINE:
            limits = [limit for rule in field.metadata if (limit := getattr(rule, "max_length", None)) is not None]
            found[name] = min(limits, default=None)
    return found


def free_texts(model: type[Row]) -> list[str]:
    """The fields of a kind in which people write what they like, and that hold a whole canary."""
    found = texts(model)
    return [
        name
        for name, limit in found.items()
        if model.model_fields[name].annotation is str and (limit is None or limit >= SHORTEST)
    ]


def without_canary(context: Context) -> list[tuple[str, str]]:
    """Kind and field of every text, by the models, in which no canary sits: there a leak would not be seen."""
    image = context.service.image(context.workshop_id)
    blind = []
    for kind, model in {"workshops": Workshop, **PARTS}.items():
        for name in texts(model):
            held = [json.dumps(getattr(row, name), ensure_ascii=False).encode() for row in image.rows[kind].values()]
            if not caught(held):
                blind.append((kind, name))
    with context.service.store.reading() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.c if table.name not in TABLES else ():
                if column.name in NO_TEXTS_BESIDE or column.name.endswith(("_id", "_hash", "_key")):
                    continue
                if isinstance(column.type, sa.String | sa.JSON | sa.LargeBinary):
                    held = [_bytes(value) for value in connection.execute(sa.select(column)).scalars()]
                    if not caught(held):
                        blind.append((table.name, column.name))
    return blind


def _bytes(value: Any) -> bytes:
    return zlib.decompress(value) if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()


@command("test_release_canaries")
def _release(tx: Tx) -> list[list[str]]:
    """Every free text of every living thing; returns where each canary sits."""
    released: list[list[str]] = []

    def canary(kind: str, id: str, field: str, limit: int | None = None) -> str:
        number = len(released)
        word = f"kanari{number:06}x" if limit is None or limit >= SHORTEST else "".join(chr(c) for c in _short(number))
        released.append([word, kind, id, field])
        return word

    def words(kind: str, id: str, model: type[Row]) -> dict[str, str]:
        fields = {name: limit for name, limit in texts(model).items() if model.model_fields[name].annotation is str}
        return {name: canary(kind, id, name, limit) for name, limit in fields.items()}

    workshop = tx.image.workshop
    tx.change_workshop(
        **words("workshops", workshop.id, Workshop),
        quadrant_names={"quick_wins": canary("workshops", workshop.id, "quadrant_names")},
        closed_without=[canary("workshops", workshop.id, "closed_without")],
    )
    for kind, model in PARTS.items():
        for row in list(tx.image.all(model)):
            fields: dict[str, Any] = dict(words(kind, row.id, model))
            if "facts" in type(row).model_fields:
                fields["facts"] = [[canary(kind, row.id, "facts"), canary(kind, row.id, "facts")]]
            withheld = (kind == "lanes" and getattr(row, "kind", "") not in SHARED_KINDS) or kind == "future_states"
            for name in texts(model) if withheld else ():  # as if it had been shown to customers before
                if name.startswith("shown_"):
                    fields[name] = canary(kind, row.id, name)
            tx.change(model, row.id, **fields)
    return released


def release(context: Context) -> dict[str, Where]:
    """Where each canary sits, by the canary: in every part of the workshop, and beside it."""
    made = {word: (kind, id, field) for word, kind, id, field in _release(context)}
    if waiting := customer_review.sharing(context).waiting:  # customers see what may be seen only once it is released to them
        customer_review.release_to_customers(context, read={one.id: one.text for one in waiting})
    return made | _beside(context)


def _beside(context: Context) -> dict[str, Where]:
    """Somebody who joins, and somebody of the roster, a version that they keep, and what they write unseen."""
    name, version, text = (f"kanari{number:06}x" for number in range(BESIDE, BESIDE + 3))
    token, known = invitations.invite(context).token, context.service.image(context.workshop_id).all(Participant)[0]
    invitations.join(context.service, f"browser-of-{name}", token=token, name=name)
    invitations.join(context.service, f"browser-of-{known.id}", token=token, name=known.name, am=known.id)
    theirs = replace(context, actor=replace(context.actor, name=name))
    versions.take_snapshot(theirs, name=version)
    image = context.service.image(context.workshop_id)
    start_activity(context, kind="write")
    at = {"stage_id": image.all(Stage)[0].id, "lane_id": image.all(Lane)[0].id}
    card = write_sealed_card(theirs, id=str(uuid.uuid4()), text=text, **at)
    return {name: ("seats", "", "name"), version: ("snapshots", "", "name"), text: ("sealed_cards", card, "text")}


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
            card
            and kinds.get(card.lane_id) in SHARED_KINDS
            and card.stage_id in stages
            and not card.internal
            and card.whose == "customer"
            and card.visibility == "team"
            and card.shared is not False
            and card.value_stream_id in (None, first)
        )

    return {word for word, where in canaries.items() if out(*where)}


def _short(number: int) -> tuple[int, int, int]:
    """Three letters of their own."""
    first, many = RARE
    return (first + number // many**2 % many, first + number // many % many, first + number % many)


def caught(parts: Iterable[bytes]) -> set[str]:
    """The canaries in these bytes, of short ones those in JSON, too."""
    found = {word.decode() for part in parts for word in re.findall(rb"kanari\d{6}x", part)}
    for part in parts:
        text = re.sub(r"\\u([aA][0-9a-fA-F]{3})", lambda letter: chr(int(letter[1], 16)), part.decode(errors="replace"))
        found |= set(re.findall(r"[\ua500-\ua62b]{3}", text))
    return found
