"""The whole journey: today above the future above what changes above both curves, on the same columns."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from cjm.figures import curves
from cjm.future_state import FutureColumn, Journey
from pages.screens.future_state import ASKED, CSS, ICONS, STYLE, border, choose, severity
from pages.shared.draw import Tree, draw, icon


def no_stages() -> str | None:
    """What to do while there is nothing to draw."""
    tree: Tree = [
        "div",
        {"class": "panel empty"},
        ["h2", {}, "There is no stage yet"],
        [
            "p",
            {},
            "The future is told stage by stage: what the customer will experience, what changes, which pains are gone. "
            "Lay out the stages first; then come back.",
        ],
        ["button", {"class": "button go", "act": "value_stream"}, icon("arrow_back"), " Lay out the stages"],
    ]
    return draw(tree, key="fs_empty", css=CSS)


def picture(whole: Journey, chosen: FutureColumn | None) -> str | None:
    """The grid, or with a stage open a strip of all stages, and the curves below. Returns what was clicked."""
    st.html(STYLE + _room(len(whole.columns), chosen is not None))
    with st.container(key="fs_picture"):
        act = draw(_strip(whole, chosen) if chosen else _grid(whole), key="fs_grid", css=CSS)
        points = tuple(
            curves.Point(column.id, column.name, column.today, column.expected, column.reason, column.today_reason)
            for column in whole.columns
        )
        key = f"fs_curves_{st.session_state.get('fs_nonce', 0)}"
        with st.container(key="fs_curves"):
            st.plotly_chart(
                curves.figure(
                    points, dark=st.context.theme.type == "dark", small=chosen is not None, chosen=chosen.id if chosen else None
                ),
                theme=None,
                key=key,
                height="stretch",
                on_select=partial(_picked, key),
                selection_mode="points",
                config={"displayModeBar": False},
                alt=curves.described(points),
            )
    if st.session_state.pop("fs_picked", False):
        st.rerun()
    return act


def _room(count: int, opened: bool) -> str:
    """The whole journey fills the window; with a stage open the curves are low, and go where there is no room for both."""
    wide, phone = curves.least_width(count), curves.least_width(count, phone=True)
    grow = "[data-testid=stLayoutWrapper]:has(.st-key-fs_curves){flex:1 1 auto}"
    away = "@media(min-width:768px)and (max-height:900px){[data-testid=stLayoutWrapper]:has(>.st-key-fs_curves){display:none}}"
    return (
        f"<style>.st-key-fs_curves{{--low:{150 if opened else 300}px}}"
        f"@media(min-width:768px){{.st-key-fs_picture>*{{min-width:{wide}px}}{'.st-key-fs_curves{--low:196px}' if opened else '.st-key-fs_curves{--low:150px}'}{'' if opened else grow}}}"
        f"@media(max-width:767px){{.st-key-fs_curves{{min-width:{phone}px}}}}{away if opened else ''}</style>"
    )


def _picked(key: str) -> None:
    points = st.session_state[key].selection.points
    if points:
        data = points[0].get("customdata") or [""]
        stage_id = data[0] if isinstance(data, list) else data
        if stage_id:
            choose(str(stage_id))
            st.session_state["fs_picked"] = True


def _rows(count: int, rows: int) -> dict[str, int]:
    return {"--n": count, "--rows": rows}


def _grid(whole: Journey) -> Tree:
    who = whole.customer or "the customer"
    count = whole.handoffs
    handoffs: Tree = [
        "button",
        {"class": "count", "act": "handoffs", "title": f"{count.today} handoffs today, {count.then} then: open them"},
        ["span", {"class": "bold"}, f"{count.today} → {count.then}"],
        ["span", {"class": "note"}, "handoffs"],
    ]
    labels: list[Tree] = [
        ["div", {"class": "label first"}, handoffs if count.today or count.then else ""],
        _label("history", "Today", "worst pains"),
        _label("landscape", "Future", f"what {who} will experience"),
        _label("tune", "What changes", ""),
        ["div", {"class": "label low"}, icon("playlist_remove"), ["span", {"class": "bold"}, " Removes"]],
    ]
    columns = [_column(column) for column in whole.columns]
    return [
        "div",
        {"class": "journey", "style": _rows(len(columns), len(labels))},
        ["div", {"class": "column labels"}, *labels],
        *columns,
    ]


def _label(symbol: str, name: str, note: str) -> Tree:
    return [
        "div",
        {"class": "label"},
        icon(symbol),
        ["div", {"class": "bold"}, name],
        ["div", {"class": "note"}, note] if note else "",
    ]


def _head(column: FutureColumn, here: bool = False) -> Tree:
    told = f"{column.name}, led by {column.department}" if column.department else column.name
    return [
        "button",
        {
            "class": f"head {'here' if here else ''}",
            "act": f"stage:{column.id}",
            "title": told,
            "style": border(column.colour),
            "aria-current": "true" if here else None,
        },
        ["span", {"class": "name", "dir": "auto"}, column.name],
        [
            "span",
            {"class": "flags"},
            ["span", {"class": "flag", "title": "Key stage"}, icon("flag")] if column.is_key else "",
            ["span", {"class": "letters", "title": column.department}, column.letters],
        ],
    ]


def _column(column: FutureColumn) -> Tree:
    worst: list[Tree] = [
        ["li", {"title": pain.text}, severity(pain.severity), ["span", {"dir": "auto"}, pain.text]] for pain in column.worst
    ]
    today: Tree = ["ul", {"class": "cell today"}, *worst] if worst else ["div", {"class": "cell none"}, "No pain point yet"]
    return [
        "section",
        {"class": "column", "aria-label": column.name},
        _head(column),
        today,
        _future_cell(column),
        _changes(column),
        ["div", {"class": "cell removes"}, _squares(column)],
    ]


def _future_cell(column: FutureColumn) -> Tree:
    written = column.experience.strip()
    kind = "" if written else "unchanged" if column.unchanged else "missing"
    text = written or ("Stays as it is" if column.unchanged else "What will it be like?")
    star: Tree = ["span", {"class": "moment"}, icon("star"), ["span", {}, " moment that matters"]]
    still: Tree = ["span", {"class": "moment"}, icon("pause"), ["span", {}, " unchanged"]]
    mark: Any = star if column.moment else still if column.unchanged and written else ""
    told = f"{column.name}: {text}" + (", a moment that matters" if column.moment else "")
    return [
        "button",
        {"class": f"future {kind}{' filled' if column.moment else ''}", "act": f"stage:{column.id}", "title": told},
        mark,
        ["span", {"class": "text", "dir": "auto"}, text],
    ]


def _changes(column: FutureColumn) -> Tree:
    if not column.changes:
        return ["div", {"class": "cell changes none"}, "Nothing yet" if not column.unchanged else "Nothing"]
    rows: list[Tree] = []
    for name, lines in column.changes:
        asked, more = ASKED[name][0], len(lines[1:])
        rows.append(
            [
                "li",
                {"title": f"{asked}: {'; '.join(lines)}"},
                icon(ICONS[name]),
                ["span", {"class": "hidden"}, asked],
                ["span", {"class": "one", "dir": "auto"}, lines[0]],
                ["span", {"class": "small"}, f" +{more}" if more else ""],
            ]
        )
    return ["ul", {"class": "cell changes"}, *rows]


def _squares(column: FutureColumn) -> Tree:
    if not column.pains:
        return ["span", {"class": "small"}, "no pains"]
    squares: list[Tree] = [["i", {"class": "on" if on else ""}] for on in column.squares]
    noun = "pain" if column.pains == 1 else "pains"
    return [
        "span",
        {"class": "squares"},
        ["span", {"class": "row", "aria-hidden": "true"}, *squares],
        ["span", {"class": "of"}, f"{column.removed} of {column.pains} {noun}"],
    ]


def _strip(whole: Journey, chosen: FutureColumn) -> Tree:
    back: Tree = ["button", {"class": "back", "act": "whole"}, icon("arrow_back"), " Whole journey"]
    columns = [_short_column(column, column.id == chosen.id) for column in whole.columns]
    return [
        "div",
        {"class": "journey strip", "style": _rows(len(columns), 1)},
        ["div", {"class": "column labels"}, ["div", {"class": "label"}, back]],
        *columns,
    ]


def _short_column(column: FutureColumn, here: bool) -> Tree:
    state, words = (
        ("star", "Moment that matters")
        if column.moment
        else ("pause", "Unchanged")
        if column.unchanged
        else ("check", "Told")
        if column.answered
        else ("more_horiz", "Still open")
    )
    gone = f"{column.removed} of {column.pains} gone" if column.pains else ""
    feels = " → ".join(told for value in (column.today, column.expected) if (told := curves.signed(value)))
    note: Tree = [
        "div",
        {"class": "state", "title": words},
        ["span", {}, icon(state), ["span", {"class": "hidden"}, words], f" {gone}"],
        ["span", {"title": "How the customer feels, today and then"}, feels],
    ]
    return [
        "section",
        {"class": f"column {'here' if here else ''}", "aria-label": column.name},
        ["div", {"class": "stacked"}, _head(column, here), note],
    ]
