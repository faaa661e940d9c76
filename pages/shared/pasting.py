"""Fields where one thing is typed at a time take a pasted list or table, too: it is shown as what it would become, and asked about."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import streamlit as st

from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.imports.pasted_reading import LONGEST, lines_in, several
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Node, Tree, draw
from pages.shared.text import plain

Add = Callable[[Context, list[str], dict[str, Any]], object]
"""Adds these lines; with what else stood in the form when they were pasted."""


def line_input(label: str, key: str, **options: Any) -> str:
    """A field of one line that keeps the breaks of what is pasted into it (``drafts.js``)."""
    with st.container(key=f"several_{key.replace(':', '_')}", width=options.get("width", "stretch")):
        return str(st.text_input(label, key=key, **options) or "")


def one_line(where: str, typed: str, most: int, **given: Any) -> str:
    """What was typed, if it is one line that can be stored; otherwise nothing, and the next run asks about it (``asked``)."""
    text = lines_in(typed)
    if "\n" not in text and "\t" not in text and len(text) <= most:
        return text
    st.session_state[_held(where)] = (text, given)
    return ""


def _held(where: str) -> str:
    return f"several:{where}"


def asked(context: Context, where: str, nouns: tuple[str, str], most: int, add: Add) -> bool:
    """The question about what was pasted; False while there is none. What can't be stored stays to be mended."""
    held = st.session_state.get(_held(where))
    if not held:
        return False
    stored, given = held
    with st.container(border=True):
        at = f"{where}_{zlib.crc32(stored.encode('utf-8', 'replace')):x}"
        text = st.text_area("What you pasted, one on each line", stored, key=f"several_text_{at}", height=160, max_chars=LONGEST)
        try:
            found = _chosen(text or "", nouns, most, at)
        except CjmError as error:
            st.markdown(plain(str(error)))
            found = {"items": [], "refused": [], "columns": []}
        else:
            draw(preview(found), key=f"several_shown_{where}")
        items: list[str] = found["items"]
        with st.container(horizontal=True):
            many = f"Add {len(items)} {nouns[len(items) != 1]}"
            pressed = st.button(
                many, type="primary", icon=":material/playlist_add:", key=f"several_add_{where}", disabled=not items
            )
            left = st.button("Cancel", key=f"several_cancel_{where}")
    added: object = pressed and run(context, f"several_{where}", lambda c: add(c, items, given))
    if added:
        again = "\n".join(one["text"].replace("\n", " ") for one in found["refused"])
        st.session_state[_held(where)] = (again, given) if again else None
        fields.again()
    if left:
        st.session_state[_held(where)] = None
        fields.again()
    return True


def _chosen(text: str, nouns: tuple[str, str], most: int, at: str) -> dict[str, Any]:
    """What it becomes; of a table by what is chosen of it."""
    found = several(text, nouns=nouns, most=most)
    if not found["columns"]:
        return found
    names = dict(enumerate(found["columns"]))
    column = st.radio(
        "This is a table. What of it?",
        [None, *names],
        key=f"several_column_{at}",
        format_func=lambda one: (
            "Every line as one" if one is None else f"Only the column that begins with “{names[one] or 'nothing'}”"
        ),
    )
    headed = st.checkbox("The first line is a heading: leave it out", key=f"several_headed_{at}")
    return several(text, nouns=nouns, most=most, column=column, headed=headed)


def preview(choice: dict[str, Any]) -> Tree:
    """What a pasted list or table would become, and what is left out of it."""
    stages: list[Tree] = [["li", {"dir": "auto"}, f"{name} ({leads})" if leads else name] for name, leads in choice["stages"]]
    cards: list[Tree] = [
        ["li", {"dir": "auto"}, f"{', '.join(filter(None, (stage, lane)))}: {words}".removeprefix(": ")]
        for stage, lane, words in choice["cards"]
    ]
    wrong: list[Tree] = [["li", {}, f"Line {one['line']} is left out. {one['why']}"] for one in choice["refused"]]
    lists: list[Node] = [
        ["ol", {}, *stages] if stages else "",
        ["ul", {}, *cards] if cards else "",
        ["ul", {}, *wrong] if wrong else "",
    ]
    return ["div", {}, ["p", {}, ["b", {}, choice["told"]]], *lists]
