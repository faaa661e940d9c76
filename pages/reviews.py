"""Reviews: the map is walked again, and what was stays beside what is."""

from __future__ import annotations

import streamlit as st

from cjm import reviews
from cjm.access import Right, may
from cjm.service import Context
from pages.components import address
from pages.components.act import fragment
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame
from pages.components.reviews import STYLE
from pages.components.reviews.bar import bar
from pages.components.reviews.over import nothing_yet, past, picture
from pages.components.reviews.walking import walking
from pages.components.trace import lead


@fragment
def controls(ctx: Context) -> None:
    view = reviews.reviews(ctx)
    with st.container(horizontal=True, vertical_alignment="center", key="review_controls"):
        live(ctx, view.revision, key="live_review_bar")
        bar(ctx, view, reviews.walk(ctx, id=view.going_on) if view.going_on else None)


@fragment
def body(ctx: Context) -> None:
    view = reviews.reviews(ctx, stream_id=st.query_params.get("stream"))
    live(ctx, view.revision, key="live_reviews")
    if view.going_on:
        walking(ctx, reviews.walk(ctx, id=view.going_on))
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
