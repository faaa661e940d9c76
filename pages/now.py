"""Now: what the group does this minute, on one's own phone."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Right, Role
from pages.screens.now.now import now
from pages.screens.people.mine import make_own_link
from pages.shared.guard import context
from pages.shared.page import bare, go

ctx = context(Right.READ)


bare(ctx)
if ctx.actor.role in (Role.FACILITATOR, Role.CONTRIBUTOR):
    where = now(ctx)
    if where == "link":
        make_own_link(ctx)
        st.rerun()
    elif where == "join":
        st.switch_page("join.py")
    elif where:
        go(ctx, where)
else:
    st.info(
        "Here the people in the room write and vote. You read along: your page shows what comes out of it, and what needs your answer.",
        icon=":material/co_present:",
    )
    if st.button("For leaders", icon=":material/query_stats:", type="primary", key="to_leaders"):
        go(ctx, "matrix")
