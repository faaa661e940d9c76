"""What a facilitator is told about each step: what to ask, how long, what good looks like, common traps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guide:
    minutes: int
    good: str
    ask: tuple[str, ...]
    traps: tuple[str, ...]


GUIDES: dict[str, Guide] = {
    "frame": Guide(
        20,
        "Everybody can say why they are here and what they sign up for in the months after.",
        ("What will be different when this is over?", "Who pays for it, and who carries it on?", "What is not part of it?"),
        ("A scope that takes in every customer at once", "No sponsor in the room", "No time kept for what comes after"),
    ),
    "customer": Guide(
        45,
        "One kind of customer, named, with evidence behind it; assumptions are shown as such.",
        (
            "Who is the customer? Write down every answer first.",
            "For whom is value created in the end?",
            "How do you know? Where is it written down?",
        ),
        ("Taking the payer for the customer", "A persona that nobody has ever met", "Everybody is the customer"),
    ),
    "value_stream": Guide(
        60,
        "Five to nine stages in the customer’s order, each with a department that leads it, and every handoff named.",
        (
            "What makes the journey start, and when is it over?",
            "Who hands over what to whom?",
            "What breaks when the handoff fails, and what do we do about it?",
            "Which stage does nobody in this room know?",
        ),
        ("Drawing the organisation chart", "Too much detail before the key stages are marked", "Leaving out waiting time"),
    ),
    "pain_points": Guide(
        75,
        "Every stage has what the customer does and what gets in the way, rated, with its source.",
        (
            "What does the customer do here, and with what?",
            "What gets in the way? How bad, how often?",
            "Where do people leave, and why?",
            "What works so well that it must not be lost?",
        ),
        ("Only our own troubles, none of the customer’s", "Solutions written down as pain points", "Ratings without evidence"),
    ),
    "future_state": Guide(
        60,
        "The customer’s experience comes first, what has to change follows from it.",
        (
            "What will the customer experience here instead?",
            "Which two or three moments carry the whole journey?",
            "Which handoff could simply go?",
        ),
        ("Starting with technology", "Changing every stage at once", "Losing what delights today"),
    ),
    "priorities": Guide(
        60,
        "Every action has an owner and a date; the group knows what it will not do.",
        (
            "What does a 5 in impact mean here, and a 5 in effort?",
            "Which objective does it serve?",
            "Who takes it, and by when?",
        ),
        ("Everything is a quick win", "An owner who is not in the room", "Scoring what one does not know"),
    ),
}
