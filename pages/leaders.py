"""For leaders: what is asked of them, the matrix in words and picture, and what changed; readable in a minute."""

from __future__ import annotations

from datetime import date
from typing import cast

import streamlit as st

from cjm import leaders, projects
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.leaders import AnswerKind
from pages.screens.leaders import STYLE as LAYOUT
from pages.screens.leaders.about import about, answer, zone
from pages.screens.leaders.paper import print_button
from pages.screens.leaders.picture import picture
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import bare, go


@fragment
def body(ctx: Context) -> None:
    view = leaders.leaders(ctx)
    live(ctx, view.revision, key="live_leaders")
    told = leaders.visit(ctx)
    today = date.today()
    act = picture(
        view,
        told,
        projects.projects(ctx, today=today),
        today=today,
        zone=zone(),
        me=ctx.actor.id,
        may_answer=may(ctx.actor, Right.ANSWER),
        may_edit=may(ctx.actor, Right.EDIT),
    )
    if not act:
        return
    verb, _, id = act.partition(":")
    if verb == "go":
        go(ctx, id)
    elif verb in {"show", "ask"}:
        about(ctx, id, asking=verb == "ask")
    elif answer(ctx, id, cast(AnswerKind, verb)):
        st.rerun(scope="fragment")


here = context(Right.READ)
bare(here)
st.html(LAYOUT)
with st.container(key="leaders"):
    body(here)
    print_button()
