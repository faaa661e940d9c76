"""What differs, in words: stage by stage, with the words of a text that came and went."""

from __future__ import annotations

from cjm.versions.compare import HOW, Area, Comparison, Edit, Told
from pages.screens.versions.look import CSS, ICONS, tag
from pages.shared.draw import Tree, draw, icon

FEW = 8
"""Sentences that are shown below the board; more are counted."""
MOST = 60
"""Sentences of a stage; more are counted."""
ON_BOARD = {"entries", "emotions"}


def words(comparison: Comparison) -> None:
    """The whole comparison as lists."""
    if not comparison.areas:
        same: Tree = ["div", {"class": "panel nothing"}, icon("check_circle"), " Nothing differs between these two."]
        draw(same, key="versions_words", css=CSS)
        return
    draw(["div", {"class": "areas"}, *(_area(area, area.told) for area in comparison.areas)], key="versions_words", css=CSS)


def beyond_the_cards(comparison: Comparison) -> str | None:
    """What the picture of the board can't show; returns ``words`` if somebody wants to read more of it."""
    areas = [(area, tuple(one for one in area.told if one.kind not in ON_BOARD)) for area in comparison.areas]
    left = [(area, told) for area, told in areas if told]
    if not left:
        return None
    total = sum(len(told) for _, told in left)
    if total <= FEW:
        sections = [_area(area, told) for area, told in left]
        draw(
            ["div", {}, ["h2", {"class": "more"}, "Beyond the cards"], ["div", {"class": "areas"}, *sections]],
            key="versions_beyond",
            css=CSS,
        )
        return None
    counted = ", ".join(f"{area.name} {len(told)}" for area, told in left)
    more: Tree = ["button", {"class": "button", "act": "words"}, icon("notes"), f" {total} more beyond the cards"]
    return draw(
        ["div", {"class": "counts", "dir": "auto"}, more, ["span", {"class": "small"}, counted]], key="versions_beyond", css=CSS
    )


def _area(area: Area, told: tuple[Told, ...]) -> Tree:
    how: Tree | str = tag(area.how) if area.how else ""
    head: Tree = ["h3", {"dir": "auto"}, area.name, how]
    more: Tree | str = ["p", {"class": "small"}, f"and {len(told) - MOST} more"] if len(told) > MOST else ""
    return [
        "section",
        {"class": "panel area", "aria-label": area.name},
        head,
        ["ul", {}, *(_told(one) for one in told[:MOST])],
        more,
    ]


def _told(one: Told) -> Tree:
    return [
        "li",
        {"class": f"told {one.how}"},
        [
            "span",
            {"class": "sign", "title": HOW[one.how]},
            icon(ICONS[one.how]),
            ["span", {"class": "unseen"}, f"{HOW[one.how]}: "],
        ],
        ["div", {"class": "what", "dir": "auto"}, one.sentence, *(_marked(edit) for edit in one.edits if edit.marked)],
    ]


def _marked(edit: Edit) -> Tree:
    """A text with what went struck through and what came underlined."""
    pieces: list[Tree] = []
    for how, text in edit.marked:
        if how == "same":
            pieces.append(["span", {}, text])
        else:
            said = "was: " if how == "gone" else "now: "
            pieces.append(["del" if how == "gone" else "ins", {}, ["span", {"class": "unseen"}, said], text])
    return ["div", {"class": "text"}, *pieces]
