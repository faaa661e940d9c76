"""The bar: which stream, which picture, and what is done rarely."""

from __future__ import annotations

import streamlit as st

from cjm import value_stream as vs
from cjm.core.service import Context
from pages.screens.value_stream.state import Key, show
from pages.shared import fields
from pages.shared.act import rerun, run
from pages.shared.text import plain

MODES = {"flow": "Flow", "departments": "Departments", "list": "Handoffs"}


def _stream_chosen() -> None:
    show()
    st.query_params["stream"] = st.session_state[Key.STREAM]


def _to(stream_id: str) -> None:
    show()
    st.query_params["stream"] = stream_id
    rerun()


def bar(ctx: Context, view: vs.StreamView) -> None:
    """A tab per stream, the pictures, the stream's own fields, and a new handoff."""
    names = {one.id: one.name for one in view.streams}
    if len(names) > 1:
        st.session_state[Key.STREAM] = view.stream.id if view.stream else None
        st.segmented_control(
            "Value stream",
            list(names),
            key=Key.STREAM,
            label_visibility="collapsed",
            required=True,
            format_func=lambda id: plain(names[id]),
            on_change=_stream_chosen,
        )
    st.segmented_control(
        "Picture",
        list(MODES),
        format_func=MODES.__getitem__,
        key=Key.MODE,
        default="flow",
        label_visibility="collapsed",
        required=True,
    )
    if vs.edit_stream.open_to(ctx.actor):
        _stream(ctx, view)
    if view.stream and st.button("Add handoff", icon=":material/add:", type="primary", key="vs_add_handoff"):
        show("new")


def _stream(ctx: Context, view: vs.StreamView) -> None:
    with st.popover("Stream", icon=":material/route:"):
        if view.stream:
            _stream_form(ctx, view, view.stream)
        with st.form("new_stream", clear_on_submit=True, border=False):
            name = st.text_input("A further stream", placeholder="Such as: Emergency, B2B, New product line", max_chars=200)
            if st.form_submit_button("Add stream", icon=":material/add:") and name.strip():
                added = run(ctx, "new_stream", lambda c: vs.add_stream(c, name=name))
                if added:
                    _to(added)


def _stream_form(ctx: Context, view: vs.StreamView, stream: vs.StreamTab) -> None:
    def save(name: str) -> fields.Save:
        return lambda c, value: vs.edit_stream(c, id=stream.id, expected_version=c.based_on, **{name: value})

    fields.text(
        ctx, "Name of this stream", stream.name, f"vs_name:{stream.id}", save("name"), version=stream.version, max_chars=200
    )
    fields.choose(
        ctx,
        "Customer",
        dict(view.customers),
        stream.customer_id,
        f"vs_customer:{stream.id}",
        lambda c, value: vs.edit_stream(
            c, id=stream.id, customer_id=value, no_customer=value is None, expected_version=c.based_on
        ),
        empty="Not said yet",
        version=stream.version,
    )
    fields.text(
        ctx,
        "What makes it start?",
        stream.trigger,
        f"vs_trigger:{stream.id}",
        save("trigger"),
        version=stream.version,
        max_chars=400,
    )
    fields.text(ctx, "When is it over?", stream.end, f"vs_end:{stream.id}", save("end"), version=stream.version, max_chars=400)
    if len(view.streams) > 1 and st.button(
        f"Remove the stream “{plain(stream.name)}”", icon=":material/delete:", key=f"vs_remove:{stream.id}"
    ):
        run(ctx, "remove_stream", lambda c: vs.remove_stream(c, id=stream.id), done="Removed; undo brings it back")
        _to(next(one.id for one in view.streams if one.id != stream.id))
