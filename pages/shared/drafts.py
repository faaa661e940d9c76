"""What a browser looks after: typed text until the server has it, a page that outlives the server, one press for one answer."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitDuplicateElementKey

from cjm.core.service import Context
from pages.frontend.served import served
from pages.frontend.source import source

_drafts = st.components.v2.component("cjm_drafts", js=served("drafts", source("frontend/kit/drafts.js")), html="<span></span>")


def _nothing() -> None:
    """The run of the whole page is all that is wanted."""


def drafts(context: Context) -> None:
    """Call once a page, outside fragments. Only fields with a key of their own are kept."""
    try:
        _drafts(key="drafts", data={"workshop": context.workshop_id}, on_again_change=_nothing, height=1)
    except StreamlitDuplicateElementKey:
        return  # the page has it already
