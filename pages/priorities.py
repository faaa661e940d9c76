"""Step 5: the matrix of impact and effort, the roadmap and the business case."""

from __future__ import annotations

import streamlit as st

from cjm import priorities
from cjm.core.access import Right, may
from cjm.core.service import Context
from pages.screens.priorities import STYLE, colour_by, opened, select, selected, shown
from pages.screens.priorities.bar import bar
from pages.screens.priorities.panel import panel
from pages.screens.priorities.picture import picture
from pages.screens.priorities.ranked import ranked
from pages.screens.priorities.sources import empty, make
from pages.screens.projects.from_action import to_project, words_for
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame


@fragment
def body(ctx: Context) -> None:
    """The picture, and beside it the list or one action."""
    view = priorities.priorities(ctx)
    live(ctx, view.revision, key="live_priorities")
    if not view.actions:
        act = empty(view, "prio_empty")
        if act:
            make(ctx, act)
        return
    action = view.action(selected())
    left, right = st.columns([2.35, 1], gap="small")
    with left:
        picture(view, shown(), action.id if action else None)
    with right:
        if action and opened() and may(ctx.actor, Right.EDIT):
            panel(ctx, view, action)
            return
        act = ranked(
            view,
            colour_by(),
            action.id if action else None,
            may_edit=may(ctx.actor, Right.EDIT),
            project=words_for(ctx, action.id) if action else "",
        )
    if act:
        verb, _, action_id = act.partition(":")
        if verb == "project":
            to_project(ctx, action_id)
            return
        again = action is not None and action.id == action_id
        select(action_id, opened=verb == "open" or again)
        st.rerun(scope="fragment")


here = context(Right.READ)
with frame(here, "priorities") as controls:
    st.html(STYLE)
    with controls:
        bar(here)
    body(here)
