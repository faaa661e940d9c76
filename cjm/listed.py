"""The lists of the whole workshop, to which cards point: themes, KPIs, performers, channels, systems, data."""

from __future__ import annotations

from typing import Any, Literal

from cjm.access import Right
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.pain_points import quoted
from db.tables import Action, Entry, Kpi, KpiReading, Link, Resource, Theme

Kind = Literal["theme", "kpi", "resource"]
MODELS: dict[Kind, type[Theme] | type[Kpi] | type[Resource]] = {"theme": Theme, "kpi": Kpi, "resource": Resource}
_RELATION = {"kpi": "moves", "resource": "uses"}


@command("rename_listed", right=Right.EDIT, live=True)
def rename_listed(tx: Tx, *, kind: Kind, id: str, name: str) -> str:
    """Rename it everywhere at once; renamed to what is in the list already, the two become one. Returns the id that stays."""
    model = MODELS[kind]
    before = tx.image.get(model, id)
    clean = name.strip()
    same = [one for one in tx.image.all(model) if one.id != id and getattr(one, "kind", "") == getattr(before, "kind", "")]
    twin = next((one for one in same if one.name.casefold() == clean.casefold()), None)
    if twin is None:
        tx.change(model, id, name=clean)
        tx.say(f"Renamed {quoted(before.name)} to {quoted(clean)}")
        return id
    _point_to(tx, kind, id, twin.id)
    tx.remove(model, id)
    tx.say(f"Merged {quoted(before.name)} into {quoted(twin.name)}")
    return twin.id


@command("remove_listed", right=Right.EDIT, live=True)
def remove_listed(tx: Tx, *, kind: Kind, id: str) -> None:
    """Take it off the list and off every card; undo brings both back."""
    gone = tx.image.get(MODELS[kind], id)
    _point_to(tx, kind, id, None)
    tx.remove(MODELS[kind], id)
    tx.say(f"Took {quoted(gone.name)} off the list")


@command("describe_kpi", right=Right.EDIT, live=True)
def describe_kpi(tx: Tx, *, id: str, unit: str | None = None, direction: Literal["up", "down"] | None = None) -> None:
    """Its unit, and in which direction better lies."""
    kpi = tx.image.get(Kpi, id)
    given: dict[str, Any] = {name: value for name, value in (("unit", unit), ("direction", direction)) if value is not None}
    if not given:
        raise CjmError("Say its unit, or whether up or down is better.")
    tx.change(Kpi, id, **given)
    tx.say(f"Described the KPI {quoted(kpi.name)}")


def _point_to(tx: Tx, kind: Kind, old: str, new: str | None) -> None:
    """Whatever points to ``old`` points to ``new``, or to nothing."""
    if kind == "theme":
        for model in (Entry, Action):
            for row in tx.image.by(model, "theme_id").get(old, []):
                tx.change(model, row.id, theme_id=new)
        return
    if kind == "kpi" and new is not None:
        _carry_over(tx, old, new)
    relation = _RELATION[kind]
    for link in [one for one in tx.image.links(relation) if one.to_id == old]:
        there = new is not None and new in tx.image.linked_from(relation, link.from_id)
        if new is None or there:
            tx.remove(Link, link.id)
        else:
            tx.change(Link, link.id, to_id=new)


def _carry_over(tx: Tx, old: str, new: str) -> None:
    """Two KPIs become one: readings of days that the other has not, what it measures, and what it lacks itself."""
    days = {one.read_on for one in tx.image.by(KpiReading, "kpi_id").get(new, [])}
    for reading in list(tx.image.by(KpiReading, "kpi_id").get(old, [])):
        if reading.read_on not in days:
            tx.change(KpiReading, reading.id, kpi_id=new)
    measured = tx.image.linked_from("measures", old)
    if measured:
        tx.set_links("measures", old, [])
        tx.set_links("measures", new, [*tx.image.linked_from("measures", new), *measured])
    before, after = tx.image.get(Kpi, old), tx.image.get(Kpi, new)
    lacking = ("unit", "baseline", "baseline_on", "baseline_source", "target", "target_on")
    given = {name: getattr(before, name) for name in lacking if getattr(after, name) in (None, "")}
    tx.change(Kpi, new, **{name: value for name, value in given.items() if value not in (None, "")})
