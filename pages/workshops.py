"""The lobby: start a workshop, go on with one, or open the hospital example."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from cjm import workshops
from cjm.core.access import Role
from cjm.core.service import Context
from cjm.core.vocabulary import STEPS
from cjm.guidance.gaps import gap
from pages.frontend.source import source
from pages.screens.workshops.hero import five_steps, hero
from pages.screens.workshops.shelf import JUST_TRASHED, TRASH_SHOWN, shelf
from pages.screens.workshops.start import start
from pages.server.lifetime import service
from pages.shared.act import rerun, run
from pages.shared.draw import draw
from pages.shared.guard import FOR_REVIEWERS, OPEN, STARTER, actor, first_page, my_invitations, my_seats, open_workshop
from pages.shared.page import STYLE, go

CSS = source("screens/workshops/drawn.css")
LAYOUT = """<style>
.st-key-lobby { max-width: 1640px; margin-inline: auto; }
.st-key-start { background: light-dark(#fff, #232b30); }
</style>"""


def of(workshop_id: str) -> Context:
    return Context(service(), actor(workshop_id), workshop_id)


def carry_out(act: str, reached: dict[str, int]) -> None:
    verb, _, rest = act.partition(":")
    workshop_id, _, step = rest.partition(":")
    if verb == "open":
        at = reached.get(workshop_id, 0)
        open_workshop(workshop_id, first_page(workshop_id, f"{STEPS[at - 1][0]}.py" if at else "frame.py"))
    elif verb == "review":
        open_workshop(workshop_id, FOR_REVIEWERS)
    elif verb == "step":
        open_workshop(workshop_id, f"{step}.py")
    elif verb == "gap":
        missing = gap(of(workshop_id), here="")
        if missing:
            st.session_state[OPEN] = workshop_id
            go(of(workshop_id), missing.page, missing.query)
    elif verb == "trash":
        st.session_state[JUST_TRASHED] = workshop_id
        run(of(workshop_id), act, lambda c: workshops.trash_workshop(c))
    elif verb == "restore":
        st.session_state.pop(JUST_TRASHED, None)
        run(of(workshop_id), act, lambda c: workshops.restore_workshop(c), done="Restored")
    elif verb == "toggle_trash":
        st.session_state[TRASH_SHOWN] = not st.session_state.get(TRASH_SHOWN)
    rerun()


def body() -> None:
    with st.container(key="lobby"):
        draw(hero(), key="hero", css=CSS)
        left, right = st.columns([3, 1], gap="medium")
        with right:
            start()
        with left:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.subheader("Go on", anchor=False, width="content")
                asked = st.text_input(
                    "Find a workshop",
                    placeholder="Find a workshop",
                    label_visibility="collapsed",
                    key="find",
                    icon=":material/search:",
                    live=True,
                    width=260,
                )
            asked = (asked or "").strip()
            mine, invited = my_seats(), my_invitations()
            listed = [one for one in workshops.list_workshops(service(), STARTER, only=mine) if one.id not in invited]
            found = [item for item in listed if asked.casefold() in item.name.casefold()]
            leads = None if mine is None else {id for id, role in mine.items() if role is Role.FACILITATOR}
            trashed = workshops.list_workshops(service(), STARTER, trashed=True, only=leads)
            first = of(found[0].id) if found and not asked else None
            latest = (workshops.progress(first), gap(first, here="")) if first else None
            act = draw(shelf(found, latest, trashed, asked, datetime.now(UTC), invited, leads), key="workshops", css=CSS)
        draw(five_steps(), key="five", css=CSS)
    if act:
        carry_out(act, {item.id: item.reached for item in found})


st.html(STYLE + LAYOUT)
body()
