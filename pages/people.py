"""Who takes part, and how they get in."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Right, Role
from cjm.people.roster import roster_now
from pages.screens.people.mine import go_on_at_home, other_seats, places_taken, shared_phone
from pages.screens.people.roster import add_person, all_here, chosen_person, people_list
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.invitation import LARGE, invite_panel, other_links
from pages.shared.live import live
from pages.shared.page import frame

ctx = context(Right.READ)


@fragment
def body() -> None:
    view = roster_now(ctx)
    live(ctx, view.revision, key="live_people", people=True)
    if ctx.actor.role is not Role.FACILITATOR:
        left, right = st.columns([1, 1], gap="medium")
        with right:
            people_list(ctx, view)
        with left:
            if ctx.actor.role is Role.CONTRIBUTOR:
                go_on_at_home(ctx)
                with st.expander("Share this phone", icon=":material/group:"):
                    shared_phone(ctx)
            else:
                st.markdown("You read along here: matrix, roadmap and results. The facilitator lets people in.")
        return
    if st.session_state.get(LARGE):
        invite_panel(ctx)
        return
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        if not chosen_person(ctx, view):
            invite_panel(ctx)
            with st.container(border=True, key="other_seats"):
                other_links(ctx)
                other_seats(ctx)
    with right:
        places_taken(ctx)
        people_list(ctx, view)
        all_here(ctx, view)
        add_person(ctx, view)


with frame(ctx, "people", "Who is here, and how do the others get in?"):
    body()
