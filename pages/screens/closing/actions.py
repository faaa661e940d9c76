"""Which actions are given out; after the closing, who promised what and where it stands."""

from __future__ import annotations

from datetime import date

from cjm.closing import Closing, Promise
from pages.screens.closing import CSS
from pages.shared.draw import Tree, draw, icon

SIGNS = {"done": "check_circle", "late": "schedule", "blocked": "block", "running": "play_circle", "open": "check"}


def day(on: date, today: date) -> str:
    """“15 January”, with its year where that is another one."""
    return f"{on:%-d %B}" + ("" if on.year == today.year else f" {on.year}")


def choosing(view: Closing, today: date, *, leads: bool) -> str | None:
    """The list to choose from; returns what was pressed: ``choose:ID``, ``drop:ID`` or ``proposed``."""
    proposed = [one for one in view.actions if one.proposed or one.chosen]
    others = [one for one in view.actions if one not in proposed]
    waiting = [one for one in view.proposed if not one.chosen]
    told = f"{len(view.chosen)} chosen" + (f", {len(view.taken)} taken" if view.chosen else "")
    head: Tree = ["div", {"class": "head"}, ["h2", {}, "What is given out"], ["span", {"class": "small"}, told]]
    if leads and waiting:
        every = "Choose what is proposed" if len(waiting) == 1 else f"Choose all {len(waiting)} proposed"
        words = every if len(waiting) == len(view.proposed) else f"Choose the other {len(waiting)}"
        head.append(["button", {"class": "button", "act": "proposed"}, icon("done_all"), f" {words}"])
    tree: Tree = ["section", {"class": "panel"}, head]
    if not view.actions:
        words = (
            "An alignment workshop can be closed without any action."
            if view.alignment
            else "There is no action yet: find some in step 5, then give them out here."
        )
        return draw([*tree, ["div", {"class": "small"}, words]], key="closing_actions", css=CSS)
    if not view.live and leads:
        tree.append(
            [
                "div",
                {"class": "small about"},
                "Quick wins and strategic investments are proposed. With Start, each goes up large on the wall, and somebody takes it.",
            ]
        )
    tree.append(["ul", {"class": "list"}, *[_row(one, today, leads) for one in proposed]])
    if others:
        tree.append(
            [
                "details",
                {"id": "closing_others"},
                ["summary", {}, f"{len(others)} with less impact, or without scores"],
                ["ul", {"class": "list"}, *[_row(one, today, leads) for one in others]],
            ]
        )
    return draw(tree, key="closing_actions", css=CSS)


def _row(one: Promise, today: date, leads: bool) -> Tree:
    by = f", by {day(one.due_on, today)}" if one.due_on else ""
    told = f"{one.owner} takes it{by}" if one.taken else f"thought of: {one.owner}{by}" if one.owner else "nobody yet"
    words: Tree = [
        "div",
        {},
        ["div", {"class": "t", "dir": "auto"}, one.name],
        [
            "div",
            {"class": f"small{' has' if one.taken else ''}", "dir": "auto"},
            icon("check_circle") if one.taken else "",
            f" {told}" if one.taken else told,
        ],
    ]
    row: Tree = ["li", {}, ["span", {"class": f"n {one.quadrant or 'none'}"}, str(one.number or "–")], words]
    if leads:
        act, sign, said = ("drop", "check", "Chosen") if one.chosen else ("choose", "add", "Choose")
        row.append(
            [
                "button",
                {
                    "class": "pick",
                    "act": f"{act}:{one.id}",
                    "aria-pressed": "true" if one.chosen else "false",
                    "aria-label": f"{said}: {one.name}",
                },
                icon(sign),
                f" {said}",
            ]
        )
    return row


def promised(view: Closing, rows: tuple[Promise, ...], today: date, closed_on: str, *, leads: bool) -> str | None:
    """The closed workshop; returns what was pressed: ``reopen``, or ``project:ID`` of an action."""
    head: Tree = [
        "div",
        {"class": "head"},
        icon("handshake"),
        ["h2", {}, f"Closed on {closed_on}"],
        ["span", {"class": "small"}, "with this still missing:"] if view.closed_without else "",
    ]
    if leads:
        head.append(["button", {"class": "button", "act": "reopen"}, icon("lock_open"), " Open again"])
    tree: Tree = ["section", {"class": "panel"}, head]
    if view.closed_without:
        tree.append(
            [
                "ul",
                {"class": "missing", "aria-label": "Closed without"},
                *[["li", {"dir": "auto"}, icon("report"), ["span", {}, one]] for one in view.closed_without],
            ]
        )
    if not rows:
        tree.append(["div", {"class": "small"}, "No action was given out."])
        return draw(tree, key="closing_promised", css=CSS)
    tree.append(["ul", {"class": "list", "aria-label": "What was promised"}, *[_promise(one, today, leads) for one in rows]])
    return draw(tree, key="closing_promised", css=CSS)


def _promise(one: Promise, today: date, leads: bool) -> Tree:
    free = not one.taken and one.state == "open"
    by = f", by {day(one.due_on, today)}" if one.due_on else ""
    who = f"{one.owner}{by}" if one.taken else f"nobody has taken it{f', thought of: {one.owner}' if one.owner else ''}"
    sign = "radio_button_unchecked" if free else SIGNS[one.state]
    told = one.told or ("free" if free else "no project yet")
    state: Tree = ["span", {"class": f"state {one.state}"}, icon(sign), told]
    if leads and (one.project or one.taken):
        words = f"Open the project: {one.name}" if one.project else f"Make a project: {one.name}"
        said = state if one.project or one.told else ["span", {"class": "state"}, icon("add"), "Make a project"]
        state = [
            "button",
            {"class": "pick", "act": f"project:{one.id}", "aria-label": words, "leaves": True},
            said,
            icon("chevron_right") if one.project else "",
        ]
    return [
        "li",
        {},
        ["span", {"class": f"n {one.quadrant or 'none'}"}, str(one.number or "–")],
        ["div", {}, ["div", {"class": "t", "dir": "auto"}, one.name], ["div", {"class": "small", "dir": "auto"}, who]],
        state,
    ]
