"""Entering the homework of somebody who has no device; it counts as theirs."""

from __future__ import annotations

import streamlit as st

from cjm.core.service import Context
from cjm.homework import for_others
from cjm.homework.heat_map import HeatMap
from cjm.people.roster import roster
from pages.shared import fields
from pages.shared.act import run
from pages.shared.text import plain

WHO, STAGE, LANE, TEXT = "homework_who", "homework_stage", "homework_lane", "homework_text"


def entering(ctx: Context, view: HeatMap) -> None:
    people = sorted(roster(ctx).people, key=lambda one: not one.without_device)
    names = {one.id: f"{one.name}{' (no device)' if one.without_device else ''}" for one in people}
    stages = {row.id: row.name for row in view.rows}
    lanes = dict(view.asked)
    if not (names and stages and lanes):
        return
    with st.expander("Enter for somebody without a device", icon=":material/person_edit:"):
        who = st.selectbox("Who", list(names), format_func=lambda id: plain(names.get(id, "")), key=WHO)
        stage = st.selectbox("Stage", list(stages), format_func=lambda id: plain(stages.get(id, "")), key=STAGE)
        lane = st.selectbox("Question", list(lanes), format_func=lambda id: plain(lanes.get(id, "")), key=LANE)
        at = {"participant_id": who, "stage_id": stage, "lane_id": lane}
        st.text_area("What they say", key=TEXT, max_chars=400, height=80, placeholder="One card, in their words")
        with st.container(horizontal=True):
            st.button("Add card", icon=":material/add:", type="primary", key="homework_add", on_click=_add, args=(ctx, at))
            if st.button("Nothing to add", key="homework_nothing"):
                run(ctx, "homework_nothing", lambda c: for_others.nothing_to_add_for(c, **at), done="Noted")
                fields.again()
            if st.button("Done with this stage", icon=":material/check:", key="homework_done"):
                run(
                    ctx,
                    "homework_done",
                    lambda c: for_others.say_stage_done_for(c, participant_id=who, stage_id=stage),
                    done="Noted",
                )
                fields.again()


def _add(ctx: Context, at: dict[str, str]) -> None:
    words = st.session_state[TEXT]
    if run(ctx, "homework_add", lambda c: for_others.write_for(c, text=words, **at), done="Added"):
        st.session_state[TEXT] = ""
