"""Who holds this phone now? All that is seen of a workshop on a phone that was passed on, until somebody says that they do."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Right
from cjm.people import seats
from pages.screens.people.between import forget, who_holds_it
from pages.server.lifetime import service
from pages.shared.guard import OPEN, context, open_workshop, this_browser
from pages.shared.page import STYLE

st.html(STYLE)
key = this_browser()
workshop_id = str(st.query_params.get("w") or st.session_state.get(OPEN) or "")
sat = seats.sat_here(service(), key, workshop_id) if key else []
if key and sat:
    st.session_state[OPEN] = st.query_params["w"] = workshop_id
    forget(workshop_id)
    if who_holds_it(key, workshop_id, sat):
        open_workshop(workshop_id, "now.py")
else:
    open_workshop(context(Right.EDIT).workshop_id, "now.py")
