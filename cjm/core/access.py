"""Who may do and see what. The only place where that is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cjm.core.errors import NotAllowed
from cjm.core.state import Change, WorkshopState
from cjm.core.vocabulary import label_of
from db.tables import Action, Project, Row, Stage


class Role(StrEnum):
    FACILITATOR = "facilitator"
    CONTRIBUTOR = "contributor"
    LEADER = "leader"
    REVIEWER = "reviewer"


class Right(StrEnum):
    READ = "read"
    EDIT = "edit"
    ANSWER = "answer"
    REVIEW = "review"
    FACILITATE = "facilitate"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.FACILITATOR: frozenset(Right),
    Role.CONTRIBUTOR: frozenset({Right.READ, Right.EDIT}),
    Role.LEADER: frozenset({Right.READ, Right.ANSWER}),
    Role.REVIEWER: frozenset({Right.REVIEW}),
}


FACILITATORS_ONLY = frozenset(
    {
        "add_to_frame",
        "add_names",
        "edit_in_frame",
        "remove_from_frame",
        "move_in_frame",
        "write_north_star",
        "remove_candidate",
        "add_stream",
        "edit_stream",
        "remove_stream",
        "add_stage",
        "paste_stages",
        "paste_table",
        "use_stage",
        "move_stage",
        "split_stage",
        "merge_stages",
        "remove_stage",
        "add_lane",
        "rename_lane",
        "show_lane",
        "move_lane",
        "remove_action",
    }
)
"""Commands that change what everybody works on: the frame, the row of stages, the lanes."""


@dataclass(frozen=True)
class Actor:
    """Who is asking. ``id`` is their own: the participant's, or the seat's of who has none (who started the workshop, leaders);
    empty for the command line and for everybody in an open installation."""

    name: str
    role: Role
    id: str | None = None
    participant_id: str | None = None
    seat_id: str | None = None


def may(actor: Actor, right: Right) -> bool:
    """What screens ask before they offer something."""
    return right in RIGHTS[actor.role]


def require(actor: Actor, right: Right) -> None:
    """Raises NotAllowed in a sentence."""
    if not may(actor, right):
        raise NotAllowed(f"As a {actor.role.value} you can’t do that. Ask the facilitator.")


def required(name: str, right: Right) -> Right:
    """The right that the command called ``name`` asks for."""
    return Right.FACILITATE if name in FACILITATORS_ONLY else right


def own_stages(actor: Actor, image: WorkshopState) -> frozenset[str] | None:
    """The stages that a contributor may change; None is all of them."""
    if actor.role is not Role.CONTRIBUTOR or actor.participant_id is None:
        return None
    mine = frozenset(id for id in image.linked_from("looks_after", actor.participant_id) if image.find(Stage, id))
    return mine or None


def require_own_stages(actor: Actor, image: WorkshopState, changes: Iterable[Change]) -> None:
    """Raises NotAllowed if ``changes``, made already in ``image``, touch a stage that is not the contributor's to change."""
    mine = own_stages(actor, image)
    if mine is None:
        return
    for change in changes:
        touched = _stages_of(image, change)
        allowed = bool(touched & mine) if change["kind"] == "handoffs" else touched <= mine
        if touched and not allowed:
            names = " and ".join(f"“{stage.name}”" for stage in image.all(Stage) if stage.id in mine)
            other = next(label_of("stages", image.rows["stages"][id]) for id in sorted(touched - mine))
            raise NotAllowed(f"“{other}” is not yours to change: you look after {names}. Ask the facilitator.")


PROMISED = frozenset({"owner", "due_on", "taken_by_id", "taken_at", "chosen"})
"""What of an action is a promise once somebody has taken it."""


def require_own_promises(actor: Actor, image: WorkshopState, changes: Iterable[Change]) -> None:
    """Raises NotAllowed if ``changes``, made already in ``image``, touch what somebody else has promised."""
    if actor.role is Role.FACILITATOR:
        return
    for change in changes:
        if change["kind"] != Action.table_name or change["op"] != "change" or PROMISED.isdisjoint(change["after"]):
            continue
        action, before = image.rows[Action.table_name][change["id"]], change["before"]
        was = {**action.model_dump(include={"owner", "taken_by_id", "taken_at"}), **before}
        if was["taken_at"] is not None and (was["taken_by_id"] is None or was["taken_by_id"] != actor.participant_id):
            what = label_of(change["kind"], action)
            raise NotAllowed(f"“{what}” is {was['owner']}’s promise. Ask them or the facilitator.")


def _stages_of(image: WorkshopState, change: Change) -> set[str]:
    """The stages that a change is about; of a handoff both ends."""
    if change["kind"] == "stages":
        return {change["id"]}
    row = image.rows[change["kind"]][change["id"]]
    if change["kind"] == "links":
        start = next((rows[row.from_id] for rows in image.rows.values() if row.from_id in rows), None)  # type: ignore[attr-defined]
        found = [getattr(start, "stage_id", None)]
    else:
        found = [getattr(row, name, None) for name in ("stage_id", "from_stage_id", "to_stage_id")]
        found += [change["before"].get(name) for name in ("stage_id", "from_stage_id", "to_stage_id")]
    return {id for id in found if id is not None}


def own_projects(actor: Actor, image: WorkshopState) -> frozenset[str] | None:
    """The projects that a contributor may change: those they own. None is all."""
    if actor.role is not Role.CONTRIBUTOR:
        return None
    mine = actor.participant_id
    return frozenset(one.id for one in image.all(Project) if mine is not None and one.participant_id == mine)


def require_own_projects(actor: Actor, image: WorkshopState, changes: Iterable[Change]) -> None:
    """Raises NotAllowed if ``changes``, made already in ``image``, touch a project that is not the contributor's own."""
    if actor.role is not Role.CONTRIBUTOR:
        return
    for change in changes:
        kind, row = change["kind"], image.rows[change["kind"]][change["id"]]
        if kind == "check_ins":
            raise NotAllowed("Check-ins are the facilitator’s to begin and to close.")
        if kind in ("tasks", "project_updates"):
            touched = {getattr(row, "project_id", None), change["before"].get("project_id")} - {None}
        elif kind == "links" and getattr(row, "relation", "") == "depends_on":
            touched = {getattr(row, "from_id", None)}
        else:
            touched = {change["id"]} if kind == "projects" else set()
        for id in touched:
            project = image.rows["projects"][id]
            owners = {getattr(project, "participant_id", None)}
            if kind == "projects":
                owners.add(change["before"].get("participant_id", actor.participant_id if change["op"] == "change" else None))
            if actor.participant_id is None or owners != {actor.participant_id}:
                owner = getattr(project, "owner", "") or "somebody else"
                raise NotAllowed(f"“{label_of('projects', project)}” is {owner}’s project. Ask them or the facilitator.")


def may_see(actor: Actor, row: Row) -> bool:
    """Whether ``actor`` may see ``row`` at all; the same filter serves pages, routes, exports and live changes."""
    visibility = getattr(row, "visibility", "team")
    if visibility != "team" and (actor.id is None or getattr(row, "author_id", None) != actor.id):
        return False
    return not (actor.role is Role.REVIEWER and getattr(row, "internal", False))
