"""Projects on the days of a quarter."""

from __future__ import annotations

from functools import partial

import streamlit as st

from cjm.figures import timeline as figures
from cjm.priorities import quarter_of
from cjm.projects import Projects
from pages.screens.projects import open_project, opened
from pages.shared import address


def timeline(view: Projects) -> None:
    """A click on a project opens it."""
    present = quarter_of(view.today)
    quarter = address.at("quarter", (present, *figures.quarters_of(view)), present)
    dark = st.context.theme.type == "dark"
    whose = figures.crowded(view, quarter)
    only = address.at("whose", whose, "") if whose else ""
    figure = figures.timeline(view, quarter=quarter, dark=dark, selected=opened(), only=only)
    key = "pr_timeline"
    with st.container(key="pr_chart"):
        st.plotly_chart(
            figure,
            theme=None,
            key=key,
            on_select=partial(_clicked, key),
            selection_mode="points",
            config={"displayModeBar": False},
            alt=figures.described(view, quarter, only)[:2000],
        )


def _clicked(key: str) -> None:
    points = st.session_state[key].selection.points
    data = next((point.get("customdata") for point in points if point.get("customdata")), None)
    if data:
        open_project(str(data[0] if isinstance(data, list) else data))
