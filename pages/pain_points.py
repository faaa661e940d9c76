"""Step 3: the board of activities, pain points and opportunities."""

from __future__ import annotations

import streamlit as st

from pages.screens.pain_points.board import board
from pages.shared.guard import context
from pages.shared.page import frame

here = context()
with frame(here, "pain_points"):
    asked = st.query_params
    board(here, stage_id=asked.get("stage"), stream_id=asked.get("stream"), card_id=asked.get("card"))
