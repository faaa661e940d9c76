"""What is asked and by when, the reminder, and what came in since the workshop."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cjm import homework
from cjm.core.service import Context
from cjm.homework.heat_map import HeatMap
from pages.shared import fields
from pages.shared.act import run
from pages.shared.copy import copy_button
from pages.shared.draw import Tree, draw, icon

CSS = """
.new { display: flex; flex-direction: column; } .new .list { max-height: 300px; overflow-y: auto; } .new h2 { font-size: 20px; line-height: 26px; padding-bottom: 4px; }
.late { display: flex; gap: 10px; align-items: center; border-top: 1px solid var(--line); padding: 6px 0; } .late .what { flex: 1; min-width: 0; overflow-wrap: anywhere; font-size: 16px; line-height: 20px; }
.late.seen .what { color: var(--muted); } .late .tick { min-height: 44px; white-space: nowrap; } .late .tick[aria-pressed=true] { color: var(--green); }
.all { align-self: flex-start; margin-top: 8px; } .none { color: var(--muted); padding: 6px 0; }
"""

MOST_NEW = 60
"""Cards in the list of what is new: nobody reads on, and each is drawn at every run."""


def asking(context: Context, view: HeatMap) -> None:
    """The due date and the questions."""
    fields.day(
        context,
        "Please finish by",
        view.due_on,
        "homework_due",
        lambda c, value: homework.set_homework(c, due_on=value, no_date=value is None, expected_version=c.based_on),
        version=view.version,
    )
    names, chosen = dict(view.lanes), [id for id, _ in view.asked]
    at = f"homework_lanes:{'-'.join(chosen)[:400]}"

    def asked() -> None:
        wanted: Any = st.session_state[at]
        run(context, "homework_lanes", lambda c: homework.set_homework(c, lane_ids=list(wanted)))

    st.multiselect(
        "Ask about", list(names), default=chosen, format_func=lambda id: names.get(id, "a lane"), key=at, on_change=asked
    )


def reminder(view: HeatMap) -> None:
    """A text to send; copied, since it goes out by whatever the group uses."""
    if not view.reminder:
        return
    copy_button("Copy a reminder for those who are not done", view.reminder, key="copy_reminder")
    with st.expander("Read the reminder", icon=":material/mail:"):
        st.text(view.reminder)


def new_since(context: Context, view: HeatMap) -> None:
    """Late cards, newest first, each with a tick; of very many those that are not read yet, before the others."""
    rows: list[Tree] = []
    more = len(view.late) - MOST_NEW
    for one in sorted(view.late, key=lambda one: one.seen)[:MOST_NEW] if more > 0 else view.late:
        where = " · ".join(part for part in (one.stage, one.lane, one.author, f"{one.at:%d %b}") if part)
        words = [icon("check_circle"), " Read"] if one.seen else [icon("radio_button_unchecked"), " New"]
        rows.append(
            [
                "div",
                {"class": f"late{' seen' if one.seen else ''}"},
                ["div", {"class": "what", "dir": "auto"}, one.text, ["div", {"class": "small"}, where]],
                [
                    "button",
                    {
                        "class": "button tick",
                        "act": f"{'unread' if one.seen else 'read'}:{one.id}",
                        "aria-pressed": "true" if one.seen else "false",
                        "aria-label": f"Read: {one.text}",
                    },
                    *words,
                ],
            ]
        )
    if more > 0:
        rows.append(["div", {"class": "none"}, f"{more} more; those that are not read come up as these are."])
    none: Tree = ["div", {"class": "none"}, "Nothing yet. Cards that are added after the first vote of the workshop come here."]
    heading = f"New since the workshop · {view.unread}" if view.unread else "New since the workshop"
    tree: Tree = ["div", {"class": "panel new"}, ["h2", {}, heading], ["div", {"class": "list"}, *(rows or [none])]]
    if view.unread:
        tree.append(["button", {"class": "button all", "act": "all"}, icon("done_all"), " Mark all as read"])
    act = draw(tree, key="new_since", css=CSS)
    if not act:
        return
    verb, _, card_id = act.partition(":")
    ids = [card_id] if card_id else [one.id for one in view.late if not one.seen]
    run(context, act, lambda c: homework.mark_cards_seen(c, ids=ids, seen=verb != "unread"))
    fields.again()
