"""Where a number went since its baseline: no reading, no claim; no baseline, no claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cjm.kpis.dates import long, short
from cjm.kpis.numbers import with_unit, written
from cjm.kpis.parts import Reading, Verdict, Way

STILL = 0.01
"""Up to this share of the baseline a number counts as unchanged."""


def better_by(before: float, after: float, direction: str) -> Way:
    """Which way a number went."""
    scale = max(abs(before), abs(after))
    if scale == 0 or abs(after - before) <= STILL * scale:
        return "same"
    return "better" if (after > before) == (direction == "up") else "worse"


def judge(*, unit: str, direction: str, baseline: float | None, baseline_on: date | None, readings: Sequence[Reading]) -> Verdict:
    """The last reading after the baseline beside the baseline; ``readings`` by day."""
    later = [one for one in readings if baseline_on is None or one.day > baseline_on]
    if baseline is None:
        if not readings:
            return Verdict("unclear", "no reading yet", "There is neither a baseline nor a reading.")
        why = "There is no baseline, so nothing can be said about the way it went."
        return Verdict("unclear", "no baseline yet", why)
    if not later:
        since = f" since the baseline of {long(baseline_on)}" if baseline_on else ""
        return Verdict("unclear", "no reading yet", f"There is no reading{since}, so nothing can be said about the way it went.")
    last = later[-1]
    way = better_by(baseline, last.value, direction)
    days = f"{short(baseline_on)} to {short(last.day)}" if baseline_on else f"a baseline without a date to {short(last.day)}"
    why = f"{written(baseline)} → {with_unit(last.value, unit)}, {days}"
    words = "no change" if way == "same" else f"{way} by {_by(baseline, last.value, unit)}"
    return Verdict(way, words, why, baseline, last.value, last.day)


def _by(before: float, after: float, unit: str) -> str:
    """How far: in per cent of the baseline; what is counted in per cent, in points."""
    apart = abs(after - before)
    if unit.strip() == "%":
        return f"{written(apart)} {'point' if written(apart) == '1' else 'points'}"
    if before == 0:
        return with_unit(apart, unit)
    share = 100 * apart / abs(before)
    return f"{share:.0f} %" if share >= 1 else "1 %"


def way_there(baseline: float | None, target: float | None, latest: float | None) -> float | None:
    """The share of the way from baseline to target that is behind; None if one is missing or both are the same."""
    if baseline is None or target is None or latest is None or baseline == target:
        return None
    return (latest - baseline) / (target - baseline)
