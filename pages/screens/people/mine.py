"""What a contributor finds: their own link, and passing the phone on. And for the facilitator, who else holds a seat."""

from __future__ import annotations

from functools import partial

import streamlit as st

from cjm.core.access import Role
from cjm.core.service import Context
from cjm.core.settings import link
from cjm.people import invitations, seats
from pages.shared import fields
from pages.shared.act import rerun, run
from pages.shared.copy import copy_button
from pages.shared.draw import draw
from pages.shared.invitation import CSS, base_url, qr
from pages.shared.text import plain


def _own_link_key(context: Context) -> str:
    return f"my_link:{context.workshop_id}:{context.actor.id}"  # a phone that is passed on shows nobody else's


def own_link(context: Context) -> str | None:
    """The token of the link that whoever asks made for themselves in this tab."""
    made: str | None = st.session_state.get(_own_link_key(context))
    return made


def make_own_link(context: Context) -> bool:
    """Make one for whoever asks; the one before lets nobody in any more."""
    person_id = context.actor.participant_id
    made = run(context, "my_link", lambda c: invitations.personal_link(c, person_id)) if person_id else None
    if made is not None:
        st.session_state[_own_link_key(context)] = made.token
    return made is not None


def go_on_at_home(context: Context) -> None:
    """A contributor's own link."""
    if context.actor.participant_id is None:
        return
    st.markdown(f"You are **{plain(context.actor.name)}**. Your own link lets you go on at home or on another device.")
    token = own_link(context)
    pressed = st.button(
        "New link" if token else "Make my link",
        icon=":material/home_work:",
        type="secondary" if token else "primary",
        key="make_my_link",
    )
    if pressed and make_own_link(context):
        fields.again()
    if token:
        address = link(token, base_url())
        draw(["div", {"class": "panel"}, qr(address, "QR code of your own link")], key="my_qr", css=CSS)
        copy_button("Copy my link", address, key="copy_mine")
        st.caption("Only for you: whoever has it writes in your name. A new one replaces it.")


def shared_phone(context: Context) -> None:
    """Pass the phone on: from then on it shows nothing of the workshop until somebody says who holds it."""
    st.markdown("Whoever gets it is asked who they are. What you typed and did not send is taken off this phone.")
    if st.button("Pass the phone on", icon=":material/sync_alt:", key="pass_on"):
        down = run(context, "put_down", seats.put_down)
        if down:
            rerun()


def places_taken(context: Context) -> None:
    """Who took a place on the roster by nothing but its name: the facilitator lets it be, or takes it back."""
    for one in seats.claims(context):
        typed = f", typing “{one.typed}”" if one.typed and one.typed != one.name else ""
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"claim_{one.seat_id}"):
            st.text(f"Somebody took the place of {one.name}{typed}.")
            if st.button("That’s right", icon=":material/check:", key=f"keep_place:{one.seat_id}"):
                run(context, f"keep_place:{one.seat_id}", partial(seats.keep_place, seat_id=one.seat_id))
                fields.again()
            if st.button("Take it back", icon=":material/undo:", key=f"free_place:{one.seat_id}"):
                run(
                    context,
                    f"free_place:{one.seat_id}",
                    partial(seats.free_place, seat_id=one.seat_id),
                    done="The place is free again",
                )
                fields.again()


def other_seats(context: Context) -> None:
    """Facilitators and leaders, who are on no roster, and how to take their seats away. Customers who review have a page."""
    held = [seat for seat in seats.seats_of(context) if seat.role in (Role.FACILITATOR, Role.LEADER)]
    for seat in held:
        own = seat.id == context.actor.seat_id
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{seat.name}, {seat.role.value}{' (you)' if own else ''}")
            if not own and st.button("Take the seat away", icon=":material/event_seat:", key=f"unseat:{seat.id}"):
                run(context, f"unseat:{seat.id}", partial(seats.revoke_seat, seat_id=seat.id), done="Done")
                fields.again()
