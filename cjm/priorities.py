"""Step 5: actions, their scores and decisions, and in which order they come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cjm.access import Right
from cjm.board import pain_of
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.image import Image
from cjm.views import view
from db.tables import Action, Ballot, Decision, Department, Entry, FutureState, Lane, Link, Objective, Round, Stage, Theme

Axis = Literal["impact", "effort"]
Quadrant = Literal["quick_wins", "strategic_investments", "fill_ins", "money_pit"]
YesNo = Literal["yes", "no", "unclear"]
QUADRANTS: dict[Quadrant, tuple[str, str, str]] = {
    "quick_wins": ("Quick wins", "high impact, low effort", "do now"),
    "strategic_investments": ("Strategic investments", "high impact, high effort", "plan and fund"),
    "fill_ins": ("Fill-ins", "low impact, low effort", "when there is time"),
    "money_pit": ("Money pit", "low impact, high effort", "leave"),
}
"""Name, where it lies, what to do with it; in the order of the ranked list."""
HORIZONS: dict[str, str] = {"short": "Short term", "mid": "Mid term", "long": "Long term"}
QUESTION = "How much pain does it remove, and how much work is it?"
DISAGREEMENT = 1.0
"""From which standard deviation on scores are said to disagree."""


@dataclass(frozen=True)
class Score:
    """What was given for one action on one axis, in the latest round that has it."""

    mean: float
    low: int
    high: int
    count: int
    spread: float
    """Their standard deviation."""
    by_facilitator: int | None
    """The facilitator's single score, where nobody else gave one."""

    @property
    def disagree(self) -> bool:
        return self.spread >= DISAGREEMENT

    @property
    def most(self) -> tuple[float, float]:
        """Between which most of them lie: one standard deviation to both sides, no further than any score."""
        return (max(self.mean - self.spread, float(self.low)), min(self.mean + self.spread, float(self.high)))


@dataclass(frozen=True)
class Choice:
    """A department, objective or theme that actions point to; ``colour`` is an index into the palette."""

    id: str
    name: str
    letters: str
    colour: int


@dataclass(frozen=True)
class Ranked:
    """An action. ``impact`` and ``effort`` are where it stands, decided or scored; ``number`` is its rank, 0 without scores."""

    id: str
    version: int
    name: str
    number: int
    impact: float | None
    effort: float | None
    impact_score: Score | None
    effort_score: Score | None
    decided: bool
    reason: str
    decided_by: str
    quadrant: Quadrant | None
    pain: int
    pains: int
    owner: str
    due_on: date | None
    quarter: str | None
    horizon: str | None
    department_id: str | None
    objective_id: str | None
    theme_id: str | None
    has_resources: str
    has_owner: str
    has_support: str
    value_minor: int | None
    cost_minor: int | None
    note: str
    carries_out: tuple[str, ...]

    @property
    def disagreed(self) -> bool:
        return any(score is not None and score.disagree for score in (self.impact_score, self.effort_score))

    @property
    def planned_quarter(self) -> str | None:
        """The quarter it was given, else that of its date."""
        return self.quarter or (quarter_of(self.due_on) if self.due_on else None)


@dataclass(frozen=True)
class QuadrantView:
    """A field of the matrix. ``pain`` adds that of its actions, each on its own."""

    key: Quadrant
    name: str
    where: str
    advice: str
    actions: tuple[Ranked, ...]
    pain: int


@dataclass(frozen=True)
class Suggestion:
    """An opportunity or a moment that matters that no action carries out yet."""

    id: str
    text: str
    stage: str
    kind: Literal["opportunity", "moment that matters"]
    pain: int


@dataclass(frozen=True)
class BusinessCase:
    """Sums over the actions that have both numbers; ``missing`` counts those that lack one."""

    value_minor: int
    cost_minor: int
    missing: int

    @property
    def net_minor(self) -> int:
        return self.value_minor - self.cost_minor


@dataclass(frozen=True)
class Priorities:
    """Everything that the page of step 5 shows."""

    revision: int
    quadrants: tuple[QuadrantView, ...]
    ranked: tuple[Ranked, ...]
    unscored: tuple[Ranked, ...]
    impact_midline: float
    effort_midline: float
    departments: tuple[Choice, ...]
    objectives: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    suggestions: tuple[Suggestion, ...]
    carriable: tuple[Suggestion, ...]
    """What an action can carry out: every opportunity and every future state that is written."""
    case: BusinessCase
    currency: str
    voters: int
    pain: int
    """All rated pain of the journey."""
    pain_answered: int
    """What of it at least one action answers."""

    @property
    def actions(self) -> tuple[Ranked, ...]:
        return (*self.ranked, *self.unscored)

    def action(self, id: str | None) -> Ranked | None:
        return next((one for one in self.actions if one.id == id), None)


def quadrant_of(impact: float, effort: float, impact_midline: float = 3.0, effort_midline: float = 3.0) -> Quadrant:
    """The field a place lies in; on a midline counts as high."""
    if impact >= impact_midline:
        return "strategic_investments" if effort >= effort_midline else "quick_wins"
    return "money_pit" if effort >= effort_midline else "fill_ins"


def quarter_of(day: date) -> str:
    """Its quarter, such as ``2027-Q1``."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def score_of(ballots: list[Ballot]) -> Score | None:
    """The ballots of one action on one axis in one round; the facilitator's single score counts where there is no other."""
    single = [ballot for ballot in ballots if ballot.source == "facilitator" and ballot.participant_id is None]
    others = [ballot for ballot in ballots if ballot not in single]
    counted = [ballot.value for ballot in others or single[-1:]]
    if not counted:
        return None
    return Score(
        mean=round(fmean(counted), 2),
        low=min(counted),
        high=max(counted),
        count=len(counted),
        spread=pstdev(counted),
        by_facilitator=None if others else single[-1].value,
    )


def score_rounds(image: Image) -> list[Round]:
    """The rounds of scoring, latest first."""
    rounds = [one for one in image.all(Round) if one.kind == "score"]
    return sorted(rounds, key=lambda one: (one.number, one.position, one.id), reverse=True)


def scores_of(image: Image) -> dict[tuple[str, str], Score]:
    """By action and axis, from the latest round that has a ballot for it."""
    found: dict[tuple[str, str], Score] = {}
    by_round = image.by(Ballot, "round_id")
    for one in score_rounds(image):
        cast: dict[tuple[str, str], list[Ballot]] = defaultdict(list)
        for ballot in by_round.get(one.id, []):
            if ballot.axis in {"impact", "effort"}:
                cast[ballot.subject_id, ballot.axis].append(ballot)
        for key, ballots in cast.items():
            score = None if key in found else score_of(ballots)
            if score is not None:
                found[key] = score
    return found


def decisions_of(image: Image) -> dict[str, Decision]:
    """The latest decision on each subject."""
    return {subject: decisions[-1] for subject, decisions in image.by(Decision, "subject_id").items()}


def _pain_points(image: Image) -> dict[str, Entry]:
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "pain_point"}
    return {entry.id: entry for entry in image.all(Entry) if entry.lane_id in lanes}


def pains_behind(image: Image, thing_id: str) -> set[str]:
    """Pain points that an opportunity answers, or that a future state removes."""
    return {*image.linked_from("answers", thing_id), *image.linked_from("removes", thing_id)}


def pains_of(image: Image, action_id: str) -> set[str]:
    """Pain points that an action takes away, each once, however many ways lead to it."""
    return {pain for thing in image.linked_from("carries_out", action_id) for pain in pains_behind(image, thing)}


def _hurt(pains: dict[str, Entry], ids: set[str]) -> int:
    return sum(pain_of(pains[id]) or 0 for id in ids if id in pains)


def _by_worth(action: Ranked) -> tuple[float, int]:
    """Most impact for the least effort first, then more pain removed."""
    return (-round((action.impact or 0) - (action.effort or 0), 6), -action.pain)


def _ranked(image: Image) -> tuple[list[Ranked], list[Ranked]]:
    scores, decisions, pains = scores_of(image), decisions_of(image), _pain_points(image)
    workshop = image.workshop
    placed: list[Ranked] = []
    unscored: list[Ranked] = []
    for action in image.all(Action):
        impact_score, effort_score = scores.get((action.id, "impact")), scores.get((action.id, "effort"))
        decision = decisions.get(action.id)
        impact = decision.impact if decision and decision.impact is not None else impact_score.mean if impact_score else None
        effort = decision.effort if decision and decision.effort is not None else effort_score.mean if effort_score else None
        placeable = impact is not None and effort is not None
        behind = pains_of(image, action.id) & pains.keys()
        one = Ranked(
            id=action.id,
            version=action.version,
            name=action.name,
            number=0,
            impact=impact,
            effort=effort,
            impact_score=impact_score,
            effort_score=effort_score,
            decided=decision is not None,
            reason=decision.reason if decision else "",
            decided_by=decision.decided_by if decision else "",
            quadrant=quadrant_of(impact, effort, workshop.impact_midline, workshop.effort_midline)
            if impact is not None and effort is not None
            else None,
            pain=_hurt(pains, behind),
            pains=len(behind),
            owner=action.owner,
            due_on=action.due_on,
            quarter=action.quarter,
            horizon=action.horizon,
            department_id=action.department_id,
            objective_id=action.objective_id,
            theme_id=action.theme_id,
            has_resources=action.has_resources,
            has_owner=action.has_owner,
            has_support=action.has_support,
            value_minor=action.value_minor,
            cost_minor=action.cost_minor,
            note=action.note,
            carries_out=tuple(image.linked_from("carries_out", action.id)),
        )
        (placed if placeable else unscored).append(one)
    order = list(QUADRANTS)
    placed.sort(key=lambda one: (order.index(one.quadrant or "money_pit"), *_by_worth(one)))
    return [_numbered(one, number) for number, one in enumerate(placed, start=1)], unscored


def _numbered(action: Ranked, number: int) -> Ranked:
    return Ranked(**{**action.__dict__, "number": number})


def _stage_name(image: Image, stage_id: str) -> str:
    stage = image.find(Stage, stage_id)
    return stage.name if stage else ""


def _carriable(image: Image) -> list[Suggestion]:
    lanes = {lane.id for lane in image.all(Lane) if lane.kind == "opportunity"}
    pains = _pain_points(image)
    found = [
        Suggestion(
            entry.id, entry.text, _stage_name(image, entry.stage_id), "opportunity", _hurt(pains, pains_behind(image, entry.id))
        )
        for entry in image.all(Entry)
        if entry.lane_id in lanes
    ]
    found += [
        Suggestion(
            future.id, future.experience, _stage_name(image, future.stage_id), "moment that matters",
            _hurt(pains, pains_behind(image, future.id)),
        )
        for future in image.all(FutureState)
        if future.experience.strip() and not future.unchanged
    ]  # fmt: skip
    return sorted(found, key=lambda one: -one.pain)


@view
def priorities(image: Image) -> Priorities:
    """The matrix, the ranked list, roadmap and business case are all drawn from this."""
    ranked, unscored = _ranked(image)
    workshop = image.workshop
    names = workshop.quadrant_names
    everything = [*ranked, *unscored]
    fields = tuple(
        QuadrantView(
            key, names.get(key, "").strip() or name, where, advice,
            tuple(one for one in ranked if one.quadrant == key), sum(one.pain for one in ranked if one.quadrant == key),
        )
        for key, (name, where, advice) in QUADRANTS.items()
    )  # fmt: skip
    carriable = _carriable(image)
    moments = {future.id for future in image.all(FutureState) if future.moment_that_matters}
    suggestions = tuple(
        one
        for one in carriable
        if not image.linked_to("carries_out", one.id) and (one.kind == "opportunity" or one.id in moments)
    )
    both = [(one.value_minor, one.cost_minor) for one in everything if one.value_minor is not None and one.cost_minor is not None]
    pains = _pain_points(image)
    answered = {pain for one in everything for pain in pains_of(image, one.id)}
    return Priorities(
        revision=image.revision,
        quadrants=fields,
        ranked=tuple(ranked),
        unscored=tuple(unscored),
        impact_midline=workshop.impact_midline,
        effort_midline=workshop.effort_midline,
        departments=tuple(
            Choice(row.id, row.name, row.letters or row.name[:2].upper(), row.colour) for row in image.all(Department)
        ),
        objectives=tuple(Choice(row.id, row.text, f"O{n + 1}", n) for n, row in enumerate(image.all(Objective))),
        themes=tuple(Choice(row.id, row.name, f"T{n + 1}", n) for n, row in enumerate(image.all(Theme))),
        suggestions=suggestions,
        carriable=tuple(carriable),
        case=BusinessCase(sum(value or 0 for value, _ in both), sum(cost or 0 for _, cost in both), len(everything) - len(both)),
        currency=workshop.currency,
        voters=max(
            (score.count for one in everything for score in (one.impact_score, one.effort_score) if score is not None), default=0
        ),
        pain=_hurt(pains, set(pains)),
        pain_answered=_hurt(pains, answered),
    )


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
    tx.say(f"Added the action “{_short(name)}”")
    return id


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
    pains = _pain_points(image)
    themes = [pains[id].theme_id for id in sorted(pains_behind(image, source_id)) if id in pains and pains[id].theme_id]
    id = tx.add(
        Action,
        name=" ".join(text.split())[:200],
        department_id=department if image.find(Department, department) else None,
        theme_id=themes[0] if themes and image.find(Theme, themes[0]) else None,
    )
    tx.set_links("carries_out", id, [source_id])
    tx.say(f"Made an action of “{_short(text)}”")
    return id


@command("edit_action", right=Right.EDIT)
def edit_action(tx: Tx, *, id: str, fields: ActionFields, expected_version: int | None = None) -> None:
    """Set the fields that are given."""
    given: dict[str, Any] = fields.model_dump(exclude_unset=True)
    if "name" in given:
        given["name"] = _name(given["name"])
    action = tx.image.get(Action, id)
    tx.change(Action, id, expected_version=expected_version, **given)
    tx.say(f"Changed the action “{_short(given.get('name', action.name))}”")


@command("carry_out", right=Right.EDIT)
def carry_out(tx: Tx, *, id: str, things: list[str]) -> None:
    """Make exactly these opportunities and future states what an action carries out."""
    tx.set_links("carries_out", id, things)
    tx.say(f"Changed what “{_short(tx.image.get(Action, id).name)}” carries out")


@command("score_action", right=Right.FACILITATE)
def score_action(tx: Tx, *, id: str, axis: Axis, value: int | None) -> None:
    """The facilitator's single score, 1 to 5; None takes it back. After a closed round it opens the next."""
    action = tx.image.get(Action, id)
    _score(tx, id, axis, value)
    told = f"{axis} {value}" if value is not None else f"no {axis} any more"
    tx.say(f"Scored “{_short(action.name)}”: {told}")


def _score(tx: Tx, id: str, axis: Axis, value: int | None) -> None:
    if value is not None and not 1 <= value <= 5:
        raise CjmError("A score goes from 1 to 5.")
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
    tx.say(f"Decided where “{_short(action.name)}” stands")
    return made


@command("withdraw_decision", right=Right.FACILITATE)
def withdraw_decision(tx: Tx, *, id: str) -> None:
    """Let the scores of an action count again."""
    for decision in tx.image.by(Decision, "subject_id").get(id, []):
        tx.remove(Decision, decision.id)
    tx.say(f"Withdrew the decision on “{_short(tx.image.get(Action, id).name)}”")


@command("remove_action", right=Right.EDIT)
def remove_action(tx: Tx, *, id: str) -> None:
    """To the trash, with its scores, decisions and links."""
    action = tx.image.get(Action, id)
    for link in [one for one in tx.image.links("carries_out") if one.from_id == id]:
        tx.remove(Link, link.id)
    for ballot in list(tx.image.by(Ballot, "subject_id").get(id, [])):
        tx.remove(Ballot, ballot.id)
    for decision in list(tx.image.by(Decision, "subject_id").get(id, [])):
        tx.remove(Decision, decision.id)
    tx.remove(Action, id)
    tx.say(f"Removed the action “{_short(action.name)}”")


@command("change_matrix", right=Right.FACILITATE)
def change_matrix(
    tx: Tx, *, impact_midline: float | None = None, effort_midline: float | None = None, names: dict[Quadrant, str] | None = None
) -> None:
    """Move the midlines, rename quadrants; an empty name brings the usual one back."""
    fields: dict[str, Any] = {}
    if impact_midline is not None:
        fields["impact_midline"] = impact_midline
    if effort_midline is not None:
        fields["effort_midline"] = effort_midline
    if names is not None:
        kept: dict[str, str] = dict(tx.image.workshop.quadrant_names)
        for key, name in names.items():
            kept.pop(key, None)
            if len(name) > 60:
                raise CjmError("The name of a quadrant is too long: keep it to 60 characters.")
            if name.strip() and name.strip() != QUADRANTS[key][0]:
                kept[key] = name.strip()
        fields["quadrant_names"] = kept
    tx.change_workshop(**fields)
    tx.say("Changed the quadrants of the matrix")


def _name(name: str) -> str:
    if not name.strip():
        raise CjmError("An action needs a name: what is to be done?")
    return name.strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def quarters(start: date, count: int = 8) -> tuple[str, ...]:
    """``count`` quarters from that of ``start`` on."""
    first = start.year * 4 + (start.month - 1) // 3
    return tuple(f"{number // 4}-Q{number % 4 + 1}" for number in range(first, first + count))
