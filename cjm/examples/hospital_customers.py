"""What four former patients said when they looked at the hospital's map in February, and what became of it."""

from __future__ import annotations

from cjm.examples.writer import Writer

SAID = [
    # who (empty: gave no name), when, stage, card, mark, words, state, the card that was made of it
    ("Mira", "2027-02-09T18:12", "scheduling", "hold", "true", "", "taken_over", ""),
    ("Mira", "2027-02-09T18:14", "intake", "forms", "true", "", "taken_over", ""),
    ("Mira", "2027-02-09T18:21", "billing", "price", "true", "", "open", ""),
    ("Mira", "2027-02-09T18:26", "visit", "", "missing", "Nobody says what to bring along", "taken_over", "bring"),
    ("Tomas", "2027-02-10T07:40", "intake", "forms", "true", "", "taken_over", ""),
    ("Tomas", "2027-02-10T07:44", "visit", "waits", "wrong", "It was over an hour, twice", "open", ""),
    ("Tomas", "2027-02-10T07:52", "scheduling", "", "missing", "The bus stop is gone, so I need a lift each time", "open", ""),
    ("", "2027-02-10T20:03", "awareness", "reviews", "wrong", "There are new ones by now", "taken_over", ""),
    ("", "2027-02-10T20:11", "billing", "price", "true", "", "open", ""),
    ("", "2027-02-10T20:15", "follow_up", "discharge", "wrong", "They called me the next day", "open", ""),
    ("Ingrid", "2027-02-12T10:30", "treatment", "dates", "true", "", "taken_over", ""),
    ("Ingrid", "2027-02-12T10:37", "follow_up", "bright/follow_up", "true", "", "set_aside", ""),
    ("Ingrid", "2027-02-12T10:41", "visit", "", "missing", "I was too nervous to ask. A list of questions helps", "open", ""),
]
MADE = {"bring": ("visit", "pain_point", "Nobody says what to bring along", "2027-02-11T09:05:00.000000Z")}
CONFIRMED = {"dates": "Ward diary; customers’ review"}
NOTED = {"reviews": "Customers’ review: wrong, “There are new ones by now”"}


CHOSEN = "2027-02-09T17:30:00.000000Z"
"""When it was chosen what customers see."""
READ = {
    "stages": ("name", "shown_name"),
    "lanes": ("name", "shown_name"),
    "entries": ("text", "shown_text"),
    "emotions": ("value", "shown_value"),
    "future_states": ("experience", "shown_experience"),
}


def customers(book: Writer) -> None:
    """``book`` has the board already. Customers see of it what they saw, and what came of their review was released to them."""
    cards = {row["id"]: row for row in book.rows["entries"]}
    for key, (stage, lane, text, at) in MADE.items():
        source = "customers’ review"
        book.add(
            "entries",
            f"customers/{key}",
            stage=stage,
            lane=lane,
            text=text,
            evidence="confirmed",
            source=source,
            created_at=at,
            updated_at=at,
        )
        book.add("cards_seen", f"customers/{key}", entry=f"customers/{key}")
    for key, source in CONFIRMED.items():
        cards[book.id_of("entries", key)].update(evidence="confirmed", source=source)
    for key, note in NOTED.items():
        cards[book.id_of("entries", key)].update(note=note)
    for number, (who, when, stage, card, mark, words, state, became) in enumerate(SAID):
        assert not card or book.id_of("entries", card) in cards, f"there is no card {card}"
        at = f"{when}:00.000000Z"
        book.add(
            "customer_marks",
            str(number),
            stage=stage,
            entry=card or None,
            mark=mark,
            words=words,
            said_by=who,
            state=state,
            author_id=book.id_of("seats", who),
            became=f"customers/{became}" if became else None,
            created_at=at,
            updated_at=at,
        )
    for kind, (said, shown) in READ.items():
        for row in book.rows[kind]:
            row[shown] = row.get(said)
