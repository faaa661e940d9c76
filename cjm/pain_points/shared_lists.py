"""The lists of the whole workshop, to which cards point: themes, KPIs, performers, channels, systems, data."""

from __future__ import annotations

from typing import Any, Literal

from cjm.core.access import Right
from cjm.core.carrying import become
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.uniqueness import same
from cjm.pain_points.writing import quoted
from db.tables import Action, Entry, Kpi, Link, Resource, Theme

Kind = Literal["theme", "kpi", "resource"]
MODELS: dict[Kind, type[Theme] | type[Kpi] | type[Resource]] = {"theme": Theme, "kpi": Kpi, "resource": Resource}
_RELATION = {"kpi": "moves", "resource": "uses"}


@command("rename_listed", right=Right.EDIT, live=True)
def rename_listed(tx: Tx, *, kind: Kind, id: str, name: str) -> str:
    """Rename it everywhere at once; renamed to what is in the list already, the two become one. Returns the id that stays."""
    model = MODELS[kind]
    before = tx.image.get(model, id)
    clean = name.strip()
    others = [one for one in tx.image.all(model) if one.id != id and getattr(one, "kind", "") == getattr(before, "kind", "")]
    twin = next((one for one in others if same(one.name) == same(clean)), None)
    if twin is None:
        tx.change(model, id, name=clean)
        tx.summarise(f"Renamed {quoted(before.name)} to {quoted(clean)}")
        return id
    if kind == "kpi":
        _carry_over(tx, id, twin.id)
    become(tx, model, id, twin.id)
    tx.summarise(f"Merged {quoted(before.name)} into {quoted(twin.name)}")
    return twin.id


@command("remove_listed", right=Right.EDIT, live=True)
def remove_listed(tx: Tx, *, kind: Kind, id: str) -> None:
    """Take it off the list and off every card; undo brings both back."""
    gone = tx.image.get(MODELS[kind], id)
    _point_to_nothing(tx, kind, id)
    tx.remove(MODELS[kind], id)
    tx.summarise(f"Took {quoted(gone.name)} off the list")


@command("describe_kpi", right=Right.EDIT, live=True)
def describe_kpi(tx: Tx, *, id: str, unit: str | None = None, direction: Literal["up", "down"] | None = None) -> None:
    """Its unit, and in which direction better lies."""
    kpi = tx.image.get(Kpi, id)
    given: dict[str, Any] = {name: value for name, value in (("unit", unit), ("direction", direction)) if value is not None}
    if not given:
        raise CjmError("Say its unit, or whether up or down is better.")
    tx.change(Kpi, id, **given)
    tx.summarise(f"Described the KPI {quoted(kpi.name)}")


def _point_to_nothing(tx: Tx, kind: Kind, old: str) -> None:
    """Whatever points to ``old`` points to nothing, whether or not the actor may see it."""
    if kind == "theme":
        for model in (Entry, Action):
            for row in list(tx.whole.by(model, "theme_id").get(old, [])):
                tx.take_along(model, row.id, theme_id=None)
        return
    for link in [one for one in tx.whole.links(_RELATION[kind]) if one.to_id == old]:
        tx.remove(Link, link.id, along=True)


def _carry_over(tx: Tx, old: str, new: str) -> None:
    """Of two KPIs that become one, the one that stays gets what it lacks itself."""
    before, after = tx.image.get(Kpi, old), tx.image.get(Kpi, new)
    lacking = ("unit", "baseline", "baseline_on", "baseline_source", "target", "target_on")
    given = {name: getattr(before, name) for name in lacking if getattr(after, name) in (None, "")}
    tx.change(Kpi, new, **{name: value for name, value in given.items() if value not in (None, "")})
