"""Which two journeys, a further one, and the way to a common one."""

from __future__ import annotations

import streamlit as st

from cjm import side_by_side as sbs
from cjm.core.service import Context
from cjm.side_by_side import Choice, Journeys
from pages.screens.side_by_side.picture import usual
from pages.shared import address
from pages.shared.act import rerun, run
from pages.shared.text import plain

TAKEN = "sbs_taken"


def choose(view: Journeys) -> None:
    """Left and right."""
    assert view.left is not None and view.right is not None
    names = {id: plain(name) for id, name in view.streams}
    left, right = view.left.id, view.right.id
    address.pick(
        "Left",
        {left: names[left], **{id: name for id, name in names.items() if id != right}},
        "left",
        key=f"sbs_left:{left}:{right}",
        width=190,
    )
    address.pick(
        "Right",
        {right: names[right], **{id: name for id, name in names.items() if id != left}},
        "right",
        key=f"sbs_right:{left}:{right}",
        width=190,
    )


def another(ctx: Context, view: Journeys) -> None:
    """Start a journey for another segment from one that is there."""
    with (
        st.popover("New journey", icon=":material/alt_route:", key="sbs_new"),
        st.form("sbs_start", border=False, clear_on_submit=True),
    ):
        names, customers = dict(view.streams), dict(view.customers)
        origin = st.selectbox("Start from", list(names), format_func=lambda id: plain(names[id]), key="sbs_origin")
        name = st.text_input("For whom?", placeholder="Planned care, children", max_chars=200, key="sbs_name")
        customer = st.selectbox(
            "Customer", [None, *customers], format_func=lambda id: plain(customers[id]) if id else "the same", key="sbs_customer"
        )
        st.caption("It has the same stages and shares their cards; on the board you then say what differs.")
        if st.form_submit_button("Start this journey", icon=":material/alt_route:", type="primary") and origin:
            made = run(
                ctx, "sbs_start", lambda c: sbs.start_stream_from(c, value_stream_id=origin, name=name, customer_id=customer)
            )
            if made:
                address.put("left", origin)
                address.put("right", made)
                rerun()


def common(ctx: Context, view: Journeys, taken: dict[str, str]) -> None:
    """Make the common journey of what is taken."""
    assert view.left is not None and view.right is not None
    left, right = view.left, view.right
    choices = [
        Choice.model_validate(
            {
                "left": row.left.stage_id if row.left else None,
                "right": row.right.stage_id if row.right else None,
                "take": taken.get(row.key, usual(row)),
            }
        )
        for row in view.rows
    ]
    count = sum(one.take != "none" for one in choices)
    with st.popover(f"Make it of {count} stages", icon=":material/merge:", type="primary", key="sbs_common", disabled=not count):
        with st.form("sbs_make", border=False):
            name = st.text_input("Its name", value="Common journey", max_chars=200, key="sbs_common_name")
            st.caption("A third journey; both stay as they are. One Undo takes it back.")
            pressed = st.form_submit_button("Make the common journey", icon=":material/merge:", type="primary")
        if pressed:
            made = run(
                ctx,
                "sbs_make",
                lambda c: sbs.make_common_stream(c, name=name, left_id=left.id, right_id=right.id, choices=choices),
                done="Made; it stands on the right now",
            )
            if made:
                st.session_state.pop(TAKEN, None)
                address.put("left", left.id)
                address.put("right", made)
                address.put("look", None)
                rerun()
