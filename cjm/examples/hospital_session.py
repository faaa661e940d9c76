"""The hospital's day as a session: what the group did when, how it voted, what it parked."""

from __future__ import annotations

from cjm.examples.writer import Writer

ACTIVITIES = [
    # key, kind, question, minutes, started, closed, names shown, round
    ("pick", "pick", "Who is the customer we create value for?", 2, "08:52", "08:55", True, None),
    ("groups", "break_out", "Walk your stages step by step, then report back", 30, "09:40", "10:12", True, None),
    ("write", "write", "What gets in the patient’s way here?", 8, "10:45", "10:54", False, None),
    ("dots", "dot_vote", "Which of these hurt patients most?", 3, "11:20", "11:24", True, "dots"),
    ("score", "score", "How much pain does it remove, how much work is it?", 12, "14:50", "15:10", True, "score"),
]
DOTS = {
    "hold": 14,
    "forms": 17,
    "price": 11,
    "bills": 9,
    "faxes": 8,
    "results": 5,
    "dates": 4,
    "waits": 4,
}
GROUPS = [
    ("Up to the visit", "P. Okafor", ("awareness", "referral", "scheduling", "intake"), ("S. Meyer", "L. Petrov")),
    ("Visit and after", "N. Berg", ("visit", "treatment", "billing", "follow_up"), ("R. Haddad", "H. Yilmaz", "J. Alvarez")),
]
PARKED = [
    ("Parking fees belong to another workshop", "A. Lind", True),
    ("Who pays for interpreters at the weekend?", "R. Haddad", False),
    ("Ask the patient council about the portal’s name", "", False),
]
ECHOES = [("forms", "CT"), ("forms", "BI"), ("forms", "CC"), ("hold", "FD"), ("hold", "CT"), ("results", "FP"), ("bills", "CC")]


def _at(time: str) -> str:
    return f"2026-11-23T{time}:00.000000Z"


def session(book: Writer) -> None:
    """Closed activities, break-out groups, parked thoughts and "happens to us too"; ``book`` has the steps already."""
    stages = {row["id"] for row in book.rows["stages"]}
    book.add("rounds", "dots", kind="dot_vote", question=ACTIVITIES[3][2], state="closed", closed_at=_at("11:24"))
    for key, dots in DOTS.items():
        entry = _known(book, "entries", key)
        for voter in range(dots):
            book.add("ballots", f"dots/{key}/{voter}", round="dots", subject_id=entry, axis="dots", value=1, source="own")
    covered = {
        "pick": [row["id"] for row in book.rows["customers"]],
        "groups": sorted(stages),
        "write": [*sorted(stages), book.id_of("lanes", "pain_point")],
        "dots": [book.id_of("entries", key) for key in DOTS],
        "score": [row["id"] for row in book.rows["actions"]],
    }
    for key, kind, question, minutes, started, closed, names, asked in ACTIVITIES:
        made = book.add(
            "session_activities",
            key,
            kind=kind,
            question=question,
            minutes=minutes,
            names_shown=names,
            state="closed",
            started_at=_at(started),
            ends_at=_at(closed),
            closed_at=_at(closed),
            round=asked,
        )
        for thing in covered[key]:
            book.link("covers", made, thing)
    for name, scribe, mine, people in GROUPS:
        group = book.add("break_outs", name, session_activity="groups", name=name, scribe=scribe, reported=True)
        for stage in mine:
            book.link("takes", group, _known(book, "stages", stage))
        for person in (scribe, *people):
            book.link("joins", group, _known(book, "participants", person))
    for text, owner, settled in PARKED:
        book.add("parked_thoughts", text, text=text, owner=owner, settled=settled)
    for number, (card, department) in enumerate(ECHOES):
        _known(book, "entries", card)
        book.add("echoes", str(number), entry=card, department=department)


def _known(book: Writer, kind: str, key: str) -> str:
    """The id of a row that is there; a slip of the pen in this file is found at once."""
    id = book.id_of(kind, key)
    assert any(row["id"] == id for row in book.rows[kind]), f"there is no {key} among the {kind}"
    return id
