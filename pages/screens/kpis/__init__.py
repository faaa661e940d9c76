"""The parts of the page of KPIs, and what they share: signs, style, what is chosen."""

from __future__ import annotations

import streamlit as st

from cjm.kpis import Fate, Kpis, Watched, Way
from pages.frontend.source import source
from pages.shared import address

CSS = source("screens/kpis/drawn.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/kpis/page.css')}</style>"
"""For the page around it."""
SHOWN = {"numbers": "Numbers", "pain": "What became of the pain"}
PARTS = {"readings": "Readings", "paste": "Paste", "about": "Baseline and target", "measures": "What it measures"}
SIGNS: dict[Way, str] = {
    "better": "check_circle",
    "worse": "warning",
    "same": "horizontal_rule",
    "unclear": "radio_button_unchecked",
}
"""A shape for each way a number can go."""
FATES: dict[Fate, tuple[str, str, str]] = {
    "smaller": ("check_circle", "Smaller", "better"),
    "larger": ("warning", "Larger", "worse"),
    "same": ("horizontal_rule", "Unchanged", "same"),
    "mixed": ("unfold_more", "Not clear", "same"),
    "perhaps_smaller": ("check", "Perhaps smaller", "better"),
    "perhaps_larger": ("question_mark", "Perhaps larger", "worse"),
    "unknown": ("radio_button_unchecked", "Not known", "unclear"),
}
"""Sign, words and style for what became of a pain."""


def shown() -> str:
    """Which of ``SHOWN`` is looked at."""
    return address.at("show", SHOWN, "numbers")


def choose(kpi_id: str | None) -> None:
    """Put a KPI into the address."""
    address.put("kpi", kpi_id)


def chosen(view: Kpis) -> Watched | None:
    """The one in the address, else the first."""
    return view.kpi(st.query_params.get("kpi")) or next(iter(view.watched), None)
