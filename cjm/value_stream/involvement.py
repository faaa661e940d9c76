"""Which department leads, helps or is consulted at a stage."""

from __future__ import annotations

from typing import Literal

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.uniqueness import same
from cjm.frame import colour_for, letters_for
from db.tables import Department, Stage, StageDepartment

Involvement = Literal["leads", "helps", "consulted", "none"]


def department_named(tx: Tx, name: str) -> str:
    """The department of that name, made if there is none."""
    present = tx.image.all(Department)
    known = next((one.id for one in present if same(one.name) == same(name)), None)
    return known or tx.add(
        Department,
        name=name,
        letters=letters_for(name, [one.letters for one in present]),
        colour=colour_for([one.colour for one in present]),
    )


@command("set_involvement", right=Right.EDIT)
def set_involvement(
    tx: Tx, *, stage_id: str, department_id: str | None, part: Involvement, expected_version: int | None = None
) -> None:
    """What a department does at a stage. Who leads is one; with no department, nobody leads."""
    stage = tx.image.get(Stage, stage_id)
    department = tx.image.get(Department, department_id) if department_id else None
    present = [one for one in tx.image.by(StageDepartment, "stage_id").get(stage_id, []) if one.department_id == department_id]
    if part in ("leads", "none") or department is None:
        for one in present:
            tx.remove(StageDepartment, one.id)
        if part == "leads":
            tx.change(Stage, stage_id, expected_version=expected_version, department_id=department_id)
        elif stage.department_id == department_id or department is None:
            tx.change(Stage, stage_id, expected_version=expected_version, department_id=None)
    else:
        if stage.department_id == department_id:
            tx.change(Stage, stage_id, department_id=None)
        if present:
            tx.change(StageDepartment, present[0].id, involvement=part)
        else:
            tx.add(StageDepartment, stage_id=stage_id, department_id=department_id, involvement=part)
    words = {"leads": "leads", "helps": "helps at", "consulted": "is consulted at", "none": "has no part in"}[part]
    tx.summarise(f"{department.name} {words} “{stage.name}”" if department else f"Nobody leads “{stage.name}”")


@command("name_leading_department", right=Right.EDIT)
def name_leading_department(tx: Tx, *, stage_id: str, name: str, expected_version: int | None = None) -> str:
    """Let the department of that name lead, and make it if there is none."""
    if not name.strip():
        raise CjmError("A department needs a name.")
    department_id = department_named(tx, name.strip())
    tx.change(Stage, stage_id, expected_version=expected_version, department_id=department_id)
    for one in tx.image.by(StageDepartment, "stage_id").get(stage_id, []):
        if one.department_id == department_id:
            tx.remove(StageDepartment, one.id)
    tx.summarise(f"{name.strip()} leads “{tx.image.get(Stage, stage_id).name}”")
    return department_id


@command("add_department_here", right=Right.EDIT)
def add_department_here(tx: Tx, *, name: str) -> str:
    """A department for the whole workshop; one that has the name already is used."""
    if not name.strip():
        raise CjmError("A department needs a name.")
    tx.summarise(f"Added the department “{name.strip()}”")
    return department_named(tx, name.strip())
