"""Step 4: what the customer will experience instead, seen whole and stage by stage."""

from __future__ import annotations

import streamlit as st

from cjm import future_state
from cjm.core.service import Context
from pages.screens.future_state import HANDOFFS, STAGES, choose, chosen, stream, view
from pages.screens.future_state.bar import bar
from pages.screens.future_state.handoffs import handoffs
from pages.screens.future_state.picture import no_stages, picture
from pages.screens.future_state.stage import editor
from pages.shared import address
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame, go


@fragment
def body(ctx: Context) -> None:
    """The whole journey, one stage, or the handoffs."""
    if view() == HANDOFFS:
        handoffs(ctx)
        return
    whole = future_state.journey(ctx, stream_id=stream())
    live(ctx, whole.revision, key="live_future")
    if not whole.columns:
        act = no_stages()
        if act:
            go(ctx, act)
        return
    column = whole.column(chosen())
    act = picture(whole, column)
    if act == HANDOFFS:
        address.put("view", HANDOFFS, STAGES)
    elif act:
        choose(None if act == "whole" else act.removeprefix("stage:"))
    if act:
        st.rerun()
    if column is not None:
        editor(ctx, column)


here = context()
asked = future_state.journey(here).customer
with frame(here, "future_state", f"What will {asked} experience instead?" if asked else "") as controls:
    with controls:
        bar(here)
    body(here)
