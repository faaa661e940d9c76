"""Start a workshop, of which only the name is asked, or open the hospital example."""

from __future__ import annotations

import streamlit as st

from cjm import workshops
from cjm.errors import CjmError
from cjm.examples import EXAMPLES, load_example
from pages.components.act import request_id
from pages.components.guard import actor, open_workshop
from pages.components.runtime import service


def start() -> None:
    with st.container(border=True, key="start"):
        st.subheader("Start a workshop", anchor=False)
        with st.form("start_form", border=False, enter_to_submit=True):
            name = st.text_input("Name", placeholder="Riverside Hospital: maternity", key="new_name", max_chars=200)
            started = st.form_submit_button("Start workshop", icon=":material/add:", type="primary", width="stretch")
        example = st.button("Open the hospital example", icon=":material/local_hospital:", width="stretch", key="example")
    if started:
        _start(name)
    if example:
        _example()


def _start(name: str) -> None:
    try:
        made = workshops.create_workshop(service(), actor(), name=name, request_id=request_id("start"))
    except CjmError as error:
        st.warning(str(error) if name.strip() else "Give the workshop a name.", icon=":material/info:")
        return
    st.session_state.pop("request:start", None)
    open_workshop(made)


def _example() -> None:
    """The one that is there, else a new one: nobody wants a second with each press."""
    known = workshops.copy_of(service(), actor(), EXAMPLES["hospital"]()["workshop"]["id"])
    made = known or load_example(service(), actor(), "hospital", request_id=request_id("example"))
    st.session_state.pop("request:example", None)
    open_workshop(made, "customer.py")
