"""What is thrown on the wall: one component that covers the window and feeds itself."""

from __future__ import annotations

from typing import Any

import segno
import streamlit as st

from cjm.core.access import Role
from cjm.core.service import Context
from cjm.core.settings import link, unreachable
from cjm.people import invitations
from pages.frontend.source import source
from pages.shared.act import run
from pages.shared.invitation import base_url

_CSS = source("frontend/session/wall.css")
_KEY = "session_room"
_room = st.components.v2.component(
    "cjm_session_room",
    js=source(
        *(f"frontend/kit/{part}.js" for part in ("ids", "live", "morph", "reading")),
        *(f"frontend/session/{part}.js" for part in ("session_client", "wall", "reveal", "closing")),
    ),
    html="<span></span>",
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
