"""Step 5: the matrix of impact and effort, the roadmap and the business case."""

from __future__ import annotations

import streamlit as st

from cjm import priorities
from cjm.access import Right, may
from cjm.service import Context
from pages.components.act import fragment
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.priorities import STYLE, colour_by, opened, select, selected, shown
from pages.components.priorities.bar import bar
from pages.components.priorities.panel import panel
from pages.components.priorities.picture import picture
from pages.components.priorities.ranked import ranked
from pages.components.priorities.sources import empty, make
from pages.components.projects.from_action import to_project, words_for


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
        act = ranked(view, colour_by(), action.id if action else None, may_edit=may(ctx.actor, Right.EDIT),
                     project=words_for(ctx, action.id) if action else "")  # fmt: skip
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
