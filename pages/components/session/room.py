"""What is thrown on the wall: one component that covers the window and feeds itself."""

from __future__ import annotations

from typing import Any

import segno
import streamlit as st

from cjm import invitations
from cjm.access import Role
from cjm.service import Context
from cjm.settings import link, unreachable
from pages.components.act import run
from pages.components.invite import base_url
from pages.components.source import source

_CSS = source("components/session/room.css")
_KEY = "session_room"
_room = st.components.v2.component(
    "cjm_session_room", js=source(
        *(f"components/{part}.js" for part in ("ids", "live", "morph")),
        *(f"components/session/{part}.js" for part in ("reading", "pieces", "room", "shown", "closing")),
    ), html="<span></span>"
)


def how_to_join(context: Context) -> dict[str, Any] | None:
    """The contributors' QR code and spoken code; nobody else's link is ever on the wall, and only a facilitator puts it there."""
    if context.actor.role is not Role.FACILITATOR:
        return None
    secret = invitations.known_secret(context, Role.CONTRIBUTOR)
    if secret is None:
        return None
    base = base_url()
    rows = segno.make(link(secret.token, base), error="m", micro=False).matrix
    path = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    address = f"{base.split('//', 1)[-1]}/join"
    return {"path": path, "size": len(rows) + 8, "code": secret.spoken, "address": address, "warning": unreachable(base)}


def room(context: Context) -> None:
    """The wall of a workshop; who facilitates can steer it from there."""

    def asked() -> None:
        if st.session_state[_KEY].asked == "invite" and how_to_join(context) is None:
            run(context, "wall_invite", lambda c: invitations.invite(c))

    leads = context.actor.role is Role.FACILITATOR
    data = {"workshop": context.workshop_id, "leads": leads, "join": how_to_join(context), "css": _CSS}
    _room(key=_KEY, data=data, on_asked_change=asked)
