"""The quarter after the hospital's workshop: seven projects, their tasks, and what was said at five check-ins."""

from __future__ import annotations

from typing import Any

from cjm.examples.writer import Writer

CHECK_INS = ("2026-12-07", "2026-12-21", "2027-01-11", "2027-01-25", "2027-02-08")
NEXT = "2027-02-22"
PROJECTS: list[tuple[str, str, str, dict[str, Any]]] = [
    # key of the action, owner, status, the rest
    (
        "callback",
        "P. Okafor",
        "done",
        {
            "starts_on": "2026-12-01",
            "done_on": "2027-01-22",
            "outcome": "Nobody waits on hold for more than five minutes: the system offers to call back.",
            "problem": "On hold for 11 minutes at noon",
            "in_scope": "All calls to the contact centre",
            "out_of_scope": "Night line",
            "measure": "Minutes on hold",
        },
    ),
    (
        "call",
        "N. Berg",
        "done",
        {
            "starts_on": "2026-12-01",
            "done_on": "2027-01-29",
            "outcome_kind": "standard",
            "outcome": "Every patient is called by name within 48 hours of going home.",
            "standard_where": "Ward handbook, chapter 7",
            "standard_whose": "N. Berg, head of the care team",
            "problem": "Nobody calls after discharge",
            "in_scope": "Planned procedures",
            "out_of_scope": "Emergencies",
            "measure": "Would recommend us",
        },
    ),
    (
        "ereferral",
        "P. Okafor",
        "running",
        {
            "starts_on": "2026-12-01",
            "outcome": "Every referral is acknowledged within a working day, and the patient can see where it is.",
            "problem": "Faxes get lost between practice and hospital",
            "in_scope": "The eleven largest practices",
            "out_of_scope": "Practices outside the region",
            "measure": "Referrals that never become a visit",
            "help_needed": "Two practices will only switch if the medical director asks them.",
        },
    ),
    (
        "view",
        "J. Alvarez",
        "blocked",
        {
            "starts_on": "2026-12-14",
            "outcome": "An agent sees calls, referral, visits and bills of a patient on one screen.",
            "problem": "What was said before is in four systems",
            "in_scope": "Read only, contact centre",
            "out_of_scope": "Writing back into the health record",
            "measure": "Minutes on hold",
            "help_needed": "A date from Westbank for the interface to the billing system.",
        },
    ),
    (
        "cover",
        "R. Haddad",
        "running",
        {
            "starts_on": "2026-12-14",
            "outcome": "Cover is checked two days before the visit, not at the desk.",
            "problem": "Insurance checked only on the day",
            "in_scope": "The four insurers with most patients",
            "out_of_scope": "Self-payers",
            "measure": "Bills disputed",
        },
    ),
    (
        "booking",
        "J. Alvarez",
        "running",
        {
            "starts_on": "2027-01-11",
            "outcome": "Six of ten patients book or move a visit themselves, in two minutes.",
            "problem": "Calls only at lunch time",
            "in_scope": "Orthopaedics first, then all clinics",
            "out_of_scope": "First visits of children",
            "measure": "Minutes on hold",
        },
    ),
    (
        "once",
        "S. Meyer",
        "running",
        {
            "starts_on": "2027-01-18",
            "outcome": "Patients check what is known and add only what changed.",
            "problem": "Same forms filled in three times",
            "in_scope": "Intake forms of planned visits",
            "out_of_scope": "Consent forms",
            "measure": "Minutes spent entering data",
        },
    ),
]
DEPENDS = [("once", "view"), ("booking", "callback")]
TASKS = [
    # project, what, owner, due, done
    ("callback", "Choose the offer of the telephony supplier", "P. Okafor", "2026-12-11", "2026-12-09"),
    ("callback", "Try it for a week at noon", "W. Chen", "2027-01-15", "2027-01-15"),
    ("callback", "Switch it on for all lines", "P. Okafor", "2027-02-12", "2027-01-22"),
    ("call", "Write the questions of the call", "G. Rossi", "2026-12-18", "2026-12-17"),
    ("call", "Try it on two wards", "I. Kowalski", "2027-01-15", "2027-01-14"),
    ("call", "Put it into the ward handbook", "N. Berg", "2027-01-31", "2027-01-29"),
    ("ereferral", "Agree on the receipt with three practices", "B. Lindqvist", "2026-12-18", "2026-12-16"),
    ("ereferral", "Receipt by text message", "M. Castillo", "2027-01-08", "2027-01-19"),
    ("ereferral", "Bring in the other eight practices", "Y. Amrani", "2027-01-15", None),
    ("ereferral", "Switch the fax off", "P. Okafor", "2027-03-05", None),
    ("view", "List what agents look for in a call", "E. Sorensen", "2026-12-18", "2026-12-18"),
    ("view", "Interface to the billing system", "T. Nakamura", "2027-02-05", None),
    ("view", "First screen with five agents", "V. Marques", "2027-03-19", None),
    ("cover", "Agree on the check with the insurers", "K. Brandt", "2027-01-15", "2027-01-08"),
    ("cover", "Daily list for the front desk", "K. Brandt", "2027-02-12", None),
    ("booking", "Rules for what patients may move themselves", "W. Chen", "2027-01-29", "2027-01-26"),
    ("booking", "Trial in orthopaedics", "V. Marques", "2027-03-05", None),
    ("booking", "All clinics", "J. Alvarez", "2027-04-30", None),
    ("once", "Count which questions are asked twice", "U. Keller", "2027-02-05", "2027-02-03"),
    ("once", "One form instead of three, on paper first", "S. Meyer", "2027-03-12", None),
]
SAID = [
    # check-in, project, confidence, since last time, next, blocked
    (0, "callback", "green", "Two offers are in", "Choose one this week", ""),
    (0, "call", "green", "Asked patients what they would have wanted to know", "Write the questions", ""),
    (0, "ereferral", "green", "Three practices said yes", "Agree on what the receipt says", ""),
    (1, "callback", "green", "Supplier chosen, contract signed", "Trial after the holidays", ""),
    (1, "call", "green", "Questions are written", "Two wards try it in the new year", ""),
    (1, "ereferral", "amber", "Receipt agreed with three practices", "Text message goes live after the holidays", ""),
    (1, "view", "green", "Agents wrote down what they look for", "Ask Westbank for the interface", ""),
    (1, "cover", "green", "Talked to two of four insurers", "The other two", ""),
    (2, "callback", "green", "Trial runs at noon, hold time is down to 4 minutes", "Look at the numbers of the week", ""),
    (2, "call", "green", "Two wards call, 38 calls so far", "All wards", ""),
    (2, "ereferral", "amber", "Text message took longer than thought", "Go live next week, then the other practices", ""),
    (2, "view", "amber", "Westbank wants a contract first", "Our lawyers read it", ""),
    (2, "cover", "amber", "All four insurers agreed", "The list for the front desk", ""),
    (3, "callback", "green", "Live on all lines, three weeks early", "Tell the patients on the website", ""),
    (3, "call", "green", "All wards call; the handbook has a draft", "Chapter 7 is signed this week", ""),
    (
        3,
        "ereferral",
        "red",
        "Text message is live; five practices still fax",
        "Visit the five",
        "Two practices want to be asked by a doctor",
    ),
    (3, "view", "amber", "Contract is signed", "Test access to the billing system", ""),
    (3, "booking", "green", "Rules are agreed with all clinics", "Trial in orthopaedics", ""),
    (4, "call", "green", "In the handbook: it is a standard now", "Nothing more; readings go on", ""),
    (
        4,
        "ereferral",
        "red",
        "Three more practices send electronically",
        "Two are left",
        "Two practices want to be asked by a doctor",
    ),
    (
        4,
        "view",
        "red",
        "No test access, third request",
        "Escalate",
        "Westbank’s IT has not given access to the billing system for four weeks",
    ),
    (4, "booking", "green", "Screens are ready, eight patients tried them", "Trial starts on the day of the next check-in", ""),
    (4, "once", "green", "Counted: 14 questions are asked twice", "One form on paper", ""),
]
HANDED_IN = [
    (
        "once",
        "green",
        "The paper form has two pages instead of seven; three receptionists try it",
        "Ask twenty patients",
        "",
        "2027-02-16T18:20",
    ),
]
"""For the next check-in, by their own link."""


def projects(book: Writer) -> None:
    """``book`` has actions and the roster already."""
    actions = {row["id"]: row for row in book.rows["actions"]}
    owners = {key: owner for key, owner, _, _ in PROJECTS}
    for key, owner, status, rest in PROJECTS:
        action = actions[book.id_of("actions", key)]
        made = f"{rest['starts_on']}T09:00:00.000000Z"
        book.add(
            "projects",
            key,
            action=key,
            name=action["name"],
            owner=owner,
            participant=owner,
            status=status,
            due_on=action["due_on"],
            created_at=made,
            updated_at=made,
            **rest,
        )
    for one, on in DEPENDS:
        book.link("depends_on", book.id_of("projects", one), book.id_of("projects", on))
    for project, name, owner, due, done in TASKS:
        book.add("tasks", f"{project}/{name}", project=project, name=name, owner=owner, due_on=due, done_on=done)
    for day in CHECK_INS:
        at = {"created_at": f"{day}T13:00:00.000000Z", "updated_at": f"{day}T13:11:00.000000Z"}
        book.add("check_ins", day, held_on=day, state="closed", closed_at=f"{day}T13:11:00.000000Z", **at)
    for number, project, confidence, since, then, blocked in SAID:
        day = CHECK_INS[number]
        _said(book, project, owners[project], day, f"{day}T13:05", confidence, since, then, blocked)
    for project, confidence, since, then, blocked, when in HANDED_IN:
        _said(book, project, owners[project], None, when, confidence, since, then, blocked)


def _said(
    book: Writer, project: str, owner: str, check_in: str | None, when: str, confidence: str, since: str, then: str, blocked: str
) -> None:
    at = f"{when}:00.000000Z"
    book.add(
        "project_updates",
        f"{project}/{check_in or 'next'}",
        project=project,
        check_in=check_in,
        confidence=confidence,
        since_last=since,
        next_steps=then,
        blocked=blocked,
        said_by=owner,
        participant=owner,
        said_at=at,
        created_at=at,
        updated_at=at,
    )
