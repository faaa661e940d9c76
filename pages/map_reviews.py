"""Reviews: the map is walked again, and what was stays beside what is."""

from __future__ import annotations

import streamlit as st

from cjm import map_reviews
from cjm.core.access import Right, may
from cjm.core.service import Context
from pages.screens.map_reviews import STYLE
from pages.screens.map_reviews.bar import bar
from pages.screens.map_reviews.over import nothing_yet, past, picture
from pages.screens.map_reviews.walking import walking
from pages.shared import address
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame
from pages.shared.trace import lead


@fragment
def controls(ctx: Context) -> None:
    view = map_reviews.reviews(ctx)
    with st.container(horizontal=True, vertical_alignment="center", key="review_controls"):
        live(ctx, view.revision, key="live_review_bar")
        bar(ctx, view, map_reviews.walk(ctx, id=view.going_on) if view.going_on else None)


@fragment
def body(ctx: Context) -> None:
    view = map_reviews.reviews(ctx, stream_id=st.query_params.get("stream"))
    live(ctx, view.revision, key="live_reviews")
    if view.going_on:
        walking(ctx, map_reviews.walk(ctx, id=view.going_on))
        return
    if not view.over_time.stages:
        onward = nothing_yet(edits=may(ctx.actor, Right.EDIT))
        if onward:
            lead(ctx, onward)
        return
    left, right = st.columns([2.1, 1], gap="small")
    with left:
        act = picture(view)
    with right:
        act = past(view, view.read(st.query_params.get("review"))) or act
    if act:
        what, _, id = act.partition(":")
        address.put(what, id or None)
        st.rerun(scope="fragment")


here = context(Right.READ)
with frame(here, "reviews", "Is the map still true?") as place:
    st.html(STYLE)
    with place:
        controls(here)
    body(here)
