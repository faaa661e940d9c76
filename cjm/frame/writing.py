"""The frame of a workshop: why it is held, who takes part, what it covers. The agenda is in ``cjm.frame.agenda``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from cjm.core.access import Right
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.state import WorkshopState
from cjm.core.uniqueness import same
from cjm.core.view import view
from cjm.pasted.lists import unmarked, without_bullet
from db.tables import Department as Department
from db.tables import Objective, Organisation, Part, Participant, Stakeholder, Workshop

COLOURS = 8
"""Department colours there are before they repeat."""

FrameKind = Literal["organisations", "departments", "stakeholders", "participants", "objectives"]
MODELS: dict[str, type[Part]] = {
    "organisations": Organisation,
    "departments": Department,
    "stakeholders": Stakeholder,
    "participants": Participant,
    "objectives": Objective,
}


class FrameFields(BaseModel):
    """What can be written about the workshop itself; what is not given stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    purpose: Literal["action", "alignment"] | None = None
    goal: str | None = None
    scope: str | None = None
    sponsor: str | None = None
    vision: str | None = None
    north_star: str | None = None
    starts_on: date | None = None
    currency: str | None = None


class PartFields(BaseModel):
    """What can be written about one line of a list; each kind takes the ones it has. ``name`` is an objective's text too."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = None
    role: str | None = None
    organisation_id: str | None = None
    department_id: str | None = None
    letters: str | None = None
    colour: int | None = None
    needs: str | None = None
    faces_customer: bool | None = None
    signs_up_for: str | None = None


_MAY_BE_EMPTY = frozenset({"organisation_id", "department_id", "starts_on"})


@dataclass(frozen=True)
class FrameView:
    """Everything the frame says."""

    revision: int
    workshop: Workshop
    objectives: tuple[Objective, ...]
    organisations: tuple[Organisation, ...]
    departments: tuple[Department, ...]
    stakeholders: tuple[Stakeholder, ...]
    participants: tuple[Participant, ...]

    def names(self, kind: Literal["organisations", "departments"]) -> dict[str, str]:
        """Names by id, for choosing one."""
        rows: tuple[Organisation | Department, ...] = getattr(self, kind)
        return {row.id: row.name for row in rows}


@view
def summary(image: WorkshopState) -> FrameView:
    """The frame, without the agenda."""
    return FrameView(
        revision=image.revision,
        workshop=image.workshop,
        objectives=tuple(image.all(Objective)),
        organisations=tuple(image.all(Organisation)),
        departments=tuple(image.all(Department)),
        stakeholders=tuple(image.all(Stakeholder)),
        participants=tuple(image.all(Participant)),
    )


def letters_for(name: str, taken: Iterable[str]) -> str:
    """Two letters for a department that no other one has, from its own name as far as possible."""
    used = {letters.upper() for letters in taken}
    words = re.findall(r"[^\W_]+", name) or ["X"]
    initials = [word[0] for word in words]
    whole = "".join(words)
    pairs = ["".join(initials[:2])] if len(initials) > 1 else []
    pairs += [whole[0] + char for char in whole[1:]]
    pairs += [whole[0] + str(number) for number in range(2, 10)]
    pairs += [f"{number:02}" for number in range(1, 100)]
    for pair in pairs:
        letters = pair.upper()[:3]
        if len(letters) >= 2 and letters not in used:
            return letters
    return ""


def colour_for(taken: Iterable[int]) -> int:
    """The first colour that no department has; after the last one they repeat evenly."""
    used = list(taken)
    return min(range(COLOURS), key=lambda colour: (sum(1 for one in used if one % COLOURS == colour), colour))


def _clean(kind: str, fields: PartFields) -> dict[str, Any]:
    model = MODELS[kind]
    given: dict[str, Any] = {
        name: value for name, value in fields.model_dump(exclude_unset=True).items() if value is not None or name in _MAY_BE_EMPTY
    }
    if kind == "objectives" and "name" in given:
        given["text"] = given.pop("name")
    for name in ("name", "text"):
        if name in given:
            given[name] = given[name].strip()
    wrong = next((name for name in given if name not in model.model_fields), None)
    if wrong:
        raise CjmError(f"There is no field called “{wrong}” here.")
    return given


@command("edit_frame", right=Right.FACILITATE)
def edit_frame(tx: Tx, *, fields: FrameFields, expected_version: int | None = None) -> None:
    """Write about the workshop itself."""
    given = {
        name: value for name, value in fields.model_dump(exclude_unset=True).items() if value is not None or name in _MAY_BE_EMPTY
    }
    if "name" in given:
        given["name"] = given["name"].strip()
    tx.change_workshop(expected_version=expected_version, **given)
    words = ", ".join(name.replace("_", " ").replace("starts on", "date") for name in given)
    tx.summarise(f"Changed the {words or 'frame'} of the workshop")


@command("add_to_frame", right=Right.EDIT)
def add_to_frame(tx: Tx, *, kind: FrameKind, fields: PartFields) -> str:
    """Add a department, an organisation, a stakeholder, a participant or an objective at the end of its list."""
    given = _clean(kind, fields)
    name = str(given.get("name", given.get("text", "")))
    rows = tx.image.all(MODELS[kind])
    if kind != "objectives" and any(same(str(getattr(row, "name", ""))) == same(name) for row in rows):
        raise CjmError(f"“{name}” is in the list already.")
    if kind == "departments":
        departments = tx.image.all(Department)
        given.setdefault("letters", letters_for(name, [row.letters for row in departments]))
        given.setdefault("colour", colour_for(row.colour for row in departments))
    made = tx.add(MODELS[kind], **given)
    tx.summarise(f"Added “{name}”")
    return made


def with_department(image: WorkshopState, typed: str) -> tuple[str, str | None]:
    """``Ana, CC`` or ``Ana, Contact centre`` as the name and that department's id; else what was typed."""
    name, comma, after = typed.rpartition(",")
    if not comma or not name.strip():
        return typed, None
    wanted = after.strip().casefold()
    found = next((one for one in image.all(Department) if wanted in (one.letters.casefold(), one.name.casefold())), None)
    return (name.strip(), found.id) if found and wanted else (typed, None)


@command("add_names", right=Right.EDIT)
def add_names(tx: Tx, *, kind: FrameKind, names: list[str]) -> list[str]:
    """Add a pasted list at once, people with their department as in ``Ana, CC``; names that are there already are passed over."""
    rows = tx.image.all(MODELS[kind])
    known = {same(str(getattr(row, "name", getattr(row, "text", "")))) for row in rows}
    made: list[str] = []
    for name in names:
        clean = without_bullet(unmarked(name))
        if not clean or same(clean) in known:
            continue
        department_id = None
        if "department_id" in MODELS[kind].model_fields:
            clean, department_id = with_department(tx.image, clean)
        if same(clean) in known:
            continue
        known.add(same(clean))
        fields = _clean(kind, PartFields(name=clean))
        if department_id:
            fields["department_id"] = department_id
        if kind == "departments":
            departments = tx.image.all(Department)
            fields["letters"] = letters_for(clean, [row.letters for row in departments])
            fields["colour"] = colour_for(row.colour for row in departments)
        made.append(tx.add(MODELS[kind], **fields))
    if not made:
        raise CjmError("Nothing new in this list: type at least one name that isn’t there yet.")
    tx.summarise(f"Added “{names[0].strip()}”" if len(made) == 1 else f"Added {len(made)} {kind}")
    return made


@command("edit_in_frame", right=Right.EDIT)
def edit_in_frame(tx: Tx, *, kind: FrameKind, id: str, fields: PartFields, expected_version: int | None = None) -> str:
    """Write on one line of a list. Two departments can't have the same letters."""
    given = _clean(kind, fields)
    if kind == "departments" and "letters" in given:
        given["letters"] = given["letters"].strip().upper()
        other = next((row for row in tx.image.all(Department) if row.id != id and row.letters == given["letters"]), None)
        if other is not None and given["letters"]:
            raise CjmError(f"“{other.name}” has the letters {given['letters']}: choose two others.")
    row = tx.image.get(MODELS[kind], id)
    tx.change(MODELS[kind], id, expected_version=expected_version, **given)
    tx.summarise(f"Changed “{getattr(row, 'name', getattr(row, 'text', ''))}”")
    return id


@command("remove_from_frame", right=Right.EDIT)
def remove_from_frame(tx: Tx, *, kind: FrameKind, id: str) -> None:
    """Move one line of a list to the trash."""
    row = tx.image.get(MODELS[kind], id)
    tx.remove(MODELS[kind], id)
    tx.summarise(f"Removed “{getattr(row, 'name', getattr(row, 'text', ''))}”")


@command("move_in_frame", right=Right.EDIT)
def move_in_frame(tx: Tx, *, kind: FrameKind, id: str, by: int) -> None:
    """Move one line of a list up (-1) or down (+1)."""
    model = MODELS[kind]
    rows = tx.image.all(model)
    row = tx.image.get(model, id)
    tx.change(model, id, position=moved_position(tx, rows, id, by))
    tx.summarise(f"Moved “{getattr(row, 'name', getattr(row, 'text', ''))}”")


def moved_position(tx: Tx, rows: list[Any], id: str, by: int) -> str:
    """Where the row with ``id`` goes if it changes places ``by`` lines; the ends of the list hold it."""
    index = next(i for i, row in enumerate(rows) if row.id == id)
    target = max(0, min(len(rows) - 1, index + by))
    if target == index:
        return str(rows[index].position)
    others = [row for row in rows if row.id != id]
    return tx.between(others, others[target - 1].id if target else None)
