"""What customers see of the map, and where they say what is true, wrong or missing. Their only page."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Right, Role
from pages.screens.reviewer import review
from pages.shared.guard import context
from pages.shared.page import STYLE

here = context(Right.REVIEW)
st.html(STYLE)
looks = here.actor.role is not Role.REVIEWER
if looks:
    st.markdown("You see what customers see. Only they can say something here.")
review(here, preview=looks)
