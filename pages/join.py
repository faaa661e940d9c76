"""The door: a link or a spoken code, a name, and one big button. Works for those who have no seat anywhere yet."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Role
from cjm.core.errors import CjmError, DatabaseFault
from cjm.core.service import Context
from cjm.people import invitations
from cjm.people.invitations import Found
from cjm.people.seats import RANK, NoSeat, WhoAreYou, actor_at
from cjm.workshops import progress
from pages.server.identity import INVITATION, invitation
from pages.server.lifetime import service
from pages.shared.act import not_stored, request_id
from pages.shared.address import script_of
from pages.shared.draw import Tree, draw
from pages.shared.guard import FOR_REVIEWERS, first_page, open_workshop, this_browser
from pages.shared.page import STYLE
from pages.shared.text import plain
from pages.shared.who import BACK, Typed, asked, keep_asked, who_are_you

LAYOUT = """<style>
.st-key-join { max-width: 520px; margin-inline: auto; }
.st-key-join .stFormSubmitButton button, .st-key-join .st-key-go button, .st-key-join .stButton button[kind=primary] { min-height: 64px; font-size: 22px; }
.st-key-join .stFormSubmitButton button p, .st-key-join .st-key-go button p { font-size: 20px; }
.st-key-join .stTextInput input { font-size: 20px; min-height: 52px; }
</style>"""
CSS = """
.door { padding: 24px 0 8px; } .door .small { font-size: 18px; line-height: 24px; }
.door h1 { font-size: 32px; line-height: 38px; overflow-wrap: anywhere; padding-top: 4px; }
"""
ROLE_WORDS = {Role.CONTRIBUTOR: "", Role.LEADER: " as a leader", Role.FACILITATOR: " as facilitator"}
INVITED = "You know best what it is like. We have drawn what we believe you go through: please tell us what is true, what is wrong, and what we have missed. It takes about ten minutes, on a phone too."
CODE = "join_code"
ASKED = "join_asked"


def _title(small: str, large: str) -> None:
    tree: Tree = ["div", {"class": "door"}, ["div", {"class": "small"}, small], ["h1", {"dir": "auto"}, large]]
    draw(tree, key="join_title", css=CSS)


def _enter(workshop_id: str, key: str) -> None:
    """To where the session is: contributors to what the group does now, leaders to their page, others to the last step begun."""
    ctx = Context(service(), actor_at(service(), key, workshop_id), workshop_id)
    if ctx.actor.role is Role.REVIEWER:
        st.session_state.pop(CODE, None)
        open_workshop(workshop_id, FOR_REVIEWERS)
    begun = [step.key for step in progress(ctx).steps if step.state != "empty"]
    where = "matrix" if ctx.actor.role is Role.LEADER else begun[-1] if begun else "frame"
    st.session_state.pop(CODE, None)
    open_workshop(workshop_id, first_page(workshop_id, script_of(where)))


def _join(found: Found, key: str, secret: dict[str, str]) -> None:
    """The one form: a name and, for contributors, a department."""
    try:
        actor = actor_at(service(), key, found.workshop_id)
    except NoSeat:
        actor = None
    if actor is not None and RANK[actor.role] >= RANK[found.role] and found.participant_id in (None, actor.participant_id):
        reviews = actor.role is Role.REVIEWER
        _title("Welcome back" if reviews else f"You are {actor.name} in", found.workshop)
        if st.button("Go on" if reviews else "Go to the workshop", type="primary", width="stretch", key="go"):
            _enter(found.workshop_id, key)
        return
    typed = asked(ASKED)
    if typed is not None and found.role is Role.CONTRIBUTOR and found.participant_id is None:
        _ask(found, key, secret, typed)
        return
    reviews = found.role is Role.REVIEWER
    if reviews:
        _title("You are invited to look at", found.workshop)
        st.markdown(INVITED)
    else:
        _title(f"Join{ROLE_WORDS[found.role]}" if not found.person else f"Go on as {found.person} in", found.workshop)
    departments = dict(found.departments)
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
    if pressed:
        _sit_down(found, key, secret, name, department)


def _sit_down(found: Found, key: str, secret: dict[str, str], name: str, department: str | None, am: str | None = None) -> None:
    try:
        invitations.join(service(), key, name=name, department_id=department, am=am, request_id=request_id("join"), **secret)
    except WhoAreYou as error:
        st.session_state.pop("request:join", None)
        keep_asked(ASKED, error, name, department)
        st.rerun()
    except CjmError as error:
        st.session_state.pop("request:join", None)
        st.warning(plain(str(error)), icon=":material/info:")
        return
    except DatabaseFault as fault:  # the id stays: who presses again sits down once
        st.warning(not_stored(fault), icon=":material/schedule:")
        return
    st.session_state.pop("request:join", None)
    st.session_state.pop(ASKED, None)
    _enter(found.workshop_id, key)


def _ask(found: Found, key: str, secret: dict[str, str], typed: Typed) -> None:
    """Somebody on the roster has a like name: nobody becomes them, or a second one, without saying so."""
    answer = who_are_you(typed, "join")
    if answer == BACK:
        st.session_state.pop(ASKED, None)
        st.rerun()
    elif answer:
        _sit_down(found, key, secret, typed.name, typed.department_id, answer)


def _ask_for_code(sentence: str = "") -> None:
    _title("Welcome", "Type the code from the screen")
    if sentence:
        st.warning(sentence, icon=":material/info:")
    with st.form("code_form", border=False, enter_to_submit=True):
        typed = st.text_input("Code", max_chars=40, key="typed_code", placeholder="1234 5678", autocomplete="off")
        if st.form_submit_button("Go on", type="primary", width="stretch") and typed.strip():
            st.session_state[CODE] = typed
            st.rerun()
    if st.button("My workshops", icon=":material/home:", key="to_lobby", type="tertiary"):
        st.switch_page("workshops.py")


def body() -> None:
    key = this_browser()
    if key is None:
        st.warning(
            "This browser keeps no cookies, so it can’t remember who you are. Allow them for this address, then reload.",
            icon=":material/cookie:",
        )
        return
    code = str(st.session_state.get(CODE, ""))
    token = invitation(st.context.cookies.get(INVITATION)) or ""
    secret = {"code": code} if code else {"token": token}
    if not (code or token):
        _ask_for_code()
        return
    try:
        found = invitations.look_up(service(), browser_key=key, **secret)
    except CjmError as error:
        st.session_state.pop(CODE, None)
        _ask_for_code(str(error))
    else:
        _join(found, key, secret)


st.html(STYLE + LAYOUT)
with st.container(key="join"):
    body()
