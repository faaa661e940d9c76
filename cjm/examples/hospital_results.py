"""The quarter after the hospital's workshop in numbers: baselines, targets, readings, and the review in February."""

from __future__ import annotations

from cjm.examples.writer import Writer

KPIS = [
    # key, baseline, of, its source, target, by, the pain it measures
    ("hold", 11.0, "2026-11-20", "Telephony report, 14 weeks", 4.0, "2027-06-30", "hold"),
    ("lost", 11.0, "2026-10-31", "Scheduling data", 5.0, "2027-06-30", "arrived faxes"),
    ("first", 47.0, "2026-10-31", "Scheduling data", 21.0, "2027-09-30", ""),
    ("typing", 19.0, "2026-11-06", "Shadowing, two mornings", 6.0, "2027-06-30", "forms"),
    ("disputes", 9.0, "2026-10-31", "Billing system", 4.0, "2027-09-30", "bills disputes"),
    ("recommend", 61.0, "2026-10-31", "Patient survey", 75.0, "2027-12-31", ""),
]
READINGS = {
    "hold": (
        "Telephony report",
        "2026-09-30 10.6",
        "2026-10-31 11.2",
        "2026-11-20 11",
        "2026-12-04 10.9",
        "2026-12-18 10.4",
        "2027-01-08 9.8",
        "2027-01-22 7.9",
        "2027-02-05 5.2",
        "2027-02-12 4.9",
    ),
    "lost": ("Scheduling data", "2026-09-30 11.4", "2026-10-31 11", "2026-11-30 10.9", "2026-12-31 10.1", "2027-01-31 8.6"),
    "first": (
        "Scheduling data",
        "2026-09-30 48",
        "2026-10-31 47",
        "2026-11-30 47",
        "2026-12-31 46",
        "2027-01-31 44",
        "2027-02-14 42",
    ),
    "typing": (),
    "disputes": ("Billing system", "2026-09-30 9.1", "2026-10-31 9", "2026-11-30 9.2", "2026-12-31 9.8", "2027-01-31 10.4"),
    "recommend": ("Patient survey", "2026-09-30 60", "2026-10-31 61", "2026-11-30 61", "2026-12-31 64", "2027-01-31 67"),
}
NOTES = {
    ("hold", "2027-02-05"): "Call-back on all lines for two weeks",
    ("disputes", "2027-01-31"): "New price list; the cover check is not live yet",
}
REVIEWED = "2027-02-15"
AT = f"{REVIEWED}T09:00:00.000000Z"
CLOSED = f"{REVIEWED}T10:20:00.000000Z"
FINDINGS = [
    # stage, still true, words, emotion before, pains with severity or frequency before (what stands on the board is after)
    ("awareness", "yes", "Nothing has been done here yet, on purpose.", 1, ""),
    (
        "referral",
        "partly",
        "Nine of eleven practices send e-referrals; their patients get a receipt. The other faxes are as bad as they were.",
        -2,
        "arrived:frequency:5 faxes:severity:5",
    ),
    (
        "scheduling",
        "partly",
        "Since call-back runs, midday is calm. Moving a visit still means calling.",
        -2,
        "hold:severity:5 again:frequency:4",
    ),
    ("intake", "yes", "Three clipboards, as before. “Fill in once” waits for the shared record.", -2, "forms:severity:5"),
    ("visit", "yes", "", 1, "asks:severity:4"),
    ("treatment", "partly", "Results come with a nurse’s note on two wards. Dates still differ.", 0, "results:severity:4"),
    (
        "billing",
        "no",
        "It has become worse: the new price list brought more disputes than before.",
        -1,
        "disputes:frequency:2 bills:frequency:4",
    ),
    (
        "follow_up",
        "partly",
        "Every ward calls within 48 hours; at weekends it slips.",
        -2,
        "discharge:severity:5 discharge:frequency:4",
    ),
]


def results(book: Writer) -> None:
    """``book`` has the board and its KPIs already: their rows get baseline and target here."""
    rows = {row["id"]: row for row in book.rows["kpis"]}
    for key, baseline, of, source, target, by, pains in KPIS:
        id = book.id_of("kpis", key)
        rows[id].update(baseline=baseline, baseline_on=of, baseline_source=source, target=target, target_on=by)
        for pain in pains.split():
            book.link("measures", id, book.id_of("entries", pain))
        for source, *readings in filter(None, [READINGS[key]]):
            for reading in readings:
                day, value = reading.split()
                at = f"{day}T16:00:00.000000Z"
                book.add(
                    "kpi_readings",
                    f"{key}/{day}",
                    kpi=key,
                    read_on=day,
                    value=float(value),
                    source=source,
                    note=NOTES.get((key, day), ""),
                    created_at=at,
                    updated_at=at,
                )
    _review(book)


def _review(book: Writer) -> None:
    stamps = {"created_at": AT, "updated_at": AT}
    book.add(
        "reviews",
        "february",
        held_on=REVIEWED,
        state="closed",
        closed_at=CLOSED,
        **stamps,
        note="The patient council sat in. Next time we start with Billing.",
    )
    after = {row["id"]: row for row in book.rows["entries"]}
    feels = {row["stage_id"]: row["value"] for row in book.rows["emotions"] if not row.get("value_stream_id")}
    for stage, still_true, words, emotion, ratings in FINDINGS:
        stage_id = book.id_of("stages", stage)
        book.add("review_findings", stage, review="february", stage=stage, still_true=still_true, words=words, **stamps)
        book.add(
            "re_ratings",
            f"{stage}/emotion",
            review="february",
            subject_id=stage_id,
            axis="emotion",
            before=emotion,
            after=feels[stage_id],
            **stamps,
        )
        for rating in ratings.split():
            pain, axis, before = rating.split(":")
            id = book.id_of("entries", pain)
            book.add(
                "re_ratings",
                f"{pain}/{axis}",
                review="february",
                subject_id=id,
                axis=axis,
                before=int(before),
                after=after[id][axis],
                **stamps,
            )
