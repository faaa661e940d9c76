"""Insights: where it hurts, sticks and leaks, how sure we are, who was heard, and what hangs in the air."""

from __future__ import annotations

import streamlit as st

from cjm import insights
from cjm.core.access import Right, may
from cjm.core.service import Context
from pages.screens.insights import LOOSE, SHOWN, STYLE
from pages.screens.insights.loose import loose_ends
from pages.screens.insights.picture import picture
from pages.shared import address
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame
from pages.shared.trace import lead


@fragment
def body(ctx: Context) -> None:
    """The journey, or what hangs in the air."""
    view = insights.insights_now(ctx, stream_id=st.query_params.get("stream"))
    live(ctx, view.revision, key="live_insights")
    edits = may(ctx.actor, Right.EDIT)
    act = loose_ends(view, edits=edits) if address.at("show", SHOWN, "map") == LOOSE else picture(view, edits=edits)
    if not act:
        return
    verb, _, what = act.partition(":")
    if verb == "show":
        address.put("show", what, "map")
        st.rerun()
    lead(ctx, act)


here = context(Right.READ)
with frame(here, "insights", "What does the map tell us?") as controls:
    st.html(STYLE)
    with controls:
        streams = insights.insights(here, stream_id=st.query_params.get("stream")).streams
        if len(streams) > 1:
            address.pick("Journey", {"": "All journeys", **dict(streams)}, "stream", key="insights_stream", width=260)
        address.switch("What to look at", SHOWN, "show", key="insights_show")
    body(here)
