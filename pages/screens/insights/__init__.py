"""The parts of the page of insights, and what they share."""

from __future__ import annotations

from pages.frontend.source import source

CSS = source("screens/insights/drawn.css")
"""For what is drawn."""
STYLE = """<style>.st-key-insights_show { flex: none } @media (min-width: 768px) { .st-key-bar h1 { min-width: 0 } .st-key-bar > :nth-child(2) { margin-inline-start: auto } }</style>"""
"""For the page around it."""
LOOSE = "loose"
SHOWN = {"map": "Stage by stage", LOOSE: "Loose ends"}
EMPTY = {
    "value_stream": (
        "Insights come from the map",
        "Lay out the stages first: every figure here stands in the column of a stage.",
        "Lay out the stages",
    ),
    "pain_points": (
        "No card yet",
        "Collect what gets in the customer’s way: where it hurts, sticks and leaks shows here by itself.",
        "Collect pain points",
    ),
}
"""By the page where one goes on: what it says, why, and the button."""
