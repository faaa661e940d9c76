"""The walk: a strip of all stages, and one of them large enough for the room."""

from __future__ import annotations

from typing import Any

from cjm.kpis import signed
from cjm.map_reviews import RatedPain, Walk, WalkStage
from pages.screens.map_reviews import CSS, EVIDENCE, FACES, STILL
from pages.shared.draw import Node, Tree, draw, icon


def stops(walk: Walk, place: int) -> str | None:
    """Every stage with what was said of it; returns what was clicked."""
    tree: Tree = ["nav", {"class": "stops", "aria-label": "Stages", "tabindex": "0"}]
    for index, stage in enumerate(walk.stages):
        sign, words = STILL.get(stage.still_true or "", ("radio_button_unchecked", "Not yet"))
        here = index == place
        tree.append(
            [
                "button",
                {
                    "class": f"stop {stage.still_true or ''}{' here' if here else ''}",
                    "act": f"stage:{stage.id}",
                    "aria-current": "step" if here else None,
                },
                ["span", {"class": "name", "dir": "auto"}, stage.name],
                ["span", {"class": "state"}, icon(sign), f" {words}"],
            ]
        )
    return draw(tree, key="review_stops", css=CSS)


def stage(walk: Walk, place: int, *, may_write: bool) -> str | None:
    """One stop: still true? how does it feel, how bad are its pains? Returns what was clicked."""
    one = walk.stages[place]
    heading: Tree = ["div", {}, ["h3", {}, f"Stage {place + 1} of {len(walk.stages)}"], ["h2", {"dir": "auto"}, one.name]]
    tree: Tree = [
        "div",
        {"class": "panel walk", "role": "region", "aria-label": one.name, "tabindex": "0"},
        heading,
        _reminds(one),
        ["div", {"class": "two"}, _still(one, may_write), _feels(one, may_write)],
        _pains(one, may_write),
        _going(walk, place),
    ]
    return draw(tree, key="review_stage", css=CSS)


def _reminds(one: WalkStage) -> Tree:
    told = [("The customer: ", "; ".join(one.does)), ("Good today: ", "; ".join(one.good)), ("Wanted: ", one.future)]
    return ["div", {"class": "reminds"}, *[["span", {"dir": "auto"}, ["b", {}, name], words] for name, words in told if words]]


def _still(one: WalkStage, may_write: bool) -> Tree:
    buttons = [
        _button(
            f"answer {key}{' on' if one.still_true == key else ''}",
            f"still:{key}",
            one.still_true == key,
            may_write,
            icon(sign),
            words,
        )
        for key, (sign, words) in STILL.items()
    ]
    return [
        "div",
        {},
        ["h3", {}, "Is what the map says of this stage still true?"],
        ["div", {"class": "answers", "role": "group", "aria-label": "Still true?"}, *buttons],
    ]


def _button(style: str, act: str, on: bool, may_write: bool, *children: Any, **more: Any) -> Tree:
    attributes = {"class": style, "aria-pressed": "true" if on else "false", **more}
    return ["button", {**attributes, "act": act}, *children] if may_write else ["div", {"class": f"{style} act"}, *children]


def _feels(one: WalkStage, may_write: bool) -> Tree:
    """The emotion of all journeys, and of each one that has its own here."""
    lines = [_faces(feeling.id, feeling.stream, feeling.value, feeling.before, feeling.reason, may_write) for feeling in one.own]
    if one.shared_by or not one.own:
        lines.insert(0, _faces(one.id, ", ".join(one.shared_by), one.emotion, one.emotion_before, one.emotion_reason, may_write))
    return ["div", {}, ["h3", {}, "How does the customer feel here now?"], *lines]


def _faces(subject: str, of: str, now: int | None, before: int | None, reason: str, may_write: bool) -> Tree:
    about = f", {of}" if of else ""
    faces = [
        _button(
            f"face{' on' if now == value else ''}",
            f"rate:{subject}:emotion:{value}",
            now == value,
            may_write,
            icon(face),
            signed(value),
            **{"aria-label": f"Emotion {signed(value)}{about}"},
        )
        for value, face in FACES.items()
    ]
    named: Node = ["span", {"class": "of", "dir": "auto"}, of] if of else ""
    return [
        "div",
        {"class": "line"},
        named,
        ["div", {"class": "faces", "role": "group", "aria-label": f"Emotion{about}"}, *faces],
        _was(before, now),
        ["span", {"class": "was", "dir": "auto"}, reason],
    ]


def _was(before: int | None, now: int | None, words: bool = True) -> Tree:
    if before is None:
        return ["span", {"class": "was"}, ""]
    told = signed(before) if words else str(before)
    return ["span", {"class": "was"}, "as before" if before == now else ["b", {}, f"was {told}"]]


def _pains(one: WalkStage, may_write: bool) -> Tree:
    none: Tree = ["p", {"class": "was"}, "No pain point on the map here. Did one come up since?"]
    rows = [_pain(pain, may_write) for pain in one.pains] or [none]
    more: Tree = ["span", {}]
    if one.others:
        more = [
            "details",
            {"class": "more", "id": f"more_{one.id}"},
            ["summary", {}, f"{len(one.others)} more pain points"],
            ["div", {"class": "rated"}, *[_pain(pain, may_write) for pain in one.others]],
        ]
    return ["div", {}, ["h3", {}, "Its pain: as bad and as often as it was?"], ["div", {"class": "rated"}, *rows], more]


def _pain(pain: RatedPain, may_write: bool) -> Tree:
    known = " · ".join(part for part in (EVIDENCE[pain.evidence], pain.source) if part)
    fresh: Tree = ["span", {"class": "fresh"}, "new  "] if pain.new else ["span", {}]
    return [
        "div",
        {"class": "pain"},
        [
            "div",
            {},
            fresh,
            ["span", {"class": "text", "dir": "auto"}, pain.text],
            ["span", {"class": "known", "dir": "auto"}, known],
        ],
        _scale(pain, "severity", "How bad", pain.severity, pain.severity_before, may_write),
        _scale(pain, "frequency", "How often", pain.frequency, pain.frequency_before, may_write),
    ]


def _scale(pain: RatedPain, axis: str, name: str, value: int | None, before: int | None, may_write: bool) -> Tree:
    marks = []
    for number in range(1, 6):
        on = value == number
        old = before is not None and before == number and not on
        style = f"mark{f' on heat{number}' if on else ''}{' old' if old else ''}"
        label = {"aria-label": f"{name}: {number}{', as it was' if old else ''}, {pain.text[:60]}"}
        marks.append(_button(style, f"rate:{pain.id}:{axis}:{number}", on, may_write, str(number), **label))
    return [
        "div",
        {"class": "scale", "role": "group", "aria-label": f"{name}: {pain.text[:60]}"},
        ["span", {"class": "of"}, name, "  ", _was(before, value, words=False)],
        ["span", {"class": "marks"}, *marks],
    ]


def _going(walk: Walk, place: int) -> Tree:
    last = place == len(walk.stages) - 1
    back: Tree = (
        [
            "button",
            {"class": "step", "act": "turn:back", "title": "Left key"},
            icon("arrow_back"),
            f" {walk.stages[place - 1].name}",
        ]
        if place
        else ["span", {}]
    )
    if last:
        onward: Tree = [
            "span",
            {"class": "was"},
            f"{walk.answered} of {len(walk.stages)} stages answered. Close the review above.",
        ]
    else:
        onward = [
            "button",
            {"class": "step next", "act": "turn:next", "title": "Right key"},
            f"{walk.stages[place + 1].name} ",
            icon("arrow_forward"),
        ]
    return ["div", {"class": "going"}, back, onward]
