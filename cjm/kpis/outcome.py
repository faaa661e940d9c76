"""Did the pain get smaller? Said per pain point and stage, with what it is concluded from; nothing known, nothing said."""

from __future__ import annotations

from collections import defaultdict

from cjm.core.state import WorkshopState
from cjm.core.view import view
from cjm.core.vocabulary import shortened
from cjm.kpis.dates import short
from cjm.kpis.parts import Fate, Outcome, Pain, StageOutcome, Told, Watched, Way
from cjm.kpis.reading import done_for, watched_in
from cjm.pain_points.reading import ordered_stages
from cjm.priorities.pains import pain_points_of
from db.tables import Entry, ReRating, Review


@view
def outcome(image: WorkshopState) -> Outcome:
    """What became of every pain point, by stage."""
    return outcome_in(image)


def outcome_in(image: WorkshopState) -> Outcome:
    """For views that tell of it beside other things."""
    watched = watched_in(image)
    direct: dict[str, list[Watched]] = defaultdict(list)
    through: dict[str, list[tuple[Watched, str]]] = defaultdict(list)
    for one in watched:
        for pain in one.measures:
            direct[pain.id].append(one)
        for opportunity in one.through:
            done = done_for(image, opportunity.id)
            if done is None or one.verdict.to_day is None or done > one.verdict.to_day:
                continue  # what nobody has done yet has moved nothing
            for pain_id in image.linked_from("answers", opportunity.id):
                through[pain_id].append((one, f"“{shortened(opportunity.text, 50)}”, done on {short(done)}"))
    by_stage: dict[str, list[Pain]] = defaultdict(list)
    ratings = _ratings(image)
    for entry in pain_points_of(image).values():
        by_stage[entry.stage_id].append(_pain(entry, direct[entry.id], through[entry.id], ratings.get(entry.id, {})))
    stages = []
    for stage in ordered_stages(image):
        pains = tuple(sorted(by_stage[stage.id], key=lambda pain: -(pain.severity or 0)))
        stages.append(StageOutcome(stage.id, stage.name, pains, _stage_words(pains), _feels(ratings.get(stage.id, {}))))
    every = [pain for stage in stages for pain in stage.pains]
    claims = sum(pain.fate != "unknown" for pain in every)
    return Outcome(image.revision, tuple(stages), _headline(every, claims), claims, len(every))


_Rated = tuple[int | None, int | None, Review]


def _ratings(image: WorkshopState) -> dict[str, dict[str, list[_Rated]]]:
    """By subject and axis: before, after and the review, the earliest first. Reviews that are going on count: they say so now."""
    found: dict[str, dict[str, list[_Rated]]] = defaultdict(lambda: defaultdict(list))
    reviews = {review.id: review for review in image.all(Review)}
    ordered = sorted(
        (one for one in image.all(ReRating) if one.review_id in reviews),
        key=lambda one: (reviews[one.review_id].held_on or reviews[one.review_id].created_at.date(), one.created_at, one.id),
    )
    for one in ordered:
        found[one.subject_id][one.axis].append((one.before, one.after, reviews[one.review_id]))
    return found


def _day_of(review: Review) -> str:
    return short(review.held_on or review.created_at.date())


def _rated(axes: dict[str, list[_Rated]]) -> list[Told]:
    """What reviews say of a pain, as one: severity and frequency from before the first to after the last."""
    words, before, after, last = [], 1, 1, None
    for axis in ("severity", "frequency"):
        known = axes.get(axis, [])
        start = next((one[0] for one in known if one[0] is not None), None)
        end = known[-1][1] if known else None
        if start is None or end is None:
            continue
        before, after, last = before * start, after * end, known[-1][2]
        words.append(f"{axis} still {end}" if start == end else f"{axis} {start} → {end}")
    if last is None:
        return []
    way: Way = "same" if before == after else "better" if after < before else "worse"
    told = ", ".join(words)
    return [Told(way, f"{told[0].upper()}{told[1:]}, review of {_day_of(last)}", True)]


def _pain(entry: Entry, direct: list[Watched], through: list[tuple[Watched, str]], axes: dict[str, list[_Rated]]) -> Pain:
    told = [
        Told(kpi.verdict.way, f"{kpi.name}: {kpi.verdict.why}", True, kpi.id) for kpi in direct if kpi.verdict.way != "unclear"
    ]
    told += _rated(axes)
    known = {kpi.id for kpi in direct}
    hints: dict[str, Told] = {}
    for kpi, opportunity in through:
        if kpi.id not in known and kpi.verdict.way != "unclear":
            words = f"{kpi.name}: {kpi.verdict.why}; {opportunity}, should move it"
            hints.setdefault(kpi.id, Told(kpi.verdict.way, words, False, kpi.id))
    told += hints.values()
    return Pain(entry.id, entry.text, entry.severity, _fate(told), tuple(told), "" if told else _missing(direct))


def _fate(told: list[Told]) -> Fate:
    direct = {one.way for one in told if one.direct}
    if len(direct) > 1:
        return "mixed"
    if direct:
        return "smaller" if direct == {"better"} else "larger" if direct == {"worse"} else "same"
    hints = {one.way for one in told} - {"same"}
    if len(hints) == 1:
        return "perhaps_smaller" if hints == {"better"} else "perhaps_larger"
    return "unknown"


def _missing(direct: list[Watched]) -> str:
    if not direct:
        return "No KPI measures it, and no review has rated it again."
    names = ", ".join(dict.fromkeys(f"{kpi.name}: {kpi.verdict.words}" for kpi in direct))
    return f"Nothing can be said yet. {names}."


def _counted(pains: list[Pain] | tuple[Pain, ...]) -> list[str]:
    groups: tuple[tuple[str, tuple[Fate, ...]], ...] = (
        ("smaller", ("smaller",)),
        ("larger", ("larger",)),
        ("perhaps smaller", ("perhaps_smaller",)),
        ("perhaps larger", ("perhaps_larger",)),
        ("unchanged", ("same",)),
        ("not clear", ("mixed",)),
    )
    made = []
    for words, fates in groups:
        count = sum(pain.fate in fates for pain in pains)
        made += [f"{count} {words}"] if count else []
    return made


def _stage_words(pains: tuple[Pain, ...]) -> str:
    if not pains:
        return "No pain points"
    unknown = sum(pain.fate == "unknown" for pain in pains)
    if unknown == len(pains):
        return "Nothing known yet"
    return ", ".join([*_counted(pains), *([f"{unknown} unknown"] if unknown else [])])


def _feels(axes: dict[str, list[_Rated]]) -> str:
    known = axes.get("emotion", [])
    if not known or known[0][0] is None or known[-1][1] is None:
        return ""
    before, after = known[0][0], known[-1][1]
    told = f"still {signed(after)}" if before == after else f"{signed(before)} → {signed(after)}"
    return f"Emotion {told}, review of {_day_of(known[-1][2])}"


def signed(value: int) -> str:
    """With its sign, the true minus."""
    return "0" if value == 0 else f"+{value}" if value > 0 else f"−{-value}"


def _headline(pains: list[Pain], claims: int) -> str:
    if not pains:
        return "There is no pain point yet."
    if not claims:
        them = "it" if len(pains) == 1 else "any of them"
        return f"Nothing can be said yet of {_pains(len(pains))}: no reading or new rating tells of {them}."
    told = ", ".join(_counted(pains))
    unknown = len(pains) - claims
    return f"Of {_pains(len(pains))} {told}" + (f"; of {unknown} nothing is known." if unknown else ".")


def _pains(count: int) -> str:
    return f"{count} pain {'point' if count == 1 else 'points'}"
