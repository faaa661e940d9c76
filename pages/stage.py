"""My stage: what each goes on with alone, at home and on a phone."""

from __future__ import annotations

import streamlit as st

from pages.screens.my_projects.my_projects import my_projects_words
from pages.screens.stage.stage import my_stage
from pages.shared.guard import context
from pages.shared.page import bare, go

here = context()
bare(here)
own = my_projects_words(here)
if own and st.button(own, icon=":material/checklist:", key="to_my_projects", width="stretch"):
    go(here, "my_projects")
my_stage(here, stage_id=st.query_params.get("stage"))
