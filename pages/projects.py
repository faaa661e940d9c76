"""Projects: what carries the actions out, as a board by status or on a timeline, and one of them beside."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm.core.access import Right
from cjm.core.service import Context
from cjm.figures.timeline import quarters_of
from cjm.priorities import quarter_of
from cjm.projects import projects
from pages.screens.projects import STYLE, may_change, opened, shown
from pages.screens.projects.bar import bar
from pages.screens.projects.board import board
from pages.screens.projects.overview import empty, overview
from pages.screens.projects.panel import panel
from pages.screens.projects.reading import read
from pages.screens.projects.timeline import timeline
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame


@fragment
def body(ctx: Context) -> None:
    """The picture, and beside it one project or how all of them stand."""
    view = projects(ctx, today=date.today())
    live(ctx, view.revision, key="live_projects")
    if not view.projects:
        empty(ctx, view)
        return
    one = view.project(opened())
    left, right = st.columns([2.35, 1], gap="small")
    with left:
        if shown() == "timeline":
            timeline(view)
        else:
            board(ctx, view)
    with right:
        if one is None:
            overview(ctx, view)
        elif may_change(ctx, one):
            panel(ctx, view, one)
        else:
            read(view, one)


here = context(Right.READ)
with frame(here, "projects", "What becomes of what we decided?") as top:
    st.html(STYLE)
    now = projects(here, today=date.today())
    with top:
        bar(here, now, quarters_of(now), quarter_of(now.today))
    body(here)
