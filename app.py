"""The web application: Streamlit's pages, our own routes beside them, and what lives as long as the process."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.components.assets import Assets
from pages.components.connections import Connections
from pages.components.early import Early
from pages.components.errors import on_script_error
from pages.components.gate import Gate, Headers
from pages.components.identity import BrowserKey
from pages.components.routes import HANDLERS, beneath, lifespan
from pages.components.runtime import base_path

app = st.App(
    "pages/router.py",
    routes=beneath(base_path()),
    lifespan=lifespan,
    middleware=[Middleware(one) for one in (Connections, Headers, Gate, Assets, BrowserKey, Early)],
    on_script_error=on_script_error,
    exception_handlers=HANDLERS,
)
