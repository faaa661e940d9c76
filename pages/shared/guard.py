"""Which workshop this page is about, and who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from cjm.core.access import Actor, Right, Role, may
from cjm.core.errors import CjmError
from cjm.core.service import Context, Held
from cjm.core.settings import open_installation
from cjm.customer_review import picture
from cjm.homework import is_on
from cjm.people.invitations import my_reviews, my_workshops
from cjm.people.seats import NoSeat, PutDown
from cjm.projects import asked_now
from cjm.workshops import progress, restore_workshop
from pages.server.identity import COOKIE, actor_of, browser_key
from pages.server.lifetime import service, this_run
from pages.shared.text import plain

OPEN = "open_workshop"
FOR_READERS = "leaders.py"
FOR_REVIEWERS = "reviewer.py"
BETWEEN = "phone.py"
"""Who holds this phone now?"""
STARTER = Actor("Facilitator", Role.FACILITATOR)
"""Who has no seat yet and starts a workshop, or looks for those they have."""


def this_browser() -> str | None:
    """The key of the browser that asks."""
    return browser_key(st.context.cookies.get(COOKIE))


def actor(workshop_id: str) -> Actor:
    """Who this browser is in a workshop. Raises NoSeat."""
    return actor_of(this_browser(), workshop_id)


def my_seats() -> dict[str, Role] | None:
    """The workshops this browser has seats in, and as whom; None where there are no roles and all are everybody's."""
    return None if open_installation() else my_workshops(service(), this_browser())


def my_invitations() -> dict[str, str]:
    """The workshops that this browser is invited to look at as a customer, and their names."""
    return my_reviews(service(), this_browser())


def still(context: Context) -> Context:
    """The same with who this browser is now: a seat may have been taken away or got another role. Raises NoSeat."""
    now = actor(context.workshop_id)
    return context if now == context.actor else replace(context, actor=now)


def takes_part(roles: tuple[Role, ...] = (Role.FACILITATOR, Role.CONTRIBUTOR)) -> bool:
    """Whether who asks is a facilitator or contributor of the workshop that is open, or has one of ``roles`` there."""
    workshop_id: str = st.query_params.get("w") or st.session_state.get(OPEN) or ""
    try:
        return bool(workshop_id) and actor(workshop_id).role in roles
    except CjmError:
        return False


def only_reads(workshop_id: str | None = None) -> bool:
    """Whether this browser may read but not write in a workshop, the one that is open if none is named: so leaders do."""
    workshop_id = workshop_id or st.query_params.get("w") or st.session_state.get(OPEN)
    if not workshop_id or open_installation():
        return False
    try:
        return not may(actor(workshop_id), Right.EDIT)
    except CjmError:
        return False


def only_reviews() -> bool:
    """Whether this browser is a customer's who reviews the map, in the workshop that is open: they have one page and no other."""
    return takes_part((Role.REVIEWER,))


def first_page(workshop_id: str, otherwise: str) -> str:
    """Where who comes in begins: contributors with what the group does now, afterwards with their
    homework, and near a check-in with the projects they own."""
    asks = actor(workshop_id)
    if asks.role is not Role.CONTRIBUTOR:
        return otherwise
    ctx = Context(service(), asks, workshop_id)
    if asked_now(ctx, date.today()):
        return "my_projects.py"
    return "stage.py" if is_on(ctx) else "now.py"


def open_workshop(workshop_id: str, page: str = "frame.py") -> None:
    """Go to a page of a workshop; who only reads or reviews goes to the one that is made for that."""
    st.session_state[OPEN] = workshop_id
    if page != FOR_REVIEWERS and only_reads(workshop_id):
        page = FOR_READERS if may(actor(workshop_id), Right.READ) else FOR_REVIEWERS
    st.switch_page(page, query_params={"w": workshop_id})


def context(right: Right = Right.EDIT) -> Context:
    """The workshop in the address, else the one last opened here; without one, a kind page and the way to the list.

    The page is for those who have ``right``; the others are told so, and shown theirs.
    """
    workshop_id = st.query_params.get("w") or st.session_state.get(OPEN)
    if workshop_id:
        try:
            found = Context(service(), actor(workshop_id), workshop_id, held=Held(this_run))
            if not may(found.actor, Right.READ):
                return _for_reviewers(found, right)
            state = progress(found)
        except PutDown:
            st.switch_page(BETWEEN, query_params={"w": workshop_id})
        except NoSeat as error:
            st.session_state.pop(OPEN, None)
            _no_seat(str(error))
        except CjmError as error:
            st.session_state.pop(OPEN, None)
            _choose(str(error))
        st.session_state[OPEN] = workshop_id
        if st.query_params.get("w") != workshop_id:
            st.query_params["w"] = workshop_id
        if state.trashed:
            _in_trash(found, state.workshop_name)
        if not may(found.actor, right):
            _not_yours()
        return found
    _choose("No workshop is open yet. Choose one from the list, or start one.")
    raise AssertionError("st.stop ends the run")


def _for_reviewers(found: Context, right: Right) -> Context:
    """Customers who review the map: their one page, and from every other one the way there. Nothing else is read for them."""
    there = picture(found).open
    st.session_state[OPEN] = found.workshop_id
    if right is not Right.REVIEW or not there:
        st.info(
            "This page is for the team. What you are invited to look at is on a page of its own."
            if there
            else "This isn’t shown at the moment. Thank you for looking!",
            icon=":material/info:",
        )
        if there and st.button("Go to my page", icon=":material/rate_review:", type="primary", key="to_review"):
            st.switch_page(FOR_REVIEWERS, query_params={"w": found.workshop_id})
        st.stop()
    if st.query_params.get("w") != found.workshop_id:
        st.query_params["w"] = found.workshop_id
    return found


def _no_seat(sentence: str) -> None:
    st.info(plain(sentence), icon=":material/event_seat:")
    if st.button("I have a code", icon=":material/pin:", type="primary", key="to_join"):
        st.switch_page("join.py")
    if st.button("My workshops", icon=":material/home:", key="to_lobby"):
        st.switch_page("workshops.py")
    st.stop()


def _in_trash(found: Context, name: str) -> None:
    st.info(plain(f"“{name}” is in the trash. Restore it to work on it."), icon=":material/delete:")
    facilitates = found.actor.role is Role.FACILITATOR
    if facilitates and st.button(
        "Restore this workshop", icon=":material/restore_from_trash:", type="primary", key="restore_workshop"
    ):
        restore_workshop(found)
        st.rerun()
    if st.button("All workshops", icon=":material/home:", key="to_lobby"):
        st.switch_page("workshops.py")
    st.stop()


def _not_yours() -> None:
    st.info(
        "This page is for those who draw the map. Yours has the matrix, the roadmap and what changed.", icon=":material/info:"
    )
    if st.button("For leaders", icon=":material/query_stats:", type="primary", key="to_leaders"):
        st.switch_page(FOR_READERS)
    st.stop()


def _choose(sentence: str) -> None:
    st.info(plain(sentence), icon=":material/info:")
    if st.button("All workshops", icon=":material/home:", type="primary", key="to_lobby"):
        st.switch_page("workshops.py")
    st.stop()
