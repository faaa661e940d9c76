"""A phone between two people: what the one before had on it goes, and the next one says who they are."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Actor, Role
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.people import roster, seats
from cjm.people.seats import Seat, WhoAreYou
from pages.frontend.served import served
from pages.frontend.source import source
from pages.server.lifetime import service
from pages.shared.act import request_id
from pages.shared.text import plain
from pages.shared.who import BACK, asked, keep_asked, who_are_you

FORGET = source("frontend/kit/forget.js")
_forget = st.components.v2.component("cjm_forget", js=served("forget", FORGET + source("frontend/kit/forgotten.js")))
ASKED = "phone_asked"
LAYOUT = """<style>
.st-key-phone { max-width: 520px; margin-inline: auto; padding-top: 24px; }
.st-key-phone button { min-height: 56px; } .st-key-phone .stTextInput input { font-size: 20px; min-height: 52px; }
</style>"""


def forget(workshop_id: str) -> None:
    """Nothing that the one before had written or seen is left in this browser, but what waits to be sent, which stays unseen."""
    _forget(key="forget", data={"workshop": workshop_id})


def who_holds_it(key: str, workshop_id: str, sat: list[Seat]) -> bool:
    """Ask; whether somebody has said that they hold the phone."""
    st.html(LAYOUT)
    with st.container(key="phone"):
        typed = asked(ASKED)
        if typed is not None:
            answer = who_are_you(typed, "phone")
            if answer == BACK:
                st.session_state.pop(ASKED, None)
                st.rerun()
            return bool(answer) and _sit(key, workshop_id, typed.name, typed.department_id, answer)
        st.subheader("Who holds this phone now?")
        for seat in sat:
            if st.button(plain(f"I am {seat.name}"), icon=":material/person:", width="stretch", key=f"take:{seat.id}"):
                seats.take_over(service(), key, workshop_id, seat.id)
                return True
        names = _departments(workshop_id)
        with st.form("next_person", border=False):
            name = st.text_input("Somebody else", max_chars=200, key="next_name", placeholder="Your name", autocomplete="off")
            department = st.selectbox(
                "Department", [None, *names], format_func=lambda id: names.get(id, "Not in the list"), key="next_department"
            )
            passed = st.form_submit_button("Go on", type="primary", width="stretch")
        return passed and _sit(key, workshop_id, name, department)


def _departments(workshop_id: str) -> dict[str, str]:
    """What anybody with the link may choose from, too."""
    return dict(roster.roster(Context(service(), Actor("Somebody", Role.CONTRIBUTOR), workshop_id)).departments)


def _sit(key: str, workshop_id: str, name: str, department: str | None, am: str | None = None) -> bool:
    try:
        seats.next_person(service(), key, workshop_id, name=name, department_id=department, am=am, request_id=request_id("phone"))
    except WhoAreYou as error:
        keep_asked(ASKED, error, name, department)
        st.rerun()
    except CjmError as error:
        st.warning(plain(str(error)), icon=":material/info:")
        return False
    finally:
        st.session_state.pop("request:phone", None)
    st.session_state.pop(ASKED, None)
    return True
