"""The end of the hospital's day: who took which action, what was missing, and when the group meets again."""

from __future__ import annotations

from typing import Any

from cjm.examples.hospital_projects import NEXT
from cjm.examples.writer import Writer

QUESTION = "Who takes it, and by when?"
TAKEN = [
    # action, who said “I take it”, when
    ("ereferral", "P. Okafor", "16:20"),
    ("call", "N. Berg", "16:21"),
    ("callback", "P. Okafor", "16:23"),
    ("booking", "J. Alvarez", "16:25"),
    ("cover", "R. Haddad", "16:26"),
    ("view", "J. Alvarez", "16:29"),
    ("once", "S. Meyer", "16:31"),
    ("episode", "R. Haddad", "16:33"),
    ("estimate", "R. Haddad", "16:35"),
]
CHOSEN = (*(key for key, _, _ in TAKEN), "calendar")
AFTERWARDS: dict[str, Any] = {
    "journey_owner": "A. Lind",
    "closed_at": "2026-11-23T16:40:00.000000Z",
    "closed_without": [
        "N. Berg has not said “I take it” to “Shared treatment calendar” yet",
        "Nobody takes the parked thought “Ask the patient council about the portal’s name” along yet",
    ],
    "check_in_every": 14,
    "next_check_in_on": NEXT,
    "review_every": 91,
    "next_review_on": "2027-05-17",
}
"""What the workshop itself holds of it, a quarter later."""


def closing(book: Writer) -> None:
    """The actions of ``book`` are given out, and its parking lot is empty."""
    actions = {row["id"]: row for row in book.rows["actions"]}
    made = book.add(
        "session_activities",
        "close",
        kind="close",
        question=QUESTION,
        minutes=20,
        state="closed",
        started_at="2026-11-23T16:18:00.000000Z",
        ends_at="2026-11-23T16:38:00.000000Z",
        closed_at=AFTERWARDS["closed_at"],
    )
    for key in CHOSEN:
        actions[book.id_of("actions", key)]["chosen"] = True
        book.link("covers", made, book.id_of("actions", key))
    for key, person, at in TAKEN:
        row = actions[book.id_of("actions", key)]
        row |= {"taken_by_id": book.id_of("participants", person), "taken_at": f"2026-11-23T{at}:00.000000Z", "has_owner": "yes"}
    for thought in book.rows["parked_thoughts"]:
        thought |= {"owner": thought["owner"] or AFTERWARDS["journey_owner"], "settled": True}
