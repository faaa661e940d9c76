"""All KPIs at a glance: where each went in words, a shape and a line."""

from __future__ import annotations

from cjm.kpis import Kpis, Reading, Watched
from cjm.kpis.numbers import with_unit
from pages.screens.kpis import CSS, SIGNS
from pages.shared.draw import Tree, draw, icon

WIDE, HIGH, PAD = 132, 40, 5


def listed(view: Kpis, selected: Watched | None) -> str | None:
    """Returns what was clicked."""
    rows = [_row(one, selected is not None and one.id == selected.id) for one in view.watched]
    tree: Tree = [
        "div",
        {"class": "panel kpis", "role": "region", "aria-label": "KPIs", "tabindex": "0"},
        ["p", {"class": "sum"}, view.headline],
        ["ul", {}, *rows],
    ]
    return draw(tree, key="kpi_list", css=CSS)


def _row(kpi: Watched, here: bool) -> Tree:
    latest = with_unit(kpi.latest.value, kpi.unit) if kpi.latest else ""
    aim = f"target {with_unit(kpi.target, kpi.unit)}" if kpi.target is not None else "no target"
    told = " · ".join(part for part in (latest and f"now {latest}", aim) if part)
    return [
        "li",
        {},
        [
            "button",
            {"class": f"kpi{' here' if here else ''}", "act": f"kpi:{kpi.id}", "aria-pressed": "true" if here else "false"},
            [
                "span",
                {"class": "what"},
                ["span", {"class": "name", "dir": "auto", "title": kpi.name}, kpi.name],
                ["span", {"class": f"way {kpi.verdict.way}"}, icon(SIGNS[kpi.verdict.way]), f" {kpi.verdict.words}"],
                ["span", {"class": "note", "dir": "auto"}, told],
            ],
            _spark(kpi),
        ],
    ]


def _spark(kpi: Watched) -> Tree:
    """The readings as a line without numbers; dashes are the baseline, the thin line the target."""
    readings: tuple[Reading, ...] = kpi.readings[-60:]
    if not readings:
        return ["span", {"class": "spark none", "aria-hidden": "true"}, "–"]
    values = [one.value for one in readings] + [value for value in (kpi.baseline, kpi.target) if value is not None]
    low, apart = min(values), (max(values) - min(values)) or 1.0
    start, days = readings[0].day, max((readings[-1].day - readings[0].day).days, 1)

    def height(value: float) -> str:
        return f"{HIGH - PAD - (value - low) / apart * (HIGH - 2 * PAD):.1f}"

    points = [(f"{PAD + (one.day - start).days / days * (WIDE - 2 * PAD):.1f}", height(one.value)) for one in readings]
    tree: Tree = ["svg", {"class": "spark", "viewBox": f"0 0 {WIDE} {HIGH}", "aria-hidden": "true"}]
    for name, value in (("base", kpi.baseline), ("aim", kpi.target)):
        if value is not None:
            tree.append(["line", {"class": name, "x1": "0", "x2": str(WIDE), "y1": height(value), "y2": height(value)}])
    tree.append(["polyline", {"class": "line", "points": " ".join(f"{x},{y}" for x, y in points)}])
    tree.append(["circle", {"class": "end", "cx": points[-1][0], "cy": points[-1][1], "r": "4"}])
    return tree
