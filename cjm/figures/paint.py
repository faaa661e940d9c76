"""Colours and settings that the figures of step 5 share."""

from __future__ import annotations

from typing import Any

from cjm.core.vocabulary import shortened
from cjm.priorities import Choice, Priorities, Quadrant, Ranked

FONT = "Source Sans, Source Sans Pro, sans-serif"
LIGHT = {
    "ink": "#172026",
    "muted": "#515C64",
    "line": "#C3CBC8",
    "edge": "#7C878C",
    "paper": "#FFFFFF",
    "cell": "#E8ECE9",
    "primary": "#0F5C63",
    "on_primary": "#FFFFFF",
    "page": "#F3F5F2",
    "none": "#E6EAE7",
}
DARK = {
    "ink": "#EDF1F0",
    "muted": "#AEB9BD",
    "line": "#414C52",
    "edge": "#8C989D",
    "paper": "#232B30",
    "cell": "#1A2024",
    "primary": "#7FD0D6",
    "on_primary": "#0C1416",
    "page": "#12171A",
    "none": "#2A3237",
}
TINTS: dict[Quadrant, tuple[tuple[str, str], tuple[str, str]]] = {
    "quick_wins": (("#DDF0E7", "#0B5E45"), ("#15332A", "#86D9B8")),
    "strategic_investments": (("#E0EBF6", "#174E86"), ("#172C42", "#93C5F2")),
    "fill_ins": (("#ECEFED", "#48535A"), ("#20272B", "#C2CBCE")),
    "money_pit": (("#F9E8DD", "#8A3210"), ("#3A251A", "#FFB98A")),
}
"""(tint, name) in light and in dark."""
FILLS: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = (
    (("#CC79A7", "#172026"), ("#D88FB8", "#12171A")),
    (("#0072B2", "#FFFFFF"), ("#2F8FD3", "#12171A")),
    (("#56B4E9", "#172026"), ("#7CC8F2", "#12171A")),
    (("#009E73", "#12171A"), ("#1FB98C", "#12171A")),
    (("#E69F00", "#172026"), ("#EFB43A", "#12171A")),
    (("#4A545C", "#FFFFFF"), ("#C2CBCE", "#12171A")),
    (("#F0E442", "#172026"), ("#F0E442", "#12171A")),
    (("#7D5BA6", "#FFFFFF"), ("#B79BDB", "#12171A")),
)
CLEAR = "rgba(0,0,0,0)"
SHOWN = "%{hovertext}<extra></extra>"
"""The one template: what is pointed at shows its ``hovertext``."""
STEADY = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
"""A selection is shown by our own ring; nothing fades."""
COLOUR_BY: dict[str, str] = {"department": "Department", "objective": "Objective", "theme": "Theme"}


def colours(dark: bool) -> dict[str, str]:
    return DARK if dark else LIGHT


def choices(view: Priorities, colour_by: str) -> tuple[Choice, ...]:
    """What actions are coloured by."""
    return {"objective": view.objectives, "theme": view.themes}.get(colour_by, view.departments)


def choice_of(action: Ranked, view: Priorities, colour_by: str) -> Choice | None:
    """The department, objective or theme of an action."""
    wanted = {"objective": action.objective_id, "theme": action.theme_id}.get(colour_by, action.department_id)
    return next((one for one in choices(view, colour_by) if one.id == wanted), None)


def fill(choice: Choice | None, dark: bool) -> tuple[str, str]:
    """(fill, text on it)."""
    if choice is None:
        shade = colours(dark)
        return shade["none"], shade["ink"]
    return FILLS[choice.colour % len(FILLS)][1 if dark else 0]


def words(text: str) -> str:
    """User text as Plotly shows it: it knows tags, and only a few named entities. Never put it into a template, which would look
    for variables in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number(value: float) -> str:
    """A score: one decimal where it needs one."""
    return f"{value:.1f}".removesuffix(".0")


def scores(action: Ranked) -> str:
    """Impact and effort, such as ``4.3 / 2``."""
    places = (action.impact, action.effort)
    if places == (None, None):
        return ""
    whole = all(value is None or value == round(value) for value in places)
    return " / ".join("–" if value is None else f"{value:.0f}" if whole else f"{value:.1f}" for value in places)


def quarter(stored: str) -> str:
    """A quarter as people say it: ``Q1 2027``."""
    return f"{stored[5:]} {stored[:4]}"


def when(action: Ranked) -> str:
    """Its quarter, as people say it."""
    return quarter(action.planned_quarter) if action.planned_quarter else ""


def told(action: Ranked) -> str:
    """What pointing at an action shows."""
    parts = [f"<b>{words(shortened(action.name, 70))}</b>"]
    if action.impact is not None and action.effort is not None:
        parts.append(f"impact {number(action.impact)}, effort {number(action.effort)}")
    if action.decided:
        parts.append("decided" + (f": {words(shortened(action.reason, 80))}" if action.reason else ""))
    if action.disagreed:
        parts.append("scores disagree")
    parts.append(f"{words(action.owner) or 'nobody yet'}" + (f", {when(action)}" if when(action) else ""))
    parts.append(f"removes {action.pain} pain")
    return "<br>".join(parts)


def layout(dark: bool, height: int, **more: Any) -> dict[str, Any]:
    """What all figures have in common."""
    shade = colours(dark)
    return {
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 18, "color": shade["ink"]},
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"bgcolor": shade["paper"], "bordercolor": shade["edge"], "font": {"color": shade["ink"], "size": 16}},
        **more,
    }
