"""Sitting down: under one's name, as somebody on the roster, or where one sits already."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Role
from cjm.core.errors import CjmError, DatabaseFault
from cjm.core.service import Context
from cjm.people import invitations
from cjm.people.invitations import Found
from cjm.people.seats import WhoAreYou, actor_at
from cjm.workshops import progress
from pages.screens.join.code import forget_code
from pages.server.lifetime import service
from pages.shared.act import not_stored, request_id
from pages.shared.address import script_of
from pages.shared.guard import FOR_REVIEWERS, first_page, open_workshop
from pages.shared.text import plain
from pages.shared.who import BACK, Typed, asked, keep_asked, who_are_you

_ASKED = "join_asked"


def enter(workshop_id: str, key: str) -> None:
    """To where the session is: contributors to what the group does now, leaders to their page, others to the last step begun."""
    ctx = Context(service(), actor_at(service(), key, workshop_id), workshop_id)
    if ctx.actor.role is Role.REVIEWER:
        forget_code()
        open_workshop(workshop_id, FOR_REVIEWERS)
    begun = [step.key for step in progress(ctx).steps if step.state != "empty"]
    where = "matrix" if ctx.actor.role is Role.LEADER else begun[-1] if begun else "frame"
    forget_code()
    open_workshop(workshop_id, first_page(workshop_id, script_of(where)))


def sit_down(found: Found, key: str, secret: dict[str, str], name: str, department: str | None, am: str | None = None) -> None:
    """Take a seat and go in. Says why not where that is refused, and asks at the next run where the name is like another's."""
    try:
        invitations.join(service(), key, name=name, department_id=department, am=am, request_id=request_id("join"), **secret)
    except WhoAreYou as error:
        st.session_state.pop("request:join", None)
        keep_asked(_ASKED, error, name, department)
        st.rerun()
    except CjmError as error:
        st.session_state.pop("request:join", None)
        st.warning(plain(str(error)), icon=":material/info:")
        return
    except DatabaseFault as fault:  # the id stays: who presses again sits down once
        st.warning(not_stored(fault), icon=":material/schedule:")
        return
    st.session_state.pop("request:join", None)
    st.session_state.pop(_ASKED, None)
    enter(found.workshop_id, key)


def waiting() -> Typed | None:
    """What was typed, and waits for the answer to “is that you?”."""
    return asked(_ASKED)


def ask_who(found: Found, key: str, secret: dict[str, str], typed: Typed) -> None:
    """Somebody on the roster has a like name: nobody becomes them, or a second one, without saying so."""
    answer = who_are_you(typed, "join")
    if answer == BACK:
        st.session_state.pop(_ASKED, None)
        st.rerun()
    elif answer:
        sit_down(found, key, secret, typed.name, typed.department_id, answer)
