"""The check-in: ten minutes, from project to project, on the shared screen."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import projects
from cjm.access import Right, may
from cjm.service import Context
from pages.components.act import fragment
from pages.components.check_in.slides import slides
from pages.components.check_in.start import start
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame, go


@fragment
def body(ctx: Context) -> None:
    view = projects.projects(ctx, today=date.today())
    live(ctx, view.revision, key="live_check_in")
    if view.check_in is None:
        start(ctx, view)
    else:
        slides(ctx, view)


here = context()
with frame(here, "check_in", "How do our projects stand?"):
    if may(here.actor, Right.FACILITATE):
        body(here)
    else:
        st.info("This page is for the facilitator. Your own projects are under “My projects”.", icon=":material/info:")
        if st.button("My projects", icon=":material/checklist:", type="primary", key="to_mine"):
            go(here, "my_projects")
