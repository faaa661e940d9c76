"""What leaders answered to an action, and whether they are asked to decide."""

from __future__ import annotations

import streamlit as st

from cjm import leaders
from cjm.core.access import Right, may
from cjm.core.history import local_day, local_time
from cjm.core.service import Context
from cjm.leaders import Answered
from cjm.priorities import Ranked
from pages.shared import fields
from pages.shared.draw import Tree, draw, icon

SIGNS = {"approve": "check", "not_now": "schedule", "ask": "help"}


def leaders_said(ctx: Context, action: Ranked) -> None:
    view = leaders.leaders(ctx)
    zone = st.context.timezone or "UTC"
    said = view.answers_to(action.id)
    if said:
        lines: list[Tree] = [
            [
                "div",
                {"dir": "auto"},
                icon(SIGNS[one.answer]),
                f" {one.told}",
                ["span", {"class": "small"}, f"  {local_day(one.at, zone)}, {local_time(one.at, zone)}"],
            ]
            for one in said
        ]
        draw(
            ["div", {"class": "said"}, *lines],
            key=f"prio_said_{action.id}",
            css=".said { font-size: 16px; overflow-wrap: anywhere; }",
        )
    if may(ctx.actor, Right.FACILITATE):
        for one in said:
            if one.answer == "ask":
                _reply(ctx, one)
        _mark(ctx, view.question(action.id), action.id)


def _reply(ctx: Context, one: Answered) -> None:
    """To whoever asked: they see it on their page, and answer again."""
    fields.text(
        ctx,
        f"Your reply to {one.by or 'them'}",
        one.reply,
        f"prio_reply_{one.id}",
        lambda c, words: leaders.reply_to_leader(c, id=one.id, words=words, expected_version=c.based_on),
        version=one.version,
        max_chars=400,
        label_visibility="collapsed",
        placeholder="Your reply; they read it on their page",
    )


def _mark(ctx: Context, question: str | None, id: str) -> None:
    words = f"prio_question_{id}"
    fields.tick(
        ctx,
        "Needs a decision by the leaders",
        question is not None,
        f"prio_asks_{id}",
        lambda c, needed: leaders.ask_leaders(c, id=id, needed=needed, question=st.session_state.get(words, "")),
    )
    if question is not None:
        fields.text(
            ctx,
            "What exactly? They read this line.",
            question,
            words,
            lambda c, asked: leaders.ask_leaders(c, id=id, needed=True, question=asked),
            max_chars=200,
            placeholder="Fund a pilot?",
        )
