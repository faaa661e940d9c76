"""The chain from a pain point to a reading: everything that hangs on one thing, both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.view import view
from db.tables import PARTS, Action, Entry, FutureState, Kpi, KpiReading, Lane, Project, Stage

SHOWN = 40
"""Things of one station that are listed; the others are counted."""
Query = tuple[tuple[str, str], ...]
STATIONS: dict[str, tuple[str, str]] = {
    "pain_points": ("Pain points", "sentiment_dissatisfied"),
    "opportunities": ("Opportunities", "lightbulb"),
    "future_states": ("Future state", "landscape"),
    "actions": ("Actions", "scatter_plot"),
    "projects": ("Projects", "rocket_launch"),
    "kpis": ("KPIs", "monitoring"),
}
"""In the order of the chain, with name and icon."""
KINDS = ("entries", "future_states", "actions", "projects", "kpis")
"""What can be traced."""


@dataclass(frozen=True)
class Thing:
    """One link of the chain; it is edited at ``page`` with ``query`` in the address. ``here`` is what was asked about."""

    kind: str
    id: str
    name: str
    note: str
    page: str
    query: Query
    here: bool = False


@dataclass(frozen=True)
class Station:
    """All things of one kind. ``more`` of them are not listed. ``missing`` says where the chain breaks, empty elsewhere; it is
    mended at ``page`` with ``query``."""

    key: str
    name: str
    icon: str
    things: tuple[Thing, ...]
    more: int = 0
    missing: str = ""
    page: str = ""
    query: Query = ()


@dataclass(frozen=True)
class Trace:
    """The stations in the order of the chain. ``station`` is the one of what was asked about, empty for a card that stands
    beside the chain."""

    revision: int
    kind: str
    id: str
    station: str
    stations: tuple[Station, ...]

    @property
    def alone(self) -> bool:
        """Whether nothing hangs on it at all."""
        return all(one.here for station in self.stations for one in station.things)


def place_of(kind: str, id: str, image: WorkshopState) -> tuple[str, Query]:
    """Page and query where a thing is edited."""
    if kind == "entries":
        return "pain_points", (("card", id),)
    if kind == "future_states":
        future = image.find(FutureState, id)
        return "future_state", (("stage", future.stage_id),) if future else ()
    return {"actions": ("priorities", (("action", id),)), "projects": ("projects", (("project", id),))}.get(
        kind, ("kpis", (("kpi", id),))
    )


@view
def trace(image: WorkshopState, kind: str, id: str) -> Trace:
    """What hangs on a card, future state, action, project or KPI. Raises CjmError if it is gone.

    Towards the pain the walk only goes up, towards the KPI only down, so that two actions of one opportunity don't drag each
    other in. KPIs are those that the cards found are meant to move or are measured by.
    """
    if kind not in KINDS:
        raise CjmError("Only cards, future states, actions, projects and KPIs can be traced.")
    image.get(PARTS[kind], id)
    walk = _Walk(image)
    found = walk.from_(kind, id)
    stations = [
        Station(key, name, icon, tuple(walk.thing(key, one, one == id) for one in ids[:SHOWN]), max(0, len(ids) - SHOWN))
        for key, (name, icon) in STATIONS.items()
        for ids in (found[key],)
    ]
    mine = walk.station(kind, id)
    return Trace(image.revision, kind, id, mine, tuple(_with_break(image, mine, stations)))


class _Walk:
    def __init__(self, image: WorkshopState) -> None:
        self.image = image
        self.lanes = {lane.id: lane.kind for lane in image.all(Lane)}

    def station(self, kind: str, id: str) -> str:
        if kind != "entries":
            return kind
        return {"pain_point": "pain_points", "opportunity": "opportunities"}.get(self._lane(id), "")

    def _lane(self, id: str) -> str:
        entry = self.image.find(Entry, id)
        return self.lanes.get(entry.lane_id, "") if entry and self.image.find(Stage, entry.stage_id) else ""

    def _pick(self, station: str, ids: Iterable[str]) -> list[str]:
        """Those of ``ids`` that belong to a station and are still there."""
        lane = {"pain_points": "pain_point", "opportunities": "opportunity"}.get(station)
        if lane:
            return [id for id in ids if self._lane(id) == lane]
        return [id for id in ids if self.image.find(FutureState, id)]

    def up(self, station: str, id: str) -> dict[str, list[str]]:
        """One step towards the pain."""
        linked = self.image.linked_from
        if station == "opportunities":
            return {"pain_points": self._pick("pain_points", linked("answers", id))}
        if station == "future_states":
            return {
                "pain_points": self._pick("pain_points", linked("removes", id)),
                "opportunities": self._pick("opportunities", linked("realises", id)),
            }
        if station == "actions":
            carried = linked("carries_out", id)
            return {one: self._pick(one, carried) for one in ("pain_points", "opportunities", "future_states")}
        if station == "projects":
            project = self.image.find(Project, id)
            action = self.image.find(Action, project.action_id) if project else None
            return {"actions": [action.id] if action else []}
        return {}

    def down(self, station: str, id: str) -> dict[str, list[str]]:
        """One step towards the projects."""
        linked = self.image.linked_to
        actions = [one for one in linked("carries_out", id) if self.image.find(Action, one)]
        if station == "pain_points":
            return {
                "opportunities": self._pick("opportunities", linked("answers", id)),
                "future_states": self._pick("future_states", linked("removes", id)),
                "actions": actions,
            }
        if station == "opportunities":
            return {"future_states": self._pick("future_states", linked("realises", id)), "actions": actions}
        if station == "future_states":
            return {"actions": actions}
        if station == "actions":
            return {"projects": [one.id for one in self.image.by(Project, "action_id").get(id, [])]}
        return {}

    def from_(self, kind: str, id: str) -> dict[str, list[str]]:
        """Ids by station, each once."""
        found: dict[str, dict[str, None]] = {key: {} for key in STATIONS}
        start = self.station(kind, id)
        if kind == "kpis":
            found["kpis"][id] = None
            near = [*self.image.linked_to("moves", id), *self.image.linked_from("measures", id)]
            starts = [(self.station("entries", one), one) for one in dict.fromkeys(near) if self._lane(one)]
        else:
            starts = [(start, id)]
        for step in (self.up, self.down):
            waiting = [one for one in starts if one[0]]
            seen = set(waiting)
            while waiting:
                station, one = waiting.pop(0)
                found[station][one] = None
                for next_station, ids in step(station, one).items():
                    fresh = [(next_station, other) for other in ids if (next_station, other) not in seen]
                    seen.update(fresh)
                    waiting += fresh
        self._aside(kind, found)
        if kind != "kpis":
            cards = [*found["pain_points"], *found["opportunities"]] or ([id] if kind == "entries" else [])
            for card in cards:
                for kpi in (*self.image.linked_from("moves", card), *self.image.linked_to("measures", card)):
                    if self.image.find(Kpi, kpi):
                        found["kpis"][kpi] = None
        return {key: list(ids) for key, ids in found.items()}

    def _aside(self, kind: str, found: dict[str, dict[str, None]]) -> None:
        """An opportunity stands between a future state that realises it and an action that carries it out: neither is walked
        from there, or all of a stage would hang on each of its pains."""
        linked = self.image.linked_to
        for opportunity in found["opportunities"] if kind in {"future_states", "actions", "projects"} else ():
            if kind != "future_states":
                found["future_states"].update(dict.fromkeys(self._pick("future_states", linked("realises", opportunity))))
                continue
            for action in linked("carries_out", opportunity):
                if self.image.find(Action, action):
                    found["actions"][action] = None
                    found["projects"].update(dict.fromkeys(one.id for one in self.image.by(Project, "action_id").get(action, [])))

    def thing(self, station: str, id: str, here: bool) -> Thing:
        kind = "entries" if station in {"pain_points", "opportunities"} else station
        name, note = getattr(self, f"_{kind}")(id)
        return Thing(kind, id, name, note, *place_of(kind, id, self.image), here)

    def _stage(self, stage_id: str) -> str:
        stage = self.image.find(Stage, stage_id)
        return stage.name if stage else ""

    def _entries(self, id: str) -> tuple[str, str]:
        entry = self.image.get(Entry, id)
        rated = f", {entry.severity}×{entry.frequency}" if entry.severity and entry.frequency else ""
        return entry.text, self._stage(entry.stage_id) + rated

    def _future_states(self, id: str) -> tuple[str, str]:
        future = self.image.get(FutureState, id)
        stage = self._stage(future.stage_id)
        words = future.experience.strip() or ("Stays unchanged" if future.unchanged else "Not written yet")
        return words, f"{stage}, moment that matters" if future.moment_that_matters else stage

    def _actions(self, id: str) -> tuple[str, str]:
        action = self.image.get(Action, id)
        owner = action.owner.strip() or "nobody yet"
        quarter = " ".join(reversed(action.quarter.split("-"))) if action.quarter else "no date"
        return action.name, f"{owner}, " + (f"by {action.due_on:%-d %b %Y}" if action.due_on else quarter)

    def _projects(self, id: str) -> tuple[str, str]:
        project = self.image.get(Project, id)
        return project.name, ", ".join(filter(None, (project.status, project.owner.strip())))

    def _kpis(self, id: str) -> tuple[str, str]:
        kpi = self.image.get(Kpi, id)
        return kpi.name, reading_words(kpi, self.image.by(KpiReading, "kpi_id").get(id, []))


def reading_words(kpi: Kpi, readings: Iterable[KpiReading]) -> str:
    """“11 → 6.4 min, target 4”; without a reading nothing is claimed."""
    latest = max(readings, key=lambda one: (one.read_on, one.id), default=None)
    unit = f" {kpi.unit}" if kpi.unit else ""
    target = f", target {kpi.target:g}" if kpi.target is not None else ""
    if latest is None:
        return (f"{kpi.baseline:g}{unit} at first, " if kpi.baseline is not None else "") + "no reading yet" + target
    first = f"{kpi.baseline:g} → " if kpi.baseline is not None else ""
    return f"{first}{latest.value:g}{unit}{target}"


def _with_break(image: WorkshopState, mine: str, stations: list[Station]) -> list[Station]:
    """The same with a sentence at the first station, behind what was asked about, where the chain breaks.

    An alignment workshop is not asked for actions. An opportunity may answer no pain (cross-selling): that is no break.
    """
    if not mine:
        return stations
    by = {one.key: one for one in stations}
    order = list(STATIONS)
    behind = [key for key in order if order.index(key) > order.index(mine)]
    start = next((one for one in by[mine].things if one.here), None)
    action = next(iter(by["actions"].things), None)
    missing = ""
    if mine == "pain_points" and not by["opportunities"].things and not by["future_states"].things:
        missing = "opportunities"
    elif image.workshop.purpose != "alignment":
        missing = next((key for key in ("actions", "projects") if key in behind and not by[key].things), "")
    if not missing and "kpis" in behind and not by["kpis"].things:
        missing = "kpis"
    if not missing:
        return stations
    at: tuple[str, Query] = (start.page, start.query) if start else ("pain_points", ())
    told = {
        "opportunities": ("Nothing answers it yet", at),
        "actions": ("No action carries it out yet", ("priorities", ())),
        "projects": ("Not a project yet", (action.page, action.query) if action else ("priorities", ())),
        "kpis": ("No KPI would show it", _first_card(by) or ("kpis", ())),
    }
    words, (page, query) = told[missing]
    broken = Station(missing, by[missing].name, by[missing].icon, (), 0, words, page, query)
    return [broken if one.key == missing else one for one in stations]


def _first_card(by: dict[str, Station]) -> tuple[str, Query] | None:
    """The card on which a KPI can be named: an opportunity, else a pain point."""
    card = next(iter((*by["opportunities"].things, *by["pain_points"].things)), None)
    return (card.page, card.query) if card else None
