"""What is shown when something breaks that nobody at the screen can mend."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from cjm.errors import CjmError
from pages.components.text import plain

log = logging.getLogger("cjm")


def on_script_error(error: Exception) -> bool:
    """Log with an incident number and show that number, or show the sentence of an error that can be mended."""
    if isinstance(error, CjmError):
        st.warning(plain(str(error)), icon=":material/info:")
        return True
    number = secrets.token_hex(3).upper()
    log.error("incident %s", number, exc_info=error)
    st.error(
        f"Something went wrong on our side. What you saved is safe. Reload the page; if it happens again, tell the operator: incident {number}.",
        icon=":material/error:",
    )
    return True
