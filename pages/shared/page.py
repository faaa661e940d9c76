"""The frame around every page of a workshop: stepper, undo, question, guidance, and what is most missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cjm.core import history
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.core.vocabulary import CLOSING, STEPS
from cjm.guidance.gaps import gap
from cjm.guidance.guides import GUIDES
from cjm.workshops import Progress, finish_step, progress
from pages.shared import address
from pages.shared.act import fragment, rerun, run, say
from pages.shared.drafts import drafts
from pages.shared.draw import Tree, draw, icon
from pages.shared.live import live
from pages.shared.session_bar import session_bar

READABLE = frozenset({"matrix", "priorities", "insights", "projects", "kpis", "reviews"})
"""Pages that those may open who only read."""

STYLE = """<style>
.st-key-where { position: absolute }
:root.cjm-typing #cjm-bar.foot { display: none }
@media (min-width: 768px) { [data-testid=stMainBlockContainer] { padding-inline: 1.5rem } }
@media (max-width: 767px) { [data-testid=stMainBlockContainer] { padding-inline: 0.75rem } }
[data-testid=stToastContainer] { top: 6px; right: auto; left: calc(60% - 168px); max-width: calc(100vw - 96px) }
@media (max-width: 767px) { [data-testid=stToastContainer] { left: 4px } .st-key-bar > :first-child, .st-key-bar > [data-testid=stLayoutWrapper]:has([class*="_controls"]) { flex: 1 0 100% } }
.stForm .stTextInput [data-testid=InputInstructions] { display: none }
.cjm-where { position: fixed; z-index: 999990; left: 62px; top: 41px; max-width: min(300px, calc(100vw - 140px)); overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  font-size: 14px; line-height: 17px; color: light-dark(#515c64, #aeb9bd); pointer-events: none }
@media print { .cjm-where { display: none } }
@media (min-width: 768px) and (max-width: 1199px) {
  .st-key-bar, .st-key-bar [data-testid=stHorizontalBlock] { gap: 6px !important }
  .st-key-bar > :first-child { flex: 0 1 auto; min-width: 120px } .st-key-bar h1 { font-size: 17px !important; line-height: 20px !important }
  .st-key-bar [data-testid=stButtonGroup] button { padding-inline: 8px }
  .st-key-guide p { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
}
[class*="st-key-live"], .st-key-drafts { position: absolute; width: 1px; height: 0; overflow: hidden }
.stApp button[data-rac][data-selected=true], .stApp button[data-rac][data-selected=true]:hover { color: light-dark(#0F5C63, #9ADDE2) }
</style>"""

_CSS = """
.steps { display: flex; align-items: center; gap: 8px; min-height: 48px; }
.steps .step { display: flex; align-items: center; gap: 9px; padding: 4px 14px 4px 5px; border-radius: 24px; border: 2px solid transparent; flex: 0 1 auto; min-width: 0; }
.steps .step.here { border-color: var(--ink); background: var(--paper); }
.steps .dot { width: 34px; height: 34px; border-radius: 50%; display: grid; place-items: center; border: 2px solid var(--edge); font-weight: 600; font-size: 16px; flex: none; color: var(--muted); }
.steps .begun .dot { border-color: var(--primary); color: var(--primary); }
.steps .done .dot { background: var(--primary); border-color: var(--primary); color: var(--on-primary); }
.steps .here .dot { background: var(--ink); border-color: var(--ink); color: var(--page); }
.steps .line { flex: 1; height: 2px; background: var(--line); min-width: 8px; }
.steps .line.done { background: var(--primary); }
.steps .name { font-weight: 600; font-size: 18px; line-height: 20px; white-space: nowrap; }
.steps .words { min-width: 0 }
.steps .note { font-size: 14px; line-height: 17px; color: var(--muted); white-space: nowrap; max-width: 240px; overflow: hidden; text-overflow: ellipsis; }
.steps .saved { display: inline-flex; align-items: center; gap: 6px; margin-left: 8px; min-width: 74px; flex: none; font-size: 14px; color: var(--muted); white-space: nowrap; }
.steps .saved::before { content: ""; width: 9px; height: 9px; border-radius: 50%; background: var(--edge); flex: none; }
.steps .saved[data-state=saved]::before { background: light-dark(#0B5E45, #86D9B8) }
.steps .saved[data-state=waiting] { white-space: normal; line-height: 17px } .steps .saved[data-state=waiting] .said { max-width: 100px }
.steps .saved[data-state=waiting]::before { background: none; border: 2px solid light-dark(#B0430C, #FF9D5C) }
.steps .undo { margin-left: 8px; flex: none; white-space: nowrap; }
.steps .undo[disabled] { opacity: .5 }
@media (max-width: 1500px) { .steps .line { min-width: 4px } .steps .step:not(.here) .note { display: none } }
@media (max-width: 1200px) {
  .steps { gap: 5px; justify-content: space-between } .steps .line { display: none } .steps .saved { min-width: 0; margin-left: 0 }
  .steps .name { overflow: hidden; text-overflow: ellipsis; font-size: 17px } .steps .note { max-width: 100px } .steps .step { padding-right: 8px }
}
@media (max-width: 900px) {
  .steps { gap: 4px; justify-content: space-between; } .steps .line { display: none } .steps .step:not(.here) .words { display: none }
  .steps .step { padding: 2px; gap: 6px; min-width: 0 } .steps .step.here { padding-right: 10px; flex: 0 1 auto } .steps .dot { width: 32px; height: 32px }
  .steps .step:not(.here) { flex: none }
  .steps .words { min-width: 0 } .steps .name, .steps .note { overflow: hidden; text-overflow: ellipsis } .steps .name { font-size: 16px }
  .steps .saved { min-width: 9px; margin-left: 0 } .steps .saved:not([data-state=waiting]) { font-size: 0; gap: 0 }
  .steps .saved[data-state=waiting] .said { max-width: 84px } .steps .step.here { min-width: 36px }
  .steps .undo { margin-left: 0; padding: 8px !important } .steps .undo .label { display: none }
}
"""


def _stepper(state: Progress, here: str, undoable: str) -> Tree:
    tree: Tree = ["nav", {"class": "steps", "aria-label": "Steps"}]
    for number, step in enumerate(state.steps, start=1):
        if number > 1:
            tree.append(["span", {"class": f"line {state.steps[number - 2].state}"}])
        current = step.key == here
        dot = icon("check") if step.state == "done" and not current else str(number)
        tree.append(
            [
                "button",
                {
                    "class": f"step {step.state}{' here' if current else ''}",
                    "act": f"go:{step.key}",
                    "leaves": not current,
                    "title": f"{step.name}: {step.note}",
                    "aria-current": "step" if current else None,
                    "aria-label": f"Step {number}, {step.name}: {step.note}",
                },
                ["span", {"class": "dot"}, dot],
                ["span", {"class": "words"}, ["div", {"class": "name"}, step.name], ["div", {"class": "note"}, step.note]],
            ]
        )
    tree.append(["span", {"class": "saved", "data-saved": "", "role": "status"}])
    tree.append(
        [
            "button",
            {"class": "undo button", "act": "undo", "title": f"Undo: {undoable}" if undoable else "There is nothing to undo"},
            icon("undo"),
            ["span", {"class": "label"}, " Undo"],
        ]
    )
    return tree


@fragment
def _top(context: Context, here: str) -> None:
    state = progress(context)
    line = history.next_undo(context)
    live(context, state.revision, key="live_top")
    act = draw(_stepper(state, here, line.summary if line else ""), key="stepper", css=_CSS)
    if act == "undo":
        what = run(context, "undo", lambda c: history.undo(c, revision=line.revision if line else None))
        if what:
            say(f"Undone: {what}", "undo")
            rerun()
    elif act:
        go(context, act.removeprefix("go:"))


def go(context: Context, key: str, query: Iterable[tuple[str, str]] = ()) -> None:
    """To the page of a step, or ``frame``; ``query`` says what to open there."""
    st.switch_page(address.script_of(key), query_params={"w": context.workshop_id, **dict(query)})


def mended() -> int:
    """How often the sentence at the foot was clicked: what was asked for and closed since can be asked for again."""
    return int(st.session_state.get("mended", 0))


def guide(key: str) -> None:
    """The facilitator's folded guidance for a step."""
    told = GUIDES[key]
    with st.popover("Guide", icon=":material/menu_book:", key="guide"):
        st.markdown(
            f"**About {told.minutes} minutes.** {told.good}\n\n**Ask**\n"
            + "\n".join(f"- {line}" for line in told.ask)
            + "\n\n**Common traps**\n"
            + "\n".join(f"- {line}" for line in told.traps)
        )


def where(context: Context) -> str:
    """Which workshop this is, as HTML: it stands below the product's name, in the window's top row."""
    name = _escaped(progress(context).workshop_name)
    return f'<div class="cjm-where" dir="auto">{name}</div>'


def bare(context: Context) -> None:
    """What a page of a workshop has that is drawn without the frame."""
    st.html(STYLE)
    with st.container(key="where"):
        st.html(where(context))


@contextmanager
def frame(context: Context, here: str, question: str = "") -> Iterator[DeltaGenerator]:
    """Everything around a page's own content; yields the bar beside the question, where its controls go.

    Who only reads has neither steps nor undo, guidance or what is missing: nothing of that is theirs to do.
    """
    writes = may(context.actor, Right.EDIT)
    st.set_page_config(page_title=f"{progress(context).workshop_name} · Journey canvas")
    st.html(STYLE)
    if writes:
        drafts(context)
        session_bar(context, here)
        _top(context, here)
    asked = question or next((words for key, _, words in STEPS if key == here), "")
    bar = st.container(horizontal=True, vertical_alignment="center", key="bar")
    with bar:
        st.html(
            f'<h1 style="font-size:22px;line-height:28px;font-weight:600;margin:0;padding:0">{_escaped(asked)}</h1>'
            + where(context),
            width="content",
        )
    yield bar
    if not writes:
        return
    if here in GUIDES:
        with bar:
            guide(here)
    _foot(context, here)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@fragment
def _foot(context: Context, here: str) -> None:
    live(context, progress(context).revision, key="live_foot")
    closes = [CLOSING[0]] if may(context.actor, Right.FACILITATE) else []
    keys = [key for key, _, _ in STEPS] + closes
    place = keys.index(here) if here in keys else -1
    buttons: Tree = ["div", {"class": "foot"}]
    before = keys[place - 1] if place > 0 else "frame" if place == 0 else ""
    after = keys[place + 1] if here in {"frame", *keys[:-1]} else ""
    names = {"frame": "frame", CLOSING[0]: CLOSING[1].lower(), **{key: name.lower() for key, name, _ in STEPS}}
    if before:
        buttons.append(
            ["button", {"class": "button", "act": f"go:{before}", "leaves": True}, icon("arrow_back"), f" Back: {names[before]}"]
        )
    missing = gap(context, here=here)
    if missing:
        mend = {"class": "gap", "act": "mend", "dir": "auto", "leaves": missing.page != here}
        buttons.append(["button", mend, icon("lightbulb"), f" {missing.sentence}"])
    else:
        buttons.append(["span", {"class": "gap"}, icon("check_circle"), " Nothing important is missing"])
    step = next((one for one in progress(context).steps if one.key == here), None)
    if step is not None and may(context.actor, Right.FACILITATE):
        words = " Done for now: open again" if step.finished else " Done for now"
        told = "Keeps this state as a version; everything can be changed further"
        buttons.append(
            [
                "button",
                {
                    "class": "button finish",
                    "act": f"finish:{here}",
                    "title": told,
                    "aria-pressed": "true" if step.finished else "false",
                },
                icon("check_circle" if step.finished else "flag"),
                words,
            ]
        )
    if after:
        buttons.append(
            [
                "button",
                {"class": "button next", "act": f"go:{after}", "leaves": True},
                f"Next: {names[after]} ",
                icon("arrow_forward"),
            ]
        )
    act = draw(buttons, key="foot", css=_FOOT_CSS)
    if act == "mend" and missing:
        st.session_state["mended"] = mended() + 1
        go(context, missing.page, missing.query)
    elif act and step is not None and act.startswith("finish:"):
        done = "" if step.finished else f"{step.name} is done for now. This state is kept under Versions."
        run(context, act, lambda c: finish_step(c, step=here, finished=not step.finished), done=done)
        st.rerun(scope="fragment")
    elif act:
        go(context, act.removeprefix("go:"))


_FOOT_CSS = """
.foot { display: flex; align-items: center; gap: 12px; flex-wrap: wrap; font-size: 16px; }
.foot .gap { flex: 1; text-align: center; color: var(--muted); font-size: 16px; }
.foot button.gap { text-decoration: underline; text-underline-offset: 3px; }
.foot .finish[aria-pressed=true] { color: var(--green) }
.foot .next { background: light-dark(#0f5c63, #237a82) !important; color: #fff; border-color: transparent !important; }
"""
