"""Everything about one action, in words, and the answer to it."""

from __future__ import annotations

import streamlit as st

from cjm import leaders
from cjm.core.access import Right, may
from cjm.core.history import local_day, local_time
from cjm.core.service import Context
from cjm.figures import paint
from cjm.leaders import AnswerKind, Leaders
from cjm.priorities import Ranked
from pages.screens.leaders import CSS, dot
from pages.shared.act import dialog, rerun, run
from pages.shared.draw import Tree, draw

DONE = {"approve": "Approved", "not_now": "Noted: not now", "ask": "Asked"}


def answer(ctx: Context, id: str, kind: AnswerKind, words: str = "") -> bool:
    """Hand it over; whether it was taken."""
    return bool(
        run(ctx, f"leaders_{kind}_{id}", lambda c: leaders.answer_action(c, id=id, answer=kind, words=words), done=DONE[kind])
    )


def zone() -> str:
    return st.context.timezone or "UTC"


def about(ctx: Context, id: str, *, asking: bool = False) -> None:
    """Open it over the page."""
    dialog("Ask about this action" if asking else "About this action", _about)(ctx, id, asking)


def _about(ctx: Context, id: str, asking: bool) -> None:
    if st.session_state.pop("leaders_answered", False):
        rerun()
    view = leaders.leaders(ctx)
    action = view.action(id)
    if action is None:
        st.info("This action isn’t there any more.", icon=":material/info:")
        return
    tree: Tree = [
        "div",
        {"class": "about"},
        ["div", {"class": "row"}, dot(view, action), ["h2", {"dir": "auto"}, action.name]],
        ["div", {"class": "facts"}, *[["div", {"dir": "auto", "class": kind}, words] for kind, words in _facts(view, action)]],
    ]
    # a dialog hangs outside of what tells its content the theme
    scheme = f".drawn {{ color-scheme: {'dark' if st.context.theme.type == 'dark' else 'light'}; }}"
    draw(tree, key=f"leaders_about_{id}", css=CSS + scheme)
    if may(ctx.actor, Right.ANSWER):
        _answers(ctx, view, id, asking)


def _facts(view: Leaders, action: Ranked) -> list[tuple[str, str]]:
    waits = view.waits(action.id)
    field = next((one.name for one in view.priorities.quadrants if one.key == action.quadrant), "")
    facts = [("why", waits.why)] if waits else []
    if field:
        facts.append(("", f"{field}: impact {paint.number(action.impact or 0)}, effort {paint.number(action.effort or 0)}"))
    for axis, score in (("Impact", action.impact_score), ("Effort", action.effort_score)):
        if score and score.disagree:
            facts.append(("", f"{axis}: scores from {score.low} to {score.high}, {score.count} people"))
    if action.decided:
        facts.append(("", f"Decided{f' by {action.decided_by}' if action.decided_by else ''}: {action.reason}"))
    due = (
        f", due {action.due_on:%-d %B %Y}"
        if action.due_on
        else f", {paint.when(action)}"
        if paint.when(action)
        else ", no date yet"
    )
    facts.append(("", f"Owner: {action.owner or 'nobody yet'}{due}"))
    if action.pain:
        facts.append(("", f"Removes {action.pain} of {view.priorities.pain} points of pain"))
    if action.note.strip():
        facts.append(("small", action.note))
    for one in view.answers_to(action.id):
        facts.append(("", f"{one.told}, {local_day(one.at, zone())}, {local_time(one.at, zone())}"))
        if one.reply:
            facts.append(("", f"{one.replied_by} replies: {one.reply}"))
    return facts


def _answers(ctx: Context, view: Leaders, id: str, asking: bool) -> None:
    key = f"leaders_words_{id}"
    kinds: tuple[tuple[AnswerKind, str], ...] = (("approve", "Approve"), ("not_now", "Not now"), ("ask", "Ask"))
    main = "ask" if asking else "approve"
    with st.form(f"leaders_form_{id}", border=False):
        st.text_area("Your question, or a word on your answer", key=key, max_chars=400, height=90)
        with st.container(horizontal=True):
            for kind, words in kinds:
                st.form_submit_button(
                    words,
                    type="primary" if kind == main else "secondary",
                    on_click=_given,
                    args=(ctx, id, kind, key),
                    key=f"leaders_{kind}_{id}",
                )
    if any(one.author_id == ctx.actor.id for one in view.answers_to(id)):
        st.button(
            "Take back my answer",
            type="tertiary",
            icon=":material/undo:",
            on_click=_taken_back,
            args=(ctx, id),
            key=f"leaders_back_{id}",
        )


def _given(ctx: Context, id: str, kind: AnswerKind, key: str) -> None:
    if answer(ctx, id, kind, st.session_state[key]):
        st.session_state[key] = ""
        st.session_state["leaders_answered"] = True


def _taken_back(ctx: Context, id: str) -> None:
    run(ctx, f"leaders_back_{id}", lambda c: leaders.take_back_answer(c, id=id), done="Taken back")
    st.session_state["leaders_answered"] = True
