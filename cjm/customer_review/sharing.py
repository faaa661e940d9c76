"""What customers who review the map see, and what stays inside: by kind, by lane, by card. Everything else is left out.

What they see is chosen when the first link for customers is made. From then on what is new, and what says something else than it
did, waits until the facilitator releases it: customers read what was released, whatever is written on the board meanwhile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field

from cjm.core.access import Right
from cjm.core.bounds import cleaned
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.view import View
from cjm.pain_points import quoted
from cjm.pain_points.reading import ordered_stages
from cjm.value_stream.common import stages_of
from db.tables import (
    Action,
    Emotion,
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
    "new": "new, waits for you",
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
    "new": "new since you chose",
}
"""The same after a number of cards."""
NEVER = frozenset({"internal", "inside", "elsewhere", "stream"})
"""What no switch here overrules: the mark comes off where it was set, on the board."""
GROUPS: dict[str, str] = {
    "activity": "What you do",
    "touchpoint": "Where you meet us",
    "channel": "How we reach each other",
    "pain_point": "What gets in your way",
    "bright_spot": "What is good",
    "quote": "What people have said",
    "opportunity": "What could be better",
}
"""How lanes are called to customers, in the order in which they read them; others keep their names and come after."""
SHOWN: dict[type[Part], tuple[str, str]] = {
    Stage: ("name", "shown_name"),
    Lane: ("name", "shown_name"),
    Entry: ("text", "shown_text"),
    Emotion: ("value", "shown_value"),
    FutureState: ("experience", "shown_experience"),
}
"""Of each kind that customers see, the field they read, and the one that holds it as it was released."""
Released = str | int | None
INITIAL = 4
"""Letters from which one part of a person's name is looked for by itself."""


def written(row: Part) -> str | int:
    """What a row says now."""
    said: str | int = getattr(row, SHOWN[type(row)][0])
    return said


def for_the_team(row: Part) -> bool:
    """Whether the whole team may see a row at all, and it is not internal."""
    return row.visibility == "team" and not row.internal


class Sharing:
    """Decides card by card. It is the same whoever looks: the reader's own filter plays no part."""

    def __init__(self, image: WorkshopState) -> None:
        self.image = WorkshopState(image.revision, image.rows)
        self.chosen = self.image.workshop.shown_since is not None
        """Whether what customers see was chosen: before that it is all that the rule lets out."""
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
        self.of_stream = {id for id, stage in self.stages.items() if for_the_team(stage) and id not in elsewhere}
        """The stages of the journey that is shown, released or not."""
        self.shown_stages = {id for id in self.of_stream if self.reads(self.stages[id]) is not None}

    def reads(self, row: Part) -> Released:
        """What customers read of a row that is shown; None while it waits."""
        said: Released = getattr(row, SHOWN[type(row)][1]) if self.chosen else written(row)
        return said

    def title(self, lane: Lane) -> str:
        """How a lane is called to customers."""
        return GROUPS.get(lane.kind) or str(self.reads(lane) or "")

    def lane(self, lane: Lane) -> bool:
        """Whether the cards of a lane are shown unless the card says otherwise."""
        return for_the_team(lane) and (lane.kind in IN_BY_DEFAULT if lane.shared is None else lane.shared)

    def why(self, entry: Entry) -> str | None:
        """A key of ``WHY``; None for what is nowhere on the board."""
        why = self.rule(entry)
        if why not in {"shown", "chosen"}:
            return why
        waits = self.reads(entry) is None or entry.stage_id not in self.shown_stages or not self.title(self.lanes[entry.lane_id])
        return "new" if waits else why

    def rule(self, entry: Entry, usual: bool = False) -> str | None:
        """The same without regard to what was released; ``usual`` is what it would be without a choice by hand."""
        lane, stage = self.lanes.get(entry.lane_id), self.stages.get(entry.stage_id)
        if lane is None or stage is None or entry.deleted_at is not None or entry.visibility != "team":
            return None
        if entry.internal:
            return "internal"
        if not (for_the_team(lane) and for_the_team(stage)):
            return "inside"
        if stage.id not in self.of_stream:
            return "elsewhere"
        if entry.value_stream_id not in (None, self.stream):
            return "stream"
        if entry.shared is not None and not usual:
            return "chosen" if entry.shared else "card"
        if not self.lane(lane):
            return "lane"
        if entry.whose == "internal":
            return "pain"
        return "name" if self.names_somebody(str(self.reads(entry) or entry.text)) else "shown"

    def shows(self, entry: Entry) -> bool:
        return self.why(entry) in {"shown", "chosen"}

    def names_somebody(self, text: str) -> bool:
        return self._names is not None and self._names.search(text) is not None

    def felt(self) -> list[Emotion]:
        """The emotions of the journey that is shown, released or not; of two at a stage the journey’s own comes last."""
        felt = [one for one in self.image.all(Emotion) if for_the_team(one) and one.value_stream_id in (None, self.stream)]
        return sorted(felt, key=lambda one: one.value_stream_id is not None)

    def futures(self) -> list[FutureState]:
        """What customers will experience at the stages of the journey, released or not, where it may be shown."""
        held = self.image.all(FutureState) if self.image.workshop.future_shared else []
        return [one for one in held if for_the_team(one) and one.stage_id in self.of_stream]

    def waiting(self) -> list[Part]:
        """What is shown as soon as it is released: what is new, and what says something else by now."""
        cards = [one for one in self.image.all(Entry) if self.rule(one) in {"shown", "chosen"}]
        named = {one.lane_id for one in cards if self.lanes[one.lane_id].kind not in GROUPS}
        held: list[Part] = [*cards, *(self.stages[id] for id in self.of_stream), *(self.lanes[id] for id in named)]
        held += self.futures()
        held += [one for one in self.felt() if one.stage_id in self.of_stream]
        return [one for one in held if self.reads(one) != written(one) and (self.reads(one), written(one)) != (None, "")]

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
class Waiting:
    """What waits to be shown: what it says, what customers read instead (empty for what is new), and where it stands. ``names``
    says that it names somebody, ``nameless`` that it is a card of which nobody knows who wrote it."""

    id: str
    kind: str
    text: str
    was: str
    where: str
    nameless: bool
    names: bool


@dataclass(frozen=True)
class Shares:
    """What goes out and what does not. ``reasons`` counts the cards left out, by words on why, the most first; ``streams`` are
    the journeys that could be shown, as (id, name), ``stream`` the one that is; ``waiting`` is what came since all that was
    ``chosen``, the nameless cards first."""

    revision: int
    lanes: tuple[LaneShare, ...]
    shown: int
    left_out: int
    reasons: tuple[tuple[str, int], ...]
    future_shared: bool
    futures: int
    streams: tuple[tuple[str, str], ...]
    stream: str | None
    chosen: bool
    waiting: tuple[Waiting, ...]


def _sharing(image: WorkshopState) -> Shares:
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
    )
    workshop, number = image.workshop, sum(lane.shown for lane in lanes)
    futures = sum(1 for one in rule.image.all(FutureState) if one.experience.strip() and for_the_team(one))
    reasons = tuple(why_out.most_common())
    streams = tuple((one.id, one.name) for one in rule.streams)
    return Shares(
        image.revision,
        lanes,
        number,
        why_out.total(),
        reasons,
        workshop.future_shared,
        futures,
        streams,
        rule.stream,
        rule.chosen,
        _waiting(rule, order),
    )


def _waiting(rule: Sharing, order: dict[str, int]) -> tuple[Waiting, ...]:
    made = []
    for row in rule.waiting():
        stage = rule.stages.get(row.id if isinstance(row, Stage) else getattr(row, "stage_id", ""))
        card = row if isinstance(row, Entry) else None
        what = {Stage: "the stage’s name", Lane: "the lane’s name", Emotion: "the feeling", FutureState: "the future experience"}
        where = [stage.name] if stage and not isinstance(row, Stage) else []
        where.append(rule.lanes[card.lane_id].name if card else what[type(row)])
        names = card is not None and card.shared is None and rule.names_somebody(card.text)
        told = Waiting(
            row.id,
            row.table_name,
            in_words(written(row)),
            in_words(rule.reads(row)),
            " · ".join(where),
            card is not None and card.author_id is None,
            names,
        )
        made.append((not told.nameless, order.get(stage.id, 0) if stage else -1, told))
    return tuple(told for *_, told in sorted(made, key=lambda one: one[:2]))


def in_words(said: Released) -> str:
    """What a row says, as people read it."""
    return "" if said is None else f"{said:+d}".replace("-", "−").replace("+0", "0") if isinstance(said, int) else said


sharing = View(_sharing, Right.FACILITATE)


# Releasing -----------------------------------------------------------------------------------------------------------


def release_rows(tx: Tx, rows: Iterable[Part]) -> None:
    """From now on customers read what these rows say now, as far as they are shown at all."""
    for row in rows:
        if getattr(row, SHOWN[type(row)][1]) != written(row):
            released: dict[str, Any] = {SHOWN[type(row)][1]: written(row)}
            tx.change(type(row), row.id, **released)


def choose(tx: Tx) -> None:
    """What the rule lets out now is what customers see; what comes later waits. Done once, before the first is let in."""
    rule = Sharing(tx.whole)
    if not rule.chosen:
        tx.change_workshop(shown_since=tx.now)
        release_rows(tx, Sharing(tx.whole).waiting())


def _release_with_place(tx: Tx, rule: Sharing, cards: Iterable[Entry]) -> None:
    """Cards, and the stages and lanes without whose names nobody could read where they stand."""
    cards = list(cards)
    places = [rule.stages[id] for id in dict.fromkeys(card.stage_id for card in cards)]
    places += [rule.lanes[id] for id in dict.fromkeys(card.lane_id for card in cards)]  # type: ignore[misc]
    release_rows(tx, [*cards, *(row for row in places if getattr(row, SHOWN[type(row)][1]) is None)])


@command("release_to_customers", right=Right.FACILITATE)
def release_to_customers(tx: Tx, *, read: Annotated[dict[str, str], Field(min_length=1, max_length=20_000)]) -> int:
    """Show customers what waits; ``read`` has the words that the facilitator has read, by the row's id. What says something else
    by now goes on waiting. Returns how many were released. Raises CjmError if that is none."""
    rule = Sharing(tx.whole)
    ready = [row for row in rule.waiting() if row.id in read and cleaned(in_words(written(row))) == read[row.id]]
    if not ready:
        raise CjmError("This was changed, shown or left out meanwhile. Look at what waits once more.")
    cards = [row for row in ready if isinstance(row, Entry)]
    _release_with_place(tx, rule, cards)
    release_rows(tx, (row for row in ready if not isinstance(row, Entry)))
    first = in_words(written(ready[0]))
    tx.summarise(f"Released to customers {quoted(first) if len(ready) == 1 else f'{len(ready)} new things'}")
    return len(ready)


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
    rule = Sharing(tx.whole)
    if shared and rule.chosen:
        held = tx.whole.by(Entry, "lane_id").get(id, [])
        _release_with_place(tx, rule, (one for one in held if rule.rule(one) in {"shown", "chosen"} and one.shown_text is None))
    tx.summarise(f"{'Shows customers' if shared else 'Leaves out for customers'} the lane {quoted(lane.name)}")


@command("keep_lane_internal", right=Right.FACILITATE, live=True)
def keep_lane_internal(tx: Tx, *, id: str, internal: bool) -> None:
    """Mark a lane as internal: customers never see it, whatever is switched on; or take that mark away."""
    lane = tx.image.get(Lane, id)
    tx.change(Lane, id, internal=internal)
    tx.summarise(f"{'Keeps internal' if internal else 'Keeps no longer internal'} the lane {quoted(lane.name)}")


@command("share_entry", right=Right.FACILITATE, live=True)
def share_entry(tx: Tx, *, id: str, shared: bool, read: str | None = None) -> None:
    """Show one card to customers, or leave it out, whatever its lane does. ``read`` are the words that were read when that was
    decided; a card of which they have read other words goes on with those otherwise."""
    entry, rule = tx.image.get(Entry, id), Sharing(tx.whole)
    if shared and read is not None and read != cleaned(entry.text):
        raise CjmError("Somebody changed this card meanwhile. Read it again before customers do.")
    why = rule.rule(entry)
    if shared and why in NEVER:
        raise CjmError(f"{quoted(entry.text)} can’t be shown: {WHY[why or '']}. Change that on the board first.")
    if shared and rule.chosen and (read is not None or entry.shown_text is None):
        _release_with_place(tx, rule, [entry])
        entry, rule = tx.image.get(Entry, id), Sharing(tx.whole)
    usual = rule.rule(entry, usual=True) == "shown"
    tx.change(Entry, id, shared=None if shared == usual else shared)
    tx.summarise(f"{'Shows customers' if shared else 'Leaves out for customers'} {quoted(entry.text)}")


@command("share_future", right=Right.FACILITATE)
def share_future(tx: Tx, *, shared: bool) -> None:
    """Show customers what they will experience, stage by stage, or leave it out."""
    tx.change_workshop(future_shared=shared)
    rule = Sharing(tx.whole)
    if shared and rule.chosen:
        release_rows(tx, (one for one in rule.futures() if one.shown_experience is None and one.experience.strip()))
    tx.summarise("Shows customers the future experience" if shared else "Leaves the future experience out for customers")


@command("share_stream", right=Right.FACILITATE)
def share_stream(tx: Tx, *, id: str) -> None:
    """Show customers this journey and no other: with the stages that no other has, and what is its own if it was never shown."""
    stream = tx.image.get(ValueStream, id)
    if id not in {one.id for one in Sharing(tx.whole).streams}:
        raise CjmError(f"{quoted(stream.name)} has no stage yet, so there is nothing to show of it.")
    tx.change_workshop(shown_stream_id=id)
    rule = Sharing(tx.whole)
    if rule.chosen:
        fresh = rule.of_stream - rule.shown_stages
        own = [row for row in tx.whole.all(Entry) + tx.whole.all(Emotion) if row.value_stream_id == id]
        first = all(rule.reads(row) is None for row in own)
        release_rows(
            tx,
            [
                row
                for row in rule.waiting()
                if rule.reads(row) is None
                and (row.id in fresh or getattr(row, "stage_id", "") in fresh or (first and row in own))
            ],
        )
    tx.summarise(f"Shows customers the journey {quoted(stream.name)}")
