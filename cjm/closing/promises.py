"""Who promised what by when, and where it stands: what the next session opens on."""

from __future__ import annotations

from datetime import date

from cjm.closing.parts import Promise, Standing
from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.priorities.ranking import ranked_actions
from db.tables import Action, Project, Task

GIVEN_OUT = frozenset({"quick_wins", "strategic_investments"})
"""What is proposed to be given out: whatever has a high impact."""


def promises_in(image: WorkshopState, today: date | None = None) -> tuple[Promise, ...]:
    """Every action in the order of the ranked list; without ``today`` nothing counts as late."""
    projects = image.by(Project, "action_id")
    made = []
    for one in ranked_actions(image):
        action = image.get(Action, one.id)
        mine = projects.get(action.id, [])
        state, told = standing(image, action, mine, today)
        owner = action.owner or next((row.owner for row in mine if row.owner), "")
        made.append(
            Promise(
                id=action.id,
                version=action.version,
                name=action.name,
                number=one.number,
                quadrant=one.quadrant,
                department_id=action.department_id,
                chosen=action.chosen,
                proposed=one.quadrant in GIVEN_OUT,
                owner=owner,
                due_on=action.due_on,
                taken=action.taken_at is not None,
                taken_by_id=action.taken_by_id,
                project=bool(mine),
                state=state,
                told=told,
            )
        )
    return tuple(made)


@view
def promises(image: WorkshopState, *, today: date) -> tuple[Promise, ...]:
    """The actions that were given out, as they stand on ``today``."""
    return tuple(one for one in promises_in(image, today) if one.chosen)


def standing(image: WorkshopState, action: Action, projects: list[Project], today: date | None) -> tuple[Standing, str]:
    """Where an action stands, by its project if it has one, else by its date."""
    if projects:
        return _of_project(image, projects[-1], action, today)
    if today and action.due_on and action.due_on < today:
        return "late", late(action.due_on, today)
    return "open", ""


def _of_project(image: WorkshopState, project: Project, action: Action, today: date | None) -> tuple[Standing, str]:
    tasks = image.by(Task, "project_id").get(project.id, [])
    done = sum(1 for task in tasks if task.done_on is not None)
    steps = f", {done} of {len(tasks)} done" if tasks else ""
    if project.status == "done":
        return "done", f"Done on {project.done_on:%-d %b}" if project.done_on else "Done"
    if project.status == "stopped":
        return "done", "Stopped"
    if project.status == "blocked":
        return "blocked", f"Blocked{steps}"
    due = project.due_on or action.due_on
    if today and due and due < today:
        return "late", late(due, today) + steps
    return ("running", f"Running{steps}") if project.status == "running" else ("open", "Not begun yet")


def late(due_on: date, today: date) -> str:
    days = (today - due_on).days
    return f"{days} {'day' if days == 1 else 'days'} late"
