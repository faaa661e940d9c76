"""The bar of the page of KPIs: what to look at, and another number to watch."""

from __future__ import annotations

import streamlit as st

from cjm import kpis
from cjm.core.access import Right, may
from cjm.core.service import Context
from pages.screens.kpis import SHOWN, choose
from pages.screens.kpis.about import BETTER
from pages.shared import address
from pages.shared.act import fragment, rerun, run


@fragment
def bar(ctx: Context) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="kpi_controls"):
        address.switch("Show", SHOWN, "show", key="kpi_shown", changed=_moved)
        if may(ctx.actor, Right.EDIT):
            with st.popover("Add KPI", icon=":material/add:"):
                _add(ctx)
    if st.session_state.pop("kpi_moved", False):
        rerun()


def _moved() -> None:
    """The page is drawn anew as well."""
    st.session_state["kpi_moved"] = True


def _add(ctx: Context) -> None:
    with st.form("kpi_new", border=False):
        st.text_input("Which number?", key="kpi_new_name", max_chars=200, placeholder="Minutes on hold")
        st.text_input("Unit", key="kpi_new_unit", max_chars=40, placeholder="minutes")
        st.segmented_control(
            "Which way is better?",
            list(BETTER),
            default="down",
            key="kpi_new_way",
            format_func=lambda way: BETTER[way],
            required=True,
        )
        st.form_submit_button("Add KPI", type="primary", key="kpi_new_now", on_click=_added, args=(ctx,))


def _added(ctx: Context) -> None:
    state = st.session_state
    name, unit, way = state["kpi_new_name"], state["kpi_new_unit"], state["kpi_new_way"]
    made = run(ctx, "kpi_new", lambda c: kpis.add_kpi(c, name=name, unit=unit, direction=way), done="Added")
    if made:
        state["kpi_new_name"], state["kpi_new_unit"] = "", ""
        choose(made)
        address.put("show", None)
        _moved()
