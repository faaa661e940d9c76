"""The whole step in one picture: whom we agreed on, who she is, how we know, and who touches her."""

from __future__ import annotations

import streamlit as st

from cjm import customer
from cjm.core.service import Context
from cjm.customer import Candidate, CustomerView, Touch
from pages.screens.customer.marks import CSS, counted, fact_row, flag, reason, squares
from pages.shared.draw import Tree, draw, icon
from pages.shared.page import go
from pages.shared.palette import department_css
from pages.shared.parts import fold, folded, go_to_part

MOST_FACTS = 8
"""Pieces of evidence that the picture has room for; the rest is one click away."""


def whole(context: Context, view: CustomerView) -> None:
    act = draw(["div", {"class": "whole"}, _left(view), _middle(view), _right(view)], key="whole", css=CSS)
    if not act:
        return
    verb, _, what = act.partition(":")
    if verb == "fold":
        fold(f"customer:{what}")
        st.rerun(scope="fragment")
    elif verb == "page":
        go(context, what)
    go_to_part(what)


def _head(name: str, part: str, words: str, note: str) -> Tree:
    """A heading with the way to where it is edited; on the phone it folds and unfolds what is below."""
    away = folded(f"customer:{name}")
    return [
        "div",
        {"class": "head"},
        ["h2", {}, name, ["button", {"class": "tool", "act": f"go:{part}", "aria-label": words, "title": words}, icon("edit")]],
        ["span", {"class": "small", "dir": "auto"}, note],
        [
            "button",
            {
                "class": "tool unfold",
                "act": f"fold:{name}",
                "aria-expanded": "false" if away else "true",
                "aria-label": f"{'Show all of' if away else 'Show less of'} {name.lower()}",
            },
            icon("expand_more" if away else "expand_less"),
        ],
    ]


def _section(name: str, *content: Tree) -> Tree:
    return ["section", {"class": f"col{' folded' if folded(f'customer:{name}') else ''}", "aria-label": name}, *content]


def _left(view: CustomerView) -> Tree:
    ordered = sorted(view.candidates, key=lambda one: (not one.primary, -one.votes))
    cards = [_card(one, view, full=one.primary or len(ordered) <= 4) for one in ordered]
    return _section(
        "Candidates",
        _head("Candidates", "pick", "Go to the pick", "each square is one raised hand"),
        *(cards or [["div", {"class": "panel empty"}, "No candidate yet. Who could the customer be?"]]),
        _touches(view),
    )


def _card(one: Candidate, view: CustomerView, *, full: bool) -> Tree:
    return [
        "div",
        {"class": f"panel cand{' agreed' if one.primary else ' more'}{'' if full else ' slim'}"},
        [
            "div",
            {"class": "top"},
            ["h3", {"class": "name", "dir": "auto"}, one.name, " " if one.primary else "", flag("agreed") if one.primary else ""],
            ["span", {"class": "votes", "title": f"{one.votes} raised hands"}, str(one.votes)],
        ],
        ["div", {"class": "small", "dir": "auto"}, reason(one)],
        squares(one, view.scale) if full else "",
    ]


def _touches(view: CustomerView) -> Tree:
    people = ". ".join(f"{one.name}: {one.signs_up_for}".strip(": ") for one in view.stakeholders)
    empty: Tree = [
        "p",
        {"class": "empty"},
        "No department is named yet. ",
        ["button", {"class": "link", "act": "page:frame", "leaves": True}, "Name them in the frame"],
    ]
    return [
        "div",
        {"class": "panel grow touches more"},
        [
            "div",
            {"class": "top"},
            ["h3", {}, "Who touches this customer"],
            [
                "button",
                {"class": "link", "act": "page:value_stream", "leaves": True},
                "Influence by stage ",
                icon("arrow_forward"),
            ],
        ],
        ["div", {"class": "depts"}, *[_touch(one) for one in view.departments[:12]]] if view.departments else empty,
        ["div", {"class": "people"}, ["h3", {}, "Stakeholders"], ["div", {"class": "small", "dir": "auto"}, people]]
        if people
        else "",
    ]


def _touch(one: Touch) -> Tree:
    parts = [
        f"{word} {number}" for word, number in (("leads", one.leads), ("helps", one.helps), ("asked", one.consulted)) if number
    ]
    title = ", ".join(part for part in (one.name, one.organisation, one.role, *parts) if part)
    return [
        "div",
        {"class": "two", "title": title},
        ["span", {"class": "dept", "style": department_css(one.colour)}, one.letters],
        [
            "div",
            {"dir": "auto"},
            one.name,
            [
                "div",
                {"class": "small"},
                ["span", {"class": "role"}, one.role, "; " if one.role and parts else ""],
                ", ".join(parts),
            ],
        ],
    ]


def _middle(view: CustomerView) -> Tree:
    one = view.persona
    head = _head("Persona", "who", "Describe the persona", f"segment: {view.segment.name}" if view.segment else "")
    if one is None:
        ask = "Not described yet. Who is one typical person?" if view.agreed else "First the group agrees on the customer."
        return _section("Persona", head, ["div", {"class": "panel grow"}, ["p", {"class": "empty"}, ask]])
    said: list[Tree] = []
    for field, label, symbol, ask in customer.PERSONA_FIELDS:
        text = str(getattr(one, field)).strip()
        kind = "wide" if field in ("goal", "scenario") else "more"
        said.append(
            [
                "div",
                {"class": kind},
                ["h3", {}, icon(symbol), f" {label}"],
                ["div", {"class": "text" if text else "empty", "dir": "auto", "title": text}, text or ask],
            ]
        )
    letters = "".join(word[0] for word in one.name.replace(",", " ").split()[:2] if word[0].isalpha()).upper()
    facts = [["div", {}, ["b", {}, str(number)], ["span", {"class": "small"}, what]] for number, what in one.facts[:6]]
    return _section(
        "Persona",
        head,
        [
            "div",
            {"class": "panel grow col persona"},
            [
                "div",
                {"class": "person"},
                ["span", {"class": "face", "aria-hidden": "true"}, letters],
                ["div", {"dir": "auto"}, ["div", {"class": "name bold"}, one.name], ["div", {"class": "line"}, one.headline]],
            ],
            ["div", {"class": "quote", "dir": "auto"}, f"“{one.quote}”"] if one.quote else "",
            ["div", {"class": "said"}, *said],
            ["div", {"class": "facts more"}, *facts] if facts else "",
        ],
    )


def _right(view: CustomerView) -> Tree:
    rows = [fact_row(fact, tools=False) for fact in view.evidence[:MOST_FACTS]]
    if len(view.evidence) > MOST_FACTS:
        rows.append(
            [
                "li",
                {},
                [
                    "button",
                    {"class": "link", "act": "go:who"},
                    f"All {len(view.evidence)} pieces of evidence ",
                    icon("arrow_forward"),
                ],
            ]
        )
    chips = [["span", {"class": "chip", "dir": "auto", "title": one.kind or ""}, one.text] for one in view.criteria]
    return _section(
        "Evidence",
        _head("Evidence", "who", "Add evidence", counted(view)),
        [
            "ul",
            {"class": "col known"},
            *(rows or [["li", {"class": "fact assumed empty"}, "Nothing known yet: how do we know?"]]),
        ],
        [
            "div",
            {"class": "panel grow criteria more"},
            ["h3", {}, "Segment criteria"],
            ["div", {"class": "chips"}, *(chips or [["span", {"class": "empty"}, "Nothing yet says who belongs to it."]])],
        ],
    )
