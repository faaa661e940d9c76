"""The writes of projects and their tasks."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.vocabulary import shortened
from cjm.priorities.pains import pain_points_of, pains_of
from cjm.projects.parts import STATUSES
from db.tables import Action, Kpi, Link, Participant, Project, ProjectUpdate, Task

Status = Literal["planned", "running", "blocked", "done", "stopped"]


class ProjectFields(BaseModel):
    """What of a project is set; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=200)
    owner: str = Field(default="", max_length=200)
    outcome_kind: Literal["result", "standard"] = "result"
    outcome: str = Field(default="", max_length=4000)
    standard_where: str = Field(default="", max_length=2000)
    standard_whose: str = Field(default="", max_length=200)
    problem: str = Field(default="", max_length=400)
    in_scope: str = Field(default="", max_length=400)
    out_of_scope: str = Field(default="", max_length=400)
    measure: str = Field(default="", max_length=400)
    help_needed: str = Field(default="", max_length=4000)
    starts_on: date | None = None
    due_on: date | None = None


class TaskFields(BaseModel):
    """What of a task is set; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=400)
    owner: str = Field(default="", max_length=200)
    due_on: date | None = None


@command("make_project", right=Right.FACILITATE)
def make_project(tx: Tx, *, action_id: str) -> str:
    """A project that carries out an action, with its name, owner, date and department. Refused if there is one already.

    Its problem is the worst pain behind the action, its measure the KPI that should move.
    """
    action = tx.image.get(Action, action_id)
    already = next(iter(tx.image.by(Project, "action_id").get(action_id, [])), None)
    if already is not None:
        raise CjmError(f"“{already.name}” carries this action out already. Open that project.")
    id = tx.add(
        Project,
        action_id=action_id,
        name=action.name,
        due_on=action.due_on,
        problem=_problem(tx.image, action_id),
        measure=_measure(tx.image, action_id),
        **_carried_out_by(tx.image, action),
    )
    tx.summarise(f"Made a project of “{shortened(action.name)}”")
    return id


@command("add_project", right=Right.FACILITATE)
def add_project(tx: Tx, *, name: str, owner: str = "", due_on: date | None = None) -> str:
    """A project that hangs on no action."""
    id = tx.add(Project, name=_name(name), due_on=due_on, **_owned(tx.image, owner))
    tx.summarise(f"Added the project “{shortened(name)}”")
    return id


@command("edit_project", live=True)
def edit_project(tx: Tx, *, id: str, fields: ProjectFields, expected_version: int | None = None) -> None:
    """Set the fields that are given. An owner whose name stands on the roster can hand in by their own link."""
    given: dict[str, Any] = fields.model_dump(exclude_unset=True)
    project = tx.image.get(Project, id)
    if "name" in given:
        given["name"] = _name(given["name"])
    start, due = given.get("starts_on", project.starts_on), given.get("due_on", project.due_on)
    if start and due and start > due and not {"starts_on", "due_on"}.isdisjoint(given):
        raise CjmError(f"It would end on {due:%-d %B %Y}, before it starts on {start:%-d %B %Y}. Choose a later end.")
    if "owner" in given:
        given |= _owned(tx.image, given["owner"])
    tx.change(Project, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the project “{shortened(given.get('name', project.name))}”")


@command("move_project", live=True)
def move_project(tx: Tx, *, id: str, status: Status) -> None:
    """Say how it stands. What runs for the first time starts today, what is done is done today."""
    project = tx.image.get(Project, id)
    today = tx.now.date()
    fields: dict[str, Any] = {"status": status, "done_on": (project.done_on or today) if status == "done" else None}
    if status == "running" and project.starts_on is None:
        fields["starts_on"] = min(today, project.due_on or today)
    tx.change(Project, id, **fields)
    tx.summarise(f"“{shortened(project.name)}” is {STATUSES[status].lower()}")


@command("set_dependencies")
def set_dependencies(tx: Tx, *, id: str, on: list[str]) -> None:
    """Make exactly these projects what this one depends on. Refused if it would wait for itself."""
    project = tx.image.get(Project, id)
    for other in dict.fromkeys(on):
        way = _way(tx.image, other, id)
        if way:
            names = " waits for ".join(f"“{shortened(tx.image.get(Project, one).name)}”" for one in way)
            told = "A project can’t wait for itself." if other == id else f"This would go round in a circle: {names} already."
            raise CjmError(f"{told} Take one of these out first." if other != id else told)
    tx.set_links("depends_on", id, on)
    tx.summarise(f"Changed what “{shortened(project.name)}” depends on")


def _way(image: WorkshopState, start: str, end: str) -> list[str]:
    """From ``start`` to ``end`` along what depends on what; empty if there is no way."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        for after in image.linked_from("depends_on", way[-1]):
            if after not in seen and image.find(Project, after):
                seen.add(after)
                ways.append([*way, after])
    return []


@command("remove_project", right=Right.FACILITATE)
def remove_project(tx: Tx, *, id: str) -> None:
    """To the trash, with its tasks, updates and dependencies."""
    project = tx.image.get(Project, id)
    for link in [one for one in tx.image.links("depends_on") if id in (one.from_id, one.to_id)]:
        tx.remove(Link, link.id)
    for task in list(tx.image.by(Task, "project_id").get(id, [])):
        tx.remove(Task, task.id)
    for update in list(tx.image.by(ProjectUpdate, "project_id").get(id, [])):
        tx.remove(ProjectUpdate, update.id)
    tx.remove(Project, id)
    tx.summarise(f"Removed the project “{shortened(project.name)}”")


@command("add_task")
def add_task(tx: Tx, *, project_id: str, name: str, owner: str = "", due_on: date | None = None) -> str:
    """One more thing to do."""
    project = tx.image.get(Project, project_id)
    if not name.strip():
        raise CjmError("A task needs a few words: what is to be done?")
    id = tx.add(Task, project_id=project_id, name=name.strip(), owner=owner.strip(), due_on=due_on)
    tx.summarise(f"Added a task to “{shortened(project.name)}”")
    return id


@command("edit_task")
def edit_task(tx: Tx, *, id: str, fields: TaskFields, expected_version: int | None = None) -> None:
    """Set the fields that are given."""
    given: dict[str, Any] = fields.model_dump(exclude_unset=True)
    task = tx.image.get(Task, id)
    if "name" in given and not given["name"].strip():
        raise CjmError("A task needs a few words: what is to be done?")
    tx.change(Task, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the task “{shortened(task.name)}”")


@command("tick_task", live=True)
def tick_task(tx: Tx, *, id: str, done: bool = True) -> None:
    """A task is done, or not yet after all."""
    task = tx.image.get(Task, id)
    tx.change(Task, id, done_on=(task.done_on or tx.now.date()) if done else None)
    tx.summarise(f"“{shortened(task.name)}” is {'done' if done else 'not done yet'}")


@command("remove_task")
def remove_task(tx: Tx, *, id: str) -> None:
    """To the trash."""
    task = tx.image.get(Task, id)
    tx.remove(Task, id)
    tx.summarise(f"Removed the task “{shortened(task.name)}”")


def _owned(image: WorkshopState, owner: str) -> dict[str, Any]:
    """The owner's name and, if somebody on the roster is called so, who that is."""
    wanted = " ".join(owner.split())
    found = next((one for one in image.all(Participant) if one.name.strip().casefold() == wanted.casefold()), None)
    return {"owner": found.name if found else wanted, "participant_id": found.id if found else None}


def _carried_out_by(image: WorkshopState, action: Action) -> dict[str, Any]:
    """Whoever said “I take it”, else who goes by the owner's name."""
    taker = image.find(Participant, action.taken_by_id)
    return {"owner": taker.name, "participant_id": taker.id} if taker else _owned(image, action.owner)


def _problem(image: WorkshopState, action_id: str) -> str:
    pains = pain_points_of(image)
    behind = [pains[id] for id in pains_of(image, action_id) if id in pains]
    worst = sorted(behind, key=lambda one: (-(one.severity or 0) * (one.frequency or 0), one.id))
    return worst[0].text[:400] if worst else ""


def _measure(image: WorkshopState, action_id: str) -> str:
    ids = [kpi for thing in image.linked_from("carries_out", action_id) for kpi in image.linked_from("moves", thing)]
    names = [kpi.name for id in dict.fromkeys(ids) if (kpi := image.find(Kpi, id))]
    return ", ".join(names)[:400]


def _name(name: str) -> str:
    if not name.strip():
        raise CjmError("A project needs a name: what will have changed when it is done?")
    return name.strip()
