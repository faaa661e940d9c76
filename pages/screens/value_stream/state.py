"""What is open on step 2's page. What deserves a bookmark stands in the address, the rest in session state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st


class Key(StrEnum):
    """Session state of this page; what belongs to one row has its id behind it."""

    MODE = "vs_mode"
    STREAM = "vs_stream"
    PART = "vs_part"
    ASIDE = "vs_aside"
    LEVEL = "vs_level"
    CLICKED = "vs_clicked"
    NONCE = "vs_nonce"
    TAB = "vs_tab"
    CHANGE = "vs_change"
    DETAIL = "vs_detail"


ADDRESSED = ("stage", "handoff")


@dataclass(frozen=True)
class Opened:
    """``kind`` is stage, handoff, new (a handoff), propose (``id`` is FROM:TO) or empty."""

    kind: str = ""
    id: str = ""


def opened() -> Opened:
    """What stands beside the picture now."""
    aside = st.session_state.get(Key.ASIDE, "")
    if aside:
        kind, _, id = aside.partition(":")
        return Opened(kind, id)
    return next((Opened(kind, st.query_params[kind]) for kind in ADDRESSED if st.query_params.get(kind)), Opened())


def show(kind: str = "", id: str = "") -> None:
    """Open it beside the picture, or nothing."""
    if opened() != Opened(kind, id):
        for key in (Key.LEVEL, Key.DETAIL, Key.CHANGE):
            st.session_state.pop(key, None)
        st.session_state.pop(Key.ASIDE, None)
        for one in ADDRESSED:
            if one != kind and one in st.query_params:
                del st.query_params[one]
        if kind in ADDRESSED:
            st.query_params[kind] = id
            st.session_state.pop(Key.PART, None)
        elif kind:
            st.session_state[Key.ASIDE] = f"{kind}:{id}"
    if st.session_state.get(Key.CLICKED):
        st.session_state[Key.CLICKED] = None
        st.session_state[Key.NONCE] = st.session_state.get(Key.NONCE, 0) + 1


def press(act: str | None) -> None:
    """Open what a drawn button asks for: ``stage:ID``, ``handoff:ID``, ``propose:FROM:TO``, ``menu:WHAT:ID``, ``close``."""
    kind, _, id = (act or "").partition(":")
    if kind == "menu":
        what, _, stage_id = id.partition(":")
        show("stage", stage_id)
        st.session_state[Key.TAB], st.session_state[Key.CHANGE] = "change", what
    elif kind == "close":
        show()
    elif kind in (*ADDRESSED, "new", "propose"):
        show(kind, id)
