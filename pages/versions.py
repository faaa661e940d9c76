"""Versions: what was kept when, what differs between two, and a copy of one."""

from __future__ import annotations

import streamlit as st

from cjm import versions
from cjm.core.access import Right, may
from cjm.core.history import local_day
from cjm.versions.compare import HOW, NOW, compared
from pages.screens.versions.acts import acts, keep
from pages.screens.versions.listing import listing
from pages.screens.versions.look import CSS, ICONS
from pages.screens.versions.picture import picture
from pages.screens.versions.words import beyond_the_cards, words
from pages.shared import address
from pages.shared.act import fragment, rerun, run
from pages.shared.draw import Tree, draw, icon
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame

here = context(Right.READ)
LOOKS = {"board": "On the board", "words": "In words"}
STYLE = "<style>@media (min-width: 768px) { .st-key-versions_told { margin-block: -.5rem } }</style>"


def short(day: str) -> str:
    """“23 November 2026” as “23 Nov 2026”."""
    number, month, year = day.split()
    return f"{number} {month[:3]} {year}"


@fragment
def body() -> None:
    zone = st.context.timezone or "UTC"
    kept = versions.snapshots(here)
    living = {one.id: one for one in kept if not one.deleted}
    changes = may(here.actor, Right.FACILITATE)
    live(here, here.image().revision, key="live_versions")
    old = address.at("from", living, next(iter(living), ""))
    new = address.at("to", {NOW, *living}, NOW)
    left, right = st.columns([1, 3.4], gap="medium")
    with left:
        if changes:
            keep(here)
        act = listing(kept, old, new, zone, changes)
    if act:
        verb, _, id = act.partition(":")
        if verb == "pick":
            address.put("from", id)
        else:
            run(here, act, lambda c: versions.put_back_snapshot(c, id=id), done="Put back")
        rerun()
    if not old:
        return
    with right:
        names = {id: f"{one.called}, {short(local_day(one.made_at, zone))}" for id, one in living.items()}
        with st.container(horizontal=True, vertical_alignment="center", key="versions_bar"):
            st.markdown("From")
            address.pick("From", {old: names[old], **names}, "from", key=f"versions_from:{old}", width=300)
            st.markdown("to")
            address.pick(
                "To", {NOW: "now", **{id: name for id, name in names.items() if id != old}}, "to", key="versions_to", width=300
            )
            look = address.switch("How to look at it", LOOKS, "look", key="versions_look")
        found = compared(here, old, new if new != old else NOW)
        with st.container(horizontal=True, vertical_alignment="center", key="versions_told"):
            _counts(found.comparison.count)
            if changes:
                acts(here, living[old], short(local_day(living[old].made_at, zone)), zone)
        if look == "board":
            picture(found.board)
            if beyond_the_cards(found.comparison):
                address.put("look", "words")
                st.rerun()
        else:
            words(found.comparison)


def _counts(count: object) -> None:
    assert callable(count)
    numbers: list[Tree] = [
        ["span", {"class": f"n {how}"}, icon(ICONS[how]), f" {count(how)} {word.lower()}"]
        for how, word in HOW.items()
        if count(how)
    ]
    draw(["div", {"class": "counts"}, *(numbers or [["span", {}, "Nothing differs"]])], key="versions_counts", css=CSS)


with frame(here, "versions", "What has changed since then?"):
    st.html(STYLE)
    body()
