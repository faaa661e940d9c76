"""The web application: Streamlit's pages, our own routes beside them, and what lives as long as the process."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from pages.server.assets import Assets
from pages.server.connections import Connections
from pages.server.gate import Gate, Headers
from pages.server.identity import BrowserKey
from pages.server.lifetime import base_path
from pages.server.preload import Early
from pages.server.routes import HANDLERS, beneath, lifespan
from pages.shared.errors import on_script_error

app = st.App(
    "pages/router.py",
    routes=beneath(base_path()),
    lifespan=lifespan,
    middleware=[Middleware(one) for one in (Connections, Headers, Gate, Assets, BrowserKey, Early)],
    on_script_error=on_script_error,
    exception_handlers=HANDLERS,
)
