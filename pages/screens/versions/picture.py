"""What differs, on the board: cards that came, went, moved or changed are marked by word, sign and border."""

from __future__ import annotations

from cjm.versions.compare import HOW, BoardThen, Cell, Column, How, Marked
from pages.screens.versions.look import CSS, ICONS, tag
from pages.shared.draw import Node, Tree, draw, icon


def picture(board: BoardThen) -> None:
    """Stages across, lanes down; on a phone stage by stage, and only what differs."""
    if not board.columns:
        draw(
            ["div", {"class": "panel first"}, "There is no stage in either of them, so there is no board to compare."],
            key="versions_board",
            css=CSS,
        )
        return
    head: Tree = [
        "tr",
        {},
        ["th", {"class": "blank", "scope": "col"}, ["span", {"class": "unseen"}, "Lane"]],
        *(_head(one) for one in board.columns),
    ]
    rows: list[Tree] = [
        ["tr", {}, _lane(name, how), *(["td", {}, *_cell(cell)] for cell in cells)]
        for (name, how), cells in zip(board.lanes, board.cells, strict=True)
    ]
    felt: Node = ["tr", {}, ["th", {"scope": "row"}, "Emotion"], *(_felt(one) for one in board.columns)]
    table: Tree = [
        "table",
        {"class": "then", "aria-label": "What differs, by stage and lane"},
        ["thead", {}, head],
        ["tbody", {}, *rows, felt],
    ]
    draw(
        [
            "div",
            {},
            ["div", {"class": "picture", "tabindex": "0", "role": "group", "aria-label": "Board"}, table],
            _by_stage(board),
        ],
        key="versions_board",
        css=CSS,
    )


def _by_stage(board: BoardThen) -> Tree:
    """What differs at each stage, one below the other."""
    made: list[Tree] = []
    for place, one in enumerate(board.columns):
        lanes = [(name, cells[place]) for (name, _), cells in zip(board.lanes, board.cells, strict=True) if cells[place].marked]
        was, now = one.emotion
        if lanes or one.how or was != now:
            felt: Node = ["p", {"class": "felt"}, f"Emotion {was or 'not set'} → {now or 'not set'}"] if was != now else ""
            made.append(
                [
                    "section",
                    {"class": "panel", "aria-label": one.name},
                    ["h3", {"dir": "auto"}, one.name, tag(one.how) if one.how else ""],
                    *[
                        part
                        for name, cell in lanes
                        for part in (["p", {"class": "small", "dir": "auto"}, name], *_differing(cell))
                    ],
                    felt,
                ]
            )
    return ["div", {"class": "by-stage"}, *(made or [["p", {"class": "small"}, "No card differs."]])]


def _differing(cell: Cell) -> list[Tree]:
    more = [["div", {"class": "same"}, f"and {cell.more} more that differ"]] if cell.more else []
    return [*map(_mark, cell.marked), *more]


def _head(one: Column) -> Tree:
    return ["th", {"scope": "col", "dir": "auto", "class": f"column {one.how or ''}"}, one.name, tag(one.how) if one.how else ""]


def _lane(name: str, how: How | None) -> Tree:
    return ["th", {"scope": "row", "dir": "auto"}, name, tag(how) if how else ""]


def _cell(cell: Cell) -> list[Tree]:
    made = [_mark(one) for one in cell.marked]
    if cell.more:
        made.append(["div", {"class": "same"}, f"and {cell.more} more that differ"])
    if cell.same:
        made.append(["div", {"class": "same"}, f"{cell.same} as before"])
    return made


def _mark(one: Marked) -> Tree:
    how: Tree = [
        "span",
        {"class": "how", "dir": "auto"},
        icon(ICONS[one.how]),
        f" {HOW[one.how]}{f' {one.note}' if one.note.startswith('from ') else f': {one.note}' if one.note else ''}",
    ]
    return ["div", {"class": f"mark {one.how}", "title": one.text}, how, ["span", {"class": "t", "dir": "auto"}, one.text]]


def _felt(one: Column) -> Tree:
    was, now = one.emotion
    if was == now:
        return ["td", {"class": "felt"}, now or "–"]
    return ["td", {"class": "felt"}, f"{was or 'not set'} → ", ["b", {}, now or "not set"], tag("changed")]
