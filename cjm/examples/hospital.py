"""Riverside Hospital: planned care. The facts of one workshop, step by step, written down as data."""

from __future__ import annotations

from datetime import date
from typing import Any

from cjm.examples.hospital_closing import AFTERWARDS, closing
from cjm.examples.hospital_customers import CHOSEN, customers
from cjm.examples.hospital_homework import homework
from cjm.examples.hospital_projects import projects
from cjm.examples.hospital_results import results
from cjm.examples.hospital_session import session
from cjm.examples.hospital_streams import streams
from cjm.examples.writer import Writer

AT = "2026-11-23T08:00:00.000000Z"
CLOSED = "2026-11-23T15:10:00.000000Z"
TODAY = date(2027, 2, 17)
"""The workshop was on 23 November; this is a quarter later."""


def document() -> dict[str, Any]:
    """The workshop as a document in the export format."""
    book = Writer("hospital", AT)
    _frame(book)
    _customer(book)
    _value_stream(book)
    _lists(book)
    _board(book)
    _future(book)
    _priorities(book)
    session(book)
    closing(book)
    homework(book)
    streams(book)
    projects(book)
    results(book)
    customers(book)
    return book.document(
        name="Riverside Hospital: planned care",
        purpose="action",
        goal="Agree what a planned procedure feels like to a patient today, and what we change first.",
        scope="One kind of patient, from the first symptom to the last check. "
        "Emergencies share some stages; they are not discussed.",
        sponsor="A. Lind, chief nurse",
        vision="Every patient knows what comes next, and every colleague knows the patient.",
        north_star="One conversation, from first call to feeling well",
        starts_on="2026-11-23",
        currency="EUR",
        shown_since=CHOSEN,
        **AFTERWARDS,
    )


ORGANISATIONS = [
    ("hospital", "Riverside Hospital", "treats the patient"),
    ("shared", "Westbank Shared Services", "bills and runs systems for three hospitals"),
    ("practices", "Riverside Family Doctors", "refers, and looks after the patient before and after"),
]
DEPARTMENTS = [
    # key, name, organisation, letters, role, needs, faces the customer
    ("OR", "Outreach", "hospital", "makes it known", "To know which questions people really ask", True),
    ("CC", "Contact centre", "hospital", "refers, schedules", "To see what was said before, while the phone rings", True),
    ("FD", "Front desk", "hospital", "admits", "Fewer forms at eight in the morning", True),
    ("CT", "Care team", "hospital", "treats, follows up", "The history before the patient walks in", True),
    ("BI", "Billing", "shared", "covers, bills", "Codes and cover that are right the first time", True),
    ("IT", "IT & data", "shared", "keeps it running", "One place where a patient is stored", False),
    ("FP", "Family practices", "practices", "refer, hear back", "A word on what became of the referral", True),
]
STAKEHOLDERS = [
    ("lind", "A. Lind", "Chief nurse, sponsor", "CT", "Sponsor for the first half year; opens doors and comes to every check-in"),
    ("haddad", "R. Haddad", "Head of finance", "BI", "Frees the budget for the quick wins"),
    ("alvarez", "J. Alvarez", "Head of IT & data", "IT", "Two developers for two quarters"),
    ("council", "Patient council", "Four former patients", None, "Reviews the map after a quarter, and again after a year"),
]
OBJECTIVES = [
    ("visit", "First visit within 21 days of the referral, 47 today"),
    ("once", "Nobody is asked the same thing twice"),
    ("bills", "No patient is surprised by a bill"),
]
AGENDA = [
    ("Welcome, purpose and rules", 20, "frame", False),
    ("Who is the customer?", 60, "customer", False),
    ("Break", 15, None, True),
    ("The value stream and its handoffs", 75, "value_stream", False),
    ("Lunch", 45, None, True),
    ("Pain points and opportunities", 90, "pain_points", False),
    ("Break", 15, None, True),
    ("The future state", 60, "future_state", False),
    ("What do we do first?", 45, "priorities", False),
    ("Who does what by when", 15, "priorities", False),
]
PEOPLE = [
    ("A. Lind", "CT"),
    ("R. Haddad", "BI"),
    ("J. Alvarez", "IT"),
    ("P. Okafor", "CC"),
    ("N. Berg", "CT"),
    ("S. Meyer", "FD"),
    ("L. Petrov", "OR"),
    ("M. Castillo", "CC"),
    ("D. Whitfield", "FD"),
    ("H. Yilmaz", "CT"),
    ("C. Moreau", "BI"),
    ("T. Nakamura", "IT"),
    ("E. Sorensen", "CC"),
    ("F. Adeyemi", "FD"),
    ("G. Rossi", "CT"),
    ("I. Kowalski", "CT"),
    ("K. Brandt", "BI"),
    ("O. Haile", "OR"),
    ("V. Marques", "IT"),
    ("W. Chen", "CC"),
    ("B. Lindqvist", "FP"),
    ("Y. Amrani", "FP"),
    ("Z. Horvat", "CT"),
    ("U. Keller", "FD"),
]


def _frame(book: Writer) -> None:
    for key, name, role in ORGANISATIONS:
        book.add("organisations", key, name=name, role=role)
    for colour, (key, name, organisation, role, needs, faces) in enumerate(DEPARTMENTS):
        book.add(
            "departments",
            key,
            name=name,
            organisation=organisation,
            letters=key,
            colour=colour,
            role=role,
            needs=needs,
            faces_customer=faces,
        )
    for key, name, role, department, promise in STAKEHOLDERS:
        book.add("stakeholders", key, name=name, role=role, department=department, signs_up_for=promise)
    for name, department in PEOPLE:
        book.add("participants", name, name=name, department=department)
    for key, text in OBJECTIVES:
        book.add("objectives", key, text=text)
    for number, (title, minutes, step, is_break) in enumerate(AGENDA):
        book.add("agenda_items", str(number), title=title, minutes=minutes, step=step, is_break=is_break)


# Step 1 --------------------------------------------------------------------------------------------------------------

CANDIDATES = [
    ("patient", "Patient with a planned procedure", "Value is created for them; everyone else serves this", "external", 15),
    ("doctor", "Referring family doctor", "Decides where patients go; sees the outcome late", "external", 4),
    ("insurer", "Insurer", "Pays, sets rules, asks for proof", "external", 3),
    ("relative", "Relative who arranges it all", "Calls, drives, reads the letters", "external", 2),
]
CRITERIA = [
    ("demographics", "age 50 and over"),
    ("use case", "planned procedure"),
    ("behaviour", "several providers"),
    ("demographics", "works part of the week"),
    ("needs", "phone first"),
]
EVIDENCE = [
    ("212 of 380 mention repeated forms", "Patient survey, March 2026", "confirmed"),
    ("One in nine referrals never becomes a visit", "Scheduling data, 2025", "confirmed"),
    ("Calls peak between 12 and 1 pm", "Telephony report, 14 weeks", "observed"),
    ("Front desk retypes every insurance card", "Shadowing, two mornings", "observed"),
    ("Seven in ten do not know the price before", "Interviews, 12 patients", "confirmed"),
    ("Relatives do half of the calls", "", "assumed"),
    ("The portal is avoided by people over 60", "", "assumed"),
]


def _customer(book: Writer) -> None:
    book.add("rounds", "pick", kind="pick", question="Who is the customer we create value for?", state="closed", closed_at=CLOSED)
    for key, name, note, relation, hands in CANDIDATES:
        primary = key == "patient"
        because = "value for them first; everyone else serves this" if primary else ""
        book.add("customers", key, name=name, note=note, relation=relation, primary=primary, because=because)
        book.add(
            "ballots",
            f"pick/{key}",
            round="pick",
            subject_id=book.id_of("customers", key),
            axis="pick",
            value=hands,
            source="show_of_hands",
        )
    book.add("segments", "planned", customer="patient", name="Planned care, over 50, more than one provider")
    for number, (kind, text) in enumerate(CRITERIA):
        book.add("criteria", str(number), segment="planned", kind=kind, text=text)
    book.add(
        "personas",
        "elena",
        segment="planned",
        name="Elena Novak, 58",
        headline="School librarian, lives alone, 40 km from the hospital",
        quote="I just want one person who knows what comes next.",
        goal="Walk without pain before the summer holidays, and know the cost before she agrees",
        scenario="Her family doctor suspects a worn hip. She needs a referral, scans, a decision, surgery and six weeks of "
        "therapy, next to her job.",
        behaviours="Writes everything in a notebook; calls in her lunch break",
        preferences="Phone first, letters second, portal only if it remembers her",
        expectations="An answer within a week; one bill; a name to ask for",
        gives_up_when="She is asked the same thing a third time",
        facts=[
            ["14", "contacts last year"],
            ["5", "providers involved"],
            ["19", "forms and letters"],
            ["47", "days to first visit"],
        ],
    )
    for number, (text, source, state) in enumerate(EVIDENCE):
        book.add("evidence", str(number), customer="patient", text=text, source=source, state=state)


# Step 2 --------------------------------------------------------------------------------------------------------------

STAGES = [
    # key, name, leading department, duration, unit, what happens, helps, consulted
    ("awareness", "Awareness", "OR", 2, "weeks", "She feels the pain and looks for a place that treats it", "", "CT"),
    ("referral", "Referral", "CC", 9, "days", "Her doctor asks the hospital to see her", "FP", "CT"),
    ("scheduling", "Scheduling", "CC", 5, "days", "A date is found that suits her and the clinic", "IT", "CT BI"),
    ("intake", "Intake", "FD", 45, "minutes", "The hospital learns who she is and who pays", "CC BI", "IT"),
    ("visit", "Visit", "CT", 2, "hours", "She meets the specialist and they agree a plan", "FD", "FP"),
    ("treatment", "Treatment", "CT", 4, "weeks", "Tests, surgery and the first weeks of therapy", "CC IT", "FP"),
    ("billing", "Billing", "BI", 6, "weeks", "What was done is coded, covered and paid", "FD", "CT"),
    ("follow_up", "Follow-up", "CT", 3, "months", "Somebody asks how she is, and what is next", "CC", "FP"),
]
KEY_STAGES: dict[str, dict[str, list[tuple[str, ...]]]] = {
    "scheduling": {
        "milestones": [("Referral is complete",), ("Visit is confirmed by the patient",)],
        "deliverables": [
            (
                "Confirmed visit",
                "Referral letter, scans, clinic calendar, cover",
                "Date, clinic and preparation are known to patient and clinic",
                "P. Okafor",
            ),
        ],
        "steps": [
            ("Read the referral and check what is missing", "CC"),
            ("Ask the practice for missing scans", "CC"),
            ("Find a slot in the clinic’s calendar", "CC"),
            ("Call the patient, agree the date", "CC"),
            ("Send letter and preparation sheet", "CC"),
        ],
    },
    "intake": {
        "milestones": [("Patient is known",), ("Cover is certain",), ("History is with the doctor",)],
        "deliverables": [
            (
                "Patient record, complete",
                "Booking, insurance number, referral letter",
                "Identity, cover, consent and history are all in the record",
                "S. Meyer",
            ),
            ("Signed consent", "Consent form in her language", "Signed, and a copy with the patient", "N. Berg"),
        ],
        "steps": [
            ("Greet, find the booking", "FD"),
            ("Copy identity and insurance card", "FD"),
            ("Ask the insurer whether it is covered", "BI"),
            ("Hand out history form and consent", "FD"),
            ("Type the history form into the record", "FD"),
            ("Tell the nurse that she is here", "FD"),
        ],
    },
    "billing": {
        "milestones": [("All services are coded",), ("Bill is paid",)],
        "deliverables": [
            (
                "One correct bill",
                "Coded services, cover, agreed price",
                "Insurer accepts it at the first attempt; the patient can read it",
                "R. Haddad",
            ),
        ],
        "steps": [
            ("Collect the codes from lab, ward and pharmacy", "BI"),
            ("Ask the care team about missing codes", "BI"),
            ("Send the claim to the insurer", "BI"),
            ("Send the patient her share", "BI"),
            ("Answer questions about the bill", "BI"),
        ],
    },
}
HANDOFFS = [
    # from, to, what, risk, risk note
    # mitigation, dependency, crucial, minutes waited
    # future, future note
    (
        "awareness",
        "referral",
        "self-referral form",
        1,
        "Form without a phone number",
        "Number is a required field",
        "",
        False,
        1440,
        "changed",
        "The symptom finder fills it in",
    ),
    (
        "referral",
        "scheduling",
        "referral letter",
        5,
        "Fax is lost or cannot be read",
        "",
        "No letter, no slot",
        True,
        12960,
        "changed",
        "E-referral with a receipt to patient and practice",
    ),
    (
        "scheduling",
        "intake",
        "booking, insurance no.",
        3,
        "Number mistyped on the phone",
        "Front desk reads it back from the card",
        "",
        False,
        7200,
        "changed",
        "Patient enters both when booking",
    ),
    (
        "scheduling",
        "treatment",
        "slot for tests",
        3,
        "Slot booked before it is ordered",
        "Care team confirms each Friday",
        "",
        False,
        4320,
        "removed",
        "Booked by the coordinator in one calendar",
    ),
    (
        "intake",
        "visit",
        "history",
        4,
        "Doctor has not read it",
        "",
        "Doctor needs it to decide",
        True,
        40,
        "removed",
        "Shared history, checked by the patient at home",
    ),
    (
        "visit",
        "scheduling",
        "next visit",
        1,
        "Patient forgets to call",
        "Desk books before she leaves",
        "",
        False,
        1440,
        "removed",
        "She books it herself",
    ),
    (
        "visit",
        "treatment",
        "care plan, orders",
        4,
        "Orders in two systems differ",
        "Ward nurse compares them each morning",
        "Nothing starts without orders",
        True,
        2880,
        "kept",
        "",
    ),
    (
        "treatment",
        "billing",
        "coded services",
        3,
        "Codes come weeks later",
        "Monthly list of missing codes",
        "No codes, no bill",
        True,
        20160,
        "changed",
        "Codes once a week, per episode",
    ),
    (
        "treatment",
        "follow_up",
        "discharge note",
        5,
        "Arrives after the patient is home",
        "",
        "Nobody calls without it",
        True,
        10080,
        "changed",
        "Task on the follow-up nurse’s list the same day",
    ),
    (
        "billing",
        "intake",
        "wrong cover",
        4,
        "Patient stands at the desk again",
        "",
        "",
        False,
        4320,
        "removed",
        "Cover is checked two days before",
    ),
    (
        "billing",
        "follow_up",
        "open balance",
        1,
        "Nurse is asked about money",
        "Billing’s number is on the sheet",
        "",
        False,
        0,
        "kept",
        "",
    ),
    (
        "follow_up",
        "referral",
        "new referral",
        3,
        "Starts again at the family doctor",
        "Care team writes the letter",
        "",
        False,
        5760,
        "kept",
        "",
    ),
]


def _value_stream(book: Writer) -> None:
    book.add(
        "value_streams",
        "planned",
        name="Planned care",
        customer="patient",
        trigger="Pain that does not go away, and a doctor who suspects a worn hip",
        end="Back to everyday life, last check done",
    )
    book.add(
        "value_streams",
        "emergency",
        name="Emergency",
        customer="patient",
        trigger="An accident or sudden pain",
        end="Safe at home with a next date",
    )
    for key, name, department, duration, unit, description, helps, consulted in STAGES:
        book.add(
            "stages",
            key,
            name=name,
            department=department,
            duration=duration,
            duration_unit=unit,
            description=description,
            is_key=key in KEY_STAGES,
        )
        book.add("value_stream_stages", f"planned/{key}", value_stream="planned", stage=key)
        for involvement, letters in (("helps", helps), ("consulted", consulted)):
            for other in letters.split():
                book.add("stage_departments", f"{key}/{other}", stage=key, department=other, involvement=involvement)
    for key in ("intake", "treatment", "billing", "follow_up"):
        book.add("value_stream_stages", f"emergency/{key}", value_stream="emergency", stage=key)
    for key, parts in KEY_STAGES.items():
        for number, (name,) in enumerate(parts["milestones"]):
            book.add("milestones", f"{key}/{number}", stage=key, name=name)
        for number, (name, inputs, criteria, signed) in enumerate(parts["deliverables"]):
            book.add(
                "deliverables",
                f"{key}/{number}",
                stage=key,
                name=name,
                inputs=inputs,
                completion_criteria=criteria,
                signed_off_by=signed,
            )
        for number, (text, department) in enumerate(parts["steps"]):
            book.add("steps", f"{key}/{number}", stage=key, text=text, department=department)
    for start, end, what, risk, note, mitigation, dependency, crucial, minutes, future, future_note in HANDOFFS:
        book.add(
            "handoffs",
            what,
            value_stream="planned",
            from_stage=start,
            to_stage=end,
            what=what,
            risk=risk,
            risk_note=note,
            mitigation=mitigation,
            dependency=dependency,
            crucial=crucial,
            waiting_minutes=minutes,
            future=future,
            future_note=future_note,
        )


# Step 3 --------------------------------------------------------------------------------------------------------------

LANES = [
    # kind, name, hidden at the start
    ("activity", "Activities", False),
    ("touchpoint", "Touchpoints", False),
    ("pain_point", "Pain points", False),
    ("opportunity", "Opportunities", False),
    ("quote", "Quotes", False),
    ("bright_spot", "Bright spots", True),
    ("channel", "Channels", True),
    ("performer", "Job performers", True),
    ("system", "Systems", True),
    ("data", "Data", True),
    ("transaction", "Key transactions", True),
    ("kpi", "KPIs", True),
]
RESOURCES = {
    "channel": ["Web", "Fax", "Phone", "Patient portal", "In person", "Letter", "Text message"],
    "performer": [
        "Web editor",
        "Family doctor",
        "Contact-centre agent",
        "Receptionist",
        "Specialist",
        "Ward nurse",
        "Billing clerk",
    ],
    "system": ["Website", "Telephony", "Scheduling tool", "Electronic health record", "Laboratory system", "Billing system"],
    "data": ["Clinic profiles", "Referral status", "Contact history", "Insurance cover", "Medical history", "Orders and results"],
}
KPIS = [
    ("hold", "Minutes on hold", "minutes", "down"),
    ("lost", "Referrals that never become a visit", "%", "down"),
    ("first", "Days from referral to first visit", "days", "down"),
    ("typing", "Minutes spent entering data per patient", "minutes", "down"),
    ("disputes", "Bills disputed", "%", "down"),
    ("recommend", "Patients who would recommend us", "%", "up"),
]
THEMES = [
    ("again", "The patient tells it again and again"),
    ("whole", "Nobody sees the whole patient"),
    ("silence", "No word in between"),
    ("money", "Money comes as a surprise"),
]
# stage: activity, touchpoint, channels of the touchpoint, performer, bright spot, quote with speaker and source
DAY = {
    "awareness": ("Looks up symptoms, compares clinics", "Web search, reviews", "Web", "Web editor", "", "", "", ""),
    "referral": (
        "Asks the family doctor for a referral",
        "GP practice, fax, letter",
        "Fax,Letter,In person",
        "Family doctor",
        "The family doctor calls the clinic herself when it is urgent",
        "Did you even get the letter?",
        "Patient",
        "Call recordings, May 2026",
    ),
    "scheduling": (
        "Calls to find a time that fits",
        "Call centre, portal",
        "Phone,Patient portal",
        "Contact-centre agent",
        "Agents stay friendly after an hour of complaints",
        "I gave up and drove there.",
        "Patient",
        "Interviews, 12 patients",
    ),
    "intake": (
        "Gives history, consent and insurance",
        "Front desk, clipboard",
        "In person",
        "Receptionist",
        "",
        "I wrote my birthday five times.",
        "Patient",
        "Patient survey, March 2026",
    ),
    "visit": (
        "Sees the specialist, agrees a plan",
        "Waiting and exam room",
        "In person",
        "Specialist",
        "Doctors draw the hip on paper, and patients keep the drawing",
        "",
        "",
        "",
    ),
    "treatment": (
        "Has tests and therapy for four weeks",
        "Lab, ward, pharmacy",
        "In person,Phone",
        "Ward nurse",
        "The ward nurse knows every name",
        "Which date is right, then?",
        "Relative",
        "Patient council, June 2026",
    ),
    "billing": (
        "Gets and checks three bills",
        "Letters, pay portal",
        "Letter,Web",
        "Billing clerk",
        "",
        "I was afraid to open it.",
        "Patient",
        "Interviews, 12 patients",
    ),
    "follow_up": (
        "Reports progress, books next check",
        "Phone, portal message",
        "Phone,Patient portal",
        "Ward nurse",
        "The thank-you card from the ward",
        "I felt forgotten.",
        "Patient",
        "Patient survey, March 2026",
    ),
}
PAINS = [
    # key, stage, text, department, severity, frequency, evidence, whose, theme, source
    (
        "clinic",
        "awareness",
        "Can’t tell which clinic treats my case",
        "OR",
        3,
        3,
        "confirmed",
        "customer",
        None,
        "Patient survey, March 2026",
    ),
    ("reviews", "awareness", "Reviews shown are two years old", "OR", 2, 2, "assumed", "customer", None, ""),
    (
        "faxes",
        "referral",
        "Referral faxes get lost or are unreadable",
        "CC",
        5,
        4,
        "observed",
        "internal",
        "silence",
        "Fax log, two weeks",
    ),
    (
        "arrived",
        "referral",
        "Nobody says whether it arrived",
        "CC",
        4,
        4,
        "confirmed",
        "customer",
        "silence",
        "Call recordings, May 2026",
    ),
    (
        "hold",
        "scheduling",
        "Eleven minutes on hold at midday",
        "CC",
        4,
        5,
        "confirmed",
        "customer",
        None,
        "Telephony report, 14 weeks",
    ),
    (
        "earlier",
        "scheduling",
        "Agent cannot see earlier contacts",
        "IT",
        4,
        5,
        "observed",
        "internal",
        "whole",
        "Listening in, one day",
    ),
    (
        "again",
        "scheduling",
        "Rescheduling means calling again",
        "CC",
        3,
        4,
        "confirmed",
        "customer",
        None,
        "Interviews, 12 patients",
    ),
    (
        "forms",
        "intake",
        "Same forms filled in three times",
        "FD",
        5,
        5,
        "confirmed",
        "customer",
        "again",
        "Patient survey, March 2026: 212 of 380 mention it",
    ),
    (
        "cover",
        "intake",
        "Insurance checked only on the day",
        "BI",
        4,
        3,
        "observed",
        "internal",
        "money",
        "Shadowing, two mornings",
    ),
    ("interpreter", "intake", "Interpreter is booked too late", "FD", 3, 2, "assumed", "internal", "whole", ""),
    (
        "asks",
        "visit",
        "Doctor asks what the form already said",
        "CT",
        4,
        4,
        "confirmed",
        "customer",
        "again",
        "Interviews, 12 patients",
    ),
    ("waits", "visit", "Waits 40 minutes without news", "FD", 3, 4, "observed", "customer", "silence", "Stopwatch, 60 visits"),
    ("dates", "treatment", "Two departments give different dates", "CT", 4, 3, "observed", "customer", "whole", "Ward diary"),
    (
        "results",
        "treatment",
        "Test results arrive without a word",
        "CT",
        3,
        3,
        "confirmed",
        "customer",
        "silence",
        "Interviews, 12 patients",
    ),
    ("medication", "treatment", "Medication list is out of date", "IT", 5, 2, "assumed", "internal", "whole", ""),
    (
        "bills",
        "billing",
        "Three bills for a single visit",
        "BI",
        4,
        5,
        "confirmed",
        "customer",
        "money",
        "Patient survey, March 2026",
    ),
    (
        "price",
        "billing",
        "Price unknown until the letter comes",
        "BI",
        5,
        3,
        "confirmed",
        "customer",
        "money",
        "Interviews, 12 patients",
    ),
    ("disputes", "billing", "Disputes bounce between offices", "BI", 3, 3, "assumed", "internal", "money", ""),
    (
        "discharge",
        "follow_up",
        "No one calls after discharge",
        "CT",
        4,
        3,
        "confirmed",
        "customer",
        "silence",
        "Patient survey, March 2026",
    ),
    ("pdf", "follow_up", "Care plan is a 14-page PDF", "CT", 3, 4, "observed", "customer", None, "Portal statistics, 2026"),
]
MORE = {
    "faxes": {
        "blocks": "No letter, no slot: the case waits until somebody asks.",
        "better_or_worse": "Practices with our e-mail do better",
    },
    "arrived": {"drop_off": "One in nine referrals never becomes a visit; people go elsewhere."},
    "hold": {"drop_off": "One caller in four hangs up before an agent answers.", "blocks": "Finding a date at all."},
    "forms": {
        "drop_off": "One in nine leaves intake unfinished at the second form.",
        "blocks": "The doctor starts without a history.",
        "better_or_worse": "Better when the same receptionist is there; worse on Mondays",
    },
    "price": {
        "drop_off": "Some postpone surgery until they know what it costs.",
        "better_or_worse": "Insurers answer within a week",
    },
    "discharge": {"drop_off": "One in six misses the first check.", "better_or_worse": "Better on the ward with a named nurse"},
}
OPPORTUNITIES = [
    # key, stage, text, department, evidence, pains it answers, KPI, systems and data it needs
    (
        "guide",
        "awareness",
        "Plain-words guide to every clinic",
        "OR",
        "assumed",
        "clinic",
        "recommend",
        "Website,Clinic profiles",
    ),
    ("fresh", "awareness", "Fresh reviews on our own pages", "OR", "assumed", "reviews", "", "Website"),
    (
        "ereferral",
        "referral",
        "E-referral with a receipt",
        "CC",
        "observed",
        "faxes arrived",
        "lost",
        "Scheduling tool,Electronic health record,Referral status",
    ),
    ("parcel", "referral", "Track it like a parcel", "CC", "assumed", "arrived", "lost", "Referral status,Website"),
    (
        "view",
        "scheduling",
        "One patient view for agents",
        "IT",
        "observed",
        "earlier hold",
        "hold",
        "Telephony,Electronic health record,Contact history",
    ),
    ("online", "scheduling", "Book and move visits online", "CC", "confirmed", "hold again", "first", "Scheduling tool,Website"),
    ("callback", "scheduling", "Call back instead of hold", "CC", "observed", "hold", "hold", "Telephony"),
    (
        "once",
        "intake",
        "Fill in once, reuse everywhere",
        "FD",
        "confirmed",
        "forms asks",
        "typing",
        "Electronic health record,Medical history",
    ),
    ("before", "intake", "Check cover two days before", "BI", "observed", "cover", "disputes", "Billing system,Insurance cover"),
    ("wait", "visit", "Wait time on the phone", "FD", "assumed", "waits", "recommend", "Scheduling tool"),
    (
        "calendar",
        "treatment",
        "One shared treatment calendar",
        "CT",
        "observed",
        "dates results",
        "recommend",
        "Scheduling tool,Orders and results",
    ),
    (
        "note",
        "treatment",
        "Results with a nurse’s note",
        "CT",
        "confirmed",
        "results",
        "recommend",
        "Laboratory system,Orders and results",
    ),
    (
        "episode",
        "billing",
        "One bill per episode",
        "BI",
        "confirmed",
        "bills price",
        "disputes",
        "Billing system,Insurance cover",
    ),
    ("estimate", "billing", "Estimate before treatment", "BI", "observed", "price", "disputes", "Billing system,Insurance cover"),
    ("app", "billing", "Questions answered in one app", "IT", "assumed", "disputes", "", "Billing system"),
    ("call", "follow_up", "Call within 48 hours", "CT", "confirmed", "discharge", "recommend", "Electronic health record"),
]
# lane: (stage, text, resources by name)
ROWS = {
    "channel": [
        ("awareness", "Website and search", "Web"),
        ("referral", "Fax from the practice", "Fax"),
        ("scheduling", "Phone, seldom the portal", "Phone,Patient portal"),
        ("intake", "At the desk", "In person"),
        ("visit", "Face to face", "In person"),
        ("treatment", "Text message before each test", "Text message"),
        ("billing", "Letter", "Letter"),
        ("follow_up", "Phone", "Phone"),
    ],
    "performer": [
        ("awareness", "Web editor", "Web editor"),
        ("referral", "Family doctor, contact-centre agent", "Family doctor,Contact-centre agent"),
        ("scheduling", "Contact-centre agent", "Contact-centre agent"),
        ("intake", "Receptionist", "Receptionist"),
        ("visit", "Specialist", "Specialist"),
        ("treatment", "Ward nurse, specialist", "Ward nurse,Specialist"),
        ("billing", "Billing clerk", "Billing clerk"),
        ("follow_up", "Ward nurse", "Ward nurse"),
    ],
    "system": [
        ("awareness", "Website", "Website"),
        ("scheduling", "Telephony reminds by phone", "Telephony"),
        ("scheduling", "Scheduling tool sends a text message", "Scheduling tool"),
        ("intake", "Health record", "Electronic health record"),
        ("treatment", "Laboratory system", "Laboratory system"),
        ("billing", "Billing system", "Billing system"),
    ],
    "data": [
        ("referral", "Where the referral is", "Referral status"),
        ("scheduling", "What was said before", "Contact history"),
        ("intake", "Cover and history", "Insurance cover,Medical history"),
        ("treatment", "Orders and results", "Orders and results"),
        ("billing", "Cover", "Insurance cover"),
    ],
    "transaction": [
        ("referral", "Referral accepted", ""),
        ("scheduling", "Visit confirmed", ""),
        ("intake", "Consent signed", ""),
        ("treatment", "Discharge", ""),
        ("billing", "Claim sent", ""),
    ],
    "kpi": [
        ("referral", "Referrals that never become a visit", ""),
        ("scheduling", "Minutes on hold", ""),
        ("intake", "Minutes spent entering data", ""),
        ("billing", "Bills disputed", ""),
        ("follow_up", "Would recommend us", ""),
    ],
}
EMOTIONS = {
    "awareness": (1, "Hopeful: something can be done"),
    "referral": (-1, "Has heard nothing for days"),
    "scheduling": (-1, "On hold in her lunch break"),
    "intake": (-2, "Asked the same for the third time"),
    "visit": (1, "Taken seriously at last"),
    "treatment": (0, "Good people, confusing dates"),
    "billing": (-2, "Afraid of the envelope"),
    "follow_up": (-1, "Left alone at home"),
}


def _lists(book: Writer) -> None:
    for kind, name, hidden in LANES:
        book.add("lanes", kind, name=name, kind=kind, hidden=hidden)
    for key, name in THEMES:
        book.add("themes", key, name=name)
    book.add("groups", "reminders", title="Two systems remind her of one visit")
    for kind, names in RESOURCES.items():
        for name in names:
            book.add("resources", name, kind=kind, name=name)
    for key, name, unit, direction in KPIS:
        book.add("kpis", key, name=name, unit=unit, direction=direction)


def _board(book: Writer) -> None:
    def uses(entry: str, names: str) -> None:
        for name in filter(None, names.split(",")):
            book.link("uses", entry, book.id_of("resources", name))

    for stage, (activity, touchpoint, channels, performer, bright, quote, speaker, source) in DAY.items():
        uses(
            book.add("entries", f"activity/{stage}", stage=stage, lane="activity", text=activity, evidence="observed"), performer
        )
        uses(
            book.add("entries", f"touchpoint/{stage}", stage=stage, lane="touchpoint", text=touchpoint, evidence="observed"),
            channels,
        )
        if quote:
            book.add(
                "entries",
                f"quote/{stage}",
                stage=stage,
                lane="quote",
                text=quote,
                speaker=speaker,
                source=source,
                evidence="confirmed",
            )
        if bright:
            book.add("entries", f"bright/{stage}", stage=stage, lane="bright_spot", text=bright, evidence="observed")
    for key, stage, text, department, severity, frequency, evidence, whose, theme, source in PAINS:
        book.add(
            "entries",
            key,
            stage=stage,
            lane="pain_point",
            text=text,
            department=department,
            severity=severity,
            frequency=frequency,
            evidence=evidence,
            whose=whose,
            internal=whose == "internal",
            theme=theme,
            source=source,
            **MORE.get(key, {}),
        )
    for key, stage, text, department, evidence, pains, kpi, needs in OPPORTUNITIES:
        entry = book.add(
            "entries", f"o/{key}", stage=stage, lane="opportunity", text=text, department=department, evidence=evidence
        )
        for pain in pains.split():
            book.link("answers", entry, book.id_of("entries", pain))
        if kpi:
            book.link("moves", entry, book.id_of("kpis", kpi))
        uses(entry, needs)
    for lane, rows in ROWS.items():
        for stage, text, names in rows:
            group = "reminders" if (lane, stage) == ("system", "scheduling") else None
            entry = book.add("entries", f"{lane}/{text}", stage=stage, lane=lane, text=text, group=group, evidence="observed")
            uses(entry, names)
    for stage, (value, reason) in EMOTIONS.items():
        book.add("emotions", stage, stage=stage, value=value, reason=reason)


# Step 4 --------------------------------------------------------------------------------------------------------------

FUTURE = [
    # stage, experience, moment, people, process, technology, data, emotion, reason, pains removed, opportunities used
    (
        "awareness",
        "Finds the right clinic by symptom, in plain words",
        False,
        "Clinic editors",
        "Review twice a year",
        "Symptom finder",
        "Clinic profiles",
        1,
        "sure of the place",
        "clinic",
        "guide",
    ),
    (
        "referral",
        "Sees the referral arrive and what happens next",
        False,
        "GP liaison role",
        "Receipt within a day",
        "E-referral",
        "Referral status",
        1,
        "knows where it is",
        "faxes arrived",
        "ereferral parcel",
    ),
    (
        "scheduling",
        "Books, moves and confirms a visit in two minutes",
        True,
        "Agents see it all",
        "One call, one owner",
        "Self-booking",
        "One patient view",
        1,
        "two minutes",
        "hold earlier again",
        "view online",
    ),
    (
        "intake",
        "Checks what is known; adds only what changed",
        False,
        "Greeter, no clipboard",
        "Cover check 2 days prior",
        "Pre-visit app",
        "Shared history",
        1,
        "asked once",
        "forms cover interpreter",
        "once before",
    ),
    (
        "visit",
        "Meets a doctor who already knows the story",
        True,
        "Nurse briefs doctor",
        "5-minute huddle",
        "Wait display",
        "Visit summary",
        2,
        "known",
        "asks",
        "once",
    ),
    (
        "treatment",
        "Sees every date and result in one calendar",
        False,
        "One coordinator",
        "Joint planning",
        "Shared calendar",
        "Orders, results",
        1,
        "one calendar",
        "dates results",
        "calendar note",
    ),
    (
        "billing",
        "Knows the price before; gets one bill after",
        False,
        "Price adviser",
        "One bill per episode",
        "Estimator",
        "Payer rules",
        0,
        "no surprise",
        "bills price",
        "episode estimate",
    ),
    (
        "follow_up",
        "Is called within 48 hours, by name",
        True,
        "Follow-up nurse",
        "Call in 48 hours",
        "Task list",
        "Outcome scores",
        2,
        "a call",
        "discharge pdf",
        "call",
    ),
]


def _future(book: Writer) -> None:
    for stage, experience, moment, people, process, technology, data, emotion, reason, pains, opportunities in FUTURE:
        future = book.add(
            "future_states",
            stage,
            stage=stage,
            experience=experience,
            moment_that_matters=moment,
            people=people,
            process=process,
            technology=technology,
            data=data,
            emotion=emotion,
            emotion_reason=reason,
        )
        for pain in pains.split():
            book.link("removes", future, book.id_of("entries", pain))
        for opportunity in opportunities.split():
            book.link("realises", future, book.id_of("entries", f"o/{opportunity}"))


# Step 5 --------------------------------------------------------------------------------------------------------------

ACTIONS = [
    # key, name, owner, department, due, quarter, horizon, objective, theme, resources/owner/support, value and cost in euro,
    # impact and effort (means of the scores), what it carries out
    (
        "ereferral",
        "E-referral with receipt",
        "P. Okafor",
        "CC",
        "2027-01-15",
        "2027-Q1",
        "short",
        "visit",
        "silence",
        "yyy",
        180_000,
        35_000,
        4.3,
        2.2,
        "o/ereferral o/parcel",
    ),
    (
        "call",
        "48-hour follow-up call",
        "N. Berg",
        "CT",
        "2027-01-31",
        "2027-Q1",
        "short",
        None,
        "silence",
        "yyy",
        60_000,
        20_000,
        3.9,
        1.9,
        "o/call follow_up",
    ),
    (
        "callback",
        "Call-back instead of hold",
        "P. Okafor",
        "CC",
        "2027-02-12",
        "2027-Q1",
        "short",
        "visit",
        None,
        "yyy",
        45_000,
        8_000,
        3.6,
        1.4,
        "o/callback",
    ),
    (
        "booking",
        "Self-service booking",
        "J. Alvarez",
        "CC",
        "2027-04-30",
        "2027-Q2",
        "mid",
        "visit",
        None,
        "yyu",
        210_000,
        70_000,
        4.6,
        2.7,
        "o/online",
    ),
    (
        "cover",
        "Check cover two days before",
        "R. Haddad",
        "BI",
        "2027-02-26",
        "2027-Q1",
        "short",
        "bills",
        "money",
        "yyy",
        40_000,
        10_000,
        3.2,
        1.7,
        "o/before",
    ),
    (
        "view",
        "One patient view for agents",
        "J. Alvarez",
        "IT",
        "2027-06-18",
        "2027-Q2",
        "mid",
        "once",
        "whole",
        "uyy",
        320_000,
        190_000,
        4.8,
        3.6,
        "o/view",
    ),
    (
        "once",
        "Fill in once",
        "S. Meyer",
        "FD",
        "2027-06-30",
        "2027-Q2",
        "mid",
        "once",
        "again",
        "uyu",
        260_000,
        150_000,
        4.3,
        4.0,
        "o/once",
    ),
    (
        "episode",
        "One bill per episode",
        "R. Haddad",
        "BI",
        "2027-09-30",
        "2027-Q3",
        "long",
        "bills",
        "money",
        "nyy",
        400_000,
        280_000,
        4.6,
        4.5,
        "o/episode",
    ),
    (
        "estimate",
        "Estimate before treatment",
        "R. Haddad",
        "BI",
        "2027-05-31",
        "2027-Q2",
        "mid",
        "bills",
        "money",
        "yyy",
        90_000,
        60_000,
        2.7,
        3.4,
        "o/estimate",
    ),
    (
        "calendar",
        "Shared treatment calendar",
        "N. Berg",
        "CT",
        "2027-08-31",
        "2027-Q3",
        "long",
        None,
        "whole",
        "uyn",
        150_000,
        120_000,
        3.4,
        4.2,
        "o/calendar",
    ),
    (
        "note",
        "Results with nurse’s note",
        "N. Berg",
        "CT",
        "2027-04-15",
        "2027-Q2",
        "mid",
        None,
        "silence",
        "yyu",
        20_000,
        6_000,
        2.5,
        1.6,
        "o/note",
    ),
    (
        "wait",
        "Wait time on the phone",
        "S. Meyer",
        "FD",
        "2027-07-31",
        "2027-Q3",
        "mid",
        None,
        "silence",
        "uyu",
        15_000,
        12_000,
        2.1,
        2.4,
        "o/wait",
    ),
    ("app", "New hospital app", "", "IT", None, None, None, None, None, "nnu", 50_000, 350_000, 2.2, 4.6, "o/app"),
    ("website", "Rebuild the website", "", "OR", None, None, None, None, None, "nnn", 10_000, 90_000, 1.6, 3.7, "o/fresh"),
]
FEASIBLE = {"y": "yes", "n": "no", "u": "unclear"}
FACES_CUSTOMER = {key: faces for key, *_, faces in DEPARTMENTS}
RATERS = [
    "P. Okafor",
    "N. Berg",
    "J. Alvarez",
    "S. Meyer",
    "R. Haddad",
    "M. Castillo",
    "H. Yilmaz",
    "C. Moreau",
    "L. Petrov",
    "B. Lindqvist",
]
DISAGREE = {
    ("once", "effort"): [5, 5, 2, 5, 5, 4, 3, 4, 5, 2],
    ("calendar", "impact"): [5, 5, 3, 2, 3, 5, 4, 2, 3, 2],
    ("app", "impact"): [1, 1, 5, 1, 3, 4, 1, 2, 3, 1],
}


def scores(key: str, axis: str, mean: float, shift: int) -> list[int]:
    """Ten whole scores with that mean: next to each other where the room agreed."""
    if (key, axis) in DISAGREE:
        return DISAGREE[key, axis]
    total = round(mean * len(RATERS))
    low, higher = divmod(total, len(RATERS))
    return [low + ((number + shift) % len(RATERS) < higher) for number in range(len(RATERS))]


def _priorities(book: Writer) -> None:
    question = "How much pain does it remove, and how much work is it?"
    book.add("rounds", "score", kind="score", question=question, state="closed", closed_at=CLOSED)
    for shift, row in enumerate(ACTIONS):
        key, name, owner, department, due, quarter, horizon, objective, theme, feasible, value, cost, impact, effort, carries = (
            row
        )
        resources, owned, support = (FEASIBLE[letter] for letter in feasible)
        action = book.add(
            "actions",
            key,
            name=name,
            owner=owner,
            department=department,
            due_on=due,
            quarter=quarter,
            horizon=horizon,
            objective=objective,
            theme=theme,
            has_resources=resources,
            has_owner=owned,
            has_support=support,
            value_minor=value * 100,
            cost_minor=cost * 100,
        )
        for thing in carries.split():
            kind = "entries" if thing.startswith("o/") else "future_states"
            book.link("carries_out", action, book.id_of(kind, thing))
        for axis, mean in (("impact", impact), ("effort", effort)):
            for rater, score in zip(RATERS, scores(key, axis, mean, shift), strict=True):
                book.add(
                    "ballots",
                    f"{key}/{axis}/{rater}",
                    round="score",
                    subject_id=action,
                    axis=axis,
                    value=score,
                    source="own",
                    voter_group="customer_facing" if FACES_CUSTOMER[dict(PEOPLE)[rater]] else "delivering",
                )
    book.add(
        "decisions",
        "estimate",
        subject_id=book.id_of("actions", "estimate"),
        impact=3.9,
        effort=3.4,
        decided_by="A. Lind",
        reason="Knowing the price beforehand is what patients asked for first; the room scored it before seeing the interviews.",
    )
    book.add(
        "answers",
        "website",
        action_id=book.id_of("actions", "website"),
        answer="not_now",
        answered_by="A. Lind",
        answered_at=CLOSED,
        words="After self-service booking, which may make it needless.",
    )
