"""How far everybody is with what was asked after the workshop; the facilitator's."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Right, may
from cjm.homework.heat_map import heat_map
from pages.screens.homework.asking import asking, new_since, reminder
from pages.screens.homework.entering import entering
from pages.screens.homework.heat import heat, people
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame

ctx = context()


@fragment
def body() -> None:
    view = heat_map(ctx)
    live(ctx, view.revision, key="live_homework")
    left, right = st.columns([2.1, 1], gap="medium")
    with left:
        heat(view)
        people(view)
    with right:
        asking(ctx, view)
        reminder(view)
        entering(ctx, view)
        new_since(ctx, view)


with frame(ctx, "homework", "Who has added what they know?"):
    if may(ctx.actor, Right.FACILITATE):
        body()
    else:
        st.info("This page is for the facilitator. Your own questions are under “My stage”.", icon=":material/info:")
        if st.button("My stage", icon=":material/home_work:", type="primary", key="to_stage"):
            st.switch_page("stage.py", query_params={"w": ctx.workshop_id})
