"""Break-outs: groups with stages and a scribe, which work side by side and report back in order."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from cjm.access import Right
from cjm.commands import Tx, command
from cjm.errors import CjmError
from cjm.image import Image
from cjm.session import sealed
from db.tables import BreakOut, Participant, SessionActivity, Stage


class NewGroup(BaseModel):
    """One group to be: its people, the first of them its scribe unless one is named."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    stage_ids: list[str]
    people: list[str] = []
    scribe_id: str | None = None


def proposed(image: Image, groups: int) -> list[NewGroup]:
    """Stages in runs of equal length, people dealt out so that departments are mixed."""
    stages, people = image.all(Stage), [one for one in image.all(Participant) if one.present] or image.all(Participant)
    groups = max(1, min(groups, len(stages) or 1))
    dealt = sorted(people, key=lambda one: (one.department_id or "", one.position))
    made = []
    for number in range(groups):
        run = stages[number * len(stages) // groups : (number + 1) * len(stages) // groups]
        mine = [one.id for one in dealt[number::groups]]
        made.append(NewGroup(name=f"Group {number + 1}", stage_ids=[one.id for one in run], people=mine))
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
    made = []
    for group in groups:
        scribe = group.scribe_id or (group.people[0] if group.people else None)
        one = tx.add(BreakOut, session_activity_id=id, name=group.name, scribe_id=scribe)
        tx.set_links("takes", one, group.stage_ids)
        tx.set_links("joins", one, group.people)
        made.append(one)
    tx.say(f"Made {len(made)} break-out groups")
    return made


@command("group_reported", right=Right.FACILITATE, live=True)
def group_reported(tx: Tx, *, id: str, reported: bool = True) -> None:
    """Tick a group that has reported back."""
    group = tx.image.get(BreakOut, id)
    tx.change(BreakOut, id, reported=reported)
    tx.say(f"{group.name} reported back")


def groups_of(image: Image) -> list[BreakOut]:
    """The groups of the break-out that is on, in order."""
    activity = sealed.running(image)
    if activity is None or activity.kind != "break_out":
        return []
    return image.by(BreakOut, "session_activity_id").get(activity.id, [])
