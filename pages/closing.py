"""Closing the workshop: who takes what with them, and when the group meets again."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cjm import closing
from cjm.core.access import Right, may
from cjm.core.history import local_day
from cjm.core.service import Context
from cjm.core.vocabulary import CLOSING
from pages.screens.closing.actions import choosing, promised
from pages.screens.closing.follow_up import end, follow_up, parking_lot
from pages.screens.leaders.about import zone
from pages.screens.projects.from_action import to_project
from pages.shared.act import fragment, run
from pages.shared.fields import again
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame

ctx = context(Right.READ)


def act_on(context: Context, act: str) -> None:
    verb, _, id = act.partition(":")
    if verb == "project":
        to_project(context, id)
    elif verb == "reopen":
        run(context, "closing_reopen", lambda c: closing.reopen_workshop(c), done="Open again")
    elif verb == "close":
        run(
            context,
            "closing_close",
            lambda c: closing.close_workshop(c, insist=True),
            done="Closed. Undo or open it again at any time.",
        )
    elif verb == "proposed":
        run(context, "closing_proposed", lambda c: closing.choose_actions(c))
    else:
        run(context, act, lambda c: closing.choose_actions(c, ids=[id], chosen=verb == "choose"))
    again()


@fragment
def body() -> None:
    view = closing.closing(ctx)
    live(ctx, view.revision, key="live_closing")
    today = date.today()
    leads = may(ctx.actor, Right.FACILITATE)
    left, right = st.columns([1.3, 1], gap="medium")
    with left:
        if view.closed_at:
            rows = closing.promises(ctx, today=today)
            act = promised(view, rows, today, local_day(view.closed_at, zone()), leads=leads)
        else:
            act = choosing(view, today, leads=leads)
    with right:
        if leads:
            follow_up(ctx, view, today)
            parking_lot(ctx, view)
            if view.closed_at is None:
                act = end(view) or act
    if act:
        act_on(ctx, act)


with frame(ctx, "closing", CLOSING[2]):
    body()
