"""KPIs after the workshop: baseline, target, readings, and whether the pain got smaller."""

from cjm.kpis.outcome import outcome, outcome_in, signed
from cjm.kpis.parts import Change, Fate, Kpis, Named, Outcome, Pain, Reading, StageOutcome, Told, Verdict, Watched, Way
from cjm.kpis.reading import kpis
from cjm.kpis.writing import (
    KpiFields,
    add_kpi,
    edit_kpi,
    paste_readings,
    remove_reading,
    set_measures,
    take_reading,
)

__all__ = [
    "Change",
    "Fate",
    "KpiFields",
    "Kpis",
    "Named",
    "Outcome",
    "Pain",
    "Reading",
    "StageOutcome",
    "Told",
    "Verdict",
    "Watched",
    "Way",
    "add_kpi",
    "edit_kpi",
    "kpis",
    "outcome",
    "outcome_in",
    "paste_readings",
    "remove_reading",
    "set_measures",
    "signed",
    "take_reading",
]
