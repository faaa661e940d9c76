"""The script that the application runs: which pages there are, and the one that is asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cjm.core.access import Role
from pages.shared.act import tell
from pages.shared.address import script_of
from pages.shared.guard import only_reads, only_reviews, takes_part

_LOGO = Path(__file__).parent / "shared" / "logo"
READABLE = (
    "workshops",
    "matrix",
    "insights",
    "projects",
    "priorities",
    "kpis",
    "reviews",
    "customers_turn",
    "versions",
    "people",
)
"""What those who only read find in the menu, in one row."""
takes = takes_part()
reviews = not takes and only_reviews()
reads = not takes and not reviews and only_reads()


def page(name: str, title: str, icon: str, *, hidden: bool = False) -> StreamlitPage:
    """The page at the address ``name``."""
    seen = name == "customer_review" if reviews else not hidden and (not reads or name in READABLE)
    return st.Page(
        script_of(name),
        title=title,
        icon=f":material/{icon}:",
        visibility="visible" if seen else "hidden",
        **({"default": True} if name == "workshops" else {"url_path": name}),
    )


PAGES = {
    "": [
        page("workshops", "Workshops", "home"),
        page("now", "Now", "smartphone", hidden=not takes),
        page("frame", "Frame", "flag"),
        page("stage", "My stage", "home_work", hidden=not takes),
    ],
    "Steps": [
        page("customer", "1 Customer", "person"),
        page("value_stream", "2 Value stream", "conversion_path"),
        page("pain_points", "3 Pain points", "sentiment_dissatisfied"),
        page("future_state", "4 Future state", "landscape"),
        page("priorities", "Priorities" if reads else "5 Priorities", "scatter_plot"),
    ],
    "Follow-up": [
        page("closing", "Close the workshop", "handshake", hidden=not takes_part((Role.FACILITATOR,))),
        page("projects", "Projects", "view_kanban"),
        page("my_projects", "My projects", "checklist", hidden=not takes_part((Role.CONTRIBUTOR,))),
        page("check_in", "Check-in", "fact_check", hidden=not takes_part((Role.FACILITATOR,))),
        page("kpis", "KPIs", "monitoring"),
        page("reviews", "Reviews", "event_repeat"),
        page("insights", "Insights", "insights"),
        page("versions", "Versions", "bookmarks"),
        page("side_by_side", "Side by side", "alt_route"),
        page("customers_turn", "Customers’ turn", "reviews"),
        page("customer_review", "What is it like for you?", "rate_review", hidden=True),
    ],
    "More": [
        page("matrix", "For leaders", "query_stats"),
        page("people", "People and links", "group"),
        page("homework", "Homework", "assignment", hidden=not takes_part((Role.FACILITATOR,))),
        page("trash", "Activity and trash", "history"),
        page("projector", "Projector", "present_to_all", hidden=True),
        page("join", "Join", "login", hidden=True),
        page("phone", "Who holds this phone?", "sync_alt", hidden=True),
    ],
}
if reads or reviews:
    every = [one for section in PAGES.values() for one in section]
    PAGES = {"": sorted(every, key=lambda one: READABLE.index(one.url_path) if one.url_path in READABLE else 0)}

st.set_page_config(page_title="Journey canvas", page_icon=str(_LOGO / "icon.svg"), layout="wide")
dark = st.context.theme.type == "dark"
logo = str(_LOGO / ("logo-dark.svg" if dark else "logo.svg"))
st.logo(logo, size="large", icon_image=logo)
tell()
st.navigation(PAGES, position="top").run()
