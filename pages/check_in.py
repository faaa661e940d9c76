"""The check-in: ten minutes, from project to project, on the shared screen."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import projects
from cjm.core.access import Right, may
from cjm.core.service import Context
from pages.screens.check_in.slides import slides
from pages.screens.check_in.start import start
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame, go


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
