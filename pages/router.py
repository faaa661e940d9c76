"""The script that the application runs: which pages there are, and the one that is asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.components.guard import takes_part

_LOGO = Path(__file__).parent / "components" / "logo"

PAGES = {
    "": [
        st.Page("workshops.py", title="Workshops", icon=":material/home:", default=True),
        st.Page(
            "now.py", title="Now", icon=":material/smartphone:", url_path="now", visibility="visible" if takes_part() else "hidden"
        ),
        st.Page("frame.py", title="Frame", icon=":material/flag:", url_path="frame"),
    ],
    "Steps": [
        st.Page("customer.py", title="1 Customer", icon=":material/person:", url_path="customer"),
        st.Page("value_stream.py", title="2 Value stream", icon=":material/conversion_path:", url_path="value_stream"),
        st.Page("pain_points.py", title="3 Pain points", icon=":material/sentiment_dissatisfied:", url_path="pain_points"),
        st.Page("future_state.py", title="4 Future state", icon=":material/landscape:", url_path="future_state"),
        st.Page("priorities.py", title="5 Priorities", icon=":material/scatter_plot:", url_path="priorities"),
    ],
    "More": [
        st.Page("people.py", title="People and links", icon=":material/group:", url_path="people"),
        st.Page("trash.py", title="Activity and trash", icon=":material/history:", url_path="trash"),
        st.Page("projector.py", title="Projector", icon=":material/present_to_all:", url_path="projector", visibility="hidden"),
        st.Page("join.py", title="Join", icon=":material/login:", url_path="join", visibility="hidden"),
    ],
}

st.set_page_config(page_title="Journey canvas", page_icon=str(_LOGO / "icon.svg"), layout="wide")
dark = st.context.theme.type == "dark"
logo = str(_LOGO / ("logo-dark.svg" if dark else "logo.svg"))
st.logo(logo, size="large", icon_image=logo)
st.navigation(PAGES, position="top").run()
