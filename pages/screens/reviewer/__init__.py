"""What customers see of the map, as one component that fetches its own data and sends its own acts."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from pages.frontend.source import source

_PARTS = ("kit/ids", "kit/elements", "customer_review/phone_store", "customer_review/card", "customer_review/review")
_review = st.components.v2.component(
    "cjm_review", js=source(*(f"frontend/{part}.js" for part in _PARTS)), css=source("frontend/customer_review/review.css")
)


def review(context: Context, *, preview: bool = False, revision: int = 0, key: str = "review") -> None:
    """Draw it. As a ``preview`` nothing can be said, but cards can be left out; it is fetched anew with every ``revision``."""
    _review(key=key, data={"workshop": context.workshop_id, "preview": preview, "revision": revision})
