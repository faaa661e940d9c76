"""The wall: what the whole room sees, without navigation. Opened in a window of its own."""

from __future__ import annotations

import streamlit as st

from cjm.access import Right
from pages.components.guard import context
from pages.components.session.room import room

here = context(Right.READ)
st.html("<style>[data-testid=stHeader] { display: none }</style>")
room(here)
