"""Fields that are saved when they are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from cjm.service import Context
from pages.components.act import run

Save = Callable[[Context, Any], Any]


def again() -> None:
    """Draw what has changed: the fragment alone where that is what runs, else the page."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        st.rerun()


def _follow(key: str, stored: Any) -> None:
    """Show what is stored, unless something typed here was refused: that stays until it is mended."""
    base = f"{key}:stored"
    if key not in st.session_state or st.session_state.get(base, stored) != stored:
        if st.session_state.get(key, object()) != stored:
            st.session_state[key] = stored
        st.session_state[base] = stored
    st.session_state.setdefault(base, stored)


def _saver(context: Context, key: str, save: Save) -> Callable[[], None]:
    def left() -> None:
        value = st.session_state[key]
        run(context, key, lambda c: save(c, value))

    return left


def text(
    context: Context, label: str, stored: str, key: str, save: Save, *, area: bool = False, height: Any = 100, **options: Any
) -> None:
    """One line, or with ``area`` a paragraph; ``save(context, text)`` is called when it is left."""
    _follow(key, stored)
    if area:
        st.text_area(label, key=key, height=height, on_change=_saver(context, key, save), **options)
    else:
        st.text_input(label, key=key, on_change=_saver(context, key, save), **options)


def choose(
    context: Context, label: str, choices: dict[Any, str], stored: Any, key: str, save: Save, *, empty: str = "", **options: Any
) -> None:
    """One of ``choices`` (value to words); with ``empty`` none can be chosen too, as None."""
    shown: Iterable[Any] = [None, *choices] if empty else list(choices)
    _follow(key, stored if stored in choices or stored is None else None)
    left = _saver(context, key, save)
    st.selectbox(label, list(shown), key=key, format_func=lambda value: choices.get(value, empty), on_change=left, **options)


def segments(context: Context, label: str, choices: dict[Any, str], stored: Any, key: str, save: Save, **options: Any) -> None:
    """A few choices side by side."""
    _follow(key, stored)
    st.segmented_control(
        label, list(choices), key=key, format_func=lambda value: choices[value], required=True,
        on_change=_saver(context, key, save), **options,
    )  # fmt: skip


def tick(context: Context, label: str, stored: bool, key: str, save: Save, **options: Any) -> None:
    """Yes or no."""
    _follow(key, stored)
    st.checkbox(label, key=key, on_change=_saver(context, key, save), **options)


def number(context: Context, label: str, stored: int, key: str, save: Save, **options: Any) -> None:
    """A whole number."""
    _follow(key, stored)
    st.number_input(label, key=key, on_change=_saver(context, key, save), **options)


def day(context: Context, label: str, stored: Any, key: str, save: Save, **options: Any) -> None:
    """A date, or none."""
    _follow(key, stored)
    st.date_input(label, key=key, on_change=_saver(context, key, save), value=None, **options)
