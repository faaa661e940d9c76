"""The writes of KPIs: what they are, their readings one by one or pasted, and the pain they measure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.uniqueness import same
from cjm.kpis import paste
from cjm.kpis.dates import short
from cjm.kpis.numbers import with_unit
from cjm.kpis.reading import readings_of
from cjm.pain_points import quoted
from cjm.versions import take
from db.tables import Entry, Kpi, KpiReading, Lane


class KpiFields(BaseModel):
    """What can be written of a KPI; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    unit: str | None = None
    direction: Literal["up", "down"] | None = None
    baseline: float | None = None
    baseline_on: date | None = None
    baseline_source: str | None = None
    target: float | None = None
    target_on: date | None = None


@command("add_kpi", right=Right.EDIT)
def add_kpi(tx: Tx, *, name: str, unit: str = "", direction: Literal["up", "down"] = "down") -> str:
    """Watch another number. Raises CjmError if there is one of that name."""
    clean = name.strip()
    if any(same(one.name) == same(clean) for one in tx.image.all(Kpi)):
        raise CjmError(f"{quoted(clean)} is on the list already. Open it there, or give this one another name.")
    made = tx.add(Kpi, name=clean, unit=unit.strip(), direction=direction)
    tx.summarise(f"Added the KPI {quoted(clean)}")
    return made


@command("edit_kpi", right=Right.EDIT)
def edit_kpi(tx: Tx, *, id: str, fields: KpiFields, expected_version: int | None = None) -> None:
    """Write on a KPI. Raises CjmError for a target before the baseline."""
    kpi = tx.image.get(Kpi, id)
    given = fields.model_dump(exclude_unset=True)
    for name in ("name", "unit", "direction", "baseline_source"):
        if name in given and given[name] is None:
            raise CjmError("Nothing was written. Write it again.")
    if "name" in given:
        given["name"] = given["name"].strip()
        if any(one.id != id and same(one.name) == same(given["name"]) for one in tx.image.all(Kpi)):
            raise CjmError(f"{quoted(given['name'])} is on the list already. Give this one another name.")
    start, end = given.get("baseline_on", kpi.baseline_on), given.get("target_on", kpi.target_on)
    if start and end and end <= start:
        raise CjmError(f"The target can’t be due before the baseline of {short(start)}. Choose a later day.")
    tx.change(Kpi, id, expected_version=expected_version, **given)
    tx.summarise(f"Described the KPI {quoted(tx.image.get(Kpi, id).name)}")


@command("set_measures", right=Right.EDIT)
def set_measures(tx: Tx, *, id: str, pains: Annotated[list[str], Field(max_length=500)]) -> None:
    """Say which pain points the KPI measures: exactly these. Raises CjmError for a card that is no pain point."""
    kpi = tx.image.get(Kpi, id)
    for pain in pains:
        if tx.image.get(Lane, tx.image.get(Entry, pain).lane_id).kind != "pain_point":
            raise CjmError("A KPI measures pain points; this card is none.")
    tx.set_links("measures", id, pains)
    tx.summarise(f"Said which pain {quoted(kpi.name)} measures")


@command("take_reading", right=Right.EDIT)
def take_reading(tx: Tx, *, kpi_id: str, read_on: date, value: float, source: str = "", note: str = "") -> str:
    """Store what a KPI was on a day, in its own unit; a reading of the same day is replaced. Returns its id."""
    kpi = tx.image.get(Kpi, kpi_id)
    present = next((one for one in readings_of(tx.image, kpi_id) if one.read_on == read_on), None)
    what = f"{quoted(kpi.name)}: {with_unit(value, kpi.unit)} on {short(read_on)}"
    if present is not None:
        tx.change(KpiReading, present.id, value=value, source=source.strip() or present.source, note=note.strip() or present.note)
        tx.summarise(f"Read {what} (was {with_unit(present.value, kpi.unit)})")
        return present.id
    made = tx.add(KpiReading, kpi_id=kpi_id, read_on=read_on, value=value, source=source.strip(), note=note.strip())
    tx.summarise(f"Read {what}")
    return made


@command("remove_reading", right=Right.EDIT)
def remove_reading(tx: Tx, *, id: str) -> None:
    """Put a reading into the trash."""
    reading = tx.image.get(KpiReading, id)
    kpi = tx.image.get(Kpi, reading.kpi_id)
    tx.remove(KpiReading, id)
    tx.summarise(f"Removed the reading of {short(reading.read_on)} from {quoted(kpi.name)}")


@command("paste_readings", right=Right.EDIT)
def paste_readings(
    tx: Tx, *, kpi_id: str, text: str, day_first: bool | None = None, decimal: Literal[",", "."] | None = None
) -> int:
    """Store every line of a spreadsheet that leaves no doubt, as one act, and keep a version of what was there before;
    ``cjm.kpis.paste.read`` says beforehand which lines those are. Returns how many. Raises CjmError if there is none."""
    kpi = tx.image.get(Kpi, kpi_id)
    present = {one.read_on: one for one in readings_of(tx.image, kpi_id)}
    known = {day: one.value for day, one in present.items()}
    good = paste.read(text, known=known, unit=kpi.unit, day_first=day_first, decimal=decimal).good
    if not good:
        raise CjmError("There is no reading to store: paste at least a date and a value on each line.")
    take(tx, "before_import", f"Before pasting readings into {quoted(kpi.name)}")
    for line in good:
        assert line.day is not None and line.value is not None
        old = present.get(line.day)
        if old is None:
            tx.add(KpiReading, kpi_id=kpi_id, read_on=line.day, value=line.value, source=line.source, note=line.note)
        else:
            tx.change(KpiReading, old.id, value=line.value, source=line.source or old.source, note=line.note or old.note)
    tx.summarise(f"Pasted {len(good)} {'reading' if len(good) == 1 else 'readings'} into {quoted(kpi.name)}")
    return len(good)
