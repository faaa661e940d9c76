"""The chosen KPI: where it went in words, and its picture."""

from __future__ import annotations

import streamlit as st

from cjm.figures import kpi as figures
from cjm.kpis import Watched
from cjm.kpis.dates import long
from pages.screens.kpis import CSS, SIGNS
from pages.shared.draw import Tree, draw, icon


def chart(kpi: Watched) -> str | None:
    """Returns “back” for the way back to the list, which a phone shows instead of both."""
    way = kpi.verdict.way
    back: Tree = ["button", {"class": "back", "act": "back"}, icon("arrow_back"), " All KPIs"]
    tree: Tree = [
        "div",
        {"class": "head"},
        back,
        ["h2", {"dir": "auto"}, kpi.name],
        ["span", {"class": f"way {way}"}, icon(SIGNS[way]), f" {kpi.verdict.words}"],
        ["span", {"class": "there"}, _there(kpi)],
        ["p", {"class": "why", "dir": "auto"}, kpi.verdict.why, _better(kpi)],
    ]
    act = draw(tree, key="kpi_head", css=CSS)
    with st.container(key="kpi_chart"):
        st.plotly_chart(
            figures.figure(kpi, dark=st.context.theme.type == "dark"),
            theme=None,
            key=f"kpi_chart_{kpi.id}",
            height="stretch",
            config={"displayModeBar": False},
            alt=figures.described(kpi)[:2000],
        )
    return act


def _better(kpi: Watched) -> str:
    return f"  ·  {'lower' if kpi.direction == 'down' else 'higher'} is better"


def _there(kpi: Watched) -> str:
    """How much of the way to the target is behind."""
    if kpi.target is None:
        return "No target yet"
    by = f" due {long(kpi.target_on)}" if kpi.target_on else ""
    if kpi.way_there is None:
        return f"Target{by}: the way there can’t be told yet" if by else ""
    if kpi.way_there >= 1:
        return f"Target{by}: reached"
    if kpi.way_there < 0:
        return f"Target{by}: farther away than at the start"
    return f"Target{by}: {100 * kpi.way_there:.0f} % of the way"
