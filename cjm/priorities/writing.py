"""The writes of step 5: actions, their scores and decisions, and the fields of the matrix."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.bounds import ends
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError
from cjm.core.vocabulary import shortened
from cjm.pasted.lists import AT_ONCE
from cjm.priorities.pains import pain_points_of, pains_behind
from cjm.priorities.parts import QUADRANTS, Quadrant
from cjm.priorities.scores import QUESTION, Axis, decisions_of, score_rounds
from db.tables import Action, Answer, Ballot, Decision, Department, Entry, FutureState, Link, Round, Stage, Theme, Workshop

YesNo = Literal["yes", "no", "unclear"]


class ActionFields(BaseModel):
    """What of an action is set; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=4000)
    owner: str = Field(default="", max_length=200)
    department_id: str | None = None
    theme_id: str | None = None
    objective_id: str | None = None
    due_on: date | None = None
    horizon: Literal["short", "mid", "long"] | None = None
    quarter: str | None = Field(default=None, pattern=r"^\d{4}-Q[1-4]$")
    has_resources: YesNo = "unclear"
    has_owner: YesNo = "unclear"
    has_support: YesNo = "unclear"
    value_minor: int | None = Field(default=None, ge=0, le=10**15)
    cost_minor: int | None = Field(default=None, ge=0, le=10**15)


@command("add_action", right=Right.EDIT)
def add_action(tx: Tx, *, name: str, impact: int | None = None, effort: int | None = None) -> str:
    """A new action, with the facilitator's scores if they are given."""
    id = tx.add(Action, name=_name(name))
    if impact is not None:
        _score(tx, id, "impact", impact)
    if effort is not None:
        _score(tx, id, "effort", effort)
    tx.summarise(f"Added the action “{shortened(name)}”")
    return id


@command("add_actions", right=Right.EDIT)
def add_actions(
    tx: Tx,
    *,
    names: Annotated[list[str], Field(min_length=1, max_length=AT_ONCE)],
    impact: int | None = None,
    effort: int | None = None,
) -> list[str]:
    """New actions from a pasted list, in its order; the scores, if they are given, are those of each."""
    made = [add_action.carry_out(tx, name=name, impact=impact, effort=effort) for name in names]
    tx.summarise(f"Added {len(made)} actions")
    return made


@command("add_action_from", right=Right.EDIT)
def add_action_from(tx: Tx, *, source_id: str) -> str:
    """An action that carries out an opportunity or a future state, named after it. Refused if one does already."""
    image = tx.image
    already = next((id for id in image.linked_to("carries_out", source_id) if image.find(Action, id)), None)
    if already is not None:
        raise CjmError(f"“{image.get(Action, already).name}” carries this out already. Open that action, or add a new one.")
    future = image.find(FutureState, source_id)
    entry = None if future else image.get(Entry, source_id)
    text = future.experience if future else entry.text if entry else ""
    stage_id = future.stage_id if future else entry.stage_id if entry else ""
    if not text.strip():
        raise CjmError("Say first what the customer will experience there; then it can become an action.")
    stage = image.find(Stage, stage_id)
    department = (entry.department_id if entry else None) or (stage.department_id if stage else None)
    pains = pain_points_of(image)
    themes = [pains[id].theme_id for id in sorted(pains_behind(image, source_id)) if id in pains and pains[id].theme_id]
    id = tx.add(
        Action,
        name=" ".join(text.split())[:200],
        department_id=department if image.find(Department, department) else None,
        theme_id=themes[0] if themes and image.find(Theme, themes[0]) else None,
    )
    tx.set_links("carries_out", id, [source_id])
    tx.summarise(f"Made an action of “{shortened(text)}”")
    return id


@command("edit_action", right=Right.EDIT)
def edit_action(tx: Tx, *, id: str, fields: ActionFields, expected_version: int | None = None) -> None:
    """Set the fields that are given."""
    given: dict[str, Any] = fields.model_dump(exclude_unset=True)
    if "name" in given:
        given["name"] = _name(given["name"])
    action = tx.image.get(Action, id)
    if action.taken_at is not None and given.get("owner", action.owner).strip() != action.owner:
        given |= {"taken_by_id": None, "taken_at": None}  # it was somebody else who said “I take it”
    tx.change(Action, id, expected_version=expected_version, **given)
    tx.summarise(f"Changed the action “{shortened(given.get('name', action.name))}”")


@command("carry_out", right=Right.EDIT)
def carry_out(tx: Tx, *, id: str, things: list[str]) -> None:
    """Make exactly these opportunities and future states what an action carries out."""
    tx.set_links("carries_out", id, things)
    tx.summarise(f"Changed what “{shortened(tx.image.get(Action, id).name)}” carries out")


@command("score_action", right=Right.FACILITATE)
def score_action(tx: Tx, *, id: str, axis: Axis, value: int | None) -> None:
    """The facilitator's single score, 1 to 5; None takes it back. After a closed round it opens the next."""
    action = tx.image.get(Action, id)
    _score(tx, id, axis, value)
    told = f"{axis} {value}" if value is not None else f"no {axis} any more"
    tx.summarise(f"Scored “{shortened(action.name)}”: {told}")


def _score(tx: Tx, id: str, axis: Axis, value: int | None) -> None:
    low, high = ends(Workshop, f"{axis}_midline")
    if value is not None and not low <= value <= high:
        raise CjmError(f"A score goes from {low} to {high}.")
    rounds = score_rounds(tx.image)
    mine = [
        ballot
        for ballot in tx.image.by(Ballot, "subject_id").get(id, [])
        if ballot.axis == axis and ballot.source == "facilitator" and ballot.participant_id is None
    ]
    if value is None:
        latest = next((b for one in rounds for b in mine if b.round_id == one.id), None)
        if latest is not None:
            tx.remove(Ballot, latest.id)
        return
    if rounds and rounds[0].state == "open":
        round_id = rounds[0].id
    else:
        round_id = tx.add(Round, kind="score", question=QUESTION, number=rounds[0].number + 1 if rounds else 1)
    ballot = next((one for one in mine if one.round_id == round_id), None)
    if ballot is None:
        tx.add(Ballot, round_id=round_id, subject_id=id, axis=axis, value=value, source="facilitator")
    else:
        tx.change(Ballot, ballot.id, value=value)


@command("decide_action", right=Right.FACILITATE)
def decide_action(tx: Tx, *, id: str, impact: float, effort: float, reason: str, decided_by: str = "") -> str:
    """Put an action where a leader wants it, beside its scores, which stay. Refused without a reason."""
    action = tx.image.get(Action, id)
    if not reason.strip():
        raise CjmError("Say why: a decision without a reason convinces nobody later.")
    decision = decisions_of(tx.image).get(id)
    fields: dict[str, Any] = {"impact": impact, "effort": effort, "reason": reason, "decided_by": decided_by}
    if decision is None:
        made = tx.add(Decision, subject_id=id, **fields)
    else:
        made = decision.id
        tx.change(Decision, made, **fields)
    tx.summarise(f"Decided where “{shortened(action.name)}” stands")
    return made


@command("withdraw_decision", right=Right.FACILITATE)
def withdraw_decision(tx: Tx, *, id: str) -> None:
    """Let the scores of an action count again."""
    for decision in tx.image.by(Decision, "subject_id").get(id, []):
        tx.remove(Decision, decision.id)
    tx.summarise(f"Withdrew the decision on “{shortened(tx.image.get(Action, id).name)}”")


@command("remove_action", right=Right.EDIT)
def remove_action(tx: Tx, *, id: str) -> None:
    """To the trash, with its decisions, answers and links. What it was scored stays: a result shows what was voted on."""
    action = tx.image.get(Action, id)
    for link in [one for one in tx.image.links("carries_out") if one.from_id == id]:
        tx.remove(Link, link.id)
    for decision in list(tx.image.by(Decision, "subject_id").get(id, [])):
        tx.remove(Decision, decision.id)
    for answer in list(tx.image.by(Answer, "action_id").get(id, [])):
        tx.remove(Answer, answer.id)
    tx.remove(Action, id)
    tx.summarise(f"Removed the action “{shortened(action.name)}”")


@command("change_matrix", right=Right.FACILITATE)
def change_matrix(
    tx: Tx,
    *,
    impact_midline: float | None = None,
    effort_midline: float | None = None,
    names: dict[Quadrant, str] | None = None,
    disagreement: float | None = None,
    expected_version: int | None = None,
) -> None:
    """Move the midlines, rename quadrants (an empty name brings the usual one back), say from which standard deviation on scores
    disagree."""
    fields: dict[str, Any] = {}
    if impact_midline is not None:
        fields["impact_midline"] = impact_midline
    if effort_midline is not None:
        fields["effort_midline"] = effort_midline
    if disagreement is not None:
        fields["disagreement"] = disagreement
    if names is not None:
        kept: dict[str, str] = dict(tx.image.workshop.quadrant_names)
        for key, name in names.items():
            kept.pop(key, None)
            if len(name) > 60:
                raise CjmError("The name of a quadrant is too long: keep it to 60 characters.")
            if name.strip() and name.strip() != QUADRANTS[key][0]:
                kept[key] = name.strip()
        fields["quadrant_names"] = kept
    tx.change_workshop(expected_version=expected_version, **fields)
    tx.summarise(
        "Changed from when on scores disagree" if set(fields) == {"disagreement"} else "Changed the quadrants of the matrix"
    )


def minor(units: int | None) -> int | None:
    """Whole units of a currency in hundredths, as ``ActionFields`` takes them."""
    return None if units is None else units * 100


def _name(name: str) -> str:
    if not name.strip():
        raise CjmError("An action needs a name: what is to be done?")
    return name.strip()
