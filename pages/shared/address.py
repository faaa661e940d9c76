"""What is open on a page stands in its address: a reload, a bookmark and a link sent to somebody return to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

SCRIPTS = {"matrix": "leaders", "reviews": "map_reviews", "customers_turn": "customer_review", "customer_review": "reviewer"}
"""Pages whose address is older than the name of their topic: links to them go on working."""


def script_of(page: str) -> str:
    """The file that draws the page at the address ``page``."""
    return f"{SCRIPTS.get(page, page)}.py"


def at(name: str, allowed: Any, usual: str = "") -> str:
    """What the address says for ``name``, if that is one of ``allowed``."""
    said = st.query_params.get(name, usual)
    return said if said in allowed else usual


def put(name: str, value: str | None, usual: str = "") -> None:
    """Say it in the address; what is usual needs no saying."""
    if value and value != usual:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def switch(
    label: str, choices: dict[str, str], name: str, *, key: str, changed: Callable[[], None] | None = None, **options: Any
) -> str:
    """One of ``choices`` (value to words), side by side; the first unless the address says otherwise."""
    return _kept(st.segmented_control, label, choices, name, key, changed, required=True, **options)


def pick(
    label: str, choices: dict[str, str], name: str, *, key: str, changed: Callable[[], None] | None = None, **options: Any
) -> str:
    """The same as a list that opens."""
    return _kept(st.selectbox, label, choices, name, key, changed, **options)


def _kept(
    widget: Any, label: str, choices: dict[str, str], name: str, key: str, changed: Callable[[], None] | None, **options: Any
) -> str:
    usual = next(iter(choices))
    here = at(name, choices, usual)
    if st.session_state.get(key) != here:
        st.session_state[key] = here

    def moved() -> None:
        put(name, st.session_state[key], usual)
        if changed is not None:
            changed()

    widget(
        label,
        list(choices),
        key=key,
        format_func=lambda value: choices.get(value, value),
        label_visibility="collapsed",
        on_change=moved,
        **options,
    )
    return here
