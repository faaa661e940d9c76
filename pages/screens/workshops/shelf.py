"""The workshops one can go on with: the latest in full, the others in a line, and the trash."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import streamlit as st

from cjm.core.vocabulary import STEPS
from cjm.guidance.gaps import Gap
from cjm.workshops import Listed, Progress, ago
from pages.shared.draw import Tree, icon

MOST = 200
TRASH_SHOWN = "lobby_trash"
JUST_TRASHED = "just_trashed"


def shelf(
    found: list[Listed],
    latest: tuple[Progress, Gap | None] | None,
    trashed: list[Listed],
    asked: str,
    now: datetime,
    invited: dict[str, str],
    leads: Collection[str] | None,
) -> Tree:
    """``latest`` is how the first of ``found`` stands; without it all are shown in a line. First comes what one is invited to
    look at as a customer: its name by its id. Those in ``leads``, all if it is None, one may move to the trash."""
    tree: Tree = ["div", {}, *_invitations(invited)]
    gone = next((item for item in trashed if item.id == st.session_state.get(JUST_TRASHED)), None)
    if gone:
        tree.append(
            [
                "div",
                {"class": "panel gone", "role": "status"},
                ["span", {"class": "what", "dir": "auto"}, f"“{gone.name}” is in the trash."],
                ["button", {"class": "button", "act": f"restore:{gone.id}"}, icon("undo"), " Undo"],
            ]
        )
    if not found and (asked or not invited):
        empty = (
            f"No workshop is called “{asked}”."
            if asked
            else "No workshop yet. Start one, join one with a code, or look at the hospital example."
        )
        tree.append(["div", {"class": "panel none"}, icon("search_off" if asked else "groups"), ["p", {}, empty]])
    rest = found[:MOST]
    if latest and rest:
        tree.append(_latest(rest[0], *latest, now, _away(rest[0], leads)))
        rest = rest[1:]
    if rest:
        tree.append(["ul", {"class": "shops"}, *[_row(item, now, _away(item, leads)) for item in rest]])
    return [*tree, *_bin(trashed)]


def _invitations(invited: dict[str, str]) -> list[Tree]:
    rows = [
        [
            "li",
            {"class": "panel shop"},
            [
                "div",
                {},
                ["h3", {"class": "name", "dir": "auto"}, name],
                ["div", {"class": "small"}, "You are invited to look at this"],
            ],
            [
                "button",
                {"class": "open", "act": f"review:{id}", "leaves": True, "aria-label": f"Look at {name}"},
                ["span", {"class": "go"}, "Look at it "],
                icon("arrow_forward"),
            ],
        ]
        for id, name in sorted(invited.items(), key=lambda one: one[1])
    ]
    return [["ul", {"class": "shops invited"}, *rows]] if rows else []


def _when(item: Listed, now: datetime) -> str:
    people = [f"{item.people} {'person' if item.people == 1 else 'people'}"] if item.people else []
    day = [f"{item.starts_on:%-d %B %Y}"] if item.starts_on else []
    return "  ·  ".join([*people, *day, f"last change {ago(item.changed_at, now)}"])


def _away(item: Listed, leads: Collection[str] | None) -> Tree | None:
    if leads is not None and item.id not in leads:
        return None
    label = f"Move {item.name} to the trash"
    return ["button", {"class": "bin", "act": f"trash:{item.id}", "title": label, "aria-label": label}, icon("delete")]


def _latest(item: Listed, progress: Progress, missing: Gap | None, now: datetime, away: Tree | None) -> Tree:
    steps = [
        [
            "li",
            {},
            [
                "button",
                {
                    "class": f"stop {step.state}",
                    "act": f"step:{item.id}:{step.key}",
                    "aria-label": f"Go to step {number} of {item.name}, {step.name}: {step.note}",
                },
                ["span", {"class": "dot"}, icon("check") if step.state == "done" else str(number)],
                ["span", {"class": "words"}, ["span", {"class": "bold"}, step.name], ["span", {"class": "small"}, step.note]],
            ],
        ]
        for number, step in enumerate(progress.steps, start=1)
    ]
    return [
        "section",
        {"class": "panel latest", "aria-label": item.name},
        [
            "div",
            {"class": "top"},
            ["div", {}, ["h3", {"class": "name", "dir": "auto"}, item.name], ["div", {"class": "small"}, _when(item, now)]],
            [
                "button",
                {"class": "button main", "act": f"open:{item.id}", "aria-label": f"Open {item.name}"},
                ["span", {"class": "go"}, "Open "],
                icon("arrow_forward"),
            ],
            away,
        ],
        ["ol", {"class": "stops"}, *steps],
        ["button", {"class": "gap", "act": f"gap:{item.id}", "dir": "auto"}, icon("lightbulb"), f" {missing.sentence}"]
        if missing
        else ["span", {"class": "gap"}, icon("check_circle"), " Nothing important is missing"],
    ]


def _row(item: Listed, now: datetime, away: Tree | None) -> Tree:
    reached = STEPS[item.reached - 1][1].lower() if item.reached else ""
    bars = [
        ["span", {}, ["i", {"style": {"width": "100%" if index < item.reached else "50%" if index == item.reached else "0"}}]]
        for index in range(1, len(STEPS) + 1)
    ]
    return [
        "li",
        {"class": "panel shop"},
        ["div", {}, ["h3", {"class": "name", "dir": "auto"}, item.name], ["div", {"class": "small"}, _when(item, now)]],
        [
            "div",
            {"class": "reached"},
            f"Step {item.reached}, {reached}" if reached else "Not started",
            ["div", {"class": "reach", "aria-hidden": "true"}, *bars],
        ],
        [
            "button",
            {"class": "open", "act": f"open:{item.id}", "aria-label": f"Open {item.name}"},
            ["span", {"class": "go"}, "Open "],
            icon("arrow_forward"),
        ],
        away,
    ]


def _bin(trashed: list[Listed]) -> list[Tree]:
    if not trashed:
        return []
    shown = bool(st.session_state.get(TRASH_SHOWN))
    label = " Hide the trash" if shown else f" Trash ({len(trashed)})"
    toggle = {"class": "linkish", "act": "toggle_trash", "aria-expanded": "true" if shown else "false"}
    tree: list[Tree] = [["button", toggle, icon("delete"), label]]
    if shown:
        rows = [
            [
                "div",
                {"class": "trashed"},
                ["span", {"class": "what", "dir": "auto"}, item.name],
                [
                    "button",
                    {"class": "button", "act": f"restore:{item.id}", "aria-label": f"Restore {item.name}"},
                    icon("restore_from_trash"),
                    " Restore",
                ],
            ]
            for item in trashed[:100]
        ]
        tree.append(["div", {"class": "panel bin-list"}, ["h3", {}, "Trash"], *rows])
    return tree
