"""Who owns the journey, when the group meets again, the parking lot, and the end itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from cjm import closing
from cjm.closing import Closing, Parked
from cjm.service import Context
from cjm.session.parking import edit_parked_thought
from pages.components import fields
from pages.components.act import run
from pages.components.closing import CSS
from pages.components.draw import Tree, draw, icon
from pages.components.text import plain

CHECK_IN_EVERY = {7: "every week", 14: "every two weeks", 21: "every three weeks", 28: "every four weeks"}
REVIEW_EVERY = {30: "every month", 91: "every quarter", 182: "every half year", 365: "every year"}
MOST_THOUGHTS = 6
MOST_MISSING = 6


def follow_up(ctx: Context, view: Closing, today: date) -> None:
    """In fields that are saved when left; the days proposed hold unless others are chosen."""

    def save(name: str) -> fields.Save:
        def saved(c: Context, value: Any) -> None:
            closing.plan_follow_up(c, **{name: value}, expected_version=c.based_on)

        return saved

    def every(label: str, name: str, usual: dict[int, str], stored: int) -> None:
        choices = usual if stored in usual else {**usual, stored: f"every {stored} days"}
        fields.choose(ctx, label, choices, stored, f"closing:{name}", save(name), version=view.version, width=170)

    def on(label: str, name: str, stored: date) -> None:
        fields.day(ctx, label, stored, f"closing:{name}", save(name), version=view.version, width=170)

    fields.text(ctx, "Journey owner", view.journey_owner, "closing:journey_owner", save("journey_owner"), version=view.version,
                max_chars=200, placeholder="Who keeps the map alive?")  # fmt: skip
    again = "Next" if view.closed_at else "First"
    if not view.alignment or view.chosen:
        with st.container(horizontal=True):
            on(f"{again} check-in", "next_check_in_on", view.first_check_in(today))
            every("Check-ins", "check_in_every", CHECK_IN_EVERY, view.check_in_every)
    with st.container(horizontal=True):
        on(f"{again} review of the map", "next_review_on", view.first_review(today))
        every("Reviews", "review_every", REVIEW_EVERY, view.review_every)


def parking_lot(ctx: Context, view: Closing) -> None:
    """Each parked thought gets an owner; what has gone with somebody is folded away."""
    waiting = [one for one in view.thoughts if not one.settled]
    if waiting:
        st.markdown(f"**Parking lot**, {len(waiting)} {'thought' if len(waiting) == 1 else 'thoughts'} left")
    for one in waiting[:MOST_THOUGHTS]:
        _thought(ctx, one)
    if len(waiting) > MOST_THOUGHTS:
        st.caption(f"{len(waiting) - MOST_THOUGHTS} more come up as these are settled.")
    gone = [one for one in view.thoughts if one.settled]
    if gone:
        rows: list[Tree] = [["li", {"dir": "auto"}, icon("check"), ["span", {}, f"{one.text}  ·  {one.owner}"]] for one in gone]
        summary = f"{len(gone)} parked {'thought has' if len(gone) == 1 else 'thoughts have'} gone with somebody"
        draw(["details", {"id": "closing_gone"}, ["summary", {}, summary], ["ul", {"class": "missing calm"}, *rows]], key="closing_gone", css=CSS)


def _thought(ctx: Context, one: Parked) -> None:
    def named(c: Context, owner: str) -> None:
        edit_parked_thought(c, id=one.id, owner=owner, expected_version=c.based_on)

    st.markdown(plain(one.text))
    with st.container(horizontal=True, vertical_alignment="center"):
        fields.text(ctx, f"Who takes it along: {one.text}", one.owner, f"closing:thought:{one.id}", named, version=one.version,
                    max_chars=200, label_visibility="collapsed", placeholder="Who takes it along?")  # fmt: skip
        if st.button("Settled", icon=":material/check:", key=f"closing:settle:{one.id}"):
            run(ctx, f"closing:settle:{one.id}", lambda c: edit_parked_thought(c, id=one.id, settled=True))
            fields.again()


def end(view: Closing) -> str | None:
    """What is missing, and the button that closes; returns ``close`` when that was pressed."""
    tree: Tree = ["section", {"class": "panel"}]
    count = len(view.missing)
    if count:
        shown = [["li", {"dir": "auto"}, icon("report"), ["span", {}, one]] for one in view.missing[:MOST_MISSING]]
        tree += [["h2", {}, "Still missing"], ["ul", {"class": "missing"}, *shown]]
        if count > MOST_MISSING:
            tree.append(["div", {"class": "small"}, f"and {count - MOST_MISSING} more"])
        what = "this" if count == 1 else f"these {count}"
        tree.append(["button", {"class": "button end", "act": "close"}, icon("lock"), f" Close all the same, and write {what} down"])
        if any(not one.settled for one in view.thoughts) and view.journey_owner:
            tree.append(["div", {"class": "small", "dir": "auto"}, f"Parked thoughts without an owner go with {view.journey_owner}."])
    else:
        tree.append(["p", {"class": "calm"}, icon("check_circle"), " Nothing is missing."])
        tree.append(["button", {"class": "button end ready", "act": "close"}, icon("handshake"), " Close the workshop"])
    return draw(tree, key="closing_end", css=CSS)
