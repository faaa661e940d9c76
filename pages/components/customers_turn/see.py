"""What customers see: lane by lane, card by card, with the page itself beside it, and the link that lets them in."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cjm import reviewing
from cjm.board import ICONS
from cjm.reviewing.sharing import NEVER, WHY, CardShare, LaneShare, Shares
from cjm.service import Context
from cjm.settings import open_installation
from pages.components import fields
from pages.components.act import run
from pages.components.address import at, put
from pages.components.draw import Tree, draw, icon
from pages.components.invite import customers_link
from pages.components.review import review

CSS = (Path(__file__).parent / "look.css").read_text()
NEVER_SHOWN = (
    "Never shown, whatever is switched on: who wrote or said something, owners and people, departments, systems, data and KPIs of a card, "
    "sources, notes, severity, what it blocks, scores, actions, projects, and whatever is marked as internal."
)


def see(context: Context) -> None:
    """The three columns."""
    view = reviewing.sharing(context)
    left, middle, right = st.columns([1.1, 1.5, 0.9], gap="medium")
    with middle:
        lanes(context, view)
    with left, st.container(border=True, key="preview"):
        review(context, preview=True, revision=view.revision, key="review_preview")
    with right:
        if open_installation():
            st.warning("This installation is open to all: whoever reaches it can open everything. Set it up with roles before you share a link.",
                       icon=":material/lock_open:")  # fmt: skip
        customers_link(context)


def lanes(context: Context, view: Shares) -> None:
    """What is in and out, and why, with a switch for each lane."""
    opened = at("lane", {lane.id for lane in view.lanes})
    total = view.shown + view.left_out
    head = f"{'card is' if view.shown == 1 else 'cards are'} shown, {view.left_out} of {total} stay inside."
    tree: Tree = ["div", {"class": "panel lanes", "role": "region", "aria-label": "What is shown and what is not", "tabindex": "0"}, ["p", {"class": "sum"}, ["b", {}, str(view.shown)], f" {head}"]]
    if view.reasons:
        tree.append(["div", {"class": "whys"}, "Left out: ", *(["span", {}, f"{count} {words}"] for words, count in view.reasons)])
    if len(view.streams) > 1:
        tree.append(["div", {"class": "journeys", "role": "group", "aria-label": "Journey that customers see"}, ["span", {}, "Journey:"],
                     *(_journey(id, name, id == view.stream) for id, name in view.streams)])  # fmt: skip
    for lane in view.lanes:
        tree.append(_lane(lane, lane.id == opened))
        if lane.id == opened:
            tree.append(["div", {"class": "cards"}, *map(_card, lane.cards)])
    tree.append(
        ["div", {"class": "lane"}, _switch("future", view.future_shared, "What customers will experience"),
         ["span", {"class": "name"}, "The future experience", ["span", {"class": "small"}, f"{view.futures} stages have one"]], icon("wb_sunny")]
    )  # fmt: skip
    tree.append(["div", {"class": "never"}, NEVER_SHOWN])
    act = draw(tree, key="lanes", css=CSS)
    if not act:
        return
    verb, _, rest = act.partition(":")
    if verb == "open":
        put("lane", None if rest == opened else rest)
    elif verb == "future":
        run(context, act, lambda c: reviewing.share_future(c, shared=not view.future_shared))
    elif verb == "journey":
        run(context, act, lambda c: reviewing.share_stream(c, id=rest))
    else:
        what, _, id = rest.partition(":")
        share = reviewing.share_lane if verb == "lane" else reviewing.share_entry
        run(context, act, lambda c: share(c, id=id, shared=what == "show"))
    fields.again()


def _switch(act: str, on: bool, label: str) -> Tree:
    return ["button", {"class": "switch", "act": act, "role": "switch", "aria-checked": "true" if on else "false", "aria-label": f"Show {label}"}]


def _journey(id: str, name: str, shown: bool) -> Tree:
    return ["button", {"class": "button", "act": f"journey:{id}", "aria-pressed": "true" if shown else "false", "dir": "auto"},
            icon("check") if shown else "", name]  # fmt: skip


def _lane(lane: LaneShare, opened: bool) -> Tree:
    left = len(lane.cards) - lane.shown
    counts = " · ".join([f"{lane.shown} shown", *([f"{left} left out"] if left else [])]) if lane.cards else "no cards"
    note = " · internal" if lane.internal else "" if lane.shared == lane.usual else " · switched by hand"
    words: Tree = ["span", {"class": "name", "dir": "auto"}, lane.name, ["span", {"class": "small"}, counts + note]]
    fold: Tree = ["button", {"class": "open", "act": f"open:{lane.id}", "aria-expanded": "true" if opened else "false",
                             "aria-label": f"Cards of {lane.name}"}, icon("expand_less" if opened else "expand_more")]  # fmt: skip
    act = f"lane:{'hide' if lane.shared else 'show'}:{lane.id}"
    return ["div", {"class": "lane"}, _switch(act, lane.shared, lane.name), icon(ICONS[lane.kind]), words, fold if lane.cards else ""]


def _card(card: CardShare) -> Tree:
    what: Tree = ["span", {"class": "what", "dir": "auto"}, ["b", {}, card.text]]
    why = card.stage if card.why == "shown" else f"{card.stage} · {WHY[card.why]}"
    what.append(["span", {"class": "small"}, f"  {why}"])
    verb, words = ("hide", "Leave out") if card.shown else ("show", "Show")
    press: Tree = ["button", {"class": "button", "act": f"card:{verb}:{card.id}", "aria-label": f"{words}: {card.text}"}, words]
    return ["div", {"class": "one" if card.shown else "one out"}, what, icon("lock") if card.why in NEVER else press]
