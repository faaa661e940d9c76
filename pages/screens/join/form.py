"""The one form: a name and, for contributors, a department."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Role
from cjm.people.invitations import Found
from cjm.people.seats import RANK, NoSeat, actor_at
from pages.screens.join.look import title
from pages.screens.join.sitting import ask_who, enter, sit_down, waiting
from pages.server.lifetime import service

ROLE_WORDS = {Role.CONTRIBUTOR: "", Role.LEADER: " as a leader", Role.FACILITATOR: " as facilitator"}
INVITED = "You know best what it is like. We have drawn what we believe you go through: please tell us what is true, what is wrong, and what we have missed. It takes about ten minutes, on a phone too."


def join(found: Found, key: str, secret: dict[str, str]) -> None:
    """What ``secret`` opens, for the browser ``key``: the way on for who sits there already, the question who one is, or the form."""
    if _sits_there(found, key):
        return
    typed = waiting()
    if typed is not None and found.role is Role.CONTRIBUTOR and found.participant_id is None:
        ask_who(found, key, secret, typed)
        return
    if found.role is Role.REVIEWER:
        title("You are invited to look at", found.workshop)
        st.markdown(INVITED)
    else:
        title(f"Join{ROLE_WORDS[found.role]}" if not found.person else f"Go on as {found.person} in", found.workshop)
    given = _form(found)
    if given is not None:
        sit_down(found, key, secret, *given)


def _sits_there(found: Found, key: str) -> bool:
    """Whether this browser has a seat already that allows as much; then it is offered to go on."""
    try:
        actor = actor_at(service(), key, found.workshop_id)
    except NoSeat:
        return False
    if RANK[actor.role] < RANK[found.role] or found.participant_id not in (None, actor.participant_id):
        return False
    reviews = actor.role is Role.REVIEWER
    title("Welcome back" if reviews else f"You are {actor.name} in", found.workshop)
    if st.button("Go on" if reviews else "Go to the workshop", type="primary", width="stretch", key="go"):
        enter(found.workshop_id, key)
    return True


def _form(found: Found) -> tuple[str, str | None] | None:
    """The name and the department, once they are handed in."""
    reviews, departments = found.role is Role.REVIEWER, dict(found.departments)
    name, department = "", None
    with st.form("join_form", border=False, enter_to_submit=True):
        if reviews:
            name = st.text_input(
                "How may we call you? You may leave this empty.", max_chars=200, key="join_name", autocomplete="off"
            )
        elif found.participant_id is None:
            name = st.text_input("Your name", max_chars=200, key="join_name", autocomplete="name")
            if found.role is Role.CONTRIBUTOR and departments:
                department = st.selectbox(
                    "Your department",
                    [None, *departments],
                    format_func=lambda id: departments.get(id, "Not in the list"),
                    key="join_department",
                )
        pressed = st.form_submit_button(
            "Start" if reviews else "Go on" if found.person else "Join", type="primary", width="stretch"
        )
    return (name, department) if pressed else None
