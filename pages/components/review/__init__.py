"""What customers see of the map, as one component that fetches its own data and sends its own acts."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cjm.service import Context

_HERE = Path(__file__).parent
_PARTS = ("../ids.js", "../board/elements.js", "kept.js", "card.js", "review.js")
_review = st.components.v2.component(
    "cjm_review", js="\n".join((_HERE / part).read_text() for part in _PARTS), css=(_HERE / "review.css").read_text()
)


def review(context: Context, *, preview: bool = False, revision: int = 0, key: str = "review") -> None:
    """Draw it. As a ``preview`` nothing can be said, but cards can be left out; it is fetched anew with every ``revision``."""
    _review(key=key, data={"workshop": context.workshop_id, "preview": preview, "revision": revision})
