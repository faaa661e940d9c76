"""“My stage”: one component that fetches its own data and sends its own acts; typing never reruns anything."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cjm.service import Context

_HERE = Path(__file__).parent
_PARTS = ("../ids.js", "../echoes.js", "../live.js", "../board/elements.js", "model.js", "lane.js", "stage.js")
_stage = st.components.v2.component(
    "cjm_stage", js="\n".join((_HERE / part).read_text() for part in _PARTS), css=(_HERE / "stage.css").read_text()
)


def my_stage(context: Context, *, stage_id: str | None = None, key: str = "stage") -> None:
    """Show the stages that whoever asks looks after, at first the one with ``stage_id``."""
    _stage(key=key, data={"workshop": context.workshop_id, "stage": stage_id})
