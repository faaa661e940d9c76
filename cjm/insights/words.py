"""What stands out, in sentences, and how each row is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from cjm.insights.parts import Explained, StageInsight, Standout, Voice
from cjm.insights.voices import Voices
from cjm.pain_points.reading import BoardStats
from cjm.session.sealed import FEWEST_OF_A_DEPARTMENT
from cjm.value_stream.common import RISKY
from cjm.value_stream.shapes import HandoffCard

NAMED = 3
"""How many things a sentence names before it counts."""


def named(names: Sequence[str]) -> str:
    """“A, B and C”, “A, B and 4 more”."""
    listed = list(names) if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def standouts(
    stages: tuple[StageInsight, ...], stats: BoardStats, handoffs: tuple[HandoffCard, ...], waits: str, voices: tuple[Voice, ...]
) -> tuple[Standout, ...]:
    """Each question once, in the order of the rows; what has nothing to say is left out."""
    found = (
        _hurts(stages, stats),
        _feels(stages),
        _sticks(handoffs, waits),
        _leaks(stages),
        _guesses(stages, stats),
        _unheard(stages, voices),
    )
    return tuple(one for one in found if one is not None)


def _hurts(stages: tuple[StageInsight, ...], stats: BoardStats) -> Standout | None:
    if not stats.pains:
        return Standout("pain", "No pain point yet", "Collect in step 3 what gets in the customer’s way.", "pain_points")
    if not stats.rated:
        told = f"{plural(stats.pains, 'pain point')}, none rated yet"
        return Standout("pain", told, "Say how bad each is and how often: then bottlenecks show.", "pain_points")
    worst = max(stages, key=lambda one: one.board.pain)
    total = stats.pain_customer + stats.pain_internal
    customer, inside = worst.board.pain_customer, worst.board.pain_internal
    both = customer == max(one.board.pain_customer for one in stages) and inside == max(one.board.pain_internal for one in stages)
    whose = f"{customer} from customers, {inside} inside" if inside else "all from customers" if customer else "all inside"
    note = f"{round(100 * worst.board.pain / total)} % of all pain: {whose}"
    return Standout(
        "pain",
        f"{worst.name} hurts most" + (", outside and inside" if both and inside and customer else ""),
        note,
        "pain_points",
        (("stage", worst.id),),
    )


def _feels(stages: tuple[StageInsight, ...]) -> Standout | None:
    known = [one for one in stages if one.board.emotion is not None]
    if not known:
        return None
    low = min(one.board.emotion or 0 for one in known)
    lowest = [one for one in known if one.board.emotion == low]
    if low >= 0:
        return Standout("emotion", "Customers feel bad nowhere", f"The lowest is {low} on a scale from −2 to +2", "pain_points")
    note = f"−{-low}: {lowest[0].board.emotion_reason or 'nobody has said why'}"
    told = f"It feels worst at {named([one.name for one in lowest])}"
    return Standout("emotion", told, note, "pain_points", (("stage", lowest[0].id),))


def _sticks(handoffs: tuple[HandoffCard, ...], waits: str) -> Standout | None:
    if not handoffs:
        return None
    risky = sorted((one for one in handoffs if one.needs_mitigation), key=lambda one: -(one.risk or 0))
    across = sum(one.between_departments for one in handoffs)
    note = f"{plural(len(handoffs), 'handoff')}, {across} between departments"
    note += f"; {waits} of waiting" if waits else ""
    if risky:
        told = f"{plural(len(risky), 'risky handoff')}, nothing done about {'it' if len(risky) == 1 else 'them'}"
        return Standout("friction", told, note, "value_stream", (("handoff", risky[0].id),))
    crucial = [one for one in handoffs if one.crucial]
    if crucial:
        told = f"All depends on {plural(len(crucial), 'handoff')}"
        return Standout("friction", told, note, "value_stream", (("handoff", crucial[0].id),))
    return Standout("friction", "No open risk at the handoffs", note, "value_stream")


def _leaks(stages: tuple[StageInsight, ...]) -> Standout | None:
    leaking = [one for one in stages if one.leaving]
    if not leaking:
        return None
    worst = max(leaking, key=lambda one: one.board.pain)
    told = f"People leave at {len(leaking)} of {len(stages)} stages"
    return Standout("leaving", told, f"{worst.name}: {worst.leaving[0].why}", "pain_points", (("card", worst.leaving[0].id),))


def _guesses(stages: tuple[StageInsight, ...], stats: BoardStats) -> Standout | None:
    if not stats.pains:
        return None
    assumed, confirmed = (sum(getattr(one, name) for one in stages) for name in ("assumed", "confirmed"))
    note = f"{confirmed} are confirmed by customers" if confirmed != 1 else "1 is confirmed by customers"
    if not assumed:
        return Standout("evidence", "No pain point is a mere guess", note, "pain_points")
    guess = max(stages, key=lambda one: one.assumed)
    told = "Every pain point is a guess" if assumed == stats.pains else f"{assumed} of {stats.pains} pain points are guesses"
    return Standout("evidence", told, f"{note}; most guesses at {guess.name}", "pain_points", (("stage", guess.id),))


def _unheard(stages: tuple[StageInsight, ...], voices: tuple[Voice, ...]) -> Standout | None:
    unknown = [one for one in stages if one.unknown]
    silent = [one.name for one in voices if not one.cards]
    quiet = f"Not heard: {named(silent)}" if silent else ""
    if unknown:
        told = f"Nobody here knows {named([one.name for one in unknown])}"
        return Standout("voices", told, quiet or "Invite somebody who does", "value_stream", (("stage", unknown[0].id),))
    if quiet and any(one.cards for one in voices):
        note = f"No card counts for {'it' if len(silent) == 1 else 'them'}"
        return Standout("voices", quiet, note, "frame", (("part", "who"),))
    if not any(one.cards for one in voices):
        return None
    loudest = max(voices, key=lambda one: one.cards)
    total = sum(one.cards for one in voices)
    note = f"{round(100 * loudest.cards / total)} % of what departments said comes from {loudest.name}"
    told = f"All {len(voices)} departments are heard" if len(voices) > 1 else f"{loudest.name} is heard"
    return Standout("voices", told, note, "pain_points")


def explained(
    stages: tuple[StageInsight, ...], stats: BoardStats, handoffs: tuple[HandoffCard, ...], voices: Voices, cards: int
) -> tuple[tuple[str, Explained], ...]:
    felt = sum(one.board.emotion is not None for one in stages)
    unrated = sum(one.risk is None for one in handoffs)
    waiting = sum(bool(one.waits) for one in handoffs)
    told = sum(len(one.leaving) for one in stages)
    few = {3: "three"}.get(FEWEST_OF_A_DEPARTMENT, str(FEWEST_OF_A_DEPARTMENT))
    return (
        (
            "pain",
            Explained(
                "Where complaints cluster, customers’ and those inside side by side. The three worst stages are numbered.",
                "Pain of a stage = severity × frequency (1 to 5 each), summed over its rated pain points.",
                f"{stats.rated} of {stats.pains} pain points are rated.",
            ),
        ),
        (
            "emotion",
            Explained(
                "How the customer feels at a stage today, from −2 (upset) to +2 (delighted).",
                "As the group set it on the board, or the median of what it rated.",
                f"{felt} of {len(stages)} stages have an emotion.",
            ),
        ),
        (
            "friction",
            Explained(
                "Handoffs, what depends on them, and how long the customer waits.",
                "A handoff counts at both stages it joins, its waiting at the stage it leads to. Between departments or"
                f" organisations is what different ones lead. Open risk: {RISKY} or more of 5, with no mitigation written down.",
                f"{plural(len(handoffs), 'handoff')} of today in all streams, {unrated} with no risk;"
                f" waiting known at {waiting}.",
            ),
        ),
        (
            "leaving",
            Explained(
                "Where people drop off, and why, in the words of the cards.",
                "Pain points whose “where people drop off” is filled in, the worst pain of a stage first.",
                f"{told} of {stats.pains} pain points say so.",
            ),
        ),
        (
            "evidence",
            Explained(
                "How we know: assumed (dashed), observed by staff, or confirmed by customers (filled).",
                "Pain points of a stage by the evidence marked on each card.",
                f"{sum(one.assumed for one in stages)} assumed, {sum(one.observed for one in stages)} observed,"
                f" {sum(one.confirmed for one in stages)} confirmed.",
            ),
        ),
        (
            "voices",
            Explained(
                "Which departments said something about a stage, and which stages nobody present knows.",
                f"A card counts for the department on it; without names it carries one only where {few} or more of it wrote."
                f" Writers of other cards and “happens to us too” count where {few} or more of a department did. Nobody knows: so"
                " marked, or no participant comes from a department involved, and nobody looks after the stage.",
                f"{cards} cards, {voices.unnamed} of them for no department.",
            ),
        ),
    )
