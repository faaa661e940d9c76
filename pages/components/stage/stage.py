"""“My stage”: one component that fetches its own data and sends its own acts; typing never reruns anything."""

from __future__ import annotations

import streamlit as st

from cjm.service import Context
from pages.components.source import source

_PARTS = ("ids.js", "echoes.js", "live.js", "board/elements.js", "stage/model.js", "stage/lane.js", "stage/stage.js")
_stage = st.components.v2.component(
    "cjm_stage", js=source(*(f"components/{part}" for part in _PARTS)), css=source("components/stage/stage.css")
)


def my_stage(context: Context, *, stage_id: str | None = None, key: str = "stage") -> None:
    """Show the stages that whoever asks looks after, at first the one with ``stage_id``."""
    _stage(key=key, data={"workshop": context.workshop_id, "stage": stage_id})
