"""Fields that are saved when they are left: one function for each kind, so that none is drawn in a way that could save what
nobody typed (see ``_follow``)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

from cjm.core.errors import Conflict
from cjm.core.service import Context
from pages.shared.act import object_to, rerun, run

Save = Callable[[Context, Any], Any]
SETTLES = 5.0
"""Seconds after it was first drawn in which nobody can have emptied a field that has something in it."""
TYPING = 120.0
"""Seconds for which somebody may have been typing over a text that they have not seen."""


def again() -> None:
    """Draw what has changed: the fragment alone where that is what runs, else the page."""
    try:
        st.rerun(scope="fragment")
    except StreamlitAPIException:
        rerun()


def _follow(key: str, stored: Any, version: int | None = None) -> bool:
    """Show what is stored, unless something typed here was refused: that stays until it is mended.

    Somebody else's text that arrives is noted: the browser shows it only if nobody is typing in the field just then.
    A field must be given what is stored as its default, too: a browser that is asked for a rerun right while it builds the page
    sends and shows the defaults, and they would be saved. One that can be emptied gets it only when it is drawn for the first
    time, which is what is returned: with a default it could not be emptied any more.
    """
    first = key not in st.session_state
    base = f"{key}:stored"
    if first:
        st.session_state[f"{key}:drawn"] = time.monotonic()
    mine = st.session_state.pop(f"{key}:saved", False)
    if not mine and base in st.session_state and st.session_state[base] != stored:
        st.session_state[f"{key}:theirs"] = (time.monotonic(), st.session_state.get(f"{key}:version"))
    if key not in st.session_state or st.session_state.get(base, stored) != stored:
        if st.session_state.get(key, object()) != stored:
            st.session_state[key] = stored
        st.session_state[base] = stored
    st.session_state.setdefault(base, stored)
    st.session_state[f"{key}:version"] = version
    return first


def _saver(context: Context, key: str, save: Save, *, keeps_mine: bool = False, can_be_empty: bool = False) -> Callable[[], None]:
    """A callback that saves the field ``key`` when it is left; with ``keeps_mine`` a conflict is shown beside the field.

    One that ``can_be_empty`` is not emptied by a browser that is still building the page (see ``_follow``).
    """

    def left() -> None:
        value = st.session_state[key]
        stored = st.session_state.get(f"{key}:stored")
        if can_be_empty and value is None and time.monotonic() - st.session_state.get(f"{key}:drawn", 0.0) < SETTLES:
            st.session_state[key] = stored
            return
        if keeps_mine and st.session_state.get(f"{key}:mine") == value:  # the browser sends again what it is being asked about
            st.session_state[key] = stored
            return
        based_on = st.session_state.get(f"{key}:version")
        arrived, before = st.session_state.pop(f"{key}:theirs", (0.0, None))
        if keeps_mine and before is not None and time.monotonic() - arrived < TYPING:
            based_on = before
        try:
            done = run(context, key, lambda c: (save(c, value), True)[1], based_on=based_on)
            st.session_state[f"{key}:saved"] = bool(done)
        except Conflict as conflict:
            if keeps_mine:
                st.session_state[f"{key}:mine"] = value
                st.session_state[key] = st.session_state[f"{key}:stored"]
            object_to(str(conflict))

    return left


def _both_texts(context: Context, key: str, save: Save) -> None:
    """Two people wrote in the same field: theirs stands in it, and whoever came second chooses here."""
    mine = st.session_state[f"{key}:mine"]
    theirs = st.session_state[key]

    def use_mine() -> None:
        st.session_state.pop(f"{key}:mine", None)
        done = run(context, f"{key}:mine", lambda c: (save(c, mine), True)[1])
        st.session_state[f"{key}:saved"] = bool(done)

    def keep_theirs() -> None:
        st.session_state.pop(f"{key}:mine", None)

    if mine == theirs:
        keep_theirs()
        return
    with st.container(border=True, key=f"both:{key}"):
        st.markdown("**Someone else wrote here meanwhile.** Theirs stands above. Yours:")
        st.text(mine or "(empty)")
        with st.container(horizontal=True):
            st.button("Use mine", key=f"{key}:use_mine", on_click=use_mine, icon=":material/edit:")
            st.button("Keep theirs", key=f"{key}:keep_theirs", on_click=keep_theirs)


def text(
    context: Context,
    label: str,
    stored: str,
    key: str,
    save: Save,
    *,
    version: int | None = None,
    area: bool = False,
    height: Any = 100,
    **options: Any,
) -> None:
    """One line, or with ``area`` a paragraph; ``save(context, text)`` is called when it is left.

    ``version`` is that of the row ``stored`` was read from: ``save`` finds it as ``context.based_on`` and hands it to the command
    as ``expected_version``.
    """
    _follow(key, stored, version)
    left = _saver(context, key, save, keeps_mine=True)
    if area:
        st.text_area(label, stored, key=key, height=height, on_change=left, **options)
    else:
        st.text_input(label, stored, key=key, on_change=left, **options)
    if f"{key}:mine" in st.session_state:
        _both_texts(context, key, save)


def choose(
    context: Context,
    label: str,
    choices: dict[Any, str],
    stored: Any,
    key: str,
    save: Save,
    *,
    empty: str = "",
    version: int | None = None,
    **options: Any,
) -> None:
    """One of ``choices`` (value to words); with ``empty`` none can be chosen too, as None."""
    shown: list[Any] = [None, *choices] if empty else list(choices)
    known = stored if stored in choices else None
    _follow(key, known, version)
    if known in shown:
        options["index"] = shown.index(known)
    left = _saver(context, key, save)
    st.selectbox(label, shown, key=key, format_func=lambda value: choices.get(value, empty), on_change=left, **options)


def segments(
    context: Context,
    label: str,
    choices: dict[Any, str],
    stored: Any,
    key: str,
    save: Save,
    *,
    version: int | None = None,
    required: bool = True,
    **options: Any,
) -> None:
    """A few choices side by side."""
    _follow(key, stored, version)
    st.segmented_control(
        label,
        list(choices),
        default=stored if stored in choices else None,
        key=key,
        format_func=lambda value: choices[value],
        required=required,
        on_change=_saver(context, key, save),
        **options,
    )


def many(
    context: Context,
    label: str,
    choices: dict[str, str],
    stored: list[str],
    key: str,
    save: Save,
    *,
    rest: str = "",
    **options: Any,
) -> None:
    """Any of ``choices`` (value to words), and perhaps what is none of them any more, which is called ``rest``."""
    _follow(key, stored)
    left = _saver(context, key, save)

    def changed() -> None:
        left()
        if not st.session_state.get(f"{key}:saved"):
            st.session_state[key] = st.session_state[f"{key}:stored"]

    st.multiselect(
        label,
        list(choices),
        default=stored,
        key=key,
        format_func=lambda value: choices.get(value, rest),
        on_change=changed,
        **options,
    )


def name(
    context: Context,
    label: str,
    names: list[str],
    stored: str,
    key: str,
    save: Save,
    *,
    version: int | None = None,
    **options: Any,
) -> None:
    """One of ``names``, a new one that is typed, or none."""
    first = _follow(key, stored or None, version) and stored in names
    st.selectbox(
        label,
        names,
        key=key,
        index=names.index(stored) if first else None,
        accept_new_options=True,
        on_change=_saver(context, key, save, can_be_empty=True),
        **options,
    )


def slide(context: Context, label: str, low: float, high: float, stored: float, key: str, save: Save, **options: Any) -> None:
    """A number between two ends."""
    _follow(key, stored)
    st.slider(label, low, high, stored, key=key, on_change=_saver(context, key, save), **options)


def tick(context: Context, label: str, stored: bool, key: str, save: Save, *, version: int | None = None, **options: Any) -> None:
    """Yes or no."""
    _follow(key, stored, version)
    st.checkbox(label, stored, key=key, on_change=_saver(context, key, save), **options)


def number(
    context: Context, label: str, stored: float | None, key: str, save: Save, *, version: int | None = None, **options: Any
) -> None:
    """A number; with ``value=None`` among the options it can be none."""
    if _follow(key, stored, version):
        options["value"] = stored
    st.number_input(label, key=key, on_change=_saver(context, key, save, can_be_empty=True), **options)


def day(context: Context, label: str, stored: Any, key: str, save: Save, *, version: int | None = None, **options: Any) -> None:
    """A date, or none."""
    value = stored if _follow(key, stored, version) else None
    st.date_input(label, key=key, on_change=_saver(context, key, save, can_be_empty=True), value=value, **options)
