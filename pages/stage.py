"""My stage: what each goes on with alone, at home and on a phone."""

from __future__ import annotations

import streamlit as st

from pages.components.guard import context
from pages.components.my_projects.mine import my_projects_words
from pages.components.page import bare, go
from pages.components.stage.stage import my_stage

here = context()
bare(here)
own = my_projects_words(here)
if own and st.button(own, icon=":material/checklist:", key="to_my_projects", width="stretch"):
    go(here, "my_projects")
my_stage(here, stage_id=st.query_params.get("stage"))
