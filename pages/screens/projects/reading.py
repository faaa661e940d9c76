"""One project for those who read: the same as in the panel, without a field."""

from __future__ import annotations

from cjm.projects import STATUSES, Projects, ProjectView, due_words
from pages.screens.projects import CSS, marks, open_project
from pages.screens.projects.history import told
from pages.screens.projects.tasks import rows
from pages.shared.draw import Tree, draw, icon
from pages.shared.fields import again


def read(view: Projects, one: ProjectView) -> None:
    standard = one.outcome_kind == "standard"
    facts = (
        ("Status", STATUSES[one.status]),
        ("Owner", one.owner or "nobody yet"),
        ("Due", due_words(one, view.today)),
        ("Carries out", one.action if one.action != one.name else ""),
        ("Standard" if standard else "Result", one.outcome),
        ("Written in", one.standard_where if standard else ""),
        ("Whose", one.standard_whose if standard else ""),
        ("Problem", one.problem),
        ("In scope", one.in_scope),
        ("Out of scope", one.out_of_scope),
        ("We notice by", one.measure),
        ("Depends on", ", ".join(name for _, name in one.depends_on)),
    )
    rest: list[Tree] = []
    for words, fact in facts:
        if fact:
            rest += [["dt", {}, words], ["dd", {"dir": "auto"}, fact]]
    tree: Tree = [
        "div",
        {"class": "panel told whole"},
        ["button", {"class": "button go", "act": "all"}, icon("arrow_back"), " All projects"],
        ["h2", {"dir": "auto"}, one.name],
        ["div", {}, *marks(one)],
        ["dl", {"class": "facts"}, *rest],
    ]
    if one.tasks:
        tree.append(["div", {}, ["h3", {}, f"Tasks · {one.tasks_done} of {len(one.tasks)}"], *rows(view, one, ticks=False)])
    tree += [["h3", {}, "Check-ins"], *told(view, one)]
    if draw(tree, key=f"pr_read_{one.id}", css=CSS):
        open_project(None)
        again()
