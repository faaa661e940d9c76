"""From an action to its project, in one click."""

from __future__ import annotations

from datetime import date

from cjm import projects
from cjm.core.access import Right, may
from cjm.core.service import Context
from cjm.projects import ProjectView
from pages.shared.act import run
from pages.shared.page import go


def _project_of(ctx: Context, action_id: str) -> ProjectView | None:
    view = projects.projects(ctx, today=date.today())
    return next((one for one in view.projects if one.action_id == action_id), None)


def words_for(ctx: Context, action_id: str) -> str:
    """What the button says; empty where there is no project and none may be made."""
    if _project_of(ctx, action_id):
        return "Open its project"
    return "Make a project" if may(ctx.actor, Right.FACILITATE) else ""


def to_project(ctx: Context, action_id: str) -> None:
    """Open the project of an action; make it first where there is none."""
    known = _project_of(ctx, action_id)
    id = (
        known.id
        if known
        else run(ctx, f"make:{action_id}", lambda c: projects.make_project(c, action_id=action_id), done="Now a project")
    )
    if id:
        go(ctx, "projects", (("project", id),))
