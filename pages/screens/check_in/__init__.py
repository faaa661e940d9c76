"""The parts of the check-in: what is said of a project, for the facilitator's screen and for an owner's phone."""

from __future__ import annotations

from cjm.projects import CONFIDENCE, Projects, ProjectView, Said, day
from pages.screens.projects import as_card


def sure_words() -> dict[str, list[str]]:
    """Words and icon of each confidence, for scripts."""
    return {key: list(told) for key, told in CONFIDENCE.items()}


def details(one: ProjectView, view: Projects) -> dict[str, object]:
    """A project with its tasks and what was said of it, as the scripts take it."""
    said = {update.check_in_id: update for update in one.updates}
    held = [at for at in reversed(view.past) if at.held_on >= one.begins_on or at.id in said]
    last = one.updates[0] if one.updates else None
    return {
        **as_card(one, view, mine=True),
        "version": one.version,
        "outcome": one.outcome,
        "help": one.help_needed,
        "told": [[key, words] for key, words in one.told if key != "help"],
        "waits": list(one.waits_for),
        "last": _said(last, view) if last else None,
        "current": _said(one.current, view) if one.current else None,
        "history": [[day(at.held_on, view.today), said[at.id].confidence if at.id in said else None] for at in held][-12:],
        "todo": [
            {
                "id": task.id,
                "name": task.name,
                "owner": task.owner,
                "done": bool(task.done_on),
                "late": task.late,
                "due": day(task.due_on, view.today) if task.due_on else "",
            }
            for task in one.tasks
        ],
    }


def _said(said: Said, view: Projects) -> dict[str, object]:
    return {
        "version": said.version,
        "since_last": said.since_last,
        "next_steps": said.next_steps,
        "blocked": said.blocked,
        "confidence": said.confidence,
        "by": said.said_by,
        "own": said.own,
        "day": day(said.held_on, view.today) if said.held_on else "",
        "at": said.said_at.isoformat() if said.said_at else "",
    }
