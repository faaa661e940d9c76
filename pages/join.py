"""The door: a link or a spoken code, a name, and one big button. Works for those who have no seat anywhere yet."""

from __future__ import annotations

import streamlit as st

from cjm.core.errors import CjmError
from cjm.people import invitations
from pages.screens.join.code import ask_for_code, forget_code, typed_code
from pages.screens.join.form import join
from pages.screens.join.look import LAYOUT
from pages.server.identity import INVITATION, invitation
from pages.server.lifetime import service
from pages.shared.guard import this_browser
from pages.shared.page import STYLE


def body() -> None:
    key = this_browser()
    if key is None:
        st.warning(
            "This browser keeps no cookies, so it can’t remember who you are. Allow them for this address, then reload.",
            icon=":material/cookie:",
        )
        return
    code = typed_code()
    token = invitation(st.context.cookies.get(INVITATION)) or ""
    if not (code or token):
        ask_for_code()
        return
    secret = {"code": code} if code else {"token": token}
    try:
        found = invitations.look_up(service(), browser_key=key, **secret)
    except CjmError as error:
        forget_code()
        ask_for_code(str(error))
    else:
        join(found, key, secret)


st.html(STYLE + LAYOUT)
with st.container(key="join"):
    body()
