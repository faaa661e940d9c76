"""What the board of step 3 shows, and what changed between two of its revisions."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict, defaultdict
from dataclasses import asdict, dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from cjm.core.duplicates import likely_duplicates
from cjm.core.state import WorkshopState
from cjm.core.view import view
from db.tables import Department, Emotion, Entry, Group, Kpi, Lane, Resource, Stage, Theme, ValueStream, ValueStreamStage

ICONS = {
    "activity": "directions_walk",
    "touchpoint": "touch_app",
    "channel": "forum",
    "performer": "badge",
    "pain_point": "sentiment_dissatisfied",
    "opportunity": "lightbulb",
    "kpi": "monitoring",
    "system": "dns",
    "data": "database",
    "transaction": "receipt_long",
    "quote": "format_quote",
    "bright_spot": "light_mode",
    "other": "notes",
}
SEVERE = 4
"""From this severity on a pain needs an answer."""
BOTTLENECKS = 3
"""How many of the worst stages are called bottlenecks."""
COMPARED = ("pain_point", "opportunity")
"""Kinds of cards among which duplicates are looked for."""
KEPT = 16
"""Workshops of which the cards are kept as they were made."""


@dataclass(frozen=True)
class BoardStage:
    """A column. ``pain`` is severity times frequency over its rated pain points, ``heat`` that from 0 to 5 beside the worst
    stage, ``rank`` 1 to 3 for a bottleneck. ``own_emotions`` are (stream, value, reason) where a stream has one of its own."""

    id: str
    name: str
    department: str | None
    is_key: bool
    streams: tuple[str, ...]
    pain: int
    pain_customer: int
    pain_internal: int
    heat: int
    rank: int | None
    pains: int
    rated: int
    opportunities: int
    emotion: int | None
    emotion_reason: str
    own_emotions: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True)
class BoardStats:
    """What the bar says. Only pain points are rated."""

    cards: int
    pains: int
    rated: int
    opportunities: int
    pain_customer: int
    pain_internal: int


@dataclass(frozen=True)
class Board:
    """The figures of the board, without its cards."""

    revision: int
    stages: tuple[BoardStage, ...]
    stats: BoardStats


def ordered_stages(image: WorkshopState) -> list[Stage]:
    """Every stage once: in the order of the first value stream, then what further streams add, then what no stream holds."""
    placed: dict[str, Stage] = {}
    by_stream = image.by(ValueStreamStage, "value_stream_id")
    for stream in image.all(ValueStream):
        for place in by_stream.get(stream.id, []):
            stage = image.find(Stage, place.stage_id)
            if stage is not None:
                placed.setdefault(stage.id, stage)
    for stage in image.all(Stage):
        placed.setdefault(stage.id, stage)
    return list(placed.values())


def pain_of(entry: Entry) -> int | None:
    """How much one pain point hurts, or None while it is not rated."""
    return None if entry.severity is None or entry.frequency is None else entry.severity * entry.frequency


def _lane_kinds(image: WorkshopState) -> dict[str, str]:
    return {lane.id: lane.kind for lane in image.all(Lane)}


def figures_of(image: WorkshopState) -> Board:
    """Pain, bottlenecks and emotion of every stage."""
    kinds = _lane_kinds(image)
    pain: Counter[tuple[str, str]] = Counter()
    pains: Counter[str] = Counter()
    rated: Counter[str] = Counter()
    opportunities: Counter[str] = Counter()
    for entry in image.all(Entry):
        kind = kinds.get(entry.lane_id)
        if kind == "opportunity":
            opportunities[entry.stage_id] += 1
        if kind != "pain_point":
            continue
        pains[entry.stage_id] += 1
        hurts = pain_of(entry)
        if hurts is not None:
            rated[entry.stage_id] += 1
            pain[entry.stage_id, entry.whose] += hurts
    stages = ordered_stages(image)
    total = {stage.id: pain[stage.id, "customer"] + pain[stage.id, "internal"] for stage in stages}
    worst = max(total.values(), default=0)
    ranking = sorted((stage.id for stage in stages if total[stage.id]), key=lambda id: -total[id])[:BOTTLENECKS]
    streams: dict[str, list[str]] = defaultdict(list)
    for place in image.all(ValueStreamStage):
        streams[place.stage_id].append(place.value_stream_id)
    feelings = image.by(Emotion, "stage_id")
    columns = []
    for stage in stages:
        felt = {one.value_stream_id: one for one in reversed(feelings.get(stage.id, []))}
        feeling = felt.pop(None, None)
        columns.append(
            BoardStage(
                id=stage.id,
                name=stage.name,
                department=stage.department_id,
                is_key=stage.is_key,
                streams=tuple(streams[stage.id]),
                pain=total[stage.id],
                pain_customer=pain[stage.id, "customer"],
                pain_internal=pain[stage.id, "internal"],
                heat=math.ceil(5 * total[stage.id] / worst) if worst else 0,
                rank=ranking.index(stage.id) + 1 if stage.id in ranking else None,
                pains=pains[stage.id],
                rated=rated[stage.id],
                opportunities=opportunities[stage.id],
                emotion=feeling.value if feeling else None,
                emotion_reason=feeling.reason if feeling else "",
                own_emotions=tuple((stream, one.value, one.reason) for stream, one in sorted(felt.items()) if stream),
            )
        )
    stats = BoardStats(
        cards=len(image.all(Entry)),
        pains=pains.total(),
        rated=rated.total(),
        opportunities=opportunities.total(),
        pain_customer=sum(column.pain_customer for column in columns),
        pain_internal=sum(column.pain_internal for column in columns),
    )
    return Board(image.revision, tuple(columns), stats)


@view
def board(image: WorkshopState) -> Board:
    """The figures of the board."""
    return figures_of(image)


RARE = ("note", "source", "link", "blocks", "drop_off", "better_or_worse", "speaker")


class Card(dict[str, Any]):
    """A card as the component reads it. Don't change it: the next board shows the same one."""

    @cached_property
    def text(self) -> str:
        """The card in JSON behind its id, for an object of cards."""
        return f"{json.dumps(self['id'])}:{json.dumps(self, ensure_ascii=False, separators=(',', ':'))}"


Made = tuple[Entry, str, str | None, list[str], list[str]]
"""What a card is made of."""
_cards: OrderedDict[str, dict[str, tuple[Made, Card]]] = OrderedDict()
"""The cards last made, by workshop and id."""
_lock = Lock()


def _card(entry: Entry, kind: str, stage_department: str | None, links: list[str], chips: list[str]) -> Card:
    card = Card(
        {
            "id": entry.id,
            "stage": entry.stage_id,
            "lane": entry.lane_id,
            "kind": kind,
            "text": entry.text,
            "severity": entry.severity,
            "frequency": entry.frequency,
            "evidence": entry.evidence,
            "whose": entry.whose,
            "dept": entry.department_id or stage_department,
            "own_dept": entry.department_id,
            "group": entry.group_id,
            "theme": entry.theme_id,
            "links": links,
            "chips": chips,
            "version": entry.version,
            "position": entry.position,
        }
    )
    if entry.value_stream_id:
        card["stream"] = entry.value_stream_id
    if entry.internal:
        card["internal"] = True
    for name in RARE:  # most cards have none of these
        value = getattr(entry, name)
        if value:
            card[name] = value
    return card


@view
def board_json(image: WorkshopState) -> dict[str, Any]:
    """The whole board as the component reads it."""
    figures = figures_of(image)
    kinds = _lane_kinds(image)
    leads = {stage.id: stage.department_id for stage in image.all(Stage)}
    places = image.by(ValueStreamStage, "value_stream_id")
    entries = image.all(Entry)
    alive = {entry.id for entry in entries}
    answers: dict[str, list[str]] = defaultdict(list)
    for link in image.links("answers"):
        if link.from_id in alive and link.to_id in alive:
            answers[link.from_id].append(link.to_id)
            answers[link.to_id].append(link.from_id)
    resources, kpis = image.all(Resource), image.all(Kpi)
    listed = {resource.id: resource.kind for resource in resources} | {kpi.id: "kpi" for kpi in kpis}
    chips: dict[str, list[str]] = defaultdict(list)
    for relation in ("uses", "moves"):
        for link in image.links(relation):
            if link.to_id in listed:
                chips[link.from_id].append(link.to_id)
    cards = {}
    made: dict[str, tuple[Made, Card]] = {}
    before = _cards.get(image.workshop.id, {})
    rolled: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for entry in entries:
        kind, id = kinds.get(entry.lane_id), entry.id
        if kind is None or entry.stage_id not in leads:
            continue
        of: Made = (entry, kind, leads[entry.stage_id], answers.get(id, []), chips.get(id, []))
        known = before.get(id)
        same = known is not None and known[0][0] is entry and known[0][1:] == of[1:]
        made[id] = known if known is not None and same else (of, _card(*of))
        cards[id] = made[id][1]
        for chip in of[4]:
            rolled[listed[chip], entry.stage_id][chip] = None
    with _lock:
        _cards[image.workshop.id] = made
        _cards.move_to_end(image.workshop.id)
        while len(_cards) > KEPT:
            _cards.popitem(last=False)
    rollups: dict[str, dict[str, list[str]]] = {}
    for (kind, stage_id), ids in rolled.items():
        rollups.setdefault(kind, {})[stage_id] = list(ids)
    return {
        "revision": image.revision,
        "stages": [
            asdict(stage) | {"streams": list(stage.streams), "own_emotions": [list(one) for one in stage.own_emotions]}
            for stage in figures.stages
        ],
        "streams": [
            {"id": stream.id, "name": stream.name, "stages": [place.stage_id for place in places.get(stream.id, [])]}
            for stream in image.all(ValueStream)
        ],
        "lanes": [
            {
                "id": lane.id,
                "name": lane.name,
                "kind": lane.kind,
                "hidden": lane.hidden,
                "icon": ICONS[lane.kind],
                **({"internal": True} if lane.internal else {}),
            }
            for lane in image.all(Lane)
        ],
        "cards": cards,
        "groups": {group.id: group.title for group in image.all(Group)},
        "themes": [{"id": theme.id, "name": theme.name} for theme in image.all(Theme)],
        "resources": [{"id": resource.id, "kind": resource.kind, "name": resource.name} for resource in resources],
        "kpis": [{"id": kpi.id, "name": kpi.name, "unit": kpi.unit, "direction": kpi.direction} for kpi in kpis],
        "departments": [
            {"id": one.id, "name": one.name, "letters": one.letters or one.name[:2].upper(), "colour": one.colour}
            for one in image.all(Department)
        ],
        "rollups": rollups,
        "duplicates": likely_duplicates(image.workshop.id, [entry for entry in entries if kinds.get(entry.lane_id) in COMPARED]),
        "stats": asdict(figures.stats),
    }


def board_text(model: dict[str, Any], **more: Any) -> str:
    """The board, and ``more`` beside it, in JSON; cards that were encoded before are not encoded again."""
    rest = {name: value for name, value in model.items() if name != "cards"} | more
    cards = ",".join(card.text for card in model["cards"].values())
    return f'{{"cards":{{{cards}}},{json.dumps(rest, ensure_ascii=False, separators=(",", ":"))[1:]}'


def board_patch(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What to put over the board ``old`` to have ``new``: changed cards, ids of those gone, and every other part that differs."""
    before, after = old["cards"], new["cards"]
    patch: dict[str, Any] = {
        "cards": {id: card for id, card in after.items() if (was := before.get(id)) is not card and was != card},
        "gone": [id for id in before if id not in after],
    }
    for key, value in new.items():
        if key not in ("cards", "revision", "server") and old.get(key) != value:
            patch[key] = value
    return patch
