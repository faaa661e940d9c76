"""My projects: what an owner hands in before a check-in, on a phone."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import projects
from cjm.core.service import Context
from pages.screens.my_projects.my_projects import mine, promises
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import bare, go


@fragment
def body(ctx: Context) -> None:
    view = projects.projects(ctx, today=date.today())
    live(ctx, view.revision, key="live_my_projects")
    own, promised = view.owned_by(ctx.actor.participant_id), view.promised_by(ctx.actor.participant_id)
    if promised:
        promises(promised, view.today, alone=not own)
    if own:
        mine(ctx, view, own)
        return
    if promised:
        return
    st.info(
        "You own no project yet. The facilitator says who owns which; then you tell here how it stands.", icon=":material/info:"
    )
    if st.button("All projects", icon=":material/view_kanban:", key="to_projects"):
        go(ctx, "projects")


here = context()
bare(here)
body(here)
