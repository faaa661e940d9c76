"""What customers who review the map see, and what stays inside: by kind, by lane, by card. Everything else is left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from cjm.access import Right
from cjm.board import ordered_stages
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.image import Image
from cjm.pain_points import quoted
from cjm.value_stream.common import stages_of
from cjm.views import View
from db.tables import (
    Action,
    Entry,
    FutureState,
    Lane,
    Part,
    Participant,
    Project,
    Stage,
    Stakeholder,
    ValueStream,
    ValueStreamStage,
)

IN_BY_DEFAULT = frozenset({"activity", "touchpoint", "channel", "pain_point", "quote", "bright_spot"})
"""Kinds of lanes that customers see unless somebody decides otherwise. Not opportunities: an idea that is shown is a promise,
and it turns “is this true?” into “do you like it?”."""

WHY = {
    "lane": "its lane is left out",
    "card": "left out by hand",
    "pain": "an internal pain point",
    "name": "names somebody",
    "internal": "marked as internal",
    "inside": "its lane or stage is internal",
    "elsewhere": "its stage is not in the journey that is shown",
    "stream": "only in another journey",
    "shown": "shown",
    "chosen": "shown by hand",
}
"""Why a card is shown or not, in words."""
COUNTED = {
    "lane": "in lanes that are left out",
    "card": "left out by hand",
    "pain": "internal pains",
    "name": "that name somebody",
    "internal": "marked as internal",
    "inside": "in internal lanes or stages",
    "elsewhere": "at stages of other journeys",
    "stream": "only in other journeys",
}
"""The same after a number of cards."""
NEVER = frozenset({"internal", "inside", "elsewhere", "stream"})
"""What no switch here overrules: the mark comes off where it was set, on the board."""
INITIAL = 4
"""Letters from which one part of a person's name is looked for by itself."""


def for_the_team(row: Part) -> bool:
    """Whether the whole team may see a row at all, and it is not internal."""
    return row.visibility == "team" and not row.internal


class Sharing:
    """Decides card by card. It is the same whoever looks: the reader's own filter plays no part."""

    def __init__(self, image: Image) -> None:
        self.image = Image(image.revision, image.rows)
        self.lanes = {lane.id: lane for lane in self.image.all(Lane)}
        self.stages = {stage.id: stage for stage in self.image.all(Stage)}
        places = [one for one in self.image.all(ValueStreamStage) if one.stage_id in self.stages]
        held = {one.value_stream_id for one in places}
        self.streams = [stream for stream in self.image.all(ValueStream) if stream.id in held]
        """The journeys that have stages, so that they can be shown."""
        chosen, known = self.image.workshop.shown_stream_id, [stream.id for stream in self.streams]
        self.stream = chosen if chosen in known else next(iter(known), None)
        """The one that is shown: the one that was chosen, else the first."""
        elsewhere = {one.stage_id for one in places} - {one.stage_id for one in places if one.value_stream_id == self.stream}
        self.shown_stages = {id for id, stage in self.stages.items() if for_the_team(stage) and id not in elsewhere}

    def lane(self, lane: Lane) -> bool:
        """Whether the cards of a lane are shown unless the card says otherwise."""
        return for_the_team(lane) and (lane.kind in IN_BY_DEFAULT if lane.shared is None else lane.shared)

    def why(self, entry: Entry, usual: bool = False) -> str | None:
        """A key of ``WHY``; None for what is nowhere on the board. ``usual`` is what it would be without a choice by hand."""
        lane, stage = self.lanes.get(entry.lane_id), self.stages.get(entry.stage_id)
        if lane is None or stage is None or entry.deleted_at is not None or entry.visibility != "team":
            return None
        if entry.internal:
            return "internal"
        if not (for_the_team(lane) and for_the_team(stage)):
            return "inside"
        if stage.id not in self.shown_stages:
            return "elsewhere"
        if entry.value_stream_id not in (None, self.stream):
            return "stream"
        if entry.shared is not None and not usual:
            return "chosen" if entry.shared else "card"
        if not self.lane(lane):
            return "lane"
        if entry.whose == "internal":
            return "pain"
        return "name" if self._names and self._names.search(entry.text) else "shown"

    def shows(self, entry: Entry) -> bool:
        return self.why(entry) in {"shown", "chosen"}

    def ordered(self) -> list[Stage]:
        """Every stage: those of the journey that is shown in its order, then the others."""
        place = {stage.id: number for number, stage in enumerate(stages_of(self.image, self.stream))} if self.stream else {}
        return sorted(ordered_stages(self.image), key=lambda stage: place.get(stage.id, len(place)))

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        """Finds who is known by name: the roster, stakeholders, owners."""
        people = [one.name for one in self.image.all(Participant)] + [one.owner for one in self.image.all(Action)]
        people += [one.owner for one in self.image.all(Project)]
        names = {one.name.strip() for one in self.image.all(Stakeholder)}
        for person in people:
            names.add(person.strip())
            names.update(part for part in person.split() if len(part) >= INITIAL and part[0].isupper())
        known = sorted((name for name in names if len(name) > 1), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


# For the facilitator -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CardShare:
    """A card, whether customers see it, and why (a key of ``WHY``)."""

    id: str
    text: str
    stage: str
    shown: bool
    why: str


@dataclass(frozen=True)
class LaneShare:
    """A lane: ``shared`` is whether its cards are shown unless a card says otherwise, ``usual`` what its kind would give."""

    id: str
    name: str
    kind: str
    shared: bool
    usual: bool
    internal: bool
    cards: tuple[CardShare, ...]

    @property
    def shown(self) -> int:
        return sum(card.shown for card in self.cards)


@dataclass(frozen=True)
class Shares:
    """What goes out and what does not. ``reasons`` counts the cards left out, by words on why, the most first; ``streams`` are
    the journeys that could be shown, as (id, name), ``stream`` the one that is."""

    revision: int
    lanes: tuple[LaneShare, ...]
    shown: int
    left_out: int
    reasons: tuple[tuple[str, int], ...]
    future_shared: bool
    futures: int
    streams: tuple[tuple[str, str], ...]
    stream: str | None


def _sharing(image: Image) -> Shares:
    """Lane by lane and card by card, in the order of the board."""
    rule = Sharing(image)
    order = {stage.id: number for number, stage in enumerate(rule.ordered())}
    cards: dict[str, list[CardShare]] = {id: [] for id in rule.lanes}
    why_out: Counter[str] = Counter()
    for entry in sorted(rule.image.all(Entry), key=lambda one: order.get(one.stage_id, 0)):
        why = rule.why(entry)
        if why is None:
            continue
        shown = why in {"shown", "chosen"}
        cards[entry.lane_id].append(CardShare(entry.id, entry.text, rule.stages[entry.stage_id].name, shown, why))
        if not shown:
            why_out[COUNTED[why]] += 1
    lanes = tuple(
        LaneShare(
            lane.id, lane.name, lane.kind, rule.lane(lane), lane.kind in IN_BY_DEFAULT, lane.internal, tuple(cards[lane.id])
        )
        for lane in rule.image.all(Lane)
    )  # fmt: skip
    workshop, number = image.workshop, sum(lane.shown for lane in lanes)
    futures = sum(1 for one in rule.image.all(FutureState) if one.experience.strip() and for_the_team(one))
    reasons = tuple(why_out.most_common())
    streams = tuple((one.id, one.name) for one in rule.streams)
    return Shares(
        image.revision, lanes, number, why_out.total(), reasons, workshop.future_shared, futures, streams, rule.stream
    )  # fmt: skip


sharing = View(_sharing, Right.FACILITATE)


@command("share_lane", right=Right.FACILITATE, live=True)
def share_lane(tx: Tx, *, id: str, shared: bool) -> None:
    """Show a lane's cards to customers, or leave them out: then also those that were shown by hand before."""
    lane = tx.image.get(Lane, id)
    if shared and lane.internal:
        raise CjmError(f"The lane {quoted(lane.name)} is marked as internal. Take that mark away first.")
    tx.change(Lane, id, shared=None if shared == (lane.kind in IN_BY_DEFAULT) else shared)
    for entry in tx.image.by(Entry, "lane_id").get(id, []) if not shared else ():
        if entry.shared:
            tx.change(Entry, entry.id, shared=None)
    tx.say(f"{'Shows customers' if shared else 'Leaves out for customers'} the lane {quoted(lane.name)}")


@command("keep_lane_internal", right=Right.FACILITATE, live=True)
def keep_lane_internal(tx: Tx, *, id: str, internal: bool) -> None:
    """Mark a lane as internal: customers never see it, whatever is switched on; or take that mark away."""
    lane = tx.image.get(Lane, id)
    tx.change(Lane, id, internal=internal)
    tx.say(f"{'Keeps internal' if internal else 'Keeps no longer internal'} the lane {quoted(lane.name)}")


@command("share_entry", right=Right.FACILITATE, live=True)
def share_entry(tx: Tx, *, id: str, shared: bool) -> None:
    """Show one card to customers, or leave it out, whatever its lane does."""
    entry, rule = tx.image.get(Entry, id), Sharing(tx.whole)
    why = rule.why(entry)
    if shared and why in NEVER:
        raise CjmError(f"{quoted(entry.text)} can’t be shown: {WHY[why or '']}. Change that on the board first.")
    usual = rule.why(entry, usual=True) == "shown"
    tx.change(Entry, id, shared=None if shared == usual else shared)
    tx.say(f"{'Shows customers' if shared else 'Leaves out for customers'} {quoted(entry.text)}")


@command("share_future", right=Right.FACILITATE)
def share_future(tx: Tx, *, shared: bool) -> None:
    """Show customers what they will experience, stage by stage, or leave it out."""
    tx.change_workshop(future_shared=shared)
    tx.say("Shows customers the future experience" if shared else "Leaves the future experience out for customers")


@command("share_stream", right=Right.FACILITATE)
def share_stream(tx: Tx, *, id: str) -> None:
    """Show customers this journey and no other."""
    stream = tx.image.get(ValueStream, id)
    if id not in {one.id for one in Sharing(tx.whole).streams}:
        raise CjmError(f"{quoted(stream.name)} has no stage yet, so there is nothing to show of it.")
    tx.change_workshop(shown_stream_id=id)
    tx.say(f"Shows customers the journey {quoted(stream.name)}")
