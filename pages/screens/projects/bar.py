"""The bar of the page of projects: what to look at, and a new project."""

from __future__ import annotations

import streamlit as st

from cjm import projects
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.figures import paint
from cjm.figures.timeline import crowded
from cjm.projects import Projects
from pages.screens.projects import SHOWN, open_project, shown
from pages.shared import address
from pages.shared.act import run
from pages.shared.text import plain


def bar(ctx: Context, view: Projects, quarters: tuple[str, ...], present: str) -> None:
    """Board or timeline, which quarter, and a new project."""
    if not view.projects and not may(ctx.actor, Right.FACILITATE):
        return
    if view.projects:
        address.switch("Show", SHOWN, "show", key="pr_shown")
    if view.projects and shown() == "timeline":
        ordered = [present, *[one for one in quarters if one != present]]
        address.pick("Quarter", {one: paint.quarter(one) for one in ordered}, "quarter", key="pr_quarter", width=130)
        whose = crowded(view, address.at("quarter", ordered, present))
        if whose:
            address.pick("Whose", {key: plain(words) for key, words in whose.items()}, "whose", key="pr_whose", width=200)
    if may(ctx.actor, Right.FACILITATE):
        with st.popover("Add project", icon=":material/add:", type="primary" if not view.projects else "secondary"):
            _add(ctx, view)


def _add(ctx: Context, view: Projects) -> None:
    with st.form("pr_add_form", border=False):
        st.text_input("What will have changed when it is done?", key="pr_name", max_chars=200, placeholder="Nobody waits on hold")
        st.selectbox("Owner", view.people, index=None, key="pr_owner", accept_new_options=True, placeholder="A name")
        st.date_input("Due", value=None, key="pr_due", format="YYYY-MM-DD")
        st.form_submit_button("Add project", type="primary", key="pr_add_now", on_click=_added, args=(ctx,))


def _added(ctx: Context) -> None:
    state = st.session_state
    made = run(
        ctx,
        "pr_add",
        lambda c: projects.add_project(c, name=state["pr_name"], owner=(state["pr_owner"] or "")[:200], due_on=state["pr_due"]),
        done="Added",
    )
    if made:
        open_project(made)
        state["pr_name"], state["pr_owner"], state["pr_due"] = "", None, None
