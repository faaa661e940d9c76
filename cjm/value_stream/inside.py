"""Commands inside a stage: milestones, deliverables, steps."""

from __future__ import annotations

from typing import Any, Literal

from cjm.core.access import Right
from cjm.core.command import Tx, command
from db.tables import Deliverable, Milestone, Part, Step

Detail = Literal["milestones", "deliverables", "steps"]
DETAILS: dict[str, type[Milestone] | type[Deliverable] | type[Step]] = {
    "milestones": Milestone,
    "deliverables": Deliverable,
    "steps": Step,
}


@command("add_detail", right=Right.EDIT)
def add_detail(tx: Tx, *, kind: Detail, stage_id: str, text: str, department_id: str | None = None) -> str:
    """A milestone, deliverable or step at the end of a stage."""
    if kind == "steps":
        id = tx.add(Step, stage_id=stage_id, text=text.strip(), department_id=department_id)
    else:
        id = tx.add(DETAILS[kind], stage_id=stage_id, name=text.strip())
    tx.summarise(f"Added the {kind.removesuffix('s')} “{text.strip()}”")
    return id


@command("edit_detail", right=Right.EDIT)
def edit_detail(
    tx: Tx,
    *,
    kind: Detail,
    id: str,
    text: str | None = None,
    department_id: str | None = None,
    no_department: bool = False,
    inputs: str | None = None,
    completion_criteria: str | None = None,
    signed_off_by: str | None = None,
    expected_version: int | None = None,
) -> None:
    """Changes what is given, as far as that kind has it."""
    model = DETAILS[kind]
    fields: dict[str, Any] = {}
    if text is not None:
        fields["text" if kind == "steps" else "name"] = text.strip()
    if kind == "steps" and (department_id is not None or no_department):
        fields["department_id"] = department_id
    if kind == "deliverables":
        given = {"inputs": inputs, "completion_criteria": completion_criteria, "signed_off_by": signed_off_by}
        fields.update({key: value for key, value in given.items() if value is not None})
    tx.change(model, id, expected_version=expected_version, **fields)
    tx.summarise(f"Changed a {kind.removesuffix('s')}")


@command("move_detail", right=Right.EDIT)
def move_detail(tx: Tx, *, kind: Detail, id: str, by: Literal[-1, 1]) -> None:
    """One place up (-1) or down (1) in its stage."""
    model: type[Part] = DETAILS[kind]
    stage_id = tx.image.get(DETAILS[kind], id).stage_id
    siblings = list(tx.image.by(model, "stage_id").get(stage_id, []))
    index = next(number for number, row in enumerate(siblings) if row.id == id)
    siblings.pop(index)
    index = max(0, min(len(siblings), index + by))
    tx.change(model, id, position=tx.between(siblings, siblings[index - 1].id if index else None))
    tx.summarise(f"Moved a {kind.removesuffix('s')}")


@command("remove_detail", right=Right.EDIT)
def remove_detail(tx: Tx, *, kind: Detail, id: str) -> None:
    tx.image.get(DETAILS[kind], id)
    tx.remove(DETAILS[kind], id)
    tx.summarise(f"Removed a {kind.removesuffix('s')}")
