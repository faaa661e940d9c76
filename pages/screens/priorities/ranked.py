"""The ranked list: the same data as the picture, for keyboard and screen reader too."""

from __future__ import annotations

from typing import Any

from cjm.figures import paint
from cjm.priorities import Priorities, Ranked
from pages.screens.priorities import CSS
from pages.shared.draw import Tree, draw, icon
from pages.shared.palette import department_css


def ranked(view: Priorities, colour_by: str, selected: str | None, *, may_edit: bool = True, project: str = "") -> str | None:
    """Every action with its number, by quadrant; then what has no scores yet. Returns what was clicked.

    ``project`` are the words of the button that leads from the chosen action to its project; empty for none.
    """
    tree: Tree = ["div", {"class": "ranked", "role": "region", "aria-label": "Ranked actions", "tabindex": "0"}]
    tree.append(["div", {"class": "head"}, ["h2", {}, "Ranked"], ["span", {"class": "small"}, "impact / effort"]])
    for field in view.quadrants:
        tree.append(_field(f"{field.name} ({len(field.actions)})", field.advice, _tint(field.key)))
        tree += [_row(one, view, colour_by, selected, may_edit, project) for one in field.actions]
    if view.unscored:
        tree.append(_field(f"Not scored yet ({len(view.unscored)})", "open one to score it", {"background": "var(--cell)"}))
        tree += [_row(one, view, colour_by, selected, may_edit, project) for one in view.unscored]
    return draw(tree, key="prio_ranked", css=CSS)


def _field(name: str, advice: str, style: dict[str, str]) -> Tree:
    return ["div", {"class": "field", "style": style}, ["h3", {"dir": "auto"}, name], ["span", {"class": "small"}, advice]]


def _tint(key: Any) -> dict[str, str]:
    (tint, name), (dark_tint, dark_name) = paint.TINTS[key]
    return {"background": f"light-dark({tint}, {dark_tint})", "color": f"light-dark({name}, {dark_name})"}


def _dot(action: Ranked, view: Priorities, colour_by: str) -> Tree:
    choice = paint.choice_of(action, view, colour_by)
    style = department_css(choice.colour) if choice else {"border": "1.5px solid var(--edge)"}
    return ["span", {"class": "dot", "style": style}, str(action.number or "–")]


def _marks(action: Ranked) -> list[Tree]:
    made: list[Tree] = []
    if action.decided:
        made.append(["span", {"class": "mark"}, " ", icon("gavel"), " decided"])
    if action.disagreed:
        made.append(["span", {"class": "mark"}, " ", icon("forum"), " disagreement"])
    return made


def _row(action: Ranked, view: Priorities, colour_by: str, selected: str | None, may_edit: bool, project: str) -> Tree:
    nobody = not action.owner.strip()
    owner: Tree = ["span", {"class": "nobody" if nobody else "", "dir": "auto"}, "nobody yet" if nobody else action.owner]
    rest = (f", {paint.when(action)}" if paint.when(action) else "") + (f"  ·  removes {action.pain} pain" if action.pain else "")
    line: Tree = [
        "button",
        {
            "class": "action",
            "act": f"pick:{action.id}",
            "aria-pressed": "true" if action.id == selected else "false",
            "title": action.name,
        },
        _dot(action, view, colour_by),
        [
            "span",
            {"class": "what"},
            ["span", {"class": "name", "dir": "auto"}, action.name],
            ["span", {"class": "small"}, owner, rest, *_marks(action)],
        ],
        ["span", {"class": "scores", "title": "impact / effort"}, paint.scores(action)],
    ]
    if action.id != selected:
        return line
    return [
        "div",
        {"class": "chosen", "role": "group", "aria-label": f"Chosen: {action.name}"},
        line,
        [
            "div",
            {"class": "more"},
            *[["div", {"dir": "auto"}, text] for text in _told(action, view)],
            ["button", {"class": "button go", "act": f"open:{action.id}"}, icon("edit"), " Open this action"] if may_edit else "",
            ["button", {"class": "button go", "act": f"project:{action.id}"}, icon("view_kanban"), f" {project}"]
            if project
            else "",
        ],
    ]


def _told(action: Ranked, view: Priorities) -> list[str]:
    objective = next((one.name for one in view.objectives if one.id == action.objective_id), "")
    told = [f"Serves: {objective}"] if objective else []
    told += [f"Has no {' and no '.join(action.lacking)}"] if action.lacking else []
    told += [f"Unclear: {', '.join(action.unclear)}"] if action.unclear else []
    if action.decided:
        told.append(f"Decided{f' by {action.decided_by}' if action.decided_by else ''}: {action.reason}")
    for axis, score in (("Impact", action.impact_score), ("Effort", action.effort_score)):
        if score and score.disagree:
            told.append(f"{axis}: scores from {score.low} to {score.high}, {score.count} people")
    return told
