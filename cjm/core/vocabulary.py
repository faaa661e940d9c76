"""The method's words, in one place, so that a translation can come."""

from __future__ import annotations

from typing import Literal

STEPS: tuple[tuple[str, str, str], ...] = (
    ("customer", "Customer", "Who is the customer we create value for?"),
    ("value_stream", "Value stream", "Who hands over to whom, from first contact to the end?"),
    ("pain_points", "Pain points", "What gets in the customer’s way, and where?"),
    ("future_state", "Future state", "What will the customer experience instead?"),
    ("priorities", "Priorities", "What do we do first?"),
)
"""Key, name and question of the five steps."""
CLOSING = ("closing", "Close the workshop", "Who takes what with them, and when do we meet again?")
"""The same of what comes at the end of the day."""

KINDS: dict[str, str] = {
    "workshops": "workshop",
    "organisations": "organisation",
    "departments": "department",
    "stakeholders": "stakeholder",
    "participants": "participant",
    "objectives": "objective",
    "agenda_items": "agenda item",
    "customers": "candidate",
    "segments": "segment",
    "criteria": "segment criterion",
    "personas": "persona",
    "evidence": "evidence",
    "value_streams": "value stream",
    "stages": "stage",
    "value_stream_stages": "place in the stream",
    "stage_departments": "department’s part",
    "milestones": "milestone",
    "deliverables": "deliverable",
    "steps": "step",
    "handoffs": "handoff",
    "lanes": "lane",
    "themes": "theme",
    "groups": "group",
    "resources": "list item",
    "kpis": "KPI",
    "entries": "card",
    "emotions": "emotion",
    "future_states": "future state",
    "actions": "action",
    "links": "link",
    "rounds": "round",
    "ballots": "score",
    "decisions": "decision",
    "answers": "answer",
    "session_activities": "activity of the session",
    "break_outs": "break-out group",
    "parked_thoughts": "parked thought",
    "echoes": "“happens to us too”",
    "homework": "homework",
    "nothing_to_add": "“nothing to add”",
    "stages_done": "“I’m done”",
    "cards_seen": "mark that a card was read",
    "projects": "project",
    "tasks": "task",
    "check_ins": "check-in",
    "project_updates": "update",
    "kpi_readings": "reading",
    "reviews": "review",
    "review_findings": "finding",
    "re_ratings": "rating",
    "customer_marks": "customer’s comment",
}

RELATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "answers": ("entries", ("entries",)),
    "uses": ("entries", ("resources",)),
    "moves": ("entries", ("kpis",)),
    "removes": ("future_states", ("entries",)),
    "realises": ("future_states", ("entries",)),
    "carries_out": ("actions", ("entries", "future_states")),
    "looks_after": ("participants", ("stages",)),
    "covers": ("session_activities", ("stages", "lanes", "customers", "themes", "groups", "entries", "actions")),
    "takes": ("break_outs", ("stages",)),
    "joins": ("break_outs", ("participants",)),
    "asks": ("homework", ("lanes",)),
    "depends_on": ("projects", ("projects",)),
    "measures": ("kpis", ("entries",)),
}
"""What each relation joins: the kind it comes from and the kinds it may go to."""

SUBJECTS: dict[str, tuple[str, ...]] = {
    "ballots": ("customers", "stages", "themes", "groups", "entries", "future_states", "actions"),
    "decisions": ("customers", "entries", "actions"),
    "re_ratings": ("stages", "entries", "emotions"),
}
"""What can be voted on or scored, and what can be decided."""

QUESTIONS: dict[str, tuple[str, str]] = {
    "activity": ("What does the customer do here?", "One thing the customer does"),
    "touchpoint": ("Where does the customer meet us here?", "One place or moment of contact"),
    "channel": ("How do the customer and we reach each other?", "One channel, such as phone or letter"),
    "performer": ("Who does the work here?", "One role or team"),
    "pain_point": ("What gets in the customer’s way?", "One pain point, in the customer’s words"),
    "opportunity": ("What could be better?", "One idea, however small"),
    "kpi": ("How do we notice that it goes well?", "One number we could watch"),
    "system": ("Which systems are used here?", "One system"),
    "data": ("Which data is needed here?", "One kind of data"),
    "transaction": ("Which transactions matter here?", "One transaction"),
    "quote": ("What have customers said about it?", "One sentence, as you heard it"),
    "bright_spot": ("What is good already and must stay?", "One thing that delights today"),
}
"""What somebody alone is asked about a lane, by its kind, and what the empty field says."""

_FIELDS: dict[str, str] = {
    "name": "The name",
    "text": "The text",
    "title": "The title",
    "note": "The note",
    "minutes": "Minutes",
    "signs_up_for": "What they sign up for",
    "value_minor": "Value",
    "cost_minor": "Cost",
    "due_on": "The date",
    "starts_on": "The date",
    "read_on": "The date",
    "value": "The value",
    "department_id": "The department",
    "stage_id": "The stage",
    "lane_id": "The lane",
    "is_key": "Key stage",
    "what": "What is handed over",
    "waiting_minutes": "Waiting time",
    "drop_off": "Where people drop off",
}

Certainty = Literal["assumed", "observed", "confirmed"]
LETTERS: dict[str, str] = {"assumed": "assumed", "observed": "observed by staff", "confirmed": "confirmed by customers"}
UNNAMED = "A customer"
"""What a reviewer is called who gives no name."""


def field_words(name: str) -> str:
    """How a field is called in a sentence, starting with a capital."""
    return _FIELDS.get(name, name.removesuffix("_id").replace("_", " ").capitalize())


def shortened(text: str, most: int = 60) -> str:
    """At most ``most`` characters: what is longer ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def label_of(kind: str, row: object) -> str:
    """What people call this row: its name, title or text, shortened."""
    for field in ("name", "title", "text", "what", "experience", "reason"):
        value = getattr(row, field, "")
        if isinstance(value, str) and value:
            return shortened(value)
    return KINDS.get(kind, kind)
