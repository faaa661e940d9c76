"""Two journeys stage by stage: segments that share stages, or organisations on the way to a common journey."""

from __future__ import annotations

import streamlit as st

from cjm import side_by_side as sbs
from cjm.core.access import Right, may
from pages.screens.side_by_side import CSS, STYLE
from pages.screens.side_by_side.bar import TAKEN, another, choose, common
from pages.screens.side_by_side.picture import heads, picture
from pages.shared import address
from pages.shared.act import fragment
from pages.shared.draw import Tree, draw
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame, go

LOOKS = {"compare": "Compare", "common": "Towards a common one"}
here = context()


@fragment
def body() -> None:
    view = sbs.journeys(here, st.query_params.get("left"), st.query_params.get("right"))
    live(here, view.revision, key="live_sides")
    changes = may(here.actor, Right.FACILITATE)
    if view.left is None or view.right is None:
        if changes:
            another(here, view)
        alone: Tree = [
            "div",
            {"class": "panel start"},
            ["h2", {}, "There is one journey so far"],
            [
                "p",
                {},
                "A journey for another segment starts from this one and shares its stages: what is the same is entered and edited once, and only "
                "what differs is added. Two organisations that merge lay both their journeys beside each other here, and choose a common one.",
            ],
        ]
        draw(alone, key="sbs_alone", css=CSS)
        return
    with controls, st.container(horizontal=True, vertical_alignment="center", key="sbs_bar"):
        choose(view)
        look = address.switch("What to do", LOOKS, "look", key="sbs_look") if changes else "compare"
        if changes:
            another(here, view)
        taken = st.session_state.setdefault(TAKEN, {}).setdefault(f"{view.left.id}|{view.right.id}", {})
        if look == "common":
            common(here, view, taken)
        if st.button("Say what differs", icon=":material/dashboard:", key="sbs_board"):
            go(here, "pain_points", {"stream": view.right.id}.items())
    heads(view)
    if not view.rows:
        draw(
            ["div", {"class": "panel start"}, "Neither of them has a stage yet: lay out the stages in step 2."],
            key="sbs_none",
            css=CSS,
        )
        return
    act = picture(view, taken if look == "common" else None)
    if act:
        key, _, what = act.removeprefix("take:").rpartition(":")
        taken[key] = what
        st.rerun(scope="fragment")


st.html(STYLE)
with frame(here, "side_by_side", "What differs?") as controls:
    body()
