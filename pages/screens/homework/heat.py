"""The heat map: stages down, questions across, and who is how far."""

from __future__ import annotations

from cjm.homework.heat_map import HeatMap, HeatRow
from pages.shared.draw import Tree, draw, icon

CSS = """
.map { overflow-x: auto; padding: 10px 14px; } table { border-collapse: separate; border-spacing: 4px; width: 100%; }
th { font-weight: 600; text-align: start; font-size: 16px; line-height: 20px; overflow-wrap: anywhere; padding: 2px 4px; }
thead th { text-align: center; vertical-align: bottom; font-weight: 400; font-size: 14px; line-height: 18px; color: var(--muted); }
td.cell { text-align: center; border-radius: 6px; padding: 3px 4px; min-width: 64px; } td.cell b { font-size: 20px; line-height: 22px; font-weight: 600; display: block; }
td.cell small { font-size: 13px; line-height: 15px; color: inherit; display: block; }
td.h0 { border: 1.5px dashed var(--edge); } td.h1 { background: light-dark(#e3eeed, #1c2f33); } td.h2 { background: light-dark(#bcd9d8, #23484d); } td.h3 { background: light-dark(#8fbfc0, #2b5f65); }
td.h4 { background: light-dark(#28777d, #5aa9af); color: light-dark(#fff, #0c1416); } td.h5 { background: light-dark(#0f5c63, #9adde2); color: light-dark(#fff, #0c1416); }
td.who { font-size: 14px; line-height: 18px; min-width: 150px; overflow-wrap: anywhere; padding: 2px 8px; } td.who .icon { font-size: 16px; vertical-align: -3px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; } .map { position: relative; }
.done { color: var(--green); } .waiting { color: var(--muted); }
.key { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 4px 4px 0; }
.people { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 6px 18px; padding: 12px 18px; } .people h3 { font-size: 16px; line-height: 20px; } .people p { font-size: 14px; line-height: 19px; overflow-wrap: anywhere; }
.key .icon { font-size: 16px; vertical-align: -3px; }
.none { color: var(--muted); padding: 8px 4px; }
tbody th { min-width: 84px; } thead th { overflow-wrap: normal; }
@media (max-width: 767px) { td.cell { min-width: 36px; padding: 3px 0; } table { border-spacing: 2px; } .map { padding: 8px; } .who { display: none; }
  thead th:not(:first-child) { writing-mode: vertical-rl; transform: rotate(180deg); text-align: start; padding: 4px 0; max-height: 140px; } tbody th { padding: 2px; } }
"""
STATES = (("done", "check_circle", "Done"), ("started", "edit", "Started"), ("waiting", "hourglass_empty", "Not started"))


def heat(view: HeatMap) -> None:
    """The table."""
    if not view.rows or not view.asked:
        none: Tree = [
            "div",
            {"class": "panel none"},
            "There is no stage yet: add the stages in step 2, then ask about them here.",
        ]
        draw(none, key="heat", css=CSS)
        return
    head: Tree = [
        "tr",
        {},
        ["th", {"scope": "col", "style": {"text-align": "start"}}, "Stage"],
        *(["th", {"scope": "col", "dir": "auto"}, name] for _, name in view.asked),
    ]
    head.append(["th", {"scope": "col", "class": "who"}, "Who"])
    signs: list[Tree] = [["span", {}, icon(sign), f" {words.lower()}"] for _, sign, words in STATES]
    words = ("Large: cards there", "Small: how many of those who look after the stage have answered")
    key: Tree = ["div", {"class": "key small"}, *(["span", {}, one] for one in words), *signs]
    table: Tree = [
        "table",
        {"aria-label": "Cards and answers by stage and question"},
        ["thead", {}, head],
        ["tbody", {}, *map(_row, view.rows)],
    ]
    draw(
        ["div", {"class": "panel map", "tabindex": "0", "role": "group", "aria-label": "Heat map"}, table, key],
        key="heat",
        css=CSS,
    )


def _row(row: HeatRow) -> Tree:
    cells: list[Tree] = [
        [
            "td",
            {"class": f"cell h{cell.heat}"},
            ["b", {}, str(cell.cards)],
            ["small", {}, f"{cell.answered} of {cell.asked}" if cell.asked else "–"],
        ]
        for cell in row.cells
    ]
    names = {"done": row.done, "started": row.started, "waiting": row.waiting}
    who: Tree = ["td", {"class": "who", "dir": "auto"}]
    for state, sign, words in STATES:
        if names[state]:
            who.append(
                [
                    "div",
                    {"class": state},
                    icon(sign),
                    f" {', '.join(names[state])}",
                    ["span", {"class": "unseen"}, f": {words.lower()}"],
                ]
            )
    if len(who) == 2:
        who.append(["div", {"class": "waiting"}, "nobody in particular"])
    return ["tr", {}, ["th", {"scope": "row", "dir": "auto"}, row.name], *cells, who]


def people(view: HeatMap) -> None:
    """Everybody's names, by how far they are."""
    groups: list[Tree] = []
    for state, sign, words in STATES:
        here = view.of(state)
        names = ", ".join(one.name for one in here) or "nobody"
        groups.append(["div", {}, ["h3", {"class": state}, icon(sign), f" {words} · {len(here)}"], ["p", {"dir": "auto"}, names]])
    draw(["div", {"class": "panel people"}, *groups], key="homework_people", css=CSS)
