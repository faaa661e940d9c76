"""The days after the hospital's workshop: who looks after which stage, what they added at home, and who is done."""

from __future__ import annotations

from cjm.examples.writer import Writer

LOOKS_AFTER = {
    "L. Petrov": "awareness",
    "M. Castillo": "referral",
    "P. Okafor": "referral scheduling",
    "W. Chen": "scheduling",
    "S. Meyer": "intake",
    "D. Whitfield": "intake",
    "H. Yilmaz": "visit treatment",
    "N. Berg": "treatment follow_up",
    "R. Haddad": "billing",
    "C. Moreau": "billing",
    "G. Rossi": "follow_up",
}
"""The others look after all stages."""
NOTHING = [
    # who, stage, lanes
    ("L. Petrov", "awareness", "activity touchpoint pain_point opportunity quote bright_spot"),
    ("P. Okafor", "referral", "activity touchpoint opportunity"),
    ("W. Chen", "scheduling", "activity touchpoint pain_point opportunity quote bright_spot"),
    ("S. Meyer", "intake", "activity touchpoint opportunity bright_spot"),
    ("C. Moreau", "billing", "activity touchpoint pain_point opportunity quote"),
    ("G. Rossi", "follow_up", "activity"),
]
LATE = [
    # key, who, stage, lane, text, when
    ("parking", "W. Chen", "scheduling", "transaction", "Asks which car park is the near one", "2026-11-24T06:50"),
    ("clipboard", "S. Meyer", "intake", "quote", "Three clipboards today", "2026-11-24T17:42"),
    ("smile", "C. Moreau", "billing", "bright_spot", "We explain every bill on the phone, line by line", "2026-11-25T08:15"),
    ("card", "S. Meyer", "intake", "transaction", "Health card shown again, at the other desk", "2026-11-25T19:03"),
]
DONE = [("L. Petrov", "awareness"), ("W. Chen", "scheduling"), ("C. Moreau", "billing")]


def homework(book: Writer) -> None:
    """Due on the Friday of that week; ``book`` has the board and the roster already."""
    book.add("homework", "week", due_on="2026-11-27")
    for person, stages in LOOKS_AFTER.items():
        for stage in stages.split():
            book.link("looks_after", book.id_of("participants", person), book.id_of("stages", stage))
    for person, stage, lanes in NOTHING:
        for lane in lanes.split():
            book.add("nothing_to_add", f"{person}/{stage}/{lane}", participant=person, stage=stage, lane=lane)
    for key, person, stage, lane, text, at in LATE:
        book.add(
            "entries",
            f"late/{key}",
            stage=stage,
            lane=lane,
            text=text,
            author_id=book.id_of("participants", person),
            created_at=f"{at}:00.000000Z",
            updated_at=f"{at}:00.000000Z",
        )
    for person, stage in DONE:
        book.add("stages_done", f"{person}/{stage}", participant=person, stage=stage)
    book.add("cards_seen", "parking", entry="late/parking")
