"""Both journeys on the same columns: what each has of its own, what they share, and how their customers feel."""

from __future__ import annotations

import streamlit as st

from cjm.figures import curves, two_curves
from cjm.side_by_side import CardSeen, Journeys, Pairing, Side, StreamSeen
from pages.screens.side_by_side import CSS
from pages.shared.draw import Tree, draw, icon

SHOWN = 2
"""Own cards of a stage that are shown; the rest is counted."""
TAKE = {"left": "Left", "both": "Both", "right": "Right", "none": "None"}
BY = {"name": "alike by name", "place": "side by side by their place"}


def heads(view: Journeys) -> None:
    """Each journey in one line of figures."""
    assert view.left is not None and view.right is not None
    draw(["div", {"class": "streams"}, _head(view.left, "left"), _head(view.right, "right")], key="sbs_heads", css=CSS)


def _head(one: StreamSeen, side: str) -> Tree:
    numbers: list[tuple[str, str]] = [
        (str(one.stages), "stages"),
        (str(one.handoffs), f"handoffs, {one.risky} risky"),
        (one.waiting or "nothing said", "of waiting"),
        (str(one.pains), f"pain points, {one.pain} pain"),
        (str(one.own), "cards of its own"),
    ]
    told: list[Tree] = [["span", {}, ["b", {}, number], f" {words}"] for number, words in numbers]
    about = " · ".join(part for part in (one.customer, f"begins: {one.trigger}" if one.trigger else "") if part)
    return [
        "section",
        {"class": f"panel stream {side}", "aria-label": one.name},
        ["h2", {"dir": "auto"}, _sign(side), f" {one.name}"],
        ["div", {"class": "small about", "dir": "auto"}, about],
        ["div", {"class": "numbers"}, *told],
    ]


def _sign(side: str) -> Tree:
    return icon("radio_button_unchecked" if side == "left" else "diamond")


def picture(view: Journeys, taken: dict[str, str] | None) -> str | None:
    """With ``taken`` (what is taken of each row) the choice for a common journey too. Returns ``take:ROW:WHAT``."""
    assert view.left is not None and view.right is not None
    names = view.left.name, view.right.name
    labels: list[Tree] = [
        ["div", {}],
        _label(names[0], "left"),
        ["div", {"class": "label"}, "In both"],
        _label(names[1], "right"),
        *([["div", {"class": "label"}, "Take for the common journey"]] if taken is not None else []),
    ]
    columns = [_column(row, names, None if taken is None else taken.get(row.key, usual(row))) for row in view.rows]
    size = {"--n": len(columns), "--rows": len(labels)}
    grid: Tree = ["div", {"class": "both", "style": size}, ["div", {"class": "column labels"}, *labels], *columns]
    wide, phone = curves.least_width(len(columns)), curves.least_width(len(columns), phone=True)
    st.html(
        f"<style>@media(min-width:768px){{.st-key-sbs_picture>*{{min-width:{wide}px}}}}@media(max-width:767px){{.st-key-sbs_curves{{min-width:{phone}px}}}}</style>"
    )
    with st.container(key="sbs_picture"):
        act = draw(grid, key="sbs_grid", css=CSS)
        points = tuple(
            two_curves.Point(row.name, (_felt(row.left), _felt(row.right)), (_why(row.left), _why(row.right)))
            for row in view.rows
        )
        with st.container(key="sbs_curves"):
            st.plotly_chart(
                two_curves.figure(names, points, dark=st.context.theme.type == "dark"),
                theme=None,
                key="sbs_chart",
                height="stretch",
                config={"displayModeBar": False},
                alt=two_curves.described(names, points),
            )
    return act


def _felt(side: Side | None) -> int | None:
    return side.emotion if side else None


def _why(side: Side | None) -> str:
    return side.reason if side else ""


def usual(row: Pairing) -> str:
    """What is taken of a row unless somebody chooses: the left one where both have something, else the one that has it."""
    if row.left is not None and row.right is not None:
        return "both" if row.by == "same" else "left"
    return "left" if row.left is not None else "right"


def _label(name: str, side: str) -> Tree:
    return ["div", {"class": f"label {side}", "dir": "auto"}, _sign(side), f" {name}"]


def _column(row: Pairing, names: tuple[str, str], take: str | None) -> Tree:
    both = row.left is not None and row.right is not None
    shared: Tree = (
        ["div", {"class": "shared", "data-of": "In both"}, ["b", {}, str(row.shared)], " cards" if row.shared != 1 else " card"]
        if both
        else ["div", {}]
    )
    fold: Tree = [
        "details",
        {"class": "fold", "id": f"fold_{row.key}"},
        ["summary", {"aria-label": f"{row.name}, closely"}, icon("expand_more"), f" {_short(row, names)}"],
    ]
    head: Tree = [
        "div",
        {"class": "name", "dir": "auto"},
        row.name,
        ["span", {"class": "small"}, BY[row.by]] if row.by in BY else "",
        fold,
    ]
    parts = [head, _side(row, row.left, "left", names[0]), shared, _side(row, row.right, "right", names[1])]
    if take is not None:
        parts.append(_take(row, take))
    return ["section", {"class": f"column{' untaken' if take == 'none' else ''}", "aria-label": row.name}, *parts]


def _short(row: Pairing, names: tuple[str, str]) -> str:
    """What a phone says of a stage that is folded."""
    if row.left is None or row.right is None:
        return f"only in {names[0] if row.left else names[1]}"
    own = len(row.left.own) + len(row.right.own)
    return f"{own or 'nothing'} {'differs' if own <= 1 else 'differ'}, {row.shared} in both"


def _side(row: Pairing, side: Side | None, which: str, of: str) -> Tree:
    if side is None:
        return ["div", {"class": "cell none", "data-of": of}, "Not in this journey"]
    figures: list[Tree] = [["span", {}, ["b", {}, str(side.pains)], " pains" if side.pains != 1 else " pain"]]
    if side.handoffs:
        figures.append(
            [
                "span",
                {"title": "Handoffs from here"},
                ["b", {}, str(side.handoffs)],
                " handoffs" if side.handoffs != 1 else " handoff",
            ]
        )
    if side.lasts and row.by != "same":
        figures.append(["span", {}, side.lasts])
    alone = row.by == "alone"
    cards = [] if alone else [_card(one) for one in side.own[:SHOWN]]
    left = len(side.own) - len(cards)
    words = f"{left} cards, only here" if alone else f"and {left} more of its own"
    more: Tree | str = ["div", {"class": "more"}, words] if left else ""
    return ["div", {"class": f"cell {which}", "data-of": of}, ["div", {"class": "figures"}, *figures], *cards, more]


def _card(one: CardSeen) -> Tree:
    severity = f", severity {one.severity}" if one.severity else ""
    return [
        "div",
        {"class": "card", "title": f"{one.text}{severity}"},
        ["span", {"class": "kind"}, icon("alt_route"), f" {one.lane}"],
        ["span", {"class": "t", "dir": "auto"}, one.text],
    ]


def _take(row: Pairing, take: str) -> Tree:
    offered = [
        what
        for what in TAKE
        if what in {"none", take}
        or (row.left and what in {"left", "both"} and (what == "left" or row.right))
        or (row.right and what == "right")
    ]
    options: list[Tree] = [
        [
            "button",
            {
                "class": "option",
                "act": f"take:{row.key}:{what}",
                "aria-pressed": "true" if what == take else "false",
                "aria-label": f"{row.name}: take {TAKE[what].lower()}",
            },
            TAKE[what],
        ]
        for what in offered
    ]
    return ["div", {"class": "take", "role": "group", "aria-label": f"Take of {row.name}"}, *options]
