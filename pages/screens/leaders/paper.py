"""A button that puts the page on paper."""

from __future__ import annotations

import streamlit as st

from pages.frontend.source import source

_CSS = """
button { font: 600 15px var(--st-font); display: inline-flex; align-items: center; gap: 6px; border: 1px solid light-dark(#7c878c, #8c989d); border-radius: 8px;
  padding: 6px 12px; min-height: 38px; background: light-dark(#fff, #232b30); color: light-dark(#172026, #edf1f0); cursor: pointer; }
button:focus-visible { outline: 3px solid light-dark(#0f5c63, #7fd0d6); outline-offset: 2px; }
span { font-family: 'Material Symbols Rounded'; font-weight: 400; font-size: 20px; font-feature-settings: 'liga'; width: 1em; overflow: hidden; }
"""
_print = st.components.v2.component(
    "cjm_print",
    js=source("frontend/leaders/print.js"),
    css=_CSS,
    html='<button type="button"><span aria-hidden="true" translate="no">print</span>Print</button>',
)


def print_button() -> None:
    with st.container(key="leaders_print", width="content"):
        _print(key="leaders_paper")
