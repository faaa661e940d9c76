"""Step 2: the stages of the journey, who leads them, and what is handed over between them."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.bar import bar
from pages.screens.value_stream.departments import departments, elsewhere
from pages.screens.value_stream.friction import friction
from pages.screens.value_stream.handoff import handoff_list, handoff_panel, new_handoff
from pages.screens.value_stream.look import STYLE
from pages.screens.value_stream.pasting import pasted_table, take_pasted
from pages.screens.value_stream.picture import picture
from pages.screens.value_stream.stage import stage_panel
from pages.screens.value_stream.state import Key, opened
from pages.screens.value_stream.strip import strip
from pages.shared.act import fragment
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame


def shown(ctx: Context) -> vs.StreamView:
    """The stream in the address, else the one that holds what is open."""
    return vs.stream(ctx, stream_id=st.query_params.get("stream"), holding=opened().id or None)


def beginning(ctx: Context, view: vs.StreamView) -> None:
    """What is shown before there is a stage."""
    assert view.stream
    stream_id = view.stream.id
    if not vs.paste_stages.open_to(ctx.actor):
        st.info("There is no stage yet. The facilitator writes them down with the group.", icon=":material/info:")
        return
    if pasted_table(ctx, stream_id):
        return
    again = st.session_state.pop("vs_paste_again", None)
    if again is not None:
        st.session_state["vs_paste"] = again
    st.markdown("Write down the stages of the journey, in the customer’s order and in your own terms. Or a whole list at once:")
    with st.form("paste", clear_on_submit=True, border=False):
        text = st.text_area(
            "Stages, one on each line",
            height=220,
            max_chars=100_000,
            key="vs_paste",
            placeholder="Awareness | Outreach\nReferral | Contact centre\nScheduling",
            help="The department that leads may follow after a bar or a tab.",
        )
        if st.form_submit_button("Add these stages", icon=":material/playlist_add:", type="primary") and text.strip():
            take_pasted(ctx, stream_id, text)
    elsewhere(ctx, view)


def side(ctx: Context, view: vs.StreamView) -> None:
    """What is open, else what the stream costs."""
    now = opened()
    stage, handoff = view.stage(now.id), view.handoff(now.id)
    if stage:
        stage_panel(ctx, view, stage)
    elif handoff:
        handoff_panel(ctx, view, handoff)
    elif now.kind == "new":
        new_handoff(ctx, view)
    else:
        friction(ctx, view)


@fragment
def body(ctx: Context) -> None:
    view = shown(ctx)
    live(ctx, view.revision, key="live_value_stream")
    if view.stream is None:
        st.info("There is no stream yet: add one under “Stream” above.")
        return
    top = st.container()
    with st.container(key="vs_row"):
        left, right = st.columns([3.3, 1], gap="medium")
    mode = st.session_state.get(Key.MODE) or "flow"
    with left:
        if not view.stages:
            beginning(ctx, view)
        elif mode == "flow":
            picture(ctx, view)
        elif mode == "departments":
            departments(ctx, view)
        else:
            handoff_list(view)
    with right, st.container(key="vs_side"):
        side(ctx, view)
    with top:
        strip(ctx, view, opened().id)


def page() -> None:
    ctx = context()
    with frame(ctx, "value_stream") as controls:
        st.html(STYLE)
        with controls:
            bar(ctx, shown(ctx))
        body(ctx)


page()
