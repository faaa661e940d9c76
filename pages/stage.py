"""My stage: what each goes on with alone, at home and on a phone."""

from __future__ import annotations

import streamlit as st

from pages.components.guard import context
from pages.components.page import STYLE
from pages.components.stage.stage import my_stage

here = context()
st.html(STYLE)
my_stage(here, stage_id=st.query_params.get("stage"))
