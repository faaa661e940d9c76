"""KPIs after the workshop: which numbers move the right way, and did the pain get smaller?"""

from __future__ import annotations

import streamlit as st

from cjm import kpis
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.kpis import Kpis
from pages.screens.kpis import CSS, PARTS, STYLE, choose, chosen, shown
from pages.screens.kpis.about import about, measures
from pages.screens.kpis.bar import bar
from pages.screens.kpis.became import became
from pages.screens.kpis.chart import chart
from pages.screens.kpis.listed import listed
from pages.screens.kpis.pasting import pasting
from pages.screens.kpis.readings import readings
from pages.shared import address
from pages.shared.act import fragment
from pages.shared.draw import Tree, draw
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame


@fragment
def body(ctx: Context) -> None:
    if shown() == "pain":
        view = kpis.outcome(ctx)
        live(ctx, view.revision, key="live_kpis")
        act = became(view)
        if act:
            choose(act.partition(":")[2])
            address.put("show", None)
            st.rerun()
        return
    numbers = kpis.kpis(ctx)
    live(ctx, numbers.revision, key="live_kpis")
    if not numbers.watched:
        none: Tree = [
            "div",
            {"class": "panel empty"},
            ["h2", {}, "No number is watched yet"],
            [
                "p",
                {},
                "Add one with the button above: what will be lower or higher when the pain is smaller? "
                "Then give it a baseline, a target and a reading now and then.",
            ],
        ]
        draw(none, key="kpi_empty", css=CSS)
        return
    _numbers(ctx, numbers)


def _numbers(ctx: Context, view: Kpis) -> None:
    kpi = chosen(view)
    # a phone shows the list, or the one that was chosen from it
    st.html(
        f"<style>@media(max-width:767px){{.st-key-{'kpi_list' if 'kpi' in st.query_params else 'kpi_one'}{{display:none}}}}</style>"
    )
    left, right = st.columns([1, 2.3], gap="small")
    with left:
        act = listed(view, kpi)
    if act:
        choose(act.partition(":")[2])
        kpi = chosen(view)
        st.rerun(scope="fragment")
    if kpi is None:
        return
    with right, st.container(border=True, key="kpi_one"):
        if chart(kpi):
            choose(None)
            st.rerun(scope="fragment")
        writes = may(ctx.actor, Right.EDIT)
        part = address.switch(
            "Part", {key: words for key, words in PARTS.items() if writes or key != "paste"}, "part", key="kpi_part"
        )
        if part == "paste":
            pasting(ctx, kpi)
        elif part == "about":
            about(ctx, kpi)
        elif part == "measures":
            measures(ctx, view, kpi)
        else:
            readings(ctx, kpi)


here = context(Right.READ)
with frame(
    here, "kpis", "Which numbers move the right way?" if shown() == "numbers" else "Did the pain get smaller?"
) as controls:
    st.html(STYLE)
    with controls:
        bar(here)
    body(here)
