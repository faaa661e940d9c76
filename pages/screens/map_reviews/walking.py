"""A review that is going on: one stage after the other, and what the room says is stored at once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import map_reviews, pain_points
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.map_reviews import Walk, WalkStage
from pages.screens.map_reviews.keys import turned
from pages.screens.map_reviews.stops import stage, stops
from pages.shared import address, fields
from pages.shared.act import run
from pages.shared.text import plain

KNOWN_BY = {"observed": "Observed by staff", "confirmed": "Confirmed by customers"}


def walking(ctx: Context, walk: Walk) -> None:
    writes = may(ctx.actor, Right.FACILITATE)
    place = walk.place(st.query_params.get("stage"))
    key = turned()
    act = stops(walk, place)
    if writes:
        left, right = st.columns([2.1, 1], gap="small")
        with left:
            act = stage(walk, place, may_write=True) or act
        with right, st.container(border=True, key="review_said"):
            _said(ctx, walk, walk.stages[place])
    else:
        act = stage(walk, place, may_write=False) or act
    if act or key:
        _do(ctx, walk, place, act or f"turn:{key}")
        fields.again()


def _do(ctx: Context, walk: Walk, place: int, act: str) -> None:
    verb, _, rest = act.partition(":")
    address.put("stage", walk.stages[place].id)  # what is answered stays on the screen
    if verb == "stage":
        address.put("stage", rest)
    elif verb == "turn":
        after = min(max(place + (1 if rest == "next" else -1), 0), len(walk.stages) - 1)
        address.put("stage", walk.stages[after].id)
    elif verb == "still":
        still: Any = rest
        run(ctx, act, lambda c: map_reviews.write_finding(c, review_id=walk.id, stage_id=walk.stages[place].id, still_true=still))
    elif verb == "rate":
        subject, axis, value = rest.split(":")
        of: Any = axis
        run(ctx, act, lambda c: map_reviews.re_rate(c, review_id=walk.id, subject_id=subject, axis=of, value=int(value)))


def _said(ctx: Context, walk: Walk, one: WalkStage) -> None:
    """What was found, a new pain, new evidence."""
    fields.text(
        ctx,
        "What has changed here, in a sentence or two",
        one.words,
        f"review_words_{walk.id}_{one.id}",
        lambda c, value: map_reviews.write_finding(
            c, review_id=walk.id, stage_id=one.id, words=value, expected_version=c.based_on
        ),
        version=one.version,
        area=True,
        height=110,
        max_chars=4000,
    )
    if walk.pain_lane:
        with st.form(f"review_pain_{one.id}", border=False, clear_on_submit=False):
            st.text_input(
                "New pain here",
                key=f"review_pain_text_{one.id}",
                max_chars=400,
                placeholder="What gets in the customer’s way now?",
            )
            st.form_submit_button(
                "Add pain point",
                icon=":material/add:",
                key=f"review_pain_add_{one.id}",
                on_click=_add_pain,
                args=(ctx, walk, one),
            )
    pains = {pain.id: pain.text for pain in (*one.pains, *one.others)}
    if pains:
        with st.form(f"review_evidence_{one.id}", border=False):
            st.selectbox(
                "New evidence for",
                list(pains),
                key=f"review_evidence_of_{one.id}",
                format_func=lambda id: plain(pains.get(id, "")),
            )
            st.segmented_control(
                "How do we know?",
                list(KNOWN_BY),
                default="observed",
                key=f"review_evidence_by_{one.id}",
                format_func=lambda by: KNOWN_BY[by],
                required=True,
            )
            st.text_input(
                "Source",
                key=f"review_evidence_source_{one.id}",
                max_chars=300,
                placeholder="Patient survey, a count, an interview",
            )
            st.form_submit_button(
                "Add evidence",
                icon=":material/verified:",
                key=f"review_evidence_add_{one.id}",
                on_click=_add_evidence,
                args=(ctx, one),
            )


def _add_pain(ctx: Context, walk: Walk, one: WalkStage) -> None:
    key = f"review_pain_text_{one.id}"
    text, lane = st.session_state[key], walk.pain_lane or ""
    if run(
        ctx,
        key,
        lambda c: pain_points.add_entry(c, stage_id=one.id, lane_id=lane, text=text),
        done="Added. Say how bad and how often.",
    ):
        st.session_state[key] = ""


def _add_evidence(ctx: Context, one: WalkStage) -> None:
    state = st.session_state
    id, by, source = (state[f"review_evidence_{name}_{one.id}"] for name in ("of", "by", "source"))
    if run(
        ctx,
        f"review_evidence_{one.id}",
        lambda c: (map_reviews.found_evidence(c, entry_id=id, state=by, source=source), True)[1],
        done="Added",
    ):
        state[f"review_evidence_source_{one.id}"] = ""
