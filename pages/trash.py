"""What happened in this workshop, and everything that can be brought back."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from cjm.core import history
from cjm.core.history import Line, Trashed
from pages.frontend.source import source
from pages.shared.act import fragment, rerun, run
from pages.shared.draw import Tree, draw, icon
from pages.shared.guard import context
from pages.shared.live import live
from pages.shared.page import frame

CSS = source("screens/trash/drawn.css")
PAGE = 40
"""Lines of activity that are shown at once."""
FIRST = 8
"""Things of a kind that the trash shows before it is asked for all: thirty agenda lines hide no card."""

here = context()
SHOWN = f"activity_shown:{here.workshop_id}"
WHOLE = f"trash_whole:{here.workshop_id}"


@fragment
def body() -> None:
    shown = st.session_state.get(SHOWN, PAGE)
    lines, trashed = history.recent(here, limit=shown + 1), history.trash(here)
    live(here, lines[0].revision if lines else 0, key="live_trash")
    zone = st.context.timezone or "UTC"
    tree: Tree = ["div", {"class": "two"}, _activity(lines[:shown], len(lines) > shown, zone), _trash(trashed, zone)]
    act = draw(tree, key="trash", css=CSS)
    if not act:
        return
    verb, _, rest = act.partition(":")
    if verb == "restore":
        kind, _, row_id = rest.partition(":")
        run(here, act, lambda c: history.restore(c, kind=kind, id=row_id), done="Restored")
    elif verb == "undo":
        run(here, act, lambda c: history.undo(c, revision=int(rest)), done="Undone")
    elif verb == "all":
        st.session_state[WHOLE] = {*st.session_state.get(WHOLE, ()), rest}
    else:
        st.session_state[SHOWN] = shown + PAGE
    rerun()


def _activity(lines: list[Line], more: bool, zone: str) -> Tree:
    days: list[Tree] = []
    for day, of_day in groupby(lines, key=lambda line: history.local_day(line.at, zone)):
        days.append(["h3", {"class": "day"}, day])
        days.append(["ul", {}, *[_line(line, zone) for line in of_day]])
    return [
        "section",
        {"class": "panel", "aria-label": "What happened"},
        ["h2", {}, "What happened"],
        *days,
        ["button", {"class": "button", "act": "more"}, icon("expand_more"), " Show earlier"] if more else "",
    ]


def _line(line: Line, zone: str) -> Tree:
    words = "Bring back" if line.undo_of is not None else "Undo"
    undo: Tree = [
        "button",
        {"class": "button", "act": f"undo:{line.revision}", "aria-label": f"{words}: {line.summary}"},
        icon("redo" if line.undo_of is not None else "undo"),
        f" {words}",
    ]
    return [
        "li",
        {"class": f"item{' undone' if line.undone else ''}"},
        ["span", {"class": "small time"}, history.local_time(line.at, zone)],
        [
            "div",
            {"class": "what", "dir": "auto"},
            ["span", {"class": "words"}, line.summary],
            ["div", {"class": "small"}, line.actor_name, ", taken back since" if line.undone else ""],
        ],
        undo if line.may_undo(here.actor) else "",
    ]


def _trash(trashed: tuple[Trashed, ...], zone: str) -> Tree:
    """By kind, what was deleted last first."""
    kinds: dict[str, list[Trashed]] = {}
    for item in trashed:
        kinds.setdefault(item.kind_name, []).append(item)
    groups: list[Tree] = []
    for kind, items in kinds.items():
        some = items if kind in st.session_state.get(WHOLE, ()) else items[:FIRST]
        groups.append(["h3", {"class": "day"}, kind.capitalize(), ["span", {"class": "small"}, f" {len(items)}"]])
        groups.append(["ul", {}, *[_item(item, zone) for item in some]])
        if len(some) < len(items):
            groups.append(["button", {"class": "button", "act": f"all:{kind}"}, icon("expand_more"), f" Show all {len(items)}"])
    empty: Tree = ["p", {"class": "small"}, "The trash is empty. What you delete waits here."]
    return ["section", {"class": "panel", "aria-label": "Trash"}, ["h2", {}, "Trash"], *(groups or [empty])]


def _item(item: Trashed, zone: str) -> Tree:
    when = f"{history.local_day(item.deleted_at, zone)}, {history.local_time(item.deleted_at, zone)}"
    return [
        "li",
        {"class": "item"},
        ["div", {"class": "what", "dir": "auto"}, item.label, ["div", {"class": "small"}, f"deleted {when}{_along(item)}"]],
        [
            "button",
            {"class": "button", "act": f"restore:{item.kind}:{item.id}", "aria-label": f"Restore {item.label}"},
            icon("restore_from_trash"),
            " Restore",
        ],
    ]


def _along(item: Trashed) -> str:
    return (
        f", with {item.along} thing{'s' if item.along > 1 else ''} that belong{'' if item.along > 1 else 's'} to it"
        if item.along
        else ""
    )


with frame(here, "trash", "What happened, and what can be brought back"):
    body()
