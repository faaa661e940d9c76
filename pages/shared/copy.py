"""A button that copies a text which is not on the screen."""

from __future__ import annotations

import streamlit as st

from pages.frontend.source import source

_CSS = """
button { font: 400 14px/22px var(--st-font); color: light-dark(#172026, #edf1f0); background: light-dark(#fff, #232b30); border: 1px solid light-dark(#c3cbc8, #414c52); border-radius: 8px; padding: 8px 12px; min-height: 40px; cursor: pointer; width: 100%; }
button:hover { border-color: light-dark(#0f5c63, #7fd0d6); } button:focus-visible { outline: 3px solid light-dark(#0f5c63, #7fd0d6); outline-offset: 2px; }
.icon { font-family: 'Material Symbols Rounded'; font-feature-settings: 'liga'; font-size: 20px; line-height: 1; vertical-align: -4px; margin-right: 6px; }
input { font: 400 14px/18px var(--st-font); width: 100%; box-sizing: border-box; margin-top: 6px; padding: 6px; }
"""
_copy = st.components.v2.component("cjm_copy", js=source("frontend/kit/copy.js"), css=_CSS, html="<span></span>")


def copy_button(label: str, text: str, *, key: str) -> None:
    """Copies ``text``; who presses sees “Copied”."""
    _copy(key=key, data={"label": label, "text": text})
