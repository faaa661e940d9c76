"""Another journey of the hospital's patient, from abroad: the same stages but for the first, and only what differs entered."""

from __future__ import annotations

from cjm.examples.writer import Writer

STAGES = ("referral", "scheduling", "intake", "visit", "treatment", "billing", "follow_up")
OWN = [
    # key, stage, lane, text, severity, frequency, evidence, department, source
    ("language", "referral", "pain_point", "Nobody here reads her letters", 3, 2, "observed", "CC", "Fax log"),
    ("visa", "scheduling", "transaction", "Invitation for the visa sent", None, None, "observed", None, ""),
    ("surgeon", "visit", "quote", "I flew here for these minutes.", None, None, "confirmed", None, "Interviews"),
    ("rooms", "treatment", "opportunity", "Rooms for relatives by the ward", None, None, "assumed", "CT", ""),
    ("deposit", "billing", "transaction", "Deposit paid before the visit", None, None, "observed", None, ""),
    ("home", "follow_up", "pain_point", "Her doctor at home hears nothing", 3, 2, "confirmed", "CT", "Interviews"),
]
EMOTIONS = {
    "scheduling": (-2, "Afraid that the visa comes too late"),
    "visit": (2, "Came a long way, and is taken seriously"),
    "billing": (-1, "Knows the price; it is paid already"),
}
HANDOFFS = [
    # from, to, what, risk, mitigation, minutes waited
    ("referral", "scheduling", "translated letter", 4, "", 20160),
    ("scheduling", "intake", "invitation for the visa", 5, "Sent the day it is asked for", 30240),
    ("intake", "visit", "history, in two languages", 4, "", 60),
    ("visit", "treatment", "care plan, orders", 4, "Ward nurse compares them each morning", 2880),
    ("treatment", "billing", "coded services", 2, "", 1440),
    ("treatment", "follow_up", "discharge note, translated", 5, "", 20160),
]


def streams(book: Writer) -> None:
    """The journey from abroad; ``book`` has stages, lanes and departments already."""
    book.add(
        "value_streams",
        "abroad",
        name="Planned, from abroad",
        customer="patient",
        trigger="A doctor at home who cannot treat it",
        end="Home again, and her doctor knows what was done",
    )
    for stage in STAGES:
        book.add("value_stream_stages", f"abroad/{stage}", value_stream="abroad", stage=stage)
    for key, stage, lane, text, severity, frequency, evidence, department, source in OWN:
        book.add(
            "entries",
            f"abroad/{key}",
            stage=stage,
            lane=lane,
            text=text,
            severity=severity,
            frequency=frequency,
            evidence=evidence,
            department=department,
            source=source,
            value_stream="abroad",
        )
    for stage, (value, reason) in EMOTIONS.items():
        book.add("emotions", f"abroad/{stage}", stage=stage, value_stream="abroad", value=value, reason=reason)
    for start, end, what, risk, mitigation, minutes in HANDOFFS:
        book.add(
            "handoffs",
            f"abroad/{what}",
            value_stream="abroad",
            from_stage=start,
            to_stage=end,
            what=what,
            risk=risk,
            mitigation=mitigation,
            waiting_minutes=minutes,
        )
