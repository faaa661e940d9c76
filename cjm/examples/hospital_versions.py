"""Two earlier versions of the hospital, at the closing and after the review: the finished one with what came later taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cjm.core.document import documented, image_of
from cjm.core.document_check import Document
from db.tables import PARTS, Part, Workshop

REVIEW_AFTER = timedelta(days=84)
CLOSING_AT = timedelta(hours=16, minutes=40)
FOLLOWS = {
    "projects",
    "tasks",
    "check_ins",
    "project_updates",
    "reviews",
    "review_findings",
    "re_ratings",
    "customer_marks",
    "nothing_to_add",
    "stages_done",
    "cards_seen",
}
DATED = ("read_on", "held_on", "said_at", "closed_at")
ADDED_SINCE = [("entries", "pdf"), ("entries", "o/parcel"), ("entries", "bright/follow_up")]
Fields = dict[str, Any]
WAS: dict[str, list[tuple[str, str, Callable[[Any], Fields]]]] = {
    # what a row was before: at the closing, and after the review
    "closing": [
        ("entries", "disputes", lambda row: {"stage_id": _id("stages", "follow_up")}),
        ("entries", "waits", lambda row: {"text": "Waits without news"}),
        ("entries", "again", lambda row: {"frequency": 5}),
        ("entries", "interpreter", lambda row: {"severity": None, "frequency": None}),
        ("entries", "results", lambda row: {"evidence": "observed", "source": "Ward diary"}),
        ("entries", "o/app", lambda row: {"lane_id": _id("lanes", "quote")}),
        ("stages", "referral", lambda row: {"duration": 12.0}),
        (
            "future_states",
            "intake",
            lambda row: {
                "technology": "Tablets at the desk",
                "experience": "Checks what is known on a tablet; adds only what changed",
            },
        ),
        ("actions", "booking", lambda row: {"due_on": row.due_on - timedelta(days=31)}),
        ("actions", "wait", lambda row: {"owner": "", "has_owner": "unclear"}),
        ("themes", "silence", lambda row: {"name": "Silence"}),
    ],
    "review": [
        ("entries", "waits", lambda row: {"text": "Waits 40 minutes, and nobody says why"}),
        ("future_states", "follow_up", lambda row: {"technology": ""}),
    ],
}
GONE_SINCE = [
    # what the closing had and was dropped since: the text, and the card beside which it stood
    ("The ticket machine at the car park is broken", "forms"),
    ("Letters come in two envelopes", "bills"),
]


def _id(kind: str, key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"hospital/{kind}/{key}"))


def versions(document: Document) -> list[tuple[str, str, datetime, str, Document]]:
    """Why, name, when, by whom and what, the earliest first; ``document`` is the example as it was imported, under new ids."""
    start = document.workshop.starts_on or date(2026, 11, 23)
    morning = document.workshop.created_at.replace(
        year=start.year, month=start.month, day=start.day, hour=0, minute=0, second=0, microsecond=0
    )
    closing = document.workshop.closed_at or morning + CLOSING_AT
    reviews = [row.closed_at for row in document.rows["reviews"] if getattr(row, "closed_at", None)]  # type: ignore[attr-defined]
    review = max(reviews, default=morning + REVIEW_AFTER + timedelta(hours=15))
    return [
        ("closing", "End of the workshop", closing, "P. Okafor", as_of(document, closing, "closing")),
        ("review", "First review", review, "P. Okafor", as_of(document, review, "review")),
    ]


def as_of(document: Document, moment: datetime, which: str) -> Document:
    """The document of that moment: nothing from later, ratings as they were before later reviews, and what ``WAS`` says."""
    ids = {row.origin_id: row.id for row in document.all() if row.origin_id}
    written: dict[str, Fields] = {}
    for kind, key, was in WAS[which]:
        row = next((row for row in document.rows[kind] if row.origin_id == _id(kind, key)), None)
        if row is not None:
            written[row.id] = {name: ids.get(value, value) for name, value in was(row).items()}
    later_reviews = {row.id for row in document.rows["reviews"] if _later(row, moment)}
    emotions = {row.stage_id: row.id for row in document.rows["emotions"] if row.value_stream_id is None}  # type: ignore[attr-defined]
    for rating in reversed(document.rows["re_ratings"]):
        rated: Any = rating
        if rated.review_id in later_reviews and rated.before is not None:
            subject = emotions.get(rated.subject_id, "") if rated.axis == "emotion" else rated.subject_id
            written.setdefault(subject, {})["value" if rated.axis == "emotion" else rated.axis] = rated.before
    gone = {ids.get(_id(kind, key)) for kind, key in ADDED_SINCE} if which == "closing" else set()
    rows: dict[str, list[Part]] = {}
    for kind in PARTS:
        kept = (
            []
            if which == "closing" and kind in FOLLOWS
            else [row for row in document.rows[kind] if row.id not in gone and not _later(row, moment)]
        )
        rows[kind] = [row.model_copy(update=written[row.id]) if row.id in written else row for row in kept]
    if which == "closing":
        rows["entries"] += _gone(document)
    workshop = document.workshop
    if workshop.closed_at is not None and workshop.closed_at > moment:
        workshop = workshop.model_copy(update={"closed_at": None})
    return documented(image_of(Document(Workshop.model_validate(workshop.model_dump()), rows)))


def _later(row: Any, moment: datetime) -> bool:
    if row.created_at > moment:
        return True
    for name in DATED:
        value = getattr(row, name, None)
        if isinstance(value, datetime):
            return value > moment
        if isinstance(value, date):
            return value > moment.date()
    return False


def _gone(document: Document) -> list[Part]:
    """Cards that were dropped since: like the one beside them, but for id and text."""
    made = []
    for text, key in GONE_SINCE:
        beside = next((row for row in document.rows["entries"] if row.origin_id == _id("entries", key)), None)
        if beside is not None:
            id = str(uuid5(NAMESPACE_URL, f"{document.workshop.id}/{text}"))
            fields = {"id": id, "origin_id": None, "text": text, "severity": 2, "frequency": 3, "position": beside.position + "V"}
            made.append(beside.model_copy(update=fields))
    return made
