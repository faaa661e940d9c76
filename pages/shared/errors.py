"""What is shown when something breaks that nobody at the screen can mend."""

from __future__ import annotations

import logging

import streamlit as st

from cjm.core.errors import CjmError, DatabaseFault, just_now
from cjm.core.incidents import incident, tell_fault
from pages.shared.text import plain

# Streamlit logs every error of a page before it asks us, those that can be mended too: what has to be said of it is said here.
logging.getLogger("streamlit.error_util").addFilter(lambda record: not record.exc_info)


def on_script_error(error: Exception) -> bool:
    """Log with an incident number and show that number, or show the sentence of an error that can be mended."""
    if isinstance(error, CjmError):
        st.warning(plain(str(error)), icon=":material/info:")
        return True
    if isinstance(error, DatabaseFault):
        tell_fault(error)
        st.warning(
            f"This page can’t be shown at the moment: {just_now(error)} just now. Reload it in a moment.", icon=":material/info:"
        )
        return True
    st.error(
        f"Something went wrong on our side. What you saved is safe. Reload the page; if it happens again, tell the operator: incident {incident(error)}.",
        icon=":material/error:",
    )
    return True
