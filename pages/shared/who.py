"""The question to whoever types a name that is like one on the roster: is that you?"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from cjm.people.seats import ANOTHER, Alike, WhoAreYou
from pages.shared.draw import draw
from pages.shared.text import plain

BACK = "back"
CSS = """
.asked { padding: 24px 0 8px; } .asked h1 { font-size: 28px; line-height: 34px; overflow-wrap: anywhere; }
.asked p { padding-top: 8px; font-size: 17px; line-height: 24px; overflow-wrap: anywhere; }
"""


@dataclass(frozen=True)
class Typed:
    """What was typed, and who on the roster has a like name."""

    name: str
    department_id: str | None
    people: tuple[Alike, ...]


def keep_asked(key: str, error: WhoAreYou, name: str, department_id: str | None) -> None:
    """Ask at the next run."""
    st.session_state[key] = Typed(name, department_id, error.people)


def asked(key: str) -> Typed | None:
    """What waits for an answer."""
    typed: Typed | None = st.session_state.get(key)
    return typed


def who_are_you(typed: Typed, key: str) -> str | None:
    """Draw the question; returns the id of whom they say they are, ``ANOTHER``, or ``BACK`` to type another name."""
    free = [one for one in typed.people if one.here or not one.taken]
    taken = [one for one in typed.people if one.taken and not one.here]
    question = (
        f"Are you {free[0].called}?"
        if len(free) == 1
        else "Which of them are you?"
        if free
        else f"{taken[0].called}, is here already"
    )
    told = [
        [
            "p",
            {"dir": "auto"},
            f"{one.called}, sits at another device already. If that is you, open your own link here, or ask the facilitator for it.",
        ]
        for one in taken
    ]
    draw(["div", {"class": "asked"}, ["h1", {"dir": "auto"}, question], *told], key=f"{key}_question", css=CSS)
    for one in free:
        words = f"Yes, I am {one.name}" if len(free) == 1 else f"I am {one.called}"
        if st.button(plain(words), type="primary", width="stretch", key=f"{key}_am:{one.id}"):
            return one.id
    if st.button(plain(f"No, I am another {typed.name.strip()}"), width="stretch", key=f"{key}_another"):
        return ANOTHER
    if st.button("Type another name", type="tertiary", width="stretch", key=f"{key}_back"):
        return BACK
    return None
