"""The first stages as they were pasted: a list is stored, a table is asked about."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import value_stream as vs
from cjm.core.errors import CjmError
from cjm.core.service import Context
from cjm.imports.pasted_reading import proposal
from cjm.imports.pasted_writing import Layout, paste_table
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import draw
from pages.shared.pasting import preview
from pages.shared.text import plain

_TABLE = "vs_pasted_table"


def take_pasted(ctx: Context, stream_id: str, text: str) -> None:
    """Store a pasted list; of a table, ask first what it is. What is refused stays in the field."""
    try:
        found = proposal(ctx, text=text, where="stages")
    except CjmError as error:
        st.session_state["vs_paste_again"] = text
        st.toast(plain(str(error)), icon=":material/info:", duration="long")
        return
    if "choices" in found:
        st.session_state[_TABLE] = text
        fields.again()
    if found["refused"]:
        st.session_state["vs_paste_again"] = "\n".join(one["text"] for one in found["refused"])
        told = "\n".join(f"Line {one['line']}: {one['why']}" for one in found["refused"])
        st.toast(plain(f"Not added: {told}"), icon=":material/info:", duration="long")
    if found["items"] and run(ctx, "paste", lambda c: vs.paste_stages(c, stream_id=stream_id, text="\n".join(found["items"]))):
        fields.again()


def pasted_table(ctx: Context, stream_id: str) -> bool:
    """The question about a table that was pasted; False while there is none."""
    text = st.session_state.get(_TABLE)
    if not text:
        return False
    choices: dict[Layout, Any] = {one["layout"]: one for one in proposal(ctx, text=text, where="stages")["choices"]}
    st.markdown("**This is a table.** What is it?")
    layout: Layout = st.radio(
        "What is it?",
        list(choices),
        format_func=lambda one: choices[one]["name"],
        key="vs_table_layout",
        label_visibility="collapsed",
    )
    chosen = choices[layout]
    draw(preview(chosen), key="vs_table_preview")
    with st.container(horizontal=True):
        if st.button("Add", type="primary", icon=":material/playlist_add:", key="vs_table_add"):
            items = "\n".join(chosen.get("items", ()))
            done = (
                run(ctx, "paste_table", lambda c: vs.paste_stages(c, stream_id=stream_id, text=items))
                if items
                else run(ctx, "paste_table", lambda c: paste_table(c, stream_id=stream_id, text=text, layout=layout))
            )
            if done:
                st.session_state.pop(_TABLE)
                st.session_state["vs_paste_again"] = "\n".join(one["text"] for one in chosen["refused"])
                fields.again()
        if st.button("Cancel", key="vs_table_cancel"):
            st.session_state["vs_paste_again"] = st.session_state.pop(_TABLE)
            fields.again()
    return True
