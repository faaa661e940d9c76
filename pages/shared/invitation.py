"""How the others get in: QR code and spoken code for the room, links for leaders and facilitators on request."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import segno
import streamlit as st

from cjm.core.access import Role
from cjm.core.service import Context
from cjm.core.settings import link, unreachable
from cjm.people import invitations, seats
from cjm.people.invitations import Secret
from pages.server.lifetime import address
from pages.shared.act import rerun, run
from pages.shared.copy import copy_button
from pages.shared.draw import Tree, draw
from pages.shared.fields import again

CSS = """
.door { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 24px; align-items: center; }
.qr { width: min(300px, 34vh); height: auto; background: #fff; border-radius: 8px; display: block; } .qr path { fill: #000; }
.door .how { font-size: 20px; line-height: 28px; overflow-wrap: anywhere; } .door .how b { font-weight: 600; }
.code { font-size: clamp(34px, 4.1vw, 84px); line-height: 1.1; font-weight: 600; letter-spacing: .03em; font-variant-numeric: tabular-nums; white-space: nowrap; }
.large .door { min-height: calc(100vh - 300px); gap: 5vw; } .large .qr { width: min(70vh, 42vw); } .large .code { font-size: clamp(48px, 8.4vw, 190px); } .large .how { font-size: 34px; line-height: 44px; }
.warn { border-left: 5px solid var(--rust); padding: 8px 14px; margin-bottom: 14px; font-size: 16px; line-height: 22px; }
.secret { font-size: 16px; overflow-wrap: anywhere; user-select: all; padding: 6px 0; }
@media (max-width: 700px) { .door, .large .door { grid-template-columns: 1fr; gap: 12px; min-height: 0 } .qr, .large .qr { width: 100%; max-width: 300px } .code, .large .code { font-size: 48px } .large .how { font-size: 20px; line-height: 28px } }
"""
PAGES = frozenset(file.stem for file in Path(__file__).parent.parent.glob("*.py"))
"""What a page's address ends with."""
LARGE = "invite_large"
WHAT = {
    Role.LEADER: "Leaders read matrix, roadmap and results.",
    Role.FACILITATOR: "Facilitators can do everything you can. Give this link to nobody else.",
}


def base_url() -> str:
    """What links begin with: the operator's address, else the one this browser uses."""
    used = st.context.url
    if not isinstance(used, str):
        return address(None)
    parts = urlsplit(used)
    above, _, last = parts.path.rstrip("/").rpartition("/")
    # a proxy may have put it beneath a path that Streamlit knows nothing of
    return address(f"{parts.scheme}://{parts.netloc}{above if last in PAGES else parts.path}")


def qr(address: str, label: str) -> Tree:
    """A QR code as one path, drawn as elements: nothing of the address becomes markup."""
    rows = segno.make(address, error="m", micro=False).matrix
    runs = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows) + 8
    return ["svg", {"class": "qr", "viewBox": f"0 0 {size} {size}", "role": "img", "aria-label": label}, ["path", {"d": runs}]]


def door(secret: Secret, base: str, large: bool = False) -> Tree:
    """What is shown to the room: scan, or type."""
    warning = unreachable(base)
    shown = base.split("//", 1)[-1]
    code: list[Tree] = [["div", {"class": "code"}, secret.spoken]] if secret.code else []
    typed = [" Or open ", ["b", {}, f"{shown}/join"], " and type"] if code else []
    return [
        "div",
        {"class": "panel large" if large else "panel"},
        ["div", {"class": "warn", "role": "note"}, warning] if warning else "",
        [
            "div",
            {"class": "door"},
            qr(link(secret.token, base), "QR code that leads to joining this workshop"),
            ["div", {}, ["div", {"class": "how"}, "Scan with your phone.", *typed], *code],
        ],
    ]


def invite_panel(context: Context) -> None:
    """The room's door, for the facilitator; call inside a fragment."""
    secret = invitations.known_secret(context, Role.CONTRIBUTOR)
    if secret is None or not secret.code:
        st.markdown("Contributors need no account: they scan a QR code or type a short code, and give their name.")
        if st.button("Let people in", icon=":material/qr_code_2:", type="primary", key="let_in"):
            run(context, "let_in", lambda c: invitations.invite(c))
            again()
        return
    large = bool(st.session_state.get(LARGE))
    base = base_url()
    draw(door(secret, base, large), key="door", css=CSS)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Smaller" if large else "Show large",
            icon=":material/fullscreen_exit:" if large else ":material/fullscreen:",
            key="large",
        ):
            st.session_state[LARGE] = not large
            rerun()
        with st.container(width=160):
            copy_button("Copy link", link(secret.token, base), key="copy_contributor")
        with st.popover("End or renew", icon=":material/timer_off:"):
            _end(context, Role.CONTRIBUTOR)


def other_links(context: Context) -> None:
    """Links for leaders and facilitators: made on request, copied unseen, shown only when asked for."""
    for role in (Role.LEADER, Role.FACILITATOR):
        st.markdown(f"**{role.value.capitalize()}s.** {WHAT[role]}")
        secret = invitations.known_secret(context, role)
        with st.container(horizontal=True, vertical_alignment="center"):
            if secret is None:
                if st.button(f"Make a link for {role.value}s", icon=":material/add_link:", key=f"make_{role.value}"):
                    run(context, f"make_{role.value}", partial(invitations.invite, role=role))
                    again()
                continue
            with st.container(width=200):
                copy_button(f"Copy {role.value}s’ link", link(secret.token, base_url()), key=f"copy_{role.value}")
            shown = st.toggle("Show it here", key=f"show_{role.value}")
            with st.popover("End or renew", icon=":material/timer_off:"):
                _end(context, role)
        if shown:
            secret_text(link(secret.token, base_url()), key=f"shown_{role.value}")


def customers_link(context: Context) -> None:
    """The link for customers who review the map: as a QR code, to copy, to end; and who has opened it."""
    role = Role.REVIEWER
    secret = invitations.known_secret(context, role)
    if secret is None:
        st.markdown("**Invite customers.** They open a link on their phone, without an account, and see only what is shown here.")
        if st.button("Make a link for customers", icon=":material/add_link:", type="primary", key="make_reviewer"):
            run(context, "make_reviewer", lambda c: invitations.invite(c, role))
            again()
    else:
        base = base_url()
        address, warning = link(secret.token, base), unreachable(base)
        draw(
            [
                "div",
                {"class": "panel"},
                ["div", {"class": "warn", "role": "note"}, warning] if warning else "",
                qr(address, "QR code of the link for customers"),
            ],
            key="customers_qr",
            css=CSS,
        )
        copy_button("Copy customers’ link", address, key="copy_reviewer")
        if st.toggle("Show it here", key="show_reviewer"):
            secret_text(address, key="shown_reviewer")
        with st.popover("End or renew", icon=":material/timer_off:"):
            _end(context, role)
    if st.toggle("Who has opened it", key="who_reviews"):
        _who_reviews(context)


def _who_reviews(context: Context) -> None:
    held = [seat for seat in seats.seats_of(context) if seat.role is Role.REVIEWER]
    if not held:
        st.text("Nobody yet.")
    for seat in held[:200]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{seat.name}, {seat.made_at:%-d %b}")
            if st.button("Take the seat away", icon=":material/event_seat:", key=f"unseat:{seat.id}"):
                run(context, f"unseat:{seat.id}", partial(seats.revoke_seat, seat_id=seat.id), done="Done")
                again()


def secret_text(address: str, *, key: str) -> None:
    """A link in words, for copying by hand."""
    draw(["div", {"class": "secret", "dir": "ltr"}, address], key=key, css=CSS)


def _end(context: Context, role: Role) -> None:
    live = [one for one in invitations.links(context) if one.role is role and one.participant_id is None]
    now = _zone()
    ends = live[0].ends_at.astimezone(now) if live and live[0].ends_at else None

    def picked() -> None:
        day: date | None = st.session_state[f"end_{role.value}"]
        at = datetime.combine(day, time(23, 59), now) if day else None
        run(context, f"end_{role.value}", lambda c: invitations.end(c, role=role, at=at), done="Changed")

    st.date_input(
        "Lets people in until the end of",
        value=ends.date() if ends else None,
        min_value=datetime.now(now).date(),
        key=f"end_{role.value}",
        on_change=picked,
    )
    st.caption("Who is in stays in. A renewed link makes the old one, its QR code and its code useless.")
    if st.button("Renew", icon=":material/autorenew:", key=f"renew_{role.value}"):
        run(context, f"renew_{role.value}", lambda c: invitations.renew(c, role), done="The old link lets nobody in any more")
        again()
    if st.button("Revoke", icon=":material/link_off:", key=f"revoke_{role.value}"):
        run(context, f"revoke_{role.value}", lambda c: invitations.revoke(c, role=role), done="Nobody gets in by this link now")
        again()


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return ZoneInfo("UTC")
