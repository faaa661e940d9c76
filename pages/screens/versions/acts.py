"""What a facilitator does with a version: keep one, name it, delete it, make a workshop of it."""

from __future__ import annotations

import streamlit as st

from cjm import versions
from cjm.core.service import Context
from cjm.versions import Snapshot
from pages.screens.versions.listing import when
from pages.shared.act import rerun, run
from pages.shared.guard import OPEN, this_browser
from pages.shared.text import plain


def keep(ctx: Context) -> None:
    """Keep the present under a name."""
    with (
        st.popover("Keep a version", icon=":material/bookmark_add:", key="versions_keep"),
        st.form("keep_version", border=False, clear_on_submit=True),
    ):
        name = st.text_input("Its name", placeholder="Before the merger with Westbank", max_chars=200, key="version_name")
        pressed = st.form_submit_button("Keep this version", icon=":material/bookmark_add:", type="primary")
        kept = run(ctx, "keep_version", lambda c: versions.take_snapshot(c, name=name), done="Kept") if pressed else None
        if kept:
            rerun()


def acts(ctx: Context, one: Snapshot, day: str, zone: str) -> None:
    """Restore, rename and delete, each with a second press."""
    with st.popover("Restore as a copy", icon=":material/settings_backup_restore:", key=f"versions_restore:{one.id}"):
        st.markdown(
            f"Makes a **new workshop** of “{plain(one.called)}” ({when(one, zone)}), called “… as of {day}”, with you as its facilitator. "
            "This workshop stays as it is; its present state is kept as a version first."
        )
        if st.button("Make the copy and go there", icon=":material/arrow_forward:", type="primary", key=f"restore:{one.id}"):
            made = run(
                ctx, f"restore:{one.id}", lambda c: versions.restore_copy(c, one.id, as_of=day, browser_key=this_browser())
            )
            if made:  # to where its name stands
                st.session_state[OPEN] = made
                st.switch_page("frame.py", query_params={"w": made, "part": "why"})
    with st.popover("Rename", icon=":material/edit:", key=f"versions_rename:{one.id}"), st.form(f"rename:{one.id}", border=False):
        name = st.text_input("Its name", value=one.name, placeholder=one.because, max_chars=200)
        if st.form_submit_button("Rename", type="primary"):
            run(ctx, f"rename:{one.id}", lambda c: versions.rename_snapshot(c, id=one.id, name=name))
            rerun()
    with st.popover("Delete", icon=":material/delete:", key=f"versions_delete:{one.id}"):
        st.markdown(f"Moves “{plain(one.called)}” to the trash below the list; Undo brings it back too.")
        if st.button("Delete this version", icon=":material/delete:", key=f"delete:{one.id}"):
            run(ctx, f"delete:{one.id}", lambda c: versions.delete_snapshot(c, id=one.id), done="Deleted; Undo brings it back")
            rerun()
