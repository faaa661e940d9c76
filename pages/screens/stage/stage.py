"""“My stage”: one component that fetches its own data and sends its own acts; typing never reruns anything."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from pages.frontend.source import source

_PARTS = ("kit/ids", "kit/echoes", "kit/live", "kit/elements", "stage/model", "stage/lane", "stage/stage")
_stage = st.components.v2.component(
    "cjm_stage", js=source(*(f"frontend/{part}.js" for part in _PARTS)), css=source("frontend/stage/stage.css")
)


def my_stage(context: Context, *, stage_id: str | None = None, key: str = "stage") -> None:
    """Show the stages that whoever asks looks after, at first the one with ``stage_id``."""
    _stage(key=key, data={"workshop": context.workshop_id, "stage": stage_id})
