"""What became of the pain, stage by stage, and what that is concluded from."""

from __future__ import annotations

from cjm.kpis import Outcome, Pain, StageOutcome, Told
from pages.screens.kpis import CSS, FATES
from pages.shared.draw import Node, Tree, draw


def became(view: Outcome) -> str | None:
    """Returns the KPI that was clicked."""
    if not view.pains:
        none: Tree = [
            "div",
            {"class": "panel empty"},
            ["h2", {}, "There is no pain point yet"],
            ["p", {}, "What became of the pain stands here once the board of step 3 has pain points."],
        ]
        return draw(none, key="kpi_became", css=CSS)
    return draw(
        ["div", {"class": "became"}, ["p", {"class": "all"}, view.headline], *map(_stage, view.stages)], key="kpi_became", css=CSS
    )


def _stage(stage: StageOutcome) -> Tree:
    feels: Tree = ["div", {"class": "feels"}, stage.feels] if stage.feels else ["span", {}]
    known = [pain for pain in stage.pains if pain.fate != "unknown"]
    unknown = [pain for pain in stage.pains if pain.fate == "unknown"]
    return [
        "section",
        {"class": "panel stage", "aria-label": stage.name},
        ["h2", {"dir": "auto"}, stage.name],
        ["div", {"class": "words"}, stage.words],
        feels,
        *map(_pain, known),
        _unknown(stage.id, unknown),
    ]


def _unknown(stage_id: str, pains: list[Pain]) -> Node:
    """What nothing is known of is counted, and named by a press."""
    if not pains:
        return ""
    return ["details", {"id": f"unknown_{stage_id}"}, ["summary", {}, f"{len(pains)} not known"], *map(_pain, pains)]


def _pain(pain: Pain) -> Tree:
    sign, words, style = FATES[pain.fate]
    told = [_told(one) for one in pain.told] or [["span", {"class": "told"}, pain.missing]]
    return [
        "div",
        {"class": "pain"},
        ["icon", {"class": style}, sign],
        [
            "div",
            {},
            ["span", {"class": f"fate {style}"}, words, ": "],
            ["span", {"class": "text", "dir": "auto"}, pain.text],
            *told,
        ],
    ]


def _told(one: Told) -> Tree:
    if one.kpi_id is None:
        return ["span", {"class": "told", "dir": "auto"}, one.words]
    return ["button", {"class": "told", "act": f"kpi:{one.kpi_id}", "dir": "auto"}, one.words]
