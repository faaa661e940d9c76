"""Hands a command over, once, and says how it went."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from cjm.errors import CjmError, Conflict
from cjm.service import Context
from pages.components.guard import still
from pages.components.plain import plain

R = TypeVar("R")


def request_id(form: str) -> str:
    """The id that the next command of ``form`` carries, made when the form is drawn."""
    key = f"request:{form}"
    if key not in st.session_state:
        st.session_state[key] = str(uuid.uuid4())
    made: str = st.session_state[key]
    return made


def run(
    context: Context, form: str, command: Callable[[Context], R], *, done: str = "", based_on: int | None = None
) -> R | None:
    """Carry out ``command`` with the request id of ``form``; show the sentence if it is refused.

    Works in callbacks and in the page. Returns the result, or None if it was refused; what somebody else changed since the
    version ``based_on`` is raised as Conflict, so that the form can show both texts.
    """
    try:
        result = command(still(context).once(request_id(form), based_on))
    except CjmError as error:
        if isinstance(error, Conflict) and based_on is not None:
            raise
        st.toast(plain(str(error)), icon=":material/info:", duration="long")
        st.session_state["refused"] = str(error)
        return None
    finally:
        st.session_state.pop(f"request:{form}", None)
    st.session_state.pop("refused", None)
    if done:
        st.toast(done, icon=":material/check:")
    return result
