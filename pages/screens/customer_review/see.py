"""What customers see: lane by lane, card by card, with the page itself beside it, and the link that lets them in."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import streamlit as st

from cjm import customer_review
from cjm.core.service import Context
from cjm.core.settings import open_installation
from cjm.customer_review.sharing import NEVER, WHY, CardShare, LaneShare, Shares, Waiting
from cjm.pain_points.reading import ICONS
from pages.frontend.source import source
from pages.screens.reviewer import review
from pages.shared import fields
from pages.shared.act import run, say
from pages.shared.address import at, put
from pages.shared.draw import Tree, draw, icon
from pages.shared.invitation import customers_link

CSS = source("screens/customer_review/look.css")
NEVER_SHOWN = (
    "Never shown, whatever is switched on: who wrote or said something, owners and people, departments, systems, data and KPIs of a card, "
    "sources, notes, severity, what it blocks, scores, actions, projects, and whatever is marked as internal."
)


def see(context: Context) -> None:
    """The three columns."""
    view = customer_review.sharing(context)
    left, middle, right = st.columns([1.1, 1.5, 0.9], gap="medium")
    with middle:
        lanes(context, view)
    with left, st.container(border=True, key="preview"):
        review(context, preview=True, revision=view.revision, key="review_preview")
    with right:
        if open_installation():
            st.warning(
                "This installation is open to all: whoever reaches it can open everything. Set it up with roles before you share a link.",
                icon=":material/lock_open:",
            )
        customers_link(context)


def lanes(context: Context, view: Shares) -> None:
    """What is in and out, and why, with a switch for each lane."""
    opened = at("lane", {lane.id for lane in view.lanes})
    total = view.shown + view.left_out
    head = f"{'card is' if view.shown == 1 else 'cards are'} shown, {view.left_out} of {total} stay inside."
    tree: Tree = [
        "div",
        {"class": "panel lanes", "role": "region", "aria-label": "What is shown and what is not", "tabindex": "0"},
        ["p", {"class": "sum"}, ["b", {}, str(view.shown)], f" {head}"],
    ]
    if view.reasons:
        tree.append(
            ["div", {"class": "whys"}, "Left out: ", *(["span", {}, f"{count} {words}"] for words, count in view.reasons)]
        )
    if view.waiting:
        tree.append(_new(view.waiting))
    if len(view.streams) > 1:
        tree.append(
            [
                "div",
                {"class": "journeys", "role": "group", "aria-label": "Journey that customers see"},
                ["span", {}, "Journey:"],
                *(_journey(id, name, id == view.stream) for id, name in view.streams),
            ]
        )
    for lane in view.lanes:
        tree.append(_lane(lane, lane.id == opened))
        if lane.id == opened:
            tree.append(["div", {"class": "cards"}, *map(_card, lane.cards)])
    tree.append(
        [
            "div",
            {"class": "lane"},
            _switch("future", view.future_shared, "What customers will experience"),
            ["span", {"class": "name"}, "The future experience", ["span", {"class": "small"}, f"{view.futures} stages have one"]],
            icon("wb_sunny"),
        ]
    )
    tree.append(["div", {"class": "never"}, NEVER_SHOWN])
    act = draw(tree, key="lanes", css=CSS)
    if not act:
        return
    verb, _, rest = act.partition(":")
    if verb == "open":
        put("lane", None if rest == opened else rest)
    elif verb == "future":
        run(context, act, lambda c: customer_review.share_future(c, shared=not view.future_shared))
    elif verb == "release":
        _release(context, view, rest)
    elif verb == "journey":
        run(context, act, lambda c: customer_review.share_stream(c, id=rest))
    else:
        what, _, id = rest.partition(":")
        if verb == "lane":
            run(context, act, lambda c: customer_review.share_lane(c, id=id, shared=what == "show"))
        else:
            read = next((one.text for lane in view.lanes for one in lane.cards if one.id == id), None)
            run(context, act, lambda c: customer_review.share_entry(c, id=id, shared=what == "show", read=read))
    fields.again()


def _mark(waiting: Iterable[Waiting]) -> str:
    """Differs when anything else, or other words, wait: nothing is released that was not on the screen when it was pressed."""
    return sha256(repr([(one.id, one.text) for one in waiting]).encode("utf-8", "replace")).hexdigest()[:12]


def _together(waiting: Iterable[Waiting]) -> list[Waiting]:
    """What is released together; what names somebody is decided one by one."""
    return [one for one in waiting if not one.names]


def _release(context: Context, view: Shares, pressed: str) -> None:
    id, _, mark = pressed.partition(":")
    chosen = [one for one in view.waiting if one.id == id] if id else _together(view.waiting)
    if _mark(chosen) != mark:
        say("Something came or changed meanwhile. Look at what waits once more.", "info")
    elif id and chosen[0].names:
        run(context, pressed, lambda c: customer_review.share_entry(c, id=id, shared=True, read=chosen[0].text))
    else:
        read = {one.id: one.text for one in chosen}
        run(context, pressed, lambda c: customer_review.release_to_customers(c, read=read))


def _new(waiting: tuple[Waiting, ...]) -> Tree:
    """What came since it was chosen what customers see, to be shown one by one or together; those without a name first."""
    number, nameless = len(waiting), sum(one.nameless for one in waiting)
    changed = sum(bool(one.was) for one in waiting)
    words = [f"{number - changed} new since you chose"] * (number > changed) + [f"{changed} changed since you chose"] * bool(
        changed
    )
    head: Tree = [
        "div",
        {"class": "head"},
        ["b", {}, ", ".join(words)],
        [
            "span",
            {"class": "small"},
            f"{nameless} without a name: read them first" if nameless else "Customers don’t see this yet",
        ],
    ]
    together = _together(waiting)
    if len(together) > 1:
        head.append(["button", {"class": "button main", "act": f"release::{_mark(together)}"}, f"Show all {len(together)}"])
    return ["div", {"class": "new", "role": "region", "aria-label": "New since you chose"}, head, *map(_waits, waiting)]


def _waits(one: Waiting) -> Tree:
    notes = [
        one.where,
        "without a name" if one.nameless else "",
        "names somebody" if one.names else "",
        f"they read: “{one.was}”" if one.was else "",
    ]
    what: Tree = [
        "span",
        {"class": "what", "dir": "auto"},
        ["b", {}, one.text or "(nothing)"],
        ["span", {"class": "small"}, "  " + " · ".join(note for note in notes if note)],
    ]
    press: Tree = [
        "span",
        {"class": "do"},
        [
            "button",
            {"class": "button", "act": f"release:{one.id}:{_mark([one])}", "aria-label": f"Show customers: {one.text}"},
            "Show",
        ],
    ]
    if one.kind == "entries":
        press.append(
            ["button", {"class": "button", "act": f"card:hide:{one.id}", "aria-label": f"Leave out: {one.text}"}, "Leave out"]
        )
    return ["div", {"class": "one"}, what, press]


def _switch(act: str, on: bool, label: str) -> Tree:
    return [
        "button",
        {
            "class": "switch",
            "act": act,
            "role": "switch",
            "aria-checked": "true" if on else "false",
            "aria-label": f"Show {label}",
        },
    ]


def _journey(id: str, name: str, shown: bool) -> Tree:
    return [
        "button",
        {"class": "button", "act": f"journey:{id}", "aria-pressed": "true" if shown else "false", "dir": "auto"},
        icon("check") if shown else "",
        name,
    ]


def _lane(lane: LaneShare, opened: bool) -> Tree:
    left = len(lane.cards) - lane.shown
    counts = " · ".join([f"{lane.shown} shown", *([f"{left} left out"] if left else [])]) if lane.cards else "no cards"
    note = " · internal" if lane.internal else "" if lane.shared == lane.usual else " · switched by hand"
    words: Tree = ["span", {"class": "name", "dir": "auto"}, lane.name, ["span", {"class": "small"}, counts + note]]
    fold: Tree = [
        "button",
        {
            "class": "open",
            "act": f"open:{lane.id}",
            "aria-expanded": "true" if opened else "false",
            "aria-label": f"Cards of {lane.name}",
        },
        icon("expand_less" if opened else "expand_more"),
    ]
    act = f"lane:{'hide' if lane.shared else 'show'}:{lane.id}"
    return [
        "div",
        {"class": "lane"},
        _switch(act, lane.shared, lane.name),
        icon(ICONS[lane.kind]),
        words,
        fold if lane.cards else "",
    ]


def _card(card: CardShare) -> Tree:
    what: Tree = ["span", {"class": "what", "dir": "auto"}, ["b", {}, card.text]]
    why = card.stage if card.why == "shown" else f"{card.stage} · {WHY[card.why]}"
    what.append(["span", {"class": "small"}, f"  {why}"])
    verb, words = ("hide", "Leave out") if card.shown else ("show", "Show")
    press: Tree = ["button", {"class": "button", "act": f"card:{verb}:{card.id}", "aria-label": f"{words}: {card.text}"}, words]
    return ["div", {"class": "one" if card.shown else "one out"}, what, icon("lock") if card.why in NEVER else press]
