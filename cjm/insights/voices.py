"""Who was heard: which departments said what, which are silent, and which stages nobody present knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from cjm.core.state import WorkshopState
from cjm.insights.parts import Heard, Voice
from cjm.session.sealed import FEWEST_OF_A_DEPARTMENT
from cjm.value_stream.common import letters_of
from db.tables import Department, Echo, Entry, Organisation, Participant, Stage, StageDepartment


@dataclass(frozen=True)
class Voices:
    """``by_stage`` counts cards by (stage, department); ``unnamed`` cards count for none."""

    by_stage: Counter[tuple[str, str]]
    unnamed: int

    def of(self, department_id: str) -> int:
        return sum(count for (_, id), count in self.by_stage.items() if id == department_id)


def voices_of(image: WorkshopState) -> Voices:
    """A card counts for the department that stands on it: in a round without names it does so only where three or more of the
    department wrote. Who wrote a card without one, or said “happens to us too”, counts for their department only where three or
    more of it did, so that no count tells of a single person."""
    stages = {stage.id for stage in image.all(Stage)}
    home = {one.id: one.department_id for one in image.all(Participant)}
    known = {one.id for one in image.all(Department)}
    said: Counter[tuple[str, str]] = Counter()
    cards: dict[str, str] = {}
    from_people: list[tuple[str, str, str]] = []
    unnamed = 0
    for entry in image.all(Entry):
        if entry.stage_id not in stages:
            continue
        cards[entry.id] = entry.stage_id
        writers = home.get(entry.author_id or "")
        if entry.department_id in known:
            said[entry.stage_id, entry.department_id or ""] += 1
        elif writers in known:
            from_people.append((entry.stage_id, writers or "", entry.author_id or ""))
        else:
            unnamed += 1
    mentions = len(from_people)
    for echo in image.all(Echo):
        if echo.entry_id in cards and echo.department_id in known:
            from_people.append((cards[echo.entry_id], echo.department_id or "", echo.author_id or echo.id))
    people: dict[str, set[str]] = defaultdict(set)
    for _, department, person in from_people:
        people[department].add(person)
    for index, (stage, department, _) in enumerate(from_people):
        if len(people[department]) >= FEWEST_OF_A_DEPARTMENT:
            said[stage, department] += 1
        elif index < mentions:
            unnamed += 1
    return Voices(said, unnamed)


def heard_at(image: WorkshopState, voices: Voices, stage_id: str) -> tuple[Heard, ...]:
    """The most cards first."""
    found = [
        Heard(one.name, letters_of(one), one.colour, count)
        for one in image.all(Department)
        if (count := voices.by_stage[stage_id, one.id])
    ]
    return tuple(sorted(found, key=lambda one: -one.cards))


def departments_heard(image: WorkshopState, voices: Voices) -> tuple[Voice, ...]:
    people = Counter(one.department_id for one in image.all(Participant))
    return tuple(Voice(one.name, letters_of(one), one.colour, voices.of(one.id), people[one.id]) for one in image.all(Department))


def organisations_heard(image: WorkshopState, voices: Voices) -> tuple[Voice, ...]:
    """Empty where there is but one."""
    organisations = image.all(Organisation)
    if len(organisations) < 2:
        return ()
    people = Counter(one.department_id for one in image.all(Participant))
    of = image.by(Department, "organisation_id")
    return tuple(
        Voice(
            one.name,
            "",
            -1,
            sum(voices.of(department.id) for department in of.get(one.id, [])),
            sum(people[department.id] for department in of.get(one.id, [])),
        )
        for one in organisations
    )


def unknown_because(image: WorkshopState, stage: Stage, here: frozenset[str]) -> str:
    """Why nobody of those who are ``here`` knows a stage; empty if somebody does, or nobody can tell. Where nobody is here,
    everybody on the roster counts."""
    if stage.unknown_here:
        return "nobody here knows it"
    everybody = image.all(Participant)
    present = [one for one in everybody if one.id in here] or everybody
    parts = [part.department_id for part in image.by(StageDepartment, "stage_id").get(stage.id, [])]
    involved = [one for id in dict.fromkeys((stage.department_id, *parts)) if (one := image.find(Department, id))]
    if not present or not involved or image.linked_to("looks_after", stage.id):
        return ""
    if {one.id for one in involved} & {one.department_id for one in present}:
        return ""
    return f"nobody of {involved[0].name} is here"
