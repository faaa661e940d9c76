"""The wall: what the whole room sees, without navigation. Opened in a window of its own."""

from __future__ import annotations

import streamlit as st

from cjm.core.access import Right
from pages.screens.projector.wall import room
from pages.shared.guard import context

here = context(Right.READ)
st.html("<style>[data-testid=stHeader] { display: none }</style>")
room(here)
