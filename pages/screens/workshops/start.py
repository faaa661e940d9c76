"""Start a workshop, of which only the name is asked, or open the hospital example."""

from __future__ import annotations

import streamlit as st

from cjm import workshops
from cjm.core.errors import CjmError, DatabaseFault
from cjm.core.settings import anyone_may_start, check_operator_code
from cjm.examples import EXAMPLES, load_example
from pages.server.lifetime import service
from pages.shared.act import not_stored, request_id
from pages.shared.guard import STARTER, my_seats, open_workshop, this_browser
from pages.shared.text import plain


def start() -> None:
    with st.container(border=True, key="start"):
        st.subheader("Start a workshop", anchor=False)
        free = anyone_may_start(st.get_option("server.address"))
        code = (
            None
            if free
            else st.text_input("Operator’s code", type="password", key="operator_code", help="Whoever runs this server has it.")
        )
        with st.form("start_form", border=False, enter_to_submit=True):
            name = st.text_input("Name", placeholder="Riverside Hospital: maternity", key="new_name", max_chars=200)
            started = st.form_submit_button("Start workshop", icon=":material/add:", type="primary", width="stretch")
        example = st.button("Open the hospital example", icon=":material/local_hospital:", width="stretch", key="example")
        if st.button("Join with a code", icon=":material/pin:", width="stretch", key="to_join"):
            st.switch_page("join.py")
    try:
        if (started or example) and code is not None:
            check_operator_code(code, service().guesses, this_browser() or "")
        if started:
            _start(name)
        if example:
            _example()
    except DatabaseFault as fault:
        st.warning(not_stored(fault), icon=":material/schedule:")
    except CjmError as error:
        st.warning("Give the workshop a name." if started and not name.strip() else plain(str(error)), icon=":material/info:")


def _start(name: str) -> None:
    made = workshops.create_workshop(service(), STARTER, name=name, request_id=request_id("start"), browser_key=this_browser())
    st.session_state.pop("request:start", None)
    open_workshop(made)


def _example() -> None:
    """The one that is there, else a new one: nobody wants a second with each press."""
    known = workshops.copy_of(service(), STARTER, EXAMPLES["hospital"]()["workshop"]["id"], only=my_seats())
    made = known or load_example(service(), STARTER, "hospital", request_id=request_id("example"), browser_key=this_browser())
    st.session_state.pop("request:example", None)
    open_workshop(made, "customer.py")
