"""Step 3: the board of activities, pain points and opportunities."""

from __future__ import annotations

import streamlit as st

from pages.components.board import board
from pages.components.guard import context
from pages.components.page import frame

here = context()
with frame(here, "pain_points"):
    asked = st.query_params
    board(here, stage_id=asked.get("stage"), stream_id=asked.get("stream"), card_id=asked.get("card"))
