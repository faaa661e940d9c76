"""How the projects stand, in one line; the update for the sponsor behind it."""

from __future__ import annotations

from cjm.projects import Projects, update_text
from pages.shared.draw import Tree, icon

STANDING = (
    ("done", "done", ""),
    ("on_track", "on track", ""),
    ("planned", "not begun", ""),
    ("at_risk", "at risk", "bad"),
    ("late", "late", "bad"),
)


def projects(view: Projects) -> list[Tree]:
    """One short block, or none where there are no projects."""
    if not view.projects:
        return []
    told: list[Tree] = []
    for standing, words, style in STANDING:
        number = len(view.of(standing))
        if number:
            told.append(["span", {"class": style}, ["b", {}, str(number)], f" {words}"])
    if view.help_needed:
        told.append(["span", {"class": "bad"}, icon("front_hand"), f" help needed in {len(view.help_needed)}"])
    lines = update_text(view).split("\n")[2:]
    return [
        [
            "details",
            {"id": "leaders_projects", "class": "panel projects"},
            ["summary", {}, ["span", {"class": "line"}, icon("view_kanban"), ["h2", {}, "Projects"], *told]],
            ["div", {"class": "text", "dir": "auto"}, "\n".join(lines).strip()],
            ["button", {"class": "button", "act": "go:projects", "leaves": True}, "All projects ", icon("arrow_forward")],
        ]
    ]
