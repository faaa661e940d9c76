"""The versions that were kept, the latest first."""

from __future__ import annotations

from cjm.core.history import local_day, local_time
from cjm.versions import Snapshot
from pages.screens.versions.look import CSS
from pages.shared.draw import Tree, draw, icon


def when(one: Snapshot, zone: str) -> str:
    """Day and time in the reader's zone."""
    return f"{local_day(one.made_at, zone)}, {local_time(one.made_at, zone)}"


def listing(kept: tuple[Snapshot, ...], old: str, new: str, zone: str, may_change: bool) -> str | None:
    """Returns what was pressed: ``pick:ID``, or ``back:ID`` for one in the trash."""
    living, gone = [one for one in kept if not one.deleted], [one for one in kept if one.deleted]
    if not living:
        by_hand = "; keep one by hand before something big changes." if may_change else "."
        none: Tree = [
            "p",
            {"class": "first"},
            "A version is the whole workshop as it was at a moment. One is kept at each “Done for now”, at the closing, at "
            f"each review, before readings are pasted and before a restore{by_hand}",
        ]
        tree: Tree = ["div", {"class": "list panel"}, ["h2", {}, "No version yet"], none]
    else:
        tree = ["div", {"class": "list"}, *(_version(one, old, new, zone) for one in living)]
    if gone and may_change:
        tree.append(["h2", {}, f"In the trash · {len(gone)}"])
        tree += [_gone(one, zone) for one in gone[:20]]
    return draw(tree, key="versions_list", css=CSS)


def _version(one: Snapshot, old: str, new: str, zone: str) -> Tree:
    role = "compared from here" if one.id == old else "compared to this" if one.id == new else ""
    why = "" if one.called == one.because else f"{one.because} · "
    return [
        "button",
        {"class": "version", "act": f"pick:{one.id}", "aria-pressed": "true" if role else "false"},
        ["b", {"dir": "auto"}, one.called],
        ["span", {"class": "small"}, when(one, zone), " · ", one.made_by or "somebody"],
        ["span", {"class": "small"}, why, one.holds],
        ["span", {"class": "small role"}, role],
    ]


def _gone(one: Snapshot, zone: str) -> Tree:
    return [
        "div",
        {"class": "back"},
        ["div", {"class": "what", "dir": "auto"}, one.called, ["div", {"class": "small"}, when(one, zone)]],
        [
            "button",
            {"class": "button", "act": f"back:{one.id}", "aria-label": f"Put back {one.called}"},
            icon("restore_from_trash"),
            " Put back",
        ],
    ]
