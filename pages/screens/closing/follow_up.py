"""Who owns the journey, when the group meets again, the parking lot, and the end itself."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import streamlit as st

from cjm import closing
from cjm.closing import Closing, Parked
from cjm.core.service import Context
from cjm.session.parking import edit_parked_thought
from pages.screens.closing import CSS
from pages.shared import fields
from pages.shared.act import run
from pages.shared.draw import Tree, draw, icon
from pages.shared.text import plain

CHECK_IN_EVERY = {7: "every week", 14: "every two weeks", 21: "every three weeks", 28: "every four weeks"}
REVIEW_EVERY = {30: "every month", 91: "every quarter", 182: "every half year", 365: "every year"}
MOST_THOUGHTS = 6
MOST_MISSING = 6
MOST_GONE = 12
"""Thoughts that have gone with somebody and can be given to somebody else right here."""
MOST_NAMES = 3


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

    fields.text(
        ctx,
        "Journey owner",
        view.journey_owner,
        "closing:journey_owner",
        save("journey_owner"),
        version=view.version,
        max_chars=200,
        placeholder="Who keeps the map alive?",
    )
    again = "Next" if view.closed_at else "First"
    if not view.alignment or view.chosen:
        with st.container(horizontal=True):
            on(f"{again} check-in", "next_check_in_on", view.first_check_in(today))
            every("Check-ins", "check_in_every", CHECK_IN_EVERY, view.check_in_every)
    with st.container(horizontal=True):
        on(f"{again} review of the map", "next_review_on", view.first_review(today))
        every("Reviews", "review_every", REVIEW_EVERY, view.review_every)


def parking_lot(ctx: Context, view: Closing) -> None:
    """Each parked thought gets an owner, or else goes with the journey's; what has gone with somebody is folded away, and can still
    go with somebody else."""
    waiting = [one for one in view.thoughts if not one.settled]
    if waiting:
        st.markdown(f"**Parking lot**, {len(waiting)} {'thought' if len(waiting) == 1 else 'thoughts'} left")
    for one in waiting[:MOST_THOUGHTS]:
        _thought(ctx, one, view.journey_owner)
    if len(waiting) > MOST_THOUGHTS:
        st.caption(f"{len(waiting) - MOST_THOUGHTS} more come up as these are settled.")
    gone = [one for one in view.thoughts if one.settled]
    if gone:
        with st.expander(plain(_gone_with(gone)), key="closing_gone"):
            for one in gone[:MOST_GONE]:
                _owner(ctx, one, plain(one.text), "gone")
            if len(gone) > MOST_GONE:
                rows: list[Tree] = [
                    ["li", {"dir": "auto"}, icon("check"), ["span", {}, f"{one.text}  ·  {one.owner}"]]
                    for one in gone[MOST_GONE:]
                ]
                draw(["ul", {"class": "missing calm"}, *rows], key="closing_gone", css=CSS)


def _gone_with(gone: list[Parked]) -> str:
    """“3 parked thoughts went along: 2 with A. Lind, 1 with Ben”."""
    by = Counter(one.owner for one in gone).most_common()
    names = ", ".join(f"{count} with {owner}" for owner, count in by[:MOST_NAMES])
    more = sum(count for _, count in by[MOST_NAMES:])
    return f"{len(gone)} parked {'thought' if len(gone) == 1 else 'thoughts'} went along: {names}" + (
        f", {more} with others" if more else ""
    )


def _owner(ctx: Context, one: Parked, label: str, where: str, **options: Any) -> None:
    """``where`` it stands is part of the field's key: what the closing wrote into it is nobody else's text."""

    def named(c: Context, owner: str) -> None:
        edit_parked_thought(c, id=one.id, owner=owner, expected_version=c.based_on)

    fields.text(ctx, label, one.owner, f"closing:{where}:{one.id}", named, version=one.version, max_chars=200, **options)


def _thought(ctx: Context, one: Parked, journey_owner: str) -> None:
    st.markdown(plain(one.text))
    with st.container(horizontal=True, vertical_alignment="center"):
        otherwise = f"{journey_owner}, unless you name somebody" if journey_owner else "Who takes it along?"
        _owner(ctx, one, f"Who takes it along: {one.text}", "thought", label_visibility="collapsed", placeholder=otherwise)
        if st.button("Settled", icon=":material/check:", key=f"closing:settle:{one.id}"):
            owner = one.owner.strip() or journey_owner
            run(
                ctx,
                f"closing:settle:{one.id}",
                lambda c: edit_parked_thought(c, id=one.id, owner=owner, settled=True),
                done=f"Goes with {owner}",
            )
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
        tree.append(
            ["button", {"class": "button end", "act": "close"}, icon("lock"), f" Close all the same, and write {what} down"]
        )
        alone = sum(not one.settled and not one.owner.strip() for one in view.thoughts)
        if alone and view.journey_owner:
            words = (
                "The parked thought without an owner goes" if alone == 1 else f"The {alone} parked thoughts without an owner go"
            )
            tree.append(
                [
                    "div",
                    {"class": "small", "dir": "auto"},
                    f"{words} with {view.journey_owner}, as the parking lot says; it can be changed afterwards, too.",
                ]
            )
    else:
        tree.append(["p", {"class": "calm"}, icon("check_circle"), " Nothing is missing."])
        tree.append(["button", {"class": "button end ready", "act": "close"}, icon("handshake"), " Close the workshop"])
    return draw(tree, key="closing_end", css=CSS)
