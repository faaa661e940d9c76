"""Break-outs: groups with stages and a scribe, which work side by side and report back in order."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cjm.core.access import Right
from cjm.core.bounds import longest
from cjm.core.command import Tx, command
from cjm.core.errors import CjmError, NotAllowed
from cjm.core.state import WorkshopState
from cjm.people.presence import Here, here_in
from cjm.session import sealed
from db.tables import BreakOut, Participant, SessionActivity, Stage


class NewGroup(BaseModel):
    """One group to be: its people, one of them who is here its scribe unless one is named."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=longest(BreakOut, "name"))]
    stage_ids: list[str]
    people: list[str] = []
    scribe_id: str | None = None


def writes(people: list[str], present: Here) -> str | None:
    """Who writes for these people unless somebody else is named: one who has a device open, else one who is here."""
    rank = sorted(people, key=lambda id: (id not in present.online, id not in present.ids))
    return rank[0] if rank else None


def proposed(image: WorkshopState, groups: int, present: Here) -> list[NewGroup]:
    """Stages in runs of equal length, people who are here dealt out so that departments are mixed."""
    stages, everybody = image.all(Stage), image.all(Participant)
    people = [one for one in everybody if one.id in present.ids] or everybody
    groups = max(1, min(groups, len(stages) or 1))
    dealt = sorted(people, key=lambda one: (one.department_id or "", one.position))
    made = []
    for number in range(groups):
        run = stages[number * len(stages) // groups : (number + 1) * len(stages) // groups]
        mine = [one.id for one in dealt[number::groups]]
        name, scribe = f"Group {number + 1}", writes(mine, present)
        made.append(NewGroup(name=name, stage_ids=[one.id for one in run], people=mine, scribe_id=scribe))
    return made


@command("break_out", right=Right.FACILITATE, live=True, undoable=False)
def break_out(tx: Tx, *, id: str, groups: list[NewGroup]) -> list[str]:
    """Make exactly these groups for a running break-out."""
    activity = tx.image.get(SessionActivity, id)
    if activity.kind != "break_out" or activity.state != "running":
        raise CjmError("Start a break-out first, then make its groups.")
    if not groups or len(groups) > 12:
        raise CjmError("Make 1 to 12 groups.")
    for old in tx.image.by(BreakOut, "session_activity_id").get(id, []):
        for relation in ("takes", "joins"):
            tx.set_links(relation, old.id, [])
        tx.remove(BreakOut, old.id)
    made, present = [], here_in(tx.connection, tx.whole)
    for group in groups:
        scribe = group.scribe_id or writes(group.people, present)
        one = tx.add(BreakOut, session_activity_id=id, name=group.name, scribe_id=scribe)
        tx.set_links("takes", one, group.stage_ids)
        tx.set_links("joins", one, group.people)
        made.append(one)
    tx.summarise(f"Made {len(made)} break-out groups")
    return made


@command("write_for_us", right=Right.EDIT, live=True)
def write_for_us(tx: Tx, *, id: str) -> None:
    """Somebody of a group writes for it from now on, whoever did before."""
    group = tx.image.get(BreakOut, id)
    activity = tx.image.get(SessionActivity, group.session_activity_id)
    if activity.state != "running":
        raise CjmError("This round is closed; there is nothing more to write. Look up at the screen.")
    person = tx.image.find(Participant, tx.actor.participant_id)
    if person is None or person.id not in tx.image.linked_from("joins", id):
        raise NotAllowed("Only somebody of the group can write for it. Ask the facilitator to put you into it.")
    tx.change(BreakOut, id, scribe_id=person.id)
    tx.summarise(f"{person.name} writes for {group.name}")


@command("group_reported", right=Right.FACILITATE, live=True)
def group_reported(tx: Tx, *, id: str, reported: bool = True) -> None:
    """Tick a group that has reported back."""
    group = tx.image.get(BreakOut, id)
    tx.change(BreakOut, id, reported=reported)
    tx.summarise(f"{group.name} reported back")


def groups_of(image: WorkshopState) -> list[BreakOut]:
    """The groups of the break-out that is on, in order."""
    activity = sealed.running(image)
    if activity is None or activity.kind != "break_out":
        return []
    return image.by(BreakOut, "session_activity_id").get(activity.id, [])
