"""The parts of step 5's page, and what they share: what is open, what is looked at, and style."""

from __future__ import annotations

import streamlit as st

from cjm.figures import paint
from pages.frontend.source import source
from pages.shared import address

CSS = source("screens/priorities/drawn.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/priorities/page.css')}</style>"
"""For the page around it."""
SHOWN = {"matrix": "Matrix", "roadmap": "Roadmap", "case": "Business case"}
PLANNED = {"quarter": "Quarter", "horizon": "Horizon"}


def shown() -> str:
    """Which of ``SHOWN`` is looked at."""
    return address.at("show", SHOWN, "matrix")


def colour_by() -> str:
    """What colours mean."""
    return address.at("colour", paint.COLOUR_BY, "department")


def planned_by() -> str:
    """What the columns of the roadmap are."""
    return address.at("plan", PLANNED, "quarter")


def select(action_id: str | None, *, opened: bool = False) -> None:
    """Choose an action, in the picture and in the list; ``opened`` shows everything about it in the panel."""
    address.put("action", action_id)
    address.put("panel", "closed" if action_id and not opened else None)


def selected() -> str | None:
    return st.query_params.get("action")


def opened() -> bool:
    """Whether the panel stands where the list was: so it does when one comes by a link to an action."""
    return "action" in st.query_params and st.query_params.get("panel") != "closed"
