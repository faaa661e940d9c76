"""The parts of step 4's page, and what they share: what is open, colours, icons and style."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm.core.errors import CjmError
from pages.frontend.source import source
from pages.shared import address
from pages.shared.draw import Tree
from pages.shared.palette import DEPARTMENTS
from pages.shared.text import plain

CSS = source("screens/future_state/drawn.css")
"""For what is drawn."""
STYLE = f"<style>{source('screens/future_state/page.css')}</style>"
"""For the page around it."""
STAGES, HANDOFFS = "stages", "handoffs"
VIEWS = {STAGES: "Stages", HANDOFFS: "Handoffs"}
ICONS = {"people": "groups", "process": "account_tree", "technology": "devices", "data": "database"}
ASKED = {
    "people": ("People", "Roles, skills, who is in charge"),
    "process": ("Process", "What is done differently"),
    "technology": ("Technology", "What systems can do then"),
    "data": ("Data", "What is known, and by whom"),
}


def chosen() -> str | None:
    """The stage that is open."""
    return st.query_params.get("stage")


def choose(stage_id: str | None) -> None:
    """Open a stage, or the whole journey. The chart gets a new key: its own selection would stick."""
    address.put("stage", stage_id)
    st.session_state["fs_nonce"] = st.session_state.get("fs_nonce", 0) + 1


def stream() -> str | None:
    """The value stream that is looked at, None for all."""
    return st.query_params.get("stream")


def view() -> str:
    return address.at("view", VIEWS, STAGES)


def severity(rated: int | None) -> Tree:
    """A pain's severity as number and colour."""
    if rated is None:
        return ["span", {"class": "sev none", "title": "Not rated yet"}, "–"]
    return ["span", {"class": f"sev heat{rated}", "title": f"Severity {rated} of 5"}, str(rated)]


def border(colour: int) -> dict[str, Any]:
    """The leading department's colour over a column."""
    if colour < 0:
        return {"border-top-color": "var(--line)"}
    (light, _), (dark, _) = DEPARTMENTS[colour % len(DEPARTMENTS)]
    return {"border-top-color": f"light-dark({light}, {dark})"}


def refused(error: CjmError) -> None:
    """What can't be shown, in its own sentence."""
    st.info(plain(str(error)), icon=":material/info:")
