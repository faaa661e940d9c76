"""What happened in this workshop, and everything that can be brought back."""

from __future__ import annotations

import streamlit as st

from cjm import activity
from pages.components.act import run
from pages.components.draw import Tree, draw, icon
from pages.components.guard import context
from pages.components.live import live
from pages.components.page import frame

CSS = """
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; } @media (max-width: 800px) { .two { grid-template-columns: 1fr } }
.item { display: flex; gap: 12px; align-items: center; padding: 8px 0; border-top: 1px solid var(--line); }
.item .what { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.undone { text-decoration: line-through; color: var(--muted); }
"""

ctx = context()


@st.fragment
def body() -> None:
    lines, trashed = activity.recent(ctx), activity.trash(ctx)
    live(ctx, lines[0].revision if lines else 0, key="live_trash")
    zone = st.context.timezone or "UTC"
    act = draw(["div", {"class": "two"}, _trash(trashed), _activity(lines, zone)], key="trash", css=CSS)
    if not act:
        return
    verb, _, rest = act.partition(":")
    if verb == "restore":
        kind, _, row_id = rest.partition(":")
        run(ctx, act, lambda c: activity.restore(c, kind=kind, id=row_id), done="Restored")
    else:
        run(ctx, act, lambda c: activity.undo(c, revision=int(rest)), done="Undone")
    st.rerun()


def _trash(trashed: tuple[activity.Trashed, ...]) -> Tree:
    rows: list[Tree] = [
        ["div", {"class": "item"}, ["div", {"class": "what"}, item.label, ["div", {"class": "small"}, item.kind_name]],
         ["button", {"class": "button", "act": f"restore:{item.kind}:{item.id}"}, icon("restore_from_trash"), " Restore"]]
        for item in trashed[:200]
    ]  # fmt: skip
    empty: Tree = ["p", {"class": "small"}, "The trash is empty. What you delete waits here."]
    return ["div", {"class": "panel"}, ["h2", {}, "Trash"], *(rows or [empty])]


def _activity(lines: list[activity.Line], zone: str) -> Tree:
    rows: list[Tree] = [
        ["div", {"class": "item"},
         ["div", {"class": "what"}, ["span", {"class": "undone" if line.undone else ""}, line.summary],
          ["div", {"class": "small"}, f"{line.actor_name}, {activity.local(line.at, zone)}"]],
         ["button", {"class": "button", "act": f"undo:{line.revision}"}, icon("undo"), " Undo"]
         if not line.undone and line.revision > 1 else ""]
        for line in lines
    ]  # fmt: skip
    return ["div", {"class": "panel"}, ["h2", {}, "What happened"], *rows]


with frame(ctx, "trash", "What happened, and what can be brought back"):
    body()
