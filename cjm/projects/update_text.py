"""Texts to copy: the update for the sponsor, and the reminder for owners who have not handed in."""

from __future__ import annotations

from datetime import date

from cjm.closing.parts import Promise
from cjm.projects.parts import CONFIDENCE, Projects, ProjectView, day, due_words


def update_text(view: Projects) -> str:
    """What became of the projects, one line a kind and each only if there is something to say; empty without projects."""
    if not view.projects:
        return ""
    held = view.check_in or (view.past[0] if view.past else None)
    on = held.held_on if held else view.today
    lines = [f"{view.workshop}: projects on {on:%-d %B %Y}", ""]
    lines += _line("Done", [f"{one.name} ({due_words(one, view.today)})" for one in view.of("done")])
    lines += _line("On track", [_named(one, view.today) for one in view.of("on_track")])
    lines += _line("Not begun", [_named(one, view.today) for one in view.of("planned")])
    for name, standing in (("At risk", "at_risk"), ("Late", "late")):
        told = [f"- {one.name} ({one.owner or 'nobody yet'}): {why(one)}" for one in view.by_urgency if one.standing == standing]
        lines += [f"{name}:", *told] if told else []
    lines += _line("Stopped", [one.name for one in view.of("stopped")])
    asked = [f"- {one.name}: {one.help_needed.strip()}" for one in view.help_needed]
    lines += ["Help needed:", *asked] if asked else []
    if view.next_on:
        lines.append(f"Next check-in: {view.next_on:%A}, {view.next_on:%-d %B %Y}")
    return "\n".join(lines) + "\n"


def why(one: ProjectView) -> str:
    """Why a project is late or at risk, in words."""
    told = [words[0].lower() + words[1:] for mark, words in one.told if mark != "help"]
    latest = one.latest
    if latest and latest.confidence in ("amber", "red") and not ({"silent"} & set(one.marks)):
        told.append(f"{one.owner or 'the owner'} says “{CONFIDENCE[latest.confidence][0].lower()}”")
    return "; ".join(told)


def _line(name: str, things: list[str]) -> list[str]:
    return [f"{name}: {', '.join(things)}"] if things else []


def _named(one: ProjectView, today: date) -> str:
    by = f", by {day(one.due_on, today)}" if one.due_on else ""
    return f"{one.name} ({one.owner or 'nobody yet'}{by})"


def _until(one: Promise, today: date) -> str:
    return (f", by {day(one.due_on, today)}" if one.due_on else "") + (f" ({one.told})" if one.told else "")


def not_handed_in(view: Projects) -> tuple[ProjectView, ...]:
    """Open projects of which nothing was handed in for the next check-in."""
    return tuple(one for one in view.by_urgency if one.open and one.current is None)


def reminder_text(view: Projects) -> str:
    """A text to send to owners who have not handed in and to whoever promised something by then; empty without them."""
    late, promised = not_handed_in(view), view.promised_soon
    if not late and not promised:
        return ""
    when = f" on {view.next_on:%A}, {view.next_on:%-d %B}" if view.next_on else ""
    missing = "\n".join(f"- {one.owner or 'nobody yet'}: {one.name}" for one in late)
    asked = f"Still to hear from:\n{missing}\n\n" if late else ""
    if promised:
        rows = "\n".join(f"- {one.owner}: {one.name}{_until(one, view.today)}" for one in promised)
        asked += f"Promised when we closed:\n{rows}\n\n"
    opening = f"“{view.workshop}”: our next check-in is{when or ' soon'}.\n\n{asked}"
    if not late:
        return f"{opening}Open your own link and choose “My projects” to see what you took.\n"
    return (
        f"{opening}It takes two minutes on your phone: open your own link (if you can’t find it, ask me for a new one), choose "
        "“My projects”, and say what happened since last time, what comes next, and what blocks you.\n"
    )
