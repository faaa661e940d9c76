"""The code that somebody types from the screen."""

from __future__ import annotations

import streamlit as st

from pages.screens.join.look import title

_CODE = "join_code"


def typed_code() -> str:
    """The code that was typed in this tab, or nothing."""
    return str(st.session_state.get(_CODE, ""))


def forget_code() -> None:
    """It has let its person in, or leads nowhere."""
    st.session_state.pop(_CODE, None)


def ask_for_code(sentence: str = "") -> None:
    """Ask for it; ``sentence`` says why the last one, or the link, let nobody in."""
    title("Welcome", "Type the code from the screen")
    if sentence:
        st.warning(sentence, icon=":material/info:")
    with st.form("code_form", border=False, enter_to_submit=True):
        typed = st.text_input("Code", max_chars=40, key="typed_code", placeholder="1234 5678", autocomplete="off")
        if st.form_submit_button("Go on", type="primary", width="stretch") and typed.strip():
            st.session_state[_CODE] = typed
            st.rerun()
    if st.button("My workshops", icon=":material/home:", key="to_lobby", type="tertiary"):
        st.switch_page("workshops.py")
