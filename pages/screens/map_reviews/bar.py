"""The bar of the page of reviews: when the next one is, starting it, closing it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import map_reviews
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.kpis.dates import long
from cjm.map_reviews import Reviews, Walk
from pages.screens.map_reviews import EVERY, every_words
from pages.shared import address, fields
from pages.shared.act import run


def bar(ctx: Context, view: Reviews, walk: Walk | None) -> None:
    """Who leads the workshop plans, starts and closes; the others read when it is."""
    if not may(ctx.actor, Right.FACILITATE):
        told = (
            "A review is going on"
            if walk
            else f"Next review: {long(view.next_on)}"
            if view.next_on
            else "No review is planned yet"
        )
        st.markdown(told, width="content")
        return
    if walk:
        with st.popover(f"Close the review ({walk.answered} of {len(walk.stages)})", icon=":material/task_alt:"):
            _close(ctx, walk)
        return
    words = f"{every_words(view.every)}, next {long(view.next_on)}" if view.next_on else every_words(view.every)
    with st.popover(words, icon=":material/event_repeat:"):
        _rhythm(ctx, view)
    if view.over_time.stages:
        st.button(
            "Start a review", icon=":material/play_arrow:", type="primary", key="review_start", on_click=_start, args=(ctx,)
        )


def _start(ctx: Context) -> None:
    if run(ctx, "review_start", lambda c: map_reviews.start_review(c, held_on=date.today())):
        address.put("stage", None)
        address.put("review", None)


def _rhythm(ctx: Context, view: Reviews) -> None:
    choices = EVERY if view.every in EVERY else {**EVERY, view.every: every_words(view.every)}
    fields.choose(
        ctx,
        "How often is the map looked at again?",
        choices,
        view.every,
        "review_every",
        lambda c, value: map_reviews.plan_reviews(c, every=value, expected_version=c.based_on),
        version=view.version,
    )
    fields.day(
        ctx,
        "The next review",
        view.next_on,
        "review_next",
        lambda c, value: map_reviews.plan_reviews(c, next_on=value, expected_version=c.based_on),
        version=view.version,
        format="YYYY-MM-DD",
    )


def _close(ctx: Context, walk: Walk) -> None:
    left = [stage.name for stage in walk.stages if stage.still_true is None]
    if left:
        st.text(f"Not answered yet: {', '.join(left)}")
    fields.text(
        ctx,
        "What is to be remembered of this review",
        walk.note,
        f"review_note_{walk.id}",
        lambda c, value: map_reviews.edit_review(c, id=walk.id, note=value, expected_version=c.based_on),
        version=walk.version,
        area=True,
        max_chars=4000,
    )
    st.date_input("The next review", value=walk.next_on, key=f"review_close_next_{walk.id}", format="YYYY-MM-DD")
    st.button(
        "Close the review", type="primary", key="review_close", disabled=not walk.answered, on_click=_closed, args=(ctx, walk)
    )


def _closed(ctx: Context, walk: Walk) -> None:
    upcoming = st.session_state[f"review_close_next_{walk.id}"]
    run(
        ctx,
        "review_close",
        lambda c: map_reviews.close_review(c, id=walk.id, next_on=upcoming),
        done="Closed. A snapshot keeps the map as it is now.",
    )
    address.put("stage", None)
