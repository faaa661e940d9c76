"""What was said of a project at each check-in, and how sure its owner was, as a row of marks."""

from __future__ import annotations

from cjm.projects import Projects, ProjectView, Said, day
from pages.screens.projects import CSS, sureness
from pages.shared.draw import Tree, draw

SAID = (("since_last", "Since last time"), ("next_steps", "Next"), ("blocked", "Blocked"))


def history(view: Projects, one: ProjectView) -> None:
    draw(["div", {"class": "told"}, *told(view, one)], key=f"pr_history_{one.id}", css=CSS)


def told(view: Projects, one: ProjectView) -> list[Tree]:
    """The row of marks, then every update, the latest first."""
    if not one.updates and one.current is None:
        return [["div", {"class": "small"}, "Nothing was said at a check-in yet."]]
    made: list[Tree] = [row_of_marks(view, one)]
    if one.current:
        made.append(
            _update(view, one.current, "For the next check-in" if not one.current.check_in_id else "At the check-in that is on")
        )
    return [*made, *[_update(view, said, f"{said.held_on:%-d %B %Y}" if said.held_on else "") for said in one.updates]]


def row_of_marks(view: Projects, one: ProjectView) -> Tree:
    """One mark a check-in since it began, the oldest first; a dash where nothing was said."""
    said = {update.check_in_id: update for update in one.updates}
    held = [check_in for check_in in reversed(view.past) if check_in.held_on >= one.begins_on or check_in.id in said]
    row: Tree = [
        "div",
        {
            "class": "row-of-marks",
            "role": "img",
            "aria-label": "Confidence: " + ", ".join(_words(said.get(at.id)) for at in held),
        },
    ]
    for check_in in held:
        update = said.get(check_in.id)
        mark = sureness(update.confidence, words=False) if update and update.confidence else ["span", {"class": "sure none"}, "–"]
        row.append(["span", {"class": "at"}, mark, day(check_in.held_on, view.today).rsplit(" 20", 1)[0]])
    return row


def _words(update: Said | None) -> str:
    return {"green": "on track", "amber": "doubtful", "red": "off track"}.get(
        (update.confidence if update else None) or "", "nothing said"
    )


def _update(view: Projects, said: Said, heading: str) -> Tree:
    who = f"{said.said_by}, handed in" if said.own else said.said_by
    lines = [["p", {"dir": "auto"}, ["b", {}, f"{words}: "], getattr(said, name)] for name, words in SAID if getattr(said, name)]
    return [
        "div",
        {"class": "update"},
        ["h3", {}, heading, " ", sureness(said.confidence)],
        *lines,
        ["div", {"class": "small"}, who],
    ]
